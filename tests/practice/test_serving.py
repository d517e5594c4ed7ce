from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal

import httpx
import pytest
from werkzeug.wrappers import Request, Response

from app.practice.clock import PracticeClock, VirtualClock
from app.practice.faults import FaultSwitch
from app.practice.http_app import (
    HttpApp,
    Json,
    Manners,
    Route,
    UnreadableBody,
    answer,
    json_body,
    refuse,
    text_answer,
)
from app.practice.serving import PracticeSystem, Vendor, assemble, serve, somebody_else
from app.practice.striking import Strikes
from tests.practice.transport import PracticeTransport


class Notes:
    """A vendor of one list."""

    def __init__(self) -> None:
        self.rows: list[Json] = []
        self.expired = 0

    def app(self) -> HttpApp:
        return HttpApp(
            [
                Route("GET", "/notes", lambda _: answer({"rows": self.rows})),
                Route("POST", "/notes", self.post),
                Route("GET", "/notes/<int:number>", self.one),
            ],
            Manners(
                missing=lambda _: answer({"error": "no path"}, 404),
                wrong_method=lambda _: answer({"error": "method"}, 405),
                after=lambda _, response: response.headers.add("X-Vendor", "notes"),
            ),
        )

    def post(self, request: Request) -> Response:
        try:
            self.rows.append(json_body(request))
        except UnreadableBody as error:
            raise refuse({"error": "unreadable"}, 400) from error
        return answer({"id": len(self.rows)}, 201)

    def one(self, request: Request, number: int) -> Response:
        assert request.path.endswith(str(number))
        return answer(self.rows[number - 1])

    def expire(self, request: Request) -> Response | None:
        assert request.path
        self.expired += 1
        return None

    def pay(self, number: str, amount: Decimal | None) -> Mapping[str, Json]:
        if number != "N-1":
            message = f"no invoice {number}"
            raise LookupError(message)
        if amount is None:
            message = "the amount is missing"
            raise ValueError(message)
        return {"number": number, "balance": Decimal("10.00") - amount}


def system_of(notes: Notes, clock: PracticeClock) -> PracticeSystem:
    switch = FaultSwitch()
    vendor = Vendor(
        key="notes",
        title="Notes",
        http=notes.app(),
        state=lambda: {"customers": list(notes.rows)},
        acts={"pay": notes.pay},
        strikes=Strikes(
            too_many=lambda _: answer({"error": "slow down"}, 429, headers={"Retry-After": "7"}),
            server_error=lambda _: answer({"error": "broken"}, 500),
            expire=notes.expire,
            revoke=lambda _: text_answer("revoked", 401),
        ),
        api_path="/notes",
        credentials={"key": "k"},
        access_token="t",  # noqa: S106  made up
        token_path="/token",  # noqa: S106  a path
    )
    return assemble(vendor, clock=clock, switch=switch)


@pytest.fixture
def notes() -> Notes:
    return Notes()


@pytest.fixture
def clock() -> VirtualClock:
    return VirtualClock(datetime(2026, 11, 2, 9, tzinfo=UTC))


@pytest.fixture
def client(notes: Notes, clock: VirtualClock) -> Iterator[httpx.Client]:
    transport = PracticeTransport(system_of(notes, clock).app)
    with httpx.Client(transport=transport, base_url="http://practice.test") as made:
        yield made


def arm(client: httpx.Client, *faults: str) -> None:
    assert client.post("/_practice/faults", json={"faults": faults}).status_code == 200


def test_money_keeps_its_digits_both_ways(client: httpx.Client, notes: Notes) -> None:
    made = client.post("/notes", content=b'{"price": 19.10}')
    assert made.headers["X-Vendor"] == "notes"
    assert notes.rows == [{"price": Decimal("19.10")}]
    assert client.get("/notes/1").text == '{"price":19.10}'


def test_paths_and_methods_and_bodies_are_refused_in_the_vendors_words(
    client: httpx.Client,
) -> None:
    assert client.get("/nothing").json() == {"error": "no path"}
    assert client.delete("/notes").status_code == 405
    assert client.post("/notes", content=b'{"price": NaN}').json() == {"error": "unreadable"}


def test_every_answer_tells_the_time(client: httpx.Client, clock: VirtualClock) -> None:
    clock.sleep(90)
    for path in ("/notes", "/nothing"):
        assert client.get(path).headers["Date"] == "Mon, 02 Nov 2026 09:01:30 GMT"


