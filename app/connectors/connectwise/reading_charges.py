"""Time, one-time charges and invoices of ConnectWise PSA in our words.

Source: ``psa-apis.md`` 1.6 and 6.
"""

from collections.abc import Collection
from decimal import Decimal
from typing import Final

from app.connectors.connectwise.parts import Ways, base, currency, reference
from app.connectors.row_values import (
    Row,
    amount,
    day,
    flag,
    identity,
    kept_text,
    nested,
    text,
    text_or_none,
)
from app.customers.incoming import PsaCharge, PsaInvoice, PsaTimeEntry

BILLED: Final = frozenset({"Billed", "WrittenOff", "BilledAgreement"})
"""States of time and expenses that are done with."""


def time_entry(row: Row, ways: Ways) -> PsaTimeEntry:
    """Time; amounts may be hidden from the API member, and then are not known."""
    status = text(row, "status")
    invoice = nested(row, "invoice")
    hours = amount(row, "invoiceHours", "hoursBilled")
    rate = amount(row, "hourlyRate")
    total = amount(row, "extendedInvoiceAmount")
    if total is None and hours is not None and rate is not None:
        total = hours * rate
    is_billed = bool(invoice) or status in BILLED
    return PsaTimeEntry(
        **base(row),
        customer_id=reference(row, "company"),
        agreement_id=reference(row, "agreement"),
        ticket_id=reference(row, "ticket"),
        worker=text(nested(row, "member"), "name", "identifier"),
        work_type=text(nested(row, "workType"), "name"),
        worked_on=day(row, "timeStart"),
        hours=amount(row, "actualHours") or Decimal(0),
        billable_hours=hours,
        rate=rate,
        amount=total,
        is_billable=text(row, "billableOption") == "Billable",
        is_approved=status in ways.approved or status in BILLED,
        is_billed=is_billed,
        billed_reference=_billed_by(invoice, status) if is_billed else None,
        text=text(row, "notes"),
        is_taxable=bool(nested(row, "taxCode")) or None,
    )


def product_charge(row: Row) -> PsaCharge:
    """A product on a ticket, project or order; what of it was cancelled is not billed."""
    item, invoice = nested(row, "catalogItem"), nested(row, "invoice")
    cancelled = amount(row, "quantityCancelled") or Decimal(0)
    ordered = amount(row, "quantity")
    quantity = max((Decimal(1) if ordered is None else ordered) - cancelled, Decimal(0))
    price = amount(row, "price")
    total = amount(row, "extPrice")
    if price is not None and (cancelled or total is None):
        total = price * quantity
    return PsaCharge(
        **base(row, kind="product"),
        kind="product",
        customer_id=reference(row, "company"),
        agreement_id=reference(row, "agreement"),
        ticket_id=reference(row, "ticket"),
        product_id=identity(item),
        product_code=text(item, "identifier"),
        description=text(row, "customerDescription", "description"),
        quantity=quantity,
        unit_price=price,
        amount=total,
        charged_on=day(row, "purchaseDate"),
        is_billable=text(row, "billableOption") == "Billable" and not flag(row, "cancelledFlag"),
        is_billed=bool(invoice),
        billed_reference=_billed_by(invoice, "") if invoice else None,
        is_taxable=flag(row, "taxableFlag"),
        tax_code=text_or_none(nested(row, "taxCode"), "name"),
        external_id=kept_text(row, "integrationXRef") or "",
    )


def expense_charge(row: Row, ways: Ways) -> PsaCharge:
    """An expense; one that is not approved yet is not billable yet."""
    invoice, status = nested(row, "invoice"), text(row, "status")
    kind = text(nested(row, "type"), "name")
    total = amount(row, "billAmount", "invoiceAmount", "amount")
    is_billed = bool(invoice) or status in BILLED
    is_approved = status in ways.approved or status in BILLED
    return PsaCharge(
        **base(row, kind="expense"),
        kind="expense",
        customer_id=reference(row, "company"),
        agreement_id=reference(row, "agreement"),
        ticket_id=reference(row, "ticket"),
        product_code=kind,
        description=text(row, "notes") or kind,
        unit_price=total,
        amount=total,
        charged_on=day(row, "date"),
        is_billable=text(row, "billableOption") == "Billable" and is_approved,
        is_billed=is_billed,
        billed_reference=_billed_by(invoice, status) if is_billed else None,
    )


def invoice(row: Row, closing: Collection[str] = ()) -> PsaInvoice:
    """An invoice that ConnectWise made; ``closing``: ids of states that end one."""
    status = nested(row, "status")
    told = flag(status, "isClosed")
    return PsaInvoice(
        **base(row),
        customer_id=reference(row, "billToCompany") or reference(row, "company"),
        number=text(row, "invoiceNumber"),
        dated_on=day(row, "date"),
        due_on=day(row, "dueDate"),
        currency=currency(row),
        total=amount(row, "total"),
        balance=amount(row, "balance"),
        status=text(status, "name"),
        is_closed=identity(status) in closing if told is None else told,
        our_number=kept_text(row, "reference") or "",
    )


def _billed_by(found: Row, status: str) -> str:
    return text(found, "identifier", "id") or status
