import errno
import os
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.errors import Cancelled, InputError
from app.progress import Silent
from app.store.connection import connect
from app.store.database import CompanyFile
from app.store.failures import DamagedError, InUseError
from app.store.swap import (
    check_new_name,
    copy_checked,
    free_name,
    give_name,
    put_in_place,
    settle,
)
from tests.store.faults import Impatient


def add(path: Path, name: str) -> None:
    with CompanyFile.open(path, write=True) as file, file.write() as connection:
        connection.exec_driver_sql("INSERT INTO company_file VALUES (?, 'x')", (name,))


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def no_links(source: Path, target: Path) -> None:
    raise OSError(errno.EPERM, "no links here", str(source), None, str(target))


def test_a_copy_is_one_plain_file_that_adds_up_the_same(company_path: Path) -> None:
    add(company_path, "a")
    part = company_path.with_name("copy")
    totals = copy_checked(company_path, part, progress=Silent())
    assert totals["company_file"].rows == 1
    with closing(sqlite3.connect(part)) as copy:
        assert copy.execute("PRAGMA journal_mode").fetchone() == ("delete",)
        assert copy.execute("SELECT name FROM company_file").fetchall() == [("a",)]
    assert names(company_path.parent) == ["cedar fork.switchbook", "copy"]


def test_a_copy_takes_what_a_writer_has_saved_and_nothing_else(company: CompanyFile) -> None:
    with company.write() as connection:
        connection.exec_driver_sql("INSERT INTO company_file VALUES ('saved', 'x')")
    part = company.path.with_name("copy")
    with company.write() as connection:
        connection.exec_driver_sql("INSERT INTO company_file VALUES ('not saved', 'x')")
        totals = copy_checked(company.path, part, progress=Silent())
    assert totals["company_file"].rows == 1


@pytest.mark.parametrize("patience", [0, 3, 40, 70])
def test_a_cancelled_copy_leaves_nothing(company_path: Path, patience: int) -> None:
    part = company_path.with_name("copy")
    with pytest.raises(Cancelled):
        copy_checked(company_path, part, progress=Impatient(patience))
    assert names(company_path.parent) == ["cedar fork.switchbook"]


def test_a_copy_of_a_damaged_file_is_refused(company_path: Path) -> None:
    with closing(connect(company_path, write=True)) as database:
        database.execute("PRAGMA foreign_keys = OFF")
        database.execute("INSERT INTO bill_run_accounts VALUES (99, '1')")
    part = company_path.with_name("copy")
    with pytest.raises(DamagedError, match="a row of bill_runs that is not there"):
        copy_checked(company_path, part, progress=Silent())
    assert names(company_path.parent) == ["cedar fork.switchbook"]


def test_a_settled_file_has_no_side_files(company_path: Path) -> None:
    settle(company_path)
    assert company_path.read_bytes()[18:20] == b"\x01\x01"  # the rollback journal's file format
    assert names(company_path.parent) == ["cedar fork.switchbook"]


def test_a_file_that_is_being_read_cannot_be_settled(company_path: Path) -> None:
    with (
        CompanyFile.open(company_path, write=False),
        pytest.raises(InUseError, match="Another program is working in it"),
    ):
        settle(company_path)


def test_a_new_file_gets_its_name(tmp_path: Path) -> None:
    (tmp_path / "part").write_text("new")
    give_name(tmp_path / "part", tmp_path / "name")
    assert (tmp_path / "name").read_text() == "new"
    assert names(tmp_path) == ["name"]


def test_a_name_that_is_taken_is_not_given(tmp_path: Path) -> None:
    (tmp_path / "part").write_text("new")
    (tmp_path / "name").write_text("old")
    with pytest.raises(InputError, match="exists already"):
        give_name(tmp_path / "part", tmp_path / "name")
    assert (tmp_path / "name").read_text() == "old"


def test_a_name_is_given_where_the_disk_knows_no_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "link", no_links)
    (tmp_path / "part").write_text("new")
    give_name(tmp_path / "part", tmp_path / "name")
    assert (tmp_path / "name").read_text() == "new"


def test_the_old_file_stays_beside_the_new(tmp_path: Path) -> None:
    (tmp_path / "part").write_text("new")
    (tmp_path / "name").write_text("old")
    put_in_place(tmp_path / "part", tmp_path / "name", kept=tmp_path / "kept")
    assert (tmp_path / "name").read_text() == "new"
    assert (tmp_path / "kept").read_text() == "old"
    assert names(tmp_path) == ["kept", "name"]


def test_the_old_file_stays_where_the_disk_knows_no_links(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "link", no_links)
    (tmp_path / "part").write_text("new")
    (tmp_path / "name").write_text("old")
    put_in_place(tmp_path / "part", tmp_path / "name", kept=tmp_path / "kept")
    assert (tmp_path / "kept").read_text() == "old"


def test_old_copies_are_told_apart_by_numbers(tmp_path: Path) -> None:
    path = tmp_path / "cedar.switchbook"
    path.write_text("now")
    (tmp_path / "cedar.version-1.switchbook").write_text("then")
    assert free_name(path, mark="version-1").name == "cedar.version-1-2.switchbook"


def test_a_copy_kept_by_an_attempt_that_was_cut_off_is_taken_up(tmp_path: Path) -> None:
    path = tmp_path / "cedar.switchbook"
    path.write_text("now")
    os.link(path, tmp_path / "cedar.version-1.switchbook")
    assert free_name(path, mark="version-1").name == "cedar.version-1.switchbook"


def test_a_new_name_needs_the_extension(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"Name it cedar\.switchbook"):
        check_new_name(tmp_path / "cedar.sqlite")
