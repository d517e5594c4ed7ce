"""Approve and post: what turns approved work into posted items with a rate and an amount.

A time entry has no money of its own. Its rate is that of its role on its contract, else that of
its role; work that a block or retainer contract covers costs nothing more.
"""

from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from app.practice.autotask.database import Database
from app.practice.autotask.fields import Record, Value

LABOR: Final = 1
PROJECT_CHARGE: Final = 2
RECURRING: Final = 5
CONTRACT_CHARGE: Final = 6
TICKET_CHARGE: Final = 7
COVERING: Final = frozenset({4, 6})
"""Contract types whose hours are paid already: block hours, retainer."""
_CENT: Final = Decimal("0.01")

CHARGES: Final = {
    "ContractCharges": (CONTRACT_CHARGE, 3, "contractChargeID", "contractID"),
    "TicketCharges": (TICKET_CHARGE, 4, "ticketChargeID", "ticketID"),
    "ProjectCharges": (PROJECT_CHARGE, 5, "projectChargeID", "projectID"),
}
"""Of a kind of charge: the type and subtype of its posted item, its own link, its parent's."""


def cents(amount: Decimal) -> Decimal:
    """An amount rounded to the cent, half away from zero."""
    return amount.quantize(_CENT, ROUND_HALF_UP)


def decimal(value: Value) -> Decimal:
    """A number of a record; nothing is 0."""
    return Decimal(value) if isinstance(value, int | Decimal) else Decimal(0)


def hourly_rate(database: Database, entry: Record) -> Decimal:
    """What an hour of a time entry costs."""
    contract = database.rows("Contracts").get(_id(entry["contractID"]))
    if contract is not None and contract["contractType"] in COVERING:
        return Decimal(0)
    for own in database.where("ContractRates", contractID=entry["contractID"]):
        if own["roleID"] == entry["roleID"]:
            return decimal(own["contractHourlyRate"])
    role = database.rows("Roles").get(_id(entry["roleID"]))
    return decimal(role["hourlyRate"]) if role else Decimal(0)


def post_time(
    database: Database, entry: Record, *, rate: Decimal | None = None, is_free: bool = False
) -> Record:
    """The posted item of an approved time entry; written off or not billable ones cost nothing."""
    ticket = database.rows("Tickets").get(_id(entry["ticketID"]))
    free = is_free or entry["isNonBillable"] is True
    return _post(
        database,
        {
            "billingItemType": LABOR,
            "subType": 1,
            "companyID": ticket["companyID"] if ticket else None,
            "timeEntryID": entry["id"],
            "ticketID": entry["ticketID"],
            "contractID": entry["contractID"],
            "contractServiceID": entry["contractServiceID"],
            "roleID": entry["roleID"],
            "billingCodeID": entry["billingCodeID"],
            "itemDate": entry["dateWorked"],
            "itemName": ticket["title"] if ticket else None,
            "description": entry["summaryNotes"],
            "postedDate": entry["billingApprovalDateTime"],
            "itemApproverID": entry["billingApprovalResourceID"],
        },
        quantity=decimal(entry["hoursToBill"]),
        rate=hourly_rate(database, entry) if rate is None else rate,
        is_free=free,
    )


def post_charge(database: Database, path: str, charge: Record) -> Record:
    """The posted item of a charge."""
    kind, sub, link, owner = CHARGES[path]
    parent_path = {"contractID": "Contracts", "ticketID": "Tickets", "projectID": "Projects"}
    parent = database.rows(parent_path[owner])[_id(charge[owner])]
    return _post(
        database,
        {
            "billingItemType": kind,
            "subType": sub,
            "companyID": parent["companyID"],
            link: charge["id"],
            owner: charge[owner],
            "billingCodeID": charge["billingCodeID"],
            "itemDate": charge["datePurchased"],
            "itemName": charge["name"],
            "description": charge["description"],
            "purchaseOrderNumber": charge["purchaseOrderNumber"],
            "postedDate": charge["createDate"],
            "ourCost": charge["extendedCost"],
        },
        quantity=decimal(charge["unitQuantity"]),
        rate=decimal(charge["unitPrice"]),
        is_free=charge["isBillableToCompany"] is not True,
    )


def _post(
    database: Database,
    values: Record,
    *,
    quantity: Decimal,
    rate: Decimal,
    is_free: bool,
) -> Record:
    price = Decimal("0.00") if is_free else cents(quantity * rate)
    code = database.rows("BillingCodes").get(_id(values["billingCodeID"]))
    money: Record = {
        "quantity": quantity,
        "rate": rate,
        "extendedPrice": price,
        "taxDollars": Decimal("0.00"),
        "totalAmount": price,
        "internalCurrencyRate": rate,
        "internalCurrencyExtendedPrice": price,
        "internalCurrencyTaxDollars": Decimal("0.00"),
        "internalCurrencyTotalAmount": price,
    }
    return database.table("BillingItems").add(
        {
            **values,
            **money,
            "nonBillable": int(is_free),
            "postedOnTime": values["postedDate"],
            "lineItemFullDescription": values["description"],
            "taxCategoryID": code["taxCategoryID"] if code else None,
        }
    )


def _id(value: Value) -> int:
    return value if isinstance(value, int) else -1
