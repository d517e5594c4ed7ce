"""Our documents in the words of Xero, and what they would come to there.

Every document goes out as NoTax and every line as NONE, so that no tax is worked out; a line is one
piece of whole cents, so that nothing is rounded. Source: ``accounting-apis.md`` 2.6 and 2.8.
"""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, Final

from app.billing.outgoing import (
    CreditUse,
    OutgoingCreditNote,
    OutgoingCustomer,
    OutgoingInvoice,
    OutgoingItem,
    OutgoingLine,
)
from app.connectors.dealings import Choices, Foreseen
from app.connectors.xero.reading import RECEIVABLE_CREDIT, RECEIVABLE_INVOICE, UNTAXED
from app.values.foreign_record import PostalAddress

_LONGEST_NUMBER: Final = 255
_LONGEST_DESCRIPTION: Final = 4000
_LONGEST_NAME: Final = 255
_LONGEST_OUR_NUMBER: Final = 50
_LONGEST_ITEM_CODE: Final = 30
_LONGEST_ITEM_NAME: Final = 50
_CENT: Final = Decimal("0.01")

Body = dict[str, Any]


def contact_name(name: str) -> str:
    """A name as a contact may have it."""
    return " ".join(name.split())[:_LONGEST_NAME].rstrip()


def item_code(name: str) -> str:
    """The code of an item by its name."""
    return name[:_LONGEST_ITEM_CODE].rstrip()


def customer_body(customer: OutgoingCustomer) -> Body:
    """A contact, our number as its *ContactNumber*; what is blank is left out and so stays."""
    given, _, family = (customer.contact_name or "").strip().rpartition(" ")
    body: Body = {
        "Name": contact_name(customer.name),
        "ContactNumber": customer.number[:_LONGEST_OUR_NUMBER],
        "AccountNumber": customer.number[:_LONGEST_OUR_NUMBER],
    }
    if customer.contact_name:
        body["FirstName"], body["LastName"] = given, family
    if customer.email:
        body["EmailAddress"] = customer.email
    if customer.phone:
        body["Phones"] = [{"PhoneType": "DEFAULT", "PhoneNumber": customer.phone[:50]}]
    if not customer.address.is_blank:
        body["Addresses"] = [_address(customer.address)]
    if customer.terms_days is not None:
        terms = {"Day": customer.terms_days, "Type": "DAYSAFTERBILLDATE"}
        body["PaymentTerms"] = {"Sales": terms}
    return body


def item_body(item: OutgoingItem, *, account_code: str) -> Body:
    """An item that leads to an account and is not taxed."""
    return {
        "Code": item_code(item.name),
        "Name": item.name[:_LONGEST_ITEM_NAME],
        "IsSold": True,
        "SalesDetails": {"AccountCode": account_code, "TaxType": UNTAXED},
    }


def invoice_body(invoice: OutgoingInvoice) -> Body:
    """An invoice, open at once; of the contact the id alone, as a name would rename it."""
    return {
        "Type": RECEIVABLE_INVOICE,
        "InvoiceNumber": invoice.number,
        **_document(invoice, invoice.reference or invoice.memo),
        "DueDate": invoice.due_on.isoformat(),
        # We send it ourselves.
        "SentToContact": True,
    }


def credit_note_body(note: OutgoingCreditNote) -> Body:
    """A credit note; its reference tells what it corrects."""
    corrects = f"Corrects {note.original_number}" if note.original_number else ""
    reference = " / ".join(filter(None, (note.reference or note.memo, corrects)))
    return {
        "Type": RECEIVABLE_CREDIT,
        "CreditNoteNumber": note.number,
        **_document(note, reference),
    }


def use_body(use: CreditUse) -> Body:
    """The allocation of credit to an invoice."""
    return {
        "Allocations": [
            {
                "Invoice": {"InvoiceID": use.invoice_id},
                "Amount": use.amount,
                "Date": use.applied_on.isoformat(),
            }
        ]
    }


def foreseen(
    document: OutgoingInvoice | OutgoingCreditNote,
    choices: Choices,
    *,
    currency: str = "",
    locked_until: date | None = None,
) -> Foreseen:
    """What a document would come to: the sum of its lines, as no tax is worked out.

    ``currency`` and ``locked_until``: the organisation's, where they are known.
    """
    lines = (
        problem
        for number, line in enumerate(document.lines, start=1)
        for problem in _line_problems(line, number, choices)
    )
    heads = list(_head_problems(document))
    if currency and document.currency != currency:
        heads.append(f"It is in {document.currency}, and the books are in {currency}.")
    if locked_until is not None and document.dated_on <= locked_until:
        heads.append(
            f"It is of {document.dated_on}, and the books are locked up to {locked_until}."
        )
    return Foreseen(total=document.total, problems=(*heads, *dict.fromkeys(lines)))


def _document(document: OutgoingInvoice | OutgoingCreditNote, reference: str) -> Body:
    return {
        "Reference": reference[:_LONGEST_NUMBER],
        "Contact": {"ContactID": document.customer_id},
        "Date": document.dated_on.isoformat(),
        "LineAmountTypes": "NoTax",
        "Status": "AUTHORISED",
        "CurrencyCode": document.currency,
        "LineItems": [_line(line) for line in document.lines],
    }


def _line(line: OutgoingLine) -> Body:
    return {
        "Description": line.description,
        "Quantity": 1,
        "UnitAmount": line.amount,
        "AccountID": line.account_id,
        "TaxType": line.tax_code_id or UNTAXED,
    }


def _address(address: PostalAddress) -> Body:
    parts = {
        "AddressLine1": address.line1,
        "AddressLine2": address.line2,
        "AddressLine3": address.line3,
        "City": address.city,
        "Region": address.region,
        "PostalCode": address.postal_code,
        "Country": address.country,
    }
    return {"AddressType": "POBOX", **{name: part for name, part in parts.items() if part}}


def _head_problems(document: OutgoingInvoice | OutgoingCreditNote) -> Iterable[str]:
    if not document.number:
        yield "It has no number."
    if len(document.number) > _LONGEST_NUMBER:
        yield f"Its number has more than {_LONGEST_NUMBER} characters."
    if "," in document.number:
        yield f"The number {document.number} has a comma, and could not be looked for."
    if not document.lines:
        yield "It has no lines."
    if document.total < 0:
        yield f"It comes to {document.total}, and a document below zero is refused."


def _line_problems(line: OutgoingLine, number: int, choices: Choices) -> Iterable[str]:
    where = f"Line {number} ({line.code or line.description[:30]})"
    if not line.amount:
        yield f"{where} is of zero, and would lose its account."
    if line.amount != line.amount.quantize(_CENT):
        yield f"{where} is not in whole cents: {line.amount}."
    if not line.description.strip():
        yield f"{where} has no description."
    if len(line.description) > _LONGEST_DESCRIPTION:
        yield f"{where} has a description of more than {_LONGEST_DESCRIPTION} characters."
    account = next((each for each in choices.accounts if each.source_id == line.account_id), None)
    if account is None:
        yield f"{where} names an account that is not there."
    elif not account.is_for_lines:
        yield f"{where} names the account {account.name}, which lines may not use."
    if (line.tax_code_id or UNTAXED) != UNTAXED:
        yield f"{where} has the tax type {line.tax_code_id}; it must be {UNTAXED}."
