"""Numbers and services: every number, service and circuit of the company in one list each."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from app.customers.service import CIRCUITS, NUMBERS, SERVICES, Number, Service
from app.operations.browse_numbers import Owned, Plant, list_plant
from app.operations.changes import Changes
from app.operations.find_anything import Found
from app.ui.desk import Desk
from app.ui.dialogs.change_dialog import ChangeDialog
from app.ui.dialogs.trash_dialog import TrashDialog
from app.ui.grid.columns import GridColumn, Kind
from app.ui.page import Act, Page, Tabs
from app.ui.pages.customers.cells import Cell, Entry
from app.ui.pages.customers.parts import ENDED, IN_USE, NO_CIRCUIT, NO_PLAN, TO_COME, state_of
from app.ui.pages.customers.sheet_grid import SheetGrid
from app.ui.parts.badge import Badge
from app.ui.parts.controls import Button
from app.ui.wizards.provision_wizard import ProvisionWizard
from app.values.sheet import SheetRow

_STATES: Final = {
    "": "All states",
    IN_USE.word: IN_USE.word,
    NO_CIRCUIT.word: NO_CIRCUIT.word,
    NO_PLAN.word: NO_PLAN.word,
    TO_COME.word: TO_COME.word,
    ENDED.word: ENDED.word,
}


class NumbersPage(Page):
    """All numbers, services and circuits."""

    name = "numbers"
    title = "Numbers and services"
    areas = Changes.CUSTOMERS | Changes.RATES
    help_text = (
        "Every number, service and circuit with whose it is, how it is priced and since when."
        " Type to find a number in any writing, a customer, a code. F2 edits a cell, Tab past the"
        " end adds a row; a change of plan, price or owner asks from which day it holds. Enter on"
        " a read-only cell opens the customer."
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.plant: Plant | None = None
        self.numbers = self._numbers()
        self.services = self._services()
        self.circuits = self._circuits()
        self.tabs = Tabs("Numbers, services, circuits")
        for title, grid in self._parts():
            self.keep_layout(grid)
            self.tabs.add(title, grid)
            self._connect(grid)
        self.body.addWidget(self.tabs, 1)
        self.add_button(
            Button(
                "Provision numbers…",
                icon_name="phone",
                key="Ctrl+Shift+P",
                on_press=self.provision,
            )
        )
        self.wizard: ProvisionWizard | None = None
        self._wanted: tuple[SheetGrid, str] | None = None

    def _parts(self) -> tuple[tuple[str, SheetGrid], ...]:
        return (
            ("Numbers", self.numbers),
            ("Services", self.services),
            ("Circuits", self.circuits),
        )

    def _connect(self, grid: SheetGrid) -> None:
        grid.add_combo("state", _STATES, self._filter(grid), name="State")
        grid.day_asked.connect(self._ask_day)
        grid.edit_asked.connect(self._open_row)
        grid.opened.connect(self._open_entry)
        grid.failed.connect(self.failed)

    def acts(self) -> Sequence[Act]:
        """What can be done here."""
        return (
            Act(
                title="Provision numbers…",
                menu="Customer",
                key="Ctrl+Shift+P",
                run=self.provision,
                icon="phone",
            ),
            Act(
                title="Trash…",
                menu="Edit",
                key="Alt+Shift+T",
                run=self.open_trash,
                icon="trash-2",
            ),
        )

    # ---- the lists

    def _numbers(self) -> SheetGrid:
        return SheetGrid(
            self.desk,
            NUMBERS,
            (
                Cell(field="number", title="Number", width=130, only_new=True),
                _customer_column(),
                Cell(field="account_number", title="Account", width=76),
                Cell(field="location_code", title="Location", width=110),
                Cell(field="circuit_code", title="Circuit", width=150),
                Cell(field="kind", title="Kind", width=72),
                Cell(field="rate_plan", title="Rate plan", width=104, choices=self._plans),
                Cell(field="starts_on", title="From", width=96, only_new=True),
                Cell(field="ends_on", title="Ends on", width=96),
                self._state_column(),
            ),
            noun="number",
            name="all_numbers",
            find="Number in any writing, customer, code",
        )

    def _services(self) -> SheetGrid:
        return SheetGrid(
            self.desk,
            SERVICES,
            (
                Cell(field="service_code", title="Service", width=160, only_new=True),
                _customer_column(),
                Cell(field="account_number", title="Account", width=76),
                Cell(field="location_code", title="Location", width=110, is_hidden=True),
                Cell(field="product_code", title="Product", width=110, choices=self._products),
                Cell(field="quantity", title="Quantity", width=76),
                Cell(field="unit_price", title="Own price", width=84),
                GridColumn(
                    key="amount",
                    title="Amount",
                    value=_amount,
                    kind=Kind.MONEY,
                    width=90,
                    is_summed=True,
                    tip="Quantity by price, for a whole charge period",
                ),
                Cell(field="starts_on", title="From", width=96),
                Cell(field="ends_on", title="Ends on", width=96),
                self._state_column(),
            ),
            noun="service",
            name="all_services",
            find="Service, customer, product",
        )

    def _circuits(self) -> SheetGrid:
        return SheetGrid(
            self.desk,
            CIRCUITS,
            (
                Cell(field="circuit_code", title="Circuit", width=160, only_new=True),
                _customer_column(),
                Cell(field="account_number", title="Account", width=76),
                Cell(field="location_code", title="Location", width=110),
                Cell(field="kind", title="Kind", width=90),
                Cell(field="carrier", title="Carrier", width=120),
                Cell(field="carrier_circuit_id", title="Carrier's id", width=150),
                Cell(field="call_paths", title="Call paths", width=84),
                Cell(field="starts_on", title="From", width=96),
                Cell(field="ends_on", title="Ends on", width=96),
                self._state_column(),
            ),
            noun="circuit",
            name="all_circuits",
            find="Circuit, customer, carrier",
        )

    def _state_column(self) -> GridColumn:
        return GridColumn(key="state", title="State", value=self._state, kind=Kind.BADGE, width=104)

    def _state(self, entry: Entry) -> Badge | None:
        row, plant = entry.row, self.plant
        if row is None or plant is None:
            return None
        found = state_of(
            getattr(row, "starts_on", plant.today), getattr(row, "ends_on", None), plant.today
        )
        if found is IN_USE and isinstance(row, Number):
            if row.rate_plan not in plant.plans:
                return NO_PLAN
            return IN_USE if row.circuit_code else NO_CIRCUIT
        return found

    def _plans(self) -> Mapping[str, str]:
        plans = self.plant.plans if self.plant is not None else {}
        return {code: f"{code}: {name}" for code, name in plans.items()}

    def _products(self) -> Mapping[str, str]:
        products = self.plant.products if self.plant is not None else {}
        return {code: f"{name} ({code})" for code, name in products.items()}

    def _filter(self, grid: SheetGrid) -> Callable[[str], None]:
        def chosen(word: str) -> None:
            def keep(entry: Any) -> bool:  # noqa: ANN401  a row of the list
                badge = self._state(entry)
                return badge is None or badge.word == word

            grid.model.keep = keep if word else None
            grid.model.arrange()

        return chosen

    # ---- reading

    def read(self) -> None:
        """Reads all of it again."""
        for _, grid in self._parts():
            grid.model.zone = self.desk.zone
        self.desk.read(list_plant, self._took, key=f"plant {id(self)}")

    def _took(self, found: object) -> None:
        if not isinstance(found, Plant):
            return
        self.plant = found
        for (title, grid), rows in zip(
            self._parts(), (found.numbers, found.services, found.circuits), strict=True
        ):
            entries = [Entry(each.row, {}, each) for each in rows]
            if not entries:
                grid.empty.say(
                    f"No {grid.noun} yet",
                    "Provision numbers, or bring in a workbook.",
                    icon_name="phone",
                    button="Provision numbers…",
                    on_press=self.provision,
                )
            grid.show_entries(entries, today=found.today)
            self.tabs.count(title, len(entries))
        if self._wanted is not None:
            (grid, key), self._wanted = self._wanted, None
            grid.show_record((key,))

    # ---- going places

    def show_target(self, target: object) -> None:
        """Shows a number or circuit that was found."""
        if not isinstance(target, Found):
            return
        title, grid = ("Circuits", self.circuits)
        if target.kind == "number":
            title, grid = ("Numbers", self.numbers)
        self.tabs.show_part(title)
        if self.plant is None:
            self._wanted = (grid, target.key)
        else:
            grid.show_record((target.key,))

    def _open_entry(self, entry: Entry) -> None:
        if entry.row is not None:
            self._open_row(entry.row)

    def _open_row(self, row: SheetRow) -> None:
        """Opens the customer at the record."""
        number = str(getattr(row, "account_number", ""))
        kind, key = "customer", number
        if isinstance(row, Number):
            kind, key = "number", row.number
        self.go.emit("customers", Found(kind, key, key, "", number))

    # ---- doing

    def _ask_day(self, before: SheetRow, after: SheetRow) -> None:
        if self.plant is None:
            return
        if isinstance(before, Service | Number) and isinstance(after, Service | Number):
            today = self.plant.today
            ChangeDialog(self.desk, before, after, today=today, parent=self).open()

    def provision(self) -> None:
        """Opens the wizard that makes a customer bill-ready."""
        self.wizard = ProvisionWizard(self.desk, "", self)
        self.wizard.fix.connect(self._fix)
        self.wizard.open()

    def _fix(self, finding: object) -> None:
        if self.wizard is not None:
            number = self.wizard.state.account_number
            self.go.emit("customers", number)
        self.go.emit("customers", finding)

    def open_trash(self) -> None:
        """Shows what was taken out in the last thirty days."""
        TrashDialog(self.desk, self).open()


def _customer_column() -> GridColumn:
    return GridColumn(
        key="customer", title="Customer", value=_customer, second=_place, stretches=True
    )


def _owned(entry: Entry) -> Owned | None:
    return entry.facts if isinstance(entry.facts, Owned) else None


def _customer(entry: Entry) -> str:
    owned = _owned(entry)
    return owned.customer if owned is not None else ""


def _place(entry: Entry) -> str:
    owned = _owned(entry)
    return owned.place if owned is not None else ""


def _amount(entry: Entry) -> Decimal | None:
    owned = _owned(entry)
    return owned.amount if owned is not None else None
