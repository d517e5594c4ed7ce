"""A record of the setup as a form: its fields in groups, refusals at their fields."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFrame,
    QGridLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.customers.dated_change import asks_day
from app.customers.service import Number, Service
from app.operations.edit_records import Edited
from app.ui import words
from app.ui.appearance.look import LOOK
from app.ui.desk import Desk
from app.ui.dialogs.change_dialog import ChangeDialog
from app.ui.inputs import DateField, Field, MoneyField, Picker, TextField
from app.ui.messages import ErrorPanel, told
from app.ui.parts.controls import Button, beside, dress, label, line
from app.ui.parts.dialog import Dialog
from app.values.sheet import Column, Kind, Sheet, SheetRow
from app.workbook.cells import cell_text
from app.workbook.typed_rows import typed_rows

_COLUMNS: Final = 2
_AROUND: Final = 60
_WIDE: Final = 640
_HIGH: Final = 620
_TOP: Final = Qt.AlignmentFlag.AlignTop


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A field of the form."""

    field: str
    title: str
    note: str = ""
    is_wide: bool = False
    entries: Mapping[str, str] | None = None
    """Records to choose from, words to key; None: as the sheet has it."""
    blank: str = "as usual"
    """What a choice that is left open stands for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Fields that belong together."""

    title: str
    items: Sequence[Item]


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """What a form is about."""

    sheet: Sheet
    groups: Sequence[Group]
    title: str
    verb: str
    today: date
    row: SheetRow | None = None
    """The record; None: a new one."""
    fixed: Mapping[str, str] = field(default_factory=dict)
    """Cells of a new record that are not asked for, or are filled in already."""
    like: SheetRow | None = None
    """A record whose values a new one begins with."""
    kept: frozenset[str] = frozenset()
    """Fields of such a new one that stay as they are."""
    undo_words: str = ""
    """What Ctrl+Z takes back."""
    owners: Mapping[str, str] = field(default_factory=dict)
    """Who owns fields that are changed elsewhere."""


