from datetime import UTC, datetime, timedelta

from app.store.database import CompanyFile
from app.store.links import Link, LinkKind, keep_link
from app.store.outbox import Errand, OutboxState, begin_errand, end_errand
from app.store.record_marks import errand_marks, link_marks

AT = datetime(2026, 11, 2, tzinfo=UTC)


def test_links_tell_their_id_and_when(company: CompanyFile) -> None:
    with company.write() as conn:
        link = Link(kind=LinkKind.INVOICE, our_id="CF-1", their_id="7", sent={})
        keep_link(conn, "books", link, at=AT)
        (mark,) = link_marks(conn, "books", LinkKind.INVOICE).values()
        assert (mark.their_id, mark.linked_at) == ("7", AT)
        assert link_marks(conn, "books", LinkKind.CUSTOMER) == {}


def test_the_last_errand_counts_and_keeps_a_number_told_before(company: CompanyFile) -> None:
    with company.write() as conn:
        made = begin_errand(conn, "books", _errand("create"), at=AT)
        end_errand(conn, made.id, OutboxState.DONE, at=AT, their_id="7", their_number="INV-7")
        begin_errand(conn, "books", _errand("void"), at=AT + timedelta(minutes=1))
        mark = errand_marks(conn, "books", "invoice")["CF-1"]
    assert (mark.verb, mark.state, mark.their_number) == ("void", OutboxState.SENDING, "INV-7")


def _errand(verb: str) -> Errand:
    return Errand(verb=verb, kind="invoice", our_id="CF-1", digest=verb)
