"""Lists of Xero: by page, since a moment, moving."""

import httpx
import pytest

from app.billing.incoming import BookFamily
from app.errors import RemoteRefused, RemoteUnavailable
from tests.connectors.xero.desk import Desk, an_invoice, listed, opened


def invoices(*numbers: int) -> list[dict[str, object]]:
    return [an_invoice(InvoiceID=f"i-{each}") for each in numbers]


def ids(desk: Desk) -> list[str]:
    pages = opened(desk).pull(BookFamily.INVOICES, since=None)
    return [record.source_id for page in pages for record in page.records]


def test_lists_are_asked_for_by_page() -> None:
    desk = Desk()
    desk.on(
        "GET Invoices",
        listed("Invoices", *invoices(1, 2), pageCount=2, itemCount=3),
        listed("Invoices", *invoices(3), pageCount=2, itemCount=3),
    )
    assert ids(desk) == ["i-1", "i-2", "i-3"]
    assert [each.query["page"] for each in desk.asked] == ["1", "2"]


def test_a_list_that_says_nothing_of_itself_ends_with_a_short_page() -> None:
    desk = Desk()
    full, rest = invoices(*range(100)), invoices(100)
    desk.on("GET Invoices", listed("Invoices", *full), listed("Invoices", *rest))
    assert len(ids(desk)) == 101


def test_prices_keep_four_places() -> None:
    desk = Desk()
    ids(desk)
    assert {each.query["unitdp"] for each in desk.asked} == {"4"}


def test_a_list_that_moves_is_read_anew() -> None:
    desk = Desk()
    desk.on(
        "GET Invoices",
        listed("Invoices", *invoices(1, 2), pageCount=2, itemCount=4),
        listed("Invoices", *invoices(4), pageCount=2, itemCount=4),
        listed("Invoices", *invoices(1, 2), pageCount=2, itemCount=4),
        listed("Invoices", *invoices(3, 4), pageCount=2, itemCount=4),
    )
    assert set(ids(desk)) == {"i-1", "i-2", "i-3", "i-4"}
    assert [each.query["pageSize"] for each in desk.asked] == ["250", "250", "230", "230"]


def test_a_list_that_never_rests_is_an_error() -> None:
    desk = Desk()
    desk.on("GET Invoices", listed("Invoices", *invoices(1), pageCount=1, itemCount=2))
    with pytest.raises(RemoteUnavailable, match="moves while it is read"):
        ids(desk)


def test_a_page_that_comes_again_and_again_is_an_error() -> None:
    desk = Desk()
    desk.on("GET Invoices", listed("Invoices", *invoices(*range(100))))
    with pytest.raises(RemoteUnavailable, match="the same page again"):
        ids(desk)


def test_a_list_that_is_not_there_is_no_empty_list() -> None:
    desk = Desk()
    desk.on("GET Invoices", httpx.Response(404, text="The resource does not exist"))
    with pytest.raises(RemoteRefused):
        ids(desk)


def test_one_record_that_is_not_there_is_none() -> None:
    assert opened(Desk()).read_invoice("i-9") is None
