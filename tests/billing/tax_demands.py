"""What the tests of the tax check bill, and what they say of findings."""

from collections.abc import Iterable

from app.billing.tax_demand import DemandBook, DemandSetup, tax_demands
from app.customers.service import Service
from app.findings import Finding
from app.tax.place import place_of
from tests.billing.records import PRODUCTS, a_location, a_service, an_account

PLACE = a_location()


def demands(*services: Service) -> DemandBook:
    """One seat at one location, or the services given."""
    setup = DemandSetup(
        accounts={number: an_account(number) for number in ("10042", "10043", "10044")},
        products=PRODUCTS,
        plan_products={},
        services=services or [a_service()],
    )
    return DemandBook(tax_demands(setup), places={PLACE.location_code: place_of(PLACE)}, bundles={})


def told(findings: Iterable[Finding]) -> list[tuple[str, str]]:
    """Severity and code of each."""
    return [(each.severity.value, each.code) for each in findings]
