from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest

from app.tax.exemption import Exemption
from app.tax.result import TaxLine
from app.tax.rule import TaxRule
from tests.tax.builders import (
    a_book,
    a_charge,
    a_place,
    a_request,
    a_rule,
    decided,
    numbered,
    taxed,
)

D = Decimal


def lines(
    amounts: Sequence[str], *rules: TaxRule, exemptions: Sequence[Exemption] = ()
) -> list[TaxLine]:
    """Charges of these amounts, by turns at the locations L and M."""
    charges = [
        a_charge(amount, location_code="LM"[index % 2], reference=f"R{index}")
        for index, amount in enumerate(amounts)
    ]
    request = a_request(numbered(*charges), places=[a_place(), a_place("M")])
    return list(taxed(request, a_book([*rules, decided()], exemptions=exemptions)).lines)


def bases(amounts: Sequence[str], rule: TaxRule) -> list[Decimal]:
    return [line.base or D(0) for line in lines(amounts, rule)]


def test_below_the_minimum_nothing_is_taken() -> None:
    assert bases(["9.99"], a_rule("A", "0.5", min_base=D(10))) == []
    assert bases(["10.00"], a_rule("A", "0.5", min_base=D(10))) == [D(10)]


def test_above_the_maximum_the_maximum_is_taken() -> None:
    assert bases(["30.00"], a_rule("A", "0.5", max_base=D(25))) == [D(25)]
    assert bases(["20.00"], a_rule("A", "0.5", max_base=D(25))) == [D(20)]


@pytest.mark.parametrize(
    ("level", "expected"), [(None, [25]), ("LOCATION_TAX", [25, 10]), ("CHARGE", [25, 10, 10])]
)
def test_limits_are_taken_over_the_round_level(level: str | None, expected: list[int]) -> None:
    rule = a_rule("A", "0.5", max_base=D(25), round_level=level)
    found = bases(["30.00", "10.00", "10.00"], rule)
    assert sorted(found, reverse=True) == [D(each) for each in expected]


def test_what_is_cut_is_cut_in_proportion() -> None:
    (line,) = lines(["30.00", "10.00"], a_rule("A", "0.5", max_base=D(20)))
    assert [part.amount for part in line.parts] == [D("7.50"), D("2.50")]


def test_the_taxable_part_comes_after_the_limits() -> None:
    assert bases(["40.00"], a_rule("A", "0.5", max_base=D(20), taxable_pct=D("0.5"))) == [D(10)]


def an_exemption(percent: str, location: str | None = None) -> Exemption:
    return Exemption(
        account_number="1",
        location_code=location,
        certificate_number=f"C-{location or percent}",
        kind="OTHER",
        family="SALES",
        percent=D(percent),
        effective_from=date(2026, 1, 1),
    )


def test_limits_come_before_exemptions() -> None:
    rule = a_rule("A", "0.5", max_base=D(20))
    (line,) = lines(["30.00", "10.00"], rule, exemptions=[an_exemption("100", "L")])
    assert (line.base, line.exempt_amount, line.amount) == (D(5), D(15), D("2.50"))


def test_a_part_may_be_exempt() -> None:
    (line,) = lines(["40.00"], a_rule("A", "0.5"), exemptions=[an_exemption("25")])
    assert (line.base, line.exempt_amount) == (D(30), D(10))


def test_several_certificates_are_all_named() -> None:
    exemptions = [an_exemption("100", "L"), an_exemption("50", "M")]
    (line,) = lines(["10.00", "10.00"], a_rule("A", "0.5"), exemptions=exemptions)
    assert line.certificate_number == "C-L|C-M"


def test_charges_that_cancel_out_pass_the_limits_uncut() -> None:
    rule = a_rule("A", "0.5", max_base=D(20))
    (line,) = lines(["10.00", "-10.00"], rule, exemptions=[an_exemption("100", "L")])
    assert line.base == D(-10)


def test_charges_that_cancel_out_are_below_a_minimum() -> None:
    rule = a_rule("A", "0.5", min_base=D(1))
    assert lines(["10.00", "-10.00"], rule, exemptions=[an_exemption("100", "L")]) == []


def steps() -> list[TaxRule]:
    return [
        a_rule("A", "0.10", calc_method="TIERED", max_base=D(20)),
        a_rule("A", "0.20", calc_method="TIERED", min_base=D(20), max_base=D(50)),
        a_rule("A", "0.30", calc_method="TIERED", min_base=D(50)),
    ]


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        ("15.00", [("0.10", "15", "1.50")]),
        ("50.00", [("0.10", "20", "2.00"), ("0.20", "30", "6.00")]),
        ("60.00", [("0.10", "20", "2.00"), ("0.20", "30", "6.00"), ("0.30", "10", "3.00")]),
        ("-30.00", [("0.10", "-20", "-2.00"), ("0.20", "-10", "-2.00")]),
    ],
)
def test_each_step_takes_its_slice(amount: str, expected: list[tuple[str, str, str]]) -> None:
    found = sorted(
        (line.rate, line.base or D(0), line.amount) for line in lines([amount], *steps())
    )
    assert found == [(D(rate), D(base), D(tax)) for rate, base, tax in expected]


def test_steps_round_together() -> None:
    rules = [
        a_rule("A", "0.0025", calc_method="TIERED", max_base=D(1)),
        a_rule("A", "0.0025", calc_method="TIERED", min_base=D(1)),
    ]
    assert sum(line.amount for line in lines(["2.00"], *rules)) == D("0.01")
