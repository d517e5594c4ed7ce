"""A HaloPSA opened on scripted answers, and its answers as they come."""

from collections.abc import Mapping, Sequence
from typing import Any

import httpx

from app.connectors.dealings import Page
from app.connectors.halopsa.declaration import HALOPSA
from app.connectors.ports import PsaPort
from app.customers.incoming import PsaFamily
from app.values.foreign_record import ForeignRecord
from tests.connectors.openings import VirtualTime, opening_of
from tests.connectors.psa_answers import Answering, Answers, Asked

ROOT = "http://127.0.0.1:8080"
SECRET = "very-secret"  # noqa: S105  of no one
SETTINGS = {"site_url": ROOT, "client_id": "the-program"}
STAMP = "2026-10-01T12:00:00.123"
LATER = "2026-10-02T12:00:00"


def answers(*, auth_url: str = f"{ROOT}/auth") -> Answers:
    """A site that lets us in; nothing else."""
    found = Answers()
    found.on("GET /api/authinfo", {"auth_url": auth_url, "tenant_id": "acme"})
    token = {"access_token": "token-1", "token_type": "Bearer", "expires_in": 3600}
    found.on("POST /auth/token", token)
    return found


def opened(
    found: Answers, settings: Mapping[str, str] | None = None, *, time: VirtualTime | None = None
) -> PsaPort:
    """The port on these answers."""
    opening = opening_of(
        HALOPSA,
        {**SETTINGS, **(settings or {})},
        secrets={"client_secret": SECRET},
        transport=found.transport,
        time=time,
    )
    return HALOPSA.open(opening)


def listing(key: str, *rows: Mapping[str, Any]) -> Answering:
    """A list that minds its paging, as long as it is spelled as it must be."""

    def answer(asked: Asked) -> httpx.Response:
        part: Sequence[Mapping[str, Any]] = rows[:50]
        if asked.query.get("pageinate") == "true":
            size, number = int(asked.query["page_size"]), int(asked.query["page_no"])
            part = rows[(number - 1) * size : number * size]
        return httpx.Response(200, json={"record_count": len(rows), key: list(part)})

    return answer


def pulled(
    port: PsaPort, family: PsaFamily, since: str | None = None
) -> tuple[list[Any], str | None, list[Page]]:
    """The records of a walk, its last mark, and its pages."""
    pages = list(port.pull(family, since=since))
    records: list[ForeignRecord] = [record for page in pages for record in page.records]
    return records, pages[-1].mark, pages
