"""Walks through ConnectWise PSA, family by family. Source: ``psa-apis.md`` 1.3, 1.4 and 1.6."""

import itertools
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from app.connectors.connectwise import reading, reading_charges
from app.connectors.connectwise.asking import Manage, quoted
from app.connectors.connectwise.parts import Around, Ways, modified, reference
from app.connectors.dealings import Page
from app.connectors.overlap import Mark, Sighting, Sightings, fresh
from app.connectors.row_values import Row, flag, needed_identity, nested, text, translated
from app.customers.incoming import PsaFamily
from app.errors import RemoteRefused
from app.values.foreign_record import ForeignRecord

WHOLE: Final = "whole"
"""The mark of a family that is always read whole."""

WORDS: Final = {
    PsaFamily.TERMS: "Reading the terms",
    PsaFamily.PRODUCTS: "Reading the products",
    PsaFamily.CUSTOMERS: "Reading the customers",
    PsaFamily.SITES: "Reading the sites",
    PsaFamily.CONTACTS: "Reading the contacts",
    PsaFamily.AGREEMENTS: "Reading the agreements",
    PsaFamily.AGREEMENT_LINES: "Reading the agreement lines",
    PsaFamily.TIME: "Reading the time",
    PsaFamily.CHARGES: "Reading the charges",
    PsaFamily.INVOICES: "Reading the invoices",
}
PATHS: Final = {
    PsaFamily.TERMS: "/finance/billingTerms",
    PsaFamily.PRODUCTS: "/procurement/catalog",
    PsaFamily.CUSTOMERS: "/company/companies",
    PsaFamily.CONTACTS: "/company/contacts",
    PsaFamily.AGREEMENTS: "/finance/agreements",
    PsaFamily.TIME: "/time/entries",
    PsaFamily.INVOICES: "/finance/invoices",
}
CHARGE_PATHS: Final = {"product": "/procurement/products", "expense": "/expense/entries"}

_BATCH: Final = 500
_COMPANY_FIELDS: Final = "id,deletedFlag,_info/lastUpdated"
_AGREEMENT_FIELDS: Final = "id,company/id,agreementStatus,cancelledFlag,_info/lastUpdated"

Translate = Callable[[Row], ForeignRecord]
Query = Sequence[tuple[str, str]]


