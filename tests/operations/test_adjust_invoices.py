from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.billing.charge import OneTimeCharge
from app.billing.invoice import InvoiceState
from app.errors import InputError, NotAllowed
from app.operations.adjust_invoices import credit_line, void_invoice
from app.operations.office import Office
from app.operations.prove_period import prove_period
from app.operations.run_bills import bill
from app.store import audit
from app.store.invoices import load_invoices, void_days
from app.store.setup import load
from app.tax.request import ChargeKind
from tests.operations.companies import (
    BILLABLE,
    DECEMBER,
    GRANITE,
    GRANITE_SEATS,
    a_charge,
    add,
    approve,
    calls_by_key,
    change,
    dump,
    later,
    take_in,
)


@pytest.fixture
def billed(office: Office, tmp_path: Path) -> Office:
    """October is approved: CF-1043 of 44.24, CF-1044 of 21.41."""
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    return office


def credits_of(office: Office) -> list[OneTimeCharge]:
    with office.file.read() as conn:
        return load(conn, OneTimeCharge)


def test_a_void_invoice_keeps_its_number_and_frees_its_calls(billed: Office) -> None:
    void_invoice(billed, "CF-1043", why="a wrong address")
    with billed.file.read() as conn:
        states = {each.invoice.invoice_number: each.invoice.state for each in load_invoices(conn)}
        assert void_days(conn) == {"CF-1043": date(2026, 11, 2)}
    assert states == {"CF-1043": InvoiceState.VOID, "CF-1044": InvoiceState.APPROVED}
    assert [call["invoice_id"] for call in calls_by_key(billed).values()] == [None] * 5 + [2]


def test_a_void_invoice_leaves_the_others_and_the_proof(billed: Office) -> None:
    void_invoice(billed, "CF-1043", why="a wrong address")
    proof = prove_period(billed, "2026-10")
    assert proof.closes
    assert proof.invoices.total == Decimal("21.41")


def test_making_void_is_in_the_audit(billed: Office) -> None:
    void_invoice(billed, "CF-1043", why="a wrong address")
    with billed.file.read() as conn:
        entry = audit.entries_of(conn, "invoices", record="CF-1043")[-1]
    assert (entry.action, entry.reason, entry.before, entry.after) == (
        "voided",
        "a wrong address",
        '{"state":"approved","total":"44.24"}',
        '{"state":"void"}',
    )


def test_an_invoice_is_made_void_once(billed: Office) -> None:
    void_invoice(billed, "CF-1043", why="a wrong address")
    before = dump(billed)
    with pytest.raises(NotAllowed, match="It is void"):
        void_invoice(billed, "CF-1043", why="again")
    assert dump(billed) == before


def test_an_invoice_that_is_not_there_is_refused(billed: Office) -> None:
    with pytest.raises(InputError, match="There is no invoice CF-9"):
        void_invoice(billed, "CF-9", why="a wrong address")


def test_making_void_needs_a_reason(billed: Office) -> None:
    with pytest.raises(InputError, match="needs a reason"):
        void_invoice(billed, "CF-1043", why=" ")


def test_a_credit_needs_a_reason(billed: Office) -> None:
    with pytest.raises(InputError, match="needs a reason"):
        credit_line(billed, "CF-1043", line=1, amount=None, why=" ")


def test_of_a_void_invoice_nothing_is_given_back(billed: Office) -> None:
    void_invoice(billed, "CF-1043", why="a wrong address")
    with pytest.raises(NotAllowed, match="CF-1043 is void"):
        credit_line(billed, "CF-1043", line=1, amount=None, why="no service")


def test_a_whole_line_is_given_back_with_its_tax(billed: Office) -> None:
    given = credit_line(billed, "CF-1043", line=1, amount=None, why="no service")
    assert (given.reference, given.account_number, given.amount) == (
        "CR-CF-1043-1",
        "100",
        Decimal(-40),
    )
    with later(billed, DECEMBER) as december:
        granite = bill(december, "2026-11").invoices[0]
    assert [(line.kind, f"{line.amount:.2f}") for line in granite.lines] == [
        (ChargeKind.RECURRING, "40.00"),
        (ChargeKind.CREDIT, "-40.00"),
    ]
    assert granite.total == 0


