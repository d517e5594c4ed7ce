"""Our documents in the words of Sage Accounting, and what they would come to there.

Every line is one piece of whole cents at a rate that is not taxed, and says itself that its tax is
0: Sage works out none. Source: ``accounting-apis.md`` 3.2.
"""

from collections.abc import Iterable, Sequence
from datetime import date
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
from app.connectors.sage.faults import LIABILITY_REMEDY
from app.connectors.sage.reading import PRODUCT
from app.connectors.sage.settling import ALLOCATION
from app.values.foreign_record import PostalAddress

LONGEST_REFERENCE: Final = 25
LONGEST_CONTACT_REFERENCE: Final = 10
LONGEST_REASON: Final = 200

_LONGEST_NAME: Final = 100
_LONGEST_NOTES: Final = 2000
_LONGEST_ITEM: Final = 255
_LONGEST_PART: Final = 50
_LONGEST_POSTAL_CODE: Final = 10
_LONGEST_EMAIL: Final = 100
_CENT: Final = Decimal("0.01")

Body = dict[str, Any]


def contact_name(name: str) -> str:
    """A name as a contact may have it."""
    return " ".join(name.split())[:_LONGEST_NAME].rstrip()


def contact_body(customer: OutgoingCustomer, *, is_new: bool) -> Body:
    """A contact; our number is its reference, or its source mark where that is too short for it.

    What is blank is left out and so stays.
    """
    body: Body = {"name": contact_name(customer.name)}
    if is_new:
        body["contact_type_ids"] = ["CUSTOMER"]
        body["currency_id"] = customer.currency
    fits = len(customer.number) <= LONGEST_CONTACT_REFERENCE
    body["reference" if fits else "source_guid"] = customer.number
    if customer.terms_days is not None:
        body["credit_days"] = customer.terms_days
        body["credit_terms"] = "date_from_invoice" if customer.terms_days else "immediate_invoice"
    if not customer.address.is_blank:
        body["main_address"] = _address(customer.address)
    if customer.email or customer.phone or customer.contact_name:
        body["main_contact_person"] = _person(customer)
    return {"contact": body}


def _address(address: PostalAddress) -> Body:
    second = ", ".join(filter(None, (address.line2, address.line3)))
    found = {
        "address_line_1": address.line1[:_LONGEST_PART],
        "address_line_2": second[:_LONGEST_PART],
        "city": address.city[:_LONGEST_PART],
        "region": address.region[:_LONGEST_PART],
        "postal_code": address.postal_code[:_LONGEST_POSTAL_CODE],
        # Countries go by their two letters; a name would be refused.
        "country_id": address.country if len(address.country) == len("US") else "",
    }
    return {"address_type_id": "ACCOUNTS", **{name: part for name, part in found.items() if part}}


def _person(customer: OutgoingCustomer) -> Body:
    found = {
        "name": (customer.contact_name or "Main")[:_LONGEST_PART],
        "email": (customer.email or "")[:_LONGEST_EMAIL],
        "telephone": (customer.phone or "")[:_LONGEST_PART],
    }
    parts = {name: part for name, part in found.items() if part}
    return {"contact_person_type_ids": ["ACCOUNTS"], **parts}


def service_body(item: OutgoingItem, *, tax_rate_id: str) -> Body:
    """A service that leads to an account and is not taxed."""
    return {
        "service": {
            "description": item.name[:_LONGEST_ITEM],
            "item_code": item.name[:_LONGEST_ITEM],
            "sales_ledger_account_id": item.account_id,
            "sales_tax_rate_id": tax_rate_id,
        }
    }


def invoice_body(invoice: OutgoingInvoice, *, tax_rate_id: str) -> Body:
    """An invoice; ``tax_rate_id`` is for lines that name no rate."""
    notes = " / ".join(filter(None, (invoice.reference, invoice.memo)))
    return {
        "sales_invoice": {
            "contact_id": invoice.customer_id,
            "date": invoice.dated_on.isoformat(),
            "due_date": invoice.due_on.isoformat(),
            "reference": invoice.number,
            **({"notes": notes[:_LONGEST_NOTES]} if notes else {}),
            "invoice_lines": _lines(invoice.lines, tax_rate_id),
        }
    }


