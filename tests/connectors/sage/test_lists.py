"""Lists of Sage Accounting page by page."""

from datetime import UTC, datetime

import httpx
import pytest

from app.connectors.sage.lists import Walk
from app.errors import RemoteRefused, RemoteUnavailable
from tests.connectors.sage.counter import Counter, listed, lists, refused

CONTACTS = Walk(path="/contacts")
ROWS = [{"id": f"c{number}"} for number in range(4)]


def ids(counter: Counter, walk: Walk = CONTACTS) -> list[str]:
    return [row["id"] for page, _ in lists(counter).all(walk) for row in page]


def test_lists_are_asked_for_with_all_attributes() -> None:
    counter = Counter()
    assert ids(counter) == []
    assert counter.asked[0].query["attributes"] == "all"


def test_pages_are_as_long_as_may_be() -> None:
    counter = Counter()
    counter.on(
        "GET /contacts",
        listed(*ROWS[:2], total=3, **{"$next": "?page=2"}),
        listed(ROWS[2], total=3),
    )
    assert ids(counter) == ["c0", "c1", "c2"]
    assert [(e.query["page"], e.query["items_per_page"]) for e in counter.asked] == [
        ("1", "200"),
        ("2", "200"),
    ]


@pytest.mark.parametrize("name", ["$items_per_page", "$itemsPerPage"])
def test_the_size_of_a_page_is_spelled_in_two_ways(name: str) -> None:
    counter = Counter()
    pages = [{"$total": 4, "$items": ROWS[:2], name: 2}, {"$total": 4, "$items": ROWS[2:], name: 2}]
    counter.on("GET /contacts", *pages)
    assert ids(counter) == ["c0", "c1", "c2", "c3"]
    assert len(counter.asked) == 2


def test_a_list_that_moves_is_read_anew() -> None:
    counter = Counter()
    moved = listed(ROWS[1], total=3)
    first = listed(*ROWS[:2], total=3, **{"$next": "?page=2"})
    counter.on("GET /contacts", first, moved, listed(*ROWS[:3], total=3))
    assert set(ids(counter)) == {"c0", "c1", "c2"}


def test_a_list_that_moves_for_ever_is_given_up() -> None:
    counter = Counter()
    counter.on("GET /contacts", listed(ROWS[0], total=2))
    with pytest.raises(RemoteUnavailable, match="moves while it is read"):
        ids(counter)


def test_the_same_page_again_ends_the_walk() -> None:
    counter = Counter()
    counter.on("GET /contacts", listed(ROWS[0], total=9, **{"$next": "?page=2"}))
    with pytest.raises(RemoteUnavailable, match="same page again"):
        ids(counter)


def test_what_is_no_envelope_is_refused() -> None:
    counter = Counter()
    counter.on("GET /contacts", [{"id": "c1"}])
    with pytest.raises(RemoteRefused, match="no list"):
        ids(counter)


def test_an_edition_may_have_no_products() -> None:
    counter = Counter()
    counter.on("GET /products", refused(404, "Record not found"))
    assert ids(counter, Walk(path="/products", may_be_missing=True)) == []


def test_changes_are_asked_for_with_ten_minutes_before() -> None:
    since = datetime(2026, 10, 1, 12, 0, tzinfo=UTC)
    assert CONTACTS.changed(since).query == (
        ("updated_or_created_since", "2026-10-01T11:50:00+00:00"),
    )
    assert CONTACTS.deleted(None).query == (("deleted_since", "2000-01-01T00:00:00+00:00"),)


def test_a_record_that_is_not_there_is_none() -> None:
    counter = Counter()
    counter.on("GET /contacts/c9", refused(404, "Record not found"))
    assert lists(counter).one("/contacts", "c9") is None


def test_an_answer_without_an_id_may_have_happened() -> None:
    counter = Counter()
    counter.on("POST /contacts", {})
    with pytest.raises(RemoteUnavailable) as raised:
        lists(counter).post("/contacts", {}, "The contact")
    assert raised.value.may_have_happened


def test_a_delete_may_be_answered_by_nothing() -> None:
    counter = Counter()
    counter.on("DELETE /contacts/c1", httpx.Response(204))
    lists(counter).delete("/contacts/c1", "The delete")
    assert counter.asked[-1].method == "DELETE"
