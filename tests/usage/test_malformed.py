from app.usage.malformed import malformed_row, wrong_fields
from app.usage.table import Reason


def test_a_malformed_row_names_file_line_column_and_text() -> None:
    row = malformed_row(
        Reason.BAD_START, "No date.", file="a.csv", row=7, column="started_at", raw="x,y"
    )
    finding = row.finding
    assert (row.row, row.reason) == (7, Reason.BAD_START)
    assert (finding.code, finding.sheet, finding.row, finding.column, finding.raw) == (
        "bad_start",
        "a.csv",
        7,
        "started_at",
        "x,y",
    )
    assert finding.way_out


def test_wrong_fields_tells_both_numbers() -> None:
    row = wrong_fields("8", 2, file="a.csv", row=3, raw="x,y")
    assert row.finding.message == "The record has 2 fields; 8 are expected."
