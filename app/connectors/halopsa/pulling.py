"""Walks through HaloPSA, family by family. Source: ``psa-apis.md`` 2.3, 2.4 and 2.7."""

import itertools
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Final

from app.connectors.dealings import Page
from app.connectors.halopsa import reading, reading_charges
from app.connectors.halopsa.asking import Halo
from app.connectors.halopsa.listing import (
    CLIENTS,
    CONTRACTS,
    INVOICES,
    ITEMS,
    ORDERS,
    RECURRING,
    RECURRING_HEADS,
    SITES,
    TICKETS,
    USERS,
    WHOLE,
    Listing,
    Walk,
)
from app.connectors.halopsa.parts import Ways
from app.connectors.row_values import (
    Row,
    flag,
    identity,
    listed,
    needed_identity,
    real_identity,
    translated,
)
from app.customers.incoming import PsaFamily
from app.values.foreign_record import ForeignRecord

_BATCH: Final = 100


Translate = Callable[[Row], ForeignRecord]


class Walks:
    """The walks of one company."""

    def __init__(self, halo: Halo, ways: Ways, *, reads_orders: bool) -> None:
        """``reads_orders``: whether lines of sales orders are charges here."""
        self._halo = halo
        self._ways = ways
        self._reads_orders = reads_orders

    def pull(self, family: PsaFamily, since: str | None) -> Iterator[Page]:
        """The pages of a family; none of one that this system has not."""
        walks: dict[PsaFamily, Callable[[], Iterator[Page]]] = {
            PsaFamily.PRODUCTS: lambda: self._full(ITEMS, reading.product, since),
            PsaFamily.CUSTOMERS: lambda: self._customers(since),
            PsaFamily.SITES: lambda: self._sites(since),
            PsaFamily.CONTACTS: lambda: self._full(USERS, reading.contact, since),
            PsaFamily.AGREEMENTS: lambda: self._agreements(since),
            PsaFamily.AGREEMENT_LINES: self._lines,
            PsaFamily.TIME: lambda: self._time(since),
            PsaFamily.CHARGES: lambda: self._charges(since),
            PsaFamily.INVOICES: lambda: self._full(INVOICES, reading_charges.invoice, since),
        }
        return walks[family]() if family in walks else iter(())

    def _full(self, listing: Listing, translate: Translate, since: str | None) -> Iterator[Page]:
        """A list whose rows are read whole, one further call for each that is short."""
        walk = Walk(self._halo, listing, since)
        records = (
            record
            for row in walk.rows()
            for record in translated([walk.filled(row)], translate, words=listing.words)
        )
        yield from _in_pages(records, is_whole=walk.is_whole)
        yield walk.last()

    def _customers(self, since: str | None) -> Iterator[Page]:
        walk = Walk(self._halo, CLIENTS, since)

        def found() -> Iterator[ForeignRecord]:
            sites: dict[str, Row] | None = None
            for row in walk.rows():
                if sites is None:
                    sites = self._invoice_sites()
                client = walk.filled(row)
                site = self._addressed(client, sites.get(needed_identity(client)))
                yield from translated(
                    [client],
                    lambda each, site=site: reading.customer(  # type: ignore[misc]
                        each, self._ways, site
                    ),
                    words=CLIENTS.words,
                )

        yield from _in_pages(found(), is_whole=walk.is_whole)
        yield walk.last()

    def _invoice_sites(self) -> dict[str, Row]:
        """The site of each client to which invoices go, where one is named."""
        return {
            client: row
            for row in self._all(SITES)
            if (client := identity(row, "client_id")) is not None
            and flag(row, "isinvoicesite")
            and not flag(row, "inactive")
        }

    def _addressed(self, client: Row, site: Row | None) -> Row | None:
        """A site for invoices with its address; the main one's stands at the client already."""
        if site is None or identity(site) == real_identity(client, "main_site_id"):
            return site
        return self._halo.filled(SITES.path, site, SITES.needs, SITES.words)

    def _sites(self, since: str | None) -> Iterator[Page]:
        walk = Walk(self._halo, SITES, since)

        def found() -> Iterator[ForeignRecord]:
            counts: Counter[str] | None = None
            main: dict[str, str | None] = {}
            for row in walk.rows():
                if counts is None:
                    counts = Counter(identity(each, "client_id") or "" for each in self._all(SITES))
                client = identity(row, "client_id") or ""
                if client and client not in main:
                    # Who has one site has it as the main one; else it stands at the client.
                    is_only = counts[client] == 1
                    main[client] = identity(row) if is_only else self._main_site(client)
                is_main = client != "" and main[client] == identity(row)
                yield from translated(
                    [walk.filled(row)],
                    lambda each, is_main=is_main: reading.site(  # type: ignore[misc]
                        each, self._ways, is_main=is_main
                    ),
                    words=SITES.words,
                )

        yield from _in_pages(found(), is_whole=walk.is_whole)
        yield walk.last()

    def _main_site(self, client: str) -> str | None:
        return real_identity(self._halo.full(CLIENTS.path, client, SITES.words), "main_site_id")

    def _all(self, listing: Listing) -> Iterator[Row]:
        """The rows of a whole list, short as they are."""
        pages = self._halo.pages(listing.path, listing.key, listing.words, listing.query)
        return itertools.chain.from_iterable(pages)

    def _agreements(self, since: str | None) -> Iterator[Page]:
        """Contracts, and recurring invoices that have none; each with its own mark."""
        marks = _two_marks(since)
        contracts = Walk(self._halo, CONTRACTS, marks[0])
        lone = Walk(self._halo, RECURRING_HEADS, marks[1])
        is_whole = contracts.is_whole and lone.is_whole
        listed_contracts = (
            record
            for row in contracts.rows()
            for record in translated(
                [contracts.filled(row)], reading.agreement, words=CONTRACTS.words
            )
        )
        yield from _in_pages(listed_contracts, is_whole=is_whole)
        first = contracts.last().mark
        others = (
            record
            for row in lone.rows()
            if "contract_id" not in row or reading.contract_of(row) is None
            for header in [lone.filled(row)]
            if reading.contract_of(header) is None
            for record in translated([header], reading.lone_agreement, words=CONTRACTS.words)
        )
        yield from _in_pages(others, is_whole=is_whole)
        mark = json.dumps([first, lone.last().mark])
        yield Page(records=(), mark=mark, is_whole=is_whole)

    def _lines(self) -> Iterator[Page]:
        """All lines always: neither recurring invoices nor their lines have a list of changes."""
        for headers in self._recurring(RECURRING, self._line_page):
            records: list[ForeignRecord] = []
            for header in headers:
                rows = [
                    row
                    for row in listed(header, "lines")
                    if not reading.is_heading(row) and not reading.is_one_time(row)
                ]
                records += translated(
                    rows,
                    lambda row, header=header: (  # type: ignore[misc]
                        reading.agreement_line(row, header)
                    ),
                    words=RECURRING.words,
                )
            yield Page(records=records, mark=WHOLE, is_whole=True)

    def _time(self, since: str | None) -> Iterator[Page]:
        """Ticket by ticket: actions of all tickets at once are not to be had everywhere."""
        walk = Walk(self._halo, TICKETS, since)

        def found() -> Iterator[ForeignRecord]:
            rates: reading_charges.ChargeRates | None = None
            for row in walk.rows():
                if rates is None:
                    rates = self._rates()
                ticket, known, number = walk.filled(row), rates, needed_identity(row)
                actions = self._halo.actions(number, TICKETS.words)
                entries = translated(
                    [each for each in actions if reading_charges.is_time(each)],
                    lambda each, ticket=ticket, known=known: list(  # type: ignore[misc]
                        reading_charges.time_entries(each, ticket, known, self._ways)
                    ),
                    words=TICKETS.words,
                )
                yield from itertools.chain.from_iterable(entries)

        yield from _in_pages(found(), is_whole=walk.is_whole)
        yield walk.last()

    def _rates(self) -> reading_charges.ChargeRates:
        return reading_charges.ChargeRates(
            self._halo.listed("/ChargeRate", "", "Reading the charge rates")
        )

    def _charges(self, since: str | None) -> Iterator[Page]:
        """Recurring lines that are charged once, and lines of sales orders that changed."""
        walk = Walk(self._halo, ORDERS, since)
        is_whole = walk.is_whole
        for headers in self._recurring(RECURRING, self._line_page):
            records: list[ForeignRecord] = []
            for header in headers:
                rows = [
                    row
                    for row in listed(header, "lines")
                    if reading.is_one_time(row) and not reading.is_heading(row)
                ]
                records += translated(
                    rows,
                    lambda row, header=header: (  # type: ignore[misc]
                        reading_charges.line_charge(row, header)
                    ),
                    words=RECURRING.words,
                )
            yield Page(records=records, mark=WHOLE, is_whole=is_whole)
        if self._reads_orders:
            yield from _in_pages(self._order_lines(walk), is_whole=is_whole)
            yield walk.last()

    def _order_lines(self, walk: "Walk") -> Iterator[ForeignRecord]:
        for row in walk.rows():
            order = walk.filled(row)
            lines = [
                line for line in listed(order, "lines") if reading_charges.is_order_charge(line)
            ]
            yield from translated(
                lines,
                lambda line, order=order: (  # type: ignore[misc]
                    reading_charges.order_charge(line, order)
                ),
                words=ORDERS.words,
            )

    def _recurring(self, listing: Listing, size: int) -> Iterator[list[Row]]:
        """Recurring invoices, each whole; they share path words and key with other invoices."""
        halo = self._halo
        for rows in halo.pages(listing.path, listing.key, listing.words, listing.query, size=size):
            yield [halo.filled(listing.path, row, listing.needs, listing.words) for row in rows]

    @property
    def _line_page(self) -> int:
        """Lines are long: half a page of their headers."""
        return max(1, self._halo.page_size // 2)


def _two_marks(since: str | None) -> tuple[str | None, str | None]:
    try:
        first, second = json.loads(since or "")
    except (ValueError, TypeError):
        return None, None
    return first, second


def _in_pages(records: Iterable[ForeignRecord], *, is_whole: bool) -> Iterator[Page]:
    """Records in pages of some hundred; each cost a call, so none waits long."""
    batch: list[ForeignRecord] = []
    for record in records:
        batch.append(record)
        if len(batch) >= _BATCH:
            yield Page(records=batch, is_whole=is_whole)
            batch = []
    if batch:
        yield Page(records=batch, is_whole=is_whole)
