import shutil
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.errors import Cancelled, InputError
from app.progress import Silent
from app.store.backup import back_up, check, restore
from app.store.connection import connect
from app.store.database import CompanyFile
from app.store.failures import (
    DamagedError,
    DiskFullError,
    InUseError,
    MissingFileError,
    NewerVersionError,
    NotACompanyFileError,
)
from tests.store.child import first_line, outcome, running
from tests.store.faults import Impatient, small_disk

AT = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
KEPT = "cedar fork.replaced-20261102-090000.switchbook"


def add(path: Path, name: str) -> None:
    with CompanyFile.open(path, write=True) as file, file.write() as connection:
        connection.exec_driver_sql("INSERT INTO company_file VALUES (?, 'x')", (name,))


def stored(path: Path) -> list[str]:
    with CompanyFile.open(path, write=False) as file, file.read() as connection:
        query = "SELECT name FROM company_file ORDER BY name"
        return list(connection.exec_driver_sql(query).scalars())


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def saved(company_path: Path) -> Path:
    """A backup holding `a`; the file itself has gone on to hold `b` too."""
    add(company_path, "a")
    target = company_path.with_name("saved.switchbook")
    back_up(company_path, target, progress=Silent())
    add(company_path, "b")
    return target


def test_a_backup_is_a_company_file_of_that_moment(saved: Path) -> None:
    assert stored(saved) == ["a"]


def test_a_backup_is_one_file(saved: Path) -> None:
    assert names(saved.parent) == ["cedar fork.switchbook", "saved.switchbook"]


def test_a_backup_tells_what_it_adds_up_to(company_path: Path) -> None:
    add(company_path, "a")
    target = company_path.with_name("saved.switchbook")
    assert back_up(company_path, target, progress=Silent())["company_file"].rows == 1


def test_a_backup_overwrites_nothing(company_path: Path, saved: Path) -> None:
    with pytest.raises(InputError, match="exists already"):
        back_up(company_path, saved, progress=Silent())
    assert stored(saved) == ["a"]


def test_a_file_can_be_backed_up_while_another_process_writes_it(company_path: Path) -> None:
    target = company_path.with_name("saved.switchbook")
    with running("write", company_path) as child:
        assert first_line(child) == "writing"
        back_up(company_path, target, progress=Silent())
    assert stored(target) == ["first"]


def test_a_cancelled_backup_leaves_nothing(company_path: Path) -> None:
    with pytest.raises(Cancelled):
        back_up(company_path, company_path.with_name("saved"), progress=Impatient(30))
    assert names(company_path.parent) == ["cedar fork.switchbook"]


def test_a_damaged_file_is_not_backed_up_as_if_it_were_whole(company_path: Path) -> None:
    break_a_reference(company_path)
    with pytest.raises(DamagedError, match="a row of bill_runs that is not there"):
        back_up(company_path, company_path.with_name("saved"), progress=Silent())
    assert names(company_path.parent) == ["cedar fork.switchbook"]


def test_a_backup_onto_a_full_disk_is_told_in_words(company_path: Path, tmp_path: Path) -> None:
    with small_disk(tmp_path) as disk:
        (disk / "filling").write_bytes(b"x" * 3_700_000)
        with pytest.raises(DiskFullError, match="no room left"):
            back_up(company_path, disk / "saved.switchbook", progress=Silent())
        assert names(disk) == ["filling"]


def test_restoring_brings_back_the_backup_and_keeps_the_old_file(
    company_path: Path, saved: Path
) -> None:
    kept = restore(saved, company_path, at=AT, progress=Silent())
    assert stored(company_path) == ["a"]
    assert kept == company_path.with_name(KEPT)
    assert stored(kept) == ["a", "b"]
    assert names(saved.parent) == [KEPT, "cedar fork.switchbook", "saved.switchbook"]


def test_restoring_twice_keeps_both_old_files(company_path: Path, saved: Path) -> None:
    restore(saved, company_path, at=AT, progress=Silent())
    again = restore(saved, company_path, at=AT, progress=Silent())
    assert again == company_path.with_name("cedar fork.replaced-20261102-090000-2.switchbook")
    assert stored(company_path.with_name(KEPT)) == ["a", "b"]


def test_restoring_to_a_free_name_keeps_nothing(saved: Path) -> None:
    elsewhere = saved.with_name("elsewhere.switchbook")
    assert restore(saved, elsewhere, at=AT, progress=Silent()) is None
    assert stored(elsewhere) == ["a"]


def test_a_damaged_file_is_kept_as_it_is_with_its_log(company_path: Path, saved: Path) -> None:
    company_path.write_bytes(b"nothing of use")
    log = company_path.with_name(company_path.name + "-wal")
    log.write_bytes(b"its log")
    restore(saved, company_path, at=AT, progress=Silent())
    assert stored(company_path) == ["a"]
    assert company_path.with_name(KEPT).read_bytes() == b"nothing of use"
    assert company_path.with_name(KEPT + "-wal").read_bytes() == b"its log"
    assert not log.exists()


