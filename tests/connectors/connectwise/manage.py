"""A ConnectWise PSA opened on scripted answers, and its rows as they come."""

from collections.abc import Mapping
from typing import Any

import httpx

from app.connectors.connectwise.declaration import CONNECTWISE
from app.connectors.dealings import Page
from app.connectors.ports import PsaPort
from app.customers.incoming import PsaFamily
from app.values.foreign_record import ForeignRecord
from tests.connectors.openings import VirtualTime, opening_of
from tests.connectors.psa_answers import Answers

BASE = "/v2025_1/apis/3.0"
SETTINGS = {
    "site_url": "http://127.0.0.1:8080",
    "company_id": "Acme",
    "public_key": "public",
    "client_id": "11111111-2222-3333-4444-555555555555",
}
PRIVATE_KEY = "very-private-key"
INFO = {"lastUpdated": "2026-10-01T12:00:00Z", "updatedBy": "jo"}
LATER = {"lastUpdated": "2026-10-02T12:00:00Z"}

COMPANY: dict[str, Any] = {
    "id": 250,
    "identifier": "ACME",
    "name": "Acme Ltd",
    "status": {"id": 1, "name": "Active"},
    "addressLine1": "1 High St",
    "city": "Tampa",
    "state": "FL",
    "zip": "33601",
    "country": {"id": 1, "name": "United States"},
    "deletedFlag": False,
    "_info": INFO,
}


def answers() -> Answers:
    """A look-up that finds the company; nothing else."""
    found = Answers()
    found.on("GET /login/companyinfo/Acme", {"CompanyName": "Acme MSP", "Codebase": "v2025_1/"})
    return found


def opened(
    found: Answers, settings: Mapping[str, str] | None = None, *, time: VirtualTime | None = None
) -> PsaPort:
    """The port on these answers."""
    opening = opening_of(
        CONNECTWISE,
        {**SETTINGS, **(settings or {})},
        secrets={"private_key": PRIVATE_KEY},
        transport=found.transport,
        time=time,
    )
    return CONNECTWISE.open(opening)


def pulled(
    port: PsaPort, family: PsaFamily, since: str | None = None
) -> tuple[list[Any], str | None, list[Page]]:
    """The records of a walk, its last mark, and its pages."""
    pages = list(port.pull(family, since=since))
    records: list[ForeignRecord] = [record for page in pages for record in page.records]
    return records, pages[-1].mark, pages


def rows(*found: Mapping[str, Any], **headers: str) -> httpx.Response:
    """An answer of rows."""
    return httpx.Response(200, json=list(found), headers=headers)
