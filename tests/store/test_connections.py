from datetime import UTC, datetime

from app.store.connections import (
    StoredConnection,
    Watermark,
    begin_walk,
    connection_to,
    connections,
    drop_connection,
    end_walk,
    keep_connection,
    note_notice,
    watermark,
)
from app.store.database import CompanyFile

NOW = datetime(2026, 11, 2, 16, 0, tzinfo=UTC)
XERO = StoredConnection(
    system="xero",
    role="accounting",
    settings={"tenant_id": "T1"},
    company="Cedar Fork",
    fingerprint="T1|US|USD",
    connected_at=NOW,
)


def test_a_connection_is_kept_in_place_of_an_earlier_one(company: CompanyFile) -> None:
    later = StoredConnection(
        **{
            **{name: getattr(XERO, name) for name in XERO.__dataclass_fields__},
            "company": "Cedar Fork Voice",
        }
    )
    with company.write() as conn:
        keep_connection(conn, XERO)
        keep_connection(conn, later)
        assert connections(conn) == [later]
        assert connection_to(conn, "xero") == later
        assert connection_to(conn, "sage") is None


def test_a_notice_is_noted(company: CompanyFile) -> None:
    with company.write() as conn:
        keep_connection(conn, XERO)
        note_notice(conn, "xero", 7)
        found = connection_to(conn, "xero")
    assert found is not None
    assert found.noticed_days == 7


def test_a_mark_moves_only_when_a_walk_ends(company: CompanyFile) -> None:
    with company.write() as conn:
        assert begin_walk(conn, "xero", "customers") == 1
        assert watermark(conn, "xero", "customers") == Watermark(
            mark=None, pulled_at=None, whole_at=None
        )
        end_walk(conn, "xero", "customers", mark="m1", whole=True, at=NOW)
        assert begin_walk(conn, "xero", "customers") == 2
        end_walk(conn, "xero", "customers", mark="m2", whole=False, at=NOW)
        assert watermark(conn, "xero", "customers") == Watermark(
            mark="m2", pulled_at=NOW, whole_at=NOW
        )
        assert watermark(conn, "xero", "invoices").mark is None


def test_a_dropped_connection_takes_its_marks_along(company: CompanyFile) -> None:
    with company.write() as conn:
        keep_connection(conn, XERO)
        begin_walk(conn, "xero", "customers")
        drop_connection(conn, "xero")
        assert connections(conn) == []
        assert begin_walk(conn, "xero", "customers") == 1
