import json
from decimal import Decimal

import httpx
import pytest

from app.connectors.autotask.asking import (
    Zone,
    equal,
    lookup_root,
    lookup_verdict,
    one_of,
    verdict,
)
from app.connectors.reply import Meaning, Reply
from app.customers.incoming import PsaFamily
from app.errors import RemoteRefused, RemoteUnavailable, SignInNeeded
from tests.connectors.autotask.desk import (
    NOW,
    ROOT,
    USER,
    Desk,
    autotask_of,
    page,
    port_of,
    practice,
    practice_port,
    refused,
)
from tests.connectors.openings import VirtualTime


def reply(status: int, *words: str, **headers: str) -> Reply:
    return Reply(
        status=status,
        headers={name.replace("_", "-"): value for name, value in headers.items()},
        text=json.dumps({"errors": words}),
        value={"errors": list(words)},
        is_json=True,
    )


# ------------------------------------------------------------------ the zone


@pytest.mark.parametrize(
    ("given", "root"),
    [
        ("https://webservices.autotask.net", "https://webservices.autotask.net/atservicesrest"),
        ("webservices.autotask.net/", "https://webservices.autotask.net/atservicesrest"),
        ("https://x.example/ATServicesRest/", "https://x.example/ATServicesRest"),
        ("https://x.example/atservicesrest/v1.0", "https://x.example/atservicesrest"),
    ],
)
def test_the_zone_is_looked_up_below_what_the_user_wrote(given: str, root: str) -> None:
    assert lookup_root(given) == root


def test_the_zone_look_up_names_the_user_and_carries_no_secret() -> None:
    desk = Desk()
    assert port_of(desk).company().tenant_id == "77"
    first = desk.asked[0]
    assert first.url.path == "/atservicesrest/v1.0/zoneInformation"
    assert first.url.params["user"] == USER
    assert not {"secret", "apiintegrationcode", "username"} & set(first.headers)
    assert desk.asked[1].url.path == "/ATServicesRest/v1.0/Companies/0"
    assert desk.asked[1].headers["ApiIntegrationCode"] == "CODE-OF-OURS"


def test_an_unknown_user_is_a_500_at_the_zone_look_up_and_a_sign_in_for_us() -> None:
    desk = Desk({"zoneinformation": lambda _: refused(500, "Zone could not be determined.")})
    with pytest.raises(SignInNeeded, match="knows no zone of this user"):
        port_of(desk).company()
    assert len(desk.asked) == 1


def test_a_zone_look_up_that_breaks_down_is_asked_again() -> None:
    answers = [refused(500, "An error has occurred."), httpx.Response(500, text="<html>")]
    zone = {"zoneName": "Test", "url": f"{ROOT}/ATServicesRest/", "ci": 0}
    desk = Desk({"zoneinformation": lambda _: answers.pop() if answers else zone})
    assert port_of(desk).company().tenant_id == "cedarfork.example"


def test_practice_knows_no_zone_of_a_stranger() -> None:
    with pytest.raises(SignInNeeded):
        practice_port(practice(), username="stranger@nowhere.example").company()


def test_a_401_reads_the_zone_again_and_asks_the_new_one_once() -> None:
    desk = Desk()
    old = desk.zone

    def moved(request: httpx.Request) -> httpx.Response:
        if "/ATServicesRest/" in request.url.path:
            desk.zone = f"{ROOT}/Zone5/ATServicesRest2/"
            return httpx.Response(401, json={"errors": ["Unauthorized"]})
        return httpx.Response(200, json=page([{"id": 1, "name": "Net 30"}]))

    desk.answers["paymentterms/query"] = moved
    pages = list(port_of(desk).pull(PsaFamily.TERMS, since=None))
    assert [each.source_id for each in pages[0].records] == ["1"]
    assert old != desk.zone
    assert desk.paths()[-1] == "POST /Zone5/ATServicesRest2/v1.0/PaymentTerms/query"


def test_a_401_of_a_zone_that_has_not_moved_is_a_sign_in() -> None:
    desk = Desk({"companies/0": refused(401, "Unauthorized")})
    with pytest.raises(SignInNeeded):
        port_of(desk).company()
    assert desk.paths().count("GET /atservicesrest/v1.0/zoneInformation") == 2
    assert desk.paths().count("GET /ATServicesRest/v1.0/Companies/0") == 2


def test_credentials_do_not_go_to_a_zone_of_somebody_else() -> None:
    desk = Desk(zone="http://elsewhere.example/ATServicesRest/")
    with pytest.raises(RemoteRefused, match=r"leads to elsewhere\.example"):
        port_of(desk).company()
    assert len(desk.asked) == 1


