import os
import sqlite3
import struct
from contextlib import closing
from pathlib import Path

import pytest

from app.store.connection import check_writable, connect, look
from app.store.failures import (
    DamagedError,
    MissingFileError,
    NotACompanyFileError,
)
from tests.store.child import outcome

as_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can become another user"
)


def test_a_company_file_tells_its_version(company_path: Path) -> None:
    assert look(company_path).version == 1


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError, match="There is no file"):
        look(tmp_path / "nowhere.switchbook")


def test_a_folder_is_no_company_file(tmp_path: Path) -> None:
    with pytest.raises(NotACompanyFileError, match="a folder"):
        look(tmp_path)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "It is empty"),
        (b"Dear customer,\n", "does not begin as a database"),
        (b"\0" * 5000, "does not begin as a database"),
    ],
    ids=["empty", "text", "noughts"],
)
def test_another_file_is_no_company_file(tmp_path: Path, content: bytes, why: str) -> None:
    path = tmp_path / "letter.switchbook"
    path.write_bytes(content)
    with pytest.raises(NotACompanyFileError, match=why):
        look(path)


def test_a_database_of_another_program_is_no_company_file(tmp_path: Path) -> None:
    path = tmp_path / "photos.switchbook"
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE photos (id INTEGER PRIMARY KEY)")
    with pytest.raises(NotACompanyFileError, match="another program"):
        look(path)


@pytest.mark.parametrize("size", [50, 4096, 100_000])
def test_a_file_cut_short_is_damaged(company_path: Path, size: int) -> None:
    os.truncate(company_path, size)
    with pytest.raises(DamagedError):
        look(company_path)


def test_looking_changes_nothing(company_path: Path) -> None:
    before = company_path.read_bytes()
    look(company_path)
    assert company_path.read_bytes() == before
    assert [path.name for path in company_path.parent.iterdir()] == [company_path.name]


def test_a_writing_connection_is_set_for_safety(company_path: Path) -> None:
    with closing(connect(company_path, write=True)) as database:
        assert {
            name: database.execute(f"PRAGMA {name}").fetchone()[0]
            for name in ("journal_mode", "foreign_keys", "synchronous", "trusted_schema")
        } == {"journal_mode": "wal", "foreign_keys": 1, "synchronous": 2, "trusted_schema": 0}


def test_a_reading_connection_cannot_write(company_path: Path) -> None:
    with (
        closing(connect(company_path, write=False)) as database,
        pytest.raises(sqlite3.OperationalError, match="readonly"),
    ):
        database.execute("DELETE FROM company_file")


def test_a_name_with_every_odd_character_opens(company_path: Path) -> None:
    odd = company_path.rename(company_path.with_name("50% of a?b#c &d 'é'.switchbook"))
    with closing(connect(odd, write=True)) as database:
        assert database.execute("SELECT count(*) FROM products").fetchone() == (0,)


def test_pages_that_hold_nonsense_are_damage(company_path: Path) -> None:
    content = bytearray(company_path.read_bytes())
    content[100:4096] = b"\xa5" * 3996
    company_path.write_bytes(content)
    with pytest.raises(DamagedError):
        connect(company_path, write=True)


def test_an_unknown_file_format_is_no_company_file(company_path: Path) -> None:
    content = bytearray(company_path.read_bytes())
    content[18:20] = struct.pack("BB", 9, 9)  # versions of the file format
    company_path.write_bytes(content)
    with pytest.raises(NotACompanyFileError):
        connect(company_path, write=True)


@as_root
def test_a_file_in_a_read_only_folder_can_be_read(company_path: Path) -> None:
    open_to_all(company_path.parent)
    assert outcome("nobody", company_path, "count") == ("0", 0)


@as_root
def test_a_file_in_a_read_only_folder_is_refused_writing_in_words(company_path: Path) -> None:
    open_to_all(company_path.parent)
    said, _ = outcome("nobody", company_path, "hold")
    assert said.startswith("CannotWriteError: cedar fork.switchbook cannot be written.")


@as_root
def test_a_file_without_right_to_read_is_refused_in_words(company_path: Path) -> None:
    open_to_all(company_path.parent)
    company_path.chmod(0o600)
    said, _ = outcome("nobody", company_path, "count")
    assert said.startswith("CannotReadError: cedar fork.switchbook cannot be read.")


@as_root
def test_nothing_is_made_in_a_read_only_folder(company_path: Path) -> None:
    open_to_all(company_path.parent)
    said, _ = outcome("nobody", company_path.with_name("new.switchbook"), "create")
    assert said.startswith("CannotWriteError: new.switchbook cannot be written.")


def test_a_writable_file_is_not_refused(company_path: Path) -> None:
    check_writable(company_path)


@as_root
def test_another_user_without_rights_may_read_while_it_is_written(company_path: Path) -> None:
    open_to_all(company_path.parent)
    with closing(connect(company_path, write=True)) as database:
        database.execute("INSERT INTO company_file VALUES ('a', 'b')")
        assert outcome("nobody", company_path, "count") == ("1", 0)


def open_to_all(folder: Path) -> None:
    """Lets every user read in a folder, and its owner alone write."""
    folder.chmod(0o755)
    for each in folder.iterdir():
        each.chmod(0o644)
    for parent in folder.parents[:3]:  # a worker of its own has one folder more
        parent.chmod(0o755)
