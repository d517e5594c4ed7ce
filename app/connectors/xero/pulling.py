"""Families of Xero page by page: all there is, or what was modified since.

Payments are made of four lists: payments, overpayments, prepayments, and credit notes for where
they were put. There is no list of terms.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Final

from app.billing.incoming import BookFamily
from app.connectors.dealings import Page
from app.connectors.xero.fields import Row, moment, read_all, text
from app.connectors.xero.lists import FOUR_PLACES, Lists, Walk
from app.connectors.xero.reading import (
    RECEIVABLE_CREDIT,
    RECEIVABLE_INVOICE,
    account,
    credit_note,
    customer,
    invoice,
    item,
    tax_code,
)
from app.connectors.xero.settling import credit, overpayment, payment, prepayment
from app.values.foreign_record import ForeignRecord

ARCHIVED_TOO: Final = ("includeArchived", "true")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kind:
    """A list that makes up a family, and how a row of it is read; None: it is not ours."""

    walk: Walk
    read: Callable[[Row], ForeignRecord | None]


def _ours(read: Callable[[Row], ForeignRecord], kind: str) -> Callable[[Row], ForeignRecord | None]:
    """Reads documents of customers, and leaves those of suppliers out."""
    return lambda row: read(row) if text(row, "Type") == kind else None


_ACCOUNTS: Final = Walk(path="Accounts", is_paged=False)
_ITEMS: Final = Walk(path="Items", query=(FOUR_PLACES,), is_paged=False)
_RATES: Final = Walk(path="TaxRates", is_paged=False)
_NOTES: Final = Walk(path="CreditNotes", query=(FOUR_PLACES,))
_KINDS: Final[Mapping[BookFamily, tuple[_Kind, ...]]] = {
    BookFamily.ACCOUNTS: (_Kind(walk=_ACCOUNTS, read=account),),
    BookFamily.TAX_CODES: (_Kind(walk=_RATES, read=tax_code),),
    BookFamily.CUSTOMERS: (
        _Kind(walk=Walk(path="Contacts", query=(ARCHIVED_TOO,)), read=customer),
    ),
    BookFamily.INVOICES: (
        _Kind(
            walk=Walk(path="Invoices", query=(FOUR_PLACES,)),
            read=_ours(invoice, RECEIVABLE_INVOICE),
        ),
    ),
    BookFamily.CREDIT_NOTES: (_Kind(walk=_NOTES, read=_ours(credit_note, RECEIVABLE_CREDIT)),),
    BookFamily.PAYMENTS: (
        _Kind(walk=Walk(path="Payments"), read=payment),
        _Kind(walk=Walk(path="Overpayments", query=(FOUR_PLACES,)), read=overpayment),
        _Kind(walk=Walk(path="Prepayments", query=(FOUR_PLACES,)), read=prepayment),
        _Kind(walk=_NOTES, read=credit),
    ),
}
_ALWAYS_WHOLE: Final = frozenset({BookFamily.ACCOUNTS, BookFamily.TAX_CODES, BookFamily.ITEMS})
"""Lists that come in one answer; what was deleted of them is merely not in it."""


def pull(lists: Lists, family: BookFamily, *, since: str | None) -> Iterator[Page]:
    """The records of a family, as of ``AccountingPort.pull``; the mark is the server's time."""
    if family is BookFamily.TERMS:
        return
    if family is BookFamily.ITEMS:
        codes = account_codes(lists)
        kinds: tuple[_Kind, ...] = (_Kind(walk=_ITEMS, read=partial(item, accounts=codes)),)
    else:
        kinds = _KINDS[family]
    is_whole = since is None or family in _ALWAYS_WHOLE
    yield from _pages(lists, kinds, since=since, is_whole=is_whole)


def account_codes(lists: Lists) -> dict[str, str]:
    """The ids of accounts by their codes."""
    return {
        text(row, "Code"): text(row, "AccountID")
        for page, _ in lists.all(_ACCOUNTS)
        for row in page
        if text(row, "Code")
    }


def _pages(
    lists: Lists, kinds: tuple[_Kind, ...], *, since: str | None, is_whole: bool
) -> Iterator[Page]:
    began_at: str | None = None
    latest = since
    changed = None if is_whole or since is None else datetime.fromisoformat(since)
    for number, kind in enumerate(kinds, start=1):
        walk = Walk(
            path=kind.walk.path,
            query=kind.walk.query,
            since=changed,
            is_paged=kind.walk.is_paged,
        )
        for page, began in lists.all(walk):
            began_at = began_at or (None if began is None else began.isoformat())
            if number == 1:
                # Of the first list alone: what changes later in another is then told again.
                latest = _later(latest, page)
            found = [each for each in read_all(page, kind.read) if each is not None]
            if is_whole:
                # Where all is told, what is on nothing is merely not in it.
                found = [each for each in found if not _is_empty(kind, each)]
            yield Page(records=found, mark=began_at or latest, is_whole=is_whole)


def _is_empty(kind: _Kind, record: ForeignRecord) -> bool:
    return kind.read is credit and record.is_gone


def _later(latest: str | None, page: list[Row]) -> str | None:
    """The greater of a mark and the stamps of a page, where the server tells no time."""
    stamps = [stamp for row in page if (stamp := moment(row, "UpdatedDateUTC")) is not None]
    marks = [max(stamps).astimezone(UTC).isoformat()] if stamps else []
    return max([*marks, *([latest] if latest else [])], default=None)
