from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.operations.adjust_invoices import credit_line, void_invoice
from app.operations.office import Office
from app.operations.posting_corrections import Corrected, corrections
from app.store.invoices import load_invoices
from tests.operations.billed import approved, credited
from tests.operations.companies import DECEMBER, GRANITE_SEATS, approve, change, later


@pytest.fixture
def october(office: Office, tmp_path: Path) -> Office:
    return approved(office, tmp_path)


def found(office: Office) -> dict[str, tuple[Corrected, ...]]:
    with office.file.read() as conn:
        return corrections(conn, load_invoices(conn, lean=True))


def test_where_nothing_is_given_back_nothing_is_corrected(october: Office) -> None:
    assert found(october) == {}


def test_a_credit_corrects_the_invoice_that_it_names_with_its_tax(october: Office) -> None:
    credited(october)
    assert found(october) == {
        "CF-1045": (
            Corrected(number="CF-1043", dated_on=date(2026, 11, 1), amount=Decimal("44.00")),
        )
    }


def test_what_ended_early_corrects_the_invoice_that_billed_it(october: Office) -> None:
    change(october, services=[replace(GRANITE_SEATS, ends_on=date(2026, 11, 16))])
    with later(october, DECEMBER) as december:
        approve(december, "2026-11")
    assert [(e.number, e.amount) for e in found(october)["CF-1045"]] == [
        ("CF-1043", Decimal("22.00"))
    ]


def test_calls_and_days_together_are_never_more_than_the_document(october: Office) -> None:
    credit_line(october, "CF-1043", line=5, amount=None, why="a bad line")
    credited(october)
    (corrected,) = found(october)["CF-1045"]
    with october.file.read() as conn:
        (note,) = load_invoices(conn, numbers=["CF-1045"])
    assert corrected.amount == -note.total == Decimal("44.17")


def test_of_a_void_invoice_nothing_is_corrected(october: Office) -> None:
    credited(october)
    void_invoice(october, "CF-1043", why="wrong")
    assert found(october) == {"CF-1045": ()}


def test_a_void_document_corrects_nothing(october: Office) -> None:
    credited(october)
    void_invoice(october, "CF-1045", why="wrong")
    assert found(october) == {}
