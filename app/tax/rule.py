"""Tax rules: one dated row of a tax, a pass-through or a fee of the provider's own."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from app.errors import InputError
from app.values.sheet import Kind, Sheet, column


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxRule:
    """One row of the ``taxes`` sheet (``telecom-tax.md`` 9). Blank place columns match anywhere.

    ``effective_to`` is the last day covered.
    """

    tax_code: str = column(Kind.TEXT, "The tax's code", required=True, example="CO-SALES")
    tax_name: str | None = column(Kind.TEXT, "Its name", example="Colorado sales tax")
    bill_label: str | None = column(
        Kind.TEXT, "Words on the invoice; blank: the name", example="Colorado sales tax"
    )
    class_: str = column(
        Kind.TEXT,
        "TAX of the customer, PASS_THROUGH of our own duty, PROVIDER_FEE of our own will",
        required=True,
        choices=("TAX", "PASS_THROUGH", "PROVIDER_FEE"),
        example="TAX",
    )
    family: str = column(
        Kind.TEXT, "Kind of tax: SALES, E911, FUSF", required=True, example="SALES"
    )
    country: str = column(Kind.TEXT, "Country, two letters", default="US", example="US")
    state: str | None = column(Kind.TEXT, "State or province, two letters", example="CO")
    county_fips: str | None = column(Kind.TEXT, "County, three digits")
    place_fips: str | None = column(Kind.TEXT, "City, five digits")
    district: str | None = column(Kind.TEXT, "District")
    category: str | None = column(
        Kind.TEXT,
        "Product categories, separated by |; * at the end or alone; blank: all",
        example="VOIP_*",
    )
    customer_class: str | None = column(Kind.TEXT, "Kind of customer; blank or *: all", example="*")
    effective_from: date = column(Kind.DATE, "First day", required=True, example="2026-01-01")
    effective_to: date | None = column(Kind.DATE, "Last day")
    date_basis: str | None = column(
        Kind.TEXT,
        "Which day of a charge decides; blank: the invoice's",
        choices=("INVOICE_DATE", "SERVICE_START", "SERVICE_END", "PRORATE"),
        example="INVOICE_DATE",
    )
    calc_method: str = column(
        Kind.TEXT,
        "How it is worked out",
        required=True,
        choices=("PCT", "PER_UNIT", "TIERED", "PCT_OF_TAX", "GROSS_UP"),
        example="PCT",
    )
    rate: Decimal | None = column(Kind.MONEY, "Rate as a fraction: 0.029 is 2.9 %", example="0.029")
    unit_amount: Decimal | None = column(Kind.MONEY, "Amount for one unit")
    unit_kind: str | None = column(
        Kind.TEXT, "What is counted: LINE, TRUNK, CALL_PATH, DID, ACCOUNT, LOCATION, separated by |"
    )
    base_kind: str = column(
        Kind.TEXT,
        "What it is taken of",
        required=True,
        choices=(
            "CHARGE",
            "INTERSTATE",
            "INTERNATIONAL",
            "INTERSTATE_INTL",
            "INTRASTATE",
            "COUNT",
            "MINUTES",
            "TAX_OF",
        ),
        example="CHARGE",
    )
    base_includes: str | None = column(
        Kind.TEXT, "Tax codes whose amounts join the base, separated by |"
    )
    taxable_pct: Decimal | None = column(Kind.MONEY, "Taxable part as a fraction; blank: 1")
    cap_units: Decimal | None = column(Kind.QUANTITY, "At most so many units")
    cap_scope: str | None = column(
        Kind.TEXT,
        "Over what the cap holds; blank: each location",
        choices=("ACCOUNT", "LOCATION", "ACCOUNT_LOCATION", "LINE_TYPE"),
    )
    min_base: Decimal | None = column(Kind.MONEY, "Below this nothing is taken")
    max_base: Decimal | None = column(Kind.MONEY, "What is above this is not taken")
    prorate: str | None = column(Kind.TEXT, "Y: fees per unit by days", choices=("Y", "N"))
    round_level: str | None = column(
        Kind.TEXT,
        "Over what it is rounded; blank: the invoice",
        choices=("INVOICE_TAX", "LOCATION_TAX", "CHARGE"),
        example="INVOICE_TAX",
    )
    round_mode: str | None = column(
        Kind.TEXT,
        "How it is rounded; blank: half up",
        choices=("HALF_UP", "HALF_EVEN", "UP", "DOWN"),
        example="HALF_UP",
    )
    calc_seq: int | None = column(Kind.INTEGER, "Order in print", example="30")
    source_note: str | None = column(
        Kind.TEXT, "Where the rate was read", example="state notice of 2025-12-01"
    )


TAXES = Sheet(
    name="taxes",
    row=TaxRule,
    key=(
        "tax_code",
        "country",
        "state",
        "county_fips",
        "place_fips",
        "district",
        "category",
        "customer_class",
        "effective_from",
        "min_base",
    ),
    doc="Taxes, pass-throughs and your own fees",
)


def followed(before: TaxRule, after: TaxRule) -> tuple[TaxRule, TaxRule]:
    """A rule that ends the day before another takes its place, and that other.

    A rule that has ended by then stays as it is. InputError where the other does not begin later.
    """
    if after.effective_from <= before.effective_from:
        raise InputError(
            f"The other rate of {before.tax_code} was not written.",
            f"The rule whose place it takes begins on {before.effective_from}.",
            "Choose a later day, or change that rule itself.",
        )
    last = after.effective_from - timedelta(days=1)
    if before.effective_to is not None and before.effective_to <= last:
        return before, after
    return replace(before, effective_to=last), after
