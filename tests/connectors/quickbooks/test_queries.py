"""Walks, change data and look-ups of QuickBooks Online."""

from typing import Any

import pytest

from app.billing.incoming import BookFamily
from app.connectors.quickbooks.queries import one_of, quoted
from app.errors import RemoteUnavailable
from tests.connectors.quickbooks.desk import Desk, found, opened

SIZE = 250
"""Documents on a page."""


class Moving(Desk):
    """A list from which rows go while it is read."""

    def __init__(self, ids: list[int], *, go: list[list[int]]) -> None:
        super().__init__()
        self.ids = ids
        self.go = go

    def _what(self, method: str, path: str, query: Any) -> str:  # noqa: ANN401
        what = super()._what(method, path, query)
        if what == "query Invoice":
            words = query["query"].split()
            start = int(words[words.index("STARTPOSITION") + 1]) - 1
            page = self.ids[start : start + SIZE]
            self.on(what, found("Invoice", *({"Id": str(each)} for each in page)))
            gone = self.go.pop(0) if self.go else []
            self.ids = [each for each in self.ids if each not in gone]
        return what


def walked(desk: Desk) -> set[str]:
    pages = opened(desk).pull(BookFamily.INVOICES, since=None)
    return {record.source_id for page in pages for record in page.records}


def test_the_minor_version_is_always_sent() -> None:
    desk = Desk()
    list(opened(desk).pull(BookFamily.INVOICES, since=None))
    assert {each.query["minorversion"] for each in desk.asked} == {"75"}


def test_inactive_records_are_asked_for() -> None:
    desk = Desk()
    list(opened(desk).pull(BookFamily.CUSTOMERS, since=None))
    list(opened(desk).pull(BookFamily.INVOICES, since=None))
    assert "WHERE Active IN (true, false)" in desk.queries("Customer")[0]
    assert "Active" not in desk.queries("Invoice")[0]


def test_pages_overlap_and_end_with_a_short_one() -> None:
    desk = Moving(list(range(600)), go=[])
    assert len(walked(desk)) == 600
    starts = [query.split("STARTPOSITION ")[1].split()[0] for query in desk.queries("Invoice")]
    assert starts == ["1", "226", "451"]


def test_a_list_whose_end_is_a_full_page_ends() -> None:
    assert len(walked(Moving(list(range(SIZE)), go=[]))) == SIZE


@pytest.mark.parametrize("count", [5, 25, 100])
def test_nothing_is_passed_over_where_rows_go_meanwhile(count: int) -> None:
    desk = Moving(list(range(700)), go=[list(range(count))])
    assert set(map(str, range(count, 700))) <= walked(desk)


def test_a_list_that_never_rests_is_an_error() -> None:
    desk = Moving(list(range(5000)), go=[list(range(n * 200, n * 200 + 100)) for n in range(9)])
    with pytest.raises(RemoteUnavailable, match="does not come to its end"):
        walked(desk)


def test_a_page_that_comes_again_and_again_is_an_error() -> None:
    desk = Desk()
    desk.on("query Invoice", found("Invoice", *({"Id": str(each)} for each in range(SIZE))))
    with pytest.raises(RemoteUnavailable, match="does not come to its end"):
        walked(desk)


def test_values_are_quoted() -> None:
    assert quoted("O'Hara") == r"'O\'Hara'"
    assert one_of("Id", ["1", "2"]) == "Id IN ('1', '2')"
