from collections.abc import Iterator

import pytest

from app.errors import InputError, NotAllowed
from app.operations.office import Office
from app.operations.system_connection import NETWORK, connected_system, is_psa
from tests.keyrings import memory_keyring
from tests.operations.fake_books import KEY, FakeBooks, connect_books
from tests.operations.fake_psa import KEY as PSA
from tests.operations.fake_psa import FakePsa, connect_psa


@pytest.fixture(autouse=True)
def both(office: Office, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with memory_keyring():
        connect_books(office, FakeBooks(), monkeypatch)
        connect_psa(office, FakePsa(), monkeypatch)
        yield


def test_books_are_no_psa_and_a_psa_no_books(office: Office) -> None:
    with pytest.raises(NotAllowed, match="is no PSA"), connected_system(office, KEY).psa():
        pass
    with pytest.raises(NotAllowed, match="no accounting"), connected_system(office, PSA).books():
        pass
    assert (is_psa(PSA), is_psa(KEY)) == (True, False)
    with pytest.raises(InputError):
        is_psa("lotus")


def test_calls_of_one_company_are_counted_together(office: Office) -> None:
    one, two = connected_system(office, KEY), connected_system(office, KEY, ways=NETWORK)
    assert one.opening.pacer is two.opening.pacer
    assert one.opening.pacer is not connected_system(office, PSA).opening.pacer


def test_a_refresh_is_locked_in_a_file_of_this_computer(office: Office) -> None:
    with connected_system(office, KEY).opening.refresh_lock():
        pass
