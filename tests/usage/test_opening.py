import pytest

from app.usage.formats import FORMATS
from app.usage.opening import NotThisFormatError, layout_for, open_rows, open_text, shift_of

CANONICAL = FORMATS["canonical"]
HEADER = "call_id,started_at,billing_number,caller,called,duration_seconds,direction,disposition"
ROW = "c1,2026-11-02T15:00:00Z,,1,2,5,out,"


def test_records_begin_behind_header_and_blank_lines() -> None:
    opening = open_text(["", HEADER, ROW], CANONICAL)
    assert opening.first_line == 3
    assert opening.dialect.delimiter == ","
    assert opening.rows == [ROW.split(",")]


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
def test_any_usual_delimiter_will_do(delimiter: str) -> None:
    lines = [HEADER.replace(",", delimiter), ROW.replace(",", delimiter)]
    assert open_text(lines, CANONICAL).dialect.delimiter == delimiter


def test_names_of_columns_ignore_case_and_blanks() -> None:
    assert open_text([HEADER.upper().replace(",", " , "), ROW], CANONICAL).rows


def test_what_the_header_lacks_is_named() -> None:
    with pytest.raises(NotThisFormatError, match="lacks disposition"):
        open_text([HEADER.removesuffix(",disposition"), ROW], CANONICAL)


def test_the_canonical_header_has_nothing_else() -> None:
    with pytest.raises(NotThisFormatError, match="nothing but its eight columns"):
        open_text([HEADER + ",more", ROW + ","], CANONICAL)


def test_rows_of_a_sheet_keep_their_numbers() -> None:
    rows = [(2, HEADER.split(",")), (4, ROW.split(","))]
    assert open_rows(rows, CANONICAL).first_line == 3


def test_a_sheet_without_rows_is_no_format() -> None:
    with pytest.raises(NotThisFormatError, match="no rows"):
        open_rows([(1, ["", ""])], CANONICAL)


def test_good_values_have_not_shifted() -> None:
    assert shift_of(open_text([HEADER, ROW, ROW], CANONICAL)) is None


def test_a_trailing_delimiter_is_no_field() -> None:
    layout = open_text([HEADER, ROW], CANONICAL).placed
    assert layout_for([*ROW.split(","), ""], layout) is layout[0]
    assert layout_for([*ROW.split(","), "more"], layout) is None
    assert layout_for(ROW.split(",")[:-1], layout) is None


def test_a_file_of_nothing_but_a_version_line_has_no_rows() -> None:
    with pytest.raises(NotThisFormatError, match="no rows"):
        open_text(["version=23.0"], FORMATS["broadworks"])
