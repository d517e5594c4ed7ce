import sqlite3
import threading
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError

from app.errors import InputError, NotAllowed
from app.store.connection import connect, look
from app.store.database import CompanyFile, raw
from app.store.failures import (
    CannotWriteError,
    DamagedError,
    DiskFullError,
    InUseError,
    NewerVersionError,
    OlderVersionError,
)
from app.store.tables import SCHEMA_VERSION
from tests.store.child import first_line, outcome, running
from tests.store.faults import make_read_only, small_disk
from tests.store.second_schema import SECOND


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def add(file: CompanyFile, name: str) -> None:
    with file.write() as connection:
        connection.exec_driver_sql("INSERT INTO company_file VALUES (?, 'x')", (name,))


def stored(file: CompanyFile) -> set[str]:
    with file.read() as connection:
        return set(connection.exec_driver_sql("SELECT name FROM company_file").scalars())


def set_version(path: Path, version: int) -> None:
    database = connect(path, write=True)
    database.execute(f"PRAGMA user_version = {version}")
    database.close()


def test_what_was_written_is_there_after_closing(company_path: Path) -> None:
    with CompanyFile.open(company_path, write=True) as file:
        add(file, "a")
    with CompanyFile.open(company_path, write=False) as file:
        assert stored(file) == {"a"}


@pytest.mark.parametrize("write", [True, False])
def test_a_clean_close_leaves_one_file(company_path: Path, *, write: bool) -> None:
    with CompanyFile.open(company_path, write=True) as file:
        add(file, "a")
    with CompanyFile.open(company_path, write=write) as file:
        assert stored(file) == {"a"}
    assert names(company_path.parent) == ["cedar fork.switchbook"]


def test_it_can_be_closed_twice(company: CompanyFile) -> None:
    company.close()
    company.close()


def test_it_cannot_be_closed_within_a_transaction(company: CompanyFile) -> None:
    with company.read(), pytest.raises(RuntimeError, match="within a transaction"):
        company.close()


def test_a_failed_write_is_taken_back_whole(company: CompanyFile) -> None:
    def fail() -> None:
        with company.write() as connection:
            connection.exec_driver_sql("INSERT INTO company_file VALUES ('a', 'x')")
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert stored(company) == set()


def test_bulk_rows_go_in_within_the_transaction(company: CompanyFile) -> None:
    with company.write() as connection:
        raw(connection).executemany(
            "INSERT INTO company_file VALUES (?, 'x')", [("a",), ("b",), ("c",)]
        )
    assert stored(company) == {"a", "b", "c"}


def test_bulk_rows_are_taken_back_with_the_transaction(company: CompanyFile) -> None:
    rows = [("a",), ("b",), ("a",)]
    with pytest.raises(sqlite3.IntegrityError), company.write() as connection:
        raw(connection).executemany("INSERT INTO company_file VALUES (?, 'x')", rows)
    assert stored(company) == set()


def test_a_read_transaction_sees_one_state(company: CompanyFile) -> None:
    with company.read() as connection:
        query = "SELECT count(*) FROM company_file"
        before = connection.exec_driver_sql(query).scalar_one()
        add(company, "a")
        assert connection.exec_driver_sql(query).scalar_one() == before


def test_a_read_transaction_that_writes_is_a_fault(company: CompanyFile) -> None:
    with pytest.raises(OperationalError, match="readonly"), company.read() as connection:
        connection.exec_driver_sql("DELETE FROM company_file")


def test_a_file_open_for_reading_is_not_written(company_path: Path) -> None:
    with (
        CompanyFile.open(company_path, write=False) as file,
        pytest.raises(NotAllowed, match="open for reading only"),
        file.write(),
    ):
        pytest.fail("a write began")


def test_write_transactions_do_not_nest(company: CompanyFile) -> None:
    with company.write(), pytest.raises(RuntimeError, match="within another"), company.write():
        pytest.fail("a write began")


def test_references_are_checked_at_the_commit(company: CompanyFile) -> None:
    with pytest.raises(IntegrityError, match="FOREIGN KEY"), company.write() as connection:
        connection.exec_driver_sql(
            "INSERT INTO bill_run_accounts (run_id, account_number) VALUES (99, '1')"
        )


