"""What earlier invoices already billed of a service, and which days are left."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from app.billing.invoice import Line
from app.tax.request import ChargeKind
from app.values.period import Period


@dataclass(frozen=True, slots=True, kw_only=True)
class BilledService:
    """One line of a service on an approved invoice that is not void; a credit has a negative price.

    Covers the days ``start`` up to ``end`` of a charge period of ``period_days``.
    """

    service_code: str
    start: date
    end: date
    quantity: Decimal
    unit_price: Decimal
    amount: Decimal
    period_days: int
    credit: bool = False
    """Gives unused days back, instead of billing days."""

    @property
    def period(self) -> Period:
        """The days it covers."""
        return Period(self.start, self.end)


def billed_service(line: Line) -> BilledService:
    """What a recurring or credit line of a service says about its days.

    Only for lines whose reference is a service's code.
    """
    return BilledService(
        service_code=line.reference,
        start=line.start,
        end=line.end,
        quantity=line.quantity,
        unit_price=line.unit_price,
        amount=line.amount,
        period_days=line.period_days,
        credit=line.kind is ChargeKind.CREDIT,
    )


def by_service(lines: Iterable[BilledService]) -> dict[str, list[BilledService]]:
    """The lines by service code."""
    found: dict[str, list[BilledService]] = {}
    for line in lines:
        found.setdefault(line.service_code, []).append(line)
    return found


def without(whole: Period, taken: Iterable[Period]) -> list[Period]:
    """The stretches of ``whole`` that none of ``taken`` covers, in order."""
    left = [whole] if whole.days else []
    for period in taken:
        left = [
            piece
            for stretch in left
            for piece in (
                Period(stretch.start, min(stretch.end, period.start)),
                Period(max(stretch.start, period.end), stretch.end),
            )
            if piece.days
        ]
    return left
