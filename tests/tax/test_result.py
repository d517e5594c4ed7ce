from decimal import Decimal

from tests.tax.builders import a_book, a_charge, a_request, a_rule, taxed


def test_a_line_holds_every_input() -> None:
    rule = a_rule("A", "0.0625", bill_label="State tax", calc_seq=30, county_fips="063")
    (line,) = taxed(a_request([a_charge("37.32", index=4)]), a_book([rule, a_rule("N", "0")])).lines
    assert (line.tax_code, line.bill_label, line.class_, line.family) == (
        "A",
        "State tax",
        "TAX",
        "SALES",
    )
    assert (line.jurisdiction, line.location_code, line.sequence) == ("US/XX/063", None, 30)
    assert (line.base, line.rate, line.amount) == (
        Decimal("37.32"),
        Decimal("0.0625"),
        Decimal("2.33"),
    )
    assert (line.units, line.units_counted, line.exempt_amount) == (None, None, Decimal(0))
    assert line.certificate_number is None
    assert [(part.line_index, part.amount) for part in line.parts] == [(4, Decimal("2.33"))]
