"""Our documents in the words of QuickBooks Online, and what they would come to there.

Every line is one piece of whole cents, on an item, and says itself that it is not taxed: a line
that says nothing counts as taxed. Source: ``accounting-apis.md`` 1.6 and 1.9.
"""

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

from app.billing.outgoing import (
    TO_BE_MADE,
    CreditUse,
    OutgoingCreditNote,
    OutgoingCustomer,
    OutgoingInvoice,
    OutgoingItem,
    OutgoingLine,
)
from app.connectors.dealings import Choices, Foreseen
from app.connectors.quickbooks.reading import UNTAXED
from app.values.foreign_record import PostalAddress

LONGEST_NUMBER: Final = 21
LONGEST_NAME: Final = 100
_LONGEST_DESCRIPTION: Final = 4000
_LONGEST_NOTES: Final = 1024
_LONGEST_MEMO: Final = 4000
_CENT: Final = Decimal("0.01")
_BLANKS: Final = re.compile(r"\s+")

Body = dict[str, Any]


def display_name(name: str) -> str:
    """A name as a customer or item may have it: no colon, tab or line break, not too long."""
    return _BLANKS.sub(" ", name.replace(":", "-")).strip()[:LONGEST_NAME].rstrip()


def numbered_name(customer: OutgoingCustomer) -> str:
    """The name with our number, for where a vendor or employee holds the name alone."""
    room = LONGEST_NAME - len(customer.number) - 1
    return f"{display_name(customer.name)[:room].rstrip()} {display_name(customer.number)}"


def customer_body(customer: OutgoingCustomer, *, name: str, notes: str = "") -> Body:
    """A customer; ``notes``: what stands in its notes already, which is kept.

    The books have no field for our number that may be written, so the notes carry its trail.
    """
    given, _, family = (customer.contact_name or "").strip().rpartition(" ")
    body: Body = {
        "DisplayName": name,
        "CompanyName": display_name(customer.name),
        "Notes": trail(customer.number, notes),
        "Active": customer.is_active,
    }
    if customer.contact_name:
        body["GivenName"], body["FamilyName"] = given[:100], family[:100]
    if customer.email:
        body["PrimaryEmailAddr"] = {"Address": customer.email}
    if customer.phone:
        body["PrimaryPhone"] = {"FreeFormNumber": customer.phone}
    if not customer.address.is_blank:
        body["BillAddr"] = _address(customer.address)
    if customer.terms_id:
        body["SalesTermRef"] = {"value": customer.terms_id}
    return body


def trail(number: str, notes: str) -> str:
    """The notes with the trail of our number, and all else that stood in them."""
    mark = f"billing-id {number}"
    rest = re.sub(r"billing-id \S+", "", notes).strip()
    return f"{mark}\n{rest}".strip()[:_LONGEST_NOTES]


def item_body(item: OutgoingItem) -> Body:
    """An item that leads to an account and is not taxed."""
    return {
        "Name": display_name(item.name),
        "Type": "Service",
        "IncomeAccountRef": {"value": item.account_id},
        "Taxable": False,
    }


def invoice_body(invoice: OutgoingInvoice) -> Body:
    """An invoice, its number always sent: without one it may get none at all."""
    return {
        **_document(invoice, _note(invoice.reference, invoice.memo)),
        "DueDate": invoice.due_on.isoformat(),
        **({"SalesTermRef": {"value": invoice.terms_id}} if invoice.terms_id else {}),
    }


def credit_note_body(note: OutgoingCreditNote) -> Body:
    """A credit memo; what it corrects stands in its note."""
    corrects = f"Corrects {note.original_number}" if note.original_number else ""
    return _document(note, _note(note.reference, corrects, note.memo))


def use_body(use: CreditUse) -> Body:
    """A payment of zero that joins a credit memo and an invoice, both lines above zero."""
    joined = ((use.invoice_id, "Invoice"), (use.credit_note_id, "CreditMemo"))
    return {
        "CustomerRef": {"value": use.customer_id},
        "TxnDate": use.applied_on.isoformat(),
        "TotalAmt": Decimal(0),
        "Line": [
            {"Amount": use.amount, "LinkedTxn": [{"TxnId": document, "TxnType": kind}]}
            for document, kind in joined
        ],
    }


