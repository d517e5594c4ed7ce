"""The lists of HaloPSA, and one walk through one of them. Source: ``psa-apis.md`` 2.3 and 2.4."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from app.connectors.dealings import Page
from app.connectors.halopsa.asking import Halo, stamp_text
from app.connectors.overlap import Mark, Sighting, Sightings, fresh
from app.connectors.row_values import Row, moment, needed_identity, translated

WHOLE: Final = "whole"
"""The mark of a family that is always read whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """A list, and what is to know of it."""

    path: str
    key: str
    """The name of its rows in the answer."""
    words: str
    stamp: str = ""
    """The field that tells when a row changed, where there is one."""
    by_date: bool = False
    """Whether it can be asked for what changed since."""
    query: tuple[tuple[str, str], ...] = ()
    needs: tuple[str, ...] = ()
    """What a row must hold to need no further call; none: a row is always short."""


_ALL: Final = (("includeinactive", "true"),)

CLIENTS: Final = Listing(
    path="/Client",
    key="clients",
    words="Reading the customers",
    stamp="alastupdate",
    by_date=True,
    query=_ALL,
)
SITES: Final = Listing(
    path="/Site",
    key="sites",
    words="Reading the sites",
    stamp="slastupdate",
    by_date=True,
    query=(*_ALL, ("includeaddress", "true")),
    needs=("name", "client_id", "inactive", "isinvoicesite", "delivery_address"),
)
USERS: Final = Listing(
    path="/Users",
    key="users",
    words="Reading the contacts",
    stamp="ulastupdate",
    by_date=True,
    query=(*_ALL, ("includebillinginfo", "true")),
    needs=("client_id", "site_id", "firstname", "surname", "emailaddress", "sendaccountsemails"),
)
CONTRACTS: Final = Listing(
    path="/ClientContract",
    key="contracts",
    words="Reading the agreements",
    stamp="last_modified",
    query=_ALL,
)
RECURRING: Final = Listing(
    path="/RecurringInvoice",
    key="invoices",
    words="Reading the recurring invoices",
    query=(("includelines", "true"),),
    needs=("lines", "client_id", "contract_id"),
)
RECURRING_HEADS: Final = Listing(
    path="/RecurringInvoice",
    key="invoices",
    words="Reading the agreements",
)
INVOICES: Final = Listing(
    path="/Invoice",
    key="invoices",
    words="Reading the invoices",
    stamp="last_modified",
    needs=("invoicenumber", "client_id", "invoice_date", "duedate", "total", "amountdue"),
)
ITEMS: Final = Listing(path="/Item", key="items", words="Reading the products", query=_ALL)
TICKETS: Final = Listing(
    path="/Tickets",
    key="tickets",
    words="Reading the time",
    stamp="last_update",
    by_date=True,
    # Projects and opportunities are tickets too; the pair of ids keeps each action single.
    query=(("includeprojects", "true"),),
    needs=("client_id",),
)
ORDERS: Final = Listing(
    path="/SalesOrder",
    key="salesorders",
    words="Reading the sales orders",
    stamp="last_update_time",
)


class Walk:
    """One walk through a list, whole or since a mark."""

    def __init__(self, halo: Halo, listing: Listing, since: str | None) -> None:
        self._halo = halo
        self._listing = listing
        self._known = Mark.read(since)
        self._sightings = Sightings(self._known)
        self.is_whole = self._known is None
        """Whether it lists all there is."""

    def rows(self) -> Iterator[Row]:
        """The rows of it that must be read.

        Where the list cannot be asked by date it is compared with what was seen before.
        """
        listing = self._listing
        query: Sequence[tuple[str, str]] = listing.query
        if self._known is not None and listing.by_date:
            query = (*query, ("lastupdatefromdate", stamp_text(self._known.since)))
        self._halo.begin()
        pages = self._halo.pages(listing.path, listing.key, listing.words, query)
        wanted = fresh(pages, self._sightings, since=self._known, sight=self._sight)
        return itertools.chain.from_iterable(wanted)

    def filled(self, row: Row) -> Row:
        """The whole record; its stamp counts too where the list does not tell one."""
        listing = self._listing
        found = self._halo.filled(listing.path, row, listing.needs, listing.words)
        if listing.stamp:
            self._sightings.date(needed_identity(row), self._sight(found).stamp)
        return found

    def last(self) -> Page:
        """The page that ends the walk."""
        halo = self._halo
        mark = self._sightings.mark(begun_at=halo.begun_at, ended_at=halo.ended_at)
        # What cannot be asked by a time is read whole again.
        is_timed = mark.is_timed or not self._listing.by_date
        kept = mark.text if is_timed else WHOLE
        return Page(records=(), mark=kept, is_whole=self.is_whole)

    def _sight(self, row: Row) -> Sighting:
        (seen,) = translated([row], self._seen, words=self._listing.words)
        return seen

    def _seen(self, row: Row) -> Sighting:
        stamp = moment(row, self._listing.stamp) if self._listing.stamp else None
        return Sighting.of(row, id=needed_identity(row), stamp=stamp)
