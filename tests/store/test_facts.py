import tomllib
from datetime import UTC, datetime

from app.store.audit import Stamp, entries
from app.store.database import CompanyFile
from app.store.facts import PROGRAM_VERSION, facts, note_creation, profiles, save_profile
from tests.house.tree import TREE

STAMP = Stamp(datetime(2026, 11, 2, 9, 0, tzinfo=UTC), "anna", "profile")


def test_the_version_is_that_of_the_project() -> None:
    project = tomllib.loads((TREE / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["version"] == PROGRAM_VERSION


def test_a_file_knows_when_and_by_what_it_was_made(company: CompanyFile) -> None:
    with company.write() as connection:
        note_creation(connection, at=STAMP.at)
    with company.read() as connection:
        assert facts(connection) == {
            "created_at": "2026-11-02T09:00:00+00:00",
            "created_by": PROGRAM_VERSION,
        }


def test_profiles_are_kept_by_name(company: CompanyFile) -> None:
    with company.write() as connection:
        save_profile(connection, "mesa", content='{"zone": "UTC"}', stamp=STAMP)
        save_profile(connection, "aspen", content="{}", stamp=STAMP)
    with company.read() as connection:
        assert list(profiles(connection).items()) == [("aspen", "{}"), ("mesa", '{"zone": "UTC"}')]


def test_every_change_of_a_profile_is_in_the_audit(company: CompanyFile) -> None:
    with company.write() as connection:
        for content in ('{"zone": "UTC"}', '{"zone": "UTC"}', '{"zone": "America/Denver"}'):
            save_profile(connection, "mesa", content=content, stamp=STAMP)
    with company.read() as connection:
        assert [(each.action, each.before, each.after) for each in entries(connection)] == [
            ("added", None, '{"zone":"UTC"}'),
            ("changed", '{"zone":"UTC"}', '{"zone":"America/Denver"}'),
        ]