class Walks:
    """The walks of one company."""

    def __init__(self, manage: Manage, ways: Ways, *, company_types: Sequence[str]) -> None:
        """``company_types``: only companies of one of these types; none: all."""
        self._manage = manage
        self._ways = ways
        self._company_query: Query = _of_types(company_types)
        self._closing: frozenset[str] | None = None
        """The ids of states that end an invoice, once they were looked up."""

    def pull(self, family: PsaFamily, since: str | None) -> Iterator[Page]:
        """The pages of a family."""
        if family is PsaFamily.TERMS:
            return self._terms()
        if family is PsaFamily.CUSTOMERS:
            return self._customers(since)
        if family is PsaFamily.SITES:
            return self._sites(since)
        if family is PsaFamily.AGREEMENT_LINES:
            return self._lines(since)
        if family is PsaFamily.CHARGES:
            return self._charges(since)
        return self._plain(PATHS[family], WORDS[family], self._translator(family), since)

    def _translator(self, family: PsaFamily) -> Translate:
        plain: dict[PsaFamily, Translate] = {
            PsaFamily.PRODUCTS: reading.product,
            PsaFamily.CONTACTS: reading.contact,
            PsaFamily.AGREEMENTS: lambda row: reading.agreement(row, self._ways),
            PsaFamily.TIME: lambda row: reading_charges.time_entry(row, self._ways),
            PsaFamily.INVOICES: self._invoice,
        }
        return plain[family]

    def _invoice(self, row: Row) -> ForeignRecord:
        """An invoice; states that do not say of themselves whether they end it are looked up."""
        is_told = flag(nested(row, "status"), "isClosed") is not None
        if not is_told and self._closing is None:
            pages = self._manage.whole("/finance/billingStatuses", WORDS[PsaFamily.INVOICES])
            self._closing = frozenset(
                needed_identity(each)
                for each in itertools.chain.from_iterable(pages)
                if flag(each, "closedFlag")
            )
        return reading_charges.invoice(row, self._closing or frozenset())

    def _plain(
        self, path: str, words: str, translate: Translate, since: str | None
    ) -> Iterator[Page]:
        """A family whose rows are all that there is to it."""
        known = Mark.read(since)
        sightings = Sightings(known)
        pages, is_whole = self._pages(path, words, known)
        for rows in fresh(pages, sightings, since=None if is_whole else known, sight=_sight):
            yield Page(records=translated(rows, translate, words=words), is_whole=is_whole)
        yield self._last(sightings, is_whole=is_whole)

    def _terms(self) -> Iterator[Page]:
        """Few, and without a stamp that can be asked for."""
        words = WORDS[PsaFamily.TERMS]
        for rows in self._manage.whole(PATHS[PsaFamily.TERMS], words):
            yield Page(
                records=translated(rows, reading.terms, words=words), mark=WHOLE, is_whole=True
            )

    def _customers(self, since: str | None) -> Iterator[Page]:
        words, path = WORDS[PsaFamily.CUSTOMERS], PATHS[PsaFamily.CUSTOMERS]
        known = Mark.read(since)
        sightings = Sightings(known)
        pages, is_whole = self._pages(path, words, known, self._company_query)
        any_seen = False
        for rows in fresh(pages, sightings, since=None if is_whole else known, sight=_sight):
            any_seen = True
            around = self._around(rows, words)
            yield Page(
                records=translated(
                    rows,
                    lambda row, around=around: reading.customer(  # type: ignore[misc]
                        row, self._ways, around
                    ),
                    words=words,
                ),
                is_whole=is_whole,
            )
        if is_whole and not any_seen:
            raise _nobody_seen(words)
        yield self._last(sightings, is_whole=is_whole)

    def _around(self, rows: Sequence[Row], words: str) -> Around:
        """Billing contacts where no address for invoices is given, and separate billing sites."""
        contacts = {
            found
            for row in rows
            if not text(row, "invoiceToEmailAddress")
            and (found := reference(row, "billingContact")) is not None
        }
        read = self._manage.by_ids(
            PATHS[PsaFamily.CONTACTS], words, sorted(contacts, key=_by_number)
        )
        sites = {
            billing: self._manage.one(
                f"/company/companies/{needed_identity(row)}/sites/{billing}", words
            )
            for row in rows
            if (billing := reference(row, "billingSite")) is not None
            and billing != reference(row, "site")
            and not flag(row, "deletedFlag")
        }
        return Around(contacts={needed_identity(row): row for row in read}, sites=sites)

    def _sites(self, since: str | None) -> Iterator[Page]:
        """Company by company: there is no list of all sites. With a mark: of changed companies."""
        words = WORDS[PsaFamily.SITES]
        known = Mark.read(since)
        sightings = Sightings(known)
        query = (*self._company_query, ("fields", _COMPANY_FIELDS))
        pages, is_whole = self._pages(PATHS[PsaFamily.CUSTOMERS], words, known, query)
        wanted = fresh(pages, sightings, since=None if is_whole else known, sight=_sight)

        def found() -> Iterator[ForeignRecord]:
            for company in itertools.chain.from_iterable(wanted):
                if flag(company, "deletedFlag"):
                    continue
                number = needed_identity(company)
                for rows in self._manage.whole(f"/company/companies/{number}/sites", words):
                    yield from translated(
                        rows,
                        lambda row, number=number: reading.site(row, number),  # type: ignore[misc]
                        words=words,
                    )

        yield from _in_pages(found(), is_whole=is_whole)
        yield self._last(sightings, is_whole=is_whole)

    def _lines(self, since: str | None) -> Iterator[Page]:
        """Agreement by agreement: additions have no list of changes, and leave no trace above.

        With a mark: of every active agreement, and of those that changed.
        """
        words = WORDS[PsaFamily.AGREEMENT_LINES]
        known = Mark.read(since)
        sightings = Sightings(known)
        self._manage.begin()
        pages = self._manage.whole(
            PATHS[PsaFamily.AGREEMENTS], words, (("fields", _AGREEMENT_FIELDS),)
        )
        wanted = _active_or_fresh(pages, sightings, known)

        def found() -> Iterator[ForeignRecord]:
            for agreement in itertools.chain.from_iterable(wanted):
                number, customer = needed_identity(agreement), reference(agreement, "company")
                for rows in self._manage.whole(f"/finance/agreements/{number}/additions", words):
                    yield from translated(
                        rows,
                        lambda row, number=number, customer=customer: (  # type: ignore[misc]
                            reading.agreement_line(row, number, customer)
                        ),
                        words=words,
                    )

        yield from _in_pages(found(), is_whole=known is None)
        yield self._last(sightings, is_whole=known is None)

    def _charges(self, since: str | None) -> Iterator[Page]:
        """Products, then expenses; each with its own mark. Whole only if both are."""
        marks = _charge_marks(since)
        is_whole = not any(marks.values())
        translators: dict[str, Translate] = {
            "product": reading_charges.product_charge,
            "expense": lambda row: reading_charges.expense_charge(row, self._ways),
        }
        for kind, translate in translators.items():
            words = f"{WORDS[PsaFamily.CHARGES]} ({kind}s)"
            for page in self._plain(CHARGE_PATHS[kind], words, translate, marks.get(kind)):
                marks[kind] = page.mark or marks.get(kind)
                yield Page(records=page.records, is_whole=is_whole)
        yield Page(records=(), mark=json.dumps(marks), is_whole=is_whole)

    def _pages(
        self, path: str, words: str, known: Mark | None, query: Query = ()
    ) -> tuple[Iterator[list[Row]], bool]:
        """The pages of a list since a mark, and whether they are all there is.

        A list that will not be asked by stamp is read whole.
        """
        self._manage.begin()
        if known is not None:
            pages = self._manage.changed(path, words, query, since=known.since)
            try:
                first = next(pages)
            except RemoteRefused:
                pass
            else:
                return itertools.chain([first], pages), False
        return self._manage.whole(path, words, query), True

    def _last(self, sightings: Sightings, *, is_whole: bool) -> Page:
        """The page that ends a walk: only here it is known where the next goes on."""
        mark = sightings.mark(begun_at=self._manage.begun_at, ended_at=self._manage.ended_at)
        return Page(records=(), mark=mark.text, is_whole=is_whole)


