"""Queries that find records by parts of their names, numbers, codes and e-mail addresses."""

from dataclasses import dataclass
from typing import Final

from app.store.database import raw
from app.store.transaction import Transaction

_LEAST_DIGITS: Final = 3


@dataclass(frozen=True, slots=True)
class FoundRow:
    """A record that fits."""

    kind: str
    key: str
    title: str
    second: str
    account_number: str


_QUERIES: Final = (
    (
        "customer",
        (
            "SELECT account_number, name, account_number, account_number FROM accounts"
            " WHERE name LIKE :part ESCAPE '\\' OR account_number LIKE :part ESCAPE '\\'"
            " OR billing_email LIKE :part ESCAPE '\\'"
            " ORDER BY name NOT LIKE :start ESCAPE '\\', name LIMIT :most"
        ),
    ),
    (
        "invoice",
        (
            "SELECT i.invoice_number, i.invoice_number, a.name || ', ' || i.period,"
            " i.account_number"
            " FROM invoices i JOIN accounts a ON a.account_number = i.account_number"
            " WHERE i.invoice_number LIKE :part ESCAPE '\\' ORDER BY i.id DESC LIMIT :most"
        ),
    ),
    (
        "location",
        (
            "SELECT location_code, coalesce(name, address_line1), city || ', ' || account_number,"
            " account_number FROM locations WHERE location_code LIKE :part ESCAPE '\\'"
            " OR name LIKE :part ESCAPE '\\' OR address_line1 LIKE :part ESCAPE '\\' LIMIT :most"
        ),
    ),
    (
        "circuit",
        (
            "SELECT circuit_code, circuit_code, account_number, account_number FROM circuits"
            " WHERE circuit_code LIKE :part ESCAPE '\\' LIMIT :most"
        ),
    ),
)
_NUMBERS: Final = (
    "SELECT n.number, n.number, a.name, n.account_number FROM numbers n"
    " JOIN accounts a ON a.account_number = n.account_number"
    " WHERE n.number LIKE :digits LIMIT :most"
)


def find_rows(conn: Transaction, text: str, *, at_most: int) -> list[FoundRow]:
    """The records whose name, number, code or e-mail holds the text; at most so many of a kind.

    Digits find numbers in whatever writing: ``303 555 01`` finds +13035550142.
    """
    db = raw(conn)
    plain = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    words = {"part": f"%{plain}%", "start": f"{plain}%", "most": at_most}
    found = []
    for kind, query in _QUERIES:
        found += [FoundRow(kind, *row) for row in db.execute(query, words)]
    digits = "".join(mark for mark in text if mark.isdigit())
    if len(digits) >= _LEAST_DIGITS and not any(mark.isalpha() for mark in text):
        values = {"digits": f"%{digits}%", "most": at_most}
        found += [FoundRow("number", *row) for row in db.execute(_NUMBERS, values)]
    return found
