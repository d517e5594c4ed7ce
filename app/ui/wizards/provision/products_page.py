"""What recurs: products with the contract's quantity beside what is provisioned."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from app.customers.service import SERVICES
from app.operations.changes import Changes
from app.operations.edit_records import Edited
from app.operations.provision_numbers import Counted, WantedService, count_order, provision_numbers
from app.ui import words
from app.ui.desk import undo_step
from app.ui.grid.columns import Editing, GridColumn, Kind
from app.ui.grid.grid import Grid
from app.ui.messages import ErrorPanel, told
from app.ui.parts.badge import Badge
from app.ui.parts.controls import Button, label
from app.ui.wizards.provision.provisioning import KeepingPage, Provisioning
from app.ui.wizards.stepped_wizard import SteppedWizard
from app.workbook.cells import CellError, cell_reader

_SPARE: Final = 3
"""How many blank rows there are to begin with."""
_FIELDS: Final = ("product_code", "quantity", "unit_price")


@dataclass(eq=False, slots=True)
class Line:
    """A row of the list while it is typed."""

    product_code: str = ""
    quantity: str = ""
    unit_price: str = ""
    counted: Counted | None = None


class ProductsPage(KeepingPage):
    """Lists what the contract names, and writes everything."""

    def __init__(self, state: Provisioning) -> None:
        super().__init__(
            "Products",
            "What recurs?",
            "The contract's quantity stands beside what the numbers and circuits make.",
        )
        self.state = state
        self.lines: list[Line] = []
        self.grid = Grid("provision_products", self._columns(), state.desk.tasks, noun="product")
        for part in (self.grid.columns_button, self.grid.export_button, self.grid.find_field):
            part.hide()
        self.grid.add_bar(
            Button("Add product", icon_name="plus", tip="Tab past the last cell", on_press=self.add)
        )
        self.grid.view.adds_rows = True
        self.grid.view.new_asked.connect(self.add)
        self.grid.edited.connect(self._typed)
        self.sums = label("", "strong", wraps=True)
        self.body.addWidget(self.grid, 1)
        self.body.addWidget(self.sums)
        self._error: ErrorPanel | None = None

    def _products(self) -> Mapping[str, str]:
        found = self.state.premises
        products = found.products.values() if found is not None else ()
        recurring = [each for each in products if each.billed not in {"usage", "once"}]
        names = {each.product_code: f"{each.name} ({each.product_code})" for each in recurring}
        return {"": "", **names}

    def _columns(self) -> tuple[GridColumn, ...]:
        return (
            GridColumn(
                key="product_code",
                title="Product",
                value=_code,
                second=_name,
                stretches=True,
                edit=Editing(choices=self._products),
            ),
            GridColumn(
                key="quantity",
                title="In the contract",
                value=_quantity,
                kind=Kind.COUNT,
                width=110,
                edit=Editing(),
            ),
            GridColumn(
                key="provisioned", title="Provisioned", value=_made, kind=Kind.COUNT, width=92
            ),
            GridColumn(key="agrees", title="", value=_agrees, kind=Kind.BADGE, width=96),
            GridColumn(key="has", title="Has already", value=_has, kind=Kind.COUNT, width=92),
            GridColumn(
                key="unit_price",
                title="Own price",
                value=_price,
                kind=Kind.MONEY,
                width=84,
                edit=Editing(),
                tip="Blank: the product's",
            ),
            GridColumn(
                key="amount",
                title="Amount",
                value=_amount,
                kind=Kind.MONEY,
                width=84,
            ),
        )

    def enter(self) -> None:
        """Shows what was typed before, or blank rows."""
        if not self.lines:
            kept = self.state.fields.get("products", {})
            rows = [text.split("|") for _, text in sorted(kept.items())]
            self.lines = [
                Line(cells[0], cells[1], cells[2]) for cells in rows if len(cells) == len(_FIELDS)
            ]
            self.lines += [Line() for _ in range(max(0, _SPARE - len(self.lines)))]
        self._show()
        self._count()
        self.grid.view.setFocus()

    def _show(self) -> None:
        self.grid.show_rows(list(self.lines))

    def add(self) -> None:
        """Adds a row and begins to type in it."""
        made = Line()
        self.lines.append(made)
        self._show()
        self.grid.select_where(lambda line: line is made)
        index = self.grid.view.currentIndex().siblingAtColumn(0)
        self.grid.view.setFocus()
        self.grid.view.setCurrentIndex(index)
        self.grid.view.edit(index)

    def _typed(self, entry: Line, name: str, text: str) -> None:
        setattr(entry, name, text)
        if name == "product_code" and text and not entry.quantity:
            entry.quantity = "1"
        why = self._why(name, text)
        if why:
            self.grid.model.refuse(entry, name, why)
        self._count()

    def _why(self, name: str, text: str) -> str:
        if not text:
            return ""
        try:
            cell_reader(SERVICES, name)(text)
        except CellError as fault:
            return f"The cell {fault.message}. {fault.way_out}".strip()
        return ""

    def _wanted(self) -> dict[int, WantedService]:
        """What is typed whole, by the place of its row."""
        found = {}
        for at, entry in enumerate(self.lines):
            if not entry.product_code:
                continue
            if self._why("quantity", entry.quantity) or self._why("unit_price", entry.unit_price):
                continue
            found[at] = WantedService(
                product_code=entry.product_code,
                quantity=Decimal(entry.quantity or "1"),
                unit_price=Decimal(entry.unit_price) if entry.unit_price else None,
            )
        return found

    def _count(self) -> None:
        wanted = self._wanted()
        self.state.services = list(wanted.values())
        order = self.state.order()
        if order is None:
            return
        lines = [self.lines[at] for at in wanted]

        def took(found: object) -> None:
            if isinstance(found, list):
                for entry in self.lines:
                    entry.counted = None
                for entry, counted in zip(lines, found, strict=False):
                    entry.counted = counted
                self._tell()

        self.state.desk.read(
            lambda office: count_order(office, order),
            took,
            key=f"count {id(self)}",
            failed=self.state.failed.emit,
        )

    def _tell(self) -> None:
        self.grid.view.viewport().update()
        counted = [each.counted for each in self.lines if each.counted is not None]
        amount = sum((each.amount for each in counted), Decimal(0))
        text = f"{words.plural(len(counted), 'product')}, {words.money(amount)}"
        self.sums.setText(text if counted else "Nothing recurs yet.")
        self.said.emit()

    def verb(self) -> str:
        """Names everything that is written."""
        numbers, products = len(self.state.added), len(self.state.services)
        parts = [words.plural(numbers, "number")] if numbers else []
        parts += [words.plural(products, "product")] if products else []
        return f"Provision {' and '.join(parts)}" if parts else "Write the customer"

    def act(self) -> bool:
        """Writes the order; goes on when it is in the file."""
        self.keep()
        if self.grid.model.refusals:
            return False
        self.state.services = list(self._wanted().values())
        order = self.state.order()
        wizard = self.wizard()
        if order is None or not isinstance(wizard, SteppedWizard):
            return False
        wizard.next_button.setEnabled(False)
        self.state.desk.do(
            f"Provisioning {order.account.name}",
            lambda office, _: provision_numbers(office, order),
            changes=Changes.CUSTOMERS | Changes.USAGE | Changes.TAXES,
            done=self._done,
            failed=self._failed,
            leaves="Cancel writes nothing",
        )
        return False

    def keep(self) -> None:
        """Keeps the rows."""
        self.state.fields["products"] = {
            f"{at:03}": "|".join(getattr(entry, name) for name in _FIELDS)
            for at, entry in enumerate(self.lines)
            if entry.product_code
        }

    def _done(self, found: object) -> None:
        wizard = self.wizard()
        if not isinstance(found, Edited) or not isinstance(wizard, SteppedWizard):
            return
        wizard.next_button.setEnabled(True)
        if found.refusals:
            self._tell_why(
                " ".join(f"{each.message} {each.way_out}" for each in found.refusals[:3])
            )
            return
        if found.edits:
            self.state.desk.did(undo_step(found))
        if self.state.account is not None:
            self.state.account_number = self.state.account.account_number
        self.state.fields.clear()
        self.state.forget()
        wizard.go_on()

    def _failed(self, fault: object) -> None:
        wizard = self.wizard()
        if isinstance(wizard, SteppedWizard):
            wizard.next_button.setEnabled(True)
        if self._error is not None:
            self._error.deleteLater()
        self._error = ErrorPanel(told(fault))
        self.body.addWidget(self._error)

    def _tell_why(self, why: str) -> None:
        self.sums.setText(f"Nothing was written. {why}")


def _code(entry: Line) -> str:
    return entry.product_code


def _name(entry: Line) -> str:
    return entry.counted.name if entry.counted is not None else ""


def _quantity(entry: Line) -> object:
    return entry.quantity or None


def _made(entry: Line) -> object:
    made = entry.counted.provisioned if entry.counted is not None else None
    return None if made is None else _whole(made)


def _has(entry: Line) -> object:
    has = entry.counted.has if entry.counted is not None else None
    return _whole(has) if has else None


def _whole(value: Decimal) -> object:
    return int(value) if value == int(value) else value


def _agrees(entry: Line) -> Badge | None:
    counted = entry.counted
    if counted is None or counted.provisioned is None:
        return None
    whole = counted.wanted.quantity + counted.has
    if counted.provisioned == whole:
        return Badge("Agrees", "equal", "ok")
    text = f"{counted.provisioned.normalize():f} of {whole.normalize():f}"
    return Badge(text, "triangle-alert", "warn", "Contract and provisioned quantity differ")


def _price(entry: Line) -> object:
    try:
        return Decimal(entry.unit_price) if entry.unit_price else None
    except ArithmeticError:
        return entry.unit_price


def _amount(entry: Line) -> object:
    return entry.counted.amount if entry.counted is not None else None
