from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.practice.sage.conftest import Books

Make = Callable[..., dict[str, Any]]


def test_money_is_text(books: Books, invoice: Make, line: Make) -> None:
    sent = invoice("TB-1", "30.00")
    sent["sales_invoice"]["invoice_lines"].append(line("2.31", 2210))
    made = books.post("sales_invoices", sent)
    assert (made["total_amount"], made["outstanding_amount"]) == ("32.31", "32.31")
    assert made["status"]["id"] == "UNPAID"
    assert made["invoice_number"].startswith("SI-")
    assert made["invoice_lines"][1]["total_amount"] == "2.31"
    assert books.get(f"sales_invoices/{made['id']}") == made


def test_tax_is_not_worked_out_but_must_be_told(books: Books, invoice: Make, line: Make) -> None:
    standard = {"tax_rate_id": "US_STANDARD", "tax_amount": None}
    sent = invoice("TB-1", invoice_lines=[line("30.00", **standard)])
    error = books.refused("sales_invoices", sent)
    assert error["$source"] == "sales_invoice.invoice_lines.tax_amount"
    told = {"tax_rate_id": "US_STANDARD", "tax_amount": Decimal("1.00")}
    made = books.post("sales_invoices", invoice("TB-1", invoice_lines=[line("30.00", **told)]))
    assert (made["tax_amount"], made["total_amount"]) == ("1.00", "31.00")
    for rate in ("US_NO_TAX", "US_EXEMPT"):
        lines = [line("30.00", tax_rate_id=rate, tax_amount=None)]
        assert books.post("sales_invoices", invoice("TB-2", invoice_lines=lines))
        lines = [line("30.00", tax_rate_id=rate, tax_amount=1)]
        assert books.refused("sales_invoices", invoice("TB-3", invoice_lines=lines))


@pytest.mark.parametrize(
    ("change", "source"),
    [
        ({"contact_id": None}, "contact_id"),
        ({"contact_id": "none"}, "contact_id"),
        ({"date": None}, "date"),
        ({"date": "01/11/2026"}, "date"),
        ({"due_date": "2026-10-01"}, "due_date"),
        ({"reference": "x" * 26}, "reference"),
        ({"invoice_lines": []}, "invoice_lines"),
        ({"invoice_lines": {}}, "invoice_lines"),
        ({"status_id": "PAID"}, "status_id"),
        ({"currency_id": "GBP"}, "currency_id"),
        ({"nothing": 1}, "nothing"),
    ],
)
def test_documents_are_checked(
    books: Books, invoice: Make, change: dict[str, Any], source: str
) -> None:
    sent = invoice("TB-1", "1.00")
    sent["sales_invoice"] |= change
    assert books.refused("sales_invoices", sent)["$source"] == f"sales_invoice.{source}"


@pytest.mark.parametrize(
    ("change", "source"),
    [
        ({"description": ""}, "description"),
        ({"ledger_account_id": "none"}, "ledger_account_id"),
        ({"unit_price": None}, "unit_price"),
        ({"unit_price": "much"}, "unit_price"),
        ({"tax_rate_id": "GB_NO_TAX"}, "tax_rate_id"),
        ({"net_amount": 5}, "net_amount"),
    ],
)
def test_lines_are_checked(
    books: Books, invoice: Make, line: Make, change: dict[str, Any], source: str
) -> None:
    sent = invoice("TB-1", invoice_lines=[line("30.00") | change])
    error = books.refused("sales_invoices", sent)
    assert error["$source"] == f"sales_invoice.invoice_lines.{source}"


@pytest.mark.parametrize("code", [1000, 1100, 2200, 6100])
def test_an_account_must_be_visible_in_sales(
    books: Books, invoice: Make, line: Make, code: int
) -> None:
    sent = invoice("TB-1", invoice_lines=[line("1.00", code)])
    assert "cannot be used in sales" in books.refused("sales_invoices", sent)["$message"]


def test_the_due_date_comes_from_the_contacts_days(books: Books, invoice: Make) -> None:
    sent = invoice("TB-1", "1.00", due_date=None)
    assert books.post("sales_invoices", sent)["due_date"] == "2026-12-01"


