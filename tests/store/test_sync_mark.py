from collections.abc import Callable
from datetime import UTC, date, datetime

import pytest
from sqlalchemy import Connection

from app.store.audit import Stamp
from app.store.database import CompanyFile
from app.store.decisions import save_answer
from app.store.links import Link, LinkKind, PairKind, keep_link, keep_pair
from app.store.outbox import Errand, OutboxState, begin_errand, end_errand
from app.store.sync_mark import sync_mark

NOW = datetime(2026, 11, 2, 16, 0, tzinfo=UTC)
TODAY = date(2026, 11, 2)
LINK = Link(kind=LinkKind.CUSTOMER, our_id="100", their_id="7", sent={})
ERRAND = Errand(verb="create", kind="invoice", our_id="CF-1", digest="d")


def _posts(conn: Connection) -> None:
    row = begin_errand(conn, "xero", ERRAND, at=NOW)
    end_errand(conn, row.id, OutboxState.UNKNOWN, at=NOW)


@pytest.mark.parametrize(
    "change",
    [
        lambda conn: keep_link(conn, "xero", LINK, at=NOW),
        lambda conn: keep_pair(conn, "xero", PairKind.REVENUE, "4010", "9"),
        lambda conn: save_answer(conn, "psa", value="none", stamp=Stamp(NOW, "Dana", "decide")),
        _posts,
    ],
    ids=["link", "pair", "decision", "errand"],
)
def test_every_change_of_what_a_sync_goes_by_is_another_mark(
    company: CompanyFile, change: Callable[[Connection], object]
) -> None:
    with company.write() as conn:
        before = sync_mark(conn, on=TODAY)
        assert sync_mark(conn, on=TODAY) == before
        change(conn)
        assert sync_mark(conn, on=TODAY) != before


def test_another_day_is_another_mark(company: CompanyFile) -> None:
    with company.write() as conn:
        assert sync_mark(conn, on=TODAY) != sync_mark(conn, on=date(2026, 11, 3))