def credit_note_body(note: OutgoingCreditNote, *, tax_rate_id: str) -> Body:
    """A credit note; its notes tell what it corrects."""
    corrects = f"Corrects {note.original_number}" if note.original_number else ""
    notes = " / ".join(filter(None, (note.reference, note.memo, corrects)))
    original = note.original_dated_on
    return {
        "sales_credit_note": {
            "contact_id": note.customer_id,
            "date": note.dated_on.isoformat(),
            "reference": note.number,
            **({"original_invoice_date": original.isoformat()} if original else {}),
            **({"notes": notes[:_LONGEST_NOTES]} if notes else {}),
            "credit_note_lines": _lines(note.lines, tax_rate_id),
        }
    }


def use_body(use: CreditUse, *, credit_sign: int) -> Body:
    """The allocation of credit to an invoice; ``credit_sign``: how the credit's part is signed."""
    return {
        "contact_allocation": {
            "transaction_type_id": ALLOCATION,
            "contact_id": use.customer_id,
            "date": use.applied_on.isoformat(),
            "allocated_artefacts": [
                {"artefact_id": use.credit_note_id, "amount": credit_sign * use.amount},
                {"artefact_id": use.invoice_id, "amount": use.amount},
            ],
        }
    }


def _lines(lines: Sequence[OutgoingLine], tax_rate_id: str) -> list[Body]:
    return [
        {
            "description": line.description,
            "ledger_account_id": line.account_id,
            "quantity": 1,
            "unit_price": line.amount,
            "tax_rate_id": line.tax_code_id or tax_rate_id,
            # Sage takes it from us, and works out none.
            "tax_amount": Decimal(0),
            **_item(line.item_id),
        }
        for line in lines
    ]


def _item(item_id: str | None) -> Body:
    if not item_id:
        return {}
    if item_id.startswith(PRODUCT):
        return {"product_id": item_id.removeprefix(PRODUCT)}
    return {"service_id": item_id}


def foreseen(
    document: OutgoingInvoice | OutgoingCreditNote,
    choices: Choices,
    *,
    currency: str = "",
    locked_until: date | None = None,
) -> Foreseen:
    """What a document would come to: the sum of its lines, as no tax is worked out.

    ``currency`` and ``locked_until``: the business's, where they are known.
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


def _head_problems(document: OutgoingInvoice | OutgoingCreditNote) -> Iterable[str]:
    if not document.number:
        yield "It has no number."
    if len(document.number) > LONGEST_REFERENCE:
        yield f"Its number has more than {LONGEST_REFERENCE} characters."
    if not document.lines:
        yield "It has no lines."
    if document.total < 0:
        yield f"It comes to {document.total}, and a document below zero is refused."


def _line_problems(line: OutgoingLine, number: int, choices: Choices) -> Iterable[str]:
    where = f"Line {number} ({line.code or line.description[:30]})"
    if line.amount != line.amount.quantize(_CENT):
        yield f"{where} is not in whole cents: {line.amount}."
    if not line.description.strip():
        yield f"{where} has no description."
    account = next((each for each in choices.accounts if each.source_id == line.account_id), None)
    if account is None:
        yield f"{where} names an account that is not there."
    elif not account.is_for_lines:
        yield (
            f"{where} names the account {account.name}, which lines may not use. {LIABILITY_REMEDY}"
        )
    untaxed = {each.source_id for each in choices.tax_codes if each.is_untaxed}
    if line.tax_code_id is None and not untaxed:
        yield f"{where} needs a rate that is not taxed, and there is none."
    elif line.tax_code_id is not None and line.tax_code_id not in untaxed:
        yield f"{where} has the tax rate {line.tax_code_id}, which is not surely untaxed."
    items = {each.source_id for each in choices.items}
    item = line.item_id or ""
    if item and not item.startswith(TO_BE_MADE) and item not in items:
        yield f"{where} names an item that is not there."
