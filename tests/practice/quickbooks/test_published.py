"""Bodies and answers against the vendor's published schema."""

# ruff: noqa: S608  the texts are queries of the vendor, not of a database

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from app.practice.quickbooks.entity_fields import FIELDS
from tests.practice.quickbooks.conftest import Company

SPEC = Path(__file__).parents[4] / "shared/specs/quickbooks-online/qbo-v3-entities.schema.json"
Make = Callable[..., dict[str, Any]]

pytestmark = pytest.mark.skipif(
    not SPEC.exists(), reason="the published descriptions are not beside this tree"
)


@pytest.fixture(scope="module")
def published() -> dict[str, Any]:
    told: dict[str, Any] = json.loads(SPEC.read_text(encoding="utf-8"))
    return told


def check(published: dict[str, Any], name: str, value: object) -> None:
    schema = {**published, "$ref": f"#/$defs/{name}"}
    Draft202012Validator(schema).validate(value)


def fields_of(published: dict[str, Any], name: str) -> set[str]:
    found: set[str] = set()
    definition = published["$defs"][name]
    for part in definition.get("allOf", [definition]):
        if "$ref" in part:
            found |= fields_of(published, part["$ref"].rsplit("/", 1)[-1])
        found |= set(part.get("properties", {}))
    return found


def test_the_fields_are_the_published_ones(published: dict[str, Any]) -> None:
    for name, table in FIELDS.items():
        if name not in {"ENTITY", "TRANSACTION", "SALES"}:
            assert set(table) == fields_of(published, name), name


@pytest.mark.parametrize(
    "entity",
    ["Customer", "Item", "Account", "Term", "PaymentMethod", "TaxCode", "TaxRate", "Invoice"],
)
def test_what_queries_answer_is_as_published(
    company: Company, published: dict[str, Any], entity: str
) -> None:
    text = json.dumps({"query": f"select * from {entity}"})
    told = company.ask("GET", "query", params=json.loads(text)).json()["QueryResponse"]
    assert told[entity]
    for record in told[entity]:
        check(published, entity, record)
        if entity in FIELDS:
            assert set(record) <= fields_of(published, entity)


def test_what_writes_answer_is_as_published(
    company: Company, published: dict[str, Any], invoice: Make
) -> None:
    sent = invoice("TB-1", "30.00")
    made = company.ask("POST", "invoice", json=sent).json()["Invoice"]
    check(published, "Invoice", made)
    company.act("pay", "TB-1", "40.00")
    query = {"query": "select * from Payment where UnappliedAmt > '0'"}
    told = company.ask("GET", "query", params=query).json()["QueryResponse"]
    for payment in told["Payment"]:
        check(published, "Payment", payment)
    memo = company.ask("POST", "creditmemo", json=invoice("TC-1", "5.00")).json()
    check(published, "CreditMemo", memo["CreditMemo"])


def test_settings_and_faults_are_as_published(company: Company, published: dict[str, Any]) -> None:
    info = company.ask("GET", f"companyinfo/{company.system.tenant}").json()
    check(published, "CompanyInfo", info["CompanyInfo"])
    preferences = company.ask("GET", "preferences").json()["Preferences"]
    check(published, "Preferences", preferences)
    fault = company.ask("GET", "invoice/99999").json()["Fault"]
    check(published, "Fault", fault)
