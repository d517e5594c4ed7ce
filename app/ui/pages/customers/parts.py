"""The tabs of a customer: its grids, each of what is below the chosen line of the tree."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from app.billing.charge import CHARGES
from app.customers.location import LOCATIONS, ServiceLocation
from app.customers.service import CIRCUITS, NUMBERS, SERVICES
from app.operations.browse_customers.customer import CustomerView
from app.operations.browse_customers.tree import Branch, Level
from app.ui.desk import Desk
from app.ui.grid.columns import GridColumn, Kind
from app.ui.pages.customers.cells import Cell, Entry
from app.ui.pages.customers.new_rows import named, new_cells
from app.ui.pages.customers.read_lists import history_grid, invoices_grid
from app.ui.pages.customers.sheet_grid import SheetGrid
from app.ui.parts.badge import Badge
from app.values.sheet import SheetRow

Choices = Callable[[], Mapping[str, str]]

IN_USE: Final = Badge("In use", "check", "ok")
ENDED: Final = Badge("Ended", "ban", "idle")
TO_COME: Final = Badge("To come", "clock", "run")
NO_CIRCUIT: Final = Badge("No circuit", "circle-alert", "warn", "It is on no circuit")
NO_PLAN: Final = Badge("No plan", "circle-x", "bad", "Its rate plan does not exist")


def state_of(starts_on: date, ends_on: date | None, today: date) -> Badge:
    """Whether something is in use on a day."""
    if ends_on is not None and ends_on <= today:
        return ENDED
    return TO_COME if starts_on > today else IN_USE


class Lists:
    """The grids of a customer, and what they may choose from."""

    def __init__(self, desk: Desk) -> None:
        self.view: CustomerView | None = None
        self.branch: Branch | None = None
        self.services = services_grid(desk, self)
        self.circuits = circuits_grid(desk, self)
        self.locations = locations_grid(desk)
        self.numbers = numbers_grid(desk, self)
        self.charges = charges_grid(desk, self)
        self.invoices = invoices_grid(desk)
        self.history = history_grid(desk)
        for grid in self.sheets:
            grid.new_cells = self._starter(grid)
            grid.complete = self._namer(grid)

    @property
    def sheets(self) -> tuple[SheetGrid, ...]:
        """The grids that are edited."""
        return (self.services, self.circuits, self.locations, self.numbers, self.charges)

    @property
    def today(self) -> date:
        """Today in the company's zone."""
        return self.view.today if self.view is not None else date.min

    def show(
        self,
        view: CustomerView,
        branch: Branch,
        owners: Mapping[str, Mapping[str, str]] | None = None,
    ) -> None:
        """Shows what is below a branch of a customer; ``owners``: of fields of its locations."""
        if self.view is None or self.view.account.account_number != view.account.account_number:
            for grid in self.sheets:
                grid.let_go()
            self._show_places(several=len(view.locations) > 1)
        self.view, self.branch = view, branch
        rows: tuple[Sequence[SheetRow], ...] = (
            view.services,
            view.circuits,
            view.locations,
            view.numbers,
            view.charges,
        )
        for grid, records in zip(self.sheets, rows, strict=True):
            entries = [
                Entry(row, owners=_owners(row, owners or {}))
                for row in records
                if _is_below(row, branch)
            ]
            grid.show_entries(entries, today=view.today)
        self.invoices.show_rows(list(view.invoices))

    def _show_places(self, *, several: bool) -> None:
        """The column of the location says nothing where there is but one."""
        for grid in (self.services, self.circuits, self.numbers, self.charges):
            place = grid.column_place("location_code")
            if place is not None:
                grid.view.setColumnHidden(place, not several)

    def counts(self) -> tuple[int, int]:
        """How many services and numbers are in use below the branch."""
        found = []
        for grid in (self.services, self.numbers):
            rows = [each for each in grid.model.rows if each.row is not None]
            found.append(sum(_state(each, self.today) is not ENDED for each in rows))
        return found[0], found[1]

    # ---- what there is to choose from

    def products(self) -> Mapping[str, str]:
        """Products by code; those billed by calls are no services."""
        if self.view is None:
            return {}
        return {
            code: f"{product.name} ({code})"
            for code, product in self.view.products.items()
            if product.billed != "usage"
        }

    def places(self) -> Mapping[str, str]:
        """The customer's locations."""
        if self.view is None:
            return {}
        return {each.location_code: each.location_code for each in self.view.locations}

    def lines(self) -> Mapping[str, str]:
        """The customer's circuits."""
        if self.view is None:
            return {}
        return {"": "", **{each.circuit_code: each.circuit_code for each in self.view.circuits}}

    def plans(self) -> Mapping[str, str]:
        """Rate plans."""
        if self.view is None:
            return {}
        return {code: f"{code}: {name}" for code, name in self.view.plans.items()}

    def _namer(self, grid: SheetGrid) -> Callable[[dict[str, str]], dict[str, str]]:
        def name(cells: dict[str, str]) -> dict[str, str]:
            rows = [each.row for each in grid.model.rows if each.row is not None]
            return named(grid.sheet, cells, {str(grid.sheet.key_of(row)[0]) for row in rows})

        return name

    def _starter(self, grid: SheetGrid) -> Callable[[], dict[str, str]]:
        def start() -> dict[str, str]:
            return new_cells(grid.sheet, self.view, self.branch)

        return start


