from datetime import UTC, datetime
from decimal import Decimal

import pytest
from sqlalchemy.exc import IntegrityError

from app.store.database import CompanyFile
from app.store.links import (
    Link,
    LinkKind,
    PairKind,
    drop_link,
    keep_link,
    keep_pair,
    links,
    our_ids,
    pairs,
)

NOW = datetime(2026, 11, 2, 16, 0, tzinfo=UTC)
LINK = Link(
    kind=LinkKind.INVOICE,
    our_id="CF-1",
    their_id="B1",
    version="0",
    total=Decimal("44.24"),
    sent={"number": "CF-1"},
)


def test_a_link_leads_both_ways(company: CompanyFile) -> None:
    with company.write() as conn:
        keep_link(conn, "xero", LINK, at=NOW)
        keep_link(conn, "xero", LINK, at=NOW)
        assert links(conn, "xero", LinkKind.INVOICE) == {"CF-1": LINK}
        assert our_ids(conn, "xero", LinkKind.INVOICE) == {"B1": "CF-1"}
        assert links(conn, "sage", LinkKind.INVOICE) == {}
        drop_link(conn, "xero", LinkKind.INVOICE, "CF-1")
        assert our_ids(conn, "xero", LinkKind.INVOICE) == {}


def test_one_of_theirs_is_never_two_of_ours(company: CompanyFile) -> None:
    other = Link(kind=LinkKind.INVOICE, our_id="CF-2", their_id="B1", sent={})
    with company.write() as conn:
        keep_link(conn, "xero", LINK, at=NOW)
        with pytest.raises(IntegrityError):
            keep_link(conn, "xero", other, at=NOW)


def test_a_pair_is_replaced_and_taken_out(company: CompanyFile) -> None:
    with company.write() as conn:
        keep_pair(conn, "xero", PairKind.REVENUE, "4010", "200")
        keep_pair(conn, "xero", PairKind.REVENUE, "4010", "201")
        keep_pair(conn, "xero", PairKind.TAX, "", "825")
        assert pairs(conn, "xero") == {
            (PairKind.REVENUE, "4010"): "201",
            (PairKind.TAX, ""): "825",
        }
        keep_pair(conn, "xero", PairKind.TAX, "", "")
        assert pairs(conn, "xero") == {(PairKind.REVENUE, "4010"): "201"}