def test_a_part_is_given_back_with_its_part_of_the_tax(billed: Office) -> None:
    credit_line(billed, "CF-1043", line=1, amount=Decimal("10.00"), why="half a week")
    with later(billed, DECEMBER) as december:
        granite = bill(december, "2026-11").invoices[0]
    assert (granite.charges, granite.taxes) == (Decimal("30.00"), Decimal("3.00"))


def test_a_credit_names_what_it_reverses(billed: Office) -> None:
    credit_line(billed, "CF-1043", line=1, amount=None, why="no service")
    (credit,) = credits_of(billed)
    assert (credit.credits, credit.description, credit.charged_on) == (
        "100-SEATS@2026-11",
        "Credit: Hosted voice seat",
        date(2026, 11, 2),
    )


def test_a_credit_names_the_bill_period_not_the_month(office: Office) -> None:
    """By cycle day 15 the days from 5 October belong to the period 2026-09."""
    change(office, accounts=[replace(GRANITE, bill_cycle_day=15)])
    change(
        office,
        services=[replace(GRANITE_SEATS, starts_on=date(2026, 10, 5))],
    )
    approve(office, "2026-09")
    with office.file.read() as conn:
        (lines,) = [
            s.invoice.lines for s in load_invoices(conn) if s.invoice.charges == Decimal("53.33")
        ]
    place = next(at for at, line in enumerate(lines, 1) if line.start == date(2026, 10, 5))
    credit_line(office, "CF-1043", line=place, amount=None, why="no service")
    assert credits_of(office)[0].credits == "100-SEATS@2026-09"


def test_a_one_time_charge_is_credited_by_its_reference(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    add(office, charges=[a_charge()])
    granite = approve(office).invoices[0]
    place = next(at for at, line in enumerate(granite.lines, 1) if line.reference == "T-1")
    credit_line(office, "CF-1043", line=place, amount=Decimal(125), why="one hour only")
    assert [each.credits for each in credits_of(office)] == [None, "T-1"]


def test_calls_are_credited_as_a_price_reduction(billed: Office) -> None:
    given = credit_line(billed, "CF-1043", line=5, amount=None, why="a bad line")
    assert (given.amount, credits_of(billed)[0].credits) == (Decimal("-0.15"), None)
    with later(billed, DECEMBER) as december:
        granite = bill(december, "2026-11").invoices[0]
    assert granite.charges == Decimal("39.85")


def test_a_line_is_given_back_at_most_once(billed: Office) -> None:
    credit_line(billed, "CF-1043", line=1, amount=Decimal(30), why="no service")
    with pytest.raises(InputError, match=r"The line is 40\.00, of which 10\.00 is left"):
        credit_line(billed, "CF-1043", line=1, amount=Decimal("10.01"), why="again")
    last = credit_line(billed, "CF-1043", line=1, amount=None, why="the rest")
    assert (last.reference, last.amount) == ("CR-CF-1043-1-2", Decimal(-10))


@pytest.mark.parametrize("amount", ["0", "-1", "40.01", "1.005", "NaN", "Infinity"])
def test_an_amount_that_is_not_within_the_line_is_refused(billed: Office, amount: str) -> None:
    before = dump(billed)
    with pytest.raises(InputError, match="cannot be given back of line 1 of CF-1043"):
        credit_line(billed, "CF-1043", line=1, amount=Decimal(amount), why="no service")
    assert dump(billed) == before


@pytest.mark.parametrize("line", [0, 6])
def test_a_line_that_is_not_there_is_refused(billed: Office, line: int) -> None:
    with pytest.raises(InputError, match=f"CF-1043 has no line {line}"):
        credit_line(billed, "CF-1043", line=line, amount=None, why="no service")


def test_a_credit_is_in_the_audit(billed: Office) -> None:
    credit_line(billed, "CF-1043", line=1, amount=Decimal(10), why="half a week")
    with billed.file.read() as conn:
        entry = audit.entries_of(conn, "invoices", record="CF-1043")[-1]
    assert (entry.action, entry.reason, entry.after) == (
        "credited",
        "half a week",
        '{"line":1,"amount":"-10","reference":"CR-CF-1043-1"}',
    )
