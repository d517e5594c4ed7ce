"""The practice Autotask against the vendor's published description, where it is at hand.

The description names fields in Pascal case and answers as bare entities; really they come in camel
case and in envelopes. Newer fields, and the periods, which are texts, are the exceptions.
"""

import json
from functools import cache
from pathlib import Path
from typing import Any

import httpx
import pytest
from jsonschema import Draft4Validator  # type: ignore[import-untyped]

from app.practice.autotask.database import ENTITIES
from app.practice.autotask.fields import Entity
from tests.practice.autotask.asking import EVERYTHING

SPEC = Path(__file__).parents[4] / "shared" / "specs" / "autotask"
NEWER = {
    "Contract": {"lastModifiedDateTime"},
    "Service": {"externalID", "sku"},
    "BillingItem": {"contractServiceID", "taxCategoryID", "sortOrderID"},
    "Invoice": {"invoiceStatus"},
}
TEXT_PERIODS = {"contractPeriodType", "periodType"}
NOT_SERVED = ("Phases", "Tasks", "Attachments", "Notes", "Alerts", "Teams", "ToDos")
LIMITS = {"int32": 2**31 - 1, "int64": 2**63 - 1}
TYPES = {
    "integer": ("integer", "int32"),
    "long": ("integer", "int64"),
    "double": ("number", "double"),
    "datetime": ("string", "date-time"),
    "boolean": ("boolean", None),
    "string": ("string", None),
}

pytestmark = pytest.mark.skipif(not SPEC.exists(), reason="../shared is not here")


@cache
def description() -> dict[str, Any]:
    text = (SPEC / "autotask-rest-v1-full.swagger.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


def wire_name(name: str) -> str:
    capitals = len(name) - len(name.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    if 1 < capitals < len(name):
        capitals -= name[capitals].islower()
    return name[:capitals].lower() + name[capitals:]


def properties(definition: str) -> dict[str, dict[str, Any]]:
    """The plain fields of a definition by wire name."""
    found = description()["definitions"][definition]["properties"]
    return {
        wire_name(name): each
        for name, each in found.items()
        if "type" in each and name != "SoapParentPropertyId"
    }


def schema(entity: Entity) -> dict[str, Any]:
    """The schema of a record on the wire: every described field, any of them null."""
    fields: dict[str, Any] = {}
    for name, each in properties(f"{entity.name}Model").items():
        fields[name] = {"type": [each["type"], "null"]}
        if each.get("format") in LIMITS:
            fields[name]["maximum"] = LIMITS[each["format"]]
    for name in fields.keys() & TEXT_PERIODS:
        fields[name] = {"type": ["string", "null"]}
    for name in NEWER.get(entity.name, ()):
        fields[name] = {}
    pair = {"type": "object", "required": ["name", "value"]}
    fields["userDefinedFields"] = {"type": "array", "items": pair}
    return {"type": "object", "properties": fields, "additionalProperties": False}


@pytest.mark.parametrize("path", sorted(ENTITIES))
def test_fields_have_the_described_names_and_types(path: str) -> None:
    entity = ENTITIES[path]
    described = properties(f"{entity.name}Model")
    own = {field.name: TYPES[field.type] for field in entity.fields.values()}
    for name in (own.keys() & TEXT_PERIODS) | NEWER.get(entity.name, set()):
        del own[name]
    wrong = {
        name: kind
        for name, kind in own.items()
        if (described[name]["type"], described[name].get("format")) != kind
    }
    assert wrong == {}


@pytest.mark.parametrize(
    "path",
    [
        "Companies",
        "CompanyLocations",
        "Contacts",
        "Contracts",
        "ContractServices",
        "ContractServiceUnits",
        "ContractCharges",
        "BillingItems",
        "Invoices",
        "TimeEntries",
        "PaymentTerms",
        "InvoiceTemplates",
    ],
)
def test_the_entities_of_billing_have_all_described_fields(path: str) -> None:
    entity = ENTITIES[path.lower()]
    described = properties(f"{entity.name}Model").keys() - {"userDefinedFields"}
    assert described - {field.name for field in entity.fields.values()} == set()


@pytest.mark.parametrize("path", sorted(ENTITIES))
def test_records_are_as_described(api: httpx.Client, path: str) -> None:
    entity = ENTITIES[path]
    if not entity.can_query:
        pytest.skip("it can only be created")
    answer = api.post(f"{path}/query", json={"Filter": EVERYTHING, "MaxRecords": 50})
    validator = Draft4Validator(schema(entity))
    for row in answer.json()["items"]:
        assert [error.message for error in validator.iter_errors(row)] == []


def test_information_pages_are_as_described(api: httpx.Client) -> None:
    for page, name, definition in (
        ("entityInformation", "info", "EntityInformationModel"),
        ("entityInformation/fields", "fields", "FieldInformationModel"),
        ("entityInformation/userDefinedFields", "fields", "Field"),
    ):
        told = api.get(f"Companies/{page}").json()[name]
        names = {wire_name(each) for each in description()["definitions"][definition]["properties"]}
        for row in told if isinstance(told, list) else [told]:
            assert row.keys() == names


def operations() -> list[tuple[str, str]]:
    """The described operations on what is served."""
    found = []
    for path, methods in description()["paths"].items():
        parts = path.split("/")[2:]
        if parts and parts[0].lower() in ENTITIES and not set(parts) & set(NOT_SERVED):
            found += [(method.upper(), path) for method in methods]
    return found


def is_served(path: str) -> bool:
    parts = path.lower().split("/")[2:]
    if len(parts) < 3 or parts[1] != "{parentid}":
        return True
    return any(
        entity.parent is not None
        and (entity.parent.path.lower(), entity.parent.part.lower()) == (parts[0], parts[2])
        for entity in ENTITIES.values()
    )


def test_every_described_operation_on_them_is_there(api: httpx.Client) -> None:
    missing = []
    for method, path in operations():
        if not is_served(path):
            continue
        address = path.replace("{parentId}", "1").replace("{id}", "1").removeprefix("/V1.0/")
        answer = api.request(method, address, json={} if method in {"POST", "PUT"} else None)
        if answer.status_code in {404, 405}:
            missing.append((method, path))
    assert missing == []


def test_no_other_operation_is_there(api: httpx.Client) -> None:
    described = {(method, path.lower()) for method, path in operations()}
    too_many = []
    for path in {path.lower() for _, path in operations() if is_served(path)}:
        address = path.replace("{parentid}", "1").replace("{id}", "1").removeprefix("/v1.0/")
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE"):
            if (method, path) in described:
                continue
            answer = api.request(method, address, json={})
            if answer.status_code not in {404, 405}:
                too_many.append((method, path))
    assert too_many == []
