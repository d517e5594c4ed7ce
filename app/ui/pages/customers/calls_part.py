"""The calls of a customer in a period, page by page."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.operations.browse_usage.calls import CallRow, CallsWanted, calls_page, calls_sums
from app.operations.office import Office
from app.ui import words
from app.ui.desk import Desk
from app.ui.grid.columns import GridColumn, Kind
from app.ui.grid.grid import Grid
from app.ui.grid.source import Page as RowsPage
from app.ui.grid.source import PageWish
from app.ui.pages.usage.causes import CLASSES, state_badge


@dataclass(frozen=True, slots=True)
class _Reading:
    """Reads pages of one customer's calls on a worker's thread."""

    office: Office
    account_number: str

    def page(self, wish: PageWish) -> RowsPage:
        """A page as the grid wishes it."""
        wanted = CallsWanted(
            text=wish.text,
            period=dict(wish.filters).get("period", ""),
            account_number=self.account_number,
        )
        rows = calls_page(
            self.office,
            wanted,
            order=wish.sorting.key if wish.sorting else "",
            falls=wish.sorting.falls if wish.sorting else True,
            first=wish.first,
            count=wish.count,
        )
        if not wish.with_total:
            return RowsPage(wish.first, rows, 0)
        sums = calls_sums(self.office, wanted)
        return RowsPage(
            wish.first, rows, sums.calls, {"charge": sums.charge, "length": sums.seconds}
        )


class CallsPart(QWidget):
    """The calls of one customer."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.grid = Grid(
            "customer_calls", _columns(self), desk.tasks, noun="call", find="Number in any writing"
        )
        self.grid.model.identify = _identity
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.grid)
        self.period_box = self.grid.add_combo(
            "period", {"": "All months"}, self._filter, name="Month"
        )
        self.setFocusProxy(self.grid)

    def show_customer(self, account_number: str, name: str, period: str) -> None:
        """Shows the calls of a customer; of the period that is worked on at first."""
        company = self.desk.company
        if company is None:
            return
        model = self.grid.model
        model.zone = self.desk.zone
        model.masked = not self.desk.unmasked
        box = self.period_box
        months = list(dict.fromkeys((period, *company.facts.periods)))
        known = [str(box.itemData(at)) for at in range(box.count())]
        if known != ["", *months]:
            box.blockSignals(True)  # noqa: FBT003  Qt's
            kept = str(box.currentData() or period)
            box.clear()
            box.addItem("All months", "")
            for each in months:
                box.addItem(words.period(each), each)
            box.setCurrentIndex(max(0, box.findData(kept)))
            box.blockSignals(False)  # noqa: FBT003  Qt's
        chosen = str(box.currentData() or "")
        model.filters = (("period", chosen),) if chosen else ()
        self.grid.empty.say(
            f"No calls of {name} yet",
            "Drop call files on the window; calls of their numbers come here.",
            icon_name="activity",
        )
        model.show_pages(_Reading(self.desk.office, account_number).page)

    def _filter(self, period: str) -> None:
        if self.grid.model.is_paged:
            self.grid.model.filters = (("period", period),) if period else ()
            self.grid.model.arrange()


def _identity(row: CallRow) -> int:
    return row.id


def _party(text: str, *, masked: bool) -> str:
    return words.telephone(text, masked=masked) if text.startswith("+") else text


def _columns(part: CallsPart) -> tuple[GridColumn, ...]:
    def caller(row: CallRow) -> str:
        is_own = row.caller == row.number
        return _party(row.caller, masked=not is_own and not part.desk.unmasked)

    def called(row: CallRow) -> str:
        is_own = row.called == row.number
        return _party(row.called, masked=not is_own and not part.desk.unmasked)

    return (
        GridColumn(
            key="started",
            title="Started",
            value=lambda row: row.started_at,
            kind=Kind.MOMENT,
            width=150,
        ),
        GridColumn(key="caller", title="From", value=caller, width=130),
        GridColumn(key="called", title="To", value=called, width=130, stretches=True),
        GridColumn(key="class", title="Kind", value=lambda row: CLASSES[row.call_class], width=110),
        GridColumn(
            key="length",
            title="Length",
            value=lambda row: row.seconds,
            kind=Kind.LENGTH,
            width=90,
            is_summed=True,
        ),
        GridColumn(
            key="charge",
            title="Charge",
            value=lambda row: row.charge,
            kind=Kind.EXACT,
            width=90,
            is_summed=True,
            tip=_TIP,
        ),
        GridColumn(
            key="state",
            title="State",
            value=lambda row: state_badge(row.status, row.reason),
            kind=Kind.BADGE,
            width=110,
        ),
    )


_TIP: Final = "Before included minutes and tiers, which are worked out over the period"
