import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.errors import Cancelled, InputError
from app.operations.office import Office
from app.operations.place_locations import (
    apply_boundaries,
    list_places,
    plan_boundaries,
    take_boundaries,
    tell_place,
)
from app.store.places import place_histories
from app.tax.place_history import Method
from app.tax.place_telling import TellPlace
from tests.operations.companies import COLORADO, add, dump
from tests.tax.boundary_lines import address_line, zip_line

JEFFERSON_TAX = replace(COLORADO, tax_code="JEFF", county_fips="059")
QUARRY = address_line("2", "98", "|QUARRY|ST|", side="E")


class Stopping:
    """Stops at the second block."""

    def step(self, done: int, total: int, note: str) -> None:
        if done:
            raise Cancelled(done, total, note)


def tell(office: Office, **facts: object) -> bool:
    told = TellPlace(why="asked", **facts)  # type: ignore[arg-type]
    return tell_place(office, "100-MAIN", told).is_written


def file_of(folder: Path, *lines: str, name: str = "COB2026Q4AUG27.csv") -> Path:
    path = folder / name
    path.write_text("\n".join([*lines, ""]), encoding="utf-8")
    return path


def planned(office: Office, folder: Path, *lines: str) -> Path:
    """A saved plan of what a boundary file of these lines would change."""
    take_boundaries(office, [file_of(folder, *lines)])
    plan_boundaries(office, save_to=folder / "plan.json")
    return folder / "plan.json"


def methods(office: Office) -> list[tuple[date, Method]]:
    with office.file.read() as conn:
        rows = place_histories(conn).get("100-MAIN", ())
    return [(each.effective_from, each.method) for each in rows]


def test_places_are_listed_with_what_is_missing(office: Office) -> None:
    add(office, taxes=[JEFFERSON_TAX])
    home, harbor = list_places(office)
    assert (home.location_code, home.missing) == ("100-MAIN", ("county_fips", "inside_city"))
    assert home.problem == "location 100-MAIN has no county_fips, but JEFF is taken by county"
    assert (harbor.place.county_fips, harbor.method) == ("061", Method.ZIP_SINGLE)


def test_only_the_unverified_are_listed_when_asked(office: Office) -> None:
    tell(office, county="059", inside_city=False)
    assert [each.location_code for each in list_places(office, unverified=True)] == ["200-MAIN"]


def test_telling_twice_is_telling_once(office: Office) -> None:
    assert tell(office, county="059")
    before = dump(office)
    assert not tell(office, county="08059")
    assert dump(office) == before


def test_telling_from_a_day_on(office: Office) -> None:
    tell(office, county="059", begins=date(2026, 12, 1))
    (home, _) = list_places(office)
    assert home.place.county_fips == ""
    assert [begins for begins, _ in methods(office)] == [date.min, date(2026, 12, 1)]


def test_a_location_must_be_there(office: Office) -> None:
    with pytest.raises(InputError, match="no location NOWHERE"):
        tell_place(office, "NOWHERE", TellPlace(county="059", why="asked"))


def test_taking_a_boundary_file_in_changes_no_place(office: Office, tmp_path: Path) -> None:
    (taken,) = take_boundaries(office, [file_of(tmp_path, QUARRY, "junk")])
    assert (taken.is_new, taken.file.records, taken.file.left_out) == (True, 1, 1)
    assert taken.unusable[0].line == 2
    assert methods(office) == []


def test_the_same_file_is_taken_in_once(office: Office, tmp_path: Path) -> None:
    path = file_of(tmp_path, QUARRY)
    take_boundaries(office, [path])
    before = dump(office)
    (again,) = take_boundaries(office, [path])
    assert not again.is_new
    assert dump(office) == before


def test_an_older_file_is_refused(office: Office, tmp_path: Path) -> None:
    take_boundaries(office, [file_of(tmp_path, QUARRY)])
    older = file_of(tmp_path, QUARRY, zip_line("80226"), name="COB2026Q3MAY27.csv")
    with pytest.raises(InputError, match=r"is of 2026Q3"):
        take_boundaries(office, [older])


