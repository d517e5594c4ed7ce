"""The agreements of a customer as contracts: services with a price, units by billing period."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from app.practice.autotask.database import Database
from app.practice.autotask.fields import Record
from app.practice.autotask.posting import cents
from app.practice.autotask.rules import RECURRING_SERVICE
from app.practice.autotask.seeding_lists import BASE_FEE_SERVICE
from app.practice.autotask.unit_periods import add_units, midnight, periods
from app.practice.records import Agreement, Billable, Customer, Line, Standing

BASE_FEE_LINES: Final = 500_000_000
"""The id of the line of an agreement's base amount is the agreement's and this."""
_CATEGORIES: Final = {"Voice": 12, "Managed services": 13, "Support": 14}
_CYCLES: Final = {"monthly": "m", "quarterly": "q", "yearly": "y"}
_OPEN_YEARS: Final = 3
"""A contract needs an end: those that go on end so many years from now, on the last day."""
_PERIODS_BEFORE: Final = timedelta(days=100)
_PERIODS_AFTER: Final = timedelta(days=62)
"""How far units reach back and ahead of now: an own tenant holds all, from first to last."""
_COST_SHARE: Final = Decimal("0.6")


def seed_contracts(database: Database, customer: Customer) -> None:
    """Fill in the contracts of a customer."""
    payer = next((each for each in customer.contacts if each.is_billing), None)
    for place, agreement in enumerate(customer.agreements):
        contract = database.table("Contracts").add(
            {
                "companyID": customer.id,
                "contractName": agreement.name,
                "contractNumber": agreement.number,
                "contractType": RECURRING_SERVICE,
                "contractCategory": _CATEGORIES.get(agreement.kind),
                "contractPeriodType": _CYCLES[agreement.cycle],
                "startDate": midnight(agreement.starts_on),
                "endDate": midnight(_last_day(database, agreement)),
                "status": int(agreement.standing is not Standing.CANCELLED),
                "billToCompanyID": customer.bill_to_id,
                "billToCompanyContactID": payer.id if payer else None,
                "billingPreference": 3,
                "isDefaultContract": place == 0,
                "lastModifiedDateTime": agreement.modified_at,
                "timeReportingRequiresStartAndStopTimes": 0,
                "setupFee": Decimal("0.00"),
            },
            agreement.id,
        )
        for line in agreement.lines:
            _seed_line(database, contract, line)
        if agreement.base_amount:
            _seed_base_fee(database, contract, agreement.base_amount)


def _last_day(database: Database, agreement: Agreement) -> date:
    if agreement.ends_on is not None:
        return agreement.ends_on
    return date(database.clock.now().year + _OPEN_YEARS, 12, 31)


def _seed_line(database: Database, contract: Record, line: Line) -> None:
    is_charged = line.billable is Billable.YES
    own = database.table("ContractServices").add(
        {
            "contractID": contract["id"],
            "serviceID": line.product.id,
            "unitPrice": line.unit_price if is_charged else Decimal("0.00"),
            "unitCost": cents(line.unit_price * _COST_SHARE),
            "internalCurrencyUnitPrice": line.unit_price if is_charged else Decimal("0.00"),
            "invoiceDescription": line.description,
        },
        line.id,
    )
    for number in line.numbers:
        _seed_number(database, contract, own, number=number, since=line.starts_on)
    units = int(max(line.quantity - line.included, Decimal(0)))
    # The day a line ends is the first on which it is not billed any more.
    last = line.ends_on - timedelta(days=1) if line.ends_on else date.max
    _seed_units(database, contract, own, units=units, first=line.starts_on, last=last)


def _seed_number(
    database: Database, contract: Record, line: Record, *, number: str, since: date
) -> None:
    """A telephone number in service: it is installed, whatever the units say."""
    database.table("ConfigurationItems").add(
        {
            "companyID": contract["companyID"],
            "contractID": contract["id"],
            "contractServiceID": line["id"],
            "serviceID": line["serviceID"],
            "productID": line["serviceID"],
            "referenceTitle": f"({number[:3]}) {number[3:6]}-{number[6:]}",
            "serialNumber": number,
            "installDate": midnight(since),
            "createDate": midnight(since),
            "lastModifiedTime": midnight(since),
            "isActive": True,
        }
    )


def _seed_base_fee(database: Database, contract: Record, amount: Decimal) -> None:
    own = database.table("ContractServices").add(
        {
            "contractID": contract["id"],
            "serviceID": BASE_FEE_SERVICE,
            "unitPrice": amount,
            "unitCost": Decimal("0.00"),
            "internalCurrencyUnitPrice": amount,
            "invoiceDescription": "Managed services, base fee",
        },
        BASE_FEE_LINES + int(str(contract["id"])),
    )
    _seed_units(database, contract, own, units=1, first=date.min, last=date.max)


def _seed_units(
    database: Database, contract: Record, line: Record, *, units: int, first: date, last: date
) -> None:
    start, end = str(contract["startDate"])[:10], str(contract["endDate"])[:10]
    now = database.clock.now().date()
    spans = periods(
        date.fromisoformat(start), date.fromisoformat(end), str(contract["contractPeriodType"])
    )
    for begin, finish in spans:
        if begin > now + _PERIODS_AFTER:
            return
        if finish < now - _PERIODS_BEFORE or begin > last or finish < first:
            continue
        add_units(database, line, first=max(begin, first), last=min(finish, last), units=units)
