"""Sales invoices and credit notes: numbers, states, totals, locks.

PUT makes new ones and refuses a number that is taken; POST changes the one that an id or a number
names, or makes a new one. Source: accounting-apis.md 2.3 and 2.6.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from app.practice.xero.books import (
    Books,
    allocations_to,
    live_payments,
    settle_credit,
    settle_invoice,
)
from app.practice.xero.contacts import contact_of_document
from app.practice.xero.lines import KINDS_OF_AMOUNTS, Manner, sums_of
from app.practice.xero.refusals import InvalidElementError
from app.practice.xero.values import Record, read_day, read_number


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """What sets the two kinds of documents apart."""

    table: str
    name: str
    id_field: str
    number_field: str
    types: tuple[str, ...]
    prefix: str


INVOICE: Final = Kind(
    table="Invoices",
    name="Invoice",
    id_field="InvoiceID",
    number_field="InvoiceNumber",
    types=("ACCREC", "ACCPAY"),
    prefix="INV",
)
CREDIT_NOTE: Final = Kind(
    table="CreditNotes",
    name="CreditNote",
    id_field="CreditNoteID",
    number_field="CreditNoteNumber",
    types=("ACCRECCREDIT", "ACCPAYCREDIT"),
    prefix="CN",
)
_LONGEST_NUMBER: Final = 255
_FIRST_STATES: Final = ("DRAFT", "SUBMITTED", "AUTHORISED")
_NEXT_STATES: Final = {
    "DRAFT": ("DRAFT", "SUBMITTED", "AUTHORISED", "DELETED"),
    "SUBMITTED": ("DRAFT", "SUBMITTED", "AUTHORISED", "DELETED"),
    "AUTHORISED": ("AUTHORISED", "VOIDED"),
    "PAID": ("PAID",),
    "VOIDED": (),
    "DELETED": (),
}
# What may change on a document that has a payment or credit on it.
_FREE_FIELDS: Final = ("SentToContact", "Url", "ExpectedPaymentDate", "PlannedPaymentDate")
_PLAIN: Final = ("Reference", "Url", "SentToContact", "ExpectedPaymentDate", "BrandingThemeID")
LOCKED: Final = "This document cannot be edited as it has a payment or credit note allocated to it."
BAD_STATUS: Final = "Invoice not of valid status for modification"


def put_document(books: Books, kind: Kind, sent: Record, *, unit_places: int = 2) -> Record:
    """A new document; one with its number must not exist."""
    if sent.get("Type") not in kind.types:
        raise InvalidElementError(f"{kind.name} Type must be one of {', '.join(kind.types)}.")
    status = str(sent.get("Status") or "DRAFT")
    if status not in _FIRST_STATES:
        raise InvalidElementError(f"{kind.name} not of valid status for creation")
    number = _number(books, kind, sent, own=None)
    day = _day(sent, "Date") or books.today()
    record: Record = {
        "Type": sent["Type"],
        kind.number_field: number,
        "Date": day,
        "Status": status,
        "CurrencyCode": _currency(books, sent),
        "CurrencyRate": read_number(1),
        "LineAmountTypes": sent.get("LineAmountTypes") or "Exclusive",
        **{field: sent[field] for field in _PLAIN if sent.get(field) is not None},
        **({"allocations": []} if kind is CREDIT_NOTE else {}),
    }
    _price(books, record, sent.get("LineItems") or [], unit_places=unit_places)
    _check_total(record, sent)
    books.refuse_locked(day)
    # The contact comes last: naming an unknown one makes it, which a refused document must not.
    contact = contact_of_document(books, sent.get("Contact"))
    record["ContactID"] = contact["ContactID"]
    if kind is INVOICE:
        due = _day(sent, "DueDate") or _due(contact, day)
        if due is not None:
            record["DueDate"] = due
        elif status != "DRAFT":
            raise InvalidElementError("Due Date cannot be empty for an approved invoice.")
    books.add(kind.table, record)
    _settle(books, kind, record)
    contact["IsCustomer"] = True
    return record


def post_document(books: Books, kind: Kind, sent: Record, *, unit_places: int = 2) -> Record:
    """The document that an id or a number names, changed; or a new one."""
    found = matched(books, kind, sent)
    if found is None:
        if sent.get(kind.id_field):
            raise InvalidElementError(f"The {kind.id_field} did not match any document.")
        return put_document(books, kind, sent, unit_places=unit_places)
    return _changed(books, kind, found, sent, unit_places=unit_places)


def matched(books: Books, kind: Kind, sent: Record) -> Record | None:
    """The document that an element names by its id or its number."""
    key = str(sent.get(kind.id_field) or "").lower()
    if key:
        return books.tables[kind.table].get(key)
    number = sent.get(kind.number_field)
    for record in books.all(kind.table):
        if number and record[kind.number_field] == number and record["Status"] != "DELETED":
            return record
    return None


def has_money(books: Books, kind: Kind, record: Record) -> bool:
    """Whether a payment or an allocation stands on a document."""
    key = record[kind.id_field]
    if live_payments(books, kind.name, key):
        return True
    if kind is INVOICE:
        return any(True for _ in allocations_to(books, key))
    return bool(record["allocations"])


def void(books: Books, kind: Kind, record: Record) -> None:
    """Void a document without asking whether it may be."""
    record["Status"] = "VOIDED"
    books.touch(record)
    _settle(books, kind, record)


def _changed(books: Books, kind: Kind, found: Record, sent: Record, *, unit_places: int) -> Record:
    status = str(sent.get("Status") or found["Status"])
    is_locked = has_money(books, kind, found)
    heavy = [
        field
        for field, value in sent.items()
        if field not in {*_FREE_FIELDS, kind.id_field, "Status"} and _differs(found, field, value)
    ]
    if is_locked and (heavy or status != found["Status"]):
        raise InvalidElementError(LOCKED)
    if status not in _NEXT_STATES[found["Status"]]:
        raise InvalidElementError(BAD_STATUS)
    books.refuse_locked(found["Date"])
    if status in {"VOIDED", "DELETED"}:
        found["Status"] = status
        books.touch(found)
        _settle(books, kind, found)
        return found
    record = dict(found)
    _take(books, kind, record, sent)
    record["Status"] = status
    if "LineItems" in sent:
        _price(
            books, record, sent["LineItems"] or [], unit_places=unit_places, kept=found["LineItems"]
        )
    elif status == "AUTHORISED" or "LineAmountTypes" in sent:
        _price(books, record, found["LineItems"], unit_places=4, kept=found["LineItems"])
    _check_total(record, sent)
    books.refuse_locked(record["Date"])
    found.update(record)
    books.touch(found)
    _settle(books, kind, found)
    return found


def _differs(found: Record, field: str, value: object) -> bool:
    """Whether a field that was sent would change the document."""
    if value is None or field not in {*_PLAIN, "Date", "DueDate", "LineItems", "Contact", "Type"}:
        return False
    if field in {"Date", "DueDate"}:
        return read_day(value) != found.get(field)
    if field == "Contact":
        return isinstance(value, dict) and value.get("ContactID") != found["ContactID"]
    return field == "LineItems" or found.get(field) != value


def _take(books: Books, kind: Kind, record: Record, sent: Record) -> None:
    if sent.get("Type") and sent["Type"] != record["Type"]:
        raise InvalidElementError(f"{kind.name} Type cannot be changed.")
    if sent.get(kind.number_field):
        record[kind.number_field] = _number(books, kind, sent, own=record[kind.id_field])
    if sent.get("Contact"):
        record["ContactID"] = contact_of_document(books, sent["Contact"])["ContactID"]
    for field in ("Date", "DueDate"):
        day = _day(sent, field)
        if day is not None:
            record[field] = day
    if sent.get("CurrencyCode"):
        record["CurrencyCode"] = _currency(books, sent)
    if sent.get("LineAmountTypes"):
        record["LineAmountTypes"] = sent["LineAmountTypes"]
    record |= {field: sent[field] for field in _PLAIN if sent.get(field) is not None}


def _price(
    books: Books,
    record: Record,
    lines: list[Record],
    *,
    unit_places: int,
    kept: list[Record] | None = None,
) -> None:
    if record["LineAmountTypes"] not in KINDS_OF_AMOUNTS:
        raise InvalidElementError("The LineAmountTypes is not valid.")
    if not lines and record["Status"] != "DRAFT":
        raise InvalidElementError("One or more line items must be specified")
    manner = Manner(
        amounts=record["LineAmountTypes"],
        unit_places=unit_places,
        is_approved=record["Status"] != "DRAFT",
    )
    sums = sums_of(books, lines, manner, kept=kept or [])
    if sums.total < 0:
        raise InvalidElementError("The document total cannot be negative.")
    record |= {
        "LineItems": sums.lines,
        "SubTotal": sums.sub_total,
        "TotalTax": sums.total_tax,
        "Total": sums.total,
    }


def _check_total(record: Record, sent: Record) -> None:
    told = sent.get("Total")
    if told is not None and read_number(told) != record["Total"]:
        raise InvalidElementError("The invoice total does not equal the sum of the lines")


def _settle(books: Books, kind: Kind, record: Record) -> None:
    if kind is INVOICE:
        settle_invoice(books, record)
    else:
        settle_credit(books, "CreditNote", record)


def _number(books: Books, kind: Kind, sent: Record, *, own: str | None) -> str:
    number = str(sent.get(kind.number_field) or "")
    if len(number) > _LONGEST_NUMBER:
        raise InvalidElementError(
            f"The {kind.number_field} field has a maximum length of 255 characters."
        )
    taken = {
        record[kind.number_field]
        for record in books.all(kind.table)
        if record["Status"] != "DELETED" and record[kind.id_field] != own
    }
    if not number:
        serial = len(books.tables[kind.table]) + 1
        while (number := f"{kind.prefix}-{serial:04}") in taken:
            serial += 1
    if number in taken:
        raise InvalidElementError(f"{kind.name} # must be unique.")
    return number


def _currency(books: Books, sent: Record) -> str:
    code = str(sent.get("CurrencyCode") or books.settings.base_currency)
    if code != books.settings.base_currency:
        raise InvalidElementError(f"Organisation is not subscribed to currency {code}")
    return code


def _day(sent: Record, field: str) -> date | None:
    value = sent.get(field)
    if value is None or value == "":
        return None
    day = read_day(value)
    if day is None:
        raise InvalidElementError(f"The {field} '{value}' is not a valid date.")
    return day


def _due(contact: Record, day: date) -> date | None:
    terms = (contact.get("PaymentTerms") or {}).get("Sales")
    if not terms or terms["Type"] != "DAYSAFTERBILLDATE":
        return None
    return day + timedelta(days=terms["Day"])
