"""Agreement lines of a PSA as they concern billing, and what may become of one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Final

from app.customers.account import Account
from app.customers.incoming import PsaAgreement, PsaAgreementLine
from app.customers.product import Product
from app.customers.service import Service
from app.customers.telecom_agreements import TELECOM_CATEGORIES
from app.values.money import ZERO

BASE: Final = "base:"
"""How the id of an agreement's own fee begins, beside its lines."""
_FEATURES: Final = ("FEATURE", "FEE_")


class LineWhy(Enum):
    """What becomes of a line."""

    NOT_LINKED = "not_linked"
    NO_PRODUCT = "no_product"
    NOT_CONSOLIDATED = "not_consolidated"
    NOT_RECURRING = "not_recurring"
    """Its product here is billed once, or by use."""
    OTHER_CYCLE = "other_cycle"
    NO_LOCATION = "no_location"
    ENDED = "ended"
    """It has ended, and nothing here is it."""
    NOT_BILLABLE = "not_billable"
    """Not billed, or of none; and nothing here is it."""
    AMBIGUOUS = "ambiguous"
    CREATE = "create"
    LINK = "link"
    CHANGE = "change"
    END = "end"
    SAME = "same"


PROPOSED: Final = frozenset({LineWhy.CREATE, LineWhy.LINK, LineWhy.CHANGE, LineWhy.END})
LINE_FOR_A_HAND: Final = frozenset(
    {
        LineWhy.NO_PRODUCT,
        LineWhy.NOT_RECURRING,
        LineWhy.OTHER_CYCLE,
        LineWhy.NO_LOCATION,
        LineWhy.AMBIGUOUS,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What of a line is billed."""

    quantity: Decimal
    unit_price: Decimal | None
    starts_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractLine:
    """A line of an agreement, or the agreement's own fee."""

    source_id: str
    agreement: str
    """Its number or name, for people."""
    customer_id: str | None
    site_id: str | None
    product_id: str | None
    product_code: str
    description: str
    terms: Terms
    is_live: bool
    """Whether it is billed there now or from a later day on."""
    cycle: str = ""
    first_on: date | None = None
    """Since when it may have been billed; a system that tells quantities period by period tells
    only when the present one began."""
    changed_on: date | None = None
    """When it last changed there, where that is told."""

    @property
    def name(self) -> str:
        """How a service of ours names it."""
        return f"{self.agreement} {self.source_id}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class LineDesk:
    """Our side of it."""

    account_of: Mapping[str, Account]
    location_of: Mapping[str, str]
    first_location: Mapping[str, str]
    places: Mapping[str, str]
    product_of: Mapping[str, str]
    products: Mapping[str, Product]
    services: Mapping[str, Service]
    linked: Mapping[str, str]
    """Service codes by line."""
    last: Mapping[str, Terms]
    """By line: what it was when it was last taken over."""
    open_from: Mapping[str, date]
    """By account the first day that no final run has billed."""
    today: date
    base_product: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LineVerdict:
    """What becomes of one line."""

    line: ContractLine
    why: LineWhy
    words: str
    account_number: str | None = None
    product_code: str | None = None
    rows: tuple[Service, ...] = ()
    """Services to be written, in their order."""
    linked_to: str | None = None
    """The service that is this line afterwards."""
    amount: Decimal = ZERO
    """A month of what it is there."""
    taken_over: Terms | None = None
    """What is remembered of it; None: what it is there."""


def is_telecom(product: Product) -> bool:
    """Whether a product is telephone service or goes with it: it is billed here in any case."""
    category = product.tax_category.strip().upper()
    return category in TELECOM_CATEGORIES or category.startswith(_FEATURES)


def line_of(
    line: PsaAgreementLine, agreement: PsaAgreement | None, *, today: date, changed_on: date | None
) -> ContractLine:
    """A line as it concerns billing."""
    last = None if agreement is None else agreement.ends_on
    ends = [each for each in (line.valid_to, last) if each is not None]
    ends_on = min(ends) if ends else None
    began = None if agreement is None or line.valid_to is None else agreement.starts_on
    runs = agreement is None or (agreement.is_active and not agreement.is_gone)
    live = runs and line.is_billable and not line.is_gone and line.quantity > 0
    return ContractLine(
        source_id=line.source_id,
        agreement="" if agreement is None else agreement.number or agreement.name,
        customer_id=line.customer_id or (None if agreement is None else agreement.customer_id),
        site_id=line.site_id or (None if agreement is None else agreement.site_id),
        product_id=line.product_id,
        product_code=line.product_code,
        description=" ".join(line.description.split()),
        terms=Terms(
            quantity=max(line.quantity, ZERO),
            unit_price=line.unit_price,
            starts_on=line.valid_from or (None if agreement is None else agreement.starts_on),
            ends_on=ends_on,
        ),
        is_live=live and (ends_on is None or ends_on > today),
        cycle=line.cycle or ("" if agreement is None else agreement.cycle),
        first_on=began or line.valid_from,
        changed_on=changed_on,
    )


def base_line(
    agreement: PsaAgreement, *, today: date, changed_on: date | None
) -> ContractLine | None:
    """The agreement's own fee as a line; None where it has none."""
    if not agreement.base_amount:
        return None
    runs = agreement.is_active and not agreement.is_gone
    return ContractLine(
        source_id=f"{BASE}{agreement.source_id}",
        agreement=agreement.number or agreement.name,
        customer_id=agreement.customer_id,
        site_id=agreement.site_id,
        product_id=None,
        product_code="",
        description=agreement.name,
        terms=Terms(
            quantity=Decimal(1),
            unit_price=agreement.base_amount,
            starts_on=agreement.starts_on,
            ends_on=agreement.ends_on,
        ),
        is_live=runs and (agreement.ends_on is None or agreement.ends_on > today),
        cycle=agreement.cycle,
        first_on=agreement.starts_on,
        changed_on=changed_on,
    )
