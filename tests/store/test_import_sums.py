from pathlib import Path

from app.operations.clear_suspense import Selection, write_off_suspense
from app.operations.office import Office
from app.operations.undo_import import undo_import
from app.store.database import raw
from app.store.import_sums import ImportSums, import_sums
from app.store.imports import load_imports
from app.usage.table import Status
from tests.operations.companies import BILLABLE, LATE, OCTOBER, STRANGER, approve, take_in


def sums(office: Office) -> dict[int, ImportSums]:
    with office.file.read() as conn:
        return import_sums(conn, load_imports(conn))


def test_each_import_is_added_up_by_what_became_of_its_calls(
    office: Office, tmp_path: Path
) -> None:
    take_in(office, tmp_path, *OCTOBER)
    take_in(office, tmp_path, LATE, name="late.csv")
    found = sums(office)
    assert found[1].calls == {
        Status.RATED: 5,
        Status.NOT_CHARGEABLE: 1,
        Status.SUSPENDED: 1,
        Status.WRITTEN_OFF: 0,
        Status.DUPLICATE: 1,
    }
    assert found[1].charge == 130_000_000
    assert (found[1].first_at, found[1].last_at) == (1_791_212_400, 1_791_558_000)
    assert found[2].calls[Status.RATED] == 1
    assert found[1].invoices == ()


def test_an_import_between_that_was_taken_back_leaves_the_others_as_they_are(
    office: Office, tmp_path: Path
) -> None:
    take_in(office, tmp_path, BILLABLE[0], name="1.csv")
    take_in(office, tmp_path, BILLABLE[1], name="2.csv")
    take_in(office, tmp_path, BILLABLE[2], STRANGER, name="3.csv")
    write_off_suspense(office, Selection(reason="no_customer"), why="test")
    undo_import(office, 2)
    found = sums(office)
    assert sorted(found) == [1, 3]
    assert found[3].calls[Status.WRITTEN_OFF] == 1


def test_calls_that_lie_apart_are_found_all_the_same(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, BILLABLE[0], name="1.csv")
    take_in(office, tmp_path, BILLABLE[1], name="2.csv")
    with office.write() as conn:
        raw(conn).execute("UPDATE calls SET id = 9 WHERE id = 1")
    assert [each.calls[Status.RATED] for each in sums(office).values()] == [1, 1]


def test_the_invoices_that_hold_calls_are_named(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    assert len(sums(office)[1].invoices) == 2


def test_an_import_without_a_call_adds_up_to_nothing(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, "m1,yesterday,,3035550142,3035550188,60,out,answered")
    (only,) = sums(office).values()
    assert (only.charge, only.first_at, sum(only.calls.values())) == (0, None, 0)
