"""What the server itself sets and refuses, entity by entity, before a record is kept.

Each rule takes the record as it is to become and the one before (None: it is new); it raises
ValueError whose text belongs in the answer.
"""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final, TypeAlias

from app.practice.autotask.database import Database
from app.practice.autotask.fields import Entity, Record
from app.practice.autotask.posting import CHARGES, cents, decimal, post_time
from app.practice.autotask.unit_periods import change_units, midnight

Rule: TypeAlias = Callable[[Database, Record, Record | None], None]

_CREATED: Final = ("createDate", "createDateTime")
_CHANGED: Final = (
    "lastTrackedModifiedDateTime",
    "lastTrackedModificationDateTime",
    "lastModifiedDate",
    "lastModifiedDateTime",
    "lastModifiedTime",
    "lastActivityDate",
    "lastActivityDateTime",
)
_CREATORS: Final = ("creatorResourceID", "createdByResourceID", "creatorUserID")
RECURRING_SERVICE: Final = 7
CANCELED: Final = 7
_PREPAID: Final = frozenset({4, 6, 8})
"""Contract types that take only purchases of their own as charges."""
_LONGEST_ENTRY: Final = timedelta(hours=24)


def settle(
    database: Database, entity: Entity, record: Record, *, before: Record | None, actor: int
) -> None:
    """Apply the rules of an entity and set the stamps that it has."""
    own = CHARGES.get(entity.path)
    if own is not None:
        _charge(database, record, before)
    rule = _RULES.get(entity.path)
    if rule is not None:
        rule(database, record, before)
    now = database.clock.now()
    for name in (*_CHANGED, *(() if before else _CREATED)):
        if name in record:
            record[name] = now
    for name in () if before else _CREATORS:
        if name in record:
            record[name] = actor
    if "lastModifiedUserID" in record:
        record["lastModifiedUserID"] = actor


def before_delete(database: Database, entity: Entity, record: Record) -> None:
    """Refuse to delete what is billed or still referred to."""
    if entity.path in CHARGES and (record["isBilled"] or _is_posted(database, record, entity)):
        message = f"The {entity.name} is billed and cannot be deleted."
        raise ValueError(message)
    if entity.path == "TimeEntries" and record["billingApprovalDateTime"] is not None:
        message = "The TimeEntry is approved and posted and cannot be deleted."
        raise ValueError(message)
    if entity.path == "CompanyLocations" and record["isPrimary"]:
        message = "The primary CompanyLocation cannot be deleted."
        raise ValueError(message)


def _is_posted(database: Database, record: Record, entity: Entity) -> bool:
    link = CHARGES[entity.path][2]
    return bool(database.where("BillingItems", **{link: record["id"]}))


def _company(database: Database, record: Record, before: Record | None) -> None:
    if before is not None and record["parentCompanyID"] == before["id"]:
        message = "parentCompanyID cannot be the company itself."
        raise ValueError(message)
    number = record["billToCompanyLocationID"]
    if isinstance(number, int):
        place = database.rows("CompanyLocations")[number]
        if before is None or place["companyID"] != before["id"]:
            message = "billToCompanyLocationID is no location of this company."
            raise ValueError(message)
    if before is None:
        record["isActive"] = True


def _location(database: Database, record: Record, before: Record | None) -> None:
    if before is None:
        record["isActive"] = True
    if record["isPrimary"]:
        _only_one(database, "CompanyLocations", record, flag="isPrimary")


def _contact(database: Database, record: Record, _before: Record | None) -> None:
    if record["isActive"] not in {0, 1}:
        message = "isActive must be 0 or 1."
        raise ValueError(message)
    for name in ("emailAddress", "emailAddress2", "emailAddress3"):
        text = record[name]
        if isinstance(text, str) and text and "@" not in text[1:-1]:
            message = f"{name} is no valid e-mail address."
            raise ValueError(message)
    place = record["companyLocationID"]
    if isinstance(place, int):
        owner = database.rows("CompanyLocations")[place]["companyID"]
        if owner != record["companyID"]:
            message = "companyLocationID is no location of the contact's company."
            raise ValueError(message)
    if record["primaryContact"]:
        _only_one(database, "Contacts", record, flag="primaryContact")


