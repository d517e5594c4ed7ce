from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest

from app.tax.exemption import Exemption
from app.tax.result import TaxLine, TaxPart
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


def lines(amounts: Sequence[str], *rules: TaxRule) -> list[TaxLine]:
    """Charges of these amounts, by turns at the locations L and M."""
    charges = [
        a_charge(amount, location_code="LM"[index % 2], reference=f"R{index}")
        for index, amount in enumerate(amounts)
    ]
    request = a_request(numbered(*charges), places=[a_place(), a_place("M")])
    return list(taxed(request, a_book([*rules, decided()])).lines)


@pytest.mark.parametrize(
    ("mode", "amount"),
    [
        (None, "0.03"),
        ("HALF_UP", "0.03"),
        ("HALF_EVEN", "0.02"),
        ("UP", "0.03"),
        ("DOWN", "0.02"),
    ],
)
def test_ways_to_round_a_half(mode: str | None, amount: str) -> None:
    rule = a_rule("A", "0.025", round_mode=mode)
    assert lines(["1.00"], rule)[0].amount == D(amount)
    assert lines(["-1.00"], rule)[0].amount == -D(amount)


@pytest.mark.parametrize(
    ("level", "expected"),
    [
        ("INVOICE_TAX", [(None, "0.02")]),
        ("LOCATION_TAX", [("L", "0.01"), ("M", "0.01")]),
        ("CHARGE", [("L", "0.01"), ("L", "0.01"), ("M", "0.01")]),
    ],
)
def test_rounding_once_a_level(level: str, expected: list[tuple[str | None, str]]) -> None:
    found = lines(["0.60", "0.60", "0.60"], a_rule("A", "0.01", round_level=level))
    assert [(line.location_code, line.amount) for line in found] == [
        (location, D(amount)) for location, amount in expected
    ]


def two_rows(*rules: TaxRule) -> dict[Decimal, Decimal]:
    """Amounts by rate for a dollar of voice and one of a number."""
    charges = numbered(a_charge("1.00"), a_charge("1.00", "DID"))
    found = taxed(a_request(charges), a_book(rules)).lines
    return {line.rate: line.amount for line in found}


def test_rows_of_one_code_and_jurisdiction_round_together() -> None:
    found = two_rows(a_rule("A", "0.014"), a_rule("A", "0.013", category="DID"))
    assert found == {D("0.014"): D("0.02"), D("0.013"): D("0.01")}


def test_a_tie_between_rows_goes_to_the_earlier() -> None:
    later = a_rule("A", "0.015", effective_from=date(2020, 1, 1))
    found = two_rows(later, a_rule("A", "0.025", category="DID"))
    assert found == {D("0.015"): D("0.01"), D("0.025"): D("0.03")}


def test_jurisdictions_round_apart() -> None:
    rules = [a_rule("A", "0.005"), a_rule("A", "0.005", state=None)]
    assert [line.amount for line in lines(["1.00"], *rules)] == [D("0.01"), D("0.01")]


def test_a_line_of_nothing_is_not_printed() -> None:
    assert lines(["0.10"], a_rule("A", "0.01")) == []


EXEMPT = Exemption(
    account_number="1",
    certificate_number="C-1",
    kind="OTHER",
    family="*",
    effective_from=date(2026, 1, 1),
)


def test_a_line_of_nothing_is_printed_where_something_was_exempt() -> None:
    book = a_book([a_rule("A", "0.01"), decided()], exemptions=[EXEMPT])
    (line,) = taxed(a_request([a_charge("30.00")]), book).lines
    assert (line.amount, line.base, line.exempt_amount) == (D(0), D(0), D(30))
    assert line.parts == (
        TaxPart(line_index=0, amount=D(0), base=D(0), counted=D(30), exempt=D(30)),
    )


def test_an_explicit_not_taxed_prints_nothing_even_if_exempt() -> None:
    book = a_book([decided()], exemptions=[EXEMPT])
    assert taxed(a_request([a_charge("30.00")]), book).lines == ()


def test_charges_that_cancel_out_raise_what_joins_but_no_line() -> None:
    rules = [a_rule("A", "0.5"), a_rule("B", "0.5", category="DID", base_includes="A")]
    charges = numbered(a_charge("1.00", "DID"), a_charge("-1.00"))
    found = taxed(a_request(charges), a_book(rules)).lines
    assert [(line.tax_code, line.base) for line in found] == [("B", D("1.5"))]


def test_lines_are_printed_by_sequence_then_code_and_jurisdiction() -> None:
    rules = [
        a_rule("C", "0.1"),
        a_rule("B", "0.1", calc_seq=20),
        a_rule("A", "0.1", county_fips="063"),
        a_rule("A", "0.1"),
        a_rule("D", "0.1", calc_seq=10),
    ]
    assert [f"{line.tax_code} {line.jurisdiction}" for line in lines(["1.00"], *rules)] == [
        "D US/XX",
        "B US/XX",
        "A US/XX",
        "A US/XX/063",
        "C US/XX",
    ]
