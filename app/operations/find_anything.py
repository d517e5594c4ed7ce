"""Finds customers, numbers in any writing, invoices and locations by some letters or digits."""

from dataclasses import dataclass
from typing import Final

from app.operations.office import Office
from app.store.finding import FoundRow, find_rows
from app.values.phone_number import pretty

_AT_MOST: Final = 8


@dataclass(frozen=True, slots=True)
class Found:
    """A record that was found."""

    kind: str
    """customer, location, circuit, number or invoice."""
    key: str
    """The record's own name: an account number, a number, an invoice number."""
    title: str
    second: str
    """What tells it from others of the same title."""
    account_number: str


def find_anything(office: Office, text: str) -> list[Found]:
    """The records that fit, customers first, at most eight of a kind."""
    with office.file.read() as conn:
        return [_found(row) for row in find_rows(conn, text, at_most=_AT_MOST)]


def _found(row: FoundRow) -> Found:
    title = pretty(row.title) if row.kind == "number" else row.title
    return Found(row.kind, row.key, title, row.second, row.account_number)