def _active_or_fresh(
    pages: Iterable[list[Row]], sightings: Sightings, known: Mark | None
) -> Iterator[list[Row]]:
    """Agreements whose additions are read: all without a mark, else active or changed ones."""
    still: list[Row] = []
    for rows in pages:
        for row in rows:
            sightings.note_stamp(_sight(row).stamp)
        ended = [row for row in rows if not _is_active(row)]
        if known is None:
            for row in ended:
                sightings.note(_sight(row))
            yield rows
        else:
            yield [row for row in rows if _is_active(row)]
            still += [row for row in ended if _is_after(row, known)]
    if known is not None:
        yield from fresh([still], sightings, since=known, sight=_sight)


def _is_active(row: Row) -> bool:
    return text(row, "agreementStatus") in {"", "Active"} and not flag(row, "cancelledFlag")


def _is_after(row: Row, known: Mark) -> bool:
    stamp = modified(row)
    return stamp is None or stamp > known.since


def _sight(row: Row) -> Sighting:
    (seen,) = translated(
        [row],
        lambda each: Sighting.of(each, id=needed_identity(each), stamp=modified(each)),
        words="Reading a list",
    )
    return seen


def _by_number(number: str) -> int:
    return int(number)


def _in_pages(records: Iterable[ForeignRecord], *, is_whole: bool) -> Iterator[Page]:
    """Records of many small lists in pages of some hundred."""
    batch: list[ForeignRecord] = []
    for record in records:
        batch.append(record)
        if len(batch) >= _BATCH:
            yield Page(records=batch, is_whole=is_whole)
            batch = []
    if batch:
        yield Page(records=batch, is_whole=is_whole)


def _of_types(types: Sequence[str]) -> Query:
    if not types:
        return ()
    return (("childConditions", " or ".join(f"types/name={quoted(each)}" for each in types)),)


def _charge_marks(since: str | None) -> dict[str, str | None]:
    try:
        found = json.loads(since or "{}")
        return {kind: found.get(kind) for kind in CHARGE_PATHS}
    except (ValueError, AttributeError):
        return dict.fromkeys(CHARGE_PATHS)


def _nobody_seen(words: str) -> RemoteRefused:
    return RemoteRefused(
        f"{words}: ConnectWise PSA shows no company at all.",
        "The security role of the API member leaves out what it may not see, without a word.",
        "Look at the role's rights on companies, and at company_types of the connection.",
    )
