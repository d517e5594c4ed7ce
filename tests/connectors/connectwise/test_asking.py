from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

import httpx
import pytest

from app.connectors.connectwise.asking import PAGE_SIZE, api_root, id_conditions, stamp_text
from app.customers.incoming import PsaFamily
from app.errors import RemoteRefused, RemoteUnavailable, SignInNeeded
from tests.connectors.connectwise.manage import (
    BASE,
    COMPANY,
    INFO,
    PRIVATE_KEY,
    answers,
    opened,
    pulled,
    rows,
)
from tests.connectors.openings import VirtualTime
from tests.connectors.psa_answers import Answers, Asked, in_turn

CONTACTS = f"{BASE}/company/contacts"


def contact(number: int) -> dict[str, Any]:
    return {"id": number, "firstName": "Jo", "_info": INFO}


def test_the_user_s_address_leads_to_the_api_host() -> None:
    assert api_root("na.myconnectwise.net") == "https://api-na.myconnectwise.net"
    assert api_root("https://api-eu.myconnectwise.net/") == "https://api-eu.myconnectwise.net"
    assert (
        api_root("https://staging.connectwisedev.com") == "https://api-staging.connectwisedev.com"
    )
    assert api_root("https://cw.example.com/x") == "https://cw.example.com"


def test_every_call_carries_keys_and_the_id_of_the_integration() -> None:
    found = answers()
    found.on(f"GET {BASE}/system/info", {"version": "v2025.1", "cloudRegion": "NA"})
    company = opened(found).company()
    (asked,) = found.of(f"GET {BASE}/system/info")
    # base64 of Acme+public:very-private-key
    assert asked.headers["authorization"] == "Basic QWNtZStwdWJsaWM6dmVyeS1wcml2YXRlLWtleQ=="
    assert asked.headers["clientid"].startswith("11111111")
    assert asked.headers["accept"] == "application/vnd.connectwise.com+json; version=2025.1"
    assert (company.name, company.fingerprint) == ("Acme MSP", "acme||")


def test_the_look_up_of_the_codebase_is_not_signed() -> None:
    found = answers()
    found.on(f"GET {BASE}/system/info", {})
    opened(found).company()
    (asked,) = found.of("GET /login/companyinfo/Acme")
    assert "authorization" not in asked.headers


def test_a_404_after_an_upgrade_leads_to_the_new_codebase() -> None:
    found = answers()
    found.on(f"GET {BASE}/company/contacts", [contact(1)])
    port = opened(found)
    pulled(port, PsaFamily.CONTACTS)
    new = "/v2025_2/apis/3.0/company/contacts"
    del found.routes[f"GET {CONTACTS}"]
    found.on("GET /login/companyinfo/Acme", {"Codebase": "v2025_2/"})
    found.on(f"GET {new}", [contact(1), contact(2)])
    records, _, _ = pulled(port, PsaFamily.CONTACTS)
    assert [each.source_id for each in records] == ["1", "2"]


def test_a_404_with_the_same_codebase_is_a_refusal() -> None:
    found = answers()
    with pytest.raises(RemoteRefused, match="has nothing there"):
        pulled(opened(found), PsaFamily.CONTACTS)
    assert len(found.of("GET /login/companyinfo/Acme")) == 2


def test_an_own_server_s_codebase_is_not_looked_up() -> None:
    found = Answers()
    found.on("GET /v4_6_release/apis/3.0/company/contacts", [contact(1)])
    records, _, _ = pulled(opened(found, {"codebase": "v4_6_release"}), PsaFamily.CONTACTS)
    assert (len(records), found.lines("/login")) == (1, [])


def test_an_unknown_company_is_told_by_name() -> None:
    with pytest.raises(RemoteRefused, match="does not know the company “Acme”"):
        opened(Answers()).company()


def test_a_full_pull_goes_forward_only_by_links() -> None:
    found = answers()
    link = f'<https://elsewhere.example{CONTACTS}?pageId=7&pageSize=1000>; rel="next"'

    def answer(asked: Asked) -> httpx.Response:
        return rows(contact(9)) if "pageId" in asked.query else rows(contact(7), Link=link)

    found.on(f"GET {CONTACTS}", answer)
    records, _, pages = pulled(opened(found), PsaFamily.CONTACTS)
    asked = found.of(f"GET {CONTACTS}")
    assert [each.source_id for each in records] == ["7", "9"]
    assert all(each.headers["pagination-type"] == "forward-only" for each in asked)
    assert asked[1].query["pageId"] == "7"
    assert all(page.is_whole for page in pages)


