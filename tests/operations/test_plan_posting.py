from collections.abc import Iterator
from pathlib import Path

import pytest

from app.errors import InputError, RemoteRefused, RemoteUnavailable
from app.operations.office import Office
from app.operations.plan_posting import plan_posting
from tests.keyrings import memory_keyring
from tests.operations.billed import approved
from tests.operations.fake_books import KEY, FakeBooks, connect_books


@pytest.fixture
def books(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeBooks]:
    with memory_keyring():
        yield connect_books(approved(office, tmp_path), FakeBooks(), monkeypatch)


def test_one_run_alone_may_be_planned(office: Office, books: FakeBooks) -> None:
    assert books.tenant
    plan = plan_posting(office, KEY, run_id=1)
    assert (plan.run_id, len(plan.records)) == (1, 4)
    with pytest.raises(InputError, match="Bill run 7 has no invoices"):
        plan_posting(office, KEY, run_id=7)


def test_the_same_state_gives_the_same_plan(office: Office, books: FakeBooks) -> None:
    assert books.tenant
    assert plan_posting(office, KEY) == plan_posting(office, KEY)


def test_without_the_other_side_there_is_no_plan(office: Office, books: FakeBooks) -> None:
    books.is_down = True
    with pytest.raises(RemoteUnavailable):
        plan_posting(office, KEY)
    books.is_down, books.tenant = False, "T2"
    with pytest.raises(RemoteRefused, match="leads to another company"):
        plan_posting(office, KEY)
