from decimal import Decimal
from pathlib import Path

import pytest

from app.billing.mailing import Way
from app.billing.receivables import Age
from app.errors import InputError
from app.operations.adjust_invoices import credit_line, void_invoice
from app.operations.browse_invoices import (
    invoice_charges,
    list_balances,
    list_credits,
    list_invoices,
)
from app.operations.issuing import issue
from app.operations.office import Office
from tests.operations.billed import approved


@pytest.fixture
def billed(office: Office, tmp_path: Path) -> Office:
    return approved(office, tmp_path)


def issued(office: Office) -> None:
    with office.write() as conn:
        issue(office, conn, [1, 2], how="test", operation="test")


def test_nothing_is_owed_before_an_invoice_was_issued(billed: Office) -> None:
    found = list_invoices(billed)
    assert [row.invoice_number for row in found.rows] == ["CF-1044", "CF-1043"]
    assert found.ageing.total == 0
    assert (found.not_issued, found.rows[0].open) == (2, None)
    assert not found.payments_known
    assert not found.can_mail


def test_issued_invoices_are_owed_whole_while_no_payment_is_known(billed: Office) -> None:
    issued(billed)
    found = list_invoices(billed)
    assert found.ageing.sums[Age.NOT_DUE] == Decimal("65.65")
    assert [(row.open, row.late, row.ways) for row in found.rows] == [
        (Decimal("21.41"), 0, (Way.PRINT,)),
        (Decimal("44.24"), 0, (Way.PRINT,)),
    ]


def test_a_void_invoice_is_owed_by_nobody(billed: Office) -> None:
    issued(billed)
    void_invoice(billed, "CF-1044", why="twice")
    found = list_invoices(billed)
    assert found.rows[0].is_void
    assert (found.rows[0].open, found.ageing.total) == (None, Decimal("44.24"))


def test_credits_tell_what_they_give_back_and_where_they_stand(billed: Office) -> None:
    credit_line(billed, "CF-1043", line=1, amount=Decimal(5), why="was down")
    found = list_credits(billed)
    assert [(c.credited, c.amount, c.why, c.billed_on) for c in found] == [
        ("CF-1043", Decimal(-5), "was down", "")
    ]


def test_the_lines_of_an_invoice_stand_in_their_order(billed: Office) -> None:
    lines = invoice_charges(billed, "CF-1043")
    assert lines[0].description
    with pytest.raises(InputError, match="no invoice X"):
        invoice_charges(billed, "X")


def test_balances_name_whom_nobody_knows(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "balances.csv"
    path.write_text(
        "account_number,previous_balance,payments,adjustments\n100,50,20,0\n999,1,0,0\n"
    )
    found = list_balances(office, path)
    assert [(row.customer != "", row.forward) for row in found] == [
        (True, Decimal(30)),
        (False, Decimal(1)),
    ]
