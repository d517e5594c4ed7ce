"""Families of QuickBooks Online page by page: all there is, or what changed.

Lists without change data are read whole each time; so is a family whose change data cannot be
trusted to hold everything.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from typing import Final

from app.billing.incoming import BookFamily, BookTaxCode
from app.connectors.dealings import Page
from app.connectors.quickbooks.fields import (
    Row,
    money,
    read_all,
    read_one,
    text,
)
from app.connectors.quickbooks.queries import Changes, Queries
from app.connectors.quickbooks.reading import (
    UNTAXED,
    account,
    credit_note,
    customer,
    invoice,
    item,
    pseudo_tax_code,
    tax_code,
    terms,
)
from app.connectors.quickbooks.settling import payment, refund
from app.errors import RemoteRefused
from app.values.foreign_record import ForeignRecord

UNITED_STATES: Final = frozenset({"US", "USA"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Kind:
    """A kind of record that makes up a family, and how one is read."""

    entity: str
    read: Callable[[Row], ForeignRecord]


_KINDS: Final[Mapping[BookFamily, tuple[_Kind, ...]]] = {
    BookFamily.ACCOUNTS: (_Kind(entity="Account", read=account),),
    BookFamily.ITEMS: (_Kind(entity="Item", read=item),),
    BookFamily.TERMS: (_Kind(entity="Term", read=terms),),
    BookFamily.CUSTOMERS: (_Kind(entity="Customer", read=customer),),
    BookFamily.INVOICES: (_Kind(entity="Invoice", read=invoice),),
    BookFamily.CREDIT_NOTES: (_Kind(entity="CreditMemo", read=credit_note),),
    BookFamily.PAYMENTS: (
        _Kind(entity="Payment", read=payment),
        _Kind(entity="RefundReceipt", read=refund),
    ),
}
_ALWAYS_WHOLE: Final = frozenset({BookFamily.TERMS, BookFamily.TAX_CODES})
"""Short lists, of which change data tells nothing or less than one page of the list does."""


def pull(queries: Queries, family: BookFamily, *, since: str | None) -> Iterator[Page]:
    """The records of a family, as of ``AccountingPort.pull``; the mark is the server's time."""
    if family is BookFamily.TAX_CODES:
        codes, began = _tax_codes(queries)
        yield Page(records=codes, mark=_mark(began) or since, is_whole=True)
        return
    kinds = _KINDS[family]
    if since is not None and family not in _ALWAYS_WHOLE:
        changes = _changes(queries, kinds, datetime.fromisoformat(since))
        if changes is not None:
            yield _changed(kinds, changes, since)
            return
    yield from _whole(queries, kinds, since)


def tax_codes(queries: Queries) -> list[BookTaxCode]:
    """The tax codes with their rates, and the pseudo code where the company has it unlisted."""
    return _tax_codes(queries)[0]


def _tax_codes(queries: Queries) -> tuple[list[BookTaxCode], datetime | None]:
    rates: dict[str, Decimal] = {}
    began: datetime | None = None
    for found, told in queries.walk("TaxRate"):
        began = began or told
        for row in found:
            rates[text(row, "Id")] = read_one(row, lambda each: money(each, "RateValue"))
    read = partial(tax_code, rates=rates)
    codes = [code for found, _ in queries.walk("TaxCode") for code in read_all(found, read)]
    is_listed = any(code.source_id == UNTAXED for code in codes)
    if not is_listed and in_united_states(queries):
        codes.append(pseudo_tax_code())
    return codes, began


def in_united_states(queries: Queries) -> bool:
    """Whether the company is one of the United States, where lines say NON."""
    return text(company_row(queries), "Country") in UNITED_STATES


def company_row(queries: Queries) -> Row:
    """What the company says of itself."""
    answer = queries.get(f"companyinfo/{queries.realm}", "The look at the company")
    found = answer.value.get("CompanyInfo") if isinstance(answer.value, Mapping) else None
    if not isinstance(found, Mapping):
        raise RemoteRefused("The look at the company: QuickBooks Online names none.")
    return found


def _changes(queries: Queries, kinds: tuple[_Kind, ...], since: datetime) -> Changes | None:
    """What changed; None where that cannot be told whole, as after more than 30 days."""
    try:
        changes = queries.changes([kind.entity for kind in kinds], since)
    except RemoteRefused:
        return None
    return changes if changes.is_trusted else None


def _changed(kinds: tuple[_Kind, ...], changes: Changes, since: str) -> Page:
    records = [
        record for kind in kinds for record in read_all(changes.found[kind.entity], kind.read)
    ]
    return Page(records=records, mark=_mark(changes.at) or since)


def _whole(queries: Queries, kinds: tuple[_Kind, ...], since: str | None) -> Iterator[Page]:
    mark: str | None = None
    for kind in kinds:
        for found, began in queries.walk(kind.entity):
            # The time at which the first list was begun: what changes later is told again.
            mark = mark or _mark(began) or _latest(found)
            yield Page(records=read_all(found, kind.read), mark=mark or since, is_whole=True)


def _mark(at: datetime | None) -> str | None:
    return None if at is None else at.astimezone(UTC).isoformat()


def _latest(found: list[Row]) -> str | None:
    """The greatest stamp of some records, where the server told no time of its own."""
    stamps = [text(row, "MetaData", "LastUpdatedTime") for row in found]
    times = [datetime.fromisoformat(stamp).astimezone(UTC) for stamp in stamps if stamp]
    return max(times).isoformat() if times else None
