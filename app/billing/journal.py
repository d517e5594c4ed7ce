"""The journal of invoices: receivable, revenue by GL code, tax payable by tax code.

Each invoice is one balanced entry; a void one is followed by its reverse.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from app.billing.invoice import Invoice
from app.values.money import ZERO


class Ledger(Enum):
    """Which kind of account in the books a posting is on."""

    RECEIVABLE = "receivable"
    REVENUE = "revenue"
    """By GL code."""
    TAX_PAYABLE = "tax_payable"
    """By tax code: what is passed on to an authority or fund."""
    PROVIDER_FEE = "provider_fee"
    """By tax code: fees of the provider's own, which it keeps."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Posting:
    """One line of the journal; either ``debit`` or ``credit`` is above zero."""

    posted_on: date
    invoice_number: str
    account_number: str
    ledger: Ledger
    code: str
    """The GL code or the tax code; blank for the receivable."""
    debit: Decimal
    credit: Decimal
    reverses: bool = False

    @property
    def signed(self) -> Decimal:
        """Debit less credit."""
        return self.debit - self.credit


def invoice_postings(invoice: Invoice) -> list[Posting]:
    """The balanced postings of one invoice; amounts of 0 are not posted."""
    amounts: dict[tuple[Ledger, str], Decimal] = {(Ledger.RECEIVABLE, ""): invoice.total}
    for line in invoice.lines:
        key = (Ledger.REVENUE, line.gl_code)
        amounts[key] = amounts.get(key, ZERO) - line.amount
    for tax in invoice.tax_lines:
        is_own = tax.class_ == "PROVIDER_FEE"
        key = (Ledger.PROVIDER_FEE if is_own else Ledger.TAX_PAYABLE, tax.tax_code)
        amounts[key] = amounts.get(key, ZERO) - tax.amount
    return [
        _posting(invoice, ledger, code, signed=amount)
        for (ledger, code), amount in sorted(amounts.items(), key=_book_order)
        if amount
    ]


def reversed_postings(postings: Iterable[Posting], *, on: date) -> list[Posting]:
    """What takes the postings back, on the day on which the invoice is made void."""
    return [
        Posting(
            posted_on=on,
            invoice_number=posting.invoice_number,
            account_number=posting.account_number,
            ledger=posting.ledger,
            code=posting.code,
            debit=posting.credit,
            credit=posting.debit,
            reverses=True,
        )
        for posting in postings
    ]


def journal(invoices: Iterable[Invoice], *, voided_on: Mapping[str, date]) -> list[Posting]:
    """The journal of these invoices; ``voided_on`` tells by invoice number the day of each void."""
    postings = []
    for invoice in invoices:
        own = invoice_postings(invoice)
        postings += own
        void_day = voided_on.get(invoice.invoice_number or "")
        if void_day is not None:
            postings += reversed_postings(own, on=void_day)
    return postings


def ledger_totals(postings: Iterable[Posting]) -> dict[tuple[Ledger, str], Decimal]:
    """Debit less credit by ledger and code, in the order of the books."""
    totals: dict[tuple[Ledger, str], Decimal] = {}
    for posting in postings:
        key = (posting.ledger, posting.code)
        totals[key] = totals.get(key, ZERO) + posting.signed
    return dict(sorted(totals.items(), key=_book_order))


def balance(postings: Iterable[Posting]) -> Decimal:
    """All debits less all credits: 0 where the journal is whole."""
    return sum((posting.signed for posting in postings), ZERO)


def _posting(invoice: Invoice, ledger: Ledger, code: str, *, signed: Decimal) -> Posting:
    return Posting(
        posted_on=invoice.invoice_date,
        invoice_number=invoice.invoice_number or "",
        account_number=invoice.account_number,
        ledger=ledger,
        code=code,
        debit=max(signed, ZERO),
        credit=max(-signed, ZERO),
    )


def _book_order(entry: tuple[tuple[Ledger, str], Decimal]) -> tuple[int, str]:
    (ledger, code), _ = entry
    return list(Ledger).index(ledger), code
