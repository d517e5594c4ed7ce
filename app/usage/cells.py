"""Cells of a spreadsheet as the texts a delimited file would hold."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal

from app.files.excel import BrokenCell, ExcelValue
from app.values.money import plain

_SECONDS_PER_HOUR = 3600
_SECONDS_PER_MINUTE = 60


def cell_text(cell: ExcelValue) -> str:
    """The cell's value as text: whole numbers without decimals, moments in ISO 8601."""
    if isinstance(cell, Decimal):
        return f"{plain(cell):f}"
    if isinstance(cell, BrokenCell):
        return cell.text
    if isinstance(cell, timedelta):
        return _clock_text(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, date | time):
        return cell.isoformat()
    return "" if cell is None else str(cell).strip()


def _clock_text(length: timedelta) -> str:
    """A duration as h:mm:ss."""
    whole = length.days * 24 * _SECONDS_PER_HOUR + length.seconds
    hours, rest = divmod(abs(whole), _SECONDS_PER_HOUR)
    minutes, seconds = divmod(rest, _SECONDS_PER_MINUTE)
    return f"{'-' if whole < 0 else ''}{hours}:{minutes:02}:{seconds:02}"
