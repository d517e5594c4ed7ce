"""Work and sales: tickets with their time, charges, what is posted of them, invoices."""

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Final

from app.practice.autotask.database import Database
from app.practice.autotask.fields import Record
from app.practice.autotask.posting import post_charge, post_time
from app.practice.autotask.rules import CANCELED
from app.practice.autotask.seeding_lists import CODES, OWNER, labor, resource_ids, role_ids
from app.practice.autotask.unit_periods import midnight
from app.practice.records import Billable, Charge, Customer, Time, TimeState, World

FIELD_SERVICES: Final = 2
"""The line of business that installations belong to."""
_DELIVERED: Final = 6
_COMPLETE: Final = 5


def seed_work(database: Database, world: World, customers: Sequence[Customer]) -> None:
    """Fill in tickets, projects, time, charges, invoices and posted items."""
    _seed_invoices(database, world, customers)
    roles, people = role_ids(world), resource_ids(world)
    code = CODES + labor(world).id
    for customer in customers:
        for time in customer.times:
            _seed_ticket(database, customer, time)
            role = roles.get(time.rate, min(roles.values(), default=0))
            entry = _seed_entry(database, time, resource=people[time.member], role=role, code=code)
            if time.state is not TimeState.OPEN:
                _post(database, time, entry)
        for charge in customer.charges:
            _seed_charge(database, customer, charge)


def _seed_invoices(database: Database, world: World, customers: Sequence[Customer]) -> None:
    terms = {each.id: each.terms_id for each in customers}
    for invoice in world.psa_invoices:
        dated = midnight(invoice.dated_on)
        database.table("Invoices").add(
            {
                "invoiceNumber": invoice.number,
                "companyID": invoice.customer_id,
                "invoiceDateTime": dated,
                "createDateTime": invoice.modified_at,
                "creatorResourceID": OWNER,
                "fromDate": dated - timedelta(days=30),
                "toDate": dated,
                "dueDate": midnight(invoice.due_on),
                "invoiceTotal": invoice.total,
                "totalTaxValue": Decimal("0.00"),
                "paymentTerm": terms.get(invoice.customer_id),
                "paidDate": dated + timedelta(days=14) if invoice.paid else None,
            },
            invoice.id,
        )


def _seed_ticket(database: Database, customer: Customer, time: Time) -> None:
    if time.ticket in database.rows("Tickets"):
        return
    database.table("Tickets").add(
        {
            "companyID": customer.id,
            "companyLocationID": customer.sites[0].id if customer.sites else None,
            "contractID": time.agreement_id,
            "ticketNumber": f"T{time.started_at:%Y%m%d}.{time.ticket:04d}",
            "title": time.text,
            "priority": 2,
            "status": _COMPLETE,
            "ticketType": 1,
            "createDate": time.started_at,
            "completedDate": time.started_at + timedelta(hours=4),
            "lastActivityDate": time.modified_at,
            "lastTrackedModificationDateTime": time.modified_at,
        },
        time.ticket,
    )


def _seed_entry(database: Database, time: Time, *, resource: int, role: int, code: int) -> Record:
    is_free = time.billable is not Billable.YES
    minutes = int(time.hours * 60)
    return database.table("TimeEntries").add(
        {
            "ticketID": time.ticket,
            "contractID": time.agreement_id,
            "resourceID": resource,
            "roleID": role,
            "billingCodeID": code,
            "dateWorked": midnight(time.started_at.date()),
            "startDateTime": time.started_at,
            "endDateTime": time.started_at + timedelta(minutes=minutes),
            "hoursWorked": time.hours,
            "hoursToBill": time.billable_hours,
            "offsetHours": time.billable_hours - time.hours,
            "isNonBillable": is_free,
            "showOnInvoice": time.billable is not Billable.NO,
            "timeEntryType": 2,
            "summaryNotes": time.text,
            "billingApprovalDateTime": None if time.state is TimeState.OPEN else time.modified_at,
            "billingApprovalResourceID": None if time.state is TimeState.OPEN else OWNER,
            "createDateTime": time.started_at,
            "creatorUserID": resource,
            "lastModifiedUserID": resource,
            "lastModifiedDateTime": time.modified_at,
        },
        time.id,
    )


