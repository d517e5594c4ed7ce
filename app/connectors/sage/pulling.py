"""Families of Sage Accounting page by page: all there is, or what was changed or deleted since.

Payments are made of three lists: receipts, refunds, and allocations of credit. The mark is the
greatest stamp that was seen, and no later than the walk's begin by the server's clock.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Final

from app.billing.incoming import BookFamily
from app.connectors.dealings import Page
from app.connectors.row_values import Row, moment, text, translated
from app.connectors.sage.lists import TITLE, Lists, Walk
from app.connectors.sage.reading import (
    account,
    credit_note,
    customer,
    invoice,
    product,
    service,
    tax_code,
)
from app.connectors.sage.settling import (
    ALLOCATION,
    RECEIPT,
    REFUND,
    Artefact,
    KindOf,
    allocation,
    contact_of,
    on_account_of,
    payment,
    told_kind,
)
from app.values.foreign_record import ForeignRecord

_START: Final = datetime(2000, 1, 1, tzinfo=UTC)
"""Since when all is asked for where nothing has a stamp yet."""

Read = Callable[[Row], ForeignRecord]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kind:
    """A list that makes up a family, and how a row of it is read."""

    walk: Walk
    read: Read


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipts:
    """The lists of which payments are made, of all contacts or one."""

    contact_id: str = ""

    @property
    def payments(self) -> tuple[Walk, ...]:
        """Receipts, and refunds."""
        return tuple(
            Walk(path="/contact_payments", query=(("transaction_type_id", kind), *self._whose))
            for kind in (RECEIPT, REFUND)
        )

    @property
    def allocations(self) -> Walk:
        """What was put on invoices later."""
        kind = ("transaction_type_id", ALLOCATION)
        return Walk(path="/contact_allocations", query=(kind, *self._whose))

    @property
    def _whose(self) -> tuple[tuple[str, str], ...]:
        return (("contact_id", self.contact_id),) if self.contact_id else ()


CONTACTS: Final = Walk(
    path="/contacts",
    query=(
        ("contact_type_id", "CUSTOMER"),
        ("nested_attributes", "all"),
        ("show_balance", "true"),
    ),
)
SETTLED_TOO: Final = ("show_payments_allocations", "true")
ACCOUNTS: Final = Walk(path="/ledger_accounts")
RATES: Final = Walk(path="/tax_rates", query=(("usage", "sales"),))
SERVICES: Final = Walk(path="/services")
PRODUCTS: Final = Walk(path="/products", may_be_missing=True)
INVOICES: Final = Walk(path="/sales_invoices", query=(SETTLED_TOO,))
CREDIT_NOTES: Final = Walk(path="/sales_credit_notes", query=(SETTLED_TOO,))

_KINDS: Final[Mapping[BookFamily, tuple[_Kind, ...]]] = {
    BookFamily.ACCOUNTS: (_Kind(walk=ACCOUNTS, read=account),),
    BookFamily.TAX_CODES: (_Kind(walk=RATES, read=tax_code),),
    BookFamily.ITEMS: (
        _Kind(walk=SERVICES, read=service),
        _Kind(walk=PRODUCTS, read=product),
    ),
    BookFamily.CUSTOMERS: (_Kind(walk=CONTACTS, read=customer),),
    BookFamily.INVOICES: (_Kind(walk=INVOICES, read=invoice),),
    BookFamily.CREDIT_NOTES: (_Kind(walk=CREDIT_NOTES, read=credit_note),),
}
_ALWAYS_WHOLE: Final = frozenset({BookFamily.ACCOUNTS, BookFamily.TAX_CODES})
"""Lists that do not tell what was deleted; what is not in them is gone."""
_DOCUMENTS: Final = frozenset({BookFamily.INVOICES, BookFamily.CREDIT_NOTES})
"""Of these also a whole walk asks for what was deleted: void ones are told there too."""


def kind_of(lists: Lists) -> KindOf:
    """Tells what an artefact is; asks for one whose path does not say, once."""
    known: dict[str, Artefact] = {}

    def told(artefact: Row) -> Artefact:
        said = told_kind(artefact)
        if said is not None:
            return said
        source_id = text(artefact, "id")
        if source_id not in known:
            known[source_id] = _looked_up(lists, source_id)
        return known[source_id]

    return told


def _looked_up(lists: Lists, source_id: str) -> Artefact:
    for kind in (Artefact.INVOICE, Artefact.CREDIT_NOTE):
        if lists.one(f"/{kind.value}", source_id) is not None:
            return kind
    return Artefact.ON_ACCOUNT


def pull(lists: Lists, family: BookFamily, *, since: str | None) -> Iterator[Page]:
    """The records of a family, as of ``AccountingPort.pull``."""
    if family is BookFamily.TERMS:
        return
    is_whole = since is None or family in _ALWAYS_WHOLE
    begun = _Begun(since=None if since is None else datetime.fromisoformat(since))
    pages = (
        _payments(lists, begun, is_whole=is_whole)
        if family is BookFamily.PAYMENTS
        else _records(lists, family, begun, is_whole=is_whole)
    )
    for records in pages:
        yield Page(records=records, is_whole=is_whole)
    # Rows stand in no order of stamps: only the end of the walk is a place to go on from.
    yield Page(records=(), mark=begun.mark, is_whole=is_whole)


@dataclass(slots=True, kw_only=True)
class _Begun:
    """A walk under way: since when, and what it has seen of the server's time."""

    since: datetime | None
    at: datetime | None = None
    latest: datetime | None = None

    def note(self, rows: list[Row], began: datetime | None) -> None:
        """Counts the stamps of a page."""
        self.at = self.at or began
        stamps = (moment(row, name) for row in rows for name in ("updated_at", "deleted_at"))
        found = [stamp for stamp in stamps if stamp is not None]
        self.latest = max([*found, *([self.latest] if self.latest else [])], default=None)

    @property
    def mark(self) -> str:
        """Where the next walk goes on."""
        seen = self.latest or self.since or _START
        ends = [seen] if self.at is None else [seen, self.at]
        return max(min(ends), self.since or _START).isoformat()