def test_without_a_link_a_full_page_falls_back_to_ids() -> None:
    found = answers()
    first = [contact(number) for number in range(1, PAGE_SIZE + 1)]
    found.on(f"GET {CONTACTS}", in_turn(rows(*first), rows(contact(PAGE_SIZE + 5))))
    records, _, _ = pulled(opened(found), PsaFamily.CONTACTS)
    second = found.of(f"GET {CONTACTS}")[1]
    assert len(records) == PAGE_SIZE + 1
    assert (second.query["conditions"], second.query["orderBy"]) == ("id > 1000", "id asc")


def test_a_page_that_is_just_full_ends_with_an_empty_one() -> None:
    found = answers()
    first = [contact(number) for number in range(1, PAGE_SIZE + 1)]
    found.on(f"GET {CONTACTS}", in_turn(rows(*first), rows()))
    assert len(pulled(opened(found), PsaFamily.CONTACTS)[0]) == PAGE_SIZE


def test_changes_are_asked_by_the_stamp_with_an_overlap() -> None:
    found = answers()
    found.on(f"GET {CONTACTS}", [contact(1)])
    port = opened(found)
    _, mark, _ = pulled(port, PsaFamily.CONTACTS)
    _, _, pages = pulled(port, PsaFamily.CONTACTS, mark)
    last = found.of(f"GET {CONTACTS}")[-1]
    assert last.query["conditions"] == "lastUpdated > [2026-10-01T11:50:00Z]"
    assert not any(page.is_whole for page in pages)


def test_stamps_in_conditions_are_utc_to_the_second() -> None:
    moment = datetime(2026, 1, 31, 0, 0, 0, 999999, tzinfo=UTC)
    assert stamp_text(moment) == "[2026-01-31T00:00:00Z]"


def test_long_conditions_are_split() -> None:
    ids = [str(number) for number in range(10_000, 11_000)]
    conditions = list(id_conditions(ids))
    assert len(conditions) > 1
    assert all(len(quote(each)) <= 1800 for each in conditions)
    assert ",".join(each[len("id in (") : -1] for each in conditions).split(",") == ids


def test_403_is_a_missing_right_and_no_sign_in() -> None:
    found = answers()
    refusal = {"code": "SecurityDenied", "message": "You do not have permission"}
    found.on(f"GET {CONTACTS}", lambda _: httpx.Response(403, json=refusal))
    with pytest.raises(RemoteRefused, match="do not have permission"):
        pulled(opened(found), PsaFamily.CONTACTS)


def test_401_asks_for_a_new_sign_in_and_tells_no_key() -> None:
    found = answers()
    refusal = {"code": "Unauthorized", "message": f"bad key {PRIVATE_KEY}"}
    found.on(f"GET {CONTACTS}", lambda _: httpx.Response(401, json=refusal))
    with pytest.raises(SignInNeeded) as raised:
        pulled(opened(found), PsaFamily.CONTACTS)
    assert PRIVATE_KEY not in str(raised.value)


@pytest.mark.parametrize("status", [429, 500])
def test_throttling_and_a_500_timeout_are_waited_out(status: int) -> None:
    found, time = answers(), VirtualTime()
    busy = httpx.Response(status, json={"message": "timeout"}, headers={"Retry-After": "7"})
    found.on(f"GET {CONTACTS}", in_turn(busy, rows(contact(1))))
    records, _, _ = pulled(opened(found, time=time), PsaFamily.CONTACTS)
    assert (len(records), 7.0 in time.waits) == (1, True)


def test_a_gateway_s_page_is_no_answer() -> None:
    found = answers()
    page = httpx.Response(200, text="<html><h1>Just a moment</h1></html>")
    found.on(f"GET {CONTACTS}", lambda _: page)
    with pytest.raises(RemoteUnavailable, match="Just a moment"):
        pulled(opened(found), PsaFamily.CONTACTS)


def test_errors_within_an_error_are_told() -> None:
    found = answers()
    body = {
        "code": "InvalidObject",
        "message": "company object is invalid",
        "errors": [{"code": "MissingValue", "message": "name is required", "field": "name"}],
    }
    found.on(f"GET {CONTACTS}", lambda _: httpx.Response(400, json=body))
    with pytest.raises(RemoteRefused, match="name is required"):
        pulled(opened(found), PsaFamily.CONTACTS)


def test_a_row_that_cannot_be_read_is_named() -> None:
    found = answers()
    found.on(f"GET {CONTACTS}", [{"id": 77, "_info": {"lastUpdated": "yesterday"}}])
    with pytest.raises(RemoteRefused, match="record 77"):
        pulled(opened(found), PsaFamily.CONTACTS)


def test_unknown_fields_null_lists_and_missing_references_are_normal() -> None:
    found = answers()
    row = {**contact(1), "communicationItems": None, "customFields": None, "brandNew": {"a": [1]}}
    found.on(f"GET {CONTACTS}", [row])
    (record,) = pulled(opened(found), PsaFamily.CONTACTS)[0]
    assert (record.email, record.customer_id, record.site_id) == (None, "", None)
    assert COMPANY["name"] not in record.raw
