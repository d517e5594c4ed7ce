"""The canonical call file: outcomes by the contract, alike on the fast way and the careful one."""

import csv
import io
from datetime import datetime, timedelta, timezone
from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.errors import InputError
from app.usage.canonical import seconds_of, starts_of
from app.usage.reading import ReadSettings
from app.usage.stamps import aware_us
from app.usage.table import Direction
from tests.usage.call_files import BLOCK_SIZES, CANONICAL_HEADER, Reading, call_file, dtypes, read

GOOD = "c1,2026-11-02T15:00:00Z,,+13035550142,3105550123,95,out,answered\n"


def _read(tmp_path: Path, rows: str, *, quoted: bool = False, block_bytes: int = 10**7) -> Reading:
    text = CANONICAL_HEADER + rows
    if quoted:
        text = "\n".join(
            ",".join(f'"{field}"' for field in line.split(",")) if line.strip() else line
            for line in text.split("\n")
        )
    return read(call_file(tmp_path, text), "canonical", block_bytes=block_bytes)


@pytest.mark.parametrize("quoted", [False, True])
def test_a_row_becomes_a_call(tmp_path: Path, quoted: bool) -> None:  # noqa: FBT001
    found = _read(tmp_path, GOOD, quoted=quoted)
    assert found.calls.schema == dtypes()
    assert found.calls.rows() == [
        (
            2,
            "c1",
            1_793_631_600_000_000,
            95,
            "+13035550142",
            "3105550123",
            "",
            Direction.OUT,
            True,
            None,
            0,
        )
    ]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("c1,2026-11-02T15:00:00Z,,1,2,95,out", "wrong_fields"),
        ("c1,2026-11-02T15:00:00Z,,1,2,95,out,answered,more", "wrong_fields"),
        (",nothing,,1,2,x,sideways,", "no_id"),
        ("c1,2026-11-02T15:00:00,,1,2,x,sideways,", "bad_start"),
        ("c1,2026-02-30T15:00:00Z,,1,2,95,out,", "bad_start"),
        ("c1,,,1,2,95,out,", "bad_start"),
        ("c1,2026-11-02T15:00:60Z,,1,2,95,out,", "bad_start"),
        ("c1,2026-11-02T15:00:00Z,,1,2,9.5,sideways,", "bad_duration_text"),
        ("c1,2026-11-02T15:00:00Z,,1,2,,out,", "bad_duration_text"),
        ("c1,2026-11-02T15:00:00Z,,1,2,,out,Answered", "bad_duration_text"),
        ("c1,2026-11-02T15:00:00Z,,1,2,95,OUT,", "bad_direction"),
        ("c1,2026-11-02T15:00:00Z,,1,2,95,,", "bad_direction"),
    ],
)
@pytest.mark.parametrize("quoted", [False, True])
def test_the_first_fault_of_a_row_names_its_reason(
    tmp_path: Path,
    row: str,
    reason: str,
    quoted: bool,  # noqa: FBT001
) -> None:
    found = _read(tmp_path, GOOD + row + "\n" + GOOD, quoted=quoted)
    assert found.reasons() == [(3, reason)]
    assert found.column("row") == [2, 4]
    finding = found.malformed[0].finding
    assert (finding.code, finding.sheet, finding.row) == (reason, "calls.txt", 3)
    assert finding.raw.replace('"', "") == row


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("0", 0),
        ("+5", 5),
        ("-7", -7),
        (" 007 ", 7),
        ("9" * 40, 10**15),
        ("-" + "9" * 40, -(10**15)),
        ("0" * 30 + "5", 5),
        ("9000000000000000000", 10**15),
    ],
)
def test_any_whole_number_is_a_duration(tmp_path: Path, text: str, seconds: int) -> None:
    found = _read(tmp_path, f"c1,2026-11-02T15:00:00Z,,1,2,{text},out,\n")
    assert found.column("raw_seconds") == [seconds]


def test_a_blank_duration_is_zero_when_unanswered(tmp_path: Path) -> None:
    found = _read(tmp_path, "c1,2026-11-02T15:00:00Z,,1,2,,in,busy\n")
    assert found.calls.select("raw_seconds", "answered", "direction").rows() == [
        (0, False, Direction.IN)
    ]


@pytest.mark.parametrize(
    ("disposition", "answered"),
    [("", True), ("ANSWERED", True), (" Answered ", True), ("no answer", False), ("x", False)],
)
def test_the_disposition_ignores_case_and_blank_means_answered(
    tmp_path: Path,
    disposition: str,
    answered: bool,  # noqa: FBT001
) -> None:
    found = _read(tmp_path, f"c1,2026-11-02T15:00:00Z,,1,2,5,internal,{disposition}\n")
    assert found.column("answered") == [answered]


def test_fields_are_trimmed(tmp_path: Path) -> None:
    row = " c1 , 2026-11-02T15:00:00Z ,\t,  303 555 0142, 2 ,5 , out ,answered \n"
    found = _read(tmp_path, row)
    assert found.calls.select("call_id", "caller", "called", "billing_number").rows() == [
        ("c1", "303 555 0142", "2", "")
    ]


def test_blank_lines_are_no_records_and_lines_are_counted_all_the_same(tmp_path: Path) -> None:
    found = _read(tmp_path, "\n" + GOOD + "\n   \n" + GOOD + "\n\n")
    assert found.column("row") == [3, 6]
    assert found.malformed == []


def test_a_record_with_a_line_end_inside_knows_where_it_begins(tmp_path: Path) -> None:
    rows = GOOD + 'c2,2026-11-02T15:00:00Z,,"Pat\nO""Brien",2,5,out,\n' + GOOD
    for block_bytes in BLOCK_SIZES:
        found = _read(tmp_path, rows, block_bytes=block_bytes)
        assert found.column("row") == [2, 3, 5]
        assert found.column("caller")[1] == 'Pat\nO"Brien'


