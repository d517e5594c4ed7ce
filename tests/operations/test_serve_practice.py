"""The practice systems as a user starts them, and a company connected to one over a socket."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.connectors.registry import ACCOUNTING_SYSTEMS, PSA_SYSTEMS
from app.errors import InputError, NotAllowed
from app.host.clock import Clock, passing
from app.operations import serve_practice
from app.operations.connect_systems import connect_system, rights_of
from app.operations.office import Office
from app.operations.serve_practice import (
    begin_practice,
    end_practice,
    is_practised,
    practice_answers,
    practice_settings,
    practice_sign_in,
    rehearsing,
    serving_practice,
)
from tests.keyrings import memory_keyring


@pytest.fixture(autouse=True)
def note(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serve_practice, "cache_folder", lambda: tmp_path)


@pytest.fixture
def served() -> Iterator[list[str]]:
    with memory_keyring(), serving_practice(Clock()) as told:
        yield list(told)


def test_every_system_is_served_and_told(served: list[str]) -> None:
    assert served == ["connectwise", "halopsa", "autotask", "revio", "quickbooks", "xero", "sage"]


def test_where_none_is_served_it_is_told() -> None:
    with pytest.raises(NotAllowed, match="No practice system xero is served"):
        practice_settings("xero")


def test_a_fault_nobody_knows_is_refused() -> None:
    with (
        pytest.raises(InputError, match="no such fault"),
        serving_practice(Clock(), faults=["earthquake"]),
    ):
        pass


def test_a_port_that_is_taken_is_told(tmp_path: Path) -> None:
    with serving_practice(Clock()) as told:
        port = int(told["connectwise"]["state_url"].split(":")[2].split("/")[0])
        with (
            pytest.raises(InputError, match="cannot be served"),
            serving_practice(Clock(), port=port),
        ):
            pass
    assert not (tmp_path / "practice.json").exists()


@pytest.mark.slow
@pytest.mark.parametrize(
    "key", [key for key in (*PSA_SYSTEMS, *ACCOUNTING_SYSTEMS) if not key.endswith("-files")]
)
def test_a_company_connects_and_has_every_right_it_needs(
    office: Office, served: list[str], key: str
) -> None:
    assert key in served
    connect_system(office, key, practice_settings(key), sign_in=practice_sign_in(key))
    needed = [each for each in rights_of(office, key) if each.is_needed]
    assert [each.name for each in needed if not each.is_given] == []


def test_a_rehearsal_is_found_by_nobody_else_and_takes_no_time(
    office: Office, tmp_path: Path
) -> None:
    clock = passing(datetime(2026, 11, 2, 15, tzinfo=UTC))
    with memory_keyring(), rehearsing(clock, ("quickbooks",)) as stage:
        assert stage.connect(office, "quickbooks").company
        assert not practice_answers()
        with pytest.raises(ValueError, match="CF-9"):
            stage.act("quickbooks", "void", "CF-9")
    assert clock.now() > datetime(2026, 11, 2, 15, tzinfo=UTC)
    assert list(tmp_path.glob("practice.json")) == []


def test_they_are_begun_once_in_a_process_and_found_again() -> None:
    try:
        assert not practice_answers()
        assert begin_practice(Clock())
        assert practice_answers()
        assert not begin_practice(Clock())
    finally:
        end_practice()
    assert not practice_answers()
    assert is_practised("xero")
    assert not is_practised("psa-files")