def _owners(row: object, owners: Mapping[str, Mapping[str, str]]) -> Mapping[str, str]:
    """Who owns fields of a location; no others are owned elsewhere."""
    return owners.get(row.location_code, {}) if isinstance(row, ServiceLocation) else {}


def _is_below(row: object, branch: Branch) -> bool:
    if branch.level in {Level.ALL, Level.ACCOUNT}:
        return True
    if getattr(row, "location_code", branch.location_code) != branch.location_code:
        return False
    if branch.level is Level.LOCATION:
        return True
    line = getattr(row, "circuit_code", None)
    if branch.level is Level.CIRCUIT:
        return line is None or line == branch.circuit_code
    return getattr(row, "number", branch.key) == branch.key


# ---- the grids


def _state(entry: Entry, today: date) -> Badge | None:
    starts = getattr(entry.row, "starts_on", None)
    if entry.row is None or starts is None:
        return None
    return state_of(starts, getattr(entry.row, "ends_on", None), today)


def _state_column(lists: Lists) -> GridColumn:
    return GridColumn(
        key="state",
        title="State",
        value=lambda entry: _state(entry, lists.today),
        kind=Kind.BADGE,
        width=84,
    )


def services_grid(desk: Desk, lists: Lists) -> SheetGrid:
    """What recurs."""

    def name(entry: Entry) -> str:
        product = lists.view.products.get(str(entry.get("product_code"))) if lists.view else None
        return product.name if product is not None else ""

    def price(entry: Entry) -> Decimal | None:
        product = lists.view.products.get(str(entry.get("product_code"))) if lists.view else None
        own = entry.get("unit_price")
        if isinstance(own, Decimal):
            return own
        return product.price if product is not None else None

    def amount(entry: Entry) -> Decimal | None:
        each, quantity = price(entry), entry.get("quantity")
        if each is None or not isinstance(quantity, Decimal):
            return None
        return each * quantity

    return SheetGrid(
        desk,
        SERVICES,
        (
            Cell(field="service_code", title="Service", width=150, only_new=True),
            Cell(
                field="product_code",
                title="Product",
                choices=lists.products,
                stretches=True,
                second=name,
            ),
            Cell(field="location_code", title="Location", width=100, choices=lists.places),
            Cell(field="quantity", title="Quantity", width=70),
            Cell(field="unit_price", title="Own price", width=80),
            GridColumn(
                key="amount",
                title="Amount",
                value=amount,
                kind=Kind.MONEY,
                width=82,
                is_summed=True,
                tip="Quantity by price, for a whole charge period",
            ),
            Cell(field="starts_on", title="From", width=96),
            Cell(field="ends_on", title="Ends on", width=96),
            Cell(field="description", title="Words on the invoice", width=170, is_hidden=True),
            Cell(field="contract_line", title="Contract line", width=110, is_hidden=True),
            _state_column(lists),
        ),
        noun="service",
        find="Find a service",
    )


