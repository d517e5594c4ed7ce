import json
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from app.errors import InputError
from app.usage.profile import as_format, from_json, to_json
from app.usage.proposal import Proposal, propose
from tests.usage.call_files import NEW_YORK, call_file, read

CARRIER = (
    "CallType;StartTime;StopTime;CallDuration;BillDuration;CallPrice;TransactionId;ANI;DNIS\n"
    "outbound;2026-11-02 15:00:05;2026-11-02 15:01:40;95;96;0,0096;900001;12125550142;13105550123\n"
    "inbound;2026-11-02 15:10:00;2026-11-02 15:11:01;61;66;0,0198;900002;16085550177;18005550199\n"
)


def _propose(tmp_path: Path, text: str) -> Proposal:
    return propose(call_file(tmp_path, text, "mesa.csv").path)


def test_columns_are_found_by_the_names_exports_use(tmp_path: Path) -> None:
    proposal = _propose(tmp_path, CARRIER)
    profile = proposal.profile
    assert profile.name == "mesa"
    assert profile.delimiter == ";"
    assert profile.columns == {
        "start": "StartTime",
        "end": "StopTime",
        "seconds": "CallDuration",
        "caller": "ANI",
        "called": "DNIS",
        "direction": "CallType",
        "cost": "CallPrice",
        "id": "TransactionId",
    }
    assert profile.directions == {"outbound": "out", "inbound": "in"}
    assert profile.decimal_sign == ","
    assert proposal.reasons["caller"] == 'The header calls it "ANI".'


def test_what_is_not_sure_is_said(tmp_path: Path) -> None:
    unsure = " ".join(_propose(tmp_path, CARRIER).unsure)
    assert '"CallDuration" is taken for seconds; it could also be "BillDuration"' in unsure
    assert "do not tell their zone" in unsure


def test_a_proposal_can_be_kept_and_used_as_it_is(tmp_path: Path) -> None:
    profile = from_json(to_json(_propose(tmp_path, CARRIER).profile))
    found = read(call_file(tmp_path, CARRIER), as_format(profile), NEW_YORK)
    assert found.column("raw_seconds") == [95, 61]
    assert found.column("cost") == [960_000, 1_980_000]


def test_date_and_time_may_stand_apart(tmp_path: Path) -> None:
    text = "date,time,from_ani,to_did,billsec\n2026-11-02,15:10:00,16085550177,12125550142,66\n"
    columns = _propose(tmp_path, text).profile.columns
    assert (columns["start"], columns["start_time"]) == ("date", "time")


def test_without_a_header_values_tell_and_doubt_is_said(tmp_path: Path) -> None:
    text = "2026-11-02 15:10:00\t16085550177\t12125550142\t66\n" * 3
    proposal = _propose(tmp_path, text)
    assert proposal.profile.columns == {"start": 1, "caller": "", "called": "", "seconds": 4}
    assert proposal.profile.width == 4
    assert proposal.unsure[:4] == (
        "Column 1 is taken for start by its values alone.",
        "Which column is caller, who called, is left to choose: column 2 or column 3.",
        "Which column is called, who was called, is left to choose: column 2 or column 3.",
        "Column 4 is taken for seconds by its values alone.",
    )


def test_what_is_left_to_choose_keeps_a_profile_from_being_used(tmp_path: Path) -> None:
    text = "2026-11-02 15:10:00\t16085550177\t12125550142\t0001\t66\n" * 3
    kept = to_json(_propose(tmp_path, text).profile)
    with pytest.raises(InputError, match="seconds, how long was talked: write its place"):
        from_json(kept)
    chosen = json.loads(kept)
    chosen["columns"] |= {"caller": 2, "called": 3, "seconds": 5}
    assert from_json(json.dumps(chosen)).columns == {
        "start": 1,
        "caller": 2,
        "called": 3,
        "seconds": 5,
    }


def test_a_party_is_told_by_its_values_once_the_other_is_named(tmp_path: Path) -> None:
    text = "start,from,B,seconds\n2026-11-02 15:10:00,3035550142,13105550123,66\n"
    assert _propose(tmp_path, text).profile.columns["called"] == "B"


def test_columns_of_one_name_are_left_to_choose_by_their_places(tmp_path: Path) -> None:
    text = "start,from,to,Duration,Duration\n2026-11-02 15:10:00,3035550142,13105550123,66,60\n"
    proposal = _propose(tmp_path, text)
    assert proposal.profile.columns["seconds"] == ""
    assert proposal.unsure[0].endswith("is left to choose: column 4 or column 5.")


