"""A document as the rules make it: seats and calls in Lakewood, counts beside them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from app.connectors.avalara.asking import written
from app.connectors.avalara.declaration import AVALARA
from app.connectors.system import checked_settings
from app.tax.service_document import DocumentItem, ServicePlace, TaxDocument

SETTINGS = checked_settings(AVALARA, {"client_id": "787", "username": "cedar"})
MAIN = ServicePlace(
    location_code="100-MAIN",
    country="US",
    region="CO",
    city="Lakewood",
    postal_code="80226",
    street="88 Quarry Street",
    county_fips="059",
    place_fips="43000",
    inside_city=True,
)
SEATS = DocumentItem(
    reference="L0.0",
    words="line 1 (SEAT)",
    transaction="19",
    service_type="6",
    location_code="100-MAIN",
    amount=Decimal("40.00"),
    bearers=((0, Fraction(1)),),
)
CALLS = replace(
    SEATS, reference="L1.0", words="line 2 (CALLS)", amount=Decimal("-0.22"), minutes=Decimal(11)
)
LINES = replace(
    SEATS, reference="C0", words="2 LINE", service_type="21", amount=Decimal(0), lines=2
)
DOCUMENT = TaxDocument(
    account_number="100",
    dated=date(2026, 11, 1),
    customer_class="business",
    places={"100-MAIN": MAIN},
    items=(SEATS, CALLS, LINES),
)


def a_request(document: TaxDocument = DOCUMENT, **settings: str) -> str:
    """The request of a document."""
    return written(document, {**SETTINGS, **settings})