def _post(database: Database, time: Time, entry: Record) -> None:
    is_written_off = time.state is TimeState.WRITTEN_OFF
    item = post_time(database, entry, rate=time.rate, is_free=is_written_off)
    item["invoiceID"] = _invoice_id(database, time.invoice_number)


def _seed_charge(database: Database, customer: Customer, charge: Charge) -> None:
    """Number ports belong to a ticket, installations to a project, the rest to the contract."""
    values = _charge_values(charge)
    if charge.product.code == "PORT-IN":
        path, values["ticketID"] = "TicketCharges", _port_ticket(database, customer, charge)
    elif charge.product.code == "INSTALL":
        path, values["projectID"] = "ProjectCharges", _project(database, customer, charge)
    else:
        path, values["contractID"] = "ContractCharges", charge.agreement_id
    record = database.table(path).add(values, charge.id)
    if not charge.is_cancelled:
        item = post_charge(database, path, record)
        item["invoiceID"] = _invoice_id(database, charge.invoice_number)
        if path == "ProjectCharges":
            item["organizationalLevelAssociationID"] = FIELD_SERVICES


def _charge_values(charge: Charge) -> Record:
    amount = (charge.quantity * charge.unit_price).quantize(Decimal("0.01"))
    return {
        "name": charge.product.name,
        "description": charge.description,
        "chargeType": 1,
        "billingCodeID": CODES + charge.product.id,
        "datePurchased": midnight(charge.charged_on),
        "unitQuantity": charge.quantity,
        "unitPrice": charge.unit_price,
        "internalCurrencyUnitPrice": charge.unit_price,
        "billableAmount": amount,
        "internalCurrencyBillableAmount": amount,
        "unitCost": Decimal("0.00"),
        "extendedCost": Decimal("0.00"),
        "isBillableToCompany": charge.billable is Billable.YES and not charge.is_cancelled,
        "isBilled": bool(charge.invoice_number),
        "status": CANCELED if charge.is_cancelled else _DELIVERED,
        "statusLastModifiedDate": charge.modified_at,
        "createDate": charge.modified_at,
        "creatorResourceID": OWNER,
        "internalPurchaseOrderNumber": charge.reference or None,
    }


def _port_ticket(database: Database, customer: Customer, charge: Charge) -> int:
    made = database.table("Tickets").add(
        {
            "companyID": customer.id,
            "contractID": charge.agreement_id,
            "ticketNumber": f"T{charge.charged_on:%Y%m%d}.{charge.id:04d}",
            "title": charge.description,
            "priority": 3,
            "status": _COMPLETE,
            "createDate": charge.modified_at,
            "lastActivityDate": charge.modified_at,
            "lastTrackedModificationDateTime": charge.modified_at,
        }
    )
    return int(str(made["id"]))


def _project(database: Database, customer: Customer, charge: Charge) -> int:
    made = database.table("Projects").add(
        {
            "companyID": customer.id,
            "contractID": charge.agreement_id,
            "projectName": charge.description,
            "projectNumber": f"P{charge.charged_on:%Y%m%d}.{charge.id:04d}",
            "projectType": 5,
            "status": _COMPLETE,
            "startDateTime": midnight(charge.charged_on),
            "endDateTime": midnight(charge.charged_on) + timedelta(days=7),
            "createDateTime": charge.modified_at,
        }
    )
    return int(str(made["id"]))


def _invoice_id(database: Database, number: str) -> int | None:
    found = database.where("Invoices", invoiceNumber=number) if number else []
    return int(str(found[0]["id"])) if found else None
