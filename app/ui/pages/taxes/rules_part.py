"""The dated rules, the one chosen in words beside them, and whom it reaches."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.operations.browse_taxes import RuleTold, TaxSetup, tell_rule
from app.tax.rule import TAXES, TaxRule
from app.ui import words
from app.ui.desk import Desk
from app.ui.dialogs.rule_dialog import next_rate_dialog, rule_dialog
from app.ui.grid.columns import GridColumn, Kind
from app.ui.grid.grid import Grid
from app.ui.page import Act, Page
from app.ui.pages.customers.cells import Cell, Entry
from app.ui.pages.customers.parts import ENDED, IN_USE, TO_COME, state_of
from app.ui.pages.customers.sheet_grid import SheetGrid
from app.ui.pages.taxes.setup_part import exact_column
from app.ui.parts.badge import Badge
from app.ui.parts.controls import Button, Card, beside, label

_STATES: Final = {
    "": "All days",
    IN_USE.word: "In force",
    TO_COME.word: "To come",
    ENDED.word: "Ended",
}


class RulesPart(QWidget):
    """A grid of rules that is edited; the words of the one chosen at the right."""

    customer_wanted = Signal(str)

    def __init__(self, desk: Desk, page: Page) -> None:
        super().__init__()
        self.desk = desk
        self.setup: TaxSetup | None = None
        self.grid = SheetGrid(
            desk, TAXES, _cells(self._state), noun="rule", name="tax_rules", find="Code, place"
        )
        page.keep_layout(self.grid)
        self.grid.add_combo("state", _STATES, self._keep, name="Days in force")
        self.grid.selected.connect(self._selected)
        self.grid.edit_asked.connect(self._open)
        self.title = label("", "pane", wraps=True)
        self.told = label("", wraps=True)
        self.reach = label("", "muted", wraps=True)
        self.customers = Grid(
            "rule_customers",
            (
                GridColumn(key="account", title="Account", value=lambda r: r[0], width=90),
                GridColumn(
                    key="name", title="Customer", value=lambda r: r[1], width=170, stretches=True
                ),
            ),
            desk.tasks,
            noun="customer",
            find="Customer",
        )
        page.keep_layout(self.customers)
        self.customers.columns_button.hide()
        self.customers.opened.connect(self._open_customer)
        self.open_button = Button("Open", icon_name="pencil", on_press=self.open_rule)
        self.next_button = Button("Another rate…", icon_name="plus", on_press=self.next_rate)
        pane = Card()
        for part in (self.title, self.told, self.reach):
            pane.rows.addWidget(part)
        pane.rows.addLayout(beside(self.open_button, self.next_button, None))
        pane.rows.addWidget(self.customers, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(page.panes("tax_rules", self.grid, pane, parts=(68, 32)))
        self.setFocusProxy(self.grid)
        self._shown: TaxRule | None = None

    def show_setup(self, setup: TaxSetup) -> None:
        """Shows the rules."""
        self.setup = setup
        if not setup.rules:
            self.grid.empty.say(
                "No rule yet",
                "Without rules nothing is taxed. Import a tax table, or add rules by hand.",
                icon_name="landmark",
            )
        self.grid.show_entries([Entry(each) for each in setup.rules], today=setup.today)
        if setup.rules and self.grid.current_row() is None:
            self.grid.select_where(lambda _: True)
        self._shown = None
        self._selected()

    def _state(self, entry: Entry) -> Badge | None:
        rule = entry.row
        if not isinstance(rule, TaxRule) or self.setup is None:
            return None
        today = self.setup.today
        if rule.effective_to is not None and rule.effective_to < today:
            return ENDED
        return state_of(rule.effective_from, None, today)

    def _keep(self, word: str) -> None:
        def keep(entry: Entry) -> bool:
            badge = self._state(entry)
            return badge is None or badge.word == word

        self.grid.model.keep = keep if word else None
        self.grid.model.arrange()

    # ---- one rule as a form

    def acts(self) -> Sequence[Act]:
        """What can be done with rules."""
        return (
            Act(title="New tax rule…", menu="Tools", key="Ctrl+N", run=self.new_rule),
            Act(title="Open the rule…", menu="Tools", key="Alt+Shift+J", run=self.open_rule),
            Act(
                title="Another rate from a day…",
                menu="Tools",
                key="Alt+Shift+E",
                run=self.next_rate,
            ),
        )

    @property
    def rule(self) -> TaxRule | None:
        """The rule that is current."""
        entry = self.grid.current_row()
        rule = entry.row if isinstance(entry, Entry) else None
        return rule if isinstance(rule, TaxRule) else None

    @Slot()
    def new_rule(self) -> None:
        """Opens the form of a new rule."""
        if self.setup is not None:
            rule_dialog(self.desk, None, today=self.setup.today, parent=self.window()).open()

    @Slot()
    def open_rule(self) -> None:
        """Opens the form of the current rule."""
        self._open(self.rule)

    @Slot(object)
    def _open(self, rule: object) -> None:
        if self.setup is not None and isinstance(rule, TaxRule):
            rule_dialog(self.desk, rule, today=self.setup.today, parent=self.window()).open()

    @Slot()
    def next_rate(self) -> None:
        """Opens the form of another rate in place of the current rule."""
        rule = self.rule
        if self.setup is not None and rule is not None:
            today = self.setup.today
            next_rate_dialog(self.desk, rule, today=today, parent=self.window()).open()

    @Slot()
    def _selected(self, _: object = None) -> None:
        rule = self.rule
        for button in (self.open_button, self.next_button):
            button.setEnabled(rule is not None)
        if rule is None:
            self._shown = None
            for part in (self.title, self.told, self.reach):
                part.setText("")
            self.title.setText("Choose a rule to read it in words")
            self.customers.show_rows([])
        elif rule != self._shown:
            self._shown = rule
            self.desk.read(
                lambda office: tell_rule(office, rule), self._tell, key=f"tax rule {id(self)}"
            )

    @Slot(object)
    def _tell(self, found: object) -> None:
        rule = self._shown
        if not isinstance(found, RuleTold) or rule is None:
            return
        self.title.setText(rule.bill_label or rule.tax_name or rule.tax_code)
        self.told.setText("\n".join(found.sentences))
        reached = words.plural(len(found.customers), "customer")
        priced = f" It priced {words.plural(found.invoices, 'final invoice')}; end it and add "
        more = f"{priced}another rather than change it." if found.invoices else ""
        self.reach.setText(f"Reaches {reached} while it is in force.{more}")
        self.customers.empty.say(
            "No customer is reached", "Nothing that is billed lies where and when it holds."
        )
        self.customers.show_rows(found.customers)

    @Slot(object)
    def _open_customer(self, row: tuple[str, str]) -> None:
        self.customer_wanted.emit(row[0])


def _cells(state: object) -> tuple[Cell | GridColumn, ...]:
    return (
        GridColumn(key="state_word", title="Stands", value=state, kind=Kind.BADGE, width=92),  # type: ignore[arg-type]
        Cell(field="tax_code", title="Tax", width=112),
        Cell(field="family", title="Kind", width=68),
        Cell(field="state", title="State", width=56),
        Cell(field="county_fips", title="County", width=62),
        Cell(field="place_fips", title="City", width=58),
        exact_column(TAXES, Cell(field="rate", title="Rate", width=76)),
        exact_column(TAXES, Cell(field="unit_amount", title="For one", width=76)),
        Cell(field="effective_from", title="From", width=100),
        Cell(field="effective_to", title="To", width=100),
        Cell(field="category", title="Categories", width=150),
        *(
            Cell(field=name, title=title, width=110, is_hidden=True)
            for name, title in (
                ("tax_name", "Name"),
                ("bill_label", "Words on the invoice"),
                ("class_", "Whose money"),
                ("country", "Country"),
                ("district", "District"),
                ("customer_class", "Kind of customer"),
                ("date_basis", "Day that decides"),
                ("calc_method", "Worked out by"),
                ("unit_kind", "What is counted"),
                ("base_kind", "Taken of"),
                ("base_includes", "Base includes"),
                ("taxable_pct", "Taxable part"),
                ("cap_units", "At most"),
                ("cap_scope", "Cap over"),
                ("min_base", "Above"),
                ("max_base", "Up to"),
                ("prorate", "By days"),
                ("round_level", "Rounded over"),
                ("round_mode", "Rounding"),
                ("calc_seq", "Order"),
                ("source_note", "Read in"),
            )
        ),
    )
