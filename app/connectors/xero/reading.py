"""Records of Xero in our words: lists, contacts, invoices and credit notes.

Payments are in ``settling.py``. Source: ``accounting-apis.md`` 2.4 to 2.8.
"""

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
    DocumentStanding,
)
from app.connectors.json_value import write_json
from app.connectors.xero.fields import Row, amount, at, day, moment, money, rows, text
from app.values.foreign_record import PostalAddress

UNTAXED: Final = "NONE"
"""The tax type of lines on which no tax is worked out."""
RECEIVABLE_INVOICE: Final = "ACCREC"
RECEIVABLE_CREDIT: Final = "ACCRECCREDIT"

_CLASSES: Final = {
    "REVENUE": BookAccountKind.INCOME,
    "EXPENSE": BookAccountKind.EXPENSE,
    "ASSET": BookAccountKind.ASSET,
    "EQUITY": BookAccountKind.EQUITY,
}
_TYPES: Final = {
    "BANK": BookAccountKind.BANK,
    "CURRLIAB": BookAccountKind.LIABILITY,
    "LIABILITY": BookAccountKind.LIABILITY,
    "TERMLIAB": BookAccountKind.OTHER,
}
_STANDINGS: Final = {
    "DRAFT": DocumentStanding.DRAFT,
    "SUBMITTED": DocumentStanding.DRAFT,
    "PAID": DocumentStanding.PAID,
    "VOIDED": DocumentStanding.VOID,
    "DELETED": DocumentStanding.DELETED,
}
_ENDED: Final = frozenset({DocumentStanding.VOID, DocumentStanding.DELETED})


class Head(TypedDict):
    """What every record begins with."""

    source_id: str
    modified_at: datetime | None
    is_gone: bool
    raw: str


def head(row: Row, id_name: str, *, is_gone: bool = False) -> Head:
    """The id, stamp and text of a record."""
    source_id = text(row, id_name)
    if not source_id:
        message = f"it has no {id_name}"
        raise ValueError(message)
    return Head(
        source_id=source_id,
        modified_at=moment(row, "UpdatedDateUTC"),
        is_gone=is_gone,
        raw=write_json(row),
    )


def stamp(row: Row) -> str:
    """What stands for a version, as there is none: the last change."""
    return text(row, "UpdatedDateUTC")


def account(row: Row) -> BookAccount:
    """An account; system, bank and archived ones are not for lines."""
    kind, system = text(row, "Type"), text(row, "SystemAccount")
    is_active = text(row, "Status") in {"ACTIVE", ""}
    found = _TYPES.get(kind) or _CLASSES.get(text(row, "Class"), BookAccountKind.OTHER)
    if system == "DEBTORS":
        found = BookAccountKind.RECEIVABLE
    return BookAccount(
        **head(row, "AccountID", is_gone=text(row, "Status") == "DELETED"),
        code=text(row, "Code"),
        name=text(row, "Name"),
        kind=found,
        type_words=" / ".join(filter(None, (kind, system))),
        is_active=is_active,
        is_for_lines=is_active and kind != "BANK" and not system,
    )


def item(row: Row, *, accounts: dict[str, str]) -> BookItem:
    """An item; ``accounts``: ids by code, as an item names its account by code."""
    code = text(row, "SalesDetails", "AccountCode")
    return BookItem(
        **head(row, "ItemID"),
        code=text(row, "Code"),
        name=text(row, "Name") or text(row, "Code"),
        account_id=accounts.get(code, code) or None,
        is_taxable=text(row, "SalesDetails", "TaxType") not in {"", UNTAXED},
        is_active=at(row, "IsSold") is not False,
    )


def tax_code(row: Row) -> BookTaxCode:
    """A tax rate, known by its type; it has neither id nor stamp."""
    kind = text(row, "TaxType")
    if not kind:
        message = "it has no TaxType"
        raise ValueError(message)
    return BookTaxCode(
        source_id=kind,
        raw=write_json(row),
        code=kind,
        name=text(row, "Name"),
        rate_percent=amount(row, "EffectiveRate"),
        # Documents go out as NoTax, with which any other type is refused or taxed.
        is_untaxed=kind == UNTAXED,
        is_active=text(row, "Status") in {"ACTIVE", ""},
    )


def customer(row: Row) -> BookCustomer:
    """A contact; one that was merged names the contact that it went into."""
    terms = at(row, "PaymentTerms", "Sales")
    is_plain = text(terms, "Type") == "DAYSAFTERBILLDATE"
    days = amount(terms, "Day")
    return BookCustomer(
        **head(row, "ContactID"),
        name=text(row, "Name"),
        company_name=text(row, "Name"),
        number=text(row, "ContactNumber") or text(row, "AccountNumber") or None,
        email=text(row, "EmailAddress") or None,
        phone=_phone(row),
        address=_address(row),
        terms_days=int(days) if is_plain and days is not None else None,
        currency=text(row, "DefaultCurrency") or None,
        balance=amount(row, "Balances", "AccountsReceivable", "Outstanding"),
        is_active=text(row, "ContactStatus") in {"ACTIVE", ""},
        merged_into_id=text(row, "MergedToContactID") or None,
        version=stamp(row),
    )