class RecordForm(Dialog):
    """The form of one record."""

    def __init__(
        self, desk: Desk, form: Form, parent: QWidget | None = None, *, at: str = ""
    ) -> None:
        """``at``: the field the keyboard begins in."""
        super().__init__(parent)
        self.desk = desk
        self.form = form
        self.setWindowTitle(form.title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.fields: dict[str, QWidget] = {}
        self._boxes: dict[str, Field] = {}
        self._edited: Edited | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(12)
        column.addWidget(label(form.title, "pane"))
        self.errors = QVBoxLayout()
        column.addLayout(self.errors)
        column.addWidget(self._scrolled(), 1)
        column.addWidget(line())
        self.save_button = Button(form.verb, kind="primary", key="Ctrl+Return", on_press=self.save)
        self.save_button.setDefault(True)
        self.not_now = Button("Not now", key="Esc", on_press=self.reject)
        column.addLayout(beside(None, self.not_now, self.save_button))
        high = min(LOOK.scaled(_HIGH), self.sizeHint().height() + 40)
        self.resize(LOOK.scaled(_WIDE), high)
        self._first = self.fields.get(at) or next(filter(_takes_keys, self.fields.values()), None)
        if self._first is not None:
            self._first.setFocus(Qt.FocusReason.TabFocusReason)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Scrolls to the field the keyboard is in."""
        super().showEvent(event)
        if self._first is not None:
            box = self._first.parentWidget() or self._first
            self._area.ensureWidgetVisible(box, 0, _AROUND)

    def _scrolled(self) -> QScrollArea:
        inside = QWidget()
        rows = QVBoxLayout(inside)
        rows.setContentsMargins(2, 2, 12, 2)
        rows.setSpacing(16)
        for group in self.form.groups:
            if group.title:
                rows.addWidget(label(group.title, "section"))
            rows.addLayout(self._group(group))
        rows.addStretch(1)
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area = area
        return area

    def _group(self, group: Group) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(10)
        place = 0
        for item in group.items:
            widget = self._widget(item)
            box = Field(item.title, widget, note=item.note)
            box.title.setBuddy(widget)
            self.fields[item.field] = widget
            self._boxes[item.field] = box
            if item.is_wide:
                place += place % _COLUMNS
                grid.addWidget(box, place // _COLUMNS, 0, 1, _COLUMNS, _TOP)
                place += _COLUMNS
            else:
                grid.addWidget(box, place // _COLUMNS, place % _COLUMNS, _TOP)
                place += 1
        for at in range(_COLUMNS):
            grid.setColumnStretch(at, 1)
        return grid

    def _widget(self, item: Item) -> QWidget:
        about = self.form.sheet.columns[item.field]
        value = self._value(item.field)
        if self._stays(item.field):
            return _owned(item, value, self._owner(item.field))
        if item.entries is not None:
            picker = Picker(item.title)
            picker.offer(dict(item.entries))
            picker.show_key(cell_text(value))
            return picker
        if about.choices or about.kind is Kind.YES_NO:
            return _combo(item, about, value)
        if about.kind is Kind.DATE:
            day = DateField(item.title, self.form.today)
            day.show_day(value if isinstance(value, date) else None)
            return day
        if about.kind is Kind.MONEY:
            money = MoneyField(item.title)
            money.show_amount(value if isinstance(value, Decimal) else None)
            return money
        text = TextField(item.title)
        text.setText(cell_text(value))
        return text

    def _stays(self, name: str) -> bool:
        """Whether a field cannot be changed: a record's own name."""
        is_key = name in self.form.sheet.key and self.form.row is not None
        return is_key or name in self.form.kept or bool(self._owner(name))

    def _owner(self, name: str) -> str:
        """Who owns a field of a record that is here already."""
        return self.form.owners.get(name, "") if self.form.row is not None else ""

    def _value(self, name: str) -> object:
        if self.form.row is not None:
            return getattr(self.form.row, name)
        about = self.form.sheet.columns[name]
        fixed = self.form.fixed.get(name)
        if fixed is None:
            return getattr(self.form.like, name) if self.form.like else about.default
        if about.kind is Kind.DATE:
            return date.fromisoformat(fixed) if fixed else None
        return fixed

    # ---- saving

    def cells(self) -> dict[str, str]:
        """What stands in the fields, by field."""
        found = {} if self.form.row is not None else dict(self.form.fixed)
        for name, widget in self.fields.items():
            is_key = self.form.row is not None and name in self.form.sheet.key
            if is_key or self._owner(name):
                continue
            found[name] = _typed(widget)
        return found

    def save(self) -> None:
        """Reads the fields and writes the record; what is refused stands at its field."""
        self.clear()
        unread = {name: why for name, widget in self.fields.items() if (why := _unread(widget))}
        read = typed_rows(self.form.sheet, self.cells(), before=self.form.row)
        refusals = {**read.refusals, **unread}
        if refusals:
            self.refuse(refusals)
            return
        before, after = self.form.row, read.rows[0]
        if before == after:
            self.accept()
        elif before is not None and asks_day(before, after):
            self._ask_day(before, after)
        else:
            self.write(read.rows)

    def _ask_day(self, before: SheetRow, after: SheetRow) -> None:
        if isinstance(before, Service | Number) and isinstance(after, Service | Number):
            dialog = ChangeDialog(self.desk, before, after, today=self.form.today, parent=self)
            dialog.changed.connect(self.accept)
            dialog.open()

    def write(self, rows: Sequence[SheetRow]) -> None:
        """Writes rows of the setup."""
        self.save_button.setEnabled(False)
        title = self.form.undo_words or self.form.title
        self.desk.edit(title, rows, done=self._done, failed=self._failed)

    def _done(self, found: object) -> None:
        self.save_button.setEnabled(True)
        if not isinstance(found, Edited):
            return
        if not found.refusals:
            self.accept()
            return
        names = {column.name: key for key, column in self.form.sheet.columns.items()}
        self.refuse(
            {
                names.get(each.column, ""): f"{each.message.removesuffix('.')}. {each.way_out}"
                for each in found.refusals
            }
        )

    def _failed(self, fault: object) -> None:
        self.save_button.setEnabled(True)
        self.errors.addWidget(ErrorPanel(told(fault)))

    def refuse(self, refusals: Mapping[str, str]) -> None:
        """Shows why fields were refused; the keyboard goes to the first."""
        for name, why in refusals.items():
            widget, box = self.fields.get(name), self._boxes.get(name)
            if isinstance(widget, TextField):
                widget.refuse(why)
            elif box is not None:
                box.note.setText(why)
                box.note.setVisible(True)
                dress(box.note, "refused")
            else:
                self.errors.addWidget(label(why, "refused", wraps=True))
        first = next((self.fields[name] for name in self.fields if name in refusals), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear(self) -> None:
        """Takes what was refused back."""
        while self.errors.count():
            entry = self.errors.takeAt(0)
            widget = entry.widget() if entry is not None else None
            if widget is not None:
                widget.deleteLater()
        for name, widget in self.fields.items():
            if isinstance(widget, TextField):
                widget.refuse("")
            else:
                self._boxes[name].note.hide()


def _owned(item: Item, value: object, owner: str = "") -> TextField:
    text = TextField(item.title)
    text.setText(words.day(value) if isinstance(value, date) else cell_text(value))
    if owner:
        text.own(owner)
        return text
    text.setReadOnly(True)
    text.setProperty("state", "owned")
    text.setToolTip("Its own name stays as it is; everything else refers to it.")
    return text


def _combo(item: Item, about: Column, value: object) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(item.title)
    choices: Sequence[str] = about.choices or ("yes", "no")
    if about.kind is Kind.YES_NO and about.default is None:
        box.addItem("not known", "")
    elif not about.required and about.default is None:
        box.addItem(item.blank, "")
    for each in choices:
        box.addItem(each.replace("_", " "), each)
    box.setCurrentIndex(max(0, box.findData(cell_text(value))))
    return box


def _takes_keys(widget: QWidget) -> bool:
    return not (isinstance(widget, TextField) and widget.isReadOnly())


def _typed(widget: QWidget) -> str:
    if isinstance(widget, QComboBox):
        return str(widget.currentData())
    if isinstance(widget, Picker):
        return widget.key
    if isinstance(widget, DateField):
        return cell_text(widget.day)
    if isinstance(widget, MoneyField):
        return cell_text(widget.amount)
    return widget.text().strip() if isinstance(widget, TextField) else ""


def _unread(widget: QWidget) -> str:
    """Why what stands in a field cannot be read; blank where it can."""
    if isinstance(widget, DateField | MoneyField):
        return widget.reading()[1]
    if isinstance(widget, Picker) and widget.text().strip() and not widget.key:
        return f"Nothing here is called “{widget.text().strip()}”."
    return ""
