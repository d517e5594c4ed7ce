"""An Autotask of answers written by hand, one of practice, and how requests are looked at."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx

from app.connectors.autotask.asking import Autotask, lookup_root, verdict
from app.connectors.autotask.declaration import AUTOTASK
from app.connectors.http import Client, Host
from app.connectors.ports import PsaPort
from app.practice.autotask import practice_system
from app.practice.clock import VirtualClock
from app.practice.serving import PracticeSystem
from app.practice.world import world
from tests.connectors.openings import VirtualTime, opening_of
from tests.practice.transport import PracticeTransport

ROOT = "http://localhost"
USER = "api.user@cedarfork.example"
SECRETS = {"integration_code": "CODE-OF-OURS", "secret": "a-secret-of-ours"}
NOW = "Mon, 02 Nov 2026 16:00:00 GMT"
SPEC = Path(__file__).parents[4] / "shared/specs/autotask/autotask-rest-v1-full.swagger.json"

Made = Mapping[str, Any] | httpx.Response
Answerer = Callable[[httpx.Request], Made]


@dataclass
class Desk(httpx.BaseTransport):
    """Answers by path below the version; a list answers queries, a function whatever it likes."""

    answers: dict[str, Any] = field(default_factory=dict)
    zone: str = f"{ROOT}/ATServicesRest/"
    asked: list[httpx.Request] = field(default_factory=list)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        self.asked.append(request)
        path = request.url.path.lower().partition("v1.0/")[2]
        if path == "zoneinformation":
            made = self.answers.get(
                path, {"zoneName": "Test", "url": self.zone, "webUrl": "", "ci": 77}
            )
        else:
            made = self.answers.get(path, _of_nothing(path))
        if callable(made):
            made = made(request)
        if isinstance(made, list):
            made = page(made)
        if isinstance(made, httpx.Response):
            return made
        return httpx.Response(200, json=made, headers={"Date": NOW})

    def bodies(self, path: str) -> list[Any]:
        """The bodies sent to a path."""
        return [
            json.loads(each.content)
            for each in self.asked
            if each.url.path.lower().endswith(path.lower())
        ]

    def paths(self) -> list[str]:
        """Method and path of each request, in order."""
        return [f"{each.method} {each.url.path}" for each in self.asked]


def _of_nothing(path: str) -> Any:  # noqa: ANN401  any JSON
    if path.endswith("/query"):
        return page([])
    if path.endswith("/fields"):
        return {"fields": []}
    if path.endswith("entityinformation"):
        return {"info": {"canUpdate": True, "userAccessForUpdate": "All"}}
    if path == "thresholdinformation":
        return {
            "externalRequestThreshold": 10000,
            "requestThresholdTimeframe": 60,
            "currentTimeframeRequestCount": 12,
        }
    return {"item": None}


def page(rows: Sequence[Mapping[str, Any]], following: str | None = None) -> dict[str, Any]:
    """The answer to a query."""
    details = {
        "count": len(rows),
        "requestCount": 500,
        "prevPageUrl": None,
        "nextPageUrl": following,
    }
    return {"items": list(rows), "pageDetails": details}


def refused(status: int, *words: str) -> httpx.Response:
    """An error as Autotask writes it."""
    return httpx.Response(status, json={"errors": list(words)})


def port_of(
    desk: httpx.BaseTransport, *, time: VirtualTime | None = None, **settings: str
) -> PsaPort:
    """The connector over answers of a desk."""
    given = {"zone_url": ROOT, "username": USER, **settings}
    opening = opening_of(AUTOTASK, given, secrets=SECRETS, transport=desk, time=time)
    return AUTOTASK.open(opening)


def autotask_of(desk: Desk) -> Autotask:
    """What asks, alone."""
    time = VirtualTime()

    def client(base: str) -> Client:
        host = Host(title="Autotask PSA", base_url=base, verdict=verdict)
        return Client(host, sleep=time.sleep, clock=time.elapsed, transport=desk)

    root = lookup_root(ROOT)
    return Autotask(lambda: client(root), client, user=USER, root=root, now=time.now)


def practice() -> PracticeSystem:
    """The sample company's Autotask."""
    return practice_system(VirtualClock(datetime(2026, 11, 2, 16, tzinfo=UTC)), world())


def practice_port(system: PracticeSystem, **settings: str) -> PsaPort:
    """The connector over the practice system."""
    given = system.credentials
    opening = opening_of(
        AUTOTASK,
        {"zone_url": f"{ROOT}/atservicesrest", "username": given["UserName"], **settings},
        secrets={"integration_code": given["ApiIntegrationCode"], "secret": given["Secret"]},
        transport=PracticeTransport(system.app),
    )
    return AUTOTASK.open(opening)


def lists_of_company() -> dict[str, Any]:
    """The short lists to which records refer."""
    return {
        "countries/query": [{"id": 1, "countryCode": "US", "displayName": "United States"}],
        "currencies/query": [{"id": 1, "name": "USD", "isInternalCurrency": True}],
        "invoicetemplates/query": [{"id": 101, "paymentTerms": 3}],
        "paymentterms/query": [{"id": 3, "name": "Net 30", "paymentDueInDays": 30}],
        "taxregions/query": [{"id": 3, "name": "CO"}],
        "taxcategories/query": [{"id": 1, "name": "Taxable"}],
        "billingcodes/query": [
            {"id": 301, "name": "Voice", "externalNumber": "4010", "taxCategoryID": 1}
        ],
        "resources/query": [{"id": 101, "firstName": "Sam", "lastName": "Whitlock"}],
        "services/query": [
            {
                "id": 1,
                "name": "DID line",
                "externalID": "DID",
                "billingCodeID": 301,
                "periodType": "m",
                "invoiceDescription": "Telephone number",
            }
        ],
        "companies/entityinformation/fields": {
            "fields": [
                picklist("companyType", {"1": "Customer", "2": "Lead"}),
                picklist(
                    "billToAddressToUse",
                    {"1": "Account Address", "2": "Parent Account Address", "4": "Billing Address"},
                ),
            ]
        },
        "contracts/entityinformation/fields": {
            "fields": [
                picklist("contractType", {"7": "Recurring Service", "4": "Block Hours"}),
                picklist("status", {"1": "Active", "0": "Inactive"}),
                picklist("contractPeriodType", {"m": "Monthly"}),
            ]
        },
    }


def picklist(name: str, labels: Mapping[str, str]) -> dict[str, Any]:
    """A field of metadata with its values, which are texts there."""
    values = [{"value": value, "label": label} for value, label in labels.items()]
    return {"name": name, "isPickList": True, "picklistValues": values}
