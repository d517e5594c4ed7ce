from collections.abc import Callable
from typing import Any

import pytest

from tests.practice.sage.conftest import Books

Make = Callable[..., dict[str, Any]]


def test_items_are_bare_unless_attributes_are_asked_for(books: Books) -> None:
    assert set(books.items("contacts")[0]) == {"id", "displayed_as", "$path"}
    some = books.items("sales_invoices", attributes="reference,total_amount")[0]
    assert set(some) == {"id", "displayed_as", "$path", "reference", "total_amount"}
    assert "invoice_lines" in books.items("sales_invoices", attributes="all")[0]


def test_the_envelope_leads_from_page_to_page(books: Books) -> None:
    first = books.get("contacts")
    assert (first["$total"], first["$page"], first["$items_per_page"]) == (27, 1, 20)
    assert first["$back"] is None
    path, _, query = first["$next"].partition("?")
    assert path == "/contacts"
    second = books.ask("GET", f"contacts?{query}").json()
    assert len(second["$items"]) == 7
    assert second["$next"] is None
    assert second["$back"]
    seen = {one["id"] for one in (*first["$items"], *second["$items"])}
    assert len(seen) == 27


def test_some_lists_spell_the_size_of_a_page_otherwise(books: Books) -> None:
    assert books.get("contact_payments")["$itemsPerPage"] == 20
    assert books.get("businesses")["$itemsPerPage"] == 20


@pytest.mark.parametrize(
    "params",
    [
        {"items_per_page": "201"},
        {"items_per_page": "0"},
        {"page": "x"},
        {"nothing": "1"},
        {"updated_or_created_since": "yesterday"},
        {"updated_or_created_since": "2026-11-01T00:00:00"},
        {"sort": "reference"},
    ],
)
def test_parameters_are_checked(books: Books, params: dict[str, str]) -> None:
    response = books.ask("GET", "sales_invoices", params=params)
    assert response.status_code == 422
    assert response.json()[0]["$source"] in params


def test_changes_since_are_inclusive_and_deletions_are_not(books: Books, invoice: Make) -> None:
    since = books.clock.now().isoformat()
    made = books.post("sales_invoices", invoice("TB-1", "1.00", status_id="DRAFT"))
    found = books.items("sales_invoices", updated_or_created_since=since)
    assert [one["id"] for one in found] == [made["id"]]
    books.ask("DELETE", f"sales_invoices/{made['id']}")
    assert books.items("sales_invoices", deleted_since=since) == []
    past = "2026-11-02T16:59:59Z"
    assert [one["id"] for one in books.items("sales_invoices", deleted_since=past)] == [made["id"]]


def test_a_payment_counts_as_a_change_of_its_invoice(books: Books, invoice: Make) -> None:
    made = books.post("sales_invoices", invoice("TB-1", "1.00"))
    books.clock.sleep(60)
    since = books.clock.now().isoformat()
    assert not books.items("sales_invoices", updated_or_created_since=since)
    books.act("pay", "TB-1")
    found = books.items("sales_invoices", updated_or_created_since=since)
    assert [one["id"] for one in found] == [made["id"]]


def test_filters(books: Books, contact: str) -> None:
    assert len(books.items("sales_invoices", contact_id=contact)) == 1
    unpaid = books.items("sales_invoices", status_id="UNPAID", attributes="status")
    assert {one["status"]["id"] for one in unpaid} == {"UNPAID"}
    dated = books.items(
        "sales_invoices", from_date="2026-09-01", to_date="2026-09-30", attributes="date"
    )
    assert all(one["date"].startswith("2026-09") for one in dated)
    receipts = books.get("contact_payments", transaction_type_id="CUSTOMER_RECEIPT")
    assert receipts["$total"] == 22
    email = books.items("contacts", attributes="email")[0]["email"]
    assert books.get("contacts", email=email)["$total"] >= 1
    assert books.get("contacts", contact_type_id="VENDOR")["$total"] == 0


def test_accounts_by_where_they_can_be_seen(books: Books) -> None:
    sales = books.items("ledger_accounts", visible_in="sales", attributes="nominal_code")
    codes = {one["nominal_code"] for one in sales}
    assert {4010, 2210, 2220} <= codes
    assert not {1000, 1100, 2200} & codes
    assert books.ask("GET", "ledger_accounts", params={"visible_in": "x"}).status_code == 422
    control = books.items("ledger_accounts", show_control_accounts="true")
    assert len(control) == 3


def test_order(books: Books) -> None:
    rows = books.items("sales_invoices", sort="date:desc", attributes="date", items_per_page="200")
    days = [row["date"] for row in rows]
    assert days == sorted(days, reverse=True)


def test_tax_rates_are_named_for_their_country(books: Books) -> None:
    ids = {one["id"] for one in books.items("tax_rates")}
    assert ids == {"US_NO_TAX", "US_EXEMPT", "US_STANDARD"}
    books.headers["X-Business"] = books.other.id
    assert "GB_NO_TAX" in {one["id"] for one in books.items("tax_rates")}


def test_the_short_lists(books: Books) -> None:
    for table in ("currencies", "payment_methods", "contact_types", "artefact_statuses"):
        assert books.items(table)
    assert books.get("artefact_statuses/PAID")["displayed_as"] == "Paid"
    assert books.get("invoice_settings")["customer_credit_days"] == 30
    services = books.items("services", search="SEAT-STD", attributes="all")
    assert services[0]["sales_ledger_account"]["displayed_as"] == "Voice services (4010)"


def test_accounts_services_and_journals_are_made(books: Books) -> None:
    account = {
        "ledger_account_type_id": "CURRENT_LIABILITIES",
        "included_in_chart": True,
        "name": "E911 payable",
        "display_name": "E911 payable",
        "nominal_code": 2230,
    }
    made = books.post("ledger_accounts", {"ledger_account": account})
    assert not made["visible_in_sales"]
    error = books.refused("ledger_accounts", {"ledger_account": account})
    assert error["$source"] == "ledger_account.nominal_code"
    change = {"ledger_account": {"visible_in_sales": True}}
    assert books.put(f"ledger_accounts/{made['id']}", change)["visible_in_sales"]
    control = next(
        one["id"] for one in books.business.all("ledger_accounts") if one["is_control_account"]
    )
    assert books.refused(f"ledger_accounts/{control}", change, method="PUT")
    service = {"description": "E911", "sales_ledger_account_id": made["id"], "item_code": "E911"}
    assert books.post("services", {"service": service})["active"]
    assert books.refused("services", {"service": service})["$source"] == "service.item_code"
    income = books.items("ledger_accounts", search="4010")[0]["id"]

    def journal(credit: int) -> dict[str, Any]:
        lines = [
            {"ledger_account_id": income, "debit": 5, "credit": 0},
            {"ledger_account_id": made["id"], "debit": 0, "credit": credit},
        ]
        return {"journal": {"date": "2026-11-01", "reference": "J1", "journal_lines": lines}}

    assert books.post("journals", journal(5))["total"] == 5
    assert books.refused("journals", journal(4))["$source"] == "journal.journal_lines"


def test_pages_shift_while_the_fault_is_armed(books: Books) -> None:
    books.client.post("/_practice/faults", json={"faults": ["shifting_pages"]})
    one, two = (books.items("contacts", page=page) for page in ("1", "2"))
    assert two[0]["id"] == one[-1]["id"]
