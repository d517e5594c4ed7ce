from datetime import date
from decimal import Decimal

from app.billing.tax_reports.state_usf import state_usf
from app.tax.exemption import Exemption
from app.tax.registration import Registration
from app.tax.request import ChargeKind
from app.tax.result import TaxLine, TaxPart
from tests.billing.tax_reports.filing_facts import (
    a_line,
    a_tax,
    an_invoice,
    facts_of,
    row_where,
)

LIFELINE = Exemption(
    account_number="10042",
    certificate_number="LL-1",
    kind="LIFELINE",
    family="SUSF",
    effective_from=date(2026, 1, 1),
)


def susf(
    amount: str,
    *,
    base: str | None = None,
    units: str | None = None,
    counted: str,
    exempt: str = "0",
    certificate: str | None = None,
    rate: str = "0.05",
) -> TaxLine:
    own_base = None if base is None else Decimal(base)
    own_units = None if units is None else Decimal(units)
    part = TaxPart(
        line_index=0,
        amount=Decimal(amount),
        base=own_base,
        units=own_units,
        counted=Decimal(counted),
        exempt=Decimal(exempt),
    )
    return a_tax(
        amount,
        code="CO-USF",
        family="SUSF",
        jurisdiction="US/CO",
        rate=rate,
        base=own_base,
        units=own_units,
        units_counted=None if units is None else Decimal(counted),
        exempt_amount=Decimal(exempt),
        certificate_number=certificate,
        parts=(part,),
    )


def test_the_intrastate_base_its_rate_and_its_tax() -> None:
    # E16: 35.1 % of 30.00 at 5 %.
    report = state_usf(
        facts_of(
            an_invoice(a_line("30.00"), taxes=[susf("0.53", base="10.53", counted="10.53")]),
            registrations=[
                Registration(
                    region="CO",
                    family="SUSF",
                    registration_number="CO-17",
                    effective_from=date(2020, 1, 1),
                )
            ],
        )
    )
    row = row_where(report, tax_code="CO-USF")
    assert (row["state"], row["rate"]) == ("CO", Decimal("0.05"))
    assert (row["gross_base"], row["base"]) == (Decimal("10.53"), Decimal("10.53"))
    assert (row["billed"], row["credited"], row["due"]) == (
        Decimal("0.53"),
        Decimal(0),
        Decimal("0.53"),
    )
    assert row["registration_number"] == "CO-17"
    assert report.does_tie


def test_lifeline_stands_apart_from_other_exemptions() -> None:
    other = Exemption(
        account_number="10042",
        certificate_number="NP-1",
        kind="NONPROFIT",
        family="SUSF",
        effective_from=date(2026, 1, 1),
    )
    report = state_usf(
        facts_of(
            an_invoice(
                a_line("30.00"),
                taxes=[
                    susf("0.00", base="0", counted="10.53", exempt="10.53", certificate="LL-1"),
                ],
            ),
            an_invoice(
                a_line("30.00"),
                taxes=[
                    susf("0.26", base="5.265", counted="10.53", exempt="5.265", certificate="NP-1")
                ],
                number="2",
            ),
            exemptions=[LIFELINE, other],
        )
    )
    row = row_where(report, tax_code="CO-USF")
    assert (row["lifeline"], row["exempt"]) == (Decimal("10.53"), Decimal("5.265"))
    assert (row["gross_base"], row["base"]) == (Decimal("21.06"), Decimal("5.265"))
    assert row["registration_number"] == ""


def test_lines_are_counted_with_the_exempt_beside_them() -> None:
    report = state_usf(
        facts_of(
            an_invoice(
                a_line("30.00"),
                taxes=[
                    susf(
                        "3.33",
                        units="3",
                        counted="5",
                        exempt="2.22",
                        certificate="LL-1",
                        rate="1.11",
                    )
                ],
            ),
            an_invoice(
                a_line("30.00"),
                taxes=[
                    susf(
                        "1.11",
                        units="1",
                        counted="2",
                        exempt="1.11",
                        certificate="gone",
                        rate="1.11",
                    )
                ],
                number="2",
            ),
            exemptions=[LIFELINE],
        )
    )
    row = row_where(report, tax_code="CO-USF")
    assert (row["units"], row["lifeline_units"], row["exempt_units"]) == (
        Decimal(4),
        Decimal(2),
        Decimal(1),
    )
    assert row["base"] == Decimal(0)


def test_a_credit_takes_back_money_alone_and_rates_stand_apart() -> None:
    back = susf("-0.20", base="-4.00", counted="-4.00")
    credit = a_line("-10.00", kind=ChargeKind.CREDIT)
    report = state_usf(
        facts_of(
            an_invoice(a_line("30.00"), taxes=[susf("0.53", base="10.53", counted="10.53")]),
            an_invoice(credit, taxes=[back], number="2"),
            an_invoice(
                a_line("30.00"),
                taxes=[susf("0.63", base="10.53", counted="10.53", rate="0.06")],
                number="3",
            ),
        )
    )
    old, new = (row_where(report, rate=Decimal(rate)) for rate in ("0.05", "0.06"))
    assert (old["base"], old["credited"], old["due"]) == (
        Decimal("10.53"),
        Decimal("-0.20"),
        Decimal("0.33"),
    )
    assert new["due"] == Decimal("0.63")
    assert report.ties[0].reported == Decimal("0.96")
    assert report.does_tie


def test_other_families_are_not_here() -> None:
    report = state_usf(facts_of(an_invoice(a_line("30.00"), taxes=[a_tax("7.32")])))
    assert report.rows == ()
    assert report.ties == ()
