"""Answers in the company file."""

from datetime import UTC, datetime

from app.store import audit
from app.store.audit import Stamp
from app.store.database import CompanyFile
from app.store.decisions import answers, decided, save_answer

STAMP = Stamp(datetime(2026, 11, 2, tzinfo=UTC), "dana", "decide")


def test_an_answer_is_kept_with_who_gave_it_and_audited(company: CompanyFile) -> None:
    with company.write() as conn:
        assert save_answer(conn, "psa", value="halopsa", stamp=STAMP) is None
        assert save_answer(conn, "psa", value="none", stamp=STAMP) == "halopsa"
    with company.read() as conn:
        assert answers(conn) == {"psa": "none"}
        assert decided(conn)["psa"].by == "dana"
        actions = [entry.action for entry in audit.entries_of(conn, "decisions", record="psa")]
    assert actions == ["added", "changed"]


def test_the_same_answer_again_leaves_no_trace(company: CompanyFile) -> None:
    with company.write() as conn:
        save_answer(conn, "psa", value="none", stamp=STAMP)
        before = audit.last_entry(conn)
        save_answer(conn, "psa", value="none", stamp=STAMP)
        assert audit.last_entry(conn) == before


def test_blank_takes_an_answer_away(company: CompanyFile) -> None:
    with company.write() as conn:
        save_answer(conn, "psa", value="none", stamp=STAMP)
        assert save_answer(conn, "psa", value="", stamp=STAMP) == "none"
        assert save_answer(conn, "psa", value="", stamp=STAMP) is None
        assert answers(conn) == {}
