"""What one Rev.io PSA tenant holds: customers, contacts, invoices, tickets, projects.

It knows no agreements, no service lines, no sites, no terms and no prices of time: no address for
them is known.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any, Final

from app.practice.clock import PracticeClock
from app.practice.records import Customer, Invoice, Time, World

Row = dict[str, Any]

FEATURES: Final = ("customers", "contacts", "invoices", "opportunities", "tickets", "projects")
TICKET_TYPES: Final = {1: "Service", 2: "Change", 3: "Question"}
TICKET_STATUSES: Final = {1: "New", 2: "In progress", 3: "Completed"}
TICKET_PRIORITIES: Final = {1: "High", 2: "Normal", 3: "Low"}
PROJECT_STATUSES: Final = frozenset({1, 2, 3})
_COMPLETED: Final = 3
_OWNER: Final = 11


@dataclass(slots=True)
class Tenant:
    """The tables of a tenant, by id, and the features that it has not."""

    clock: PracticeClock
    customers: dict[int, Row] = field(default_factory=dict)
    contacts: dict[int, Row] = field(default_factory=dict)
    invoices: dict[int, Row] = field(default_factory=dict)
    tickets: dict[int, Row] = field(default_factory=dict)
    projects: dict[int, Row] = field(default_factory=dict)
    opportunities: dict[int, Row] = field(default_factory=dict)
    activity: list[Row] = field(default_factory=list)
    hidden: set[str] = field(default_factory=set)

    def note(self, project: int, event: str, who: str) -> None:
        """Add to the activity of a project."""
        self.activity.append(
            {
                "activityId": len(self.activity) + 1,
                "projectId": project,
                "eventType": event,
                "performedBy": who,
                "performedAt": stamp(self.clock.now()),
            }
        )


def stamp(moment: datetime) -> str:
    """A moment as the rows hold it."""
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def filled(clock: PracticeClock, world: World) -> Tenant:
    """A tenant that holds what Rev.io PSA would hold of the world; the deleted are gone."""
    tenant = Tenant(clock)
    names = {}
    for customer in world.customers:
        if customer.is_deleted:
            continue
        names[customer.id] = customer.name
        tenant.customers[customer.id] = {"customerId": customer.id, "customerName": customer.name}
        for contact in _contacts(customer):
            tenant.contacts[contact["contactId"]] = contact
        for ticket in _tickets(customer):
            tenant.tickets.setdefault(ticket["ticketId"], ticket)
        for project in _projects(customer):
            tenant.projects[project["projectId"]] = project
            tenant.note(project["projectId"], "Created", world.members[0])
            tenant.note(project["projectId"], "StatusChanged", world.members[-1])
    for invoice in world.psa_invoices:
        tenant.invoices[invoice.id] = _invoice(invoice)
    return tenant


def _contacts(customer: Customer) -> Iterator[Row]:
    for contact in customer.contacts:
        yield {
            "contactId": contact.id,
            "customerId": customer.id,
            "firstName": contact.first_name,
            "lastName": contact.last_name,
            "email": contact.email or None,
            "phone": contact.phone or None,
        }


def _tickets(customer: Customer) -> Iterator[Row]:
    for time in customer.times:
        yield ticket_row(time, customer)


def ticket_row(time: Time, customer: Customer) -> Row:
    """A ticket as the list holds it."""
    return {
        "ticketId": time.ticket,
        "ticketDescription": time.text,
        "customerId": customer.id,
        "customerName": customer.name,
        "ticketStatus": TICKET_STATUSES[_COMPLETED],
        "ticketState": "Closed",
        "ticketPriority": TICKET_PRIORITIES[2],
        "ticketSeverity": "Normal",
        "ticketType": TICKET_TYPES[1],
        "techAssigned": time.member,
        "createdDate": stamp(time.started_at),
        "modifiedDate": stamp(time.modified_at),
        "openedDate": stamp(time.started_at),
        "closedDate": stamp(time.modified_at),
    }


def _projects(customer: Customer) -> Iterator[Row]:
    """Installations are run as projects."""
    for charge in customer.charges:
        if charge.product.code == "INSTALL":
            yield {
                "projectId": charge.id,
                "projectName": charge.description,
                "projectStatusId": 3,
                "startDate": _day(charge.charged_on),
                "endDate": _day(charge.charged_on + timedelta(days=7)),
                "budgetHours": Decimal("8.00"),
                "estimatedHours": Decimal("6.50"),
                "isBillable": True,
                "projectOwnerId": _OWNER,
                "customerId": customer.id,
            }


def _invoice(invoice: Invoice) -> Row:
    return {
        "invoiceId": invoice.id,
        "invoiceNumber": invoice.number,
        "customerId": invoice.customer_id,
        "invoiceDate": _day(invoice.dated_on),
        "dueDate": _day(invoice.due_on),
        "total": invoice.total,
        "balance": invoice.total - invoice.paid,
        "status": "Paid" if invoice.paid >= invoice.total else "Open",
    }


def _day(day: date) -> str:
    return day.isoformat()
