"""Time and charges of a PSA as they concern billing: one kind of thing, amounts in whole cents."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final

from app.customers.incoming import PsaCharge, PsaFamily, PsaTimeEntry
from app.values.money import ZERO, cents

_MOST_WORDS: Final = 180


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """Time or a charge of a PSA, as far as billing goes."""

    family: PsaFamily
    source_id: str
    customer_id: str | None
    agreement_id: str | None
    site_id: str | None
    product_id: str | None
    product_code: str
    day: date | None
    quantity: Decimal | None
    """Billable hours, or how many."""
    hours: Decimal
    """As worked; 0 of a charge."""
    unit_price: Decimal | None
    amount: Decimal | None
    """In whole cents; None: not priced."""
    text: str
    is_billable: bool
    is_approved: bool
    is_billed: bool
    """By whomever."""
    billed_reference: str
    is_gone: bool
    our_reference: str = ""
    """Our row, where the system keeps its name."""

    @property
    def key(self) -> tuple[str, str]:
        """Its family and id there."""
        return self.family.value, self.source_id

    @property
    def is_time(self) -> bool:
        """Whether it is time, and no charge."""
        return self.family is PsaFamily.TIME

    @property
    def worth(self) -> Decimal:
        """Its amount; 0 while it has none."""
        return self.amount or ZERO

    @property
    def is_covered(self) -> bool:
        """Whether an agreement pays for it."""
        return self.agreement_id is not None and self.is_time and not self.worth


def work_of(record: PsaTimeEntry | PsaCharge) -> Work:
    """A record of the PSA as work."""
    if isinstance(record, PsaTimeEntry):
        return Work(
            family=PsaFamily.TIME,
            source_id=record.source_id,
            customer_id=record.customer_id,
            agreement_id=record.agreement_id,
            site_id=record.site_id,
            product_id=None,
            product_code=record.work_type,
            day=record.worked_on,
            quantity=record.billable_hours,
            hours=record.hours,
            unit_price=record.rate,
            amount=_amount(record.amount, record.billable_hours, record.rate),
            text=_said(record.text or record.work_type, record.ticket_id),
            is_billable=record.is_billable,
            is_approved=record.is_approved,
            is_billed=record.is_billed,
            billed_reference=record.billed_reference or "",
            is_gone=record.is_gone,
        )
    return Work(
        family=PsaFamily.CHARGES,
        source_id=record.source_id,
        customer_id=record.customer_id,
        agreement_id=record.agreement_id,
        site_id=record.site_id,
        product_id=record.product_id,
        product_code=record.product_code,
        day=record.charged_on,
        quantity=record.quantity,
        hours=ZERO,
        unit_price=record.unit_price,
        amount=_amount(record.amount, record.quantity, record.unit_price),
        text=_said(record.description or record.product_code, None),
        is_billable=record.is_billable,
        is_approved=True,
        is_billed=record.is_billed,
        billed_reference=record.billed_reference or "",
        is_gone=record.is_gone,
        our_reference=record.external_id or "",
    )


def _amount(
    told: Decimal | None, quantity: Decimal | None, price: Decimal | None
) -> Decimal | None:
    if told is not None:
        return cents(Fraction(told))
    if quantity is None or price is None:
        return None
    return cents(Fraction(quantity) * Fraction(price))


def _said(text: str, ticket: str | None) -> str:
    words = " ".join(text.split())
    if ticket and ticket not in words:
        tail = f" (ticket {ticket})"
        return words[: _MOST_WORDS - len(tail)].rstrip() + tail
    return words[:_MOST_WORDS].rstrip()
