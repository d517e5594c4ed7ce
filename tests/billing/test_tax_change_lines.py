from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from app.billing.tax_change_lines import (
    credited_back,
    credits_taken_back,
    fine_key,
    restated,
    taken_back,
)
from app.tax.result import TaxLine, TaxPart
from tests.billing.reviews import final

D = Decimal


def sales() -> TaxLine:
    """9.00 of a seat and two jobs."""
    return next(line for line in final().tax_lines if line.tax_code == "CO-SALES")


def fee() -> TaxLine:
    """1.25 of a line."""
    return next(line for line in final().tax_lines if line.tax_code == "CO-911")


def test_lines_of_one_row_are_alike_whatever_they_come_to() -> None:
    assert fine_key(sales()) == fine_key(replace(sales(), amount=D(3), base=D(50)))


def test_another_rate_or_certificate_is_another_line() -> None:
    keys = {
        fine_key(line)
        for line in (
            sales(),
            replace(sales(), rate=D("0.07")),
            replace(sales(), certificate_number="C-1"),
            replace(sales(), trace=None),
        )
    }
    assert len(keys) == 4


def test_alike_lines_are_taken_back_as_one() -> None:
    (line,) = taken_back([sales(), sales()], "CF-1")
    assert (line.amount, line.base, line.adjusts) == (D("-18.00"), D(-300), "CF-1")
    assert [(part.line_index, part.amount) for part in line.parts] == [
        (0, D("-3.60")),
        (1, D("-12.00")),
        (2, D("-2.40")),
    ]


def test_the_trace_is_as_large_as_the_line() -> None:
    (line,) = taken_back([sales(), sales()], "CF-1")
    assert line.trace is not None
    assert (line.trace.taken, line.trace.raw, line.trace.part) == (D(-300), "-18", None)


def test_counts_are_taken_back_in_units() -> None:
    (line,) = taken_back([fee()], "CF-1")
    assert (line.units, line.units_counted, line.base, line.amount) == (
        D(-1),
        D(-1),
        None,
        D("-1.25"),
    )


def test_lines_that_cancel_out_are_not_taken_back() -> None:
    (back,) = taken_back([sales()], "CF-1")
    assert list(taken_back([sales(), back], "CF-1")) == []


def test_what_was_exempt_is_taken_back_though_it_cost_nothing() -> None:
    exempt = replace(sales(), amount=D(0), base=D(0), exempt_amount=D(150))
    (line,) = taken_back([exempt], "CF-1")
    assert (line.amount, line.exempt_amount) == (D(0), D(-150))


def test_a_line_without_a_trace_is_taken_back_without_one() -> None:
    (line,) = taken_back([replace(sales(), trace=None)], "CF-1")
    assert (line.trace, line.adjusts) == (None, "")


def test_a_restated_line_names_the_invoice() -> None:
    assert (restated(sales(), "CF-1").adjusts, restated(sales(), "CF-1").amount) == (
        "CF-1",
        D("9.00"),
    )
    assert restated(replace(sales(), trace=None), "CF-1").trace is None


def test_credits_would_give_back_their_part_of_each_charge() -> None:
    (line,) = credited_back(sales(), "CF-1", parts={1: Fraction(2, 5)})
    assert (line.amount, line.base) == (D("-2.40"), D(-40))
    assert [(part.line_index, part.amount) for part in line.parts] == [(1, D("-2.40"))]
    assert line.trace is not None
    assert (line.trace.part, line.trace.adjusts) == (Fraction(4, 15), True)


def test_a_fee_comes_back_only_with_the_whole_charge() -> None:
    assert list(credited_back(fee(), "CF-1", parts={0: Fraction(1, 2)})) == []
    (line,) = credited_back(fee(), "CF-1", parts={0: Fraction(1)})
    assert (line.units, line.amount) == (D(-1), D("-1.25"))


def test_without_credits_nothing_would_be_given_back() -> None:
    assert list(credited_back(sales(), "CF-1", parts={})) == []


def test_parts_that_make_no_tax_are_given_back_whole() -> None:
    parts = (TaxPart(line_index=0, amount=D(1)), TaxPart(line_index=1, amount=D(-1)))
    odd = replace(sales(), amount=D(0), base=None, parts=parts, trace=None)
    (line,) = credited_back(odd, "CF-1", parts={0: Fraction(1)})
    assert (line.amount, line.base) == (D(-1), None)


def test_what_credits_gave_is_taken_back_on_the_charges_they_credited() -> None:
    credit = replace(sales(), amount=D("-2.40"), base=D(-40), parts=())
    (line,) = credits_taken_back(
        [credit], "CF-1", billed=[sales()], parts={1: Fraction(1, 3), 2: Fraction(1, 3)}
    )
    assert line.amount == D("2.40")
    assert [(part.line_index, part.amount) for part in line.parts] == [
        (1, D("2.00")),
        (2, D("0.40")),
    ]
