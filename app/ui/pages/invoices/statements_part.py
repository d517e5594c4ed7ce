"""Statements: who was billed in some days, each statement's page beside the list."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from app.operations.invoice_pack import save_file
from app.operations.make_statements import (
    StatementRow,
    Statements,
    list_statements,
    make_statements,
)
from app.progress import Silent
from app.ui import words
from app.ui.desk import Desk
from app.ui.grid.columns import GridColumn, Kind
from app.ui.grid.grid import Grid
from app.ui.page import Page
from app.ui.parts.pdf_view import PdfView, PrintWork, printed_words
from app.values.period import Period

SPANS = {"3": "Last 3 months", "6": "Last 6 months", "12": "Last 12 months", "0": "All time"}
_PAUSE_MS = 80
_MONTHS_A_YEAR = 12


class StatementsPart(QWidget):
    """The list of customers, with the statement of the one at hand."""

    told = Signal()
    """Other customers are listed or chosen."""

    def __init__(self, desk: Desk, page: Page) -> None:
        super().__init__()
        self.desk = desk
        self.page = page
        self._months = "3"
        columns = (
            GridColumn(
                key="customer", title="Customer", value=_customer, width=200, stretches=True
            ),
            GridColumn(key="account", title="Account", value=_account, width=84),
            GridColumn(key="count", title="Invoices", value=_count, kind=Kind.COUNT, width=84),
            GridColumn(
                key="billed",
                title="Billed",
                value=_billed,
                kind=Kind.MONEY,
                width=110,
                is_summed=True,
            ),
            GridColumn(
                key="owed",
                title="Owed",
                value=_owed,
                kind=Kind.MONEY,
                width=110,
                tip="As accounting says; empty while it says nothing",
            ),
            GridColumn(key="latest", title="Latest", value=_latest, kind=Kind.DAY, width=100),
        )
        self.grid = page.keep_layout(
            Grid("statements", columns, desk.tasks, noun="customer", find="Customer, account")
        )
        self.grid.model.identify = _account
        self.grid.add_combo("span", SPANS, self._choose, name="Invoices of")
        self.grid.empty.say(
            "No statements for these days",
            "A statement lists the invoices that were sent. Choose a longer time, or send some.",
            icon_name="file-text",
        )
        self.grid.selected.connect(self._selected)
        self.pdf = PdfView("Statement")
        self.pdf.print_wanted.connect(self._print)
        self._pack = PdfView("Statements to print")
        self._pack.setParent(self)
        self._pack.hide()
        self._pack.print_wanted.connect(self._print)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._draw)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(page.panes("statements", self.grid, self.pdf, parts=(60, 40)))
        self.setFocusProxy(self.grid)

    # ---- which days

    def _choose(self, months: str) -> None:
        self._months = months
        if self.desk.company is not None:
            self.read()

    @property
    def span(self) -> Period:
        """The days whose invoices are listed: whole months up to today's."""
        today = self.desk.clock.today(self.desk.zone)
        end = _first_of(today.year, today.month + 1)
        back = int(self._months)
        start = _first_of(today.year, today.month + 1 - back) if back else date(1990, 1, 1)
        return Period(start, end)

    @property
    def balances(self) -> Path | None:
        """The file of balances that was brought under Payments, while it is there."""
        kept = str(self.desk.kept("balances") or "")
        return Path(kept) if kept and Path(kept).is_file() else None

    # ---- reading

    def read(self) -> None:
        """Reads who was billed."""
        span, balances = self.span, self.balances
        self.desk.read(
            lambda office: list_statements(office, span, balances=balances),
            self._show,
            key="statements",
            failed=self.page.failed,
        )

    @Slot(object)
    def _show(self, found: object) -> None:
        if isinstance(found, list):
            self.grid.show_rows(found)
            if found and not self.grid.selected_rows():
                self.grid.view.select_line(0)
            self._selected([])

    @Slot(list)
    def _selected(self, _: list[object]) -> None:
        if self.grid.current_row() is None:
            self._pause.stop()
            self.pdf.say("Choose a customer to look at")
        else:
            self._pause.start()
        self.told.emit()

    @Slot()
    def _draw(self) -> None:
        row = self.grid.current_row()
        if not isinstance(row, StatementRow) or self.desk.company is None:
            return
        number, span, balances = row.account_number, self.span, self.balances
        self.desk.read(
            lambda office: make_statements(
                office, [number], span, balances=balances, progress=Silent()
            ),
            self._drawn,
            key=f"statement {id(self)}",
            failed=self._not_drawn,
        )

    @Slot(object)
    def _drawn(self, found: object) -> None:
        if isinstance(found, Statements):
            self.pdf.show_pdf(found.content, found.name)

    @Slot(object)
    def _not_drawn(self, error: object) -> None:
        self.pdf.say(str(error))

    # ---- many at once

    def chosen(self) -> list[str]:
        """The accounts that are selected; with one, all that are shown."""
        rows = self.grid.selected_rows()
        if len(rows) < 2:  # noqa: PLR2004  one row is where the keyboard stands
            rows = self.grid.model.rows_shown()
        return [row.account_number for row in rows if isinstance(row, StatementRow)]

    def print(self) -> None:
        """Prints the statements that are chosen."""
        self._make(self._to_printer)

    def save(self) -> None:
        """Saves the statements that are chosen as one PDF."""
        self._make(self._to_file)

    def _make(self, done: Callable[[object], None]) -> None:
        accounts, span, balances = self.chosen(), self.span, self.balances
        if accounts:
            self.desk.look(
                f"Drawing {words.plural(len(accounts), 'statement')}",
                lambda office, told: make_statements(
                    office, accounts, span, balances=balances, progress=told
                ),
                done,
                told=lambda found: f"{words.plural(len(found.accounts), 'statement')} drawn",
            )

    @Slot(object)
    def _to_printer(self, found: object) -> None:
        if isinstance(found, Statements):
            self._pack.show_pdf(found.content, found.name)
            self._pack.print_with_dialog()

    @Slot(object)
    def _to_file(self, found: object) -> None:
        if not isinstance(found, Statements):
            return
        text, _ = QFileDialog.getSaveFileName(
            self, f"Save {found.name}", f"{found.name}.pdf", "PDF (*.pdf)"
        )
        if text:
            path, content = Path(text), found.content
            self.desk.look(
                f"Saving {path.name}",
                lambda _o, _t: save_file(path, content),
                self._done,
                told=lambda _: f"{found.name} in {path}",
            )

    @Slot(object)
    def _print(self, work: object) -> None:
        if isinstance(work, PrintWork):
            self.desk.look(
                work.title, lambda _, told: work.run(told), self._done, told=printed_words
            )

    @Slot(object)
    def _done(self, _: object) -> None:
        """The history tells of it."""


def _first_of(year: int, month: int) -> date:
    """The first day of a month that may lie before January or after December."""
    years, place = divmod(month - 1, _MONTHS_A_YEAR)
    return date(year + years, place + 1, 1)


def _customer(row: StatementRow) -> object:
    return row.customer


def _account(row: StatementRow) -> str:
    return row.account_number


def _count(row: StatementRow) -> object:
    return row.invoices


def _billed(row: StatementRow) -> object:
    return row.billed


def _owed(row: StatementRow) -> object:
    return row.owed


def _latest(row: StatementRow) -> object:
    return row.latest
