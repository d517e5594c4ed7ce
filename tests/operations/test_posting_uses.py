"""Our credit notes put on the invoices that they correct, once, whatever breaks meanwhile."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from app.billing.incoming import BookPayment, PaymentKind
from app.billing.outgoing import CreditUse
from app.connectors.dealings import Ability, Posted
from app.operations.adjust_invoices import void_invoice
from app.operations.office import Office
from app.operations.plan_posting import plan_posting
from app.operations.post_invoices import post_invoices
from app.operations.posting_errands import Outcome, Result
from app.operations.posting_plan import PlanAction, PlanRecord
from app.operations.posting_uses import CREDIT_USE
from app.store import audit
from app.store.outbox import open_errands
from tests.keyrings import memory_keyring
from tests.operations.billed import approved, credited
from tests.operations.fake_books import KEY, FakeBooks, FakePort, connect_books
from tests.operations.test_post_invoices import planned, posted

USE = "CF-1045 on CF-1043"
PUT = FakePort.apply_credit


@pytest.fixture
def books(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeBooks]:
    with memory_keyring():
        made = connect_books(approved(office, tmp_path), FakeBooks(), monkeypatch)
        credited(office)
        yield made


def use(office: Office) -> PlanRecord:
    (record,) = (each for each in plan_posting(office, KEY).records if each.kind == CREDIT_USE)
    return record


def outcome(office: Office, folder: Path) -> Outcome:
    (found,) = (e for e in posted(office, folder).outcomes if e.record.kind == CREDIT_USE)
    return found


def uses(books: FakeBooks) -> list[BookPayment]:
    return [e for e in books.payments.values() if e.kind is PaymentKind.CREDIT and not e.is_gone]


def posted_without_use(office: Office, books: FakeBooks, folder: Path) -> None:
    """Everything is there but the use: the books did not take it."""
    _, path = planned(office, folder)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(FakePort, "apply_credit", lost_before)
        post_invoices(office, KEY, path)
    assert uses(books) == []


def lost_before(port: FakePort, use: CreditUse, *, key: str) -> Posted:
    port.books.befalls = ["lost_before"]
    return PUT(port, use, key=key)


def test_a_plan_that_makes_both_puts_the_credit_on_after(
    office: Office, books: FakeBooks, tmp_path: Path
) -> None:
    plan, _ = planned(office, tmp_path)
    record = plan.records[-1]
    assert (record.kind, record.our_id, record.action, record.amount) == (
        CREDIT_USE,
        USE,
        PlanAction.CREATE,
        Decimal("44.00"),
    )
    assert record.before == {"applied": "0", "credit_left": "44", "balance": "44.24"}
    assert record.after == {"applied": "44", "credit_left": "0", "balance": "0.24"}
    found = outcome(office, tmp_path)
    assert (found.result, found.why) == (Result.DONE, "")
    (invoice,) = books.standing("CF-1043")
    assert invoice.balance == Decimal("0.24")
    assert [each.total for each in uses(books)] == [Decimal("44.00")]


def test_what_is_on_it_is_not_put_on_again(
    office: Office, books: FakeBooks, tmp_path: Path
) -> None:
    posted(office, tmp_path)
    assert (use(office).action, use(office).reason) == (
        PlanAction.SKIP,
        "All of CF-1045 is used there.",
    )
    assert outcome(office, tmp_path).result is Result.SKIPPED
    assert len(uses(books)) == 1


def test_an_old_plan_applied_again_puts_nothing_on(
    office: Office, books: FakeBooks, tmp_path: Path
) -> None:
    _, path = planned(office, tmp_path)
    for _ in range(2):
        last = post_invoices(office, KEY, path).outcomes[-1]
    assert (last.result, len(uses(books))) == (Result.ALREADY, 1)


@pytest.mark.parametrize("fate", ["lost_before", "lost_after"])
@pytest.mark.parametrize("has_keys", [True, False])
def test_a_time_out_is_looked_for(
    office: Office, books: FakeBooks, tmp_path: Path, *, fate: str, has_keys: bool
) -> None:
    books.has_keys = has_keys
    plan, path = planned(office, tmp_path)
    writes = sum(each.action is PlanAction.CREATE for each in plan.records)
    books.befalls = [*([""] * (writes - 1)), fate]
    assert post_invoices(office, KEY, path).outcomes[-1].result is Result.DONE
    assert len(uses(books)) == 1


def test_what_nobody_knew_is_closed_by_the_next_look(
    office: Office, books: FakeBooks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def ended(port: FakePort, use: CreditUse, *, key: str) -> Posted:
        PUT(port, use, key=key)
        raise KeyboardInterrupt

    _, path = planned(office, tmp_path)
    with monkeypatch.context() as patch:
        patch.setattr(FakePort, "apply_credit", ended)
        with pytest.raises(KeyboardInterrupt):
            post_invoices(office, KEY, path)
    with office.file.read() as conn:
        assert [each.errand.kind for each in open_errands(conn, KEY)] == [CREDIT_USE]
    assert use(office).reason == "It is on it already."
    assert outcome(office, tmp_path).result is Result.LINKED
    with office.file.read() as conn:
        assert open_errands(conn, KEY) == []
        assert len(audit.entries_of(conn, "credit_uses", record=USE)) == 1
    assert len(uses(books)) == 1


def test_what_stays_without_an_answer_stays_open_and_is_put_on_next_time(
    office: Office, books: FakeBooks, tmp_path: Path
) -> None:
    posted_without_use(office, books, tmp_path)
    assert use(office).action is PlanAction.CREATE
    assert outcome(office, tmp_path).result is Result.DONE
    with office.file.read() as conn:
        assert open_errands(conn, KEY) == []
    assert len(uses(books)) == 1


def test_what_somebody_put_on_is_known(office: Office, books: FakeBooks, tmp_path: Path) -> None:
    posted_without_use(office, books, tmp_path)
    _, path = planned(office, tmp_path)
    (note,) = books.notes.values()
    books.put_on(note, books.standing("CF-1043")[0], Decimal("44.00"))
    # An attempt of ours was left without an answer: it may be that one.
    assert post_invoices(office, KEY, path).outcomes[-1].result is Result.DONE
    assert len(uses(books)) == 1


def test_a_part_put_on_since_the_plan_refuses_the_rest(
    office: Office, books: FakeBooks, tmp_path: Path
) -> None:
    posted_without_use(office, books, tmp_path)
    _, path = planned(office, tmp_path)
    (note,) = books.notes.values()
    books.put_on(note, books.standing("CF-1043")[0], Decimal("4.00"))
    last = post_invoices(office, KEY, path).outcomes[-1]
    assert (last.result, last.why) == (
        Result.REFUSED,
        "4.00 of it was put on there since the plan was made.",
    )
    assert use(office).amount == Decimal("40.00")
    assert outcome(office, tmp_path).result is Result.DONE


def test_what_was_paid_since_the_plan_takes_no_credit(
    office: Office, books: FakeBooks, tmp_path: Path
) -> None:
    posted_without_use(office, books, tmp_path)
    _, path = planned(office, tmp_path)
    books.pay("CF-1043", Decimal("10.00"))
    last = post_invoices(office, KEY, path).outcomes[-1]
    assert (last.result, last.why) == (
        Result.REFUSED,
        "CF-1043 asks for no more than 34.24 there.",
    )
    assert (use(office).amount, use(office).after["credit_left"]) == (Decimal("34.24"), "9.76")


def test_credit_used_elsewhere_since_the_plan_is_not_there(
    office: Office, books: FakeBooks, tmp_path: Path
) -> None:
    posted_without_use(office, books, tmp_path)
    _, path = planned(office, tmp_path)
    (note,) = books.notes.values()
    books.put_on(note, books.standing("CF-1044")[0], Decimal("21.41"))
    last = post_invoices(office, KEY, path).outcomes[-1]
    assert last.why == "No more than 22.59 of the credit is left there."


def test_a_settled_invoice_leaves_the_credit_on_the_account(
    office: Office, books: FakeBooks, tmp_path: Path
) -> None:
    posted_without_use(office, books, tmp_path)
    books.pay("CF-1043", Decimal("44.24"))
    assert (use(office).action, use(office).reason) == (
        PlanAction.SKIP,
        "CF-1043 is settled there: the credit stays on the account.",
    )


def test_what_was_taken_off_again_is_for_a_person(
    office: Office, books: FakeBooks, tmp_path: Path
) -> None:
    posted(office, tmp_path)
    books.take_off(uses(books)[0].source_id)
    record = use(office)
    assert record.action is PlanAction.CONFLICT
    assert record.reason.startswith("It was put on, and 44.00 of it was taken off there since")
    assert outcome(office, tmp_path).result is Result.CONFLICT
    assert uses(books) == []


def test_twice_what_was_to_be_is_told(
    office: Office, books: FakeBooks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def twice(port: FakePort, use: CreditUse, *, key: str) -> Posted:
        half = replace(use, amount=use.amount / 2)
        PUT(port, half, key=key)
        return PUT(port, replace(half, amount=half.amount / 2), key=f"{key}2")

    monkeypatch.setattr(FakePort, "apply_credit", twice)
    found = outcome(office, tmp_path)
    assert found.result is Result.DIFFERS
    assert "mend it there" in found.why
    assert books.calls


def test_books_that_are_not_told_are_skipped_with_the_reason(
    office: Office, books: FakeBooks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    books.abilities -= {Ability.APPLY_CREDITS}
    connect_books(office, books, monkeypatch)
    assert use(office).reason == (
        "The Books is not told so from here: put it on CF-1043 there by hand."
    )
    found = outcome(office, tmp_path)
    assert (found.result, uses(books)) == (Result.SKIPPED, [])


def test_books_without_the_note_are_skipped(
    office: Office, books: FakeBooks, monkeypatch: pytest.MonkeyPatch
) -> None:
    books.abilities -= {Ability.CREDIT_NOTES}
    connect_books(office, books, monkeypatch)
    assert use(office).reason == "The credit note CF-1045 needs a hand first."


def test_a_run_of_its_own_finds_the_invoice_of_the_other(
    office: Office, books: FakeBooks, tmp_path: Path
) -> None:
    path = tmp_path / "plan.json"
    first = plan_posting(office, KEY, run_id=1)
    assert not any(each.kind == CREDIT_USE for each in first.records)
    (lone,) = (e for e in plan_posting(office, KEY, run_id=2).records if e.kind == CREDIT_USE)
    assert (lone.action, lone.reason) == (PlanAction.SKIP, "CF-1043 is not there, or void.")
    post_invoices(office, KEY, first)
    second = plan_posting(office, KEY, run_id=2)
    assert second.records[-1].action is PlanAction.CREATE
    assert post_invoices(office, KEY, second).outcomes[-1].result is Result.DONE
    assert path.parent.exists()
    assert len(uses(books)) == 1


def test_a_note_that_was_not_made_leaves_its_use_waiting(
    office: Office, books: FakeBooks, tmp_path: Path
) -> None:
    plan, path = planned(office, tmp_path)
    writes = sum(each.action is PlanAction.CREATE for each in plan.records)
    # Of the documents each on its own; the note is the third of four.
    kinds = [e.kind for e in plan.records if e.action is PlanAction.CREATE]
    books.befalls = [""] * writes
    books.befalls[kinds.index("credit_note")] = "refused"
    last = post_invoices(office, KEY, path).outcomes[-1]
    assert (last.result, last.why) == (
        Result.WAITING,
        "Its credit note or invoice was not made.",
    )


def test_a_void_invoice_takes_none(office: Office, books: FakeBooks) -> None:
    void_invoice(office, "CF-1043", why="wrong")
    assert books.calls == []
    assert [e for e in plan_posting(office, KEY).records if e.kind == CREDIT_USE] == []
