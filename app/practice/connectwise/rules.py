"""What the vendor's own logic does on a write: numbers it works out, records it locks."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any, Final

from app.practice.connectwise import kinds
from app.practice.connectwise.conditions import moment
from app.practice.connectwise.errors import Problem, invalid
from app.practice.connectwise.kinds import Kind
from app.practice.connectwise.schema import value_at
from app.practice.connectwise.tables import Row, Tables

FINAL_STATES: Final = {"Billed", "BilledAgreement", "WrittenOff"}
CLOSED_STATUS: Final = 3

_COMPUTED: Final[dict[Kind, tuple[str, ...]]] = {
    kinds.COMPANIES: ("dateDeleted", "deletedBy"),
    kinds.AGREEMENTS: ("agreementStatus",),
    kinds.ADDITIONS: (
        "agreementId",
        "billedQuantity",
        "extPrice",
        "extCost",
        "margin",
        "agreementStatus",
    ),
    kinds.PRODUCTS: ("extPrice", "extCost", "margin", "invoice"),
    kinds.TIME: (
        "status",
        "invoice",
        "invoiceFlag",
        "invoiceHours",
        "hoursBilled",
        "extendedInvoiceAmount",
        "agreementHours",
        "agreementAmount",
        "enteredBy",
        "dateEntered",
        "hourlyCost",
    ),
    kinds.INVOICES: ("payments", "credits", "balance", "subtotal", "total", "glBatch"),
    kinds.PAYMENTS: ("invoice", "balance", "invoiceBalance", "invoiceTotal"),
}
"""Fields that the vendor sets itself; what a body says of them is passed over."""


def keep_computed(kind: Kind, row: Row, before: Row) -> None:
    """Put back what only the vendor sets."""
    for name in ("id", "_info", *_COMPUTED.get(kind, ())):
        if name in before:
            row[name] = before[name]
        else:
            row.pop(name, None)


def is_computed(kind: Kind, name: str) -> bool:
    """Whether only the vendor sets a field."""
    return name in {"id", "_info", *_COMPUTED.get(kind, ())}


def check_unlocked(kind: Kind, row: Row, changed: set[str]) -> None:
    """Refuse changes of what is billed, closed or posted."""
    if kind is kinds.TIME and ("invoice" in row or row.get("status") in FINAL_STATES):
        message = "This time entry has been invoiced or written off and cannot be changed"
        raise invalid(kind.resource, [Problem("Locked", message, "status")])
    if (
        kind is kinds.PRODUCTS
        and "invoice" in row
        and changed & {"quantity", "price", "catalogItem"}
    ):
        message = "This product has been invoiced and cannot be changed"
        raise invalid(kind.resource, [Problem("Locked", message, "invoice")])
    if kind is kinds.INVOICES and value_at(row, ("status", "id")) == CLOSED_STATUS:
        message = "This invoice is closed; use closedInvoices"
        raise invalid(kind.resource, [Problem("Locked", message, "status")])


def settle(tables: Tables, kind: Kind, row: Row) -> None:
    """Work out what follows from a written row; Refused if it breaks a rule of its kind."""
    rule = _RULES.get(kind)
    if rule is not None:
        rule(tables, row)


def _default(row: Row, **values: Any) -> None:  # noqa: ANN401  any JSON value
    for name, value in values.items():
        row.setdefault(name, value)


def _company(tables: Tables, row: Row) -> None:
    for other in tables.of(kinds.COMPANIES).rows.values():
        same = other["identifier"].casefold() == row["identifier"].casefold()
        if same and other.get("id") != row.get("id"):
            message = f"Company ID {row['identifier']} already exists"
            raise invalid("company", [Problem("ObjectExists", message, "identifier")])
    _default(
        row,
        status=tables.reference("CompanyStatusReference", 1),
        types=[tables.reference("CompanyTypeReference", 1)],
        billingTerms=tables.reference("BillingTermsReference", 3),
        deletedFlag=False,
        leadFlag=False,
        isVendorFlag=False,
        integratorTags=[],
    )


def _site(_: Tables, row: Row) -> None:
    _default(
        row,
        primaryAddressFlag=False,
        defaultShippingFlag=False,
        defaultBillingFlag=False,
        defaultMailingFlag=False,
        inactiveFlag=False,
        billSeparateFlag=False,
    )


def _contact(_: Tables, row: Row) -> None:
    if not row.get("firstName"):
        raise invalid("contact", [Problem("MissingValue", "firstName is required", "firstName")])
    for item in row.get("communicationItems", []):
        if not isinstance(item, dict) or not isinstance(item.get("value"), str):
            message = "A communication item needs a type and a value"
            raise invalid("contact", [Problem("MissingValue", message, "communicationItems")])
        if not isinstance(item.get("id", 0), int):
            message = "The id of a communication item is a number"
            raise invalid("contact", [Problem("InvalidValue", message, "communicationItems")])
    _default(row, inactiveFlag=False, defaultFlag=False, defaultBillingFlag=False, types=[])


def _agreement(tables: Tables, row: Row) -> None:
    _default(
        row,
        startDate=f"{tables.clock.now():%Y-%m-%dT00:00:00Z}",
        noEndingDateFlag="endDate" not in row,
        cancelledFlag=False,
        billAmount=Decimal(0),
        billToCompany=row.get("company"),
        billTime="Billable",
        billExpenses="Billable",
        billProducts="Billable",
        periodType="Current",
    )
    if row["noEndingDateFlag"]:
        row.pop("endDate", None)
    if row["cancelledFlag"]:
        row["agreementStatus"] = "Cancelled"
    elif "endDate" in row and moment(row["endDate"]) < tables.clock.now():
        row["agreementStatus"] = "Expired"
    else:
        row["agreementStatus"] = "Active"


def _addition(tables: Tables, row: Row) -> None:
    item = tables.of(kinds.CATALOG).rows[row["product"]["id"]]
    _default(
        row,
        quantity=Decimal(1),
        lessIncluded=Decimal(0),
        unitPrice=item["price"],
        unitCost=Decimal(0),
        description=item["description"],
        invoiceDescription=item["description"],
        effectiveDate=f"{tables.clock.now():%Y-%m-%dT00:00:00Z}",
        taxableFlag=item["taxableFlag"],
    )
    billed = max(row["quantity"] - row["lessIncluded"], Decimal(0))
    row |= {
        "billedQuantity": billed,
        "extPrice": billed * row["unitPrice"],
        "extCost": billed * row["unitCost"],
        "margin": billed * (row["unitPrice"] - row["unitCost"]),
    }
    agreement = tables.of(kinds.AGREEMENTS).rows[row["agreementId"]]
    row["agreementStatus"] = agreement["agreementStatus"]


def _product(tables: Tables, row: Row) -> None:
    item = tables.of(kinds.CATALOG).rows[row["catalogItem"]["id"]]
    _default(
        row,
        description=item["description"],
        customerDescription=item["customerDescription"],
        quantity=Decimal(1),
        price=item["price"],
        cost=Decimal(0),
        taxableFlag=item["taxableFlag"],
        cancelledFlag=False,
        quantityCancelled=Decimal(0),
        productClass="NonInventory",
    )
    row["extPrice"] = row["quantity"] * row["price"]
    row["extCost"] = row["quantity"] * row["cost"]


def _time(tables: Tables, row: Row) -> None:
    if "actualHours" not in row and "timeEnd" not in row:
        message = "timeEnd or actualHours is required"
        raise invalid("timeEntry", [Problem("MissingValue", message, "timeEnd")])
    if "timeEnd" in row:
        seconds = int((moment(row["timeEnd"]) - moment(row["timeStart"])).total_seconds())
        if seconds < 0:
            raise invalid(
                "timeEntry", [Problem("InvalidValue", "timeEnd is before timeStart", "timeEnd")]
            )
        deducted = row.get("hoursDeduct", Decimal(0))
        row["actualHours"] = (Decimal(seconds) / 3600 - deducted).quantize(Decimal("0.01"))
    ticket = tables.of(kinds.TICKETS).rows.get(row.get("chargeToId", 0))
    if row.get("chargeToType", "Company") == "ServiceTicket" and ticket is None:
        message = "chargeToId is no service ticket"
        raise invalid("timeEntry", [Problem("InvalidReference", message, "chargeToId")])
    if ticket is not None and row.get("chargeToType") == "ServiceTicket":
        row["company"] = ticket["company"]
        row["ticket"] = tables.reference("TicketReference", ticket["id"])
    _default(row, billableOption="Billable", status="Open", hourlyRate=Decimal("125.00"))
    is_billable = row["billableOption"] == "Billable"
    row["hoursBilled"] = row["actualHours"] if is_billable else Decimal(0)
    row["invoiceHours"] = row["hoursBilled"]
    covered = row["invoiceHours"] if "agreement" in row else Decimal(0)
    row["agreementHours"] = covered
    row["agreementAmount"] = covered * row["hourlyRate"]
    amount = (row["invoiceHours"] - covered) * row["hourlyRate"]
    row["extendedInvoiceAmount"] = amount.quantize(Decimal("0.01"))
    row["invoiceFlag"] = False


def _invoice(tables: Tables, row: Row) -> None:
    numbers = {
        other["invoiceNumber"]
        for other in tables.of(kinds.INVOICES).rows.values()
        if other.get("id") != row.get("id")
    }
    _default(row, invoiceNumber=f"PSA-{tables.of(kinds.INVOICES).last_id + 1}")
    if row["invoiceNumber"] in numbers:
        message = f"Invoice {row['invoiceNumber']} already exists"
        raise invalid("invoice", [Problem("ObjectExists", message, "invoiceNumber")])
    _default(
        row,
        status=tables.reference("BillingStatusReference", 1),
        date=f"{tables.clock.now():%Y-%m-%dT00:00:00Z}",
        serviceTotal=Decimal("0.00"),
        productTotal=Decimal("0.00"),
        salesTax=Decimal("0.00"),
        payments=Decimal("0.00"),
        credits=Decimal("0.00"),
    )
    total_up(row)


def total_up(row: Row) -> None:
    """Work out an invoice's totals and what is still owed."""
    row["subtotal"] = row.get("serviceTotal", Decimal(0)) + row.get("productTotal", Decimal(0))
    row["total"] = row["subtotal"] + row.get("salesTax", Decimal(0))
    row["balance"] = row["total"] - row["payments"] - row["credits"]


