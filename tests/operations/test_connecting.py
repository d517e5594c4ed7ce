from collections.abc import Iterator

import pytest

from app.operations.connecting import (
    Asking,
    check_right_company,
    connect_from_window,
    look_first,
    system_forms,
    try_rights,
)
from app.operations.office import Office
from app.store.decisions import answers
from tests.keyrings import memory_keyring
from tests.operations.fake_books import KEY as BOOKS
from tests.operations.fake_books import FakeBooks, connect_books


@pytest.fixture
def books(office: Office, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeBooks]:
    with memory_keyring():
        made = FakeBooks()
        connect_books(office, made, monkeypatch)
        yield made


def never(_: object) -> str:
    pytest.fail("nobody is to be asked")


def test_every_system_has_a_form_drawn_from_its_declaration(office: Office) -> None:
    forms = {each.key: each for each in system_forms(office)}
    quickbooks = forms["quickbooks"]
    assert (quickbooks.role, quickbooks.asks_consent, quickbooks.has_practice) == (
        "accounting",
        True,
        True,
    )
    first = quickbooks.fields[0]
    assert (first.name, first.is_needed) == ("client_id", True)
    assert [each.name for each in quickbooks.fields if each.is_secret] == ["client_secret"]
    assert all(each.is_rare for each in quickbooks.fields if each.name == "token_url")
    assert forms["psa-files"].by_files


def test_rights_company_and_a_first_look_change_nothing(office: Office, books: FakeBooks) -> None:
    assert try_rights(office, BOOKS).may_go_on
    checked = check_right_company(office, BOOKS)
    assert checked.name == "Cedar Fork Books"
    assert checked.counted[1] >= checked.counted[0]
    found = look_first(office, BOOKS)
    assert (found.lines, found.waits) == ((), "")
    assert books.invoices == {}


def test_connecting_again_answers_which_system_is_used(office: Office, books: FakeBooks) -> None:
    del books
    asking = Asking(browse=never, paste=never, choose=never)
    state = connect_from_window(office, BOOKS, {}, asking=asking)
    assert state.system == BOOKS
    with office.file.read() as conn:
        assert answers(conn)["accounting"] == BOOKS
