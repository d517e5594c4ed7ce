"""The list of all invoices below what is owed, what was sent and what was refused."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from app.operations.browse_invoices import InvoiceList, InvoiceRow, list_invoices
from app.operations.office import Office
from app.operations.sync_states import SyncState, sync_states
from app.ui import words
from app.ui.desk import Desk
from app.ui.grid.grid import Grid
from app.ui.page import Page
from app.ui.pages.invoices.ageing_card import AgeingCard
from app.ui.pages.invoices.columns import invoice_columns
from app.ui.pages.invoices.invoice_pane import InvoicePane
from app.ui.pages.invoices.mail_card import MailCard
from app.ui.pages.invoices.problem_card import ProblemCard
from app.ui.pages.invoices.telling import FILTERS, fits, standing_of
from app.ui.parts.badge import Badge
from app.ui.parts.controls import beside
from app.ui.parts.sync_badge import sync_badge

PERIODS = {"": "All months", "chosen": "This month", "open": "Open and this month"}


class ListPart(QWidget):
    """Every invoice, the one at hand beside it."""

    told = Signal()
    """Something is listed or chosen that the buttons depend on."""

    def __init__(self, desk: Desk, page: Page) -> None:
        super().__init__()
        self.desk = desk
        self.page = page
        self.found: InvoiceList | None = None
        self.states: dict[str, SyncState] = {}
        """By number, how each stands at the books."""
        self._wanted = ""
        self._month = ""
        self._state = ""
        self.ageing = AgeingCard()
        self.mail = MailCard()
        self.problems = ProblemCard()
        self.grid = page.keep_layout(
            Grid(
                "invoices",
                invoice_columns(desk.zone, self._sync_badge),
                desk.tasks,
                noun="invoice",
                find="Number, customer, amount",
            )
        )
        self.grid.model.identify = _identity
        self.grid.model.keep = self._fits
        self.grid.add_combo("month", PERIODS, self._choose_month, name="Months shown")
        self.grid.add_combo("mail", FILTERS, self._choose_state, name="States shown")
        self.pane = InvoicePane(desk)
        self.grid.selected.connect(self._selected)
        self._build(page)

    def _build(self, page: Page) -> None:
        head = QWidget()
        cards = beside(self.ageing, self.mail, spacing=12)
        cards.setStretch(0, 3)
        cards.setStretch(1, 2)
        head.setLayout(cards)
        head.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        left = QWidget()
        rows = QVBoxLayout(left)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(12)
        rows.addWidget(head)
        rows.addWidget(self.grid, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self.problems.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        column.addWidget(self.problems)
        column.addWidget(page.panes("invoices", left, self.pane, parts=(67, 33)), 1)
        self.setFocusProxy(self.grid)

    # ---- reading

    def read(self) -> None:
        """Reads all invoices."""
        month = words.period(self.desk.period)
        self.grid.empty.say(
            "No invoices yet",
            f"They stand here once the bills of a month are approved. {month} waits under Bills.",
            icon_name="file-text",
            button="Go to Bills",
            on_press=self._to_bills,
        )
        self.desk.read(_invoice_states, self._show_states, key="invoice states")
        self.desk.read(list_invoices, self._show, key="invoices", failed=self.page.failed)

    @Slot(object)
    def _show_states(self, found: object) -> None:
        """The column of the books comes into view with the first connection."""
        before, self.states = bool(self.states), found if isinstance(found, dict) else {}
        if bool(self.states) != before:
            keys = [each.key for each in self.grid.model.columns]
            self.grid.view.setColumnHidden(keys.index("sync"), not self.states)
        self.grid.view.viewport().update()
        self.pane.show_states(self.states)

    def _sync_badge(self, row: InvoiceRow) -> Badge | None:
        state = self.states.get(row.invoice_number)
        return sync_badge(state, self.desk.zone) if state is not None else None

    def _to_bills(self) -> None:
        self.page.go.emit("bills", "review")

    @Slot(object)
    def _show(self, found: object) -> None:
        if not isinstance(found, InvoiceList):
            return
        self.found = found
        self.ageing.show_ageing(found)
        self.mail.show_month(words.period(self.month), self.of_month())
        self.problems.show_rows(found.rows)
        self.grid.show_rows(found.rows)
        if self._wanted:
            self.show_invoice(self._wanted)
        elif found.rows and not self.grid.selected_rows():
            self.grid.view.select_line(0)
        self._selected([])

    @property
    def rows(self) -> Sequence[InvoiceRow]:
        """Every invoice."""
        return self.found.rows if self.found is not None else ()

    @property
    def month(self) -> str:
        """The month worked on, if it was billed; else the newest that was."""
        if self.desk.period in {row.period for row in self.rows}:
            return self.desk.period
        return max((row.period for row in self.rows), default=self.desk.period)

    def of_month(self) -> list[InvoiceRow]:
        """The invoices of that month."""
        return [row for row in self.rows if row.period == self.month]

    def of_standing(self, *wanted: str) -> list[InvoiceRow]:
        """All invoices whose way out is so."""
        return [row for row in self.rows if standing_of(row) in wanted]

    def show_invoice(self, number: str) -> None:
        """Puts the keyboard on an invoice, as soon as it is listed."""
        self._wanted = number
        if self.found is None:
            return
        if not self.grid.select_where(lambda row: row.invoice_number == number):
            self.grid.show_all()
            self.grid.select_where(lambda row: row.invoice_number == number)
        self._wanted = ""

    # ---- filters

    def _fits(self, row: InvoiceRow) -> bool:
        in_month = self._month == "" or row.period == self.month
        if self._month == "open":
            in_month = in_month or bool(row.open)
        return in_month and fits(row, self._state)

    def _choose_month(self, value: str) -> None:
        self._month = value
        self.grid.model.arrange()

    def _choose_state(self, value: str) -> None:
        self._state = value
        self.grid.model.arrange()

    def filter_state(self, value: str) -> None:
        """Shows the invoices of one state of all months."""
        for key, wanted in (("month", ""), ("mail", value)):
            box = self.grid.combos[key]
            box.setCurrentIndex(box.findData(wanted))

    # ---- what is chosen

    def current(self) -> InvoiceRow | None:
        """The invoice the keyboard is on."""
        row = self.grid.current_row()
        return row if isinstance(row, InvoiceRow) else None

    def chosen(self) -> list[InvoiceRow]:
        """The invoices that are selected; with one, the one the keyboard is on."""
        rows = [row for row in self.grid.selected_rows() if isinstance(row, InvoiceRow)]
        row = self.current()
        return rows or ([row] if row is not None else [])

    @Slot(list)
    def _selected(self, _: list[object]) -> None:
        self.pane.show_row(self.current())
        self.told.emit()

    def next_need(self, step: int = 1) -> bool:
        """Goes to the next invoice whose mail needs a person, with -1 to the one before."""
        needing = self.of_standing("refused", "unknown")
        if not needing:
            return False
        row = self.current()
        place = needing.index(row) + step if row in needing else min(step, 0)
        self.show_invoice(needing[place % len(needing)].invoice_number)
        self.grid.view.setFocus()
        return True


def _invoice_states(office: Office) -> dict[str, SyncState]:
    return sync_states(office, "invoice")


def _identity(row: InvoiceRow) -> int:
    return row.id
