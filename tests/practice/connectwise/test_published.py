"""Answers against the vendor's published description."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]

from app.practice.connectwise import kinds
from app.practice.connectwise.schema import records

SPEC = (
    Path(__file__).parents[4]
    / "shared/specs/connectwise-psa/connectwise-psa-2025.1-billing.openapi.json"
)
PARENTS = {
    "company/companies": 201,
    "company/contacts": 3010,
    "finance/agreements": 755,
    "finance/invoices": 5001,
}

pytestmark = pytest.mark.skipif(
    not SPEC.exists(), reason="the published descriptions are not beside this tree"
)


@pytest.fixture(scope="module")
def spec() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(SPEC.read_text(encoding="utf-8"))
    return found


@pytest.mark.parametrize("kind", kinds.KINDS, ids=lambda kind: kind.path)
def test_rows_are_as_published(
    kind: kinds.Kind, client: httpx.Client, spec: dict[str, Any]
) -> None:
    path = kind.path.replace("<int:parent>", str(PARENTS.get(kind.parent_path)))
    rows = client.get(f"/{path}", params={"pageSize": 40}).json()
    known = set(spec["components"]["schemas"][kind.record]["properties"])
    whole = {
        "$ref": f"#/components/schemas/{kind.record}",
        "components": spec["components"],
    }
    validator = Draft202012Validator(whole)
    for row in rows:
        validator.validate(row)
    strangers = {name for row in rows for name in row} - known
    assert strangers <= {"agreementId", "company"}


@pytest.mark.parametrize("kind", kinds.KINDS, ids=lambda kind: kind.path)
def test_paths_and_methods_are_published(kind: kinds.Kind, spec: dict[str, Any]) -> None:
    published: dict[str, set[str]] = {}
    for path, operations in spec["paths"].items():
        published.setdefault(path.rstrip("/").lower(), set()).update(operations)
    path = f"/{kind.path}".replace("<int:parent>", "{parentid}")
    assert "get" in published[path]
    one = published.get(f"{path}/{{id}}", set())
    for method in kind.methods.lower().split():
        assert method in (published[path] | one)


def test_our_fields_are_the_published_ones(spec: dict[str, Any]) -> None:
    for name, fields in records().items():
        schema = spec["components"]["schemas"][name]
        assert set(fields) == set(schema.get("properties", {}))
        required = {field for field, shape in fields.items() if shape.is_required}
        assert required == set(schema.get("required", []))