def balance(row: Row) -> BookBalance:
    """What a contact owes."""
    return BookBalance(
        customer_id=text(row, "ContactID"),
        open=money(row, "Balances", "AccountsReceivable", "Outstanding"),
        overdue=amount(row, "Balances", "AccountsReceivable", "Overdue"),
        currency=text(row, "DefaultCurrency") or None,
    )


def invoice(row: Row) -> BookInvoice:
    """An invoice to a customer, with its lines."""
    standing = _standing(row, "AmountDue")
    return BookInvoice(
        **head(row, "InvoiceID", is_gone=standing is DocumentStanding.DELETED),
        number=text(row, "InvoiceNumber"),
        reference=text(row, "Reference"),
        customer_id=text(row, "Contact", "ContactID") or None,
        customer_name=text(row, "Contact", "Name"),
        dated_on=day(row, "DateString", "Date"),
        due_on=day(row, "DueDateString", "DueDate"),
        currency=text(row, "CurrencyCode") or None,
        total=money(row, "Total") if standing not in _ENDED else Decimal(0),
        tax_total=money(row, "TotalTax") if standing not in _ENDED else Decimal(0),
        balance=money(row, "AmountDue") if standing not in _ENDED else Decimal(0),
        standing=standing,
        lines=_lines(row),
        has_settlements=standing not in _ENDED and _is_settled(row),
        version=stamp(row),
    )


def credit_note(row: Row) -> BookCreditNote:
    """A credit note to a customer, with its lines."""
    standing = _standing(row, "RemainingCredit")
    is_ended = standing in _ENDED
    return BookCreditNote(
        **head(row, "CreditNoteID", is_gone=standing is DocumentStanding.DELETED),
        number=text(row, "CreditNoteNumber"),
        reference=text(row, "Reference"),
        customer_id=text(row, "Contact", "ContactID") or None,
        dated_on=day(row, "DateString", "Date"),
        currency=text(row, "CurrencyCode") or None,
        total=Decimal(0) if is_ended else money(row, "Total"),
        tax_total=Decimal(0) if is_ended else money(row, "TotalTax"),
        remaining=Decimal(0) if is_ended else money(row, "RemainingCredit"),
        standing=standing,
        lines=_lines(row),
        version=stamp(row),
    )


def _standing(row: Row, rest_name: str) -> DocumentStanding:
    told = _STANDINGS.get(text(row, "Status"))
    if told is not None:
        return told
    rest = amount(row, rest_name)
    if rest is None or rest == money(row, "Total"):
        return DocumentStanding.OPEN
    return DocumentStanding.PART_PAID


def _is_settled(row: Row) -> bool:
    if money(row, "AmountPaid") or money(row, "AmountCredited"):
        return True
    return any(
        text(each, "Status") not in {"DELETED", "VOIDED"}
        for name in ("Payments", "CreditNotes", "Overpayments", "Prepayments")
        for each in rows(row, name)
    )


def _lines(document: Row) -> tuple[BookLine, ...]:
    """Its lines; of a document whose amounts include tax, without it."""
    holds_tax = text(document, "LineAmountTypes") == "Inclusive"
    return tuple(
        BookLine(
            line_id=text(row, "LineItemID"),
            description=text(row, "Description"),
            quantity=amount(row, "Quantity"),
            unit_price=amount(row, "UnitAmount"),
            amount=money(row, "LineAmount")
            - (money(row, "TaxAmount") if holds_tax else Decimal(0)),
            tax_amount=amount(row, "TaxAmount"),
            account_id=text(row, "AccountID") or text(row, "AccountCode") or None,
            item_id=text(row, "Item", "ItemID") or text(row, "ItemCode") or None,
            tax_code_id=text(row, "TaxType") or None,
        )
        for row in rows(document, "LineItems")
    )


def _phone(row: Row) -> str | None:
    for wanted in ("DEFAULT", "DDI", "MOBILE"):
        for phone in rows(row, "Phones"):
            parts = ("PhoneCountryCode", "PhoneAreaCode", "PhoneNumber")
            number = " ".join(filter(None, (text(phone, part) for part in parts)))
            if text(phone, "PhoneType") == wanted and text(phone, "PhoneNumber"):
                return number
    return None


def _address(row: Row) -> PostalAddress | None:
    """The postal address, else the street's; each may be there without a word in it."""
    found = {text(each, "AddressType"): _postal(each) for each in rows(row, "Addresses")}
    filled = [each for kind in ("POBOX", "STREET") if (each := found.get(kind)) is not None]
    return next((each for each in filled if not each.is_blank), None)


def _postal(row: Row) -> PostalAddress:
    return PostalAddress(
        line1=text(row, "AddressLine1"),
        line2=text(row, "AddressLine2"),
        line3=", ".join(filter(None, (text(row, "AddressLine3"), text(row, "AddressLine4")))),
        city=text(row, "City"),
        region=text(row, "Region"),
        postal_code=text(row, "PostalCode"),
        country=text(row, "Country"),
    )
