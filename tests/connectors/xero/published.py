"""Requests held against Xero's published description, where it lies beside the project."""

import json
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx

SPEC = Path(__file__).parents[4] / "shared" / "specs" / "xero" / "xero-accounting.acyclic.json"


class _Request:
    """A request as the validator wants it."""

    def __init__(self, request: httpx.Request) -> None:
        from openapi_core.datatypes import RequestParameters  # noqa: PLC0415
        from werkzeug.datastructures import Headers, ImmutableMultiDict  # noqa: PLC0415

        parts = urlsplit(str(request.url))
        self.host_url = "https://api.xero.com"
        self.path = parts.path
        self.method = request.method.lower()
        self.content_type = request.headers.get("content-type", "application/json")
        self.body = request.content or None
        # The description wants a moment with a zone, where the vendor's pages say: without one.
        headers = [each for each in request.headers.items() if each[0] != "if-modified-since"]
        self.parameters = RequestParameters(
            query=ImmutableMultiDict(parse_qsl(parts.query)),
            header=Headers(headers),
            cookie=ImmutableMultiDict(),
            path={},
        )


@cache
def _told() -> dict[str, Any]:
    told: dict[str, Any] = json.loads(SPEC.read_text("utf-8"))
    # Who may ask is tried elsewhere; the validator knows no OAuth.
    told.pop("security", None)
    told["components"].pop("securitySchemes", None)
    for path in told["paths"].values():
        for operation in path.values():
            if isinstance(operation, dict):
                operation.pop("security", None)
    return told


@cache
def _api() -> Any:  # noqa: ANN401  of a library that may be missing
    from openapi_core import OpenAPI  # noqa: PLC0415

    return OpenAPI.from_dict(_told())


def check(request: httpx.Request) -> None:
    """Raises where the description knows no such request, or not such a body or parameter."""
    _api().validate_request(_Request(request))
    known = _known(request)
    query = {name for name, _ in parse_qsl(urlsplit(str(request.url)).query)}
    assert query <= known, (request.method, str(request.url), query - known)


def _known(request: httpx.Request) -> set[str]:
    """The parameters that an operation has, by its address."""
    parts = urlsplit(str(request.url)).path.removeprefix("/api.xro/2.0/").split("/")
    for path, operations in _told()["paths"].items():
        names = path.strip("/").split("/")
        is_same = len(names) == len(parts) and all(
            name.startswith("{") or name == part for name, part in zip(names, parts, strict=True)
        )
        if is_same and request.method.lower() in operations:
            return _named(operations[request.method.lower()])
    return set()


def _named(operation: dict[str, Any]) -> set[str]:
    shared = _told()["components"]["parameters"]
    return {
        shared[each["$ref"].rsplit("/", 1)[1]]["name"] if "$ref" in each else each["name"]
        for each in operation.get("parameters", ())
    }
