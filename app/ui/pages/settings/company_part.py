"""The company: what stands on invoices, how they are numbered, and its colour in the window."""

from functools import partial
from typing import Final

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QToolButton

from app.operations.decide import Checklist
from app.ui.appearance.look import LOOK
from app.ui.appearance.tokens import tokens
from app.ui.desk import Desk
from app.ui.pages.settings.part import Part
from app.ui.parts.company_square import square_icon
from app.ui.parts.controls import Button, label
from app.ui.wizards.first_run.company_form import INVOICES, MONEY, NAME, REACHED, CompanyForm

_NAMES: Final = ("First", "Second", "Third", "Fourth", "Fifth", "Sixth", "Seventh", "Eighth")


class CompanyPart(Part):
    """The company's row as a form."""

    name = "company"
    title = "Company and invoices"
    line = "What stands on each invoice, and how invoices are numbered."
    icon = "building-2"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.form = CompanyForm(
            desk,
            (
                ("Name and address", NAME),
                ("How customers reach you", REACHED),
                ("Invoices", INVOICES),
            ),
        )
        self.keep_button = self.add_button(
            Button("Keep changes", kind="primary", icon_name="check", on_press=self.form.keep)
        )
        self.form.kept.connect(self._kept)
        self.inside.addWidget(self.form)
        self.inside.addWidget(label("Colour of this company", "section"))
        text = "On its square in the rail, in the list of companies, and on the window's icon."
        self.inside.addWidget(label(text, "caption", wraps=True))
        self.inside.addLayout(self._colours())
        self.inside.addStretch(1)

    def _colours(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self.colours = QButtonGroup(self)
        for number in range(len(tokens().company_colours)):
            button = QToolButton()
            button.setCheckable(True)
            button.setIconSize(QSize(28, 28))
            button.setFixedSize(LOOK.scaled(40), LOOK.scaled(40))
            name = f"{_NAMES[number]} colour"
            button.setAccessibleName(name)
            button.setToolTip(name)
            button.setProperty("kind", "swatch")
            button.clicked.connect(partial(self.desk.choose_colour, number))
            self.colours.addButton(button, number)
            row.addWidget(button)
        row.addStretch(1)
        return row

    def show_checklist(self, checklist: Checklist) -> None:
        """Shows the company, unless somebody is typing."""
        if self.form.company is None or not self.form.is_changed:
            self.form.show_company(checklist.company)
        self.show_colour()

    def show_colour(self) -> None:
        """Draws the squares with the company's letters, the chosen one marked."""
        company = self.desk.company
        if company is None:
            return
        kept = self.desk.kept("colour")
        chosen = int(str(kept)) if kept is not None else int(company.facts.identity[:4], 16)
        count = len(tokens().company_colours)
        for number in range(count):
            button = self.colours.button(number)
            button.setIcon(square_icon(company.facts.name, number))
            button.setChecked(number == chosen % count)

    def show_target(self, target: object) -> None:
        """Puts the keyboard into a field."""
        self.form.go_to(str(target))

    def _kept(self) -> None:
        self.line_label.setText("Kept. What is on final invoices stays as it was.")


class MoneyPart(Part):
    """Where amounts are rounded, and the company's money."""

    name = "money"
    title = "Rounding and money"
    line = "No amount is rounded but where it is named here."
    icon = "scale"

    _RULES = (
        ("A call", "once, by its rate plan: increments and places of the plan"),
        ("A usage line", "the sum of its calls, so that the call detail adds up"),
        ("A part of a month", "once, to the cent, by days of its period"),
        ("A tax", "by its row: over the invoice, a location or each charge; half up as a rule"),
        ("A total", "never: it is the sum of what stands above it"),
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.form = CompanyForm(desk, (("Money and calls", MONEY),))
        self.keep_button = self.add_button(
            Button("Keep changes", kind="primary", icon_name="check", on_press=self.form.keep)
        )
        self.form.kept.connect(self._kept)
        self.inside.addWidget(self.form)
        text = (
            "A call whose caller's place is not known needs a decision of yours: what it counts as "
            "for rates and taxes. Calls that wait for it are tried again at once."
        )
        self.inside.addWidget(label(text, "caption", wraps=True))
        self.inside.addWidget(label("Where amounts are rounded", "section"))
        for what, how in self._RULES:
            row = QHBoxLayout()
            name = label(what, "strong")
            name.setMinimumWidth(LOOK.scaled(130))
            row.addWidget(name)
            row.addWidget(label(how, wraps=True), 1)
            self.inside.addLayout(row)
        self.inside.addStretch(1)

    def show_checklist(self, checklist: Checklist) -> None:
        """Shows the company's money."""
        if self.form.company is None or not self.form.is_changed:
            self.form.show_company(checklist.company)

    def show_target(self, target: object) -> None:
        """Puts the keyboard into the choice that calls wait for."""
        self.form.go_to("unknown_caller" if target == "calls" else str(target))

    def _kept(self) -> None:
        self.line_label.setText("Kept. Calls it concerns were priced anew.")
