"""Backups by themselves, and the drill."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from app.errors import NotAllowed
from app.host.clock import fixed
from app.operations.decide import decide
from app.operations.keep_backups import (
    KeptBackup,
    back_up_if_due,
    back_up_now,
    backup_state,
    restore_drill,
)
from app.operations.office import Office
from app.store.tables import PAGE_BYTES
from tests.operations.companies import NOW


def later(office: Office, **time: int) -> Office:
    return replace(office, clock=fixed(NOW + timedelta(**time)))


def test_a_backup_goes_beside_the_file_and_to_the_second_folder(
    office: Office, tmp_path: Path
) -> None:
    second = tmp_path / "drive"
    second.mkdir()
    decide(office, "backup_second_folder", str(second))
    made = back_up_now(office)
    assert made.path.parent == office.file.path.parent / "Backups"
    assert made.second is not None
    assert made.second.parent == second
    state = backup_state(office)
    assert [each.path for each in state.files] == [made.path]
    assert not state.has_changed
    assert not state.is_old
    assert "read again and equal" in made.summary()


def test_a_second_folder_that_is_away_does_not_stop_the_first(
    office: Office, tmp_path: Path
) -> None:
    decide(office, "backup_second_folder", str(tmp_path / "unplugged"))
    made = back_up_now(office)
    assert made.path.exists()
    assert made.second is None
    assert "unplugged" in made.summary()


def test_it_is_due_once_a_day_when_something_changed(office: Office) -> None:
    assert back_up_if_due(office, closing=False) is not None
    assert back_up_if_due(later(office, days=3), closing=False) is None
    decide(office, "psa", "none")
    assert back_up_if_due(later(office, hours=2), closing=False) is None
    assert back_up_if_due(later(office, hours=25), closing=False) is not None


def test_each_close_or_only_by_hand(office: Office) -> None:
    decide(office, "backup_when", "close")
    assert back_up_if_due(office, closing=False) is None
    assert back_up_if_due(office, closing=True) is not None
    decide(office, "backup_when", "by_hand")
    assert back_up_if_due(later(office, days=9), closing=True) is None
    assert backup_state(later(office, days=9)).is_old


def test_old_ones_are_let_go_and_other_files_stay(office: Office) -> None:
    folder = office.file.path.parent / "Backups"
    folder.mkdir()
    stem = office.file.path.stem
    for hour in range(3):
        (folder / f"{stem}-2026-10-20-0{hour}0000.switchbook").touch()
    letter = folder / "letter.txt"
    letter.touch()
    made = back_up_now(office)
    assert made.let_go == 2
    assert letter.exists()
    stay = [each.path.name.removeprefix(stem) for each in backup_state(office).files]
    assert stay == ["-2026-11-02-160000.switchbook", "-2026-10-20-020000.switchbook"]


def test_a_drill_restores_into_a_temporary_place_and_tells_totals(office: Office) -> None:
    made = back_up_now(office)
    before = made.path.read_bytes()
    found = restore_drill(office)
    assert found.wrong == ()
    assert found.rows == made.rows
    assert "every total equal" in found.summary()
    assert made.path.read_bytes() == before
    state = backup_state(office)
    assert state.drilled_at == NOW
    assert state.drill_said == found.summary()


def test_a_damaged_backup_is_told(office: Office) -> None:
    made = back_up_now(office)
    content = bytearray(made.path.read_bytes())
    content[2 * PAGE_BYTES : 3 * PAGE_BYTES] = bytes(PAGE_BYTES)
    made.path.write_bytes(content)
    found = restore_drill(office)
    assert found.wrong
    assert "does not hold together" in found.summary()


def test_without_a_backup_there_is_nothing_to_try(office: Office) -> None:
    with pytest.raises(NotAllowed, match="no backup to try"):
        restore_drill(office)


@pytest.mark.parametrize(("gone", "said"), [(1, "1 old one let go"), (2, "2 old ones let go")])
def test_the_summary_counts_one_and_many(gone: int, said: str) -> None:
    made = KeptBackup(path=Path("company.switchbook"), rows=1, let_go=gone)
    assert made.summary() == f"1 row in company.switchbook, read again and equal; {said}"


def test_one_from_the_future_is_no_backup_of_today(office: Office) -> None:
    back_up_now(office)
    state = backup_state(later(office, days=-40))
    assert state.has_changed == backup_state(office).has_changed
    assert replace(state, has_changed=True).is_old
    assert replace(state, has_changed=True, when="close").is_due(closing=True)
    assert not replace(state, has_changed=True, now=NOW - timedelta(minutes=2)).is_old
