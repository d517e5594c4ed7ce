"""Rate plans; the periods, tiers and customers of the one chosen at the right."""

from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.operations.browse_rates import PlanUser, RateSetup
from app.rating.plan import RATE_PERIODS, RATE_PLANS, RATE_TIERS, RatePlan
from app.ui import words
from app.ui.desk import Desk
from app.ui.dialogs.plan_dialog import plan_dialog
from app.ui.grid.columns import GridColumn, Kind
from app.ui.grid.grid import Grid
from app.ui.page import Page, Tabs
from app.ui.pages.customers.cells import Cell, Entry
from app.ui.pages.customers.sheet_grid import SheetGrid
from app.ui.pages.taxes.setup_part import exact_column
from app.ui.parts.controls import Button, Card, beside, label


class PlansPart(QWidget):
    """The plans at the left, what belongs to one at the right."""

    customer_wanted = Signal(str)

    def __init__(self, desk: Desk, page: Page) -> None:
        super().__init__()
        self.desk = desk
        self.page = page
        self.setup: RateSetup | None = None
        self.grid = SheetGrid(desk, RATE_PLANS, _PLANS, noun="plan", find="Code, name, deck")
        self.grid.selected.connect(self._selected)
        self.grid.edit_asked.connect(self.edit)
        self.grid.opened.connect(self._opened)
        self.title = label("", "pane", wraps=True)
        self.facts = label("", "muted", wraps=True)
        self.edit_button = Button("All fields…", icon_name="pencil", on_press=self.edit_current)
        self.periods = SheetGrid(desk, RATE_PERIODS, _PERIODS, noun="period", find="Name")
        self.tiers = SheetGrid(desk, RATE_TIERS, _TIERS, noun="tier", find="Kind")
        self.users = Grid("plan_users", _USERS, desk.tasks, noun="customer", find="Customer")
        self.users.opened.connect(self._open_user)
        for part in (self.periods, self.tiers):
            part.new_cells = self._own_plan
        for grid in (self.grid, self.periods, self.tiers, self.users):
            page.keep_layout(grid)
        self.tabs = Tabs("Parts of the plan")
        for title, grid in (
            ("Customers", self.users),
            ("Periods", self.periods),
            ("Tiers", self.tiers),
        ):
            self.tabs.add(title, grid)
        pane = Card()
        pane.rows.addWidget(self.title)
        pane.rows.addWidget(self.facts)
        pane.rows.addLayout(beside(self.edit_button, None))
        pane.rows.addWidget(self.tabs, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(page.panes("plans", self.grid, pane, parts=(60, 40)))
        self.setFocusProxy(self.grid)

    def show_setup(self, setup: RateSetup) -> None:
        """Shows the plans."""
        self.setup = setup
        if not setup.plans:
            self.grid.empty.say("No plan yet", "A plan says how a customer's calls are priced.")
        self.grid.show_entries([Entry(each) for each in setup.plans], today=setup.today)
        if setup.plans and self.grid.current_row() is None:
            self.grid.select_where(lambda _: True)
        self._selected()

    @property
    def plan(self) -> RatePlan | None:
        """The plan chosen."""
        entry = self.grid.current_row()
        row = entry.row if isinstance(entry, Entry) else None
        return row if isinstance(row, RatePlan) else None

    def _own_plan(self) -> dict[str, str]:
        return {"plan_code": self.plan.plan_code} if self.plan is not None else {}

    @Slot()
    def _selected(self, _: object = None) -> None:
        plan, setup = self.plan, self.setup
        self.edit_button.setEnabled(plan is not None)
        if plan is None or setup is None:
            self.title.setText("Choose a plan to see whose calls it prices")
            self.facts.setText("")
            return
        users = setup.users.get(plan.plan_code, ())
        self.title.setText(plan.name)
        self.facts.setText(plan_words(plan))
        periods = [each for each in setup.periods if each.plan_code == plan.plan_code]
        tiers = [each for each in setup.tiers if each.plan_code == plan.plan_code]
        self.periods.empty.say("The whole week costs the same", "Add a period to make it differ.")
        self.tiers.empty.say("No tier", "Every minute of the month costs the same.")
        self.users.empty.say("Nobody has this plan", "Give it to a number under Customers.")
        self.periods.show_entries([Entry(each) for each in periods], today=setup.today)
        self.tiers.show_entries([Entry(each) for each in tiers], today=setup.today)
        self.users.show_rows(users)
        for title, many in (
            ("Customers", len(users)),
            ("Periods", len(periods)),
            ("Tiers", len(tiers)),
        ):
            self.tabs.count(title, many)

    @Slot(object)
    def _opened(self, entry: object) -> None:
        if isinstance(entry, Entry) and entry.row is not None:
            self.edit(entry.row)

    @Slot()
    def edit_current(self) -> None:
        """Opens all fields of the plan chosen."""
        if self.plan is not None:
            self.edit(self.plan)

    @Slot(object)
    def edit(self, row: object) -> None:
        """Opens all fields of a plan."""
        if isinstance(row, RatePlan) and self.setup is not None:
            plan_dialog(self.desk, row, self.setup, parent=self).open()

    @Slot(object)
    def _open_user(self, row: object) -> None:
        if isinstance(row, PlanUser):
            self.customer_wanted.emit(row.account_number)


def plan_words(plan: RatePlan) -> str:
    """A plan in a few words."""
    seconds = f"{plan.initial_seconds}/{plan.increment_seconds} seconds"
    found = [f"Deck {plan.deck_code} times {plan.deck_multiplier.normalize():f}, {seconds}"]
    if plan.allowance_minutes:
        each = "each number" if plan.allowance_scope == "number" else "the account"
        found.append(f"{plan.allowance_minutes.normalize():f} minutes included for {each}")
    if plan.connect_fee:
        found.append(f"{words.rate(plan.connect_fee)} to connect")
    if plan.on_net == "free":
        found.append("calls between own numbers free")
    return "; ".join(found) + "."


_PLANS: Final[tuple[Cell | GridColumn, ...]] = (
    Cell(field="plan_code", title="Plan", width=110, only_new=True),
    Cell(field="name", title="Name", width=200),
    Cell(field="deck_code", title="Deck", width=100),
    Cell(field="initial_seconds", title="First s", width=60),
    Cell(field="increment_seconds", title="Then s", width=60),
    Cell(field="deck_multiplier", title="Times", width=60),
    Cell(field="allowance_minutes", title="Minutes", width=74),
    Cell(field="usage_product", title="Billed as", width=100),
    exact_column(
        RATE_PLANS, Cell(field="inbound_rate", title="Calls in", width=80, is_hidden=True)
    ),
    exact_column(
        RATE_PLANS, Cell(field="toll_free_rate", title="Toll-free in", width=90, is_hidden=True)
    ),
    exact_column(
        RATE_PLANS, Cell(field="connect_fee", title="To connect", width=90, is_hidden=True)
    ),
    Cell(field="minimum_charge", title="At least", width=90, is_hidden=True),
    Cell(field="maximum_charge", title="At most", width=90, is_hidden=True),
    Cell(field="on_net", title="Own numbers", width=100, is_hidden=True),
)
_PERIODS: Final[tuple[Cell | GridColumn, ...]] = (
    Cell(field="name", title="Period", width=90, stretches=True),
    Cell(field="days", title="Days", width=80),
    Cell(field="from_", title="From", width=64),
    Cell(field="to_", title="To", width=64),
    Cell(field="multiplier", title="Times", width=64),
    Cell(field="plan_code", title="Plan", width=100, only_new=True, is_hidden=True),
)
_TIERS: Final[tuple[Cell | GridColumn, ...]] = (
    Cell(field="from_minutes", title="From minutes", width=100),
    Cell(field="kind", title="Kind", width=100, stretches=True),
    Cell(field="multiplier", title="Times", width=70),
    Cell(field="plan_code", title="Plan", width=100, only_new=True, is_hidden=True),
)
_USERS: Final = (
    GridColumn(
        key="customer", title="Customer", value=lambda r: r.customer, width=170, stretches=True
    ),
    GridColumn(key="account", title="Account", value=lambda r: r.account_number, width=76),
    GridColumn(
        key="numbers",
        title="Numbers",
        value=lambda r: r.numbers,
        kind=Kind.COUNT,
        width=80,
        is_summed=True,
    ),
)
