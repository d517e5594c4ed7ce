"""The lists that the rest refers to: people, roles, terms, templates, codes, services, taxes."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Final

from app.practice.autotask.database import Database
from app.practice.autotask.fields import Record
from app.practice.autotask.posting import cents
from app.practice.records import Product, World

PROVIDER: Final = 0
OWNER: Final = 100
"""The resource that owns the customers; the technicians come behind it."""
API_RESOURCE: Final = 99
TEMPLATES: Final = 100
"""An invoice template's id is that of its terms and this."""
CODES: Final = 300
"""A billing code's id is that of its product and this."""
BASE_FEE_SERVICE: Final = 900
BASE_FEE_CODE: Final = 399
CREATED: Final = datetime(2024, 1, 2, 15, tzinfo=UTC)

_COST_SHARE: Final = Decimal("0.6")
_WORK, _RECURRING, _MATERIAL = 1, 3, 4
_PERIODS: Final = {"monthly": "m", "quarterly": "q", "yearly": "y"}
_TAX_RATE: Final = Decimal("0.0425")
_TAXED, _UNTAXED = 1, 2


def seed_lists(database: Database, world: World) -> None:
    """Fill the lists."""
    _seed_money(database)
    _seed_people(database, world)
    _seed_taxes(database, world)
    for terms in world.terms:
        values: Record = {
            "name": terms.name,
            "paymentDueInDays": terms.days,
            "isActive": True,
            "description": None,
        }
        database.table("PaymentTerms").add(values, terms.id)
        database.table("InvoiceTemplates").add(
            {"name": f"Standard, {terms.name}", "paymentTerms": terms.id}, TEMPLATES + terms.id
        )
    for product in world.products:
        _seed_product(database, world, product)
    _seed_base_fee(database)


def role_ids(world: World) -> dict[Decimal, int]:
    """The role that stands for each hourly rate."""
    rates = sorted({time.rate for each in world.customers for time in each.times if time.rate})
    return {rate: place for place, rate in enumerate(rates, start=201)}


def resource_ids(world: World) -> dict[str, int]:
    """The resource that each technician is."""
    return {name: place for place, name in enumerate(world.members, start=OWNER + 1)}


def region_ids(world: World) -> dict[str, int]:
    """The tax region that stands for each state or province."""
    regions = sorted({site.address.region for each in world.customers for site in each.sites})
    return {name: place for place, name in enumerate(filter(None, regions), start=1)}


def labor(world: World) -> Product:
    """The product that work is sold as."""
    return next(each for each in world.products if each.code == "LABOR")


def _seed_money(database: Database) -> None:
    for number, code, name in ((1, "US", "United States"), (2, "CA", "Canada")):
        database.table("Countries").add(
            {
                "countryCode": code,
                "name": name,
                "displayName": name,
                "isActive": True,
                "isDefaultCountry": number == 1,
            },
            number,
        )
    database.table("Currencies").add(
        {
            "name": "USD",
            "description": "US Dollar",
            "exchangeRate": Decimal(1),
            "isActive": True,
            "isInternalCurrency": True,
            "lastModifiedDateTime": CREATED,
        },
        1,
    )


def _seed_people(database: Database, world: World) -> None:
    people = {"API User": API_RESOURCE, "Dana Reyes": OWNER, **resource_ids(world)}
    for name, number in people.items():
        first, _, last = name.partition(" ")
        database.table("Resources").add(
            {
                "firstName": first,
                "lastName": last,
                "userName": f"{first}.{last}".lower(),
                "email": f"{first}.{last}@cedarforkvoice.example".lower(),
                "isActive": True,
                "licenseType": 7 if number == API_RESOURCE else 1,
                "resourceType": "Employee",
            },
            number,
        )
    for rate, number in role_ids(world).items():
        database.table("Roles").add(
            {
                "name": f"Technician {rate.normalize():f}",
                "hourlyRate": rate,
                "hourlyFactor": Decimal(1),
                "isActive": True,
            },
            number,
        )


def _seed_taxes(database: Database, world: World) -> None:
    for number, name in ((_TAXED, "Taxable"), (_UNTAXED, "Not taxable")):
        database.table("TaxCategories").add({"name": name, "isActive": True}, number)
    for name, number in region_ids(world).items():
        database.table("TaxRegions").add({"name": name, "isActive": True}, number)
        database.table("Taxes").add(
            {
                "taxName": f"{name} sales tax",
                "taxRate": _TAX_RATE,
                "taxCategoryID": _TAXED,
                "taxRegionID": number,
            },
            number,
        )


def _seed_product(database: Database, world: World, product: Product) -> None:
    """A product as a billing code and, where it comes again and again, as a service."""
    accounts = [account.code for account in world.gl_accounts]
    use = _RECURRING if product.billed in _PERIODS else _MATERIAL
    database.table("BillingCodes").add(
        {
            "name": product.name,
            "externalNumber": product.gl_code,
            "generalLedgerAccount": accounts.index(product.gl_code) + 1,
            "isActive": True,
            "billingCodeType": 0,
            "unitPrice": product.price,
            "unitCost": cents(product.price * _COST_SHARE),
            "useType": _WORK if product.code == "LABOR" else use,
            "taxCategoryID": _TAXED if product.is_taxable else _UNTAXED,
        },
        CODES + product.id,
    )
    if product.billed not in _PERIODS:
        return
    database.table("Services").add(
        {
            "name": product.name,
            "invoiceDescription": product.name,
            "unitPrice": product.price,
            "unitCost": cents(product.price * _COST_SHARE),
            "periodType": _PERIODS[product.billed],
            "billingCodeID": CODES + product.id,
            "isActive": True,
            "externalID": product.code,
            "sku": product.code,
            "createDate": CREATED,
            "creatorResourceID": OWNER,
            "lastModifiedDate": CREATED,
        },
        product.id,
    )


def _seed_base_fee(database: Database) -> None:
    name = "Managed services, base fee"
    database.table("BillingCodes").add(
        {
            "name": name,
            "externalNumber": "4030",
            "isActive": True,
            "billingCodeType": 0,
            "useType": _RECURRING,
            "taxCategoryID": _TAXED,
        },
        BASE_FEE_CODE,
    )
    database.table("Services").add(
        {
            "name": name,
            "invoiceDescription": name,
            "unitPrice": Decimal("0.00"),
            "unitCost": Decimal("0.00"),
            "periodType": "m",
            "billingCodeID": BASE_FEE_CODE,
            "isActive": True,
            "externalID": "BASE",
            "sku": "BASE",
            "createDate": CREATED,
            "lastModifiedDate": CREATED,
        },
        BASE_FEE_SERVICE,
    )