def test_a_zone_beside_the_look_up_is_of_the_same_house() -> None:
    row = {"url": "https://webservices5.autotask.net/ATServicesRest/", "ci": 0}
    zone = Zone.of(row, asked="https://webservices.autotask.net/atservicesrest")
    assert zone.base == "https://webservices5.autotask.net/ATServicesRest/v1.0"
    with pytest.raises(RemoteRefused):
        Zone.of(
            {"url": "https://autotask.net.evil.example/"},
            asked="https://webservices.autotask.net/atservicesrest",
        )


# ------------------------------------------------------------------ queries


def test_the_next_page_is_asked_by_the_same_method_with_the_same_body() -> None:
    def answer(request: httpx.Request) -> dict[str, object]:
        after = request.url.params.get("after")
        following = None if after else f"{ROOT}/ATServicesRest/v1.0/Contacts/query?after=500"
        return page([{"id": 2 if after else 1}], following)

    desk = Desk({"contacts/query": answer})
    found = list(autotask_of(desk).pages("Contacts", "Reading", (equal("companyID", 5),)))
    assert found == [[{"id": 1}], [{"id": 2}]]
    first, second = desk.asked[1:]
    assert (first.method, second.method) == ("POST", "POST")
    assert first.content == second.content
    assert second.url.params["after"] == "500"


def test_an_empty_filter_is_never_sent() -> None:
    desk = Desk()
    list(autotask_of(desk).pages("Contacts", "Reading"))
    assert desk.bodies("Contacts/query") == [
        {"MaxRecords": 500, "Filter": [{"op": "exist", "field": "id"}]}
    ]


def test_include_fields_always_hold_the_id() -> None:
    desk = Desk()
    list(autotask_of(desk).pages("Tickets", "Reading", fields=("companyID",)))
    assert desk.bodies("Tickets/query")[0]["IncludeFields"] == ["id", "companyID"]


def test_an_in_holds_500_ids_at_most() -> None:
    desk = Desk()
    list(autotask_of(desk).by_ids("Tickets", "Reading", map(str, range(1, 502))))
    sizes = [len(each["Filter"][0]["value"]) for each in desk.bodies("Tickets/query")]
    assert sizes == [500, 1]
    assert one_of("id", ["7"])["value"] == [7]


def test_a_row_that_a_shifted_page_tells_twice_comes_once() -> None:
    def answer(request: httpx.Request) -> dict[str, object]:
        if request.url.params.get("after"):
            return page([{"id": 2}, {"id": 3}], None)
        following = f"{ROOT}/ATServicesRest/v1.0/Tickets/query?after=2"
        return page([{"id": 1}, {"id": 2}], following)

    desk = Desk({"tickets/query": answer})
    found = list(autotask_of(desk).by_ids("Tickets", "Reading", ("1", "2", "3")))
    assert found == [{"id": 1}, {"id": 2}, {"id": 3}]


def test_unknown_fields_of_an_answer_are_passed_over_and_an_unknown_entity_is_none() -> None:
    desk = Desk({"products/query": httpx.Response(404, json={"Message": "No HTTP resource"})})
    assert list(autotask_of(desk).pages("Products", "Reading", is_optional=True)) == [[]]
    with pytest.raises(RemoteRefused):
        list(autotask_of(desk).pages("Products", "Reading"))


def test_an_unknown_field_fails_the_whole_call_and_is_told() -> None:
    desk = Desk({"contacts/query": refused(500, "Unable to find nonsense in the Contact Entity.")})
    with pytest.raises(RemoteRefused, match="Unable to find nonsense"):
        list(autotask_of(desk).pages("Contacts", "Reading", (equal("nonsense", 1),)))


def test_a_missing_record_is_a_200_with_an_item_of_null() -> None:
    assert autotask_of(Desk()).one("Companies", "999", "Reading") is None


def test_null_arrays_are_lists_of_none() -> None:
    desk = Desk({"contacts/query": {"items": None, "pageDetails": None}})
    assert list(autotask_of(desk).pages("Contacts", "Reading")) == [[]]


def test_picklist_values_are_texts_in_metadata_and_numbers_in_records() -> None:
    listed = [{"value": "7", "label": "Recurring Service"}]
    fields = {"fields": [{"name": "contractType", "picklistValues": listed}]}
    desk = Desk({"contracts/entityinformation/fields": fields})
    autotask = autotask_of(desk)
    assert autotask.labels("Contracts", "contractType", "Reading") == {"7": "Recurring Service"}
    assert autotask.labels("Contracts", "contracttype", "Reading")
    assert len(desk.asked) == 2  # the zone, and the fields once


