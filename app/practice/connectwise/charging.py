"""The world's work and sales as this vendor's records: tickets, time, products, invoices."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from app.practice.connectwise import kinds
from app.practice.connectwise.tables import Row, Tables, stamp
from app.practice.records import Billable, Charge, Customer, Invoice, Time, TimeState, World

OPTIONS: Final = {
    Billable.YES: "Billable",
    Billable.NO: "DoNotBill",
    Billable.NO_CHARGE: "NoCharge",
}
APPROVED: Final = ("ReadyToBill", "ApprovedByTierTwo", "ApprovedByTierOne")
STATES: Final = {
    TimeState.OPEN: "Open",
    TimeState.BILLED: "Billed",
    TimeState.WRITTEN_OFF: "WrittenOff",
}
NEW, CLOSED = 1, 3


def fill_charges(tables: Tables, world: World) -> None:
    """Put in everything that may be billed once, and the invoices the vendor made of it."""
    for invoice in world.psa_invoices:
        tables.of(kinds.INVOICES).put(_invoice(tables, invoice))
        if invoice.paid:
            tables.of(kinds.PAYMENTS).put(_payment(tables, invoice))
    members = {name: place for place, name in enumerate(world.members, 1)}
    for customer in world.customers:
        for entry in customer.times:
            _fill_ticket(tables, customer, entry)
            row = _time(tables, customer, entry)
            row["member"] = tables.reference("MemberReference", members[entry.member])
            tables.of(kinds.TIME).put(row)
        for charge in customer.charges:
            tables.of(kinds.PRODUCTS).put(_product(tables, customer, charge))


def invoice_reference(tables: Tables, number: str) -> Row | None:
    """The reference to the invoice of a number; None if there is none."""
    for row in tables.of(kinds.INVOICES).rows.values():
        if row["invoiceNumber"] == number:
            return tables.reference("InvoiceReference", row["id"])
    return None


def _stamps(moment: datetime) -> Row:
    return {
        "lastUpdated": stamp(moment),
        "updatedBy": "lortiz",
        "dateEntered": stamp(moment),
        "enteredBy": "lortiz",
    }


def _midnight(day: date) -> str:
    return stamp(datetime.combine(day, time(0), UTC))


def _fill_ticket(tables: Tables, customer: Customer, entry: Time) -> None:
    if entry.ticket not in tables.of(kinds.TICKETS).rows:
        tables.of(kinds.TICKETS).put(
            {
                "id": entry.ticket,
                "summary": entry.text[:100],
                "recordType": "ServiceTicket",
                "board": {"id": 1, "name": "Voice"},
                "status": {"id": 1, "name": "Completed"},
                "company": tables.reference("CompanyReference", customer.id),
                "closedFlag": True,
                "_info": _stamps(entry.modified_at),
            }
        )


def _time(tables: Tables, customer: Customer, entry: Time) -> Row:
    hours = Decimal(entry.hours)
    covered = entry.agreement_id is not None
    row: Row = {
        "id": entry.id,
        "company": tables.reference("CompanyReference", customer.id),
        "companyType": "Customer",
        "chargeToId": entry.ticket,
        "chargeToType": "ServiceTicket",
        "ticket": tables.reference("TicketReference", entry.ticket),
        "workType": tables.reference("WorkTypeReference", 1),
        "workRole": tables.reference("WorkRoleReference", 1),
        "timeStart": stamp(entry.started_at),
        "timeEnd": stamp(entry.started_at + timedelta(minutes=int(hours * 60))),
        "hoursDeduct": Decimal(0),
        "actualHours": hours,
        "hoursBilled": entry.billable_hours,
        "invoiceHours": entry.billable_hours,
        "hourlyRate": entry.rate,
        "hourlyCost": "45.00",
        "overageRate": entry.rate,
        "extendedInvoiceAmount": Decimal(0) if covered else entry.amount,
        "agreementHours": hours if covered else Decimal(0),
        "agreementAmount": entry.amount if covered else Decimal(0),
        "billableOption": OPTIONS[entry.billable],
        "status": STATES.get(entry.state, APPROVED[entry.id // 10 % len(APPROVED)]),
        "notes": entry.text,
        "enteredBy": "lortiz",
        "dateEntered": stamp(entry.started_at),
        "invoiceFlag": bool(entry.invoice_number),
        "invoiceReady": 1,
        "timeSheet": {"id": 1, "name": "Technicians"},
        "customFields": [],
        "_info": _stamps(entry.modified_at),
    }
    if entry.agreement_id is not None:
        row["agreement"] = tables.reference("AgreementReference", entry.agreement_id)
        row["agreementType"] = row["agreement"].get("type", "") if row["agreement"] else ""
    if entry.invoice_number:
        row["invoice"] = invoice_reference(tables, entry.invoice_number)
    return row


def _product(tables: Tables, customer: Customer, charge: Charge) -> Row:
    row: Row = {
        "id": charge.id,
        "catalogItem": tables.reference("CatalogItemReference", charge.product.id),
        "description": charge.description,
        "customerDescription": charge.description,
        "quantity": charge.quantity,
        "price": charge.unit_price,
        "cost": Decimal(0),
        "extPrice": charge.quantity * charge.unit_price,
        "extCost": Decimal(0),
        "billableOption": OPTIONS[charge.billable],
        "company": tables.reference("CompanyReference", customer.id),
        "purchaseDate": _midnight(charge.charged_on),
        "taxableFlag": charge.product.is_taxable,
        "cancelledFlag": charge.is_cancelled,
        "quantityCancelled": charge.quantity if charge.is_cancelled else Decimal(0),
        "productClass": "NonInventory",
        "customFields": [],
        "_info": _stamps(charge.modified_at),
    }
    if charge.reference:
        row["integrationXRef"] = charge.reference
    if charge.invoice_number:
        row["invoice"] = invoice_reference(tables, charge.invoice_number)
    return row


def _invoice(tables: Tables, invoice: Invoice) -> Row:
    is_paid = invoice.paid >= invoice.total
    return {
        "id": invoice.id,
        "invoiceNumber": invoice.number,
        "type": "Standard",
        "status": tables.reference("BillingStatusReference", CLOSED if is_paid else NEW),
        "company": tables.reference("CompanyReference", invoice.customer_id),
        "billToCompany": tables.reference("CompanyReference", invoice.customer_id),
        "applyToType": "Ticket",
        "date": _midnight(invoice.dated_on),
        "dueDate": _midnight(invoice.due_on),
        "serviceTotal": invoice.total,
        "subtotal": invoice.total,
        "salesTax": Decimal("0.00"),
        "total": invoice.total,
        "payments": invoice.paid,
        "credits": Decimal("0.00"),
        "balance": invoice.total - invoice.paid,
        "customFields": [],
        "_info": _stamps(invoice.modified_at),
    }


def _payment(tables: Tables, invoice: Invoice) -> Row:
    return {
        "type": "Payment",
        "invoice": tables.reference("InvoiceReference", invoice.id),
        "amount": invoice.paid,
        "paymentDate": _midnight(invoice.due_on),
        "appliedBy": "lortiz",
        "_info": _stamps(invoice.modified_at),
    }