def _only_one(database: Database, path: str, record: Record, *, flag: str) -> None:
    """Take a mark from the company's other records: only one of them may bear it."""
    for other in database.where(path, companyID=record["companyID"]):
        if other["id"] != record["id"]:
            other[flag] = False


def _contract(_database: Database, record: Record, before: Record | None) -> None:
    start, end = record["startDate"], record["endDate"]
    if isinstance(start, datetime) and isinstance(end, datetime) and end < start:
        message = "endDate must not be before startDate."
        raise ValueError(message)
    if record["contractType"] == RECURRING_SERVICE and not record["contractPeriodType"]:
        message = "Missing Required Field: contractPeriodType."
        raise ValueError(message)
    for name in ("companyID", "contractType", "contractPeriodType"):
        if before is not None and record[name] != before[name]:
            message = f"{name} cannot be changed after the contract is created."
            raise ValueError(message)
    record["internalCurrencySetupFee"] = record["setupFee"]
    record["internalCurrencyOverageBillingRate"] = record["overageBillingRate"]


def _contract_service(database: Database, record: Record, before: Record | None) -> None:
    contract = database.rows("Contracts")[int(str(record["contractID"]))]
    if contract["contractType"] != RECURRING_SERVICE:
        message = "Services can be added to contracts of type Recurring Service only."
        raise ValueError(message)
    for name in ("contractID", "serviceID"):
        if before is not None and record[name] != before[name]:
            message = f"{name} cannot be changed after the ContractService is created."
            raise ValueError(message)
    service = database.rows("Services")[int(str(record["serviceID"]))]
    for name in ("unitPrice", "unitCost"):
        if record[name] is None:
            record[name] = service[name]
    record["internalCurrencyUnitPrice"] = record["unitPrice"]
    record["internalCurrencyAdjustedPrice"] = record["unitPrice"]


def _adjustment(database: Database, record: Record, _before: Record | None) -> None:
    """Find the line that is adjusted, or add it; then change its units by period."""
    number = record["contractServiceID"]
    if isinstance(number, int):
        line = database.rows("ContractServices")[number]
        if record["contractID"] not in {None, line["contractID"]}:
            message = "contractServiceID is no service of this contract."
            raise ValueError(message)
        record["contractID"], record["serviceID"] = line["contractID"], line["serviceID"]
    elif record["contractID"] is None or record["serviceID"] is None:
        message = "Either contractServiceID, or contractID and serviceID, must be set."
        raise ValueError(message)
    contract = database.rows("Contracts")[int(str(record["contractID"]))]
    line = _line_of(database, record)
    if record["adjustedUnitPrice"] is not None:
        line["unitPrice"] = record["adjustedUnitPrice"]
        line["internalCurrencyUnitPrice"] = record["adjustedUnitPrice"]
    if record["adjustedUnitCost"] is not None:
        line["unitCost"] = record["adjustedUnitCost"]
    effective, change = record["effectiveDate"], record["unitChange"]
    if isinstance(effective, datetime) and isinstance(change, int):
        change_units(database, contract, line, effective=effective, change=change)
    record["contractServiceID"] = line["id"]


def _line_of(database: Database, record: Record) -> Record:
    lines = database.where(
        "ContractServices", contractID=record["contractID"], serviceID=record["serviceID"]
    )
    wanted = record["contractServiceID"]
    for line in lines:
        if (wanted is None and not record["allowRepeatService"]) or line["id"] == wanted:
            return line
    made = database.table("ContractServices").blank()
    made.update({"contractID": record["contractID"], "serviceID": record["serviceID"]})
    _contract_service(database, made, None)
    return database.table("ContractServices").add(made)


