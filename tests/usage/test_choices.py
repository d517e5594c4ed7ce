from pathlib import Path

import pytest

from app.errors import InputError
from app.usage.call_file import CallFile, members
from app.usage.choices import Choices, layout_of, settings_of
from app.usage.profile import MappingProfile, to_json
from app.usage.source import Source

HEADER = "call_id,started_at,billing_number,caller,called,duration_seconds,direction,disposition"
ROW = "a1,2026-10-05T15:00:00Z,,3035550142,3035550188,60,out,answered"
OWN = MappingProfile(
    name="acme",
    columns={"start": "When", "caller": "Who", "called": "Whom", "seconds": "Secs"},
    header=("When", "Who", "Whom", "Secs"),
)
OWN_ROWS = "When,Who,Whom,Secs\n2026-10-05 10:00:00,3035550142,3035550188,60\n"


def file_of(folder: Path, text: str) -> CallFile:
    path = folder / "calls.csv"
    path.write_text(text, encoding="utf-8")
    return next(members(path))


def test_the_content_tells_the_format_where_nobody_says_it(tmp_path: Path) -> None:
    call_file = file_of(tmp_path, f"{HEADER}\n{ROW}\n")
    assert layout_of(call_file, Choices(), row=None, saved={}).name == "canonical"


def test_the_user_s_format_goes_before_the_source_s(tmp_path: Path) -> None:
    call_file = file_of(tmp_path, f"{HEADER}\n{ROW}\n")
    row = Source(source="pbx", format="asterisk")
    said = Choices(format="canonical")
    assert layout_of(call_file, said, row=row, saved={}).name == "canonical"
    with pytest.raises(InputError, match="is in no format"):
        layout_of(call_file, Choices(), row=row, saved={})


def test_a_saved_mapping_and_one_in_a_file_are_taken(tmp_path: Path) -> None:
    call_file = file_of(tmp_path, OWN_ROWS)
    saved = {"acme": OWN}
    assert layout_of(call_file, Choices(profile="acme"), row=None, saved=saved).name == "acme"
    assert layout_of(call_file, Choices(), row=None, saved=saved).name == "acme"
    path = tmp_path / "acme.json"
    path.write_text(to_json(OWN), encoding="utf-8")
    assert layout_of(call_file, Choices(profile=str(path)), row=None, saved={}).name == "acme"


@pytest.mark.parametrize(
    ("choices", "words"),
    [
        (Choices(profile="none"), "There is no saved profile none."),
        (Choices(format="none"), "There is no call format none."),
    ],
)
def test_what_nobody_knows_is_refused(choices: Choices, words: str, tmp_path: Path) -> None:
    call_file = file_of(tmp_path, f"{HEADER}\n{ROW}\n")
    with pytest.raises(InputError, match=words):
        layout_of(call_file, choices, row=None, saved={})


def test_settings_come_from_the_user_then_the_source_then_the_company() -> None:
    row = Source(source="pbx", timezone="UTC", date_order="dmy", trunk_channels="PJSIP/a| b")
    bare = settings_of(None, Choices(), company_zone="America/Denver")
    assert (bare.zone, bare.date_order, bare.trunk_channels) == ("America/Denver", "ymd", ())
    ours = settings_of(row, Choices(), company_zone="America/Denver")
    assert (ours.zone, ours.date_order, ours.trunk_channels) == ("UTC", "dmy", ("PJSIP/a", "b"))
    said = Choices(timezone="America/Phoenix", date_order="mdy")
    asked = settings_of(row, said, company_zone="America/Denver")
    assert (asked.zone, asked.date_order) == ("America/Phoenix", "mdy")
