"""Documents of ours as tests send them to QuickBooks Online, and the lists that they need."""

from datetime import date
from decimal import Decimal

from app.billing.incoming import BookAccount, BookItem, BookTaxCode
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
    account_id="79",
    item_id="21",
    tax_code_id="NON",
    code="4010",
)
USF = OutgoingLine(
    description="Federal USF",
    amount=Decimal("2.31"),
    account_id="90",
    item_id="44",
    tax_code_id="NON",
    code="FUSF",
)
INVOICE = OutgoingInvoice(
    number="TB-42",
    customer_id="58",
    customer_number="T-1042",
    dated_on=date(2026, 10, 1),
    due_on=date(2026, 10, 31),
    currency="USD",
    lines=(DIAL_TONE, USF),
    terms_id="3",
    reference="T-1042 / 2026-10",
)
CREDIT = OutgoingCreditNote(
    number="TC-7",
    customer_id="58",
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
    terms_id="3",
)
CHOICES = Choices(
    accounts=(
        BookAccount(source_id="79", code="4010", name="Voice"),
        BookAccount(source_id="90", code="2210", name="Telecom taxes payable"),
    ),
    items=(
        BookItem(source_id="21", name="4010", account_id="79"),
        BookItem(source_id="44", name="FUSF", account_id="90"),
    ),
    tax_codes=(
        BookTaxCode(source_id="NON", code="NON", is_untaxed=True),
        BookTaxCode(source_id="TAX", code="TAX"),
    ),
    needs_items=True,
)
