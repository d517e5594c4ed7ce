"""The company as a form: what stands on its invoices, how they are numbered, its money."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import QTimeZone, Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QVBoxLayout, QWidget

from app.billing.issuer import COMPANY, Company
from app.operations.edit_records import Edited
from app.ui.desk import Desk
from app.ui.inputs import Field, Picker, TextField
from app.ui.messages import told
from app.ui.parts.controls import dress, label
from app.values.sheet import SheetRow
from app.workbook.cells import cell_text
from app.workbook.typed_rows import typed_rows

NAME: Final = (
    ("name", "Name"),
    ("legal_name", "Registered name"),
    ("address_line1", "Street"),
    ("address_line2", "Suite, floor"),
    ("city", "City"),
    ("region", "State or province"),
    ("postal_code", "ZIP or postal code"),
    ("country", "Country"),
)
REACHED: Final = (
    ("phone", "Telephone"),
    ("support_phone", "Telephone for billing questions"),
    ("email", "E-mail for billing questions"),
    ("website", "Web address"),
    ("remit_to", "Where checks go, if elsewhere"),
)
INVOICES: Final = (
    ("invoice_prefix", "Before each invoice number"),
    ("next_invoice_number", "Next invoice number"),
    ("terms", "Payment terms"),
    ("timezone", "Time zone"),
)
MONEY: Final = (
    ("currency", "Currency"),
    ("unknown_caller", "A call from an unknown place counts as"),
)
_ZONES: Final = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
    "America/Puerto_Rico",
    "America/Halifax",
    "America/Toronto",
    "America/Winnipeg",
    "America/Regina",
    "America/Edmonton",
    "America/Vancouver",
    "America/St_Johns",
)
"""First in the list; all others follow."""


class CompanyForm(QWidget):
    """Fields of the company; it keeps them all or says which it cannot."""

    kept = Signal()
    refused = Signal()

    def __init__(
        self, desk: Desk, groups: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    ) -> None:
        super().__init__()
        self.desk = desk
        self.company: Company | None = None
        self._wanted: SheetRow | None = None
        self.fields: dict[str, QWidget] = {}
        self.boxes: dict[str, Field] = {}
        self.why = label("", "refused", wraps=True)
        self.why.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for title, items in groups:
            if title:
                column.addWidget(label(title, "section"))
            column.addLayout(self._group(items))
        column.addWidget(self.why)

    def _group(self, items: tuple[tuple[str, str], ...]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(8)
        for place, (name, title) in enumerate(items):
            about = COMPANY.columns[name]
            widget = self._widget(name, title)
            widget.setToolTip(about.doc)
            must = " (needed)" if about.required else ""
            self.boxes[name] = Field(f"{title}{must}", widget)
            self.fields[name] = widget
            grid.addWidget(self.boxes[name], place // 2, place % 2)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        return grid

    def _widget(self, name: str, title: str) -> QWidget:
        about = COMPANY.columns[name]
        if name == "timezone":
            picker = Picker(title, hint="Type a city, such as Denver")
            every = [bytes(zone.data()).decode() for zone in QTimeZone.availableTimeZoneIds()]
            names = [*_ZONES, *sorted(each for each in every if "/" in each and each not in _ZONES)]
            picker.offer({each.replace("_", " "): each for each in names})
            return picker
        if about.choices:
            box = QComboBox()
            box.setAccessibleName(title)
            for each in about.choices:
                box.addItem(each.replace("_", " "), each)
            return box
        return TextField(title, hint=about.example)

    def show_company(self, company: Company | None) -> None:
        """Shows the company; what is being typed is not overwritten by the same company."""
        if company is not None and company == self.company:
            return
        self.company = company
        for name, widget in self.fields.items():
            value = getattr(company, name) if company else COMPANY.columns[name].default
            text = cell_text(value)
            if isinstance(widget, Picker):
                widget.show_key(text or _own_zone())
            elif isinstance(widget, QComboBox):
                widget.setCurrentIndex(max(0, widget.findData(text)))
            elif isinstance(widget, TextField):
                widget.setText(text)
                widget.setCursorPosition(0)

    def cells(self) -> dict[str, str]:
        """What stands in the fields, by field."""
        return {name: _typed(widget) for name, widget in self.fields.items()}

    @property
    def is_changed(self) -> bool:
        """Whether something else stands there than is kept."""
        before = {name: cell_text(getattr(self.company, name, None)) for name in self.fields}
        return self.cells() != before

    def keep(self) -> None:
        """Keeps the company; tells by a signal when that is done or refused."""
        self.show_refusals({})
        read = typed_rows(COMPANY, self.cells(), before=self.company)
        if read.refusals:
            self.show_refusals(read.refusals)
            self.refused.emit()
            return
        if read.rows[0] == self.company:
            self.kept.emit()
            return
        self._wanted = read.rows[0]
        self.desk.edit("Company", read.rows, done=self._done, failed=self._failed)

    def _done(self, found: object) -> None:
        if not isinstance(found, Edited):
            return
        if not found.refusals:
            if isinstance(self._wanted, Company):
                self.company = self._wanted
            self.kept.emit()
            return
        names = {column.name: name for name, column in COMPANY.columns.items()}
        self.show_refusals(
            {
                names.get(each.column, ""): f"{each.message} {each.way_out}".strip()
                for each in found.refusals
            }
        )
        self.refused.emit()

    def _failed(self, error: object) -> None:
        facts = told(error)
        self.show_refusals({"": f"{facts.what} {facts.why} {facts.remedy}"})
        self.refused.emit()

    def show_refusals(self, refusals: Mapping[str, str]) -> None:
        """Shows why fields were refused, and puts the keyboard into the first of them."""
        for name, widget in self.fields.items():
            why = refusals.get(name, "")
            if isinstance(widget, TextField):
                widget.refuse(why)
            else:
                self.boxes[name].note.setText(why)
                self.boxes[name].note.setVisible(bool(why))
                dress(self.boxes[name].note, "refused")
        rest = [why for name, why in refusals.items() if name not in self.fields]
        self.why.setText(" ".join(rest))
        self.why.setVisible(bool(rest))
        first = next((self.fields[name] for name in self.fields if name in refusals), None)
        if first is not None:
            first.setFocus()

    def go_to(self, name: str) -> None:
        """Puts the keyboard into a field."""
        widget = self.fields.get(name)
        if widget is not None:
            widget.setFocus()


def _own_zone() -> str:
    """This computer's zone, where it has a name."""
    name = bytes(QTimeZone.systemTimeZoneId().data()).decode()
    return name if "/" in name and not name.startswith("Etc/") else ""


def _typed(widget: QWidget) -> str:
    if isinstance(widget, Picker):
        return widget.key or widget.text().strip()
    if isinstance(widget, QComboBox):
        return str(widget.currentData())
    return widget.text().strip() if isinstance(widget, TextField) else ""
