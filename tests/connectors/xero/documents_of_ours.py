"""Documents of ours as tests send them to Xero, and the lists that they need."""

from datetime import date
from decimal import Decimal

from app.billing.incoming import BookAccount, BookTaxCode
from app.billing.outgoing import (
    OutgoingCreditNote,
    OutgoingCustomer,
    OutgoingInvoice,
    OutgoingLine,
)
from app.connectors.dealings import Choices
from app.values.foreign_record import PostalAddress

DIAL_TONE = OutgoingLine(
    description="Dial tone, 2 lines",
    amount=Decimal("30.00"),
    account_id="a-400",
    tax_code_id="NONE",
    code="4010",
)
USF = OutgoingLine(
    description="Federal USF",
    amount=Decimal("2.31"),
    account_id="a-825",
    tax_code_id="NONE",
    code="FUSF",
)
INVOICE = OutgoingInvoice(
    number="TB-42",
    customer_id="c-1",
    customer_number="T-1042",
    dated_on=date(2026, 10, 1),
    due_on=date(2026, 10, 31),
    currency="USD",
    lines=(DIAL_TONE, USF),
    reference="T-1042 / 2026-10",
)
CREDIT = OutgoingCreditNote(
    number="TC-7",
    customer_id="c-1",
    customer_number="T-1042",
    dated_on=date(2026, 10, 5),
    currency="USD",
    lines=(USF,),
    original_number="TB-42",
)
CUSTOMER = OutgoingCustomer(
    number="T-1042",
    name="Harbor Dental",
    email="ap@harbor.example",
    phone="512 555 0100",
    contact_name="Ann Marie Lee",
    address=PostalAddress(line1="1 Main St", city="Austin", region="TX", postal_code="78701"),
    terms_days=30,
)
CHOICES = Choices(
    accounts=(
        BookAccount(source_id="a-400", code="400", name="Voice"),
        BookAccount(source_id="a-825", code="825", name="Telecom taxes payable"),
        BookAccount(source_id="a-820", code="820", name="Sales tax", is_for_lines=False),
    ),
    tax_codes=(BookTaxCode(source_id="NONE", code="NONE", is_untaxed=True),),
)
