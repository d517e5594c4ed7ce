from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from app.errors import InputError, NotAllowed
from app.operations.keep_inbox import RETRY, list_inbox, retry_problem
from app.operations.office import Office
from app.operations.posting_errands import Result
from app.operations.sync_company import sync_company
from app.store.inbox import ITSELF
from tests.keyrings import memory_keyring
from tests.operations.billed import approved
from tests.operations.in_step import Sides, connect_both


@pytest.fixture
def sides(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sides]:
    with memory_keyring():
        yield connect_both(approved(office, tmp_path), monkeypatch)


def kinds(office: Office) -> list[tuple[str, str]]:
    return [(each.problem.kind, each.problem.record) for each in list_inbox(office).open]


def test_a_row_is_tried_again_alone(office: Office, sides: Sides) -> None:
    sides.books.befalls = ["refused", "refused"]
    sync_company(office, go=True)
    assert kinds(office) == [("refused", "customer 100"), ("refused", "customer 200")]
    first, _ = list_inbox(office).open
    retried = retry_problem(office, first.id)
    assert retried.is_solved
    assert retried.entry.solved_by == RETRY
    assert [each.result for each in retried.outcomes] == [Result.DONE]
    assert [each.number for each in sides.books.customers.values()] == ["100"]
    assert kinds(office) == [("refused", "customer 200")]
    with pytest.raises(NotAllowed, match="is solved"):
        retry_problem(office, first.id)


def test_a_row_refused_once_more_stays_one_row(office: Office, sides: Sides) -> None:
    sides.books.befalls = ["refused"]
    sync_company(office, go=True)
    (entry,) = list_inbox(office).open
    sides.books.befalls = ["refused"]
    retried = retry_problem(office, entry.id)
    assert not retried.is_solved
    assert "Refused" in retried.why
    (again,) = list_inbox(office).open
    assert (again.id, again.times) == (entry.id, 2)


def test_who_does_not_answer_solves_nothing(office: Office, sides: Sides) -> None:
    sides.books.befalls = ["refused"]
    sync_company(office, go=True)
    (entry,) = list_inbox(office).open
    sides.books.is_down = True
    assert "It is down" in retry_problem(office, entry.id).why
    assert kinds(office) == [("refused", "customer 100")]


def test_money_comes_first_and_what_is_so_no_more_goes_by_itself(
    office: Office, sides: Sides
) -> None:
    sync_company(office, go=True)
    as_posted = dict(sides.books.invoices)
    sides.books.edit("CF-1044", Decimal("20.00"))
    extra = sides.books.pay("CF-1043", Decimal("50.00"))
    sync_company(office)
    assert kinds(office) == [("drift", "invoice CF-1044"), ("overpaid", "invoice CF-1043")]
    over = list_inbox(office).open[1]
    assert (over.problem.title, over.problem.amount) == (
        "Payment is 5.76 more than what is owed",
        Decimal("5.76"),
    )
    sides.books.unpay(extra)
    assert retry_problem(office, over.id).entry.solved_by == ITSELF
    sides.books.invoices = as_posted
    sync_company(office)
    assert kinds(office) == []
    assert list_inbox(office).solved_themselves == 2


def test_an_entry_that_is_not_there_is_said(office: Office) -> None:
    with pytest.raises(InputError, match="no entry 7"):
        retry_problem(office, 7)
    assert list_inbox(office).open == ()
