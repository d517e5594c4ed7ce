from pathlib import Path

import pytest

from app.operations.office import Office
from app.operations.repricing import Repriced, price_stored, reprice
from app.store.database import raw
from app.store.usage import load_calls
from tests.operations.companies import A1, OCTOBER, calls_by_key, take_in


class Told:
    """Keeps what progress is told."""

    def __init__(self) -> None:
        self.steps: list[tuple[int, int]] = []

    def step(self, done: int, total: int, note: str) -> None:
        assert note == "Pricing calls again"
        self.steps.append((done, total))


def test_a_company_without_calls_has_nothing_to_price(office: Office) -> None:
    with office.write() as conn:
        assert reprice(office, conn) == Repriced(0, 0)
        assert price_stored(office, conn, load_calls(raw(conn))) == 0


def test_only_what_is_asked_for_is_priced(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *OCTOBER)
    with office.write() as conn:
        assert reprice(office, conn, "calls.call_key IN (?, ?)", ("a1", "b1")).calls == 2


def test_repeats_are_never_priced(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, A1, A1)
    with office.write() as conn:
        assert reprice(office, conn).calls == 1


def test_a_price_that_was_lost_comes_back(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *OCTOBER)
    before = calls_by_key(office)
    with office.write() as conn:
        raw(conn).execute("UPDATE calls SET charge = 7, rate_id = NULL WHERE call_key = 'a1'")
        assert reprice(office, conn).changed == 1
    assert calls_by_key(office) == before


def test_every_source_is_priced_by_its_own_aliases(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, A1)
    take_in(office, tmp_path, A1, source="carrier")
    told = Told()
    with office.write() as conn:
        assert reprice(office, conn, progress=told) == Repriced(calls=2, changed=0)
    assert told.steps == [(1, 2)]


def test_a_company_is_priced_again_stretch_by_stretch(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.operations.repricing._STRETCH", 3)
    take_in(office, tmp_path, *OCTOBER)
    told = Told()
    with office.write() as conn:
        raw(conn).execute("UPDATE calls SET charge = 7 WHERE status = 0")
        assert reprice(office, conn, progress=told) == Repriced(calls=7, changed=5)
    assert [done for done, _ in told.steps] == [1, 4, 7]
