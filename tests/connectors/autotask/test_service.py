import json
import logging
from typing import Any

import httpx
import pytest

from app.connectors.autotask.declaration import AUTOTASK
from app.customers.incoming import PsaFamily
from app.errors import NotAllowed, SignInNeeded
from tests.connectors.autotask.desk import (
    ROOT,
    SECRETS,
    SPEC,
    USER,
    Desk,
    port_of,
    practice,
    practice_port,
    refused,
)
from tests.connectors.openings import opening_of
from tests.practice.transport import PracticeTransport


def rights_of(desk: Desk, time_from: str = "posted") -> dict[str, tuple[bool, str]]:
    return {
        each.name: (each.is_given, each.why) for each in port_of(desk, time_from=time_from).rights()
    }


def test_the_company_is_the_providers_own() -> None:
    own = {"id": 0, "companyName": "Cedar Fork", "countryID": 1}
    desk = Desk({"companies/0": {"item": own}})
    desk.answers["countries/query"] = [{"id": 1, "countryCode": "US"}]
    desk.answers["currencies/query"] = [{"id": 1, "name": "USD", "isInternalCurrency": True}]
    found = port_of(desk).company()
    assert (found.name, found.fingerprint) == ("Cedar Fork", "77|US|USD")


def test_practice_gives_every_right_and_nothing_is_written() -> None:
    system = practice()
    port = practice_port(system)
    before = port.company().fingerprint
    assert all(each.is_given for each in port.rights())
    assert port.company().fingerprint == before


def test_a_silent_permission_filter_on_non_billable_time_is_told_of() -> None:
    assert "Can view non-billable" in rights_of(Desk())["reads non-billable time"][1]


def test_a_silent_permission_filter_on_lines_of_business_is_told_of() -> None:
    found = rights_of(Desk({"invoices/query": [{"id": 1}]}))
    assert "lines of business" in found["reads invoices"][1]
    assert "lines of business" in found["reads time"][1]


def test_no_company_at_all_is_no_right() -> None:
    assert not rights_of(Desk())["reads customers"][0]
    assert rights_of(Desk({"companies/query": [{"id": 0}]}))["reads customers"][0]


def test_a_refusal_is_the_answer_to_a_test_of_a_right() -> None:
    desk = Desk(
        {
            "contracts/query": refused(403, "Forbidden"),
            "timeentries/query": refused(500, "No permission"),
            "invoices/entityinformation": refused(403, "Forbidden"),
        }
    )
    found = rights_of(desk, time_from="entered")
    assert not found["reads agreements"][0]
    assert "No permission" in found["reads time"][1]
    assert not found["reads non-billable time"][0]
    assert not found["writes invoices"][0]


def test_writes_are_told_by_what_the_entities_say_of_themselves() -> None:
    closed = [{"name": "paidDate", "isReadOnly": True}]
    desk = Desk(
        {
            "companies/entityinformation": {"info": {"canUpdate": False}},
            "billingitems/entityinformation": {"info": {"userAccessForUpdate": "None"}},
            "invoices/entityinformation/fields": {"fields": closed},
        }
    )
    found = rights_of(desk)
    assert not found["writes customers"][0]
    assert not found["writes posted items"][0]
    assert found["writes invoices"] == (False, "Of Invoices, paidDate cannot be written here.")
    assert found["writes charges"][0]


def test_what_has_no_place_is_not_allowed() -> None:
    port = port_of(Desk())
    with pytest.raises(NotAllowed):
        port.mark_billed(PsaFamily.AGREEMENTS, "9", invoice_number="1042")
    with pytest.raises(NotAllowed):
        port.put_invoice_reference(PsaFamily.TIME, "5", invoice_number="1042")
    port.close()


def test_wrong_secrets_are_a_sign_in_and_stand_in_no_error_or_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    opening = opening_of(
        AUTOTASK,
        {"zone_url": ROOT, "username": practice().credentials["UserName"]},
        secrets=SECRETS,
        transport=PracticeTransport(practice().app),
    )
    with pytest.raises(SignInNeeded) as raised:
        AUTOTASK.open(opening).company()
    assert not any(each in f"{raised.value}{caplog.text}" for each in SECRETS.values())


def test_a_missing_secret_is_asked_for() -> None:
    opening = opening_of(
        AUTOTASK, {"zone_url": ROOT, "username": USER}, secrets={}, transport=Desk()
    )
    with pytest.raises(SignInNeeded, match="integration_code"):
        AUTOTASK.open(opening).company()


