"""Records of QuickBooks Online in our words: lists, customers, invoices and credit memos.

Payments are in ``settling.py``. Source: ``accounting-apis.md`` 1.4 to 1.8.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Final, TypedDict

from app.billing.incoming import (
    BookAccount,
    BookAccountKind,
    BookBalance,
    BookCreditNote,
    BookCustomer,
    BookInvoice,
    BookItem,
    BookLine,
    BookTaxCode,
    BookTerms,
    DocumentStanding,
)
from app.connectors.json_value import write_json
from app.connectors.quickbooks.fields import (
    Row,
    amount,
    at,
    day,
    exact,
    moment,
    money,
    reference,
    rows,
    text,
)
from app.values.foreign_record import PostalAddress

UNTAXED: Final = "NON"
"""The pseudo code of companies in the United States for: not taxed."""

_NUMBER: Final = re.compile(r"billing-id (\S+)")
_KINDS: Final[Mapping[str, BookAccountKind]] = {
    "Income": BookAccountKind.INCOME,
    "Other Income": BookAccountKind.INCOME,
    "Other Current Liability": BookAccountKind.LIABILITY,
    "Bank": BookAccountKind.BANK,
    "Accounts Receivable": BookAccountKind.RECEIVABLE,
    "Expense": BookAccountKind.EXPENSE,
    "Other Expense": BookAccountKind.EXPENSE,
    "Cost of Goods Sold": BookAccountKind.EXPENSE,
    "Other Current Asset": BookAccountKind.ASSET,
    "Fixed Asset": BookAccountKind.ASSET,
    "Other Asset": BookAccountKind.ASSET,
    "Equity": BookAccountKind.EQUITY,
}
_FOR_LINES: Final = frozenset({BookAccountKind.INCOME, BookAccountKind.LIABILITY})
_OF_THE_TAX_ENGINE: Final = frozenset({"GlobalTaxPayable", "GlobalTaxSuspense", "SalesTaxPayable"})
"""Subtypes of accounts that its tax engine keeps to itself."""
_NO_SETTLEMENT: Final = frozenset(
    {"Estimate", "TimeActivity", "ReimburseCharge", "ChargeCredit", "StatementCharge"}
)
"""What an invoice may be linked to without anything being paid or credited on it."""


class Head(TypedDict):
    """What every record begins with."""

    source_id: str
    modified_at: datetime | None
    is_gone: bool
    raw: str


def head(row: Row) -> Head:
    """The id, stamp and text of a record; deleted ones hold nothing else."""
    source_id = text(row, "Id")
    if not source_id:
        message = "it has no Id"
        raise ValueError(message)
    return Head(
        source_id=source_id,
        modified_at=moment(row, "MetaData", "LastUpdatedTime"),
        is_gone=is_deleted(row),
        raw=write_json(row),
    )


def is_deleted(row: Row) -> bool:
    """Whether a record of change data tells that it was deleted."""
    return text(row, "status") == "Deleted"


def is_void(row: Row) -> bool:
    """Whether a document was made void: no flag tells, but its amounts and its note."""
    is_empty = not money(row, "TotalAmt") and not money(row, "Balance")
    return is_empty and text(row, "PrivateNote").startswith("Voided")


def is_active(row: Row) -> bool:
    """Whether a record of a list is in use; a deleted one is merely not active."""
    return at(row, "Active") is not False and not is_deleted(row)


def account(row: Row) -> BookAccount:
    """An account; the tax engine's own is not for lines."""
    kind = _KINDS.get(text(row, "AccountType"), BookAccountKind.OTHER)
    is_kept = text(row, "AccountSubType") in _OF_THE_TAX_ENGINE or at(row, "TaxAccount") is True
    return BookAccount(
        **head(row),
        code=text(row, "AcctNum"),
        name=text(row, "FullyQualifiedName") or text(row, "Name"),
        kind=kind,
        type_words=" / ".join(
            filter(None, (text(row, "AccountType"), text(row, "AccountSubType")))
        ),
        is_active=is_active(row),
        is_for_lines=kind in _FOR_LINES and not is_kept and is_active(row),
        balance=amount(row, "CurrentBalance"),
    )


def item(row: Row) -> BookItem:
    """An item, and the account to which its sales go."""
    taxable = at(row, "Taxable")
    return BookItem(
        **head(row),
        code=text(row, "Sku"),
        name=text(row, "Name"),
        account_id=reference(row, "IncomeAccountRef"),
        is_taxable=taxable if isinstance(taxable, bool) else None,
        is_active=is_active(row) and text(row, "Type") != "Category",
    )


def terms(row: Row) -> BookTerms:
    """Terms of payment: days, or a day of the month."""
    return BookTerms(
        **head(row),
        name=text(row, "Name"),
        days=_whole(row, "DueDays"),
        day_of_month=_whole(row, "DayOfMonthDue"),
        is_active=is_active(row),
    )


def tax_code(row: Row, *, rates: Mapping[str, Decimal]) -> BookTaxCode:
    """A tax code; ``rates`` by the ids of tax rates, as codes hold no rate themselves."""
    named = [
        text(each, "TaxRateRef", "value") for each in rows(row, "SalesTaxRateList", "TaxRateDetail")
    ]
    known = [rates[name] for name in named if name in rates]
    rate = sum(known, Decimal(0)) if named and len(known) == len(named) else None
    is_untaxed = text(row, "Id") == UNTAXED or at(row, "Taxable") is False
    return BookTaxCode(
        **head(row),
        code=text(row, "Name"),
        name=text(row, "Description") or text(row, "Name"),
        rate_percent=rate,
        is_untaxed=is_untaxed or (rate is not None and not rate),
        is_active=is_active(row) and at(row, "Hidden") is not True,
    )


