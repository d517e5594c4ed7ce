"""What the files of a folder tell."""

from decimal import Decimal
from pathlib import Path

from app.billing.incoming import BookFamily, DocumentStanding
from tests.connectors.accounting_files.cabinet import (
    CREDIT,
    CUSTOMER,
    INVOICE,
    KEY,
    lay,
    opened,
)

PAID = "Payment ID,Date,Customer,Invoice,Amount\n"


def test_an_invoice_is_known_as_it_was_written(tmp_path: Path) -> None:
    port = opened(tmp_path)
    port.create_invoice(INVOICE, key=KEY)
    (found,) = port.find_invoices(["TB-42", "TB-43"])
    assert (found.total, found.balance, found.standing) == (
        Decimal("32.31"),
        Decimal("32.31"),
        DocumentStanding.OPEN,
    )
    assert [each.amount for each in found.lines] == [Decimal("30.00"), Decimal("2.31")]
    assert (found.customer_id, found.version) == ("Harbor Dental", "invoices-0001.iif")
    assert port.read_invoice("TB-42") == found
    assert port.read_invoice("TB-43") is None


def test_payments_settle_invoices(tmp_path: Path) -> None:
    port = opened(tmp_path)
    port.create_invoice(INVOICE, key=KEY)
    lay(tmp_path, "payments.csv", PAID + "P1,10/20/2026,Harbor Dental,TB-42,10.00\n")
    (part,) = port.find_invoices(["TB-42"])
    assert (part.balance, part.standing, part.has_settlements) == (
        Decimal("22.31"),
        DocumentStanding.PART_PAID,
        True,
    )
    lay(tmp_path, "payments-2.csv", PAID + "P2,10/21/2026,Harbor Dental,TB-42,22.31\n")
    (paid,) = port.find_invoices(["TB-42"])
    assert (paid.balance, paid.standing) == (Decimal(0), DocumentStanding.PAID)
    assert [each.source_id for each in port.payments_of("TB-42")] == ["P1", "P2"]


def test_balances_are_what_is_left(tmp_path: Path) -> None:
    port = opened(tmp_path)
    port.create_invoice(INVOICE, key=KEY)
    port.create_credit_note(CREDIT, key=KEY)
    lay(tmp_path, "payments.csv", PAID + "P1,10/20/2026,Harbor Dental,,7.00\n")
    (page,) = port.balances()
    assert [(each.customer_id, each.open) for each in page] == [("Harbor Dental", Decimal("20.31"))]


def test_customers_are_those_of_the_list_and_ours(tmp_path: Path) -> None:
    port = opened(tmp_path)
    port.create_customer(CUSTOMER, key=KEY)
    lay(tmp_path, "customers.iif", "!CUST\tNAME\tEMAIL\r\nCUST\tHarbor Dental\tnew@x.example\r\n")
    found = [each for page in port.pull(BookFamily.CUSTOMERS, since=None) for each in page.records]
    assert [(e.source_id, getattr(e, "number", ""), getattr(e, "email", "")) for e in found] == [
        ("Harbor Dental", "T-1042", "new@x.example")
    ]


def test_credit_notes_are_those_that_were_written(tmp_path: Path) -> None:
    port = opened(tmp_path)
    port.create_credit_note(CREDIT, key=KEY)
    (found,) = port.find_credit_notes(["TC-7"])
    assert (found.remaining, found.number) == (Decimal("5.00"), "TC-7")
    pages = list(port.pull(BookFamily.CREDIT_NOTES, since=None))
    assert [each.source_id for page in pages for each in page.records] == ["TC-7"]
