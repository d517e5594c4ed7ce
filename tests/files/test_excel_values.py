from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest

from app.files.excel_values import PLAIN_STYLE, CellStyle, Shown, decimal_of, shown_value, style_of


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("0.1", "0.1"),
        ("0.30000000000000004", "0.3"),
        ("4.3499999999999996", "4.35"),
        ("1.0000000000000001E-5", "0.00001"),
        ("6.0855501E9", "6085550100"),
        ("1E-3", "0.001"),
        ("-12.50", "-12.50"),
        ("123456789012345", "123456789012345"),
        ("12345678901234567", "12345678901234600"),
        (".5", "0.5"),
        ("0", "0"),
    ],
)
def test_a_number_is_what_excel_shows(text: str, value: str) -> None:
    assert str(decimal_of(text)) == value


@pytest.mark.parametrize("text", ["", "NaN", "Infinity", "1_000", "1e400", "1E-400", "abc", "0x10"])
def test_what_is_no_number_is_none(text: str) -> None:
    assert decimal_of(text) is None


@pytest.mark.parametrize(
    ("value", "shown", "expected"),
    [
        ("46296", Shown.DATE, date(2026, 10, 1)),
        ("46296.75", Shown.DATE, datetime(2026, 10, 1, 18, 0)),  # noqa: DTZ001
        ("46296", Shown.DATE_TIME, datetime(2026, 10, 1)),  # noqa: DTZ001
        ("46296.999999999", Shown.DATE_TIME, datetime(2026, 10, 2)),  # noqa: DTZ001
        ("59", Shown.DATE, date(1900, 2, 28)),
        ("61", Shown.DATE, date(1900, 3, 1)),
        ("60", Shown.DATE, Decimal(60)),
        ("-1", Shown.DATE, Decimal(-1)),
        ("9999999", Shown.DATE, Decimal(9999999)),
        ("0.79166666666666663", Shown.TIME, time(19, 0)),
        ("0.5000057870370371", Shown.TIME, time(12, 0, 0, 500_000)),
        ("1", Shown.TIME, datetime(1900, 1, 1)),  # noqa: DTZ001
        ("1", Shown.ELAPSED, timedelta(days=1)),
        ("0.0625", Shown.ELAPSED, timedelta(minutes=90)),
        ("1E+300", Shown.ELAPSED, Decimal("1E+300")),
        ("46296", Shown.NUMBER, Decimal(46296)),
    ],
)
def test_a_number_in_a_dates_format_is_a_date(value: str, shown: Shown, expected: object) -> None:
    assert shown_value(Decimal(value), CellStyle(shown), from_1904=False) == expected


def test_days_of_a_macintosh_are_counted_from_1904() -> None:
    style = CellStyle(Shown.DATE)
    assert shown_value(Decimal(44834), style, from_1904=True) == date(2026, 10, 1)


def test_a_number_shown_with_leading_zeros_is_a_text() -> None:
    assert shown_value(Decimal(6101), CellStyle(Shown.ZEROS, 5), from_1904=False) == "06101"


def test_a_fraction_is_no_code_with_leading_zeros() -> None:
    style = CellStyle(Shown.ZEROS, 5)
    assert shown_value(Decimal("1.5"), style, from_1904=False) == Decimal("1.5")


@pytest.mark.parametrize(
    ("code", "style"),
    [
        ("yyyy-mm-dd", CellStyle(Shown.DATE)),
        ("mmm", CellStyle(Shown.DATE)),
        ("[$-409]d-mmm-yy;@", CellStyle(Shown.DATE)),
        ("yyyy-mm-dd hh:mm", CellStyle(Shown.DATE_TIME)),
        ("h:mm AM/PM", CellStyle(Shown.TIME)),
        ("mm:ss", CellStyle(Shown.TIME)),
        ("[h]:mm", CellStyle(Shown.ELAPSED)),
        ("[HH]:MM:SS", CellStyle(Shown.ELAPSED)),
        ("00000", CellStyle(Shown.ZEROS, 5)),
        ("0.00", PLAIN_STYLE),
        ("General", PLAIN_STYLE),
        ('0 "days"', PLAIN_STYLE),
        ("#,##0.00;[Red]-#,##0.00", PLAIN_STYLE),
        ("[Red]0", PLAIN_STYLE),
        (r"0\d", PLAIN_STYLE),
        ("_-* #,##0.00_-", PLAIN_STYLE),
        ("0.00E+00", PLAIN_STYLE),
        ("@", PLAIN_STYLE),
    ],
)
def test_a_format_tells_what_its_numbers_are(code: str, style: CellStyle) -> None:
    assert style_of(164, {164: code}) == style


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (0, Shown.NUMBER),
        (14, Shown.DATE),
        (20, Shown.TIME),
        (22, Shown.DATE_TIME),
        (46, Shown.ELAPSED),
    ],
)
def test_formats_known_by_number_alone(number: int, shown: Shown) -> None:
    assert style_of(number, {}).shown is shown
