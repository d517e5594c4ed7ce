"""What commands print: words for people, or one JSON object; and how far the work is."""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import TextIO

from app.errors import AppError
from app.findings import Finding
from app.stopping import STOP
from app.values.money import plain

_BAR = 28
_EVERY = 50


def to_json(value: object) -> str:
    """One JSON object; money as decimal strings, days and moments as ISO text."""
    # Not indented: Python then writes it several times as fast, and programs read it.
    return json.dumps(value, default=_plain, ensure_ascii=False)


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return decimal_text(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, Iterable):
        return list(value)
    message = f"{type(value)} has no JSON"
    raise TypeError(message)


def decimal_text(value: Decimal) -> str:
    """The number in plain digits, at least two decimals where it has any."""
    return f"{plain(value):f}"


def money(value: Decimal) -> str:
    """An amount in whole cents, as JSON has it."""
    return f"{value:.2f}"


def finding_facts(finding: Finding) -> dict[str, object]:
    """A finding as JSON has it."""
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "sheet": finding.sheet,
        "row": finding.row,
        "column": finding.column,
        "record": finding.record,
        "message": finding.message,
        "way_out": finding.way_out,
        "raw": finding.raw,
    }


def finding_line(finding: Finding) -> str:
    """A finding in one line of words."""
    place = " ".join(
        part
        for part in (
            finding.sheet,
            f"row {finding.row}" if finding.row is not None else "",
            finding.column,
        )
        if part
    )
    what = finding.message if finding.message.endswith((".", "?")) else f"{finding.message}."
    words = f"{what} {finding.way_out}".rstrip()
    return f"{place}: {words}" if place else words


def table_lines(header: Sequence[str], rows: Iterable[Sequence[object]]) -> list[str]:
    """Rows as aligned text: numbers at the right, words at the left."""
    cells = [[str(cell) for cell in row] for row in rows]
    widths = [max(len(row[i]) for row in [list(header), *cells]) for i in range(len(header))]
    right = [
        bool(cells) and all(_is_number(row[i]) for row in cells if row[i])
        for i in range(len(header))
    ]

    def line(row: Sequence[str]) -> str:
        return "  ".join(
            cell.rjust(width) if to_right else cell.ljust(width)
            for cell, width, to_right in zip(row, widths, right, strict=True)
        ).rstrip()

    return [line(list(header)), line(["-" * width for width in widths]), *map(line, cells)]


def _is_number(text: str) -> bool:
    return text.replace(",", "").replace(".", "").lstrip("-+").isdigit()


def error_facts(error: AppError) -> dict[str, object]:
    """An error as JSON has it."""
    facts: dict[str, object] = {
        "error": {"what": error.what, "why": error.why, "remedy": error.remedy}
    }
    return facts | {"kept": error.kept} if error.kept else facts


class TerminalProgress:
    """One line on a terminal that tells how far the work is; silent elsewhere."""

    def __init__(self, stream: TextIO = sys.stderr) -> None:
        """Writes to ``stream`` only if it is a terminal."""
        self._stream = stream
        self._shown = stream.isatty()
        self._last = -1

    def step(self, done: int, total: int, note: str) -> None:
        """Draws the line anew when it has moved; Ctrl+C that nobody heard counts here."""
        if STOP.is_asked:
            raise KeyboardInterrupt
        if not self._shown:
            return
        part = min(_EVERY, done * _EVERY // total) if total else 0
        if part == self._last:
            return
        self._last = part
        bar = "#" * (part * _BAR // _EVERY)
        self._stream.write(f"\r{note[:40]:40} [{bar:{_BAR}}] {part * 2:3d} %")
        self._stream.flush()

    def end(self) -> None:
        """Clears the line."""
        if self._shown and self._last >= 0:
            self._stream.write("\r" + " " * (_BAR + 52) + "\r")
            self._stream.flush()
