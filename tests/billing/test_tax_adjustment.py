import json
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from app.billing.tax_adjustment import TaxAdjustment, line_facts, read_line
from app.tax.result import TaxLine
from tests.billing.reviews import final


@pytest.mark.parametrize("line", final().tax_lines, ids=lambda line: line.tax_code)
def test_a_line_survives_json(line: TaxLine) -> None:
    assert read_line(json.loads(json.dumps(line_facts(line)))) == line


def test_a_line_without_a_trace_survives_json() -> None:
    line = replace(final().tax_lines[0], trace=None, certificate_number="C-1")
    assert read_line(json.loads(json.dumps(line_facts(line)))) == line


def test_amounts_are_never_floats() -> None:
    facts = line_facts(replace(final().tax_lines[0], rate=Decimal("0.00000001")))
    assert (facts["rate"], facts["units"]) == ("0.00000001", "1")


def test_a_correction_of_a_credit_is_told_by_its_part() -> None:
    line = final().tax_lines[0]
    assert line.trace is not None
    plain, of_credit = (
        TaxAdjustment(account_number="1", invoice_number="CF-1", line=each)
        for each in (line, replace(line, trace=replace(line.trace, part=Fraction(1, 2))))
    )
    untraced = replace(plain, line=replace(line, trace=None))
    assert [each.is_of_credit for each in (plain, of_credit, untraced)] == [False, True, False]