def _records(
    lists: Lists, family: BookFamily, begun: _Begun, *, is_whole: bool
) -> Iterator[list[ForeignRecord]]:
    for kind in _KINDS[family]:
        yield from _read(lists, kind, begun, is_whole=is_whole)
        if not is_whole or family in _DOCUMENTS:
            yield from _deleted(lists, kind, begun)


def _read(
    lists: Lists, kind: _Kind, begun: _Begun, *, is_whole: bool
) -> Iterator[list[ForeignRecord]]:
    since = None if is_whole else begun.since
    for rows, began in lists.all(kind.walk if since is None else kind.walk.changed(since)):
        begun.note(rows, began)
        yield translated(rows, kind.read, words=f"The list {kind.walk.path} of {TITLE}")


def _deleted(lists: Lists, kind: _Kind, begun: _Begun) -> Iterator[list[ForeignRecord]]:
    for rows, began in lists.all(kind.walk.deleted(begun.since)):
        begun.note(rows, began)
        words = f"The list of what was deleted of {kind.walk.path} of {TITLE}"
        yield translated(rows, lambda row: _tombstone(row, kind), words=words)


def _tombstone(row: Row, kind: _Kind) -> ForeignRecord:
    """A record as it was deleted; it may hold its id and nothing else.

    A void document stands in this list too, and is void, not gone.
    """
    status = row.get("status")
    is_void = isinstance(status, Mapping) and text(status, "id") == "VOID"
    is_told = is_void or bool(text(row, "deleted_at"))
    told = kind.read(row if is_told else {**row, "deleted_at": _START.isoformat()})
    return told if is_void else replace(told, is_gone=True)


def _payments(lists: Lists, begun: _Begun, *, is_whole: bool) -> Iterator[list[ForeignRecord]]:
    of = kind_of(lists)
    receipts = Receipts()
    for walk in receipts.payments:
        kind = _Kind(walk=walk, read=lambda row: payment(row, of))
        yield from _read(lists, kind, begun, is_whole=is_whole)
        if not is_whole:
            yield from _deleted(lists, kind, begun)
    put = _Kind(walk=receipts.allocations, read=lambda row: allocation(row, of))
    if is_whole or begun.since is None:
        yield from _read(lists, put, begun, is_whole=is_whole)
        return
    touched: dict[str, None] = {}
    for walk, read in (
        (put.walk.changed(begun.since), put.read),
        (put.walk.deleted(begun.since), lambda row: _tombstone(row, put)),
    ):
        for rows, began in lists.all(walk):
            begun.note(rows, began)
            touched |= {whose: None for row in rows if (whose := _drawn_from(row, of))}
            yield translated(rows, read, words=f"The list {walk.path} of {TITLE}")
    yield from _again(lists, touched, of)


def _drawn_from(row: Row, of: KindOf) -> str | None:
    """Whose money on account an allocation draws on; the receipt itself keeps its old stamp."""
    return contact_of(row) if on_account_of(row, of) else None


def _again(lists: Lists, contacts: Mapping[str, None], of: KindOf) -> Iterator[list[ForeignRecord]]:
    """The receipts of these contacts anew, as what is left of them has changed."""
    for contact_id in contacts:
        for walk in Receipts(contact_id=contact_id).payments[:1]:
            for rows, _ in lists.all(walk):
                words = f"The receipts of one contact of {TITLE}"
                yield translated(rows, lambda row: payment(row, of), words=words)
