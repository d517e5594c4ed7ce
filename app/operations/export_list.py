"""Any list of the window as a file for spreadsheets."""

from collections.abc import Sequence
from pathlib import Path

from app.documents.spreadsheets import TableColumn, TableFormat, write_table


def write_list(path: Path, lines: Sequence[Sequence[object]]) -> int:
    """Writes titles and rows as Excel, or as CSV where the name ends so; how many rows.

    A cell that begins as a formula is text.
    """
    titles = [TableColumn(title=str(title)) for title in lines[0]]
    rows = [list(line) for line in lines[1:]]
    fmt = TableFormat.CSV if path.suffix.casefold() == ".csv" else TableFormat.XLSX
    return write_table(path, titles, rows=rows, fmt=fmt, guard=True)  # type: ignore[arg-type]
