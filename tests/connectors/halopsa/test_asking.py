import httpx
import pytest

from app.customers.incoming import PsaFamily
from app.errors import InputError, RemoteRefused, RemoteUnavailable, SignInNeeded
from tests.connectors.halopsa.halo import SECRET, STAMP, answers, listing, opened, pulled
from tests.connectors.openings import VirtualTime
from tests.connectors.psa_answers import Answers, Asked, in_turn

CLIENTS = "GET /api/Client"
CLIENT = {"id": 44, "name": "Acme", "alastupdate": STAMP}


def with_items(*numbers: int) -> Answers:
    found = answers()
    rows = [{"id": number, "name": f"Item {number}"} for number in numbers]
    found.on("GET /api/Item", listing("items", *rows))
    for row in rows:
        found.on(f"GET /api/Item/{row['id']}", row)
    return found


def test_the_site_names_where_to_sign_in() -> None:
    found = with_items(1)
    found.on("POST /elsewhere/token", {"access_token": "token-2", "expires_in": 600})
    found.on("GET /api/authinfo", {"auth_url": "http://127.0.0.1:8080/elsewhere", "tenant_id": "x"})
    pulled(opened(found), PsaFamily.PRODUCTS)
    (asked,) = found.of("POST /elsewhere/token")
    assert asked.query == {"tenant": "x"}
    assert asked.body == {
        "grant_type": "client_credentials",
        "client_id": "the-program",
        "client_secret": SECRET,
        "scope": "all",
    }
    assert found.of("GET /api/Item")[0].headers["authorization"] == "Bearer token-2"


def test_a_site_without_a_look_up_is_signed_in_at_its_own_address() -> None:
    found = with_items(1)
    del found.routes["GET /api/authinfo"]
    pulled(opened(found), PsaFamily.PRODUCTS)
    assert len(found.of("POST /auth/token")) == 1


def test_the_address_follows_from_the_tenant() -> None:
    found = answers()
    with pytest.raises(InputError, match="needs its address"):
        opened(found, {"site_url": ""})
    opened(found, {"site_url": "", "tenant": "acme"}).close()


def test_one_token_serves_until_its_end() -> None:
    found, time = with_items(1, 2, 3), VirtualTime()
    port = opened(found, time=time)
    pulled(port, PsaFamily.PRODUCTS)
    assert len(found.of("POST /auth/token")) == 1
    time.seconds += 3600
    pulled(port, PsaFamily.PRODUCTS)
    assert len(found.of("POST /auth/token")) == 2


def test_a_401_signs_in_once_more() -> None:
    found = with_items(1)
    good = listing("items", {"id": 1})
    seen: list[Asked] = []

    def answer(asked: Asked) -> httpx.Response:
        seen.append(asked)
        return httpx.Response(401) if len(seen) == 1 else good(asked)

    found.on("GET /api/Item", answer)
    pulled(opened(found), PsaFamily.PRODUCTS)
    assert len(found.of("POST /auth/token")) == 2


def test_a_client_that_is_not_taken_asks_for_a_new_sign_in() -> None:
    found = answers()
    refusal = {"error": "invalid_client", "error_description": f"no {SECRET}"}
    found.on("POST /auth/token", lambda _: httpx.Response(401, json=refusal))
    with pytest.raises(SignInNeeded) as raised:
        opened(found).company()
    assert SECRET not in str(raised.value)


def test_a_bad_tenant_is_a_500_and_no_new_sign_in() -> None:
    found = answers()
    found.on("POST /auth/token", lambda _: httpx.Response(500, text="error"))
    with pytest.raises(RemoteUnavailable):
        opened(found).company()


@pytest.mark.parametrize("line", ["GET /api/authinfo", "POST /auth/token", "GET /api/Item"])
def test_throttling_is_waited_out_even_at_the_sign_in(line: str) -> None:
    found, time = with_items(1), VirtualTime()
    good = found.routes[line]
    seen: list[Asked] = []

    def answer(asked: Asked) -> httpx.Response:
        seen.append(asked)
        busy = httpx.Response(429, text="Too many requests", headers={"Retry-After": "9"})
        return busy if len(seen) == 1 else good(asked)

    found.on(line, answer)
    records, _, _ = pulled(opened(found, time=time), PsaFamily.PRODUCTS)
    assert (len(records), 9.0 in time.waits) == (1, True)


