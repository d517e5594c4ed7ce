"""Documents of ours as tests send them to Sage Accounting, and the lists that they need."""

from datetime import date
from decimal import Decimal

from app.billing.incoming import BookAccount, BookAccountKind, BookTaxCode
from app.billing.outgoing import (
    CreditUse,
    OutgoingCreditNote,
    OutgoingCustomer,
    OutgoingInvoice,
    OutgoingLine,
)
from app.connectors.dealings import Choices
from app.values.foreign_record import PostalAddress

DIAL_TONE = OutgoingLine(
    description="Dial tone", amount=Decimal("30.00"), account_id="a4010", code="4010"
)
USF = OutgoingLine(
    description="Federal USF", amount=Decimal("2.31"), account_id="a2210", code="FUSF"
)
INVOICE = OutgoingInvoice(
    number="TB-42",
    customer_id="c1",
    customer_number="T-1042",
    dated_on=date(2026, 10, 1),
    due_on=date(2026, 10, 31),
    currency="USD",
    lines=(DIAL_TONE, USF),
    reference="T-1042 / 2026-10",
)
CREDIT = OutgoingCreditNote(
    number="TC-7",
    customer_id="c1",
    customer_number="T-1042",
    dated_on=date(2026, 10, 5),
    currency="USD",
    lines=(USF,),
    original_number="TB-42",
    original_dated_on=date(2026, 10, 1),
)
CUSTOMER = OutgoingCustomer(
    number="T-1042",
    name="Harbor  Dental",
    email="ap@harbor.example",
    phone="512 555 0100",
    contact_name="Ann Lee",
    address=PostalAddress(
        line1="1 Main St",
        line2="Floor 2",
        city="Austin",
        region="TX",
        postal_code="78701",
        country="US",
    ),
    terms_days=30,
)
USE = CreditUse(
    credit_note_id="n1",
    invoice_id="i1",
    customer_id="c1",
    amount=Decimal("7.31"),
    applied_on=date(2026, 10, 21),
)
CHOICES = Choices(
    accounts=(
        BookAccount(source_id="a4010", code="4010", kind=BookAccountKind.INCOME),
        BookAccount(source_id="a2210", code="2210", kind=BookAccountKind.LIABILITY),
    ),
    tax_codes=(BookTaxCode(source_id="US_NO_TAX", is_untaxed=True),),
)
