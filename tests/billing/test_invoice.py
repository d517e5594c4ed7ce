from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tests.billing.records import a_line, a_tax_line, an_invoice


@given(
    lines=st.lists(st.decimals(-999, 999, places=2), max_size=9),
    taxes=st.lists(st.decimals(-99, 99, places=2), max_size=9),
)
def test_lines_sum_to_the_invoice(lines: list[Decimal], taxes: list[Decimal]) -> None:
    invoice = an_invoice(
        *(a_line(str(amount)) for amount in lines),
        taxes=tuple(a_tax_line(str(amount)) for amount in taxes),
    )
    assert invoice.total == sum(lines, Decimal(0)) + sum(taxes, Decimal(0))


def test_charges_are_before_tax() -> None:
    invoice = an_invoice(a_line("30.00"), taxes=(a_tax_line("0.87"),))
    assert (invoice.charges, invoice.taxes) == (Decimal("30.00"), Decimal("0.87"))
