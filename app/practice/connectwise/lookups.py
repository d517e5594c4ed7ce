"""The lists that a company sets up once: statuses, terms, cycles, catalogue and the like."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Final

from app.practice.connectwise import kinds
from app.practice.connectwise.tables import Row, Tables, stamp
from app.practice.records import World

_SETUP: Final = datetime(2023, 1, 2, 9, tzinfo=UTC)
_STARTED: Final = "2023-01-01T00:00:00Z"


def info(moment: datetime) -> Row:
    """What each record tells of its own making and last change."""
    return {
        "lastUpdated": stamp(moment),
        "updatedBy": "pnatarajan",
        "dateEntered": stamp(_SETUP),
        "enteredBy": "pnatarajan",
    }


def fill_lookups(tables: Tables, world: World) -> None:
    """Put them all in."""
    rows: dict[kinds.Kind, list[Row]] = {
        kinds.STATUSES: [
            _named("Active", defaultFlag=True),
            _named("Inactive"),
            _named("Credit Hold"),
        ],
        kinds.TYPES: [_named("Customer", defaultFlag=True), _named("Prospect"), _named("Vendor")],
        kinds.TERMS: [
            {"id": each.id, "name": each.name, "dueDays": each.days, "defaultFlag": each.days == 30}  # noqa: PLR2004  thirty days
            for each in world.terms
        ],
        kinds.CYCLES: [
            {
                "identifier": word[:1],
                "name": word,
                "billingOptions": word,
                "defaultFlag": word == "Monthly",
            }
            for word in ("NotRecurring", "Monthly", "Quarterly", "Yearly")
        ],
        kinds.BILLING_STATUSES: [
            _named("New", sortOrder=1, closedFlag=False, sentFlag=False, inactiveFlag=False),
            _named("Sent", sortOrder=2, closedFlag=False, sentFlag=True, inactiveFlag=False),
            _named("Closed", sortOrder=3, closedFlag=True, sentFlag=True, inactiveFlag=False),
        ],
        kinds.TAX_CODES: [
            {
                "identifier": "CO",
                "description": "Colorado",
                "invoiceCaption": "Sales tax",
                "effectiveDate": _STARTED,
            },
            {
                "identifier": "EXEMPT",
                "description": "Exempt",
                "invoiceCaption": "Exempt",
                "effectiveDate": _STARTED,
            },
        ],
        kinds.CURRENCIES: [{"currencyIdentifier": "USD", "name": "US Dollars", "symbol": "$"}],
        kinds.DELIVERY_METHODS: [_named("Email", emailFlag=True), _named("Mail", emailFlag=False)],
        kinds.AGREEMENT_TYPES: [
            _named(
                name,
                employeeCompRate="Actual",
                employeeCompNotExceed="Billing",
                invoicingCycle="CalendarYear",
                billTime="Billable",
                billExpenses="Billable",
                billProducts="Billable",
            )
            for name in ("Voice", "Managed services", "Support")
        ],
        kinds.WORK_ROLES: [_named("Technician", hourlyRate=Decimal("125.00"))],
        kinds.WORK_TYPES: [
            _named("Remote", billTime="Billable", rateType="Multiplier", rate=Decimal(1)),
            _named("Internal", billTime="DoNotBill", rateType="Multiplier", rate=Decimal(1)),
        ],
        kinds.MEMBERS: [
            {
                "identifier": f"{name[0]}{name.partition(' ')[2]}".lower(),
                "firstName": name.partition(" ")[0],
                "lastName": name.partition(" ")[2],
                "inactiveFlag": False,
                "licenseClass": "F",
                "hireDate": _STARTED,
                "defaultEmail": "Office",
                "defaultPhone": "Office",
                "securityRole": {"id": 63, "name": "Admin"},
            }
            for name in world.members
        ],
        kinds.CUSTOM_FIELDS: [
            {
                "podId": 1,
                "caption": "Billing Ref",
                "sequenceNumber": 1,
                "screenId": "ss100",
                "fieldTypeIdentifier": "Text",
                "entryTypeIdentifier": "EntryField",
            }
        ],
        kinds.CATALOG: [
            {
                "id": each.id,
                "identifier": each.code,
                "description": each.name,
                "customerDescription": each.name,
                "price": each.price,
                "cost": Decimal(0),
                "productClass": "NonInventory" if each.billed == "once" else "Service",
                "taxableFlag": each.is_taxable,
                "inactiveFlag": False,
                "serializedFlag": False,
                "subcategory": {"id": 1, "name": "Voice"},
                "type": {"id": 1, "name": "Service"},
            }
            for each in world.products
        ],
    }
    for kind, each_kind in rows.items():
        for row in each_kind:
            tables.of(kind).put({**row, "_info": info(_SETUP)})


def _named(name: str, **more: object) -> Row:
    return {"name": name, **more}