def test_a_quote_never_closed_is_one_malformed_row(tmp_path: Path) -> None:
    rows = GOOD + 'c2,2026-11-02T15:00:00Z,,"Pat,2,5,out,\n' + GOOD
    for block_bytes in BLOCK_SIZES:
        found = _read(tmp_path, rows, block_bytes=block_bytes)
        assert found.reasons() == [(3, "wrong_fields")]
        assert found.column("row") == [2, 4]


def test_the_columns_may_stand_in_any_order(tmp_path: Path) -> None:
    header = CANONICAL_HEADER.strip().split(",")[::-1]
    row = GOOD.strip().split(",")[::-1]
    found = read(call_file(tmp_path, ",".join(header) + "\n" + ",".join(row) + "\n"))
    assert found.format.name == "canonical"
    assert found.column("call_id") == ["c1"]


def test_the_access_code_is_taken_off_what_was_dialled(tmp_path: Path) -> None:
    rows = "".join(
        f"c{number},2026-11-02T15:00:00Z,,1,{called},5,{direction},\n"
        for number, (called, direction) in enumerate(
            [("913105550123", "out"), ("911", "out"), ("9911", "out"), ("93035550142", "in")]
        )
    )
    file = call_file(tmp_path, CANONICAL_HEADER + rows)
    found = read(file, "canonical", ReadSettings("UTC", access_code="9"))
    assert found.column("called") == ["13105550123", "911", "911", "93035550142"]


def test_a_line_past_all_reason_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"calls.txt, line 3"):
        _read(tmp_path, GOOD + "x" * (2**20 + 1) + "\n" + GOOD)


OFFSETS = st.integers(-23 * 60, 23 * 60).map(lambda m: timezone(timedelta(minutes=m)))
STAMPS = st.datetimes(datetime(1000, 1, 2), datetime(9999, 12, 30), timezones=OFFSETS)  # noqa: DTZ001


@given(
    st.lists(
        st.one_of(
            STAMPS.map(datetime.isoformat),
            STAMPS.map(lambda stamp: stamp.isoformat(sep=" ", timespec="milliseconds")),
            STAMPS.map(lambda stamp: stamp.strftime("%Y%m%dT%H%M%S%z")),
            STAMPS.map(lambda stamp: stamp.replace(tzinfo=None).isoformat()),
            st.text("0123456789-:T+Z. ", max_size=27),
        ),
        max_size=20,
    )
)
def test_starts_are_what_the_standard_library_reads(texts: list[str]) -> None:
    found = starts_of(pl.Series(texts, dtype=pl.String)).to_list()
    assert found == [aware_us(text) for text in texts]


def test_many_different_fractions_are_read_exactly() -> None:
    texts = [f"2026-11-02T15:00:00.{number * 7:06}-07:00" for number in range(3000)]
    texts += ["2026-11-02T15:00:00.1234567Z", "2026-11-02T15:00:00,5Z", "2026-11-02T15:00:00.5"]
    found = starts_of(pl.Series(texts)).to_list()
    assert found == [aware_us(text) for text in texts]


@given(st.lists(st.from_regex(r"[+-]?[0-9]{1,22}|[0-9.]{0,4}", fullmatch=True), max_size=20))
def test_durations_are_whole_numbers_or_none(texts: list[str]) -> None:
    answered = pl.Series([True] * len(texts), dtype=pl.Boolean)
    found = seconds_of(pl.Series(texts, dtype=pl.String), answered).to_list()
    limit = 10**15
    expected = [
        max(-limit, min(limit, int(text))) if text.lstrip("+-").isdecimal() else None
        for text in texts
    ]
    assert found == expected


FIELD = st.sampled_from(
    ["", "c1", "2026-11-02T15:00:00Z", "95", "out", "busy", 'a"b', "x,y", "l\nm"]
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(FIELD, min_size=7, max_size=9), max_size=12), st.integers(1, 200))
def test_the_size_of_blocks_never_shows(
    tmp_path: Path, rows: list[list[str]], block_bytes: int
) -> None:
    text = io.StringIO()
    good = GOOD.strip().split(",")
    csv.writer(text, lineterminator="\n").writerows([good, *rows, good, good])
    whole = _read_all(tmp_path, text.getvalue(), 10**7)
    assert _read_all(tmp_path, text.getvalue(), block_bytes) == whole


def _read_all(
    tmp_path: Path, rows: str, block_bytes: int
) -> tuple[list[tuple[object, ...]], list[tuple[int, str]]] | str:
    try:
        found = _read(tmp_path, rows, block_bytes=block_bytes)
    except InputError as err:
        return str(err)
    return found.calls.rows(), found.reasons()


def test_many_different_wrong_tails_are_told_one_by_one() -> None:
    texts = [f"2026-11-02T15:00:00x{number}" for number in range(1500)]
    texts += ["2026-11-02T15:00:00Z"] * 3 + ["2026-11-02T15:00:00.25+0130"]
    found = starts_of(pl.Series(texts)).to_list()
    assert found == [aware_us(text) for text in texts]


def test_lines_whose_commas_are_spread_unevenly_are_told_apart(tmp_path: Path) -> None:
    short, long = "c1,2026-11-02T15:00:00Z,,1,2,5,out", GOOD.strip() + ",more"
    found = _read(tmp_path, f"{short}\n{long}\n{GOOD}")
    assert found.reasons() == [(2, "wrong_fields"), (3, "wrong_fields")]
    assert found.column("row") == [4]