def _charge(database: Database, record: Record, before: Record | None) -> None:
    if before is not None and before["isBilled"]:
        message = "A charge that is billed cannot be updated."
        raise ValueError(message)
    if record["productID"] is None and record["billingCodeID"] is None:
        message = "Either productID or billingCodeID must be set."
        raise ValueError(message)
    contract = database.rows("Contracts").get(int(str(record.get("contractID") or -1)))
    if contract is not None and contract["contractType"] in _PREPAID:
        message = "Contracts of this type take only purchases of their own as charges."
        raise ValueError(message)
    code = database.rows("BillingCodes").get(int(str(record["billingCodeID"] or -1)))
    if record["unitPrice"] is None and code is not None:
        record["unitPrice"] = code["unitPrice"]
    price, quantity = decimal(record["unitPrice"]), decimal(record["unitQuantity"])
    amount = cents(price * quantity)
    record["billableAmount"] = record["internalCurrencyBillableAmount"] = amount
    record["internalCurrencyUnitPrice"] = record["unitPrice"]
    record["extendedCost"] = cents(decimal(record["unitCost"]) * quantity)
    if before is None or record["status"] != before["status"]:
        record["statusLastModifiedDate"] = database.clock.now()


def _ticket(database: Database, record: Record, before: Record | None) -> None:
    contract = database.rows("Contracts").get(int(str(record["contractID"] or -1)))
    if contract is not None and contract["companyID"] != record["companyID"]:
        message = "contractID is no contract of the ticket's company."
        raise ValueError(message)
    if before is None:
        place = len(database.rows("Tickets")) + 1
        record["ticketNumber"] = f"T{database.clock.now():%Y%m%d}.{place:04d}"


def _time_entry(database: Database, record: Record, before: Record | None) -> None:
    if before is not None and before["billingApprovalDateTime"] is not None:
        message = "The TimeEntry is approved and posted and cannot be changed."
        raise ValueError(message)
    if record["ticketID"] is None and record["taskID"] is None:
        message = "Either ticketID or taskID must be set."
        raise ValueError(message)
    _set_hours(record)
    record["timeEntryType"] = 2 if record["ticketID"] is not None else 6
    if record["billingApprovalDateTime"] is not None:
        posted = post_time(database, record)
        # A new entry has its id only after this rule.
        table = database.table("TimeEntries")
        posted["timeEntryID"] = record["id"] or max(table.rows, default=0) + 1


def _set_hours(record: Record) -> None:
    start, end = record["startDateTime"], record["endDateTime"]
    if isinstance(start, datetime) and isinstance(end, datetime):
        if not timedelta(0) < end - start <= _LONGEST_ENTRY:
            message = "endDateTime must be after startDateTime, by at most 24 hours."
            raise ValueError(message)
        seconds = Decimal(int((end - start).total_seconds()))
        record["hoursWorked"] = (seconds / 3600).quantize(Decimal("0.0001"))
    worked = record["hoursWorked"]
    if worked is None:
        message = "Either hoursWorked, or startDateTime and endDateTime, must be set."
        raise ValueError(message)
    record["hoursToBill"] = decimal(worked) + decimal(record["offsetHours"])
    if record["isNonBillable"]:
        record["hoursToBill"] = Decimal(0)


def _invoice(_database: Database, record: Record, before: Record | None) -> None:
    if before is not None and before["isVoided"]:
        message = "The Invoice is voided and cannot be changed."
        raise ValueError(message)
    paid = record["paidDate"]
    if isinstance(paid, datetime):
        record["paidDate"] = midnight(paid.date())


_RULES: Final[Mapping[str, Rule]] = {
    "Companies": _company,
    "CompanyLocations": _location,
    "Contacts": _contact,
    "Contracts": _contract,
    "ContractServices": _contract_service,
    "ContractServiceAdjustments": _adjustment,
    "Tickets": _ticket,
    "TimeEntries": _time_entry,
    "Invoices": _invoice,
}