def pseudo_tax_code() -> BookTaxCode:
    """The code for: not taxed, of companies that do not list it."""
    return BookTaxCode(source_id=UNTAXED, code=UNTAXED, name="Not taxed", is_untaxed=True, raw="{}")


def customer(row: Row) -> BookCustomer:
    """A customer; our number is told by the trail in its notes."""
    trail = _NUMBER.search(text(row, "Notes"))
    return BookCustomer(
        **head(row),
        name=text(row, "DisplayName"),
        company_name=text(row, "CompanyName"),
        number=trail.group(1) if trail else None,
        email=text(row, "PrimaryEmailAddr", "Address") or None,
        phone=text(row, "PrimaryPhone", "FreeFormNumber") or None,
        address=_address(row),
        terms_id=reference(row, "SalesTermRef"),
        currency=reference(row, "CurrencyRef"),
        balance=amount(row, "Balance"),
        is_active=is_active(row),
        version=text(row, "SyncToken"),
    )


def balance(row: Row) -> BookBalance:
    """What a customer owes at its own level, without its sub-customers."""
    return BookBalance(
        customer_id=text(row, "Id"),
        open=money(row, "Balance"),
        overdue=amount(row, "OverDueBalance"),
        currency=reference(row, "CurrencyRef"),
    )


def invoice(row: Row) -> BookInvoice:
    """An invoice with its lines; a deleted one holds its id alone."""
    if is_deleted(row):
        return BookInvoice(**head(row), standing=DocumentStanding.DELETED)
    total, opened = money(row, "TotalAmt"), money(row, "Balance")
    return BookInvoice(
        **head(row),
        number=text(row, "DocNumber"),
        memo=text(row, "PrivateNote"),
        customer_id=reference(row, "CustomerRef"),
        customer_name=text(row, "CustomerRef", "name"),
        dated_on=day(row, "TxnDate"),
        due_on=day(row, "DueDate"),
        currency=reference(row, "CurrencyRef"),
        total=total,
        tax_total=money(row, "TxnTaxDetail", "TotalTax"),
        balance=opened,
        standing=_standing(row, total=total, rest=opened),
        lines=_lines(rows(row, "Line")),
        has_settlements=_is_settled(row, is_reduced=opened != total),
        version=text(row, "SyncToken"),
    )


def credit_note(row: Row) -> BookCreditNote:
    """A credit memo with its lines."""
    if is_deleted(row):
        return BookCreditNote(**head(row), standing=DocumentStanding.DELETED)
    total = money(row, "TotalAmt")
    rest = amount(row, "RemainingCredit")
    remaining = money(row, "Balance") if rest is None else rest
    return BookCreditNote(
        **head(row),
        number=text(row, "DocNumber"),
        memo=text(row, "PrivateNote"),
        customer_id=reference(row, "CustomerRef"),
        dated_on=day(row, "TxnDate"),
        currency=reference(row, "CurrencyRef"),
        total=total,
        tax_total=money(row, "TxnTaxDetail", "TotalTax"),
        remaining=remaining,
        standing=_standing(row, total=total, rest=remaining),
        lines=_lines(rows(row, "Line")),
        version=text(row, "SyncToken"),
    )


def _standing(row: Row, *, total: Decimal, rest: Decimal) -> DocumentStanding:
    """Derived from amounts, as no field tells it."""
    if is_void(row):
        return DocumentStanding.VOID
    if not rest:
        return DocumentStanding.PAID
    return DocumentStanding.OPEN if rest == total else DocumentStanding.PART_PAID


def _is_settled(row: Row, *, is_reduced: bool) -> bool:
    linked = {text(each, "TxnType") for each in rows(row, "LinkedTxn")}
    return is_reduced or bool(linked - _NO_SETTLEMENT)


def _lines(found: Sequence[Row]) -> tuple[BookLine, ...]:
    """Lines of what was sold; the subtotal that it adds of itself is none."""
    lines = [_line(row) for row in found if text(row, "DetailType") != "SubTotalLineDetail"]
    inner = [
        _line(row)
        for group in found
        for row in rows(group, "GroupLineDetail", "Line")
        if text(row, "DetailType") != "SubTotalLineDetail"
    ]
    return (*(line for line in lines if line is not None), *filter(None, inner))


def _line(row: Row) -> BookLine | None:
    kind = text(row, "DetailType")
    if kind == "GroupLineDetail":
        return None
    worth = money(row, "Amount")
    detail = at(row, "SalesItemLineDetail")
    return BookLine(
        line_id=text(row, "Id"),
        description=text(row, "Description"),
        quantity=amount(detail, "Qty"),
        unit_price=amount(detail, "UnitPrice"),
        # A discount is written above zero.
        amount=-worth if kind == "DiscountLineDetail" else worth,
        account_id=reference(detail, "ItemAccountRef"),
        item_id=reference(detail, "ItemRef"),
        tax_code_id=reference(detail, "TaxCodeRef"),
    )


def _address(row: Row) -> PostalAddress | None:
    found = at(row, "BillAddr")
    if not isinstance(found, Mapping):
        return None
    return PostalAddress(
        line1=text(found, "Line1"),
        line2=text(found, "Line2"),
        line3=text(found, "Line3"),
        city=text(found, "City"),
        region=text(found, "CountrySubDivisionCode"),
        postal_code=text(found, "PostalCode"),
        country=text(found, "Country"),
    )


def _whole(row: Row, name: str) -> int | None:
    found = at(row, name)
    return None if found is None else int(exact(found))
