from pathlib import Path

from app.operations.browse_usage.duplicates import list_duplicates
from app.operations.import_usage import Choices, import_usage
from app.operations.mapping_profiles import keep_profile
from app.operations.office import Office
from app.operations.undo_import import undo_import
from app.usage.profile import MappingProfile, to_json
from app.usage.table import Status
from tests.operations.companies import BILLABLE, OCTOBER, take_in

NO_IDS = MappingProfile(
    name="bare",
    columns={"start": "When", "caller": "Who", "called": "Whom", "seconds": "Secs"},
    header=("When", "Who", "Whom", "Secs"),
)
ROW = "2026-10-07 09:00:00,3035550143,3035550188,60"


def take_in_bare(office: Office, folder: Path, *rows: str, name: str = "bare.csv") -> None:
    profile = folder / "bare.json"
    profile.write_text(to_json(NO_IDS), encoding="utf-8")
    keep_profile(office, profile)
    path = folder / name
    path.write_text("\n".join(["When,Who,Whom,Secs", *rows, ""]), encoding="utf-8")
    import_usage(office, [path], choices=Choices(source="pbx", profile="bare"))


def test_nothing_is_in_twice(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    found = list_duplicates(office)
    assert (found.probable, found.repeats) == ((), 0)


def test_sure_repeats_are_counted_alone(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *OCTOBER)
    found = list_duplicates(office)
    assert (found.probable, found.repeats) == ((), 1)


def test_a_record_that_may_be_in_twice_stands_beside_the_first(
    office: Office, tmp_path: Path
) -> None:
    take_in_bare(office, tmp_path, ROW, ROW)
    (twins,) = list_duplicates(office).probable
    assert twins.first is not None
    assert (twins.first.row, twins.held.row) == (2, 3)
    assert (twins.first.status, twins.held.status) == (Status.RATED, Status.SUSPENDED)
    assert (twins.held.caller, twins.held.called) == ("+13035550143", "+13035550188")
    assert not twins.first.is_billed


def test_other_calls_of_the_same_second_are_no_twins(office: Office, tmp_path: Path) -> None:
    take_in_bare(office, tmp_path, ROW, ROW, ROW.replace(",60", ",61"))
    (twins,) = list_duplicates(office).probable
    assert twins.first is not None
    assert twins.first.seconds == 60
    undo_import(office, 1)
    assert list_duplicates(office).probable == ()
