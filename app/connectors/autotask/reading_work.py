"""Time, charges and invoices of Autotask in our words. Source: ``psa-apis.md`` 3.6 and 6.

Time carries no company and no money: the company is its ticket's, rate and amount are there only
once it was approved and posted, in an item of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Final

from app.connectors.autotask.lookups import Lookups, own_field
from app.connectors.autotask.reading import Ways, product_code
from app.connectors.json_value import write_json
from app.connectors.row_values import (
    Row,
    amount,
    day,
    flag,
    identity,
    moment,
    needed_identity,
    real_identity,
    text,
    text_or_none,
)
from app.customers.incoming import PsaCharge, PsaInvoice, PsaTimeEntry

POSTED_TIME: Final = "item"
"""What the id of a posted item of time begins with."""

_NOTHING: Final = Decimal(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChargeKind:
    """One of the entities that charges come from."""

    name: str
    """Keeps their ids apart."""
    entity: str
    parent: str
    """Below what it is written; blank: by itself."""
    parent_field: str
    item_field: str
    """Of a posted item: the charge that it was made of; blank: none is told."""


CHARGE_KINDS: Final[Mapping[str, ChargeKind]] = {
    kind.name: kind
    for kind in (
        ChargeKind(
            name="contract",
            entity="ContractCharges",
            parent="Contracts",
            parent_field="contractID",
            item_field="contractChargeID",
        ),
        ChargeKind(
            name="ticket",
            entity="TicketCharges",
            parent="Tickets",
            parent_field="ticketID",
            item_field="ticketChargeID",
        ),
        ChargeKind(
            name="project",
            entity="ProjectCharges",
            parent="Projects",
            parent_field="projectID",
            item_field="projectChargeID",
        ),
        ChargeKind(
            name="task",
            entity="ChangeOrderCharges",
            parent="",
            parent_field="taskID",
            item_field="",
        ),
    )
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """What time and charges of one page refer to, by id."""

    tickets: Mapping[str, Row] = field(default_factory=dict)
    tasks: Mapping[str, Row] = field(default_factory=dict)
    projects: Mapping[str, Row] = field(default_factory=dict)
    contracts: Mapping[str, Row] = field(default_factory=dict)
    items: Mapping[str, Row] = field(default_factory=dict)
    """Posted items, by what they were made of."""
    entries: Mapping[str, Row] = field(default_factory=dict)
    """Time entries."""

    def customer(self, row: Row) -> str | None:
        """Whose work it is, over the ticket, contract, project or task that it names."""
        over = (
            self.tickets.get(identity(row, "ticketID") or ""),
            self.projects.get(self.project(row) or ""),
            self.contracts.get(identity(row, "contractID") or ""),
        )
        found = (real_identity(each, "companyID") for each in over if each is not None)
        return next(filter(None, found), None)

    def project(self, row: Row) -> str | None:
        """The project, named by the row or by its task."""
        task = self.tasks.get(identity(row, "taskID") or "", {})
        return real_identity(row, "projectID") or real_identity(task, "projectID")

    def site(self, row: Row) -> str | None:
        """The place of its ticket or task."""
        for over in (
            self.tickets.get(identity(row, "ticketID") or "", {}),
            self.tasks.get(identity(row, "taskID") or "", {}),
        ):
            if (found := real_identity(over, "companyLocationID")) is not None:
                return found
        return None


def time_entry(row: Row, lookups: Lookups, work: Work) -> PsaTimeEntry:
    """A time entry, with its posted item where there is one."""
    number = needed_identity(row)
    item = work.items.get(number, {})
    hours_billed = amount(row, "hoursToBill")
    return PsaTimeEntry(
        source_id=number,
        modified_at=moment(row, "lastModifiedDateTime"),
        raw=write_json({"entry": row, "item": item or None}),
        customer_id=real_identity(item, "companyID") or work.customer(row),
        agreement_id=real_identity(row, "contractID"),
        site_id=work.site(row),
        ticket_id=real_identity(row, "ticketID"),
        worker=lookups.worker(real_identity(row, "resourceID")),
        work_type=lookups.work_type(real_identity(row, "billingCodeID")),
        worked_on=day(row, "dateWorked"),
        hours=amount(row, "hoursWorked") or _NOTHING,
        billable_hours=hours_billed,
        rate=amount(item, "rate"),
        amount=amount(item, "extendedPrice"),
        is_billable=flag(row, "isNonBillable") is False and (hours_billed or _NOTHING) > 0,
        is_approved=bool(text(row, "billingApprovalDateTime")),
        is_billed=bool(billed_reference(item)),
        billed_reference=billed_reference(item),
        text=text(row, "summaryNotes"),
    )


def posted_time(item: Row, lookups: Lookups, work: Work) -> PsaTimeEntry:
    """A posted item of time: rate and amount are final.

    Its id is the item's, marked as such: entries and items have numbers of their own, and whoever
    changes ``time_from`` must not find one billed for the other.
    """
    row = work.entries.get(identity(item, "timeEntryID") or "", {})
    return PsaTimeEntry(
        source_id=f"{POSTED_TIME}:{needed_identity(item)}",
        modified_at=_latest(item, row),
        raw=write_json({"entry": row or None, "item": item}),
        customer_id=real_identity(item, "companyID") or work.customer(item),
        agreement_id=real_identity(item, "contractID"),
        site_id=work.site(item),
        ticket_id=real_identity(item, "ticketID"),
        worker=lookups.worker(real_identity(row, "resourceID")),
        work_type=lookups.work_type(
            real_identity(item, "billingCodeID") or real_identity(row, "billingCodeID")
        ),
        worked_on=day(row, "dateWorked") or day(item, "itemDate"),
        hours=amount(row, "hoursWorked") or amount(item, "quantity") or _NOTHING,
        billable_hours=amount(item, "quantity"),
        rate=amount(item, "rate"),
        amount=amount(item, "extendedPrice"),
        is_billable=_is_billable_item(item),
        is_approved=True,
        is_billed=bool(billed_reference(item)),
        billed_reference=billed_reference(item),
        text=text(row, "summaryNotes") or text(item, "description", "itemName"),
    )


def _latest(item: Row, row: Row) -> datetime | None:
    stamps = (moment(item, "postedOnTime"), moment(row, "lastModifiedDateTime"))
    return max(filter(None, stamps), default=None)


def _is_billable_item(item: Row) -> bool:
    """``nonBillable`` is 0 or 1 here, not false or true."""
    return (amount(item, "nonBillable") or _NOTHING) == 0


def billed_reference(item: Row) -> str | None:
    """The invoice of a posted item, else the moment at which a program took it."""
    invoice = real_identity(item, "invoiceID")
    return f"invoice {invoice}" if invoice is not None else text_or_none(item, "webServiceDate")


def charge(row: Row, kind: ChargeKind, *, lookups: Lookups, work: Work) -> PsaCharge:
    """A charge of a contract, ticket, project or change order."""
    number = needed_identity(row)
    item = work.items.get(number, {})
    reference = billed_reference(item)
    product = real_identity(row, "productID")
    code = real_identity(row, "billingCodeID")
    return PsaCharge(
        source_id=f"{kind.name}:{number}",
        modified_at=moment(row, "statusLastModifiedDate") or moment(row, "createDate"),
        raw=write_json({"charge": row, "item": item or None}),
        kind=kind.name,
        customer_id=work.customer(row),
        agreement_id=real_identity(row, "contractID")
        or real_identity(
            work.tickets.get(identity(row, "ticketID") or "", {})
            or work.projects.get(work.project(row) or "", {}),
            "contractID",
        ),
        site_id=work.site(row),
        ticket_id=real_identity(row, "ticketID"),
        product_id=None if product is None else f"product:{product}",
        product_code=product_code(lookups.product(product)) or lookups.work_type(code),
        description=text(row, "description", "name"),
        quantity=amount(row, "unitQuantity") or _NOTHING,
        unit_price=amount(row, "unitPrice"),
        amount=amount(item, "extendedPrice") if item else amount(row, "billableAmount"),
        charged_on=day(row, "datePurchased"),
        is_billable=bool(flag(row, "isBillableToCompany")),
        is_billed=bool(flag(row, "isBilled")) or bool(reference),
        billed_reference=reference,
        tax_code=lookups.tax_code(code),
        external_id=text(row, "internalPurchaseOrderNumber"),
    )


def posted_charge(item: Row, lookups: Lookups) -> PsaCharge:
    """A posted expense or milestone: it has no charge behind it."""
    code = real_identity(item, "billingCodeID")
    return PsaCharge(
        source_id=f"posted:{needed_identity(item)}",
        modified_at=moment(item, "postedOnTime"),
        raw=write_json(item),
        kind="expense" if real_identity(item, "expenseItemID") else "milestone",
        customer_id=real_identity(item, "companyID"),
        agreement_id=real_identity(item, "contractID"),
        ticket_id=real_identity(item, "ticketID"),
        product_code=lookups.work_type(code),
        description=text(item, "itemName", "description"),
        quantity=amount(item, "quantity") or _NOTHING,
        unit_price=amount(item, "rate"),
        amount=amount(item, "extendedPrice"),
        charged_on=day(item, "itemDate"),
        is_billable=_is_billable_item(item),
        is_billed=bool(billed_reference(item)),
        billed_reference=billed_reference(item),
        tax_code=lookups.tax_code(code),
    )


def invoice(row: Row, ways: Ways) -> PsaInvoice:
    """An invoice that Autotask made; what is paid of it in part is not told."""
    is_void, paid_on = bool(flag(row, "isVoided")), day(row, "paidDate")
    return PsaInvoice(
        source_id=needed_identity(row),
        modified_at=moment(row, "createDateTime"),
        raw=write_json(row),
        customer_id=real_identity(row, "companyID"),
        number=text(row, "invoiceNumber"),
        dated_on=day(row, "invoiceDateTime"),
        due_on=day(row, "dueDate"),
        total=amount(row, "invoiceTotal"),
        balance=_NOTHING if is_void or paid_on else None,
        status="void" if is_void else "paid" if paid_on else "open",
        is_closed=is_void or paid_on is not None,
        paid_on=paid_on,
        our_number=_our_number(row, ways),
    )


def _our_number(row: Row, ways: Ways) -> str | None:
    """Ours, where it is told apart from theirs: beside it, or in its place once it was taken."""
    if ways.invoice_field:
        return own_field(row, ways.invoice_field)
    return text_or_none(row, "invoiceNumber") if text(row, "webServiceDate") else None
