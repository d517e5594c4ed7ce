"""Rows of every sheet, made from the sheets' own declarations, and a place to try them."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, get_args, get_type_hints

from hypothesis import strategies as st
from sqlalchemy import Connection

from app.store.database import CompanyFile
from app.values.sheet import Kind, Sheet, SheetRow

_TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12)
_LARGEST = 92_233_720_368
_VALUES: dict[Kind, st.SearchStrategy[Any]] = {
    Kind.TEXT: _TEXTS,
    Kind.PHONE: st.from_regex(r"\A\+1[2-9][0-9]{9}\Z"),
    Kind.TIME: st.from_regex(r"\A[01][0-9]:[0-5][0-9]\Z"),
    Kind.INTEGER: st.integers(-(2**63), 2**63 - 1),
    Kind.MONEY: st.decimals(-_LARGEST, _LARGEST, places=8),
    Kind.QUANTITY: st.decimals(-_LARGEST, _LARGEST, places=4),
    Kind.DATE: st.dates(),
    Kind.YES_NO: st.booleans(),
}


def rows(sheet: Sheet) -> st.SearchStrategy[SheetRow]:
    """Any row of a sheet: optional fields are often None."""
    hints = get_type_hints(sheet.row)
    fields = {
        name: st.none() | _VALUES[column.kind]
        if type(None) in get_args(hints[name])
        else _VALUES[column.kind]
        for name, column in sheet.columns.items()
    }
    return st.fixed_dictionaries(fields).map(lambda values: sheet.row(**values))


def row_lists(sheet: Sheet) -> st.SearchStrategy[list[SheetRow]]:
    """A few rows of different keys; of a sheet without key one."""
    return st.lists(rows(sheet), min_size=1, max_size=4, unique_by=sheet.key_of)


class TakenBackError(Exception):
    """Ends a transaction of which nothing is wanted."""


@contextmanager
def taken_back(company: CompanyFile) -> Iterator[Connection]:
    """A write transaction that leaves nothing behind, so that references need not lead anywhere."""
    try:
        with company.write() as connection:
            yield connection
            _take_back()
    except TakenBackError:
        return


def _take_back() -> None:
    raise TakenBackError