def test_pages_are_asked_by_pageinate() -> None:
    found = with_items(*range(1, 6))
    records, _, _ = pulled(opened(found, {"page_size": "2"}), PsaFamily.PRODUCTS)
    asked = found.of("GET /api/Item")
    assert [each.source_id for each in records] == ["1", "2", "3", "4", "5"]
    assert [each.query["page_no"] for each in asked] == ["1", "2", "3"]
    assert {each.query["pageinate"] for each in asked} == {"true"}
    assert {each.query["order"] for each in asked} == {"id"}


def test_a_server_with_smaller_pages_is_read_to_its_count() -> None:
    found = with_items(1, 2, 3)

    def answer(asked: Asked) -> httpx.Response:
        row = {"id": int(asked.query["page_no"])}
        return httpx.Response(200, json={"record_count": 3, "items": [row]})

    found.on("GET /api/Item", answer)
    assert len(pulled(opened(found), PsaFamily.PRODUCTS)[0]) == 3


def test_a_list_alone_is_read_too() -> None:
    found = with_items(1, 2)
    found.on("GET /api/Item", [{"id": 1}, {"id": 2}])
    assert len(pulled(opened(found), PsaFamily.PRODUCTS)[0]) == 2
    assert len(found.of("GET /api/Item")) == 1


def test_a_list_whose_length_changes_is_walked_again() -> None:
    found = with_items(1, 2, 3)
    whole = [{"id": 1}, {"id": 2}, {"id": 3}]
    calls: list[int] = []

    def answer(asked: Asked) -> httpx.Response:
        calls.append(1)
        # The first row goes after the first page, and the rest move up.
        rows = whole if len(calls) == 1 else whole[1:]
        start = (int(asked.query["page_no"]) - 1) * 2
        part = rows[start : start + 2]
        return httpx.Response(200, json={"record_count": len(rows), "items": part})

    found.on("GET /api/Item", answer)
    records, _, _ = pulled(opened(found, {"page_size": "2"}), PsaFamily.PRODUCTS)
    assert {each.source_id for each in records} == {"1", "2", "3"}


def test_the_same_page_again_is_an_error() -> None:
    found = with_items(1)
    found.on("GET /api/Item", {"record_count": 9, "items": [{"id": 1}]})
    with pytest.raises(RemoteUnavailable, match="same page again"):
        pulled(opened(found), PsaFamily.PRODUCTS)


def test_an_answer_without_the_list_is_refused() -> None:
    found = with_items(1)
    found.on("GET /api/Item", {"record_count": 0})
    with pytest.raises(RemoteRefused, match="holds no items"):
        pulled(opened(found), PsaFamily.PRODUCTS)


@pytest.mark.parametrize(
    ("response", "words"),
    [
        (httpx.Response(400, json={"ClassName": "System.X", "Message": "Bad date"}), "Bad date"),
        (httpx.Response(400, json={"error": "e", "error_description": "No scope"}), "No scope"),
        (httpx.Response(400, json={"resultCode": 7, "errorMessage": "Odd"}), "Odd (7)"),
        (httpx.Response(400, text="Plain words"), "Plain words"),
        (httpx.Response(400, json="A text alone"), "A text alone"),
        (httpx.Response(403, text=""), "no right to it"),
        (httpx.Response(404, text="<h1>Not found</h1>"), "Not found"),
    ],
)
def test_refusals_of_every_shape_are_told(response: httpx.Response, words: str) -> None:
    found = with_items(1)
    found.on("GET /api/Item", lambda _: response)
    with pytest.raises(RemoteRefused) as raised:
        pulled(opened(found), PsaFamily.PRODUCTS)
    assert words in raised.value.why


def test_a_500_is_asked_again() -> None:
    found = with_items(1)
    good = httpx.Response(200, json={"record_count": 1, "items": [{"id": 1}]})
    found.on("GET /api/Item", in_turn(httpx.Response(500, text="<html>oops</html>"), good))
    assert len(pulled(opened(found), PsaFamily.PRODUCTS)[0]) == 1