def test_threads_that_write_at_once_lose_nothing(company: CompanyFile) -> None:
    def work(thread: int) -> None:
        for number in range(40):
            add(company, f"{thread}-{number}")

    threads = [threading.Thread(target=work, args=(each,)) for each in range(3)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        stored(company)
    assert len(stored(company)) == 120


def test_a_second_process_is_refused_writing_and_told_why(company_path: Path) -> None:
    with running("hold", company_path) as child:
        first_line(child)
        with pytest.raises(InUseError, match=f"written by process {child.pid} of "):
            CompanyFile.open(company_path, write=True)


def test_a_second_process_may_read(company: CompanyFile) -> None:
    add(company, "a")
    assert outcome("count", company.path) == ("1", 0)


def test_a_reading_process_leaves_the_writer_in_peace(company: CompanyFile) -> None:
    outcome("count", company.path)
    add(company, "a")
    assert stored(company) == {"a"}


def test_a_killed_writer_loses_what_it_had_not_saved_and_nothing_else(company_path: Path) -> None:
    with running("write", company_path) as child:
        assert first_line(child) == "writing"
        child.kill()
        child.wait()
    with CompanyFile.open(company_path, write=True) as file:
        assert stored(file) == {"first"}
    assert names(company_path.parent) == ["cedar fork.switchbook"]


@pytest.mark.slow
def test_a_writer_killed_between_saves_keeps_every_save(company_path: Path) -> None:
    for wait in (0.0, 0.01, 0.02, 0.03, 0.05):
        with running("add", company_path) as child:
            threading.Event().wait(wait + 0.5)
            child.kill()
            child.wait()
        with CompanyFile.open(company_path, write=True) as file:
            saved = stored(file)
            assert saved == {f"row {number}" for number in range(len(saved))}
            with file.write() as connection:
                connection.exec_driver_sql("DELETE FROM company_file")


def test_a_file_of_a_newer_version_is_refused_and_not_touched(company_path: Path) -> None:
    set_version(company_path, SCHEMA_VERSION + 1)
    before = company_path.read_bytes()
    for write in (True, False):
        with pytest.raises(NewerVersionError, match="newer version of Switchbook"):
            CompanyFile.open(company_path, write=write)
    assert company_path.read_bytes() == before
    assert names(company_path.parent) == ["cedar fork.switchbook"]


def test_a_file_of_an_older_version_is_refused_for_reading(company_path: Path) -> None:
    with pytest.raises(OlderVersionError, match="Open it once for writing"):
        CompanyFile.open(company_path, write=False, schema=SECOND)


def test_a_file_of_an_older_version_is_brought_up_to_date_for_writing(company_path: Path) -> None:
    with CompanyFile.open(company_path, write=True, schema=SECOND):
        assert look(company_path).version == SCHEMA_VERSION + 1
    assert names(company_path.parent) == [
        "cedar fork.switchbook",
        "cedar fork.version-1.switchbook",
    ]


def test_a_file_without_our_tables_is_damaged(company_path: Path) -> None:
    database = connect(company_path, write=True)
    database.execute("DROP TABLE company_file")
    database.close()
    with pytest.raises(DamagedError, match="no such table"):
        CompanyFile.open(company_path, write=True)


def test_pages_overwritten_in_the_middle_are_told_as_damage(company_path: Path) -> None:
    with CompanyFile.open(company_path, write=True) as file, file.write() as connection:
        raw(connection).executemany(
            "INSERT INTO company_file VALUES (?, ?)",
            [(f"row {number:05}", "x" * 200) for number in range(5000)],
        )
    content = bytearray(company_path.read_bytes())
    content[2_200_000:2_600_000] = b"\xa5" * 400_000
    company_path.write_bytes(content)
    with (
        pytest.raises(DamagedError, match=r"is damaged\.") as refused,
        CompanyFile.open(company_path, write=False) as file,
    ):
        stored(file)
    assert "switchbook restore" in refused.value.remedy


def test_a_full_disk_is_told_in_words_and_nothing_is_lost(tmp_path: Path) -> None:
    with (
        small_disk(tmp_path) as disk,
        CompanyFile.create(disk / "cedar.switchbook") as file,
    ):
        add(file, "a")
        with pytest.raises(DiskFullError, match="no room left"), file.write() as connection:
            raw(connection).executemany(
                "INSERT INTO company_file VALUES (?, ?)",
                ((f"row {number}", "x" * 1000) for number in range(8000)),
            )
        assert stored(file) == {"a"}


def test_a_full_disk_leaves_no_new_file(tmp_path: Path) -> None:
    with small_disk(tmp_path) as disk:
        (disk / "filling").write_bytes(b"x" * 3_700_000)
        with pytest.raises(DiskFullError, match="no room left"):
            CompanyFile.create(disk / "cedar.switchbook")
        assert names(disk) == ["filling"]


def test_a_read_only_disk_can_be_read_and_is_refused_writing_in_words(tmp_path: Path) -> None:
    with small_disk(tmp_path) as disk:
        path = disk / "cedar.switchbook"
        with CompanyFile.create(path) as file:
            add(file, "a")
        make_read_only(disk)
        with CompanyFile.open(path, write=False) as file:
            assert stored(file) == {"a"}
        with pytest.raises(CannotWriteError, match="read-only for you"):
            CompanyFile.open(path, write=True)
        with pytest.raises(CannotWriteError, match=r"new\.switchbook cannot be written"):
            CompanyFile.create(disk / "new.switchbook")


@pytest.mark.slow
def test_another_program_that_writes_is_waited_for_and_then_told(company: CompanyFile) -> None:
    other = sqlite3.connect(company.path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(InUseError, match="Another program is working in it"), company.write():
        pytest.fail("a write began")
    other.rollback()
    other.close()
    add(company, "a")
    assert stored(company) == {"a"}


@pytest.mark.parametrize("name", ["cedar.db", "cedar", "cedar.switchbook.txt"])
def test_a_new_file_needs_the_extension(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match=r"ends in \.switchbook"):
        CompanyFile.create(tmp_path / name)


def test_a_new_file_overwrites_nothing(tmp_path: Path) -> None:
    path = tmp_path / "cedar.switchbook"
    path.write_text("a letter")
    with pytest.raises(InputError, match="exists already"):
        CompanyFile.create(path)
    assert path.read_text() == "a letter"


def test_a_new_file_needs_a_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="There is no folder"):
        CompanyFile.create(tmp_path / "nowhere" / "cedar.switchbook")


def test_a_file_gets_its_name_when_all_went_well(tmp_path: Path) -> None:
    path = tmp_path / "cedar.switchbook"
    with CompanyFile.creating(path) as file:
        assert not path.exists()
        add(file, "a")
    with CompanyFile.open(path, write=False) as file:
        assert stored(file) == {"a"}
    assert names(tmp_path) == ["cedar.switchbook"]


def test_a_file_whose_making_failed_leaves_nothing(tmp_path: Path) -> None:
    def fail() -> None:
        with CompanyFile.creating(tmp_path / "cedar.switchbook") as file:
            add(file, "a")
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert names(tmp_path) == []


def test_a_taken_name_is_noticed_at_the_end_too(tmp_path: Path) -> None:
    path = tmp_path / "cedar.switchbook"
    with pytest.raises(InputError, match="exists already"), CompanyFile.creating(path):
        path.write_text("a letter")
    assert path.read_text() == "a letter"


@pytest.mark.slow
def test_a_making_cut_off_at_any_point_leaves_a_whole_file_or_none(tmp_path: Path) -> None:
    path = tmp_path / "cedar.switchbook"
    points = int(outcome("cut", path, "create", "0")[0])
    for point in range(1, points + 1):
        path.unlink()
        outcome("cut", path, "create", str(point))
        if path.exists():
            with CompanyFile.open(path, write=True) as file:
                assert stored(file) == set()
        else:
            CompanyFile.create(path).close()
        assert names(tmp_path) == ["cedar.switchbook"]
