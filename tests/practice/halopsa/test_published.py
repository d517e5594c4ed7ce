"""Answers against the vendor's published description, which gives records as bodies of POST."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from app.practice.halopsa.tables import ENTITIES, Entity

FOLDER = Path(__file__).parents[4] / "shared/specs/halopsa"
SPEC = FOLDER / "halopsa-v2-2024-09.openapi.json"
CHANGES = FOLDER / "halopsa-field-changes-2024-09-to-2026-01.json"
RECORDS = {
    "client": "Area",
    "site": "Site",
    "users": "Users",
    "clientcontract": "ContractHeader",
    "recurringinvoice": "InvoiceHeader",
    "invoice": "InvoiceHeader",
    "actions": "Actions",
    "tickets": "Faults",
    "item": "Item",
    "asset": "Device",
    "chargerate": "ChargeRate",
    "tax": "Tax",
    "timesheetevent": "TimesheetEvent",
    "invoicepayment": "InvoicePayment_List",
}
UNPUBLISHED = {
    # Named by the reference from clients that read them.
    "actions": {"who"},
    "tickets": {"items_issued"},
}

pytestmark = pytest.mark.skipif(
    not SPEC.exists(), reason="the published descriptions are not beside this tree"
)


@pytest.fixture(scope="module")
def spec() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(SPEC.read_text(encoding="utf-8"))
    for schema in found["components"]["schemas"].values():
        # Fields that came later are looked up by name, see below.
        schema.pop("additionalProperties", None)
        for prop in schema.get("properties", {}).values():
            _allow_null(prop)
    return found


@pytest.fixture(scope="module")
def added() -> dict[str, set[str]]:
    changes = json.loads(CHANGES.read_text(encoding="utf-8"))
    return {name: set(change["added"]) for name, change in changes.items()}


def _allow_null(prop: dict[str, Any]) -> None:
    """As JSON Schema says what OpenAPI calls nullable."""
    if prop.get("nullable") and isinstance(prop.get("type"), str):
        prop["type"] = [prop["type"], "null"]


@pytest.mark.parametrize("path", RECORDS)
def test_rows_are_as_published(
    path: str, client: httpx.Client, spec: dict[str, Any], added: dict[str, set[str]]
) -> None:
    client.post("http://practice.test/_practice/faults", json={"act": "open_actions"})
    found = client.get(f"/{path}", params={"count": 12, "includeinactive": "true"}).json()
    rows = (
        found
        if isinstance(found, list)
        else next(v for k, v in found.items() if k != "record_count")
    )
    if path not in {"actions", "chargerate", "tax", "timesheetevent", "invoicepayment"}:
        details = {"includedetails": "true"}
        rows = [client.get(f"/{path}/{row['id']}", params=details).json() for row in rows]
    name = RECORDS[path]
    known = set(spec["components"]["schemas"][name]["properties"]) | added.get(name, set())
    validator = Draft202012Validator(
        {"$ref": f"#/components/schemas/{name}", "components": spec["components"]}
    )
    assert rows
    for row in rows:
        assert set(row) - known <= UNPUBLISHED.get(path, set())
        validator.validate(row)


@pytest.mark.parametrize("entity", ENTITIES, ids=lambda entity: entity.path)
def test_paths_methods_and_filters_are_published(entity: Entity, spec: dict[str, Any]) -> None:
    paths = {path.lower(): operations for path, operations in spec["paths"].items()}
    published = paths[f"/{entity.path}"]
    parameters = {each["name"].lower() for each in published["get"].get("parameters", [])}
    assert set(entity.filters) <= parameters
    if entity.since:
        assert {"lastupdatefromdate", "lastupdatetodate"} <= parameters
    if "POST" in entity.methods:
        assert "post" in published
