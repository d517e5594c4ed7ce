"""Documents that give money back, and those that would come out otherwise."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from app.billing.incoming import BookCreditNote, DocumentStanding
from app.connectors.dealings import Ability, Choices, Foreseen
from app.operations.office import Office
from app.operations.plan_posting import plan_posting
from app.operations.post_invoices import post_invoices
from app.operations.posting_errands import Result
from app.operations.posting_plan import PlanAction, PlanRecord, plan_text
from app.store.links import PairKind, keep_pair
from app.store.outbox import Errand, begin_errand, open_errands
from tests.keyrings import memory_keyring
from tests.operations.billed import approved
from tests.operations.companies import NOW
from tests.operations.fake_books import KEY, FakeBooks, FakePort, connect_books


@pytest.fixture
def books(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeBooks]:
    with memory_keyring():
        yield connect_books(approved(office, tmp_path), FakeBooks(), monkeypatch)


def document(office: Office, number: str = "CF-1044") -> PlanRecord:
    (record,) = (each for each in plan_posting(office, KEY).records if each.our_id == number)
    return record


def turned_round(office: Office, number: str = "CF-1044") -> None:
    """Makes an invoice one that gives its money back."""
    with office.write() as conn:
        for statement in (
            (
                "UPDATE invoices SET total = -total, charges = -charges, taxes = -taxes"
                " WHERE invoice_number = ?"
            ),
            (
                "UPDATE invoice_lines SET amount = -amount WHERE invoice_id ="
                " (SELECT id FROM invoices WHERE invoice_number = ?)"
            ),
            (
                "UPDATE invoice_tax_lines SET amount = -amount WHERE invoice_id ="
                " (SELECT id FROM invoices WHERE invoice_number = ?)"
            ),
        ):
            conn.exec_driver_sql(statement, (number,))


def applied(office: Office, folder: Path) -> dict[str, Result]:
    path = folder / "plan.json"
    path.write_text(plan_text(plan_posting(office, KEY)), encoding="utf-8")
    result = post_invoices(office, KEY, path)
    return {each.record.our_id: each.result for each in result.outcomes}


def test_what_gives_money_back_is_a_credit_note(
    office: Office, books: FakeBooks, tmp_path: Path
) -> None:
    turned_round(office)
    record = document(office)
    assert (record.kind, record.action, record.amount) == (
        "credit_note",
        PlanAction.CREATE,
        Decimal("21.41"),
    )
    books.befalls = ["", "", "", "lost_after"]
    assert applied(office, tmp_path)["CF-1044"] is Result.DONE
    assert [each.total for each in books.notes.values()] == [Decimal("21.41")]
    assert document(office).action is PlanAction.SKIP


def test_a_void_credit_note_is_made_void_there(
    office: Office, books: FakeBooks, tmp_path: Path
) -> None:
    turned_round(office)
    applied(office, tmp_path)
    with office.write() as conn:
        conn.exec_driver_sql("UPDATE invoices SET state = 'void' WHERE total < 0")
    books.befalls = ["lost_after"]
    assert applied(office, tmp_path)["CF-1044"] is Result.DONE
    assert document(office).reason == "It is void on both sides."


def test_a_credit_note_that_is_void_there_is_a_conflict(
    office: Office, books: FakeBooks, tmp_path: Path
) -> None:
    turned_round(office)
    applied(office, tmp_path)
    books.notes = {
        key: replace(each, standing=DocumentStanding.VOID) for key, each in books.notes.items()
    }
    assert document(office).action is PlanAction.CONFLICT


def test_another_credit_note_of_the_number_is_a_conflict(office: Office, books: FakeBooks) -> None:
    turned_round(office)
    books.notes["N"] = BookCreditNote(source_id="N", number="CF-1044", total=Decimal(1))
    assert "comes to 1" in document(office).reason


def test_a_cent_that_the_other_side_would_add_is_told_before(
    office: Office, books: FakeBooks, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert books.invoices == {}

    def foresee(_port: FakePort, document: object, choices: Choices) -> Foreseen:
        assert choices.accounts
        return Foreseen(total=document.total + Decimal("0.01"), problems=())  # type: ignore[attr-defined]

    monkeypatch.setattr(FakePort, "foresee", foresee)
    record = document(office)
    assert (record.action, record.reason) == (
        PlanAction.CONFLICT,
        "It would come to 21.42 there, 0.01 more than here.",
    )


def test_an_invoice_of_nothing_is_not_sent(office: Office, books: FakeBooks) -> None:
    assert books.invoices == {}
    with office.write() as conn:
        conn.exec_driver_sql("UPDATE invoices SET total = 0 WHERE invoice_number = 'CF-1044'")
    assert (document(office).action, document(office).reason) == (
        PlanAction.SKIP,
        "It comes to 0.",
    )


def test_lines_that_are_not_the_total_are_not_sent(office: Office, books: FakeBooks) -> None:
    assert books.invoices == {}
    with office.write() as conn:
        conn.exec_driver_sql(
            "UPDATE invoices SET total = total + 1000000 WHERE invoice_number = 'CF-1044'"
        )
    assert document(office).reason == "Its lines come to 21.41, and it to 21.42."


def test_what_stands_there_twice_is_for_a_person(
    office: Office, books: FakeBooks, tmp_path: Path
) -> None:
    path = tmp_path / "plan.json"
    path.write_text(plan_text(plan_posting(office, KEY)), encoding="utf-8")
    post_invoices(office, KEY, path)
    (known,) = books.standing("CF-1044")
    books.invoices["B99"] = replace(known, source_id="B99")
    record = document(office)
    assert (record.action, record.document) == (PlanAction.CONFLICT, {})
    assert record.reason == (
        f"It stands there 2 times, as {known.source_id}, B99: make all but one void."
    )


@pytest.mark.parametrize("is_ours", [True, False])
def test_what_arrived_twice_of_a_sending_without_end_is_taken_back(
    office: Office, books: FakeBooks, tmp_path: Path, *, is_ours: bool
) -> None:
    """It was sent while its customer was still to be made: in other words than it is now."""
    applied(office, tmp_path)
    (known,) = books.standing("CF-1044")
    books.invoices["B99"] = replace(known, source_id="B99")
    with office.write() as conn:
        conn.exec_driver_sql("DELETE FROM links WHERE our_id = 'CF-1044'")
        conn.exec_driver_sql("DELETE FROM outbox WHERE our_id = 'CF-1044'")
        if is_ours:
            errand = Errand(verb="create", kind="invoice", our_id="CF-1044", digest="as it was")
            begin_errand(conn, KEY, errand, at=NOW)
    if is_ours:
        assert document(office).action is PlanAction.CREATE
        assert applied(office, tmp_path)["CF-1044"] is Result.DONE
        assert document(office).reason == "It is posted."
    else:
        assert document(office).action is PlanAction.CONFLICT
    assert len(books.standing("CF-1044")) == (1 if is_ours else 2)
    with office.file.read() as conn:
        assert open_errands(conn, KEY) == []


def without(books: FakeBooks, office: Office, patch: pytest.MonkeyPatch, *lost: Ability) -> None:
    books.abilities -= set(lost)
    connect_books(office, books, patch)


def test_what_cannot_be_made_void_from_here_is_told_once(
    office: Office, books: FakeBooks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without(books, office, monkeypatch, Ability.VOID_INVOICES)
    applied(office, tmp_path)
    with office.write() as conn:
        conn.exec_driver_sql("UPDATE invoices SET state = 'void'")
    record = document(office)
    assert record.action is PlanAction.CONFLICT
    assert record.reason == (
        "It was made void here. The Books is not told so from here: make it void there by hand."
    )
    assert applied(office, tmp_path)["CF-1044"] is Result.CONFLICT
    again = document(office)
    assert (again.action, again.reason.endswith("That was told before.")) == (PlanAction.SKIP, True)
    assert not any(each.startswith("void") for each in books.calls)
    books.end("CF-1044", DocumentStanding.VOID)
    assert document(office).reason == "It is void on both sides."


def test_what_cannot_be_written_anew_from_here_is_told_once(
    office: Office, books: FakeBooks, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    without(books, office, monkeypatch, Ability.UPDATE_INVOICES)
    applied(office, tmp_path)
    with office.write() as conn:
        keep_pair(conn, KEY, PairKind.REVENUE, "4010", "A4060")
    record = document(office, "CF-1043")
    assert record.action is PlanAction.CONFLICT
    assert record.reason.endswith("change it there by hand.")
    assert applied(office, tmp_path)["CF-1043"] is Result.CONFLICT
    assert document(office, "CF-1043").reason == "It is posted."
    assert not any(each.startswith("update") for each in books.calls)


def test_a_credit_note_that_is_not_taken_is_a_conflict(
    office: Office, books: FakeBooks, monkeypatch: pytest.MonkeyPatch
) -> None:
    without(books, office, monkeypatch, Ability.CREDIT_NOTES)
    turned_round(office)
    record = document(office)
    assert record.action is PlanAction.CONFLICT
    assert record.reason == ("The Books takes no credit notes from here: enter it there by hand.")


def test_a_credit_note_that_stands_there_twice_is_for_a_person(
    office: Office, books: FakeBooks, tmp_path: Path
) -> None:
    turned_round(office)
    applied(office, tmp_path)
    (known,) = books.notes.values()
    books.notes["B99"] = replace(known, source_id="B99")
    assert document(office).reason == (
        f"It stands there 2 times, as {known.source_id}, B99: make all but one void."
    )
    books.notes[known.source_id] = replace(known, standing=DocumentStanding.VOID)
    assert applied(office, tmp_path)["CF-1044"] is Result.LINKED
    assert document(office).action is PlanAction.SKIP
