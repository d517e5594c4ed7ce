"""Bodies and answers against the vendor's published description."""

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft4Validator  # type: ignore[import-untyped]

from tests.practice.xero.conftest import Organisation

SPEC = Path(__file__).parents[4] / "shared/specs/xero/xero-accounting.acyclic.json"
Make = Callable[..., dict[str, Any]]

pytestmark = pytest.mark.skipif(
    not SPEC.exists(), reason="the published descriptions are not beside this tree"
)


@pytest.fixture(scope="module")
def published() -> dict[str, Any]:
    told: dict[str, Any] = json.loads(SPEC.read_text(encoding="utf-8"))
    return told


def check(published: dict[str, Any], name: str, value: object) -> None:
    schema = {"$ref": f"#/components/schemas/{name}", "components": published["components"]}
    found = [
        f"{'/'.join(map(str, error.absolute_path))}: {error.message[:200]}"
        for error in Draft4Validator(schema).iter_errors(value)
    ]
    assert not found, found[:5]


def test_lists_are_as_published(organisation: Organisation, published: dict[str, Any]) -> None:
    names = {
        "Invoices": "Invoices",
        "Contacts": "Contacts",
        "Accounts": "Accounts",
        "Items": "Items",
        "TaxRates": "TaxRates",
        "Payments": "Payments",
        "Overpayments": "Overpayments",
        "BankTransactions": "BankTransactions",
        "Organisation": "Organisations",
        "Currencies": "Currencies",
    }
    for path, name in names.items():
        told = organisation.ask("GET", path, params={"page": "1"}).json()
        assert told[name], name
        check(published, name, told)


def test_what_is_sent_and_answered_is_as_published(
    organisation: Organisation, published: dict[str, Any], invoice: Make
) -> None:
    sent = {"Invoices": [invoice("TB-1", "30.00")]}
    plain = json.loads(json.dumps(sent, default=float))
    check(published, "Invoices", plain)
    check(published, "Invoices", organisation.ask("PUT", "Invoices", json=sent).json())
    refused = organisation.ask("PUT", "Invoices", json=sent).json()
    check(published, "Error", refused)
    note = {k: v for k, v in invoice("", "9.00").items() if k not in {"InvoiceNumber", "DueDate"}}
    body = {"CreditNotes": [note | {"Type": "ACCRECCREDIT"}]}
    told = organisation.ask("PUT", "CreditNotes", json=body).json()
    check(published, "CreditNotes", told)
    key = organisation.ask("GET", "Invoices/TB-1").json()["Invoices"][0]["InvoiceID"]
    part = {"Invoice": {"InvoiceID": key}, "Amount": Decimal("9.00"), "Date": "2026-11-02"}
    path = f"CreditNotes/{told['CreditNotes'][0]['CreditNoteID']}/Allocations"
    allocations = organisation.ask("PUT", path, json={"Allocations": [part]}).json()
    check(published, "Allocations", allocations)


def test_every_path_is_a_published_one(
    organisation: Organisation, published: dict[str, Any]
) -> None:
    known = {path.split("/")[1] for path in published["paths"]}
    organisation.act("pay", "CF-917")
    for table in ("Invoices", "CreditNotes", "Payments", "Overpayments", "Prepayments"):
        assert table in known
        assert organisation.ask("GET", table).status_code == 200