def test_a_stopped_import_leaves_the_file_before(office: Office, tmp_path: Path) -> None:
    take_boundaries(office, [file_of(tmp_path, QUARRY)])
    before = dump(office)
    large = file_of(tmp_path, *[QUARRY] * 40_000, name="COB2027Q1NOV27.csv")
    with pytest.raises(Cancelled):
        take_boundaries(office, [large], progress=Stopping())
    assert dump(office) == before


def test_a_plan_lists_and_writes_nothing(office: Office, tmp_path: Path) -> None:
    take_boundaries(office, [file_of(tmp_path, QUARRY)])
    before = dump(office)
    plan = plan_boundaries(office, ["CO"])
    (change,) = plan.changes
    assert (change.location_code, change.after.county_fips) == ("100-MAIN", "059")
    assert dump(office) == before


def test_locations_of_states_without_a_file_are_not_looked_at(
    office: Office, tmp_path: Path
) -> None:
    take_boundaries(office, [file_of(tmp_path, QUARRY)])
    assert plan_boundaries(office, ["NY"]).changes == ()
    assert plan_boundaries(office).unmatched == ()


def test_a_location_that_no_record_speaks_of(office: Office, tmp_path: Path) -> None:
    take_boundaries(office, [file_of(tmp_path, zip_line("80401"))])
    assert plan_boundaries(office).unmatched == ("100-MAIN",)


def test_a_file_of_the_next_quarter_is_held_against_its_own_days(
    office: Office, tmp_path: Path
) -> None:
    line = address_line("2", "98", "|QUARRY|ST|", first="20270101")
    take_boundaries(office, [file_of(tmp_path, line, name="COB2027Q1NOV27.csv")])
    assert len(plan_boundaries(office).changes) == 1


def test_a_saved_plan_is_applied_as_it_was_shown(office: Office, tmp_path: Path) -> None:
    plan = planned(office, tmp_path, QUARRY)
    assert apply_boundaries(office, plan).applied == ("100-MAIN",)
    assert methods(office) == [(date.min, Method.BOUNDARY_FILE)]
    (home, _) = list_places(office)
    assert (home.jurisdiction, home.source) == ("US/CO/059/43000", "COB2026Q4AUG27.csv")
    assert plan_boundaries(office).same == ("100-MAIN",)


def test_applying_twice_is_applying_once(office: Office, tmp_path: Path) -> None:
    plan = planned(office, tmp_path, QUARRY)
    apply_boundaries(office, plan)
    before = dump(office)
    assert apply_boundaries(office, plan).done_before == ("100-MAIN",)
    assert dump(office) == before


def test_what_has_changed_since_the_plan_is_left_out(office: Office, tmp_path: Path) -> None:
    plan = planned(office, tmp_path, QUARRY)
    tell(office, county="031")
    assert apply_boundaries(office, plan).stale == ("100-MAIN",)
    assert methods(office) == [(date.min, Method.USER)]


def test_only_what_the_plan_holds_is_applied(office: Office, tmp_path: Path) -> None:
    plan = planned(office, tmp_path, QUARRY)
    facts = json.loads(plan.read_text(encoding="utf-8"))
    plan.write_text(json.dumps(facts | {"changes": []}), encoding="utf-8")
    assert apply_boundaries(office, plan).applied == ()
    assert methods(office) == []


def test_an_override_stands_against_a_file(office: Office, tmp_path: Path) -> None:
    tell(office, county="031", is_override=True)
    take_boundaries(office, [file_of(tmp_path, QUARRY)])
    plan = plan_boundaries(office)
    assert (plan.kept, plan.changes) == (("100-MAIN",), ())


@pytest.mark.parametrize("content", [b"{}", b"\xff\xfe\xff"])
def test_what_is_no_plan_is_refused(office: Office, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "plan.json"
    path.write_bytes(content)
    with pytest.raises(InputError):
        apply_boundaries(office, path)
