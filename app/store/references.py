"""What refers to a row of the setup, so that it cannot be taken out."""

from typing import Final

from app.store.database import raw
from app.store.setup import TABLES
from app.store.transaction import Transaction
from app.values.sheet import Sheet, SheetRow
from app.workbook.sheets import SHEETS

_KEPT: Final = {
    "accounts": (
        ("invoice", "SELECT count(*) FROM invoices WHERE account_number = ?"),
        ("tax document", "SELECT count(*) FROM tax_documents WHERE account_number = ?"),
    ),
    "locations": (
        ("dated fact of its place", "SELECT count(*) FROM location_places WHERE location_code = ?"),
        ("billed line", "SELECT count(*) FROM invoice_lines WHERE location_code = ?"),
    ),
    "services": (("billed line", "SELECT count(*) FROM invoice_lines WHERE reference = ?"),),
    "charges": (("billed line", "SELECT count(*) FROM invoice_lines WHERE reference = ?"),),
    "products": (("billed line", "SELECT count(*) FROM invoice_lines WHERE product_code = ?"),),
    "numbers": (
        (
            "billed call",
            (
                "SELECT count(*) FROM calls WHERE invoice_id IS NOT NULL"
                " AND number_id IN (SELECT id FROM numbers WHERE number = ?)"
            ),
        ),
        ("alias", "SELECT count(*) FROM aliases WHERE number = ?"),
    ),
}
"""By sheet what else is kept of a row, by its first key."""
_PLURALS: Final = {"alias": "aliases", "dated fact of its place": "dated facts of its place"}


def referring(conn: Transaction, sheet: Sheet, row: SheetRow) -> list[str]:
    """What refers to a row, in words: "2 services", "1 invoice"; nothing does where it is empty."""
    key = sheet.key_of(row)[0]
    db = raw(conn)
    found = []
    for other in SHEETS.values():
        for field, column in other.columns.items():
            if column.refers != f"{sheet.name}.{sheet.key[0]}":
                continue
            place = TABLES[other.name].c[field].name
            query = f"SELECT count(*) FROM {other.name} WHERE {place} = ?"  # noqa: S608  our own names
            (count,) = db.execute(query, (key,)).fetchone()
            if count:
                found.append(_words(count, other.name.replace("_", " ").removesuffix("s")))
    for noun, query in _KEPT.get(sheet.name, ()):
        (count,) = db.execute(query, (key,)).fetchone()
        if count:
            found.append(_words(count, noun))
    return list(dict.fromkeys(found))


def _words(count: int, noun: str) -> str:
    return f"{count:,} {noun if count == 1 else _PLURALS.get(noun, noun + 's')}"
