"""Tax tables as files, for tests of what takes them in."""

from collections.abc import Mapping
from pathlib import Path

HEADER = (
    *("tax_code", "bill_label", "class", "family", "state", "category", "effective_from"),
    *("effective_to", "calc_method", "rate", "base_kind", "base_includes"),
)

COLORADO: Mapping[str, str] = {
    "tax_code": "CO-SALES",
    "bill_label": "Colorado sales tax",
    "class": "TAX",
    "family": "SALES",
    "state": "CO",
    "effective_from": "2026-01-01",
    "calc_method": "PCT",
    "rate": "0.1",
    "base_kind": "CHARGE",
}
"""The row that the small company has."""

DECEMBER: Mapping[str, str] = {**COLORADO, "effective_from": "2026-12-01", "rate": "0.11"}


def a_table(folder: Path, *rows: Mapping[str, str], name: str = "taxes.csv") -> Path:
    """A CSV file of these rows."""
    columns = list(dict.fromkeys([*HEADER, *(column for row in rows for column in row)]))
    lines = [columns, *([row.get(column, "") for column in columns] for row in rows)]
    path = folder / name
    path.write_text("\n".join(",".join(line) for line in lines) + "\n", encoding="utf-8")
    return path
