"""Decks and their rates, read page by page; a prefix or destination is found while typing."""

from dataclasses import dataclass, field
from datetime import date
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.operations.browse_rates import (
    DeckHead,
    RateSetup,
    RatesWanted,
    rates_count,
    rates_page,
)
from app.operations.office import Office
from app.ui import words
from app.ui.desk import Desk
from app.ui.grid.columns import GridColumn, Kind
from app.ui.grid.grid import Grid
from app.ui.grid.source import Page as RowsPage
from app.ui.grid.source import PageWish
from app.ui.page import Page
from app.ui.parts.controls import Card, label


@dataclass(slots=True)
class _Reading:
    """Reads pages of one deck on a worker's thread."""

    office: Office
    deck_code: str
    on: date | None
    _counts: dict[RatesWanted, int] = field(default_factory=dict)

    def page(self, wish: PageWish) -> RowsPage:
        """A page as the grid wishes it."""
        day = self.on if dict(wish.filters).get("on") else None
        wanted = RatesWanted(deck_code=self.deck_code, text=wish.text, on=day)
        rows = rates_page(
            self.office,
            wanted,
            order=wish.sorting.key if wish.sorting else "",
            falls=wish.sorting.falls if wish.sorting else False,
            first=wish.first,
            count=wish.count,
        )
        if not wish.with_total:
            return RowsPage(wish.first, rows, 0)
        if wanted not in self._counts:
            self._counts[wanted] = rates_count(self.office, wanted)
        return RowsPage(wish.first, rows, self._counts[wanted], {})


class DecksPart(QWidget):
    """The decks at the left, the rates of the one chosen at the right."""

    def __init__(self, desk: Desk, page: Page) -> None:
        super().__init__()
        self.desk = desk
        self.setup: RateSetup | None = None
        self._shown: tuple[DeckHead, date] | None = None
        self.grid = page.keep_layout(
            Grid("decks", _DECKS, desk.tasks, noun="deck", find="Deck's code")
        )
        self.grid.model.identify = lambda row: row.deck_code
        self.grid.selected.connect(self._selected)
        self.title = label("", "pane", wraps=True)
        self.rates = page.keep_layout(
            Grid("rates", _RATES, desk.tasks, noun="rate", find="Prefix, or a part of a place")
        )
        self.rates.add_combo(
            "on", {"": "All days", "today": "In force today"}, self._keep, name="Days"
        )
        pane = Card()
        pane.rows.addWidget(self.title)
        pane.rows.addWidget(self.rates, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(page.panes("decks", self.grid, pane, parts=(32, 68)))
        self.setFocusProxy(self.grid)

    def show_setup(self, setup: RateSetup) -> None:
        """Shows the decks."""
        self.setup = setup
        self._shown = None
        self.grid.empty.say(
            "No deck yet", "Import a deck: a sheet of prefixes with a price a minute."
        )
        self.grid.show_rows(setup.decks)
        if setup.decks and self.grid.current_row() is None:
            self.grid.select_where(lambda _: True)
        self._selected()

    @property
    def deck(self) -> DeckHead | None:
        """The deck chosen."""
        row = self.grid.current_row()
        return row if isinstance(row, DeckHead) else None

    @Slot()
    def _selected(self, _: object = None) -> None:
        deck, setup = self.deck, self.setup
        if deck is None or setup is None:
            self.title.setText("Choose a deck to see its rates")
            return
        plans = sum(each.deck_code == deck.deck_code for each in setup.plans)
        self.title.setText(f"{deck.deck_code}, priced by {words.plural(plans, 'plan')}")
        if self._shown != (deck, setup.today):
            self._shown = (deck, setup.today)
            reading = _Reading(self.desk.office, deck.deck_code, setup.today)
            self.rates.model.show_pages(reading.page)

    def _keep(self, value: str) -> None:
        self.rates.model.filters = (("on", value),) if value else ()
        self.rates.model.arrange()

    def show_deck(self, code: str) -> None:
        """Makes a deck the current one."""
        self.grid.select_where(lambda each: each.deck_code == code)


_DECKS: Final = (
    GridColumn(key="code", title="Deck", value=lambda r: r.deck_code, width=120, stretches=True),
    GridColumn(
        key="prefixes", title="Prefixes", value=lambda r: r.prefixes, kind=Kind.COUNT, width=80
    ),
    GridColumn(
        key="change", title="Newest", value=lambda r: r.last_change, kind=Kind.DAY, width=100
    ),
    GridColumn(key="first", title="From", value=lambda r: r.first, kind=Kind.DAY, is_hidden=True),
    GridColumn(
        key="rates", title="Rates", value=lambda r: r.rates, kind=Kind.COUNT, is_hidden=True
    ),
    GridColumn(key="high", title="Highest", value=lambda r: r.highest, kind=Kind.RATE, width=84),
)
_RATES: Final = (
    GridColumn(key="prefix", title="Prefix", value=lambda r: r.prefix, width=90),
    GridColumn(
        key="destination",
        title="Destination",
        value=lambda r: r.destination or "",
        width=170,
    ),
    GridColumn(key="rate", title="A minute", value=lambda r: r.rate, kind=Kind.RATE, width=84),
    GridColumn(
        key="inter",
        title="Other state",
        value=lambda r: r.interstate_rate,
        kind=Kind.RATE,
        width=92,
        is_sortable=False,
    ),
    GridColumn(
        key="intra",
        title="In the state",
        value=lambda r: r.intrastate_rate,
        kind=Kind.RATE,
        width=92,
        is_sortable=False,
    ),
    GridColumn(
        key="valid_from", title="From", value=lambda r: r.valid_from, kind=Kind.DAY, width=104
    ),
    GridColumn(
        key="valid_to",
        title="Until",
        value=lambda r: r.valid_to,
        kind=Kind.DAY,
        width=104,
        tip="The first day on which it no longer holds",
    ),
)
