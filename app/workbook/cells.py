"""Cells of the setup workbook: from what stands in a file to a value, and back to its text."""

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from app.files.excel import BrokenCell, ExcelValue
from app.values.money import plain
from app.values.phone_number import e164, number_range
from app.values.sheet import Column, Kind, Sheet

LONGEST_TEXT: Final = 32_767
"""Characters an Excel cell can hold."""
LARGEST_AMOUNT: Final = Decimal(90_000_000_000)
"""What fits the 64 bits of an amount at rest, with eight decimals."""
LARGEST_WHOLE: Final = 10**15
EARLIEST_YEAR: Final = 1900

_KNOWN_CELLS: Final = 50_000
_PLACES: Final = {Kind.MONEY: 8, Kind.QUANTITY: 4}
_DECIMAL: Final = re.compile(r"[+-]?[0-9]{1,30}(?:\.[0-9]{0,30})?(?:[eE][+-]?[0-9]{1,2})?")
_WHOLE: Final = re.compile(r"[+-]?[0-9]{1,18}(?:\.0*)?")
_ISO_DATE: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:[ T]00:00(?::00(?:\.0+)?)?)?")
_MONTHS: Final = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)
_LEAP_DAY: Final = (2, 29)
_TIME: Final = re.compile(r"([0-9]{1,2}):([0-9]{2})(?::00)?")
_UNPRINTABLE: Final = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_UNSEEN: Final = "\u200b\u200c\u200d\u2060\ufeff"
"""What takes no room: a name of nothing else would be one that nobody can see."""
_LINE_END: Final = re.compile(r"\r\n?")
_FLOATED: Final = re.compile(r"([0-9]+)\.0")
_SHORTENED: Final = re.compile(r"[0-9]\.[0-9]+E\+[0-9]{2}")

_CODE: Final = re.compile(
    r".*(?:number|_code|_fips|_reference|_id|phone|_line)|btn|alias|reference|credits|prefix|district"
)
"""Columns whose digits name something: ``6085550100.0`` there is ``6085550100``."""
_CAPITALS: Final = {
    **dict.fromkeys(
        ("country", "region", "state", "currency", "cost_currency"), re.compile(r"[A-Za-z]{2,3}")
    ),
    **dict.fromkeys(("category", "tax_category"), re.compile(r"[A-Za-z0-9_*| ]+")),
}
"""Columns of codes in capitals, and which texts are such codes."""
_ZERO_FILLED: Final = {"county_fips": (3, 5), "place_fips": (5,)}
"""To how many digits: spreadsheets drop the zeros in front."""

_YES_NO: Final = {"yes": True, "no": False, "true": True, "false": False}
_END_OF_DAY: Final = (timedelta(days=1), datetime(1900, 1, 1, 0, 0), datetime(1904, 1, 2, 0, 0))  # noqa: DTZ001  as Excel has them
"""How 24:00 comes from Excel."""

CellReader = Callable[[ExcelValue], object]


class CellError(Exception):
    """A cell that does not hold what its column asks for."""

    def __init__(self, code: str, message: str, way_out: str = "") -> None:
        """The message goes on where "The cell" begins."""
        super().__init__(code, message, way_out)
        self.code = code
        self.message = message
        self.way_out = way_out


