"""What is typed by hand, read: amounts and sums, days; what is refused is refused in words."""

import ast
import operator
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal, DivisionByZero, InvalidOperation
from typing import Final

from PySide6.QtCore import QLocale

from app.ui import words

_SUMS: Final[dict[type[ast.operator], Callable[[Decimal, Decimal], Decimal]]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_DECEMBER: Final = 12
_LAST_DAY: Final = 31


def read_money(text: str) -> Decimal | None:
    """An amount typed by hand, also as a sum (``12*3.5``); None for nothing.

    ValueError tells in words why it is none.
    """
    written = text.strip().replace(words.MINUS, "-").replace("$", "")
    group = QLocale().groupSeparator()
    point = QLocale().decimalPoint()
    written = written.replace(group, "") if group != "." else written.replace(".", "")
    written = written.replace(point, ".").replace(" ", "").replace("\u202f", "")
    written = written.lstrip("=")
    if not written:
        return None
    try:
        tree = ast.parse(written, mode="eval")
        return _worked_out(tree.body, written)
    except (SyntaxError, InvalidOperation, DivisionByZero, RecursionError):
        message = f"“{text.strip()}” is no amount. Type a figure such as 12.50, or a sum: 12*3.5."
        raise ValueError(message) from None


def _worked_out(node: ast.expr, text: str) -> Decimal:
    if isinstance(node, ast.Constant) and isinstance(node.value, int | float):
        # The digits as typed: a float of them would not be exact.
        return Decimal(text[node.col_offset : node.end_col_offset])
    if isinstance(node, ast.BinOp) and type(node.op) in _SUMS:
        return _SUMS[type(node.op)](_worked_out(node.left, text), _worked_out(node.right, text))
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_worked_out(node.operand, text)
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.UAdd):
        return _worked_out(node.operand, text)
    raise InvalidOperation


def read_day(text: str, today: date) -> date | None:
    """A day typed by hand: ``2026-10-05``, ``Oct 5``, ``10/5``, ``5`` (of this month).

    None for nothing; ValueError tells in words why it is none, and the nearest day there is.
    """
    written = text.strip()
    if not written:
        return None
    try:
        return date.fromisoformat(written)
    except ValueError:
        pass
    parts = _parts(written)
    if parts is not None:
        year, month, number = parts
        year = today.year if year is None else year
        month = today.month if month is None else month
        if 1 <= month <= _DECEMBER:
            return _existing(year, month, number)
    message = f"“{written}” is no date. Type it as 2026-10-05 or Oct 5, or t for today."
    raise ValueError(message)


def _existing(year: int, month: int, number: int) -> date:
    following = date(year + month // 12, month % 12 + 1, 1)
    last = following - timedelta(days=1)
    if 1 <= number <= last.day:
        return date(year, month, number)
    name = QLocale().standaloneMonthName(month)
    short = words.day(last, today=last)
    message = f"There is no {name} {number}. Try {short}."
    raise ValueError(message)


def _parts(text: str) -> tuple[int | None, int | None, int] | None:
    """Year, month and day as far as they are told."""
    apart = text.replace(",", " ").replace("/", " ").replace(".", " ")
    pieces = [piece for piece in apart.split() if piece]
    figures = [int(piece) for piece in pieces if piece.isdigit()]
    names = [piece.casefold() for piece in pieces if not piece.isdigit()]
    month = _month(names[0]) if len(names) == 1 else None
    if names and month is None:
        return None
    if month is not None and figures:
        year = next((figure for figure in figures if figure > _LAST_DAY), None)
        days = [figure for figure in figures if figure <= _LAST_DAY]
        return (year, month, days[0]) if days else None
    order = QLocale().dateFormat(QLocale.FormatType.ShortFormat).casefold()
    if len(figures) >= 2:  # noqa: PLR2004  day and month
        first, second = figures[:2]
        day_first = order.find("d") < order.find("m")
        number, month = (first, second) if day_first else (second, first)
        year = figures[2] if len(figures) > 2 else None  # noqa: PLR2004
        if year is not None and year < 100:  # noqa: PLR2004
            year += 2000
        return (year, month, number)
    return (None, None, figures[0]) if figures else None


def _month(text: str) -> int | None:
    for number in range(1, _DECEMBER + 1):
        for locale in (QLocale(), QLocale.c()):
            if text[:3] == locale.standaloneMonthName(number).casefold()[:3]:
                return number
    return None
