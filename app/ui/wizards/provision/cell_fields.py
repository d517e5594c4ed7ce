"""Fields for the cells of a new record, as pages of the wizard show them."""

from collections.abc import Mapping, Sequence
from datetime import date

from PySide6.QtWidgets import QComboBox, QGridLayout, QWidget

from app.ui.inputs import DateField, Field, TextField
from app.ui.parts.controls import dress
from app.values.sheet import Kind, Sheet
from app.workbook.cells import cell_text

_COLUMNS = 3


class CellFields(QWidget):
    """Fields by the columns of a sheet; three beside each other."""

    def __init__(
        self, sheet: Sheet, titles: Mapping[str, str], *, today: date, wide: Sequence[str] = ()
    ) -> None:
        """``titles``: the fields shown and their labels; ``wide``: those over two columns."""
        super().__init__()
        self.sheet = sheet
        self.fields: dict[str, QWidget] = {}
        self.boxes: dict[str, Field] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(10)
        place = 0
        for name, title in titles.items():
            widget = self._widget(name, title, today)
            box = Field(title, widget)
            self.fields[name], self.boxes[name] = widget, box
            span = 2 if name in wide else 1
            if place % _COLUMNS + span > _COLUMNS:
                place += _COLUMNS - place % _COLUMNS
            grid.addWidget(box, place // _COLUMNS, place % _COLUMNS, 1, span)
            place += span
        for at in range(_COLUMNS):
            grid.setColumnStretch(at, 1)

    def _widget(self, name: str, title: str, today: date) -> QWidget:
        about = self.sheet.columns[name]
        if about.choices or about.kind is Kind.YES_NO:
            combo = QComboBox()
            combo.setAccessibleName(title)
            if about.kind is Kind.YES_NO and about.default is None:
                combo.addItem("nobody has said", "")
            for each in about.choices or ("yes", "no"):
                combo.addItem(each.replace("_", " "), each)
            combo.setCurrentIndex(max(0, combo.findData(cell_text(about.default))))
            return combo
        return DateField(title, today) if about.kind is Kind.DATE else TextField(title)

    def cells(self) -> dict[str, str]:
        """What stands in the fields."""
        return {name: typed_cell(widget) for name, widget in self.fields.items()}

    def show_cells(self, cells: Mapping[str, str]) -> None:
        """Fills the fields; those that are not named stay."""
        for name, text in cells.items():
            show_cell(self.fields.get(name), text)

    def refuse(self, refusals: Mapping[str, str]) -> None:
        """Shows why fields were refused; none: takes it back."""
        for name, widget in self.fields.items():
            why = refusals.get(name, "")
            if isinstance(widget, TextField):
                widget.refuse(why)
            else:
                note = self.boxes[name].note
                note.setText(why)
                note.setVisible(bool(why))
                dress(note, "refused")
        first = next((self.fields[name] for name in self.fields if name in refusals), None)
        if first is not None:
            first.setFocus()


def typed_cell(widget: QWidget | None) -> str:
    """What stands in a field, in plain writing."""
    if isinstance(widget, QComboBox):
        return str(widget.currentData() or "")
    if isinstance(widget, DateField):
        return cell_text(widget.day)
    return widget.text().strip() if isinstance(widget, TextField) else ""


def show_cell(widget: QWidget | None, text: str) -> None:
    """Fills a field."""
    if isinstance(widget, QComboBox):
        widget.setCurrentIndex(max(0, widget.findData(text)))
    elif isinstance(widget, DateField):
        widget.show_day(date.fromisoformat(text) if text else None)
    elif isinstance(widget, TextField):
        widget.setText(text)
