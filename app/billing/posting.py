"""Invoices as the books are to have them: which line goes to which account, and what differs there.

Source: ``accounting-apis.md``, summary 1 and 3: every line is quantity one of whole cents and not
taxed there; our taxes are lines of their own, one for each tax code.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Final

from app.billing.incoming import (
    BookAccount,
    BookAccountKind,
    BookInvoice,
    BookItem,
    BookTaxCode,
    BookTerms,
    DocumentStanding,
)
from app.billing.invoice import Invoice, Line
from app.billing.outgoing import OutgoingCreditNote, OutgoingInvoice, OutgoingLine
from app.tax.result import TaxLine
from app.values.money import ZERO, plain

_OWN_FEE: Final = "PROVIDER_FEE"
_TELECOM: Final = "telecom"
"""What the name of an account for our taxes alone speaks of."""


class Destination(Enum):
    """What a code is for in the books."""

    REVENUE = "revenue"
    TAX = "tax"
    """Passed on to an authority or fund: a liability."""
    OWN_FEE = "own_fee"
    """A fee of the provider's own: income."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Books:
    """The lists of the books, and what the user has paired with our codes."""

    accounts: Sequence[BookAccount]
    items: Sequence[BookItem] = ()
    tax_codes: Sequence[BookTaxCode] = ()
    terms: Sequence[BookTerms] = ()
    needs_items: bool = False
    needs_tax_code: bool = True
    revenue_pairs: Mapping[str, str]
    """Account ids by GL code; by blank: of any other."""
    tax_pairs: Mapping[str, str]
    """Account ids by tax code; by blank: of any other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Lines with their places in the books, and why some have none."""

    lines: tuple[OutgoingLine, ...]
    problems: tuple[str, ...]
    missing_items: tuple[str, ...]
    """Account ids that lines reach only by an item that is not there yet."""


def account_for(destination: Destination, code: str, books: Books) -> BookAccount | None:
    """The account of a code: as paired, of the same number, or the only one it can be.

    Never a guess between two; None also where its pair names an account that cannot be used.
    """
    is_revenue = destination is Destination.REVENUE
    pairs = books.revenue_pairs if is_revenue else books.tax_pairs
    usable = [each for each in books.accounts if _is_open(each)]
    paired = pairs.get(code) or pairs.get("")
    if paired:
        by_id = [each for each in usable if each.source_id == paired]
        candidates = by_id or [each for each in usable if each.code == paired]
    else:
        same = [each for each in usable if code and code in {each.code, each.name}]
        candidates = same or _only_ones(destination, usable)
    return candidates[0] if len(candidates) == 1 else None


def _only_ones(destination: Destination, usable: Iterable[BookAccount]) -> list[BookAccount]:
    """What a code without a pair and number can be: the one account that is made for it."""
    if destination is Destination.TAX:
        owed = [each for each in usable if each.kind is BookAccountKind.LIABILITY]
        ours = [each for each in owed if _TELECOM in each.name.casefold()]
        return ours or owed
    if destination is Destination.OWN_FEE:
        income = (each for each in usable if each.kind is BookAccountKind.INCOME)
        return [each for each in income if "fees" in each.name.casefold().split()]
    return []


def _is_open(account: BookAccount) -> bool:
    return account.is_active and account.is_for_lines and not account.is_gone


def placed(invoice: Invoice, books: Books) -> Placed:
    """The lines of an invoice in the books; those of 0 are left out."""
    lines: list[OutgoingLine] = []
    homeless: dict[Destination, list[str]] = {}
    missing: list[str] = []
    untaxed = _untaxed_code(books)
    for destination, code, description, amount in invoice_parts(invoice):
        account = account_for(destination, code, books)
        if account is None:
            homeless.setdefault(destination, []).append(code)
            continue
        item = item_on(account.source_id, books.items) if books.needs_items else None
        if books.needs_items and item is None:
            missing.append(account.source_id)
        lines.append(
            OutgoingLine(
                description=description,
                amount=amount,
                account_id=account.source_id,
                item_id=None if item is None else item.source_id,
                tax_code_id=None if untaxed is None else untaxed.source_id,
                code=code,
            )
        )
    problems = [_homeless_words(each, codes) for each, codes in homeless.items()]
    if untaxed is None and books.needs_tax_code:
        problems.append("The books have no active tax code for: not taxed.")
    return Placed(
        lines=tuple(lines),
        problems=tuple(problems),
        missing_items=tuple(dict.fromkeys(missing)),
    )


