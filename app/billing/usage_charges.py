"""Rated usage to invoice lines: one per usage product, location and call class.

Calls are rated one by one elsewhere; here their exact sums are rounded to cents, once
(``setup-workbook.md``, how a call is priced, 9).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from app.billing.cycle import bill_period
from app.billing.invoice import Line, UsageCounts
from app.customers.product import Product
from app.tax.request import ChargeKind
from app.values.money import cents

CLASS_WORDS: Final = {
    "intrastate": "Long distance, in state",
    "interstate": "Long distance, state to state",
    "indeterminate": "Long distance, place not known",
    "inbound": "Incoming",
    "toll_free_inbound": "Toll-free, incoming",
    "international": "International",
    "premium": "Premium numbers",
    "directory_assistance": "Directory assistance",
    "other": "Other calls",
}
"""What a call class is called on an invoice, in the order in which classes stand there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UsageSum:
    """The rated calls of one account, location, usage product and call class in a bill period."""

    account_number: str
    location_code: str
    usage_product: str
    call_class: str
    calls: int
    billed_seconds: int
    allowance_seconds: int
    exact: Decimal
    """Sum of the calls' charges, not rounded to cents."""
    label: str
    """The bill period in which the calls began."""
    late: bool = False
    """Of a period before the run's, whose own run is final."""


def usage_lines(
    sums: Iterable[UsageSum], *, products: Mapping[str, Product], cycle_day: int
) -> list[Line]:
    """The usage lines of one account, by product and call class; late calls on lines of their own.

    Sums of the same calls' kind are added before they are rounded.
    """
    return [
        _line(usage, products[usage.usage_product], cycle_day=cycle_day)
        for usage in sorted(_added(sums), key=_order)
        if is_billed(usage)
    ]


def is_billed(usage: UsageSum) -> bool:
    """Whether the calls get a line: always when there are any, also when they cost nothing.

    Included minutes and free calls in are service that was given: the customer sees that it was
    counted, per-minute fees are taken on it, and the invoice can be 0.00.
    """
    return usage.calls > 0


def _added(sums: Iterable[UsageSum]) -> Iterable[UsageSum]:
    found: dict[tuple[object, ...], UsageSum] = {}
    for usage in sums:
        key = _order(usage)
        before = found.get(key)
        found[key] = usage if before is None else _add(before, usage)
    return found.values()


def _add(first: UsageSum, second: UsageSum) -> UsageSum:
    return UsageSum(
        account_number=first.account_number,
        location_code=first.location_code,
        usage_product=first.usage_product,
        call_class=first.call_class,
        calls=first.calls + second.calls,
        billed_seconds=first.billed_seconds + second.billed_seconds,
        allowance_seconds=first.allowance_seconds + second.allowance_seconds,
        exact=first.exact + second.exact,
        label=first.label,
        late=first.late,
    )


def _order(usage: UsageSum) -> tuple[str, str, str, int, str, bool]:
    classes = list(CLASS_WORDS)
    return (
        usage.account_number,
        usage.location_code,
        usage.usage_product,
        classes.index(usage.call_class),
        usage.label,
        usage.late,
    )


def _line(usage: UsageSum, product: Product, *, cycle_day: int) -> Line:
    amount = cents(usage.exact)
    days = bill_period(usage.label, cycle_day)
    return Line(
        kind=ChargeKind.USAGE,
        account_number=usage.account_number,
        product_code=product.product_code,
        gl_code=product.gl_code,
        tax_category=product.tax_category,
        location_code=usage.location_code,
        description=f"{product.name}: {CLASS_WORDS[usage.call_class]}",
        quantity=Decimal(1),
        unit_price=amount,
        amount=amount,
        start=days.start,
        end=days.end,
        reference="",
        covered_days=days.days,
        period_days=days.days,
        late=usage.late,
        usage=UsageCounts(
            call_class=usage.call_class,
            calls=usage.calls,
            billed_seconds=usage.billed_seconds,
            allowance_seconds=usage.allowance_seconds,
            exact=usage.exact,
        ),
    )
