"""Customers, contacts and invoices of Rev.io PSA in our words. Source: ``psa-apis.md`` 4.A and 6.

The fields are not published: names under which clients have seen them are tried, and what is not
there stays unknown.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Final

from app.connectors.json_value import write_json
from app.connectors.row_values import Row, amount, day, identity, real_identity, text, text_or_none
from app.customers.incoming import PsaContact, PsaCustomer, PsaInvoice

_CLOSED: Final = frozenset({"paid", "void", "voided", "closed", "cancelled", "canceled"})
_NOTHING: Final = Decimal(0)


def customer(row: Row) -> PsaCustomer:
    """A customer, from the list of them or from a ticket that names one."""
    return PsaCustomer(
        source_id=_number(row, "customerId"),
        raw=write_json(row),
        code=text(row, "accountNumber"),
        name=text(row, "customerName", "name", "companyName"),
    )


def ticket_customer(row: Row) -> PsaCustomer | None:
    """The customer of a ticket: its number and name alone; None where the ticket has none."""
    number = real_identity(row, "customerId")
    if number is None:
        return None
    named = {"customerId": row["customerId"], "customerName": row.get("customerName")}
    return customer(named)


def contact(row: Row) -> PsaContact:
    """A contact."""
    return PsaContact(
        source_id=_number(row, "contactId"),
        raw=write_json(row),
        customer_id=identity(row, "customerId") or "",
        first_name=text(row, "firstName"),
        last_name=text(row, "lastName") or ("" if text(row, "firstName") else text(row, "name")),
        email=text_or_none(row, "email", "emailAddress"),
        phone=text_or_none(row, "phone", "phoneNumber"),
    )


def invoice(row: Row, of_customer: str) -> PsaInvoice:
    """An invoice, as it stands in the list of its customer."""
    status, balance = text(row, "status", "invoiceStatus"), amount(row, "balance", "amountDue")
    is_closed = status.lower() in _CLOSED
    return PsaInvoice(
        source_id=_number(row, "invoiceId"),
        raw=write_json(row),
        customer_id=identity(row, "customerId") or of_customer,
        number=text(row, "invoiceNumber", "number"),
        dated_on=_day(row, "invoiceDate", "date"),
        due_on=day(row, "dueDate"),
        total=amount(row, "total", "totalAmount", "amount"),
        balance=_NOTHING if balance is None and is_closed else balance,
        status=status,
        is_closed=is_closed,
        paid_on=day(row, "paidDate"),
    )


def _number(row: Mapping[str, object], name: str) -> str:
    found = identity(row, name) or identity(row, "id")
    if found is None:
        message = f"{name} is missing"
        raise ValueError(message)
    return found


def _day(row: Row, *names: str) -> date | None:
    return next((found for name in names if (found := day(row, name)) is not None), None)
