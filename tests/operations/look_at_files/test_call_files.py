from datetime import date
from decimal import Decimal
from pathlib import Path

from app.operations.import_usage import Choices, import_usage
from app.operations.look_at_files.call_files import LookedCalls, Question, look_at_calls
from app.operations.mapping_profiles import keep_profile
from app.operations.office import Office
from app.progress import Silent
from app.usage.profile import MappingProfile, to_json
from app.usage.source import Alias, Source
from app.usage.table import Reason, Status
from tests.operations.companies import (
    A1,
    BILLABLE,
    LATE,
    STRANGER,
    UNREADABLE,
    add,
    call_file,
    dump,
    take_in,
)

TEXT = "t1,2026-10-12T15:00:00Z,trunk-7,,3035550188,60,out,answered"


def looked(office: Office, path: Path, **choices: str) -> LookedCalls:
    return look_at_calls(office, path, choices=Choices(**choices), progress=Silent())


def test_the_first_rows_are_read_and_rated_and_nothing_is_written(
    office: Office, tmp_path: Path
) -> None:
    path = call_file(tmp_path, *BILLABLE, STRANGER, UNREADABLE)
    before = dump(office)
    found = looked(office, path)
    assert dump(office) == before
    assert (found.source, found.format, found.calls, found.bad_rows) == ("pbx", "canonical", 7, 1)
    assert (found.rated, found.charge, found.suspended) == (5, Decimal("1.30"), 1)
    assert [row.row for row in found.rows] == [2, 3, 4, 5, 6, 7, 8]
    first, stranger = found.rows[0], found.rows[-1]
    assert (first.customer, first.charge) == ("Granite Peak Credit Union", Decimal("0.06"))
    assert (stranger.customer, stranger.reason) == ("", Reason.NO_CUSTOMER)
    assert found.bad_messages[0].startswith("Row 9: ")


def test_what_is_shown_is_what_the_import_makes_of_it(office: Office, tmp_path: Path) -> None:
    add(office, aliases=[Alias(alias="trunk-7", number="+13035550143")])
    path = call_file(tmp_path, *BILLABLE, TEXT)
    found = looked(office, path)
    (result,) = import_usage(office, [path], choices=Choices(source="pbx"))
    assert found.rated == result.outcomes["rated"] == 6
    assert found.rows[-1].status is Status.RATED


def test_days_without_calls_are_named(office: Office, tmp_path: Path) -> None:
    found = looked(office, call_file(tmp_path, *BILLABLE, LATE))
    assert (found.first_day, found.last_day) == (date(2026, 10, 5), date(2026, 10, 31))
    assert found.missing_days[0] == date(2026, 10, 9)
    assert len(found.missing_days) == 22


def test_a_file_that_is_in_already_is_known_by_its_content(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, A1)
    again = looked(office, call_file(tmp_path, A1, name="another name.csv"))
    assert again.earlier is not None
    assert again.earlier.id == 1


def test_the_source_is_asked_where_several_could_have_sent_it(
    office: Office, tmp_path: Path
) -> None:
    add(office, sources=[Source(source="sip")])
    path = call_file(tmp_path, A1)
    asked = looked(office, path)
    assert (asked.source, asked.sources, asked.questions) == (
        "",
        ("pbx", "sip"),
        (Question.SOURCE,),
    )
    assert looked(office, call_file(tmp_path, A1, name="from-sip.csv")).source == "sip"
    assert looked(office, path, source="sip").questions == ()
    take_in(office, tmp_path, LATE, name="late.csv")
    assert looked(office, path).source == "pbx"


def test_a_source_that_says_its_format_is_known_by_it(office: Office, tmp_path: Path) -> None:
    add(office, sources=[Source(source="sip", format="canonical"), Source(source="ast")])
    assert looked(office, call_file(tmp_path, A1)).source == "sip"


def test_a_new_layout_is_asked_about_with_a_proposal(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "odd.csv"
    rows = [f"2026-10-{day:02} 10:00:00,3035550142,2125550155,60" for day in range(1, 9)]
    path.write_text("\n".join(["When,Caller,Dialled,Talk secs", *rows, ""]), encoding="utf-8")
    found = looked(office, path)
    assert found.questions == (Question.MAPPING,)
    assert found.proposal is not None
    assert found.format == ""


def test_what_is_no_call_file_says_why(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "note.txt"
    path.write_text("hello there\n", encoding="utf-8")
    found = looked(office, path)
    assert found.problem is not None
    assert found.questions == ()
    broken = tmp_path / "broken.zip"
    broken.write_bytes(b"PK\x03\x04 nothing of a zip")
    assert looked(office, broken).problem is not None


def test_a_day_on_which_an_hour_comes_twice_is_named(office: Office, tmp_path: Path) -> None:
    profile = MappingProfile(
        name="bare",
        columns={"start": "When", "caller": "Who", "called": "Whom", "seconds": "Secs"},
        header=("When", "Who", "Whom", "Secs"),
    )
    keep = tmp_path / "bare.json"
    keep.write_text(to_json(profile), encoding="utf-8")
    keep_profile(office, keep)
    path = tmp_path / "bare.csv"
    days = ("2026-10-31", "2026-11-01")
    rows = [f"{day} 09:00:00,3035550142,3035550188,60" for day in days]
    path.write_text("\n".join(["When,Who,Whom,Secs", *rows, ""]), encoding="utf-8")
    found = looked(office, path, profile="bare")
    assert found.clock_change == date(2026, 11, 1)
    path.write_text("\n".join(["When,Who,Whom,Secs", rows[0], ""]), encoding="utf-8")
    assert looked(office, path, profile="bare").clock_change is None