def _homeless_words(destination: Destination, codes: Sequence[str]) -> str:
    names = ", ".join(dict.fromkeys(codes))
    what = "revenue" if destination is Destination.REVENUE else "tax"
    kind = "GL code" if destination is Destination.REVENUE else "tax code"
    return (
        f"No account of the books is for {kind} {names}: set {what}.CODE to the id or number of"
        f" one, or {what}. for any."
    )


def _untaxed_code(books: Books) -> BookTaxCode | None:
    return next((e for e in books.tax_codes if e.is_untaxed and e.is_active), None)


def item_on(account_id: str, items: Iterable[BookItem]) -> BookItem | None:
    """The item by which lines reach an account: one not taxed, and always the same."""
    fitting = [
        each
        for each in items
        if each.account_id == account_id and each.is_active and not each.is_taxable
    ]
    return min(fitting, key=lambda each: each.source_id, default=None)


def invoice_parts(invoice: Invoice) -> list[tuple[Destination, str, str, Decimal]]:
    """What an invoice comes to in the books: for what, the code, its words and the amount."""
    parts = [
        (Destination.REVENUE, line.gl_code, line_words(line), line.amount)
        for line in invoice.lines
        if line.amount
    ]
    sums: dict[tuple[Destination, str, str], Decimal] = {}
    for tax in invoice.tax_lines:
        key = (_tax_destination(tax), tax.tax_code, tax.bill_label)
        sums[key] = sums.get(key, ZERO) + tax.amount
    parts += [(*key, amount) for key, amount in sums.items() if amount]
    return parts


def _tax_destination(tax: TaxLine) -> Destination:
    return Destination.OWN_FEE if tax.class_ == _OWN_FEE else Destination.TAX


def line_words(line: Line) -> str:
    """What a line is, with the quantity that its own line in the books cannot carry."""
    if line.usage is not None or line.quantity == 1:
        return line.description
    return f"{line.description}, {plain(line.quantity):f} at {plain(line.unit_price):f}"


def outgoing_invoice(
    invoice: Invoice,
    period: str,
    *,
    customer_id: str,
    lines: Sequence[OutgoingLine],
    terms_id: str | None = None,
) -> OutgoingInvoice:
    """An invoice for the books."""
    return OutgoingInvoice(
        number=invoice.invoice_number or "",
        customer_id=customer_id,
        customer_number=invoice.account_number,
        dated_on=invoice.invoice_date,
        due_on=invoice.due_date,
        currency=invoice.currency,
        lines=tuple(lines),
        terms_id=terms_id,
        reference=f"{invoice.account_number} / {period}",
    )


def outgoing_credit_note(
    invoice: Invoice,
    period: str,
    *,
    customer_id: str,
    lines: Sequence[OutgoingLine],
    original: tuple[str, date] | None = None,
) -> OutgoingCreditNote:
    """An invoice that gives money back, as a credit note: its lines the other way round.

    ``original``: number and day of the one invoice that it corrects.
    """
    original_number, original_day = original or ("", None)
    return OutgoingCreditNote(
        number=invoice.invoice_number or "",
        customer_id=customer_id,
        customer_number=invoice.account_number,
        dated_on=invoice.invoice_date,
        currency=invoice.currency,
        lines=tuple(replace(line, amount=-line.amount) for line in lines),
        original_number=original_number,
        original_dated_on=original_day,
        reference=f"{invoice.account_number} / {period}",
    )


def differences(sent: OutgoingInvoice, found: BookInvoice) -> dict[str, tuple[object, object]]:
    """What of a document in the books is not as we have it: by field, there and ours."""
    pairs: dict[str, tuple[object, object]] = {
        "total": (found.total, sent.total),
        "customer_id": (found.customer_id, sent.customer_id),
        "dated_on": (found.dated_on, sent.dated_on),
        "due_on": (found.due_on, sent.due_on),
    }
    if found.tax_total:
        pairs["tax_total"] = (found.tax_total, ZERO)
    if found.currency is not None:
        pairs["currency"] = (found.currency, sent.currency)
    if found.lines:
        pairs["line_amounts"] = (
            sorted(line.amount for line in found.lines if line.amount),
            sorted(line.amount for line in sent.lines),
        )
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def stands(found: BookInvoice) -> bool:
    """Whether a document in the books still asks for its money."""
    ended = {DocumentStanding.VOID, DocumentStanding.DELETED}
    return not found.is_gone and found.standing not in ended