def test_the_reference_may_repeat(books: Books, invoice: Make) -> None:
    books.post("sales_invoices", invoice("TB-1", "1.00"))
    books.post("sales_invoices", invoice("TB-1", "1.00"))
    assert len(books.items("sales_invoices", search="TB-1")) == 2


def test_a_draft_is_released_or_deleted(books: Books, invoice: Make) -> None:
    one, two = (
        books.post("sales_invoices", invoice(reference, "1.00", status_id="DRAFT"))
        for reference in ("TB-1", "TB-2")
    )
    assert "invoice_number" not in one
    released = books.ask("POST", f"sales_invoices/{one['id']}/release").json()
    assert (released["status"]["id"], released["invoice_number"][:3]) == ("UNPAID", "SI-")
    again = books.ask("POST", f"sales_invoices/{one['id']}/release")
    assert again.status_code == 422
    assert books.ask("DELETE", f"sales_invoices/{two['id']}").status_code == 200
    assert books.ask("GET", f"sales_invoices/{two['id']}").status_code == 404


def test_voiding_needs_a_reason(books: Books, invoice: Make) -> None:
    made = books.post("sales_invoices", invoice("TB-1", "30.00"))
    path = f"sales_invoices/{made['id']}"
    assert books.ask("DELETE", path).json()[0]["$source"] == "void_reason"
    long_reason = books.ask("DELETE", path, params={"void_reason": "x" * 201})
    assert long_reason.status_code == 422
    told = books.ask("DELETE", path, params={"void_reason": "Billed twice"}).json()
    assert (told["status"]["id"], told["outstanding_amount"]) == ("VOID", "0.00")
    assert told["void_reason"] == "Billed twice"
    assert books.ask("DELETE", path, params={"void_reason": "x"}).status_code == 422
    assert books.refused(path, {"sales_invoice": {"notes": "x"}}, method="PUT")
    listed = books.items("sales_invoices", search="TB-1", attributes="status")
    assert listed[0]["status"]["id"] == "VOID"


def test_a_change_works_the_totals_out_again(books: Books, invoice: Make, line: Make) -> None:
    made = books.post("sales_invoices", invoice("TB-1", "30.00"))
    path = f"sales_invoices/{made['id']}"
    changed = books.put(path, {"sales_invoice": {"invoice_lines": [line("12.00")]}})
    assert (changed["total_amount"], changed["reference"]) == ("12.00", "TB-1")
    dated = books.put(path, {"sales_invoice": {"date": "2026-11-02"}})
    assert dated["due_date"] == "2026-12-02"


def test_what_is_settled_in_part_is_locked(books: Books, invoice: Make) -> None:
    made = books.post("sales_invoices", invoice("TB-1", "30.00"))
    assert made["editable"]
    books.act("pay", "TB-1", "10.00")
    path = f"sales_invoices/{made['id']}"
    assert not books.get(path)["editable"]
    error = books.refused(path, {"sales_invoice": {"notes": "x"}}, method="PUT")
    assert error["$dataCode"] == "RecordNotEditable"
    assert books.ask("DELETE", path, params={"void_reason": "x"}).status_code == 422


def test_a_closed_year_takes_nothing(books: Books, invoice: Make) -> None:
    made = books.post("sales_invoices", invoice("TB-1", "30.00"))
    books.business.settings.lockdown_date = date(2026, 11, 1)
    assert books.refused("sales_invoices", invoice("TB-2", "1.00"))["$source"].endswith("date")
    path = f"sales_invoices/{made['id']}"
    assert books.ask("DELETE", path, params={"void_reason": "x"}).status_code == 422
    assert books.refused(path, {"sales_invoice": {"notes": "x"}}, method="PUT")
    assert books.get("financial_settings")["year_end_lockdown_date"] == "2026-11-01"


def test_a_credit_note(books: Books, contact: str, line: Make) -> None:
    body = {
        "sales_credit_note": {
            "contact_id": contact,
            "date": "2026-11-01",
            "original_invoice_date": "2026-10-01",
            "reference": "TC-7",
            "credit_note_lines": [line("10.00")],
        }
    }
    made = books.post("sales_credit_notes", body)
    assert (made["outstanding_amount"], made["credit_note_number"][:4]) == ("10.00", "SCN-")
    assert made["transaction_type"]["id"] == "SALES_CREDIT_NOTE"
