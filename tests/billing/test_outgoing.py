from datetime import date
from decimal import Decimal

from app.billing.outgoing import OutgoingCreditNote, OutgoingInvoice, OutgoingLine

LINES = (
    OutgoingLine(description="Dial tone", amount=Decimal("30.00"), account_id="1"),
    OutgoingLine(description="USF", amount=Decimal("2.31"), account_id="2"),
)
DAY = date(2026, 11, 1)


def test_a_document_comes_to_the_sum_of_its_lines() -> None:
    invoice = OutgoingInvoice(
        number="1",
        customer_id="C",
        customer_number="100",
        dated_on=DAY,
        due_on=DAY,
        currency="USD",
        lines=LINES,
    )
    note = OutgoingCreditNote(
        number="1",
        customer_id="C",
        customer_number="100",
        dated_on=DAY,
        currency="USD",
        lines=LINES,
    )
    assert invoice.total == note.total == Decimal("32.31")
