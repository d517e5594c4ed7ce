from datetime import UTC, datetime

from app.billing.review import Mark, MarkKind
from app.store.database import CompanyFile
from app.store.review_marks import holds, load_marks, remove_marks, save_marks

AT = datetime(2026, 11, 2, 15, tzinfo=UTC)


def a_mark(number: str, kind: MarkKind = MarkKind.APPROVED, reason: str = "") -> Mark:
    return Mark(
        account_number=number,
        kind=kind,
        fingerprint="f" * 32,
        reason=reason,
        marked_at=AT,
        marked_by="dana",
    )


def test_marks_are_kept_per_period_and_account(company: CompanyFile) -> None:
    held = a_mark("200", MarkKind.HELD, "ask first")
    with company.write() as conn:
        save_marks(conn, "2026-10", [a_mark("100"), held])
        save_marks(conn, "2026-11", [a_mark("100")])
    with company.read() as conn:
        assert load_marks(conn, "2026-10") == {"100": a_mark("100"), "200": held}
        assert load_marks(conn, "2026-12") == {}


def test_a_mark_stands_in_the_place_of_the_one_before(company: CompanyFile) -> None:
    with company.write() as conn:
        save_marks(conn, "2026-10", [a_mark("100")])
        save_marks(conn, "2026-10", [a_mark("100", MarkKind.HELD, "wait")])
    with company.read() as conn:
        assert holds(conn, "2026-10") == {"100": "wait"}


def test_only_holds_hold(company: CompanyFile) -> None:
    with company.write() as conn:
        save_marks(conn, "2026-10", [a_mark("100"), a_mark("200", MarkKind.HELD, "wait")])
        remove_marks(conn, "2026-10", ["200"])
    with company.read() as conn:
        assert holds(conn, "2026-10") == {}
        assert list(load_marks(conn, "2026-10")) == ["100"]
