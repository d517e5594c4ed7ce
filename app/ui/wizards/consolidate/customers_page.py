"""Customer by customer: one invoice for everything, or telecom apart; and what would move."""

from decimal import Decimal

from PySide6.QtCore import Qt, Slot

from app.operations.preview_consolidation import ConsolidatedCustomer
from app.ui import words
from app.ui.grid.columns import GridColumn, Kind
from app.ui.grid.grid import Grid
from app.ui.parts.badge import Badge
from app.ui.parts.controls import beside
from app.ui.parts.key_button import KeyButton
from app.ui.wizards.consolidate.state import Consolidating
from app.ui.wizards.stepped_wizard import LEAVE, StepPage

_ONE = Badge("One invoice", "git-merge", "ok")
_APART = Badge("Telecom apart", "split", "idle")


class CustomersPage(StepPage):
    """The list of linked customers."""

    def __init__(self, state: Consolidating) -> None:
        super().__init__("Customers", "Who gets one invoice?")
        self.state = state
        columns = (
            GridColumn(key="name", title="Customer", value=_name, width=190, stretches=True),
            _money("time", "Time", _of("time")),
            _money("charge", "Charges", _of("charge")),
            _money("line", "Agreements", _of("agreement_line")),
            _money("moved", "Would move", _moved),
            _money("stays", "Stays", _stays),
            GridColumn(key="how", title="Invoice", value=self._how, kind=Kind.BADGE, width=142),
            GridColumn(key="new", title="", value=self._is_new, kind=Kind.BADGE, width=84),
        )
        self.grid = Grid(
            "consolidation", columns, state.desk.tasks, noun="customer", find="Customer"
        )
        self.grid.view.letters = frozenset({"o", "t", "space"})
        self.grid.model.identify = _account
        for button in (self.grid.columns_button, self.grid.export_button):
            button.hide()
        self.grid.letter.connect(self._letter)
        self.grid.opened.connect(self._turn)
        self.grid.selected.connect(self._dress)
        self.grid.empty.say(
            "No customer is linked with a PSA yet",
            "Map the customers of your PSA first; then their charges can be taken over.",
            icon_name="users",
        )
        self.one = KeyButton("One invoice", key="O", icon_name="git-merge")
        self.apart = KeyButton("Telecom apart", key="T", icon_name="split")
        self.one.clicked.connect(self.choose_one)
        self.apart.clicked.connect(self.choose_apart)
        self.body.addWidget(self.grid, 1)
        self.body.addLayout(beside(self.one, self.apart, None))
        state.read_again.connect(self._show)
        state.chosen.connect(self._show)

    def enter(self) -> None:
        """The keyboard goes into the list."""
        if self.state.preview is None:
            self.state.read()
        self._show()
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def note(self) -> str:
        """The keys of the list."""
        return f"O: one invoice. T: telecom apart. Ctrl+A chooses all. {LEAVE}"

    @Slot()
    def _show(self) -> None:
        self.grid.show_rows(self.state.customers)
        if self.state.customers and not self.grid.selected_rows():
            self.grid.view.select_line(0)
        preview = self.state.preview
        month = words.period(preview.period) if preview else ""
        changed = len(self.state.changes)
        told = f"{words.plural(changed, 'customer')} would change." if changed else "Nothing yet."
        self.line.setText(f"What would move is shown by {month}. {told}")
        self._dress()
        self.said.emit()

    @Slot()
    def _dress(self, _: object = None) -> None:
        rows = self._rows()
        self.one.setEnabled(any(not self.state.is_one(row) for row in rows))
        self.apart.setEnabled(any(self.state.is_one(row) for row in rows))

    def _rows(self) -> list[ConsolidatedCustomer]:
        rows = self.grid.selected_rows()
        return [row for row in rows if isinstance(row, ConsolidatedCustomer)]

    @Slot()
    def choose_one(self) -> None:
        """One invoice for everything, for those selected."""
        self.state.choose(self._rows(), one=True)

    @Slot()
    def choose_apart(self) -> None:
        """Telecom on an invoice of its own, for those selected."""
        self.state.choose(self._rows(), one=False)

    @Slot(str, list)
    def _letter(self, letter: str, _: list[object]) -> None:
        if letter == "space":
            self._turn()
        elif letter == "o":
            self.choose_one()
        else:
            self.choose_apart()

    @Slot(object)
    def _turn(self, _: object = None) -> None:
        rows = self._rows()
        if rows:
            self.state.choose(rows, one=not self.state.is_one(rows[0]))

    def _how(self, row: ConsolidatedCustomer) -> Badge:
        return _ONE if self.state.is_one(row) else _APART

    def _is_new(self, row: ConsolidatedCustomer) -> Badge | None:
        is_new = row.account.account_number in self.state.one
        return Badge("New", "pencil", "run", "Chosen here, not applied yet") if is_new else None


def _money(key: str, title: str, value: object) -> GridColumn:
    return GridColumn(
        key=key,
        title=title,
        value=value,  # type: ignore[arg-type]
        kind=Kind.MONEY,
        width=96,
        is_summed=True,
    )


def _of(kind: str) -> object:
    def amount(row: ConsolidatedCustomer) -> Decimal | None:
        return sum((t.amount for t in row.things if t.kind == kind), Decimal(0)) or None

    return amount


def _name(row: ConsolidatedCustomer) -> str:
    return row.account.name


def _account(row: ConsolidatedCustomer) -> str:
    return row.account.account_number


def _moved(row: ConsolidatedCustomer) -> Decimal:
    return row.moved


def _stays(row: ConsolidatedCustomer) -> Decimal | None:
    return row.stays or None