def test_the_time_is_the_servers() -> None:
    autotask = autotask_of(Desk())
    autotask.one("Companies", "1", "Reading")
    assert autotask.moment().strftime("%a, %d %b %Y %H:%M:%S GMT") == NOW


# ------------------------------------------------------------------ what replies mean


@pytest.mark.parametrize("status", [403, 409, 429, 500])
def test_a_thread_error_is_a_wait_in_whatever_status_it_comes(status: int) -> None:
    found = verdict(reply(status, "Thread Threshold Exceeded (Itgenatr005)"))
    assert found is not None
    assert (found.meaning, found.wait_seconds) == (Meaning.WAIT, Decimal(5))


def test_retry_after_may_be_seconds_or_a_date_and_is_not_cut_at_a_minute() -> None:
    seconds = verdict(reply(500, "Thread Threshold Exceeded", retry_after="90"))
    date = "Mon, 02 Nov 2026 16:02:00 GMT"
    moment = verdict(reply(500, "Thread Threshold Exceeded", retry_after=date, date=NOW))
    assert seconds is not None
    assert moment is not None
    assert (seconds.wait_seconds, moment.wait_seconds) == (Decimal(90), Decimal(120))


def test_a_thread_error_is_waited_for_and_asked_again() -> None:
    answers = [refused(500, "Thread Threshold Exceeded")]
    desk = Desk({"companies/0": lambda _: answers.pop() if answers else {"item": {"id": 0}}})
    time = VirtualTime()
    port_of(desk, time=time).company()
    assert time.waits == [5]


def test_a_500_that_refuses_is_not_asked_again() -> None:
    desk = Desk({"companies/0": refused(500, "You do not have permission to view this entity.")})
    with pytest.raises(RemoteRefused, match="do not have permission"):
        port_of(desk).company()
    assert desk.paths().count("GET /ATServicesRest/v1.0/Companies/0") == 1


def test_a_500_without_a_reason_is_a_break_down_and_only_reads_go_again() -> None:
    found = verdict(reply(500, "An error has occurred."))
    assert found is not None
    assert found.meaning is Meaning.BROKEN
    assert verdict(reply(502, "Bad gateway")) is None


def test_a_403_is_a_missing_permission_and_no_sign_in() -> None:
    found = verdict(reply(403, "Forbidden"))
    assert found is not None
    assert found.meaning is Meaning.REFUSED


def test_a_gateways_page_at_the_look_up_is_no_unknown_user() -> None:
    page_of_gateway = Reply(status=500, headers={}, text="<html>", value=None, is_json=False)
    assert lookup_verdict(page_of_gateway) is None


def test_calls_that_other_programs_nearly_used_up_are_left_to_them() -> None:
    used = {"externalRequestThreshold": 10000, "currentTimeframeRequestCount": 9500}
    desk = Desk({"thresholdinformation": used})
    with pytest.raises(RemoteUnavailable, match="9,500 of 10,000"):
        next(port_of(desk).pull(PsaFamily.TERMS, since=None))
    assert "POST /ATServicesRest/v1.0/PaymentTerms/query" not in desk.paths()


def test_the_count_of_calls_is_asked_once_a_minute() -> None:
    told = iter((NOW, "Mon, 02 Nov 2026 16:01:00 GMT"))
    desk = Desk()
    desk.answers["paymentterms/query"] = lambda _: httpx.Response(
        200, json=page([]), headers={"Date": next(told)}
    )
    port = port_of(desk)
    for _ in range(2):
        list(port.pull(PsaFamily.TERMS, since=None))
    assert sum(each.endswith("ThresholdInformation") for each in desk.paths()) == 1
    list(port.pull(PsaFamily.CONTACTS, since=None))
    assert sum(each.endswith("ThresholdInformation") for each in desk.paths()) == 2


def test_a_company_whose_count_may_not_be_seen_is_read_all_the_same() -> None:
    desk = Desk({"thresholdinformation": refused(403, "no")})
    assert list(port_of(desk).pull(PsaFamily.TERMS, since=None))


def test_a_write_is_a_patch_of_the_named_fields() -> None:
    desk = Desk({"companies": {"itemId": 174}})
    autotask_of(desk).change("Companies", "Writing", {"id": 174, "companyNumber": "10042"})
    assert desk.asked[-1].method == "PATCH"
    assert desk.bodies("/Companies") == [{"id": 174, "companyNumber": "10042"}]