def is_blank(cell: ExcelValue) -> bool:
    """Whether nothing stands in the cell."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def cell_reader(sheet: Sheet, field: str) -> CellReader:
    """What reads the cells of a column; it raises CellError.

    A blank gives the column's default. A telephone number that is part of its sheet's key gives
    a tuple of numbers: it may be a range.
    """
    column = sheet.columns[field]
    read = _converter(sheet, field)
    required = column.required and column.default is None
    known: dict[str, object] = {}

    def read_cell(cell: ExcelValue) -> object:
        if type(cell) is not str:
            return blank() if cell is None else read(_sound(cell))
        try:
            return known[cell]
        except KeyError:
            trimmed = cell.strip().strip(_UNSEEN).strip()
            value = read(trimmed) if trimmed else blank()
        if len(known) >= _KNOWN_CELLS:
            known.clear()
        known[cell] = value
        return value

    def blank() -> object:
        if required:
            raise CellError("required", "is blank", "Fill it in: the row needs it.")
        return column.default

    return read_cell


def _sound(cell: ExcelValue) -> ExcelValue:
    if isinstance(cell, BrokenCell):
        raise CellError(
            "broken_cell",
            f"holds {cell.text} in place of a value",
            "Mend it in Excel and save the workbook.",
        )
    return cell


def _converter(sheet: Sheet, field: str) -> CellReader:
    column = sheet.columns[field]
    if column.kind is Kind.PHONE:
        return _phone_reader(number_range if field in sheet.key else e164)
    if column.kind is Kind.TEXT:
        return _text_reader(sheet, field)
    return _CONVERTERS[column.kind]


def _text_reader(sheet: Sheet, field: str) -> CellReader:
    column = sheet.columns[field]
    if column.choices:
        return _choice_reader(column)
    name = column.name
    is_code = bool(field in sheet.key or column.refers or _CODE.fullmatch(name))
    capitals, zeros = _CAPITALS.get(name), _ZERO_FILLED.get(name)

    def read(cell: ExcelValue) -> str:
        text = _text(cell)
        if is_code:
            text = _code(text)
        if capitals is not None and capitals.fullmatch(text):
            text = text.upper()
        if zeros is not None and text.isascii() and text.isdigit():
            text = text.zfill(next((n for n in zeros if len(text) <= n), 0))
        return text

    return read


def _choice_reader(column: Column) -> CellReader:
    by_lower = {choice.lower(): choice for choice in column.choices}

    def read(cell: ExcelValue) -> str:
        text = _text(cell)
        choice = by_lower.get(text.lower())
        if choice is None:
            raise CellError("unknown_choice", f"holds {text!r}", f"Use {_one_of(column.choices)}.")
        return choice

    return read


def _text(cell: ExcelValue) -> str:
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, Decimal):
        return f"{plain(cell):f}"
    if not isinstance(cell, str):
        raise CellError(
            "date_in_text",
            f"holds the date or time {cell}, not a text",
            "Format the column as text in Excel and type it again.",
        )
    text = _LINE_END.sub("\n", cell).strip() if "\r" in cell else cell.strip()
    if _UNPRINTABLE.search(text):
        raise CellError("unprintable", "holds a character that cannot be printed", "Type it again.")
    if len(text) > LONGEST_TEXT:
        raise CellError("too_long", f"holds {len(text):,} characters", "Shorten the text.")
    return text


def _code(text: str) -> str:
    floated = _FLOATED.fullmatch(text)
    if floated is not None:
        return floated[1]
    if _SHORTENED.fullmatch(text):
        raise CellError(
            "lost_digits",
            f"holds {text}: a spreadsheet has shortened it",
            "Format the column as text and type all digits again.",
        )
    return text


def _decimal_reader(kind: Kind) -> CellReader:
    places = _PLACES[kind]

    def read(cell: ExcelValue) -> Decimal:
        value = _decimal(cell)
        if abs(value) > LARGEST_AMOUNT:
            raise CellError("too_large", f"holds {cell}: that is too large", "Give less.")
        value = plain(value)
        if -int(value.as_tuple().exponent) > places:
            raise CellError(
                "too_many_decimals",
                f"holds {value:f}, more than {places} decimals",
                f"Round it to {places} decimals.",
            )
        return value

    return read


def _decimal(cell: ExcelValue) -> Decimal:
    if isinstance(cell, Decimal):
        return cell
    if isinstance(cell, str) and _DECIMAL.fullmatch(cell):
        return Decimal(cell)
    raise CellError(
        "not_a_number",
        f"holds {cell!s:.60}, not a number",
        "Write digits and a point for decimals, as in 1234.50, with nothing else.",
    )


def _whole(cell: ExcelValue) -> int:
    if isinstance(cell, Decimal) and cell == cell.to_integral_value():
        value = int(cell) if abs(cell) <= LARGEST_WHOLE else LARGEST_WHOLE + 1
    elif isinstance(cell, str) and _WHOLE.fullmatch(cell):
        value = int(cell.partition(".")[0])
    else:
        raise CellError(
            "not_whole", f"holds {cell!s:.60}, not a whole number", "Write digits only."
        )
    if abs(value) > LARGEST_WHOLE:
        raise CellError("too_large", f"holds {cell!s:.60}: that is too large", "Give less.")
    return value


def _date(cell: ExcelValue) -> date:
    if isinstance(cell, datetime) and cell.time() == time.min:
        cell = cell.date()
    if isinstance(cell, str) and (found := _ISO_DATE.fullmatch(cell)):
        year, month, day = map(int, found[1].split("-"))
        if year >= EARLIEST_YEAR and 1 <= month <= len(_MONTHS):
            return _dated(year, month, day)
    if type(cell) is date and cell.year >= EARLIEST_YEAR:
        return cell
    raise CellError("not_a_date", f"holds {cell!s:.60}, not a date", "Write it as in 2026-10-31.")


def _dated(year: int, month: int, day: int) -> date:
    """The day of a month; raises CellError for one that the month does not have."""
    last = monthrange(year, month)[1]
    if 1 <= day <= last:
        return date(year, month, day)
    name = _MONTHS[month - 1]
    leap = f" {year}" if (month, day) == _LEAP_DAY else ""
    message = f"holds {year}-{month:02d}-{day:02d}, but there is no {name} {day}{leap}"
    raise CellError("not_a_date", message, f"Try {name[:3]} {last}: {year}-{month:02d}-{last}.")


def _yes_no(cell: ExcelValue) -> bool:
    if isinstance(cell, bool):
        return cell
    found = _YES_NO.get(cell.lower()) if isinstance(cell, str) else None
    if found is None:
        raise CellError("not_yes_or_no", f"holds {cell!s:.60}", "Write yes or no.")
    return found


def _time(cell: ExcelValue) -> str:
    """HH:MM; Excel makes a time of day of it, or a whole day of 24:00."""
    if isinstance(cell, timedelta | datetime) and cell in _END_OF_DAY:
        return "24:00"
    if isinstance(cell, timedelta) and timedelta(0) <= cell < timedelta(days=1):
        cell = str(cell)
    text = cell.isoformat() if type(cell) is time else cell
    found = _TIME.fullmatch(text) if isinstance(text, str) else None
    if found is not None:
        written = f"{int(found[1]):02d}:{found[2]}"
        if "00:00" <= written <= "23:59" and found[2] <= "59":
            return written
        if written == "24:00":
            return written
    raise CellError("not_a_time", f"holds {cell!s:.60}, not a time", "Write it as in 08:30.")


def _phone_reader(parse: Callable[[str], object]) -> CellReader:
    def read(cell: ExcelValue) -> object:
        try:
            return parse(_text(cell))
        except ValueError as problem:
            message = f"cannot be used: {problem}"
            raise CellError("not_a_phone_number", message, _WRITE_NUMBER) from problem

    return read


_WRITE_NUMBER: Final = "Write it with its area code, as in 303-555-0142 or +44 20 7946 0000."

_CONVERTERS: Final[Mapping[Kind, CellReader]] = {
    Kind.MONEY: _decimal_reader(Kind.MONEY),
    Kind.QUANTITY: _decimal_reader(Kind.QUANTITY),
    Kind.INTEGER: _whole,
    Kind.DATE: _date,
    Kind.YES_NO: _yes_no,
    Kind.TIME: _time,
}


def cell_text(value: object) -> str:
    """The text of a value as the workbook writes it; blank for None."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return f"{plain(value):f}"
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def _one_of(choices: tuple[str, ...]) -> str:
    return ", ".join(choices[:-1]) + " or " + choices[-1] if len(choices) > 1 else choices[0]
