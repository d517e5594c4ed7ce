"""A PSA by spreadsheet at work: the methods of the PSA port."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

from app.connectors.dealings import Company, Page, PaymentNews, Right
from app.connectors.psa_files.folder import Folder, in_words
from app.connectors.psa_files.records import record
from app.connectors.psa_files.sheets import PSA_SHEETS
from app.connectors.psa_files.template import NAME, write_template
from app.connectors.psa_files.told import FILE, FOLDER, Told
from app.customers.incoming import PsaFamily
from app.errors import NotAllowed, RemoteRefused
from app.values.foreign_record import ForeignRecord
from app.values.money import plain

TITLE: Final = "A PSA by spreadsheet"

_PAGE_SIZE: Final = 500
_NEEDED: Final = frozenset({PsaFamily.CUSTOMERS})
_KEPT: Final = {
    PsaFamily.CUSTOMERS: "external_id",
    PsaFamily.AGREEMENTS: "external_id",
    PsaFamily.CHARGES: "external_id",
    PsaFamily.INVOICES: "our_number",
}
"""The column of a sheet that keeps our number."""
_BILLED: Final = frozenset({PsaFamily.TIME, PsaFamily.CHARGES})


class PsaFiles:
    """One PSA, written down in a folder."""

    def __init__(self, folder: Folder, *, name: str) -> None:
        """``name``: what the user calls it; it stays when the folder moves."""
        self._folder = folder
        self._told = Told(folder.place)
        self._name = name
        self._standing: dict[PsaFamily, dict[str, str | None]] = {}

    def company(self) -> Company:
        """What the user calls it; where the folder is empty, a workbook to fill in is put there."""
        file = self._folder.file()
        if file is None:
            file = self._folder.place / NAME
            write_template(file)
        return Company(tenant_id=self._name, name=self._name, words=file.name)

    def rights(self) -> list[Right]:
        """Each sheet: whether it is there and can be read, and the file of what is told."""
        reads = [self._reads(family) for family in PsaFamily]
        why = f"Told by {FOLDER}/{FILE} in its folder, for you to import there."
        writes = ("customers", "time", "charges", "agreements", "invoices")
        given = [
            Right(name=f"writes {each}", is_given=True, why=why, is_needed=False) for each in writes
        ]
        return [*reads, *given]

    def pull(self, family: PsaFamily, *, since: str | None) -> Iterator[Page]:
        """The rows of a sheet, if anything in it has changed since; then all of them.

        A sheet that is not there yields an empty page, so that nothing seems gone. RemoteRefused
        tells what cannot be read, before any row is taken.
        """
        sheet = PSA_SHEETS[family]
        checked = self._folder.check(sheet)
        if checked is None:
            yield Page(records=(), mark=since)
            return
        if checked.findings:
            raise RemoteRefused(
                f"The sheet {sheet.name} of {self._name} cannot be read.",
                in_words(checked.findings),
                "Mend the rows that are named; then pull again.",
            )
        mark = self._mark(family, checked.digest)
        if mark == since:
            yield Page(records=(), mark=mark)
            return
        yield from self._pages(family, mark)

    def put_external_id(self, source_id: str, number: str) -> None:
        """Tells our account number of a customer."""
        self._row_of(PsaFamily.CUSTOMERS, source_id)
        self._told.tell(PsaFamily.CUSTOMERS, source_id, {"external_id": number})

    def mark_billed(self, family: PsaFamily, source_id: str, *, invoice_number: str) -> None:
        """Tells that time or a charge is billed; RemoteRefused where another has billed it."""
        if family not in _BILLED:
            raise _no_place(family)
        row = self._row_of(family, source_id)
        other = self._told.value(family, source_id, "billed_reference") or row
        if other not in {None, invoice_number}:
            raise RemoteRefused(
                f"{family.value} {source_id} of {self._name} is billed already.",
                f"It says: by {other}." if other else "Its row says so, and not by what.",
                "Take it off one of the two invoices.",
            )
        values = {"billed": "yes", "billed_reference": invoice_number}
        self._told.tell(family, source_id, values)

    def put_invoice_reference(
        self, family: PsaFamily, source_id: str, *, invoice_number: str
    ) -> None:
        """Tells our invoice's number of an agreement, charge or PSA invoice."""
        column = _KEPT.get(family)
        if column is None or family is PsaFamily.CUSTOMERS:
            raise _no_place(family)
        self._row_of(family, source_id)
        self._told.tell(family, source_id, {column: invoice_number})

    def put_payment(self, source_id: str, news: PaymentNews) -> None:
        """Tells how far an invoice is paid, by whole values, so that twice is once."""
        self._row_of(PsaFamily.INVOICES, source_id)
        values = {
            "paid": f"{plain(news.amount):f}",
            "closed": "yes" if news.is_settled else "no",
            "paid_on": news.paid_on.isoformat() if news.is_settled else "",
        }
        self._told.tell(PsaFamily.INVOICES, source_id, values, reference=news.reference)

    def close(self) -> None:
        """Nothing is held open."""

    def _reads(self, family: PsaFamily) -> Right:
        sheet = PSA_SHEETS[family]
        name = f"reads {family.value.replace('_', ' ')}"
        is_needed = family in _NEEDED
        try:
            checked = self._folder.check(sheet)
        except RemoteRefused as refusal:
            said = f"{refusal.what} {refusal.why}"
            return Right(name=name, is_given=False, why=said, is_needed=is_needed)
        if checked is None:
            why = f"There is no sheet {sheet.name}."
            return Right(name=name, is_given=False, why=why, is_needed=False)
        if checked.findings:
            why = in_words(checked.findings, most=3)
            return Right(name=name, is_given=False, why=why, is_needed=is_needed)
        return Right(name=name, is_given=True, why=f"{checked.count} rows.", is_needed=is_needed)

    def _mark(self, family: PsaFamily, digest: str) -> str:
        """The digest of a sheet and of what was told of it."""
        told = repr(self._told.digest_part(family)).encode()
        return f"{digest}:{hashlib.sha256(told).hexdigest()[:16]}"

    def _pages(self, family: PsaFamily, mark: str) -> Iterator[Page]:
        batch: list[ForeignRecord] = []
        for typed in self._folder.rows(PSA_SHEETS[family]):
            batch.append(self._with_ours(family, record(family, typed)))
            if len(batch) >= _PAGE_SIZE:
                yield Page(records=batch, is_whole=True)
                batch = []
        yield Page(records=batch, mark=mark, is_whole=True)

    def _with_ours(self, family: PsaFamily, found: ForeignRecord) -> ForeignRecord:
        """The record with our number where it was told and does not stand in the sheet yet."""
        column = _KEPT.get(family)
        if column is None or getattr(found, column):
            return found
        told = self._told.value(family, found.source_id, column)
        changed: dict[str, Any] = {column: told}
        return found if told is None else replace(found, **changed)

    def _row_of(self, family: PsaFamily, source_id: str) -> str | None:
        """By what a row is billed, blank: not told by what, None: by nothing.

        RemoteRefused where no row has that id. Rows are read again only for one that is new.
        """
        if source_id not in self._standing.get(family, {}):
            rows = (record(family, each) for each in self._folder.rows(PSA_SHEETS[family]))
            self._standing[family] = {each.source_id: _billed_by(each) for each in rows}
        if source_id not in self._standing[family]:
            raise RemoteRefused(
                f"{family.value} {source_id} is not in {self._name}.",
                f"The sheet {PSA_SHEETS[family].name} has no row of that id.",
                "Export the sheet again, then pull.",
            )
        return self._standing[family][source_id]


def _billed_by(found: ForeignRecord) -> str | None:
    by: str = getattr(found, "billed_reference", None) or ""
    return by if getattr(found, "is_billed", False) else None


def _no_place(family: PsaFamily) -> NotAllowed:
    return NotAllowed(
        f"{TITLE} cannot be told this of {family.value.replace('_', ' ')}.",
        "Its sheet has no column for it.",
        "We keep it in our own ledger.",
    )
