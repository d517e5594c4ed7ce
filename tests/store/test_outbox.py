from dataclasses import replace
from datetime import UTC, datetime

from app.store.database import CompanyFile
from app.store.outbox import (
    Errand,
    OutboxState,
    begin_errand,
    end_creations,
    end_errand,
    open_errands,
)

NOW = datetime(2026, 11, 2, 16, 0, tzinfo=UTC)
ERRAND = Errand(verb="create", kind="invoice", our_id="CF-1", digest="d")


def test_an_errand_keeps_its_key_as_long_as_nobody_knows(company: CompanyFile) -> None:
    with company.write() as conn:
        first = begin_errand(conn, "xero", ERRAND, at=NOW)
        assert (first.attempts, len(first.key)) == (0, 36)
        again = begin_errand(conn, "xero", ERRAND, at=NOW)
        assert (again.key, again.attempts, again.state) == (first.key, 1, OutboxState.SENDING)
        end_errand(conn, first.id, OutboxState.UNKNOWN, at=NOW, error="lost")
        assert begin_errand(conn, "xero", ERRAND, at=NOW).key == first.key
        assert [each.attempts for each in open_errands(conn, "xero")] == [3]


def test_a_refused_errand_gets_a_new_key(company: CompanyFile) -> None:
    with company.write() as conn:
        first = begin_errand(conn, "xero", ERRAND, at=NOW)
        end_errand(conn, first.id, OutboxState.REFUSED, at=NOW, error="no")
        assert open_errands(conn, "xero") == []
        again = begin_errand(conn, "xero", ERRAND, at=NOW)
        assert (again.key != first.key, again.attempts) == (True, 0)
        (row,) = open_errands(conn, "xero")
        assert (row.key, row.attempts) == (again.key, 1)


def test_a_done_errand_stays_done(company: CompanyFile) -> None:
    with company.write() as conn:
        first = begin_errand(conn, "xero", ERRAND, at=NOW)
        end_errand(conn, first.id, OutboxState.DONE, at=NOW, their_id="B1", their_number="CF-1")
        again = begin_errand(conn, "xero", ERRAND, at=NOW)
        assert (again.state, again.their_id, again.their_number) == (
            OutboxState.DONE,
            "B1",
            "CF-1",
        )
        other = Errand(verb="create", kind="invoice", our_id="CF-1", digest="other")
        assert begin_errand(conn, "xero", other, at=NOW).state is OutboxState.SENDING


def test_what_was_made_ends_every_errand_to_make_it(company: CompanyFile) -> None:
    with company.write() as conn:
        begin_errand(conn, "xero", ERRAND, at=NOW)
        begin_errand(conn, "xero", replace(ERRAND, digest="other"), at=NOW)
        another = begin_errand(conn, "xero", replace(ERRAND, our_id="CF-2"), at=NOW)
        end_creations(conn, "xero", "invoice", "CF-1", at=NOW, their_id="B1")
        assert [each.id for each in open_errands(conn, "xero")] == [another.id]
        assert begin_errand(conn, "xero", ERRAND, at=NOW).their_id == "B1"
