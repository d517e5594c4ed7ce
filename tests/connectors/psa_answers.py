"""Scripted answers of a PSA, and what the vendor's description says of a request."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import httpx
import jsonschema  # type: ignore[import-untyped]
import pytest

SPECS = Path(__file__).resolve().parents[3] / "shared" / "specs"

Answering = Callable[["Asked"], httpx.Response]


@dataclass(frozen=True)
class Asked:
    """One request as it came."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: httpx.Headers
    body: Any

    @property
    def line(self) -> str:
        return f"{self.method} {self.path}"


@dataclass
class Answers:
    """Answers by method and path, and the requests that came; a path without one is a 404."""

    routes: dict[str, Answering] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)

    def on(self, line: str, answer: object) -> None:
        """``answer``: a function, or the value of a JSON answer."""
        if callable(answer):
            self.routes[line] = answer
        else:
            self.routes[line] = lambda _asked: httpx.Response(200, json=answer)

    def lines(self, start: str = "") -> list[str]:
        return [each.line for each in self.asked if each.path.startswith(start)]

    def of(self, line: str) -> list[Asked]:
        return [each for each in self.asked if each.line == line]

    @property
    def transport(self) -> httpx.MockTransport:
        return httpx.MockTransport(self._answer)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        asked = Asked(
            method=request.method,
            path=request.url.path,
            query=dict(parse_qsl(request.url.query.decode(), keep_blank_values=True)),
            headers=request.headers,
            body=_body(request),
        )
        self.asked.append(asked)
        found = self.routes.get(asked.line)
        if found is None:
            return httpx.Response(404, json={"code": "NotFound", "message": "nothing there"})
        return found(asked)


def in_turn(*answers: httpx.Response) -> Answering:
    """One answer after the other, the last for ever."""
    left = list(answers)
    return lambda _asked: left.pop(0) if len(left) > 1 else left[0]


@cache
def description(name: str) -> dict[str, Any]:
    """A vendor's description; the test is left out where this machine has none."""
    path = SPECS / name
    if not path.exists():
        pytest.skip(f"the vendors' descriptions are not here: {path.name}")
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def check_described(spec: dict[str, Any], asked: Asked, *, below: str) -> None:
    """That a request's path, parameters and body are those of a description."""
    path = asked.path.removeprefix(below)
    operation, path = _operation(spec, path, asked.method)
    known = {each["name"] for each in operation.get("parameters", []) if each["in"] == "query"}
    assert set(asked.query) <= known, f"{asked.line}: {set(asked.query) - known}"
    content = operation.get("requestBody", {}).get("content", {})
    if asked.body is not None:
        schema = {**content["application/json"]["schema"], "components": spec["components"]}
        jsonschema.validate(asked.body, schema)
        _check_names(spec, schema, asked.body)


def _operation(spec: dict[str, Any], path: str, method: str) -> tuple[dict[str, Any], str]:
    for template, operations in spec["paths"].items():
        ours, theirs = path.strip("/").split("/"), template.strip("/").split("/")
        if len(ours) == len(theirs) and all(
            there.startswith("{") or there.lower() == here.lower()
            for here, there in zip(ours, theirs, strict=True)
        ):
            assert method.lower() in operations, f"{method} {template}"
            return operations[method.lower()], template
    message = f"no such path: {path}"
    raise AssertionError(message)


def _check_names(spec: dict[str, Any], schema: dict[str, Any], body: Any) -> None:  # noqa: ANN401
    """No field that the description does not know, at the top of each record."""
    inner = schema.get("items", schema)
    name = inner["$ref"].rsplit("/", 1)[-1]
    known = set(spec["components"]["schemas"][name]["properties"])
    records: list[dict[str, Any]] = body if isinstance(body, list) else [body]
    for record in records:
        assert set(record) <= known, set(record) - known


def _body(request: httpx.Request) -> object:
    content = request.content
    if not content:
        return None
    if request.headers.get("content-type", "").startswith("application/json"):
        return json.loads(content)
    return dict(parse_qsl(content.decode()))