def _payment(tables: Tables, row: Row) -> None:
    invoice = tables.of(kinds.INVOICES).rows[row["invoice"]["id"]]
    others = sum(
        (
            other["amount"]
            for other in tables.of(kinds.PAYMENTS).below(invoice["id"])
            if other["id"] != row.get("id")
        ),
        Decimal(0),
    )
    amount = row.get("amount")
    owed = invoice["total"] - invoice["credits"] - others
    if amount is None or not 0 < amount <= owed:
        message = f"amount is more than 0 and at most {owed}"
        raise invalid("payment", [Problem("InvalidValue", message, "amount")])
    _default(row, type="Payment", paymentDate=f"{tables.clock.now():%Y-%m-%dT00:00:00Z}")
    invoice["payments"] = others + amount
    total_up(invoice)
    tables.touch(invoice)


def _custom_field(tables: Tables, row: Row) -> None:
    captions = {
        each["caption"].casefold()
        for each in tables.of(kinds.CUSTOM_FIELDS).rows.values()
        if each.get("id") != row.get("id")
    }
    if row["caption"].casefold() in captions:
        message = "This caption is already used on this pod"
        raise invalid("userDefinedField", [Problem("ObjectExists", message, "caption")])


_RULES: Final[dict[Kind, Callable[[Tables, Row], None]]] = {
    kinds.COMPANIES: _company,
    kinds.SITES: _site,
    kinds.CONTACTS: _contact,
    kinds.AGREEMENTS: _agreement,
    kinds.ADDITIONS: _addition,
    kinds.PRODUCTS: _product,
    kinds.TIME: _time,
    kinds.INVOICES: _invoice,
    kinds.PAYMENTS: _payment,
    kinds.CUSTOM_FIELDS: _custom_field,
}