@pytest.mark.parametrize("name", ["Ref", "Reference", "Call ID", "UniqueID", "call_ref"])
def test_a_reference_that_does_not_repeat_is_the_id(tmp_path: Path, name: str) -> None:
    rows = "".join(f"2026-11-02 15:10:00,3035550142,13105550123,66,{ref}\n" for ref in "ab")
    assert _propose(tmp_path, f"start,from,to,secs,{name}\n{rows}").profile.columns["id"] == name


def test_a_reference_that_repeats_is_no_id(tmp_path: Path) -> None:
    row = "2026-11-02 15:10:00,3035550142,13105550123,66,a\n"
    proposal = _propose(tmp_path, "start,from,to,secs,Ref\n" + row * 2)
    assert "id" not in proposal.profile.columns
    assert '"Ref" repeats, so it is no id of a record.' in proposal.unsure


@pytest.mark.parametrize(
    ("dates", "order", "unsure"),
    [
        (("31/12/2026", "01/02/2026"), "dmy", False),
        (("12/31/2026", "01/02/2026"), "mdy", False),
        (("01/02/2026", "03/04/2026"), "mdy", True),
    ],
)
def test_the_order_of_dates_is_told_by_days_past_twelve(
    tmp_path: Path,
    dates: tuple[str, str],
    order: str,
    unsure: bool,  # noqa: FBT001
) -> None:
    rows = "".join(f"{date} 15:10:00,3035550142,13105550123,66\n" for date in dates)
    proposal = _propose(tmp_path, "start,from,to,seconds\n" + rows)
    assert proposal.profile.date_order == order
    assert any("day from month" in text for text in proposal.unsure) is unsure


@pytest.mark.parametrize(
    ("name", "value", "unit"),
    [("Duration", "0:01:35", "h:mm:ss"), ("Minutes", "1.6", "minutes"), ("secs", "95", "seconds")],
)
def test_the_unit_of_durations_is_told(tmp_path: Path, name: str, value: str, unit: str) -> None:
    text = f"start,from,to,{name}\n2026-11-02 15:10:00,3035550142,13105550123,{value}\n"
    assert _propose(tmp_path, text).profile.duration_unit == unit


def test_a_workbook_gets_a_proposal(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["start", "from", "to", "seconds", "status"])
    sheet.append(["2026-11-02 15:10:00", 3035550142, 13105550123, 66, "Answered"])
    book.save(tmp_path / "mesa.xlsx")
    profile = propose(tmp_path / "mesa.xlsx").profile
    assert profile.columns["called"] == "to"
    assert profile.answered == ("answered",)


def test_what_is_no_table_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no table of calls"):
        _propose(tmp_path, "hello\nworld\n")


def test_what_lacks_is_named(tmp_path: Path) -> None:
    proposal = _propose(tmp_path, "date,rate,volume\n2026-11-02 15:10:00,CALL,10\n")
    assert any("No column was found for called" in text for text in proposal.unsure)


def test_a_zone_in_the_stamps_or_the_name_leaves_no_doubt(tmp_path: Path) -> None:
    for name, stamp, zone in [
        ("start", "2026-11-02T15:10:00Z", ""),
        ("start_timestamp_utc", "2026-11-02 15:10:00", "UTC"),
    ]:
        text = f"{name},from,to,seconds\n{stamp},3035550142,13105550123,66\n"
        proposal = _propose(tmp_path, text)
        assert proposal.profile.zone == zone
        assert proposal.unsure == ()


def test_words_nobody_knows_are_left_to_a_person(tmp_path: Path) -> None:
    text = (
        "start,from,to,seconds,status,direction\n"
        "2026-11-02T15:10:00Z,3035550142,13105550123,66.5,rot,hin\n"
    )
    unsure = " ".join(_propose(tmp_path, text).unsure)
    assert "fractions" in unsure
    assert 'Which way "hin" calls went is not known' in unsure
    assert "Which values mean answered is not known: rot" in unsure


def test_an_empty_archive_is_refused(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "none.zip", "w"):
        pass
    with pytest.raises(InputError, match="holds no file"):
        propose(tmp_path / "none.zip")


def test_a_lone_date_keeps_its_column(tmp_path: Path) -> None:
    text = "date,from,to,seconds\n2026-11-02,3035550142,13105550123,66\n"
    assert "start_time" not in _propose(tmp_path, text).profile.columns
