from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.billing.invoice import Invoice, InvoiceState
from app.billing.seal import seal_of
from tests.billing.records import a_line, a_tax_line, an_invoice

INVOICE = an_invoice(a_line(), taxes=(a_tax_line(parts=((0, "1.00"),)),))


def test_a_seal_is_the_one_that_lies_in_company_files() -> None:
    assert seal_of(INVOICE) == "8ac734318f330a6cd78e4e4d431c867131e93a9b3ad424417b300d49a4deea4c"


@pytest.mark.parametrize(
    "other",
    [
        replace(INVOICE, due_date=date(2026, 12, 2)),
        replace(INVOICE, invoice_number="CF-1044"),
        an_invoice(a_line("30.01"), taxes=INVOICE.tax_lines),
        an_invoice(a_line(), taxes=(a_tax_line("1.01", parts=((0, "1.00"),)),)),
        an_invoice(a_line(), taxes=(a_tax_line(parts=((0, "0.99"),)),)),
        an_invoice(a_line(), a_line(), taxes=INVOICE.tax_lines),
    ],
)
def test_whatever_stands_on_the_invoice_is_sealed(other: Invoice) -> None:
    assert seal_of(other) != seal_of(INVOICE)


def test_its_state_is_not_on_it() -> None:
    assert seal_of(replace(INVOICE, state=InvoiceState.VOID)) == seal_of(INVOICE)


def test_an_amount_may_be_written_with_other_zeros() -> None:
    line = replace(INVOICE.lines[0], amount=Decimal("30.0"), quantity=Decimal("1.000"))
    assert seal_of(replace(INVOICE, lines=(line,))) == seal_of(INVOICE)
