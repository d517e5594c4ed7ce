from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.tax.exemption import Exemption
from app.tax.request import TaxableCharge, TaxRequest
from app.tax.service_document import DocumentExemption
from app.tax.service_pair import PairBook, ServicePair
from app.tax.service_relief import ServiceRelief, service_relief
from tests.tax.builders import a_charge, a_place

PAIRS = PairBook(
    rows=(
        ServicePair(service="avalara", maps="tax_type", code="1", family="SALES", class_="TAX"),
        ServicePair(service="avalara", maps="tax_type", code="2", family="SALES", class_="TAX"),
        ServicePair(
            service="avalara", maps="tax_type", code="162", family="FUSF", class_="PASS_THROUGH"
        ),
    )
)
SALES = Exemption(
    account_number="100",
    certificate_number="98-1",
    kind="NONPROFIT",
    family="SALES",
    level="STATE",
    region="XX",
    effective_from=date(2026, 1, 1),
)


def relief(
    *rows: Exemption, charges: tuple[TaxableCharge, ...] = (a_charge("1.00"),)
) -> ServiceRelief:
    request = TaxRequest(
        account_number="100",
        customer_class="business",
        invoice_date=date(2026, 3, 1),
        charges=charges,
        locations={"L": a_place(), "M": a_place("M", region="YY")},
    )
    return service_relief(rows, request, PAIRS)


def test_a_family_is_told_by_its_tax_types() -> None:
    assert relief(SALES) == ServiceRelief(
        exemptions=tuple(
            DocumentExemption(
                certificate_number="98-1",
                tax_type=tax_type,
                country="US",
                region="XX",
                level="STATE",
            )
            for tax_type in ("1", "2")
        )
    )


def test_every_family_is_every_tax() -> None:
    (found,) = relief(replace(SALES, family="*", level="*", region=None)).exemptions
    assert (found.tax_type, found.region, found.level) == ("0", "", "*")


def test_a_reseller_s_certificate_speaks_of_universal_service() -> None:
    row = replace(SALES, kind="FCC_RESELLER", family="FUSF", level="*", region=None)
    assert [each.tax_type for each in relief(row).exemptions] == ["162"]


@pytest.mark.parametrize(
    "other",
    [
        replace(SALES, effective_from=date(2026, 3, 2)),
        replace(SALES, expires_on=date(2026, 2, 28)),
        replace(SALES, account_number="200"),
        replace(SALES, region="YY"),
        replace(SALES, location_code="M"),
        replace(SALES, percent=Decimal(0)),
    ],
)
def test_what_does_not_apply_is_not_told(other: Exemption) -> None:
    assert relief(other) == ServiceRelief()


def test_a_certificate_of_the_only_location_is_told() -> None:
    assert len(relief(replace(SALES, location_code="L")).exemptions) == 2


@pytest.mark.parametrize(
    ("row", "charges", "why"),
    [
        (replace(SALES, percent=Decimal(50)), (a_charge("1.00"),), "it exempts only a part"),
        (
            SALES,
            (a_charge("1.00"), a_charge("1.00", account_number="101")),
            "charges of other accounts",
        ),
        (
            replace(SALES, location_code="L"),
            (a_charge("1.00"), a_charge("1.00", location_code="M")),
            "charges at other locations",
        ),
        (replace(SALES, family="UUT"), (a_charge("1.00"),), "is of family UUT"),
    ],
)
def test_what_cannot_be_told_holds_the_invoice(
    row: Exemption, charges: tuple[TaxableCharge, ...], why: str
) -> None:
    found = relief(row, charges=charges)
    (problem,) = found.problems
    assert (found.exemptions, problem.code, problem.record) == ((), "tax_service", "100")
    assert why in problem.message


def test_lifeline_is_told_apart() -> None:
    assert relief(replace(SALES, kind="LIFELINE")).is_lifeline
    assert not relief(SALES).is_lifeline
