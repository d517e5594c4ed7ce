"""Tax tables that the tests of billing use."""

from datetime import date
from decimal import Decimal

from app.tax.book import TaxBook, make_book
from app.tax.registration import Registration
from app.tax.rule import TaxRule


def a_percentage(
    rate: str = "0.10",
    *,
    tax_code: str = "CO-SALES",
    category: str = "*",
    effective_from: date = date(2024, 1, 1),
    effective_to: date | None = None,
) -> TaxRule:
    return TaxRule(
        tax_code=tax_code,
        class_="TAX",
        family="SALES",
        state="CO",
        category=category,
        effective_from=effective_from,
        effective_to=effective_to,
        calc_method="PCT",
        rate=Decimal(rate),
        base_kind="CHARGE",
    )


def a_fee(unit_kind: str = "LINE", *, unit_amount: str = "1.25") -> TaxRule:
    return TaxRule(
        tax_code="CO-911",
        class_="TAX",
        family="E911",
        state="CO",
        category="VOIP_*",
        effective_from=date(2024, 1, 1),
        calc_method="PER_UNIT",
        unit_amount=Decimal(unit_amount),
        unit_kind=unit_kind,
        base_kind="COUNT",
    )


def a_book(*rules: TaxRule, registered: bool = True) -> TaxBook:
    registrations = [Registration(family="*", effective_from=date(2020, 1, 1))]
    return make_book(enumerate(rules, start=2), registrations=registrations if registered else ())