def test_the_state_page_tells_tables_faults_and_requests(client: httpx.Client) -> None:
    client.post("/notes", json={"name": "x"})
    arm(client, "too_many_requests:5")
    assert client.get("/_practice/state").json() == {
        "system": "notes",
        "faults": ["too_many_requests:5"],
        "requests": {"POST /notes": 1},
        "customers": [{"name": "x"}],
    }
    assert client.get("/_practice/faults").json() == {"faults": ["too_many_requests:5"]}


def test_somebody_else_acts(client: httpx.Client) -> None:
    order = {"act": "pay", "number": "N-1", "amount": 2.5}
    paid = client.post("/_practice/faults", json=order)
    assert paid.text == '{"act":"pay","number":"N-1","balance":7.50}'


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"act": "pay", "number": "N-2", "amount": 1}, 404),
        ({"act": "pay", "number": "N-1"}, 400),
        ({"act": "pay", "number": "N-1", "amount": "much"}, 400),
        ({"act": "burn", "number": "N-1"}, 400),
        ({"faults": ["rain"]}, 400),
        ({"faults": "server_error"}, 400),
        ([], 400),
    ],
)
def test_what_cannot_be_done_is_said(client: httpx.Client, body: Json, status: int) -> None:
    refused = client.post("/_practice/faults", json=body)
    assert refused.status_code == status
    assert refused.json()["error"]


def test_a_time_out_comes_after_the_deed(client: httpx.Client, notes: Notes) -> None:
    arm(client, "timeout_after_commit:1")
    with pytest.raises(httpx.ReadTimeout):
        client.post("/notes", json={"name": "x"})
    assert notes.rows == [{"name": "x"}]


def test_a_delivery_comes_twice(client: httpx.Client, notes: Notes) -> None:
    arm(client, "duplicate_delivery:1")
    assert client.post("/notes", json=1).json() == {"id": 2}
    assert notes.rows == [1, 1]


def test_a_reads_answer_breaks_off(client: httpx.Client, notes: Notes) -> None:
    notes.rows.append("a long row")
    whole = client.get("/notes").text
    arm(client, "half_answer:1")
    assert client.get("/notes").text == whole[: len(whole) // 2]


def test_a_slow_body_takes_time_and_is_whole(
    client: httpx.Client, notes: Notes, clock: VirtualClock
) -> None:
    notes.rows.append("a long row")
    arm(client, "slow_body:1")
    before = clock.now()
    assert client.get("/notes").json() == {"rows": ["a long row"]}
    assert (clock.now() - before).total_seconds() == pytest.approx(1.6)


def test_other_faults_are_answered_in_the_vendors_words(client: httpx.Client, notes: Notes) -> None:
    arm(client, "too_many_requests:1", "server_error:1", "html_gateway:1", "revoked_token:1")
    answers = [client.get("/notes") for _ in range(5)]
    assert [each.status_code for each in answers] == [401, 429, 500, 502, 200]
    assert answers[1].headers["Retry-After"] == "7"
    assert "Bad Gateway" in answers[3].text
    arm(client, "expired_token:1")
    assert client.get("/notes").status_code == 200
    assert notes.expired == 1


def test_over_a_socket(notes: Notes, clock: VirtualClock) -> None:
    with serve({"notes": system_of(notes, clock)}) as serving:
        told = serving.told()["notes"]
        assert told["api_url"] == f"{serving.address('notes')}/notes"
        assert told["credentials"] == {"key": "k"}
        with httpx.Client(timeout=5) as client:
            assert client.post(told["api_url"], json=1).json() == {"id": 1}
            assert client.get(told["state_url"]).json()["customers"] == [1]
            faults = {"faults": ["timeout_after_commit:1", "half_answer:1"]}
            client.post(told["faults_url"], json=faults)
            with pytest.raises(httpx.RemoteProtocolError):
                client.post(told["api_url"], json=2)
            with pytest.raises(httpx.RemoteProtocolError):
                client.get(told["api_url"])
            assert client.get(told["api_url"]).json() == {"rows": [1, 2]}


def test_a_taken_port_is_said(notes: Notes, clock: VirtualClock) -> None:
    systems = {"notes": system_of(notes, clock)}
    with serve(systems) as serving:
        port = int(serving.address("notes").rpartition(":")[2])
        with pytest.raises(OSError, match="taken"), serve(systems, port):
            pass


def test_somebody_else_acts_without_a_socket(notes: Notes, clock: VirtualClock) -> None:
    system = system_of(notes, clock)
    done = somebody_else(system, "pay", "N-1", Decimal("4.10"))
    assert done == {"act": "pay", "number": "N-1", "balance": 5.9}
    with pytest.raises(ValueError, match="the amount is missing"):
        somebody_else(system, "pay", "N-1")
    with pytest.raises(ValueError, match="no invoice N-2"):
        somebody_else(system, "pay", "N-2", Decimal(1))