def sparse(body: Body, *, source_id: str, version: str) -> Body:
    """An update of what the body names and of nothing else, against one version."""
    return {**body, "Id": source_id, "SyncToken": version, "sparse": True}


def foreseen(
    document: OutgoingInvoice | OutgoingCreditNote, choices: Choices, *, currency: str = ""
) -> Foreseen:
    """What a document would come to: the sum of its lines, as nothing is worked out there.

    ``currency``: the company's, where it is known.
    """
    lines = (
        problem
        for number, line in enumerate(document.lines, start=1)
        for problem in _line_problems(line, number, choices)
    )
    heads = _head_problems(document, currency)
    return Foreseen(total=document.total, problems=(*heads, *dict.fromkeys(lines)))


def _document(document: OutgoingInvoice | OutgoingCreditNote, note: str) -> Body:
    body: Body = {
        "DocNumber": document.number,
        "TxnDate": document.dated_on.isoformat(),
        "CustomerRef": {"value": document.customer_id},
        "PrivateNote": note,
        "Line": [_line(line) for line in document.lines],
    }
    if any(line.tax_code_id not in {None, UNTAXED} for line in document.lines):
        # Outside the United States a code is needed, and amounts are to be without tax.
        body["GlobalTaxCalculation"] = "TaxExcluded"
    return body


def _line(line: OutgoingLine) -> Body:
    return {
        "Amount": line.amount,
        "Description": line.description,
        "DetailType": "SalesItemLineDetail",
        "SalesItemLineDetail": {
            "ItemRef": {"value": line.item_id},
            "Qty": 1,
            "UnitPrice": line.amount,
            "TaxCodeRef": {"value": line.tax_code_id or UNTAXED},
        },
    }


def _note(*parts: str) -> str:
    return " / ".join(filter(None, parts))[:_LONGEST_MEMO]


def _address(address: PostalAddress) -> Body:
    parts = {
        "Line1": address.line1,
        "Line2": address.line2,
        "Line3": address.line3,
        "City": address.city,
        "CountrySubDivisionCode": address.region,
        "PostalCode": address.postal_code,
        "Country": address.country,
    }
    return {name: part for name, part in parts.items() if part}


def _head_problems(document: OutgoingInvoice | OutgoingCreditNote, currency: str) -> Iterable[str]:
    if not document.number:
        yield "It has no number."
    if len(document.number) > LONGEST_NUMBER:
        yield (
            f"The number {document.number} has {len(document.number)} characters; "
            f"{LONGEST_NUMBER} is the most."
        )
    if not document.lines:
        yield "It has no lines."
    if document.total < 0:
        yield f"It comes to {document.total}, and a document below zero is refused."
    if currency and document.currency != currency:
        yield f"It is in {document.currency}, and the books are in {currency}."


def _line_problems(line: OutgoingLine, number: int, choices: Choices) -> Iterable[str]:
    where = f"Line {number} ({line.code or line.description[:30]})"
    if line.amount != line.amount.quantize(_CENT):
        yield f"{where} is not in whole cents: {line.amount}."
    if len(line.description) > _LONGEST_DESCRIPTION:
        yield f"{where} has a description of more than {_LONGEST_DESCRIPTION} characters."
    yield from _item_problems(line, where, choices)
    yield from _tax_problems(line, where, choices)


def _item_problems(line: OutgoingLine, where: str, choices: Choices) -> Iterable[str]:
    if line.item_id is None:
        yield f"{where} has no item, and reaches its account through one alone."
        return
    if line.item_id.startswith(TO_BE_MADE):
        return
    found = next((each for each in choices.items if each.source_id == line.item_id), None)
    if found is None:
        yield f"{where} names an item that is not there."
    elif not found.is_active:
        yield f"{where} names the item {found.name}, which is not active."
    elif found.account_id != line.account_id:
        yield f"{where} names the item {found.name}, which leads to another account."


def _tax_problems(line: OutgoingLine, where: str, choices: Choices) -> Iterable[str]:
    codes: Mapping[str, Any] = {each.source_id: each for each in choices.tax_codes}
    wanted = line.tax_code_id or UNTAXED
    if wanted not in codes:
        yield f"{where} has no tax code that says: not taxed."
    elif not codes[wanted].is_untaxed or not codes[wanted].is_active:
        yield f"{where} has the tax code {codes[wanted].code}, with which it would be taxed."
