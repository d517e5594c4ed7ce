from decimal import Decimal

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


def lines(*rules: TaxRule, amounts: tuple[str, ...] = ("0.60", "0.60", "0.60")) -> list[TaxLine]:
    """Charges of these amounts, by turns at the locations L and M."""
    charges = [
        a_charge(amount, location_code="LM"[index % 2], reference=f"R{index}")
        for index, amount in enumerate(amounts)
    ]
    request = a_request(numbered(*charges), places=[a_place(), a_place("M")])
    return list(taxed(request, a_book([*rules, decided()])).lines)


def parts(line: TaxLine) -> list[tuple[int, Decimal, Decimal | None]]:
    return [(part.line_index, part.amount, part.base) for part in line.parts]


def test_cents_go_to_charges_by_largest_remainder_and_bases_stay_exact() -> None:
    [line] = lines(a_rule("A", "0.01"))
    assert (line.amount, line.base) == (D("0.02"), D("1.8"))
    assert parts(line) == [
        (0, D("0.01"), D("0.6")),
        (1, D("0.00"), D("0.6")),
        (2, D("0.01"), D("0.6")),
    ]


def test_a_line_at_a_location_has_the_parts_there_alone() -> None:
    first, second = lines(a_rule("A", "0.01", round_level="LOCATION_TAX"))
    assert [part.line_index for part in first.parts] == [0, 2]
    assert [part.line_index for part in second.parts] == [1]


def test_a_charge_that_raised_nothing_of_nothing_has_no_part() -> None:
    [line] = lines(a_rule("A", "0.10"), amounts=("1.00", "0.00"))
    assert parts(line) == [(0, D("0.10"), D(1))]


def test_what_joined_a_base_stands_on_each_part() -> None:
    joined, line = lines(a_rule("A", "0.50"), a_rule("B", "0.10", base_includes="A"))
    assert joined.amount == D("0.90")
    assert [(part.counted, part.joined) for part in line.parts] == [(D("0.9"), D("0.3"))] * 3
