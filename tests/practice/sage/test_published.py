"""Bodies and answers against the vendor's published description.

Amounts on documents are text where the description says number, as the vendor really does: they are
read as numbers first.
"""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator  # type: ignore[import-untyped]

from app.practice.sage.entity_fields import FIELDS, REQUIRED
from app.practice.sage.lists import PARAMETERS
from tests.practice.sage.conftest import Books, Json

SPEC = Path(__file__).parents[4] / "shared/specs/sage-accounting/sage-accounting-v3.1.trimmed.json"
Make = Callable[..., dict[str, Any]]
_AMOUNT = re.compile(r".*(amount|price|total_paid|discount|total)$")

pytestmark = pytest.mark.skipif(
    not SPEC.exists(), reason="the published descriptions are not beside this tree"
)


@pytest.fixture(scope="module")
def published() -> dict[str, Any]:
    told: dict[str, Any] = json.loads(SPEC.read_text(encoding="utf-8"))
    return told


def numbered(value: Json, name: str = "") -> Json:
    """A value with its text amounts as numbers, and without its nulls."""
    if isinstance(value, dict):
        return {k: numbered(v, k) for k, v in value.items() if v is not None}
    if isinstance(value, list):
        return [numbered(one) for one in value]
    return float(value) if isinstance(value, str) and _AMOUNT.match(name) else value


def check(published: dict[str, Any], name: str, value: object) -> None:
    schema = {"$ref": f"#/definitions/{name}", "definitions": published["definitions"]}
    found = [
        f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}"
        for error in Draft4Validator(schema).iter_errors(numbered(value))
    ]
    assert not found, found[:5]


def test_bodies_have_the_published_fields(published: dict[str, Any]) -> None:
    names = {
        "contact": "postContacts",
        "sales_invoice": "postSalesInvoices",
        "sales_credit_note": "postSalesCreditNotes",
        "contact_payment": "postContactPayments",
        "contact_allocation": "postContactAllocations",
        "ledger_account": "postLedgerAccounts",
        "service": "postServices",
        "journal": "postJournals",
    }
    for name, definition in names.items():
        body = published["definitions"][definition]["properties"][name]
        assert set(FIELDS[name]) == set(body["properties"]), name
        assert set(REQUIRED[name]) == set(body["required"]), name


def test_list_parameters_are_published_ones(published: dict[str, Any]) -> None:
    for table, names in PARAMETERS.items():
        known = {one["name"] for one in published["paths"][f"/{table}"]["get"]["parameters"]}
        assert set(names) <= known, table


@pytest.mark.parametrize(
    ("table", "definition"),
    [
        ("contacts", "Contact"),
        ("sales_invoices", "SalesInvoice"),
        ("contact_payments", "ContactPayment"),
        ("ledger_accounts", "LedgerAccount"),
        ("tax_rates", "TaxRate"),
        ("services", "Service"),
        ("bank_accounts", "BankAccount"),
        ("currencies", "Base"),
    ],
)
def test_lists_are_as_published(
    books: Books, published: dict[str, Any], table: str, definition: str
) -> None:
    told = books.ask("GET", table, params={"attributes": "all", "items_per_page": "200"}).json()
    assert told["$items"]
    known = set(published["definitions"][definition]["properties"])
    for record in told["$items"]:
        check(published, definition, record)
        if definition != "Base":
            assert set(record) <= known


def test_what_is_sent_and_answered_is_as_published(
    books: Books, published: dict[str, Any], invoice: Make
) -> None:
    sent = invoice("TB-1", "30.00")
    check(published, "postSalesInvoices", json.loads(json.dumps(sent, default=float)))
    made = books.ask("POST", "sales_invoices", json=sent).json()
    check(published, "SalesInvoice", made)
    books.act("pay", "TB-1", "40.00")
    path = f"sales_invoices/{made['id']}"
    shown = books.ask("GET", path, params={"show_payments_allocations": "true"}).json()
    check(published, "SalesInvoice", shown)
    check(published, "FinancialSettings", books.ask("GET", "financial_settings").json())
    check(published, "InvoiceSettings", books.ask("GET", "invoice_settings").json())
