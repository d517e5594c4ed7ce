"""Backups in a folder."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from app.store.backup_files import BackupFile, backups_of, name_for, outlived

NOW = datetime(2026, 11, 2, 15, 0, 5, tzinfo=UTC)


def test_a_name_tells_when_it_was_made_and_is_never_taken(tmp_path: Path) -> None:
    company = tmp_path / "Cedar Fork.switchbook"
    first = name_for(company, tmp_path, at=NOW)
    assert first.name == "Cedar Fork-2026-11-02-150005.switchbook"
    first.touch()
    second = name_for(company, tmp_path, at=NOW)
    assert second.name == "Cedar Fork-2026-11-02-150005-2.switchbook"
    second.touch()
    (tmp_path / "Cedar Fork-copy.switchbook").touch()
    (tmp_path / "Other-2026-11-02-150005.switchbook").touch()
    (tmp_path / "Cedar Fork-2026-13-45-990000.switchbook").touch()
    found = backups_of(company, tmp_path)
    assert {each.path for each in found} == {first, second}
    assert {each.at for each in found} == {NOW}


def test_a_folder_that_is_away_holds_none(tmp_path: Path) -> None:
    assert backups_of(tmp_path / "a.switchbook", tmp_path / "away") == []


def test_seven_days_four_weeks_and_twelve_months_stay() -> None:
    made = [
        BackupFile(Path(f"{number}.switchbook"), NOW - timedelta(hours=12 * number))
        for number in range(2 * 365 * 2)
    ]
    gone = outlived(made)
    kept = sorted({each.at for each in made} - {each.at for each in gone}, reverse=True)
    assert kept[0] == NOW
    days = [at.date() for at in kept]
    assert days[:7] == [(NOW - timedelta(days=number)).date() for number in range(7)]
    assert len({f"{at:%Y-%m}" for at in kept}) == 12
    assert len(kept) <= 7 + 4 + 12


def test_the_newest_stays_however_old() -> None:
    assert outlived([BackupFile(Path("a.switchbook"), NOW - timedelta(days=5000))]) == []
