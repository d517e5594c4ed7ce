import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from app.errors import InputError
from app.operations.back_up import back_up, check, restore
from app.operations.make_company import open_company
from app.operations.office import Office
from app.operations.run_bills import bill
from app.store.database import raw
from tests.operations.companies import CLOCK, OCTOBER, approve, dump, take_in


def test_a_backup_of_a_file_in_use_holds_every_row(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *OCTOBER)
    copy = tmp_path / "copy.switchbook"
    assert back_up(office.file.path, copy) > 20
    before = dump(office)
    with open_company(copy, CLOCK, write=False) as kept:
        assert dump(kept) == before


def test_a_backup_overwrites_nothing(office: Office, tmp_path: Path) -> None:
    copy = tmp_path / "copy.switchbook"
    copy.write_text("mine")
    with pytest.raises(InputError):
        back_up(office.file.path, copy)
    assert copy.read_text() == "mine"


def test_a_restore_keeps_the_old_file(template: Path, tmp_path: Path) -> None:
    path, copy = tmp_path / "company.switchbook", tmp_path / "copy.switchbook"
    back_up(template, copy)
    back_up(template, path)
    with open_company(path, CLOCK, write=True) as office:
        take_in(office, tmp_path, *OCTOBER)
    kept = restore(copy, path, clock=CLOCK)
    assert kept is not None
    with open_company(path, CLOCK, write=False) as office:
        assert dump(office)["calls"] == []
    with open_company(kept, CLOCK, write=False) as office:
        assert len(dump(office)["calls"]) == 8


def test_a_restore_to_a_new_name_keeps_nothing(template: Path, tmp_path: Path) -> None:
    assert restore(template, tmp_path / "new.switchbook", clock=CLOCK) is None


def test_a_check_lists_imports_and_runs(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *OCTOBER)
    bill(office, "2026-10")
    found = check(office)
    assert found.checked.findings == ()
    assert [(each.file, each.records, each.malformed) for each in found.imports] == [
        ("october.csv", 9, 1)
    ]
    assert [(each.id, each.period) for each in found.runs] == [(1, "2026-10")]


def test_an_invoice_that_is_not_what_was_approved_is_told(office: Office) -> None:
    approve(office)
    assert check(office).checked.findings == ()
    with office.write() as conn:
        raw(conn).execute("UPDATE invoices SET due_date = due_date + 1 WHERE id = 2")
    (finding,) = check(office).checked.findings
    assert (finding.code, finding.record) == ("broken_seal", "CF-1044")


def test_a_damaged_file_is_told_and_not_listed(template: Path, tmp_path: Path) -> None:
    path = tmp_path / "hurt.switchbook"
    shutil.copyfile(template, path)
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("DELETE FROM locations")
    with open_company(path, CLOCK, write=False) as office:
        found = check(office)
    assert found.checked.findings != ()
    assert (found.imports, found.runs) == ([], [])
