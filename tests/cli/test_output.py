import io
import json
from datetime import UTC, date, datetime
from decimal import Decimal
from types import MappingProxyType

import pytest

from app.cli.output import (
    TerminalProgress,
    decimal_text,
    error_facts,
    finding_facts,
    finding_line,
    money,
    table_lines,
    to_json,
)
from app.errors import InputError
from app.findings import Severity, error, warning


class Terminal(io.StringIO):
    """A stream that people look at."""

    def isatty(self) -> bool:
        return True


def test_json_holds_amounts_as_decimal_strings_and_days_as_iso() -> None:
    value = {
        "amount": Decimal("0.10"),
        "large": Decimal("1E+2"),
        "day": date(2026, 10, 5),
        "at": datetime(2026, 10, 5, 9, tzinfo=UTC),
        "kind": Severity.ERROR,
        "names": ("a", "é"),
        "none": None,
    }
    assert json.loads(to_json(value)) == {
        "amount": "0.1",
        "large": "100",
        "day": "2026-10-05",
        "at": "2026-10-05T09:00:00+00:00",
        "kind": "error",
        "names": ["a", "é"],
        "none": None,
    }


def test_json_refuses_what_it_does_not_know() -> None:
    with pytest.raises(TypeError, match="has no JSON"):
        to_json({"what": object()})


@pytest.mark.parametrize(
    ("value", "in_money", "in_full"),
    [("0", "0.00", "0"), ("40", "40.00", "40"), ("0.00000001", "0.00", "0.00000001")],
)
def test_amounts_are_written(value: str, in_money: str, in_full: str) -> None:
    assert (money(Decimal(value)), decimal_text(Decimal(value))) == (in_money, in_full)


def test_a_finding_in_one_line() -> None:
    finding = error(
        "bad_start", "The start is no date", way_out="Mend it.", sheet="a.csv", row=9, column="s"
    )
    assert finding_line(finding) == "a.csv row 9 s: The start is no date. Mend it."
    assert finding_line(warning("w", "Look at it.")) == "Look at it."


def test_a_finding_as_json() -> None:
    assert finding_facts(warning("w", "Look.", row=0, record="a1", raw="x,y")) == {
        "code": "w",
        "severity": "warning",
        "sheet": "",
        "row": 0,
        "column": "",
        "record": "a1",
        "message": "Look.",
        "way_out": "",
        "raw": "x,y",
    }


def test_an_error_as_json() -> None:
    broken = InputError("What.")
    broken.kept = {"time": {"new": 2}}
    assert error_facts(broken)["kept"] == {"time": {"new": 2}}
    assert error_facts(InputError("What.", "Why.", "Do.")) == {
        "error": {"what": "What.", "why": "Why.", "remedy": "Do."}
    }


def test_a_table_has_numbers_at_the_right() -> None:
    assert table_lines(("name", "money"), [("a", "1.00"), ("long name", "-12.50"), ("b", "")]) == [
        "name        money",
        "---------  ------",
        "a            1.00",
        "long name  -12.50",
        "b",
    ]


def test_a_table_of_nothing_is_its_header() -> None:
    assert table_lines(("name", "money"), []) == ["name  money", "----  -----"]


def test_progress_is_silent_where_nobody_looks() -> None:
    stream = io.StringIO()
    told = TerminalProgress(stream)
    told.step(1, 2, "Reading")
    told.end()
    assert stream.getvalue() == ""


def test_progress_is_one_line_on_a_terminal() -> None:
    stream = Terminal()
    told = TerminalProgress(stream)
    for done in (0, 50, 50, 100):
        told.step(done, 100, "Reading")
    shown = stream.getvalue().split("\r")
    assert [line.rstrip()[-5:] for line in shown[1:]] == ["  0 %", " 50 %", "100 %"]
    told.end()
    assert stream.getvalue().endswith("\r")


def test_progress_of_an_unknown_total_stays_at_the_beginning() -> None:
    stream = Terminal()
    told = TerminalProgress(stream)
    told.step(5, 0, "Reading")
    assert "  0 %" in stream.getvalue()


def test_progress_that_never_began_clears_nothing() -> None:
    stream = Terminal()
    TerminalProgress(stream).end()
    assert stream.getvalue() == ""


def test_json_holds_any_mapping() -> None:
    assert json.loads(to_json({"sums": MappingProxyType({"a": Decimal(1)})})) == {
        "sums": {"a": "1"}
    }
