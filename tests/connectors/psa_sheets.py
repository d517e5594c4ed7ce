"""A world as the sheets in which a PSA is written down."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from app.practice.records import (
    Address,
    Agreement,
    Billable,
    Customer,
    Standing,
    TimeState,
    World,
)

Value = str | int | bool | Decimal | date | None
Row = Mapping[str, Value]

_SERVICE: Final = "Technician time"


def sheets_of(of: World) -> dict[str, list[dict[str, str]]]:
    """The rows of each sheet, as text."""
    customers = [each for each in of.customers if not each.is_deleted]
    makers: dict[str, Callable[[Customer], list[Row]]] = {
        "sites": _sites,
        "contacts": _contacts,
        "agreements": _agreements,
        "agreement_lines": _lines,
        "time": _time,
        "charges": _charges,
    }
    found: dict[str, list[Row]] = {
        "terms": [{"id": e.id, "name": e.name, "days": e.days} for e in of.terms],
        "products": [
            {
                "id": each.id,
                "code": each.code,
                "name": each.name,
                "description": each.name,
                "unit_price": each.price,
                "gl_code": each.gl_code,
                "taxable": each.is_taxable,
            }
            for each in of.products
        ],
        "customers": [_customer(each) for each in customers],
        "invoices": _invoices(of),
    }
    found |= {
        name: [row for customer in customers for row in make(customer)]
        for name, make in makers.items()
    }
    return {
        name: [{column: _text(value) for column, value in row.items()} for row in rows]
        for name, rows in found.items()
    }


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _address(address: Address | None) -> Row:
    names = ("line1", "line2", "city", "region", "postal_code", "country")
    columns = ("address_line1", "address_line2", *names[2:])
    if address is None:
        return dict.fromkeys(columns)
    return {
        column: str(getattr(address, name)) for column, name in zip(columns, names, strict=True)
    }


def _customer(of: Customer) -> Row:
    site = next((each for each in of.sites if each.is_billing), None)
    contact = next((each.id for each in of.contacts if each.is_billing), None)
    return {
        "id": of.id,
        "number": of.code,
        "name": of.name,
        "active": of.is_active,
        "status": "Active" if of.is_active else "Inactive",
        "external_id": of.account,
        "bill_to_id": of.bill_to_id,
        **_address(site.address if site is not None else None),
        "billing_site_id": site.id if site is not None else None,
        "billing_contact_id": contact,
        "billing_email": of.billing_email,
        "phone": of.phone,
        "tax_code": "EXEMPT" if of.is_tax_exempt else "STATE",
        "tax_exempt": of.is_tax_exempt,
        "currency": of.currency,
        "terms_id": of.terms_id,
    }


def _sites(of: Customer) -> list[Row]:
    return [
        {
            "id": each.id,
            "customer_id": of.id,
            "name": each.name,
            **_address(each.address),
            "phone": each.phone,
            "billing": each.is_billing,
            "primary": each.is_primary,
            "active": each.is_active,
        }
        for each in of.sites
    ]


def _contacts(of: Customer) -> list[Row]:
    site = next((each.id for each in of.sites), None)
    return [
        {
            "id": each.id,
            "customer_id": of.id,
            "site_id": site,
            "first_name": each.first_name,
            "last_name": each.last_name,
            "email": each.email,
            "phone": each.phone,
            "billing": each.is_billing,
            "active": each.is_active,
        }
        for each in of.contacts
    ]


def _agreement(of: Customer, each: Agreement) -> Row:
    return {
        "id": each.id,
        "customer_id": of.id,
        "site_id": each.site_id,
        "number": each.number,
        "name": each.name,
        "kind": each.kind,
        "status": each.standing,
        "active": each.standing is Standing.ACTIVE,
        "starts_on": each.starts_on,
        "last_day": each.ends_on,
        "cycle": each.cycle,
        "base_amount": each.base_amount,
        "covered_hours": each.covered_hours,
    }


def _agreements(of: Customer) -> list[Row]:
    return [_agreement(of, each) for each in of.agreements]


def _lines(of: Customer) -> list[Row]:
    return [
        {
            "id": each.id,
            "agreement_id": agreement.id,
            "customer_id": of.id,
            "site_id": each.site_id,
            "product_id": each.product.id,
            "product_code": each.product.code,
            "description": each.description,
            "quantity": each.quantity,
            "quantity_included": each.included,
            "unit_price": each.unit_price,
            "billable": each.billable is Billable.YES,
            "valid_from": each.starts_on,
            "last_day": each.ends_on,
            "taxable": each.is_taxable,
            "tax_code": "STATE" if each.is_taxable else "EXEMPT",
        }
        for agreement in of.agreements
        for each in agreement.lines
    ]


def _time(of: Customer) -> list[Row]:
    return [
        {
            "id": each.id,
            "customer_id": of.id,
            "agreement_id": each.agreement_id,
            "ticket_id": each.ticket,
            "worker": each.member,
            "work_type": _SERVICE,
            "worked_on": each.started_at.date(),
            "hours": each.hours,
            "billable_hours": each.billable_hours,
            "rate": each.rate,
            "amount": each.amount,
            "billable": each.billable is Billable.YES and each.state is not TimeState.WRITTEN_OFF,
            "approved": each.state is not TimeState.OPEN,
            "billed": each.state is TimeState.BILLED,
            "billed_reference": each.invoice_number,
            "text": each.text,
        }
        for each in of.times
    ]


def _charges(of: Customer) -> list[Row]:
    return [
        {
            "id": each.id,
            "kind": "one-time",
            "customer_id": of.id,
            "agreement_id": each.agreement_id,
            "product_id": each.product.id,
            "product_code": each.product.code,
            "description": each.description,
            "quantity": each.quantity,
            "unit_price": each.unit_price,
            "amount": each.quantity * each.unit_price,
            "charged_on": each.charged_on,
            "billable": each.billable is Billable.YES and not each.is_cancelled,
            "billed": bool(each.invoice_number),
            "billed_reference": each.invoice_number,
            "taxable": each.product.is_taxable,
            "tax_code": "STATE" if each.product.is_taxable else "EXEMPT",
            "external_id": each.reference,
        }
        for each in of.charges
    ]


def _invoices(of: World) -> list[Row]:
    return [
        {
            "id": each.id,
            "customer_id": each.customer_id,
            "number": each.number,
            "dated_on": each.dated_on,
            "due_on": each.due_on,
            "total": each.total,
            "balance": each.total - each.paid,
            "status": "Paid" if each.paid == each.total else "Open",
            "closed": each.paid == each.total,
            "our_number": None,
        }
        for each in of.psa_invoices
    ]
