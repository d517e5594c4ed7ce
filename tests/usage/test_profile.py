import json
from dataclasses import replace
from pathlib import Path

import pytest

from app.errors import InputError
from app.usage.profile import MappingProfile, as_format, from_json, problems, to_json
from app.usage.reading import ReadSettings
from app.usage.table import Direction
from tests.usage.call_files import NEW_YORK, Reading, call_file, read

PROFILE = MappingProfile(
    name="mesa",
    header=("Date", "Time", "From", "To", "Length", "Way", "State", "Price", "Ref"),
    columns={
        "start": "Date",
        "start_time": "Time",
        "caller": "From",
        "called": "To",
        "seconds": "Length",
        "direction": "Way",
        "disposition": "State",
        "cost": "Price",
    },
    delimiter=";",
    zone="America/Denver",
    date_order="dmy",
    duration_unit="h:mm:ss",
    decimal_sign=",",
    directions={"Incoming": "in", "Outgoing": "out"},
    answered=("OK",),
    key=("Ref", "Date"),
    cost_is_negative=True,
)
TEXT = (
    "Date;Time;From;To;Length;Way;State;Price;Ref\n"
    "02/11/2026;15:00:05;3035550142;13105550123;0:01:35;outgoing;ok;-0,0096;77\n"
    "02/11/2026;15:01:05;13105550123;3035550142;0:00:00;incoming;missed;;78\n"
)


def _read(tmp_path: Path, profile: MappingProfile, text: str = TEXT) -> Reading:
    return read(call_file(tmp_path, text), as_format(profile), NEW_YORK)


def test_a_profile_reads_its_files(tmp_path: Path) -> None:
    found = _read(tmp_path, PROFILE)
    assert found.starts()[0] == "2026-11-02T22:00:05+00:00"
    assert found.calls.drop("started_us").rows() == [
        (
            2,
            "77|02/11/2026",
            95,
            "3035550142",
            "13105550123",
            "",
            Direction.OUT,
            True,
            960_000,
            0,
        ),
        (3, "78|02/11/2026", 0, "13105550123", "3035550142", "", Direction.IN, False, None, 0),
    ]


def test_a_profile_survives_being_kept() -> None:
    assert from_json(to_json(PROFILE)) == PROFILE


def test_columns_without_header_are_counted_from_one(tmp_path: Path) -> None:
    profile = MappingProfile(
        name="bare",
        columns={"start": 1, "called": 3, "caller": 2, "seconds": 4},
        width=4,
        duration_unit="minutes",
    )
    text = "2026-11-02 15:00:00,3035550142,13105550123,1.6\n" * 2 + "2026-11-02 15:00:00,1\n"
    found = _read(tmp_path, profile, text)
    assert (
        found.calls.select("called", "raw_seconds", "call_id").rows()
        == [("13105550123", 96, None)] * 2
    )
    assert found.reasons() == [(3, "wrong_fields")]
    assert found.starts()[0] == "2026-11-02T20:00:00+00:00"


def test_talk_time_may_lie_between_two_stamps(tmp_path: Path) -> None:
    profile = MappingProfile(
        name="stamps",
        header=("start", "answer", "end", "from", "to"),
        columns={
            "start": "start",
            "answer": "answer",
            "end": "end",
            "caller": "from",
            "called": "to",
        },
        zone="UTC",
        duration_unit="stamps",
    )
    text = (
        "start,answer,end,from,to\n"
        "2026-11-02 15:00:00,2026-11-02 15:00:05,2026-11-02 15:01:40,1,2\n"
        "2026-11-02 15:00:00,,2026-11-02 15:01:40,1,2\n"
    )
    found = _read(tmp_path, profile, text)
    assert found.calls.select("raw_seconds", "answered").rows() == [(95, True), (0, False)]


def test_dates_are_refused_without_their_order(tmp_path: Path) -> None:
    profile = replace(PROFILE, date_order="ymd")
    assert _read(tmp_path, profile).reasons() == [(2, "bad_start"), (3, "bad_start")]
    found = read(
        call_file(tmp_path, TEXT), as_format(profile), ReadSettings("UTC", date_order="dmy")
    )
    assert found.malformed == []


def test_shifted_columns_are_refused(tmp_path: Path) -> None:
    header, *rows = TEXT.splitlines()
    shifted = "\n".join([header, *(f"77;{row.rpartition(';')[0]}" for row in rows)])
    with pytest.raises(InputError, match="columns have shifted"):
        _read(tmp_path, PROFILE, shifted)


def test_another_header_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="lacks Price"):
        _read(tmp_path, PROFILE, TEXT.replace("Price", "Preis"))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"columns": {"start": "Date", "called": "To"}}, "No column is mapped to seconds"),
        ({"columns": {**PROFILE.columns, "colour": "To"}}, 'no meaning "colour"'),
        ({"columns": {**PROFILE.columns, "caller": "Who"}}, 'no column "Who"'),
        ({"columns": {**PROFILE.columns, "caller": 0}}, "counted from 1"),
        ({"zone": "Mars"}, "Mars"),
        ({"date_order": "ydm"}, "date_order"),
        ({"duration_unit": "hours"}, "duration_unit"),
        ({"directions": {"x": "up"}}, "directions of x"),
        ({"delimiter": "#"}, "delimiter"),
    ],
)
def test_a_profile_that_cannot_work_is_refused(change: dict[str, object], words: str) -> None:
    profile = replace(PROFILE, **change)  # type: ignore[arg-type]
    assert words in " ".join(problems(profile))
    with pytest.raises(InputError, match="cannot be used"):
        as_format(profile)


def test_what_is_left_to_choose_is_told_with_the_columns_that_are_free() -> None:
    left = {**PROFILE.columns, "seconds": "", "caller": ""}
    free = 'choose one of "From", "Length", "Ref".'
    assert problems(replace(PROFILE, columns=left)) == [
        f"No column is mapped to caller, who called: {free}",
        f"No column is mapped to seconds, how long was talked: {free}",
    ]


def test_who_pays_may_stand_in_for_who_called() -> None:
    told = {name: column for name, column in PROFILE.columns.items() if name != "caller"}
    assert problems(replace(PROFILE, columns={**told, "billing_number": "From"})) == []


def test_a_meaning_left_blank_by_hand_is_not_mapped() -> None:
    told = json.loads(to_json(PROFILE))
    told["columns"] |= {"cost": "", "disposition": None, "direction": " "}
    assert not {"cost", "disposition", "direction"} & from_json(json.dumps(told)).columns.keys()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("not json", "no JSON"),
        ("[]", "no JSON object"),
        ('{"name": "x"}', "lacks columns"),
        ('{"name": "x", "columns": {}, "colour": 1}', "unknown part: colour"),
        ('{"name": "x", "columns": []}', "wrong kind"),
        ('{"name": "x", "columns": {"start": 1}}', "cannot be used"),
    ],
)
def test_a_text_that_is_no_profile_is_told_in_words(text: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        from_json(text)
