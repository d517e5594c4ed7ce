"""What is shown as a table for others, with plain values and their types."""

import html
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from typing import Any, Final

from app.ui.grid.columns import GridColumn, plain_of

_STARTS_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


def table(
    columns: Sequence[GridColumn],
    rows: Iterable[Any],
    *,
    zone: tzinfo = UTC,
    masked: bool = True,
) -> list[list[object]]:
    """The titles and the plain values of rows."""
    lines: list[list[object]] = [[column.title for column in columns]]
    lines += [
        [plain_of(column, column.value(row), zone=zone, masked=masked) for column in columns]
        for row in rows
    ]
    return lines


def as_tabs(lines: Sequence[Sequence[object]]) -> str:
    """The table as a spreadsheet takes it from the clipboard: tabs between the cells."""
    return "\n".join("\t".join(_cell(value) for value in line) for line in lines) + "\n"


def as_typed_html(lines: Sequence[Sequence[object]]) -> str:
    """The table with the type of each cell, so that an account 00123 keeps its zeros."""
    heads = "".join(f"<th>{html.escape(str(value))}</th>" for value in lines[0])
    body = "".join(f"<tr>{''.join(_typed(value) for value in line)}</tr>" for line in lines[1:])
    return f"<table><tr>{heads}</tr>{body}</table>"


def _typed(value: object) -> str:
    text = html.escape(_plain(value))
    if isinstance(value, (int, Decimal)) and not isinstance(value, bool):
        return f'<td sdval="{text}" x:num="{text}">{text}</td>'
    if isinstance(value, (date, datetime)) or value is None:
        return f"<td>{text}</td>"
    return f'<td style=\'mso-number-format:"\\@"\' sdnum="1033;0;@">{text}</td>'


def _plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, date):
        return value.isoformat()
    return str(value).replace("\t", " ").replace("\r", " ").replace("\n", " ")


def _cell(value: object) -> str:
    text = _plain(value)
    # A name that begins as a formula would be worked out by the spreadsheet it is pasted into.
    if isinstance(value, str) and text.startswith(_STARTS_FORMULA) and not _is_number(text):
        return f"'{text}"
    return text


def _is_number(text: str) -> bool:
    return text[1:].replace(" ", "").isdigit()
