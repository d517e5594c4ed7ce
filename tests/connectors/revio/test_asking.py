from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from app.connectors.reply import Meaning, Reply
from app.connectors.revio.asking import expiry_of, listed, verdict
from app.customers.incoming import PsaFamily
from app.errors import RemoteRefused
from tests.connectors.revio.desk import CUSTOMERS, Desk, jwt, port_of

ROWS = [{"customerId": 1, "name": "One"}]


@pytest.mark.parametrize(
    "value",
    [
        {"data": ROWS},
        {"data": {"items": ROWS}},
        {"data": {"records": ROWS}},
        {"data": {"results": ROWS}},
        ROWS,
    ],
)
def test_lists_come_in_several_shapes(value: object) -> None:
    assert listed(value, words="Reading") == ROWS


def test_lists_of_nothing_are_empty_and_no_lists_are_refused() -> None:
    assert listed({"data": None}, words="Reading") == []
    assert listed({"data": {"items": None}}, words="Reading") == []
    assert listed({"data": {}}, words="Reading") == []
    with pytest.raises(RemoteRefused):
        listed({"data": "none"}, words="Reading")


def test_the_end_of_a_token_is_its_claim_or_unknown() -> None:
    ends = datetime(2026, 11, 2, 17, tzinfo=UTC)
    assert expiry_of(jwt(ends)) == ends
    assert expiry_of("opaque") is None
    assert expiry_of("a.!!!.c") is None
    assert expiry_of("e30.e30.sig") is None


def many(request: httpx.Request) -> dict[str, Any]:
    page, size = int(request.url.params["page"]), int(request.url.params["perPage"])
    rows = [{"customerId": n, "name": f"C{n}"} for n in range(1, 1202)]
    return {"data": {"items": rows[(page - 1) * size : page * size]}}


def test_pages_go_on_until_one_is_short() -> None:
    desk = Desk({CUSTOMERS: many})
    pages = list(port_of(desk).pull(PsaFamily.CUSTOMERS, since=None))
    assert [len(page.records) for page in pages] == [500, 500, 201]


def test_a_list_that_knows_no_pages_comes_once() -> None:
    for count in (3, 500, 700):
        rows = [{"customerId": n, "name": f"C{n}"} for n in range(1, count + 1)]
        desk = Desk({CUSTOMERS: {"data": rows}})
        pages = list(port_of(desk).pull(PsaFamily.CUSTOMERS, since=None))
        assert sum(len(page.records) for page in pages) == count


def test_the_gateways_quota_is_a_403_and_a_wait() -> None:
    def reply(words: str) -> Reply:
        value = {"message": words}
        return Reply(status=403, headers={}, text=words, value=value, is_json=True)

    quota = verdict(reply("Out of call volume quota. Quota will be replenished."))
    assert quota is not None
    assert quota.meaning is Meaning.WAIT
    other = verdict(reply("Your role may not see this."))
    assert other is not None
    assert other.meaning is Meaning.ANSWER


def test_a_gateways_page_is_no_answer_and_reads_are_repeated() -> None:
    answers = [httpx.Response(502, text="<html>Bad gateway</html>")]
    desk = Desk({CUSTOMERS: lambda _: answers.pop() if answers else {"data": ROWS}})
    pages = list(port_of(desk).pull(PsaFamily.CUSTOMERS, since=None))
    assert len(pages[0].records) == 1
