"""Lists for the tests of the grid."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from app.ui.grid.columns import Editing, GridColumn, Kind
from app.ui.parts.badge import Badge


@dataclass(frozen=True, slots=True)
class Line:
    """One row."""

    key: int
    name: str
    number: str = "+13035550142"
    amount: Decimal | None = Decimal("1.50")
    on: date | None = date(2026, 10, 5)
    ticked: bool = False


def lines(count: int) -> list[Line]:
    return [Line(n, f"Line{n:03}", f"+1303555{n:04}", Decimal(n) / 4) for n in range(count)]


def named(*names: str) -> list[Line]:
    return [Line(place, name) for place, name in enumerate(names)]


def without_amount(line: Line) -> Line:
    return replace(line, amount=None)


COLUMNS = (
    GridColumn(key="name", title="Name", value=lambda r: r.name, stretches=True),
    GridColumn(key="number", title="Number", kind=Kind.NUMBER, value=lambda r: r.number),
    GridColumn(
        key="amount", title="A month", kind=Kind.MONEY, value=lambda r: r.amount, is_summed=True
    ),
    GridColumn(key="on", title="From", kind=Kind.DAY, value=lambda r: r.on),
    GridColumn(
        key="state", title="State", kind=Kind.BADGE, value=lambda _: Badge("Ready", "check", "ok")
    ),
)

EDITED = (
    GridColumn(key="key", title="Key", kind=Kind.COUNT, value=lambda r: r.key),
    GridColumn(key="name", title="Name", value=lambda r: r.name, edit=Editing()),
    GridColumn(key="number", title="Number", kind=Kind.NUMBER, value=lambda r: r.number),
    GridColumn(
        key="amount", title="A month", kind=Kind.MONEY, value=lambda r: r.amount, edit=Editing()
    ),
    GridColumn(key="on", title="From", kind=Kind.DAY, value=lambda r: r.on, edit=Editing()),
    GridColumn(
        key="ticked", title="Held", kind=Kind.CHECK, value=lambda r: r.ticked, edit=Editing()
    ),
)