@pytest.mark.parametrize(
    "fault",
    [
        "too_many_requests:3",
        "server_error:2",
        "html_gateway:2",
        "half_answer:2",
        "timeout_after_commit:1",
        "duplicate_delivery",
        "shifting_pages",
        "expired_token:1",
    ],
)
def test_practice_faults_are_ridden_out_on_reads(fault: str) -> None:
    system = practice()
    port = practice_port(system)

    def read() -> list[str]:
        pages = port.pull(PsaFamily.AGREEMENT_LINES, since=None)
        return [each.source_id for page in pages for each in page.records]

    calm = read()
    system.switch.arm([fault])
    assert read() == calm


def test_practice_secrets_taken_back_are_a_sign_in() -> None:
    system = practice()
    port = practice_port(system)
    port.company()
    system.switch.arm(["revoked_token:2"])
    with pytest.raises(SignInNeeded):
        next(port.pull(PsaFamily.TERMS, since=None))


# ------------------------------------------------------------------ the vendor's description


@pytest.mark.skipif(not SPEC.exists(), reason="the published descriptions are not beside this tree")
def test_every_request_is_as_the_vendor_describes_it() -> None:
    spec = json.loads(SPEC.read_text(encoding="utf-8"))
    asked: list[httpx.Request] = []

    class Listening(PracticeTransport):
        def handle_request(self, request: httpx.Request) -> httpx.Response:
            request.read()
            asked.append(request)
            return super().handle_request(request)

    system = practice()
    given = system.credentials
    opening = opening_of(
        AUTOTASK,
        {"zone_url": ROOT, "username": given["UserName"], "agreement_field": "Contract Ref"},
        secrets={"integration_code": given["ApiIntegrationCode"], "secret": given["Secret"]},
        transport=Listening(system.app),
    )
    port = AUTOTASK.open(opening)
    port.company()
    port.rights()
    marks: dict[PsaFamily, str | None] = {}
    for family in (*PsaFamily, *PsaFamily):
        for page in port.pull(family, since=marks.get(family)):
            marks[family] = page.mark
    port.put_external_id("201", "10001")
    port.put_invoice_reference(PsaFamily.AGREEMENTS, "505", invoice_number="1042")
    port.put_invoice_reference(PsaFamily.CHARGES, "contract:4401", invoice_number="1042")
    port.put_invoice_reference(PsaFamily.INVOICES, "5003", invoice_number="1042")
    assert len(asked) > 50
    for request in asked:
        _check(spec, request)


def _check(spec: dict[str, Any], request: httpx.Request) -> None:
    path = "/" + request.url.path.lower().partition("/atservicesrest/")[2]
    operations = next(
        (
            each
            for template, each in spec["paths"].items()
            if _matches(template.lower().split("/"), path.split("/"))
        ),
        None,
    )
    assert operations is not None, path
    operation = operations.get(request.method.lower())
    assert operation is not None, f"{request.method} {path}"
    queries = {each["name"] for each in operation.get("parameters", []) if each["in"] == "query"}
    assert set(request.url.params) - {"paging"} <= queries
    if request.content:
        model = next(each for each in operation["parameters"] if each["in"] == "body")
        name = model["schema"]["$ref"].rpartition("/")[2]
        _check_body(spec, name, json.loads(request.content), path)


def _matches(template: list[str], path: list[str]) -> bool:
    return len(template) == len(path) and all(
        there.startswith("{") or there == here for there, here in zip(template, path, strict=True)
    )


def _check_body(spec: dict[str, Any], name: str, body: dict[str, Any], path: str) -> None:
    known = {each.lower() for each in spec["definitions"][name]["properties"]}
    assert {each.lower() for each in body} <= known
    if "Filter" in body:
        entity = path.split("/")[2]
        single = {"companies": "company", "currencies": "currency", "countries": "country"}
        model = single.get(entity, entity.removesuffix("s").removesuffix("ie"))
        definitions = {each.lower(): each for each in spec["definitions"]}
        found = definitions.get(f"{model}model") or definitions.get(f"{model}ymodel")
        assert found is not None, entity
        fields = {each.lower() for each in spec["definitions"][found]["properties"]}
        if entity == "contracts":
            # Newer than the description: it is asked for only where a version has it.
            fields.add("lastmodifieddatetime")
        asked = set(map(str.lower, [*_filtered(body["Filter"]), *body.get("IncludeFields", ())]))
        assert asked <= fields, f"{entity}: {asked - fields}"


def _filtered(conditions: list[dict[str, Any]]) -> list[str]:
    found: list[str] = []
    for each in conditions:
        found += _filtered(each["items"]) if "items" in each else [each["field"]]
    return found