def circuits_grid(desk: Desk, lists: Lists) -> SheetGrid:
    """Trunks and lines."""
    return SheetGrid(
        desk,
        CIRCUITS,
        (
            Cell(field="circuit_code", title="Circuit", width=150, only_new=True),
            Cell(field="location_code", title="Location", width=120, choices=lists.places),
            Cell(field="kind", title="Kind", width=84),
            Cell(field="carrier", title="Carrier", width=100),
            Cell(field="carrier_circuit_id", title="Carrier's id", width=150, stretches=True),
            Cell(field="call_paths", title="Call paths", width=84),
            Cell(field="starts_on", title="From", width=96),
            Cell(field="ends_on", title="Ends on", width=96),
            _state_column(lists),
        ),
        noun="circuit",
        find="Find a circuit",
    )


def locations_grid(desk: Desk) -> SheetGrid:
    """Where service is used."""
    return SheetGrid(
        desk,
        LOCATIONS,
        (
            Cell(field="location_code", title="Location", width=110, only_new=True),
            Cell(field="name", title="Name", width=120),
            Cell(field="address_line1", title="Street", width=170, stretches=True),
            Cell(field="city", title="City", width=90),
            Cell(field="region", title="State", width=56),
            Cell(field="postal_code", title="ZIP", width=66),
            Cell(field="county_fips", title="County", width=66),
            Cell(field="place_fips", title="City code", width=80, is_hidden=True),
            Cell(field="inside_city", title="Inside the city", width=104),
            Cell(field="district", title="Districts", width=90, is_hidden=True),
            Cell(field="timezone", title="Time zone", width=130, is_hidden=True),
        ),
        noun="location",
        find="Find a location",
    )


def numbers_grid(desk: Desk, lists: Lists) -> SheetGrid:
    """Telephone numbers."""

    def state(entry: Entry) -> Badge | None:
        found = _state(entry, lists.today)
        if found is IN_USE and lists.view is not None:
            if str(entry.get("rate_plan")) not in lists.view.plans:
                return NO_PLAN
            if not entry.get("circuit_code"):
                return NO_CIRCUIT
        return found

    return SheetGrid(
        desk,
        NUMBERS,
        (
            Cell(
                field="number",
                title="Number",
                width=140,
                only_new=True,
                tip="The number; a range adds each: 303-555-0150 - 303-555-0159",
            ),
            Cell(field="kind", title="Kind", width=80),
            Cell(field="rate_plan", title="Rate plan", width=130, choices=lists.plans),
            Cell(
                field="circuit_code",
                title="Circuit",
                width=150,
                choices=lists.lines,
                stretches=True,
            ),
            Cell(field="location_code", title="Location", width=120, choices=lists.places),
            Cell(field="starts_on", title="From", width=96, only_new=True),
            Cell(field="ends_on", title="Ends on", width=96),
            GridColumn(key="state", title="State", value=state, kind=Kind.BADGE, width=110),
        ),
        noun="number",
        find="Find a number in any writing",
    )


def charges_grid(desk: Desk, lists: Lists) -> SheetGrid:
    """One-time charges and credits."""

    def amount(entry: Entry) -> Decimal | None:
        product = lists.view.products.get(str(entry.get("product_code"))) if lists.view else None
        price, quantity = entry.get("unit_price"), entry.get("quantity")
        if price is None and product is not None:
            price = product.price
        if isinstance(price, Decimal) and isinstance(quantity, Decimal):
            return price * quantity
        return None

    return SheetGrid(
        desk,
        CHARGES,
        (
            Cell(field="reference", title="Reference", width=110, only_new=True),
            Cell(field="charged_on", title="Day", width=96),
            Cell(field="product_code", title="Product", width=120, choices=lists.products),
            Cell(field="description", title="Words on the invoice", width=200, stretches=True),
            Cell(field="location_code", title="Location", width=120, choices=lists.places),
            Cell(field="quantity", title="Quantity", width=80),
            Cell(field="unit_price", title="Price", width=90),
            GridColumn(
                key="amount",
                title="Amount",
                value=amount,
                kind=Kind.MONEY,
                width=90,
                is_summed=True,
            ),
            Cell(field="credits", title="Credits", width=120, tip="What a credit reverses"),
        ),
        noun="charge",
        find="Find a charge",
    )
