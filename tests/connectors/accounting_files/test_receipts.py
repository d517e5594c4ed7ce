"""Payments as they come back."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.billing.incoming import BookPayment, PaymentKind
from app.connectors.accounting_files.paper import DayOrder
from app.connectors.accounting_files.receipts import payments
from app.errors import RemoteRefused
from tests.connectors.accounting_files.cabinet import lay

OWN = "Payment ID,Date,Customer,Invoice,Amount,Total,Reference,Method,Void\n"


def read(folder: Path, order: DayOrder = DayOrder.MONTH_FIRST) -> list[BookPayment]:
    return payments(folder, order, ["TB-42", "TB-43"])


def parts(payment: BookPayment) -> list[tuple[str, Decimal]]:
    return [(each.document_id, each.amount) for each in payment.allocations]


def test_payments_come_back_by_list(tmp_path: Path) -> None:
    lay(
        tmp_path,
        "payments.csv",
        OWN
        + "P1,10/20/2026,Harbor Dental,TB-42,32.31,50.00,chk 881,Check,\n"
        + "P1,10/20/2026,Harbor Dental,TB-43,10.00,,,,\n"
        + "P2,2026-10-21,Harbor Dental,,9.00,,,,\n"
        + "P3,10/22/26,Harbor Dental,TB-42,5.00,,,,yes\n"
        + "P4,10/23/2026,Harbor Dental,,-3.00,,,,\n",
    )
    first, second, third, fourth = read(tmp_path)
    assert (first.total, first.unapplied, first.paid_on) == (
        Decimal("50.00"),
        Decimal("7.69"),
        date(2026, 10, 20),
    )
    assert parts(first) == [("TB-42", Decimal("32.31")), ("TB-43", Decimal("10.00"))]
    assert (second.unapplied, second.paid_on) == (Decimal("9.00"), date(2026, 10, 21))
    assert (third.is_void, third.total, third.paid_on) == (True, Decimal(0), date(2026, 10, 22))
    assert (fourth.kind, fourth.total) == (PaymentKind.REFUND, Decimal("3.00"))


def test_a_later_file_tells_a_payment_anew(tmp_path: Path) -> None:
    lay(tmp_path, "payments-1.csv", OWN + "P1,10/20/2026,H,TB-42,32.31,,,,\n")
    lay(tmp_path, "payments-2.csv", OWN + "P1,10/20/2026,H,TB-42,30.00,,,,\n")
    (found,) = read(tmp_path)
    assert parts(found) == [("TB-42", Decimal("30.00"))]


def test_xero_tells_what_is_paid_of_each_invoice(tmp_path: Path) -> None:
    head = "ContactName,InvoiceNumber,InvoiceDate,Total,InvoiceAmountPaid,Type,Status\n"
    lay(
        tmp_path,
        "invoices.csv",
        head
        + "Harbor,TB-42,01/10/2026,32.31,20.00,Sales invoice,Approved\n"
        + "Harbor,TB-42,01/10/2026,32.31,20.00,Sales invoice,Approved\n"
        + "Harbor,TB-43,01/10/2026,32.31,0.00,Sales invoice,Voided\n"
        + "Harbor,TC-7,01/10/2026,5.00,5.00,Credit note,Paid\n",
    )
    found = read(tmp_path, DayOrder.DAY_FIRST)
    assert [(each.source_id, each.total, each.is_void) for each in found] == [
        ("paid:TB-42", Decimal("20.00"), False),
        ("paid:TB-43", Decimal(0), True),
    ]
    assert parts(found[0]) == [("TB-42", Decimal("20.00"))]


def test_the_receipts_journal_of_sage_50_us_is_below_zero(tmp_path: Path) -> None:
    lay(
        tmp_path,
        "receipts.csv",
        "Customer ID,Reference,Date,Invoice Paid,Amount\n"
        "T-1042,chk 881,10/20/26,TB-42,-32.31\n"
        "T-1042,chk 881,10/20/26,,-17.69\n"
        "T-1042,chk 881,10/20/26,,\n",
    )
    (found,) = read(tmp_path, DayOrder.MONTH_FIRST_SHORT)
    assert (found.total, found.unapplied, found.paid_on) == (
        Decimal("50.00"),
        Decimal("17.69"),
        date(2026, 10, 20),
    )


def test_receipts_on_account_come_back(tmp_path: Path) -> None:
    lay(
        tmp_path,
        "audit.csv",
        "No,Type,Account Reference,Nominal A/C Ref,Date,Reference,Details,Net Amount\n"
        "1,SI,HARBOR,4000,01/10/2026,TB-42,Dial tone,30.00\n"
        "2,SA,HARBOR,1200,20/10/2026,BACS,On account,17.69\n"
        "3,SR,HARBOR,1200,21/10/2026,TB-42,Receipt,30.00\n"
        "4,SP,HARBOR,1200,22/10/2026,Back,Refund,5.00\n",
    )
    on_account, receipt, refund = read(tmp_path, DayOrder.DAY_FIRST)
    assert (on_account.source_id, on_account.unapplied, on_account.allocations) == (
        "2",
        Decimal("17.69"),
        (),
    )
    assert parts(receipt) == [("TB-42", Decimal("30.00"))]
    assert (refund.kind, refund.total) == (PaymentKind.REFUND, Decimal("5.00"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("A,B\n1,2\n", "columns are not known"),
        (OWN + ",10/20/2026,H,TB-42,1.00,,,,\n", "payment ID"),
        (OWN + "P1,20th,H,TB-42,1.00,,,,\n", "no day"),
        (OWN + "P1,10/20/2026,H,TB-42,much,,,,\n", "no amount"),
        (OWN + "P1,10/20/2026,H,TB-42,9.00,5.00,,,\n", "in all"),
    ],
)
def test_what_cannot_be_read_is_named(tmp_path: Path, text: str, words: str) -> None:
    lay(tmp_path, "payments.csv", text)
    with pytest.raises(RemoteRefused, match=words) as raised:
        read(tmp_path)
    assert "payments.csv, line 2" in str(raised.value)
