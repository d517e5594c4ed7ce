"""Small tax tables that are edited in place: shares, registrations."""

from dataclasses import replace
from typing import Final

from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.tax.registration import REGISTRATIONS
from app.tax.share import TAX_SHARES
from app.ui.desk import Desk
from app.ui.grid.columns import GridColumn, Kind
from app.ui.page import Page
from app.ui.pages.customers.cells import Cell, column_of
from app.ui.pages.customers.sheet_grid import SheetGrid
from app.ui.parts.controls import label
from app.values.sheet import Sheet


class SetupPart(QWidget):
    """One table with a line above it that says what it is for."""

    def __init__(self, grid: SheetGrid, page: Page, *, about: str) -> None:
        super().__init__()
        self.grid = page.keep_layout(grid)
        self.sheet = grid
        grid.failed.connect(page.failed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(label(about, "muted", wraps=True))
        column.addWidget(grid, 1)
        self.setFocusProxy(grid)


def share_grid(desk: Desk) -> SheetGrid:
    """The shares of categories between states."""
    grid = SheetGrid(desk, TAX_SHARES, _SHARES, noun="share", find="Category")
    grid.empty.say("No share yet", "Charges that are taken in part by a federal tax ask for one.")
    return grid


def registration_grid(desk: Desk) -> SheetGrid:
    """Where which taxes may be collected."""
    grid = SheetGrid(desk, REGISTRATIONS, _REGISTRATIONS, noun="registration", find="State, kind")
    grid.empty.say(
        "No registration yet",
        "Taxes are collected only where you are registered; without a row nothing is.",
    )
    return grid


def exact_column(sheet: Sheet, cell: Cell) -> GridColumn:
    """A column of rates and parts, shown with all their places: 0.029 is not 0.03."""
    return replace(column_of(sheet, cell), kind=Kind.RATE)


_SHARES: Final[tuple[Cell | GridColumn, ...]] = (
    Cell(field="category", title="Category", width=150, stretches=True),
    Cell(field="effective_from", title="From", width=110),
    Cell(field="effective_to", title="To", width=110),
    exact_column(TAX_SHARES, Cell(field="interstate", title="Interstate part", width=120)),
    exact_column(TAX_SHARES, Cell(field="international", title="International part", width=140)),
    Cell(field="source", title="Measured by", width=150),
)
_REGISTRATIONS: Final[tuple[Cell | GridColumn, ...]] = (
    Cell(field="family", title="Kind of tax", width=100),
    Cell(field="country", title="Country", width=76),
    Cell(field="region", title="State or province", width=130),
    Cell(field="county_fips", title="County", width=80),
    Cell(field="place_fips", title="City", width=80),
    Cell(field="registration_number", title="Registration", width=150, stretches=True),
    Cell(field="effective_from", title="From", width=110),
    Cell(field="effective_to", title="To", width=110),
    exact_column(REGISTRATIONS, Cell(field="allowance", title="You keep", width=90)),
)
