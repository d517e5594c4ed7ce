"""Formats are told by content; what cannot be told, or has shifted, is refused in words."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.errors import InputError
from app.usage.detection import detect, opened
from app.usage.formats import FORMATS
from app.usage.profile import MappingProfile, as_format
from tests.usage.call_files import CANONICAL_HEADER, call_file, read

CANONICAL = CANONICAL_HEADER + "c1,2026-11-02T15:00:00Z,,1,2,5,out,\n" * 3
MAPPED = MappingProfile(
    name="mesa",
    header=("when", "who", "whom", "secs"),
    columns={"start": "when", "caller": "who", "called": "whom", "seconds": "secs"},
)


def test_the_name_of_a_file_says_nothing(tmp_path: Path) -> None:
    assert detect(call_file(tmp_path, CANONICAL, "Master.csv")).name == "canonical"


def test_a_saved_profile_is_recognised_by_its_header(tmp_path: Path) -> None:
    profile = as_format(MAPPED)
    file = call_file(tmp_path, "when;who;whom;secs\n2026-11-02 15:00:00;1;2;5\n")
    assert detect(file, [*FORMATS.values(), profile]) is profile


def test_a_file_of_no_known_format_gives_candidates_and_why(tmp_path: Path) -> None:
    file = call_file(tmp_path, "call_id,started_at,caller\n1,2,3\n")
    with pytest.raises(InputError) as caught:
        detect(file)
    assert caught.value.what == "calls.txt is in no format that is known."
    assert "Not canonical: its first line lacks billing_number" in caught.value.why
    assert "profile propose" in caught.value.remedy


def test_a_file_of_two_saved_profiles_gives_both(tmp_path: Path) -> None:
    file = call_file(tmp_path, "when,who,whom,secs\n2026-11-02 15:00:00,1,2,5\n")
    one, other = as_format(MAPPED), as_format(replace(MAPPED, name="verde"))
    with pytest.raises(InputError, match="more than one format") as caught:
        detect(file, [one, other])
    assert caught.value.why == "It fits the saved profiles mesa, verde."
    assert caught.value.remedy.endswith("--profile mesa or --profile verde.")


def test_a_file_of_two_formats_asks_for_one_of_them(tmp_path: Path) -> None:
    header = ",".join([*FORMATS["bandwidth"].header, *FORMATS["netsapiens"].header])
    with pytest.raises(InputError, match="more than one format") as caught:
        detect(call_file(tmp_path, header + "\n"))
    assert caught.value.why == "It fits netsapiens, bandwidth."
    assert caught.value.remedy.endswith("--format netsapiens or --format bandwidth.")


@pytest.mark.parametrize("content", ["", "\n\n", "\ufeff"])
def test_an_empty_file_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(InputError, match="is empty"):
        detect(call_file(tmp_path, content))


def test_a_header_without_rows_is_a_file_without_calls(tmp_path: Path) -> None:
    assert read(call_file(tmp_path, CANONICAL_HEADER)).calls.height == 0


def test_columns_that_have_shifted_are_refused_and_shown(tmp_path: Path) -> None:
    rows = "c1,,2026-11-02T15:00:00Z,1,2,5,out,\n" * 3
    file = call_file(tmp_path, CANONICAL_HEADER + rows)
    with pytest.raises(InputError, match="columns have shifted") as caught:
        detect(file)
    assert caught.value.what == (
        "calls.txt looks like canonical, but its columns have shifted:"
        " column 2 (started_at) is blank, not a date and time."
    )
    with pytest.raises(InputError, match="columns have shifted"):
        opened(file, FORMATS["canonical"])


def test_single_bad_rows_are_no_shift(tmp_path: Path) -> None:
    rows = "c1,,,1,2,x,sideways,\n" + "c1,2026-11-02T15:00:00Z,,1,2,5,out,\n" * 2
    assert detect(call_file(tmp_path, CANONICAL_HEADER + rows)).name == "canonical"


def test_one_column_wrong_in_nearly_all_of_many_rows_is_a_shift(tmp_path: Path) -> None:
    rows = "c1,2026-11-02T15:00:00Z,,1,2,0.0096,out,\n" * 12
    with pytest.raises(InputError, match="duration_seconds"):
        detect(call_file(tmp_path, CANONICAL_HEADER + rows))


def test_a_file_of_another_format_than_named_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no file of the format asterisk"):
        opened(call_file(tmp_path, CANONICAL), FORMATS["asterisk"])


def test_binary_rubbish_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no format that is known"):
        detect(call_file(tmp_path, bytes(range(256)) * 50))
