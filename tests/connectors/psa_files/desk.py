"""Folders in which a PSA is written down."""

from collections.abc import Sequence
from pathlib import Path

import openpyxl

from app.connectors.ports import PsaPort
from app.connectors.psa_files.declaration import PSA_FILES
from app.customers.incoming import PsaFamily
from app.values.foreign_record import ForeignRecord
from tests.connectors.openings import opening_of

CUSTOMERS = "id,name,number,external_id\n201,Alder Creek Dental,ALDER,\n202,Aspen Ridge,,10002\n"


def port_of(folder: Path, name: str = "Our PSA") -> PsaPort:
    """The connector over a folder or a file."""
    opening = opening_of(PSA_FILES, {"folder": str(folder), "name": name}, secrets={})
    return PSA_FILES.open(opening)


def write(folder: Path, **sheets: str) -> Path:
    """CSV files of a folder."""
    for name, text in sheets.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


def write_book(path: Path, **sheets: Sequence[Sequence[object]]) -> Path:
    """A workbook."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    book.save(path)
    return path


def records(port: PsaPort, family: PsaFamily) -> list[ForeignRecord]:
    """All records of a family."""
    return [each for page in port.pull(family, since=None) for each in page.records]
