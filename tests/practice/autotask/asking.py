"""Short ways to ask the practice Autotask."""

import json
from decimal import Decimal
from typing import Any

import httpx

EVERYTHING = [{"op": "exist", "field": "id"}]


def read(answer: httpx.Response) -> Any:  # noqa: ANN401  an answer's JSON
    return json.loads(answer.text, parse_float=Decimal)


def query(api: httpx.Client, entity: str, *items: dict[str, Any]) -> list[dict[str, Any]]:
    answer = api.post(f"{entity}/query", json={"Filter": list(items) or EVERYTHING})
    assert answer.status_code == 200, answer.text
    rows: list[dict[str, Any]] = read(answer)["items"]
    return rows


def eq(field: str, value: Any) -> dict[str, Any]:  # noqa: ANN401  a value of JSON
    return {"op": "eq", "field": field, "value": value}


def item(api: httpx.Client, path: str) -> dict[str, Any]:
    found: dict[str, Any] = read(api.get(path))["item"]
    return found


def refusal(answer: httpx.Response) -> str:
    """The error text of an answer with the status that validation errors have."""
    assert answer.status_code == 500, answer.text
    texts: list[str] = read(answer)["errors"]
    return " ".join(texts)
