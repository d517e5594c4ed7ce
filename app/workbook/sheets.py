"""The sheets of the setup workbook, in the order in which they refer to each other."""

from collections.abc import Mapping

from app.billing.charge import CHARGES
from app.billing.issuer import COMPANY
from app.customers.account import ACCOUNTS
from app.customers.location import LOCATIONS
from app.customers.product import PRODUCTS
from app.customers.service import CIRCUITS, NUMBERS, SERVICES
from app.rating.deck import RATES
from app.rating.plan import RATE_PERIODS, RATE_PLANS, RATE_TIERS
from app.tax.bundle import BUNDLES
from app.tax.exemption import EXEMPTIONS
from app.tax.form_499 import FORM_499
from app.tax.registration import REGISTRATIONS
from app.tax.rule import TAXES
from app.tax.service_pair import TAX_SERVICE_PAIRS
from app.tax.share import TAX_SHARES
from app.tax.usf_filing import USF_FILING
from app.usage.source import ALIASES, SOURCES
from app.values.sheet import Sheet

SHEETS: Mapping[str, Sheet] = {
    sheet.name: sheet
    for sheet in (
        COMPANY,
        ACCOUNTS,
        LOCATIONS,
        SOURCES,
        CIRCUITS,
        PRODUCTS,
        RATE_PLANS,
        RATE_PERIODS,
        RATE_TIERS,
        RATES,
        NUMBERS,
        ALIASES,
        SERVICES,
        CHARGES,
        TAXES,
        BUNDLES,
        TAX_SHARES,
        REGISTRATIONS,
        EXEMPTIONS,
        FORM_499,
        USF_FILING,
        TAX_SERVICE_PAIRS,
    )
}