def test_a_file_in_use_is_not_replaced(company_path: Path, saved: Path) -> None:
    with running("hold", company_path) as child:
        first_line(child)
        with pytest.raises(InUseError):
            restore(saved, company_path, at=AT, progress=Silent())
    assert stored(company_path) == ["a", "b"]


def test_a_file_that_is_being_read_is_not_replaced(company_path: Path, saved: Path) -> None:
    with CompanyFile.open(company_path, write=False), pytest.raises(InUseError):
        restore(saved, company_path, at=AT, progress=Silent())
    assert stored(company_path) == ["a", "b"]


def test_a_damaged_backup_is_not_restored(company_path: Path, saved: Path) -> None:
    break_a_reference(saved)
    with pytest.raises(DamagedError, match=r"saved\.switchbook is damaged"):
        restore(saved, company_path, at=AT, progress=Silent())
    assert stored(company_path) == ["a", "b"]


def test_what_is_no_backup_is_not_restored(company_path: Path) -> None:
    letter = company_path.with_name("letter.txt")
    letter.write_text("Dear customer")
    with pytest.raises(NotACompanyFileError):
        restore(letter, company_path, at=AT, progress=Silent())


def test_a_backup_of_a_newer_version_is_not_restored(company_path: Path, saved: Path) -> None:
    with closing(connect(saved, write=True)) as database:
        database.execute("PRAGMA user_version = 99")
    with pytest.raises(NewerVersionError):
        restore(saved, company_path, at=AT, progress=Silent())


def test_a_file_is_not_restored_from_itself(company_path: Path) -> None:
    with pytest.raises(InputError, match="from itself"):
        restore(company_path, company_path, at=AT, progress=Silent())


def test_a_cancelled_restore_changes_nothing(company_path: Path, saved: Path) -> None:
    with pytest.raises(Cancelled):
        restore(saved, company_path, at=AT, progress=Impatient(30))
    assert stored(company_path) == ["a", "b"]
    assert names(saved.parent) == ["cedar fork.switchbook", "saved.switchbook"]


def test_a_whole_file_is_found_whole(company_path: Path) -> None:
    add(company_path, "a")
    found = check(company_path, progress=Silent())
    assert found.findings == ()
    assert found.totals["company_file"].rows == 1


def test_a_broken_reference_is_found(company_path: Path) -> None:
    break_a_reference(company_path)
    (finding,) = check(company_path, progress=Silent()).findings
    assert finding.code == "damaged"
    assert "a row of bill_runs that is not there" in finding.message


def test_overwritten_pages_are_found(company_path: Path) -> None:
    content = bytearray(company_path.read_bytes())
    content[8192:200_000] = b"\xa5" * (200_000 - 8192)
    company_path.write_bytes(content)
    assert {each.code for each in check(company_path, progress=Silent()).findings} == {"damaged"}


def test_a_check_needs_a_file(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError):
        check(tmp_path / "nowhere.switchbook", progress=Silent())


def test_a_check_can_be_cancelled(company_path: Path) -> None:
    with pytest.raises(Cancelled):
        check(company_path, progress=Impatient(1))


@pytest.mark.slow
def test_a_backup_cut_off_at_any_point_leaves_a_whole_one_or_none(company_path: Path) -> None:
    add(company_path, "a")
    target = company_path.with_name("saved.switchbook")
    points = int(outcome("cut", company_path, "save", "0")[0])
    for point in range(1, points + 1):
        target.unlink()
        outcome("cut", company_path, "save", str(point))
        if not target.exists():
            back_up(company_path, target, progress=Silent())
        assert stored(target) == ["a"]
        assert stored(company_path) == ["a"]


@pytest.mark.slow
def test_a_restore_cut_off_at_any_point_leaves_the_old_file_or_the_backup(
    company_path: Path, saved: Path
) -> None:
    before = company_path.parent / "before"
    shutil.copy(company_path, before)
    points = int(outcome("cut", company_path, "bring_back", "0")[0])
    seen = set()
    for point in range(1, points + 1):
        for path in company_path.parent.iterdir():
            if path not in {saved, before}:
                path.unlink()
        shutil.copy(before, company_path)
        outcome("cut", company_path, "bring_back", str(point))
        seen.add(tuple(stored(company_path)))
        restore(saved, company_path, at=AT, progress=Silent())
        assert stored(company_path) == ["a"]
        assert stored(company_path.with_name(KEPT)) == ["a", "b"]
    assert seen == {("a",), ("a", "b")}


def break_a_reference(path: Path) -> None:
    with closing(connect(path, write=True)) as database:
        database.execute("PRAGMA foreign_keys = OFF")
        database.execute("INSERT INTO bill_run_accounts VALUES (99, '1')")
