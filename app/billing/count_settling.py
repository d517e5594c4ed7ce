"""What settling a count changes of services: so many are billed from a day on, some free."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from app.billing.counts import CountAction, CountRow
from app.billing.quantity_change import changed_service, free_code, in_force
from app.customers.product import Product
from app.customers.service import Service
from app.values.money import ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeUntil:
    """Until when what is beyond the contract costs nothing, and why."""

    until: date
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SettledServices:
    """Rows to be written, and which service goes on as which."""

    rows: tuple[Service, ...]
    succeeded: Mapping[str, str] = field(default_factory=dict)


def settled_services(
    services: Sequence[Service],
    *,
    row: CountRow,
    product: Product,
    action: CountAction,
    day: date,
    free: FreeUntil | None,
    codes: Collection[str],
    counted_on: date | None = None,
) -> SettledServices | None:
    """The rows that settle a count; None where there is no service that could be changed.

    ``services``: the account's, all of them; ``codes``: of every service there is. ``counted_on``:
    the day whose services the count is of, where that is not ``day``: what begins between the two
    is counted already.
    """
    last = max(counted_on or day, day)
    running = sorted(
        (
            each
            for each in services
            if each.product_code == product.product_code and in_force(each, last)
        ),
        key=lambda each: (-each.quantity, each.service_code),
    )
    held = sum((each.quantity for each in running), ZERO)
    contract = ZERO if row.contract is None else row.contract
    wanted = {
        CountAction.BILL_PROVISIONED: row.provisioned,
        CountAction.LOWER: row.provisioned,
        CountAction.BILL_CONTRACTED: contract,
        CountAction.FREE: min(contract, row.provisioned),
    }[action]
    surplus = max(row.provisioned - contract, ZERO) if action is CountAction.FREE else ZERO
    if not running:
        return None if wanted or surplus else SettledServices(rows=())
    rows, succeeded = _to_quantity(running, wanted - held, day=day, codes=codes)
    if free is not None and surplus:
        taken = {*codes, *rows}
        for each in _free_rows(running[0], surplus, day=day, free=free, taken=taken):
            rows[each.service_code] = each
    return SettledServices(rows=tuple(rows.values()), succeeded=succeeded)


def _to_quantity(
    running: Sequence[Service], change: Decimal, *, day: date, codes: Collection[str]
) -> tuple[dict[str, Service], dict[str, str]]:
    """So many more or less of them: more of the largest; less of one after the other."""
    rows: dict[str, Service] = {}
    succeeded: dict[str, str] = {}
    for each in running:
        if not change:
            break
        quantity = each.quantity + change if change > 0 else max(each.quantity + change, ZERO)
        made = changed_service(
            each,
            quantity=quantity,
            unit_price=each.unit_price,
            day=max(day, each.starts_on),
            taken={*codes, *rows},
        )
        rows |= {row.service_code: row for row in made}
        succeeded[each.service_code] = made[-1].service_code
        change -= quantity - each.quantity
    return rows, succeeded


def _free_rows(
    pattern: Service, surplus: Decimal, *, day: date, free: FreeUntil, taken: set[str]
) -> tuple[Service, Service]:
    """The surplus without a price until the day, and with its price from that day on."""
    code = free_code(f"{pattern.service_code}-FREE", taken)
    gratis = replace(
        pattern,
        service_code=code,
        quantity=surplus,
        unit_price=ZERO,
        starts_on=day,
        ends_on=free.until,
        contract_line=None,
    )
    paid = replace(
        pattern,
        service_code=free_code(f"{pattern.service_code}-AFTER", {*taken, code}),
        quantity=surplus,
        starts_on=free.until,
        contract_line=None,
    )
    return gratis, paid
