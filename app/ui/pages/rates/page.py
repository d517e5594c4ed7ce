"""Rates: plans with who has them, decks with their rates, products."""

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from app.customers.product import PRODUCTS
from app.findings import Finding
from app.operations.browse_rates import RateSetup, rate_setup
from app.operations.changes import Changes
from app.ui.desk import Desk
from app.ui.dialogs.deck_dialog import DeckDialog, ask_deck
from app.ui.dialogs.what_if_dialog import WhatIfDialog
from app.ui.grid.columns import GridColumn
from app.ui.page import Act, Page, Tabs
from app.ui.pages.customers.cells import Cell, Entry
from app.ui.pages.customers.sheet_grid import SheetGrid
from app.ui.pages.rates.decks_part import DecksPart
from app.ui.pages.rates.plans_part import PlansPart
from app.ui.parts.controls import Button

PLANS: Final = "Plans"
DECKS: Final = "Decks"
PRODUCTS_: Final = "Products"

_PRODUCT_CELLS: Final[tuple[Cell | GridColumn, ...]] = (
    Cell(field="product_code", title="Product", width=120, only_new=True),
    Cell(field="name", title="Name on the invoice", width=220, stretches=True),
    Cell(field="price", title="Price", width=90),
    Cell(field="billed", title="Billed", width=90),
    Cell(field="in_advance", title="In advance", width=84),
    Cell(field="prorate", title="By days", width=70),
    Cell(field="gl_code", title="GL code", width=80),
    Cell(field="tax_category", title="For taxes", width=140),
    Cell(field="line_kind", title="Counts as", width=84),
    Cell(field="lines_per_unit", title="Lines each", width=84),
)


class RatesPage(Page):
    """What prices calls and services."""

    name = "rates"
    title = "Rates"
    areas = Changes.RATES | Changes.CUSTOMERS
    help_text = (
        "A plan says how a customer's calls are measured and priced by a deck; a deck holds a "
        "price for each prefix, from a day on. F2 edits a cell, Enter opens all fields of a "
        "plan. Import deck shows what a carrier's file adds and changes, and from which day, "
        "before anything is written: former rates end, they are never overwritten. What if "
        "tells what a call would cost."
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.setup: RateSetup | None = None
        self._wanted: Finding | None = None
        self.what_if_button = Button(
            "What would a call cost…", icon_name="play", on_press=self.what_if
        )
        self.import_button = Button("Import deck…", icon_name="upload", on_press=self.choose_deck)
        self.add_button(self.what_if_button)
        self.add_button(self.import_button)
        self.plans = PlansPart(desk, self)
        self.decks = DecksPart(desk, self)
        self.products = SheetGrid(
            desk, PRODUCTS, _PRODUCT_CELLS, noun="product", find="Code, name, GL code"
        )
        self.keep_layout(self.products)
        self.parts: dict[str, QWidget] = {
            PLANS: self.plans,
            DECKS: self.decks,
            PRODUCTS_: self.products,
        }
        self.tabs = Tabs("Parts of Rates")
        for title, part in self.parts.items():
            self.tabs.add(title, part)
        self.body.addWidget(self.tabs, 1)
        self.plans.customer_wanted.connect(self._to_customer)
        for grid in (self.plans.grid, self.plans.periods, self.plans.tiers, self.products):
            grid.failed.connect(self.failed)

    def read(self) -> None:
        """Reads plans, decks and products."""
        self.desk.read(rate_setup, self._took, key=f"rates {id(self)}")

    @Slot(object)
    def _took(self, found: object) -> None:
        if not isinstance(found, RateSetup):
            return
        self.setup = found
        self.plans.show_setup(found)
        self.decks.show_setup(found)
        self.products.show_entries([Entry(each) for each in found.products], today=found.today)
        for title, many in (
            (PLANS, len(found.plans)),
            (DECKS, len(found.decks)),
            (PRODUCTS_, len(found.products)),
        ):
            self.tabs.count(title, many)
        if self._wanted is not None:
            wanted, self._wanted = self._wanted, None
            self._show_finding(wanted)

    # ---- going places

    @Slot(object)
    def show_target(self, target: object) -> None:
        """Shows a part by its title, what a finding is about, or a deck to take in."""
        if isinstance(target, Path):
            self.open_deck(target)
        elif isinstance(target, Finding):
            if self.setup is None:
                self._wanted = target
            else:
                self._show_finding(target)
        elif isinstance(target, str) and target.capitalize() in self.parts:
            self.tabs.show_part(target.capitalize())

    def _show_finding(self, finding: Finding) -> None:
        if finding.sheet == PRODUCTS.name:
            self.tabs.show_part(PRODUCTS_)
            self.products.show_record((finding.record,), finding.column)
        elif finding.sheet == "rates":
            self.tabs.show_part(DECKS)
            self.decks.show_deck(finding.record)
        else:
            self.tabs.show_part(PLANS)
            self.plans.grid.show_record((finding.record,), finding.column)

    @Slot(str)
    def _to_customer(self, number: str) -> None:
        self.go.emit("customers", number)

    # ---- doing

    def acts(self) -> Sequence[Act]:
        """What can be done here."""
        return (
            Act(
                title="Import rate deck…",
                menu="File",
                key="Alt+Shift+I",
                icon="upload",
                run=self.choose_deck,
            ),
            Act(title="What would a call cost…", menu="Tools", key="Shift+F9", run=self.what_if),
            *self.tabs.acts("View"),
        )

    @Slot()
    def what_if(self) -> None:
        """Plays a call or a month through a plan, without keeping anything."""
        WhatIfDialog(self.desk, self.window()).open()

    @Slot()
    def choose_deck(self) -> None:
        """Asks for a deck's file and shows what it would do."""
        path = ask_deck(self)
        if path is not None:
            self.open_deck(path)

    def open_deck(self, path: Path) -> None:
        """Shows what a deck's file would do."""
        chosen = self.decks.deck
        codes = [each.deck_code for each in self.setup.decks] if self.setup is not None else []
        code = chosen.deck_code if chosen is not None else ""
        DeckDialog(self.desk, path, codes, code, self).open()
