"""The announced universal service factors by quarter beside the company's own rates."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.operations.check_taxes import list_factors
from app.tax.usf_listing import FactorRow
from app.ui.desk import Desk
from app.ui.grid.columns import GridColumn, Kind
from app.ui.grid.grid import Grid
from app.ui.page import Page
from app.ui.parts.badge import Badge
from app.ui.parts.controls import label

_NOT_LAW: Final = (
    "Factors as they were announced, as far as they were found: a ceiling, never a statement of "
    "the law in force. Only your own FUSF rules bill. Import a table for the next quarter."
)
_OWN: Final = Badge("Covered", "circle-check", "ok", "Your own rules cover every day of it")
_GAP: Final = Badge("No rule", "triangle-alert", "warn", "Your own rules leave a day of it out")
_OVER: Final = Badge("Above", "octagon-alert", "bad", "Your rate is above the announced factor")


class FactorsPart(QWidget):
    """A list by quarter, the newest first."""

    def __init__(self, desk: Desk, page: Page) -> None:
        super().__init__()
        self.desk = desk
        columns = (
            GridColumn(key="quarter", title="Quarter", value=lambda r: r.quarter, width=90),
            GridColumn(key="state", title="Own rule", value=_badge, kind=Kind.BADGE, width=100),
            GridColumn(key="factor", title="Announced %", value=lambda r: _percent(r.factor)),
            GridColumn(key="own", title="Your rate %", value=lambda r: _percent(r.own_rate)),
            GridColumn(key="first", title="From", value=lambda r: r.first, kind=Kind.DAY),
            GridColumn(key="last", title="To", value=lambda r: r.last, kind=Kind.DAY),
            GridColumn(key="sure", title="How sure", value=lambda r: r.confidence or "unknown"),
            GridColumn(
                key="source", title="Read in", value=lambda r: r.source, width=240, stretches=True
            ),
        )
        self.grid = page.keep_layout(
            Grid("usf_factors", columns, desk.tasks, noun="quarter", find="Quarter, source")
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(label(_NOT_LAW, "muted", wraps=True))
        column.addWidget(self.grid, 1)
        self.setFocusProxy(self.grid)

    def read(self) -> None:
        """Reads the quarters."""
        self.desk.read(list_factors, self._show, key=f"factors {id(self)}")

    @Slot(object)
    def _show(self, found: object) -> None:
        if isinstance(found, Sequence):
            self.grid.show_rows(list(reversed(found)))


def _badge(row: FactorRow) -> Badge:
    if row.own_rate is not None and row.factor is not None and row.own_rate > row.factor:
        return _OVER
    return _OWN if row.own_row else _GAP


def _percent(part: Decimal | None) -> Decimal | None:
    return None if part is None else (part * 100).normalize()
