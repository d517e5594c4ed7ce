"""Fields for text, money, dates and telephone numbers; what they refuse, they refuse in words."""

from datetime import date, timedelta
from decimal import Decimal

from PySide6.QtCore import QDate, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QCalendarWidget,
    QCompleter,
    QLabel,
    QLineEdit,
    QMenu,
    QVBoxLayout,
    QWidget,
    QWidgetAction,
)
from shiboken6 import isValid

from app.ui import words
from app.ui.appearance.icons import icon
from app.ui.appearance.look import LOOK
from app.ui.parts.controls import dress, label
from app.ui.typed import read_day, read_money

__all__ = [
    "DateField",
    "Field",
    "MoneyField",
    "Picker",
    "TextField",
    "owned_words",
    "qdate",
    "read_day",
    "read_money",
]


class TextField(QLineEdit):
    """A line of text with an accessible name and a place for why it was refused."""

    refused = Signal(str)
    owner_asked = Signal(str)
    """Who owns the field, in words, where F4 asks."""

    def __init__(self, name: str, *, hint: str = "") -> None:
        super().__init__()
        self.setAccessibleName(name)
        if hint:
            self.setPlaceholderText(hint)
        self.why = ""
        self._mark = self.addAction(
            icon("circle-x", "bad"), QLineEdit.ActionPosition.LeadingPosition
        )
        self._mark.setVisible(False)
        self.owner = ""
        """Who owns the field, where that is not us."""

    def refuse(self, why: str) -> None:
        """Marks the field as refused, with the reason; blank takes it back."""
        # A field that is going loses the keyboard last of all, after its parts have gone.
        if not isValid(self._mark):
            return
        self._mark.setVisible(bool(why))
        self.why = why
        self.setProperty("state", "refused" if why else "")
        dress(self, str(self.property("kind") or ""))
        self.setToolTip(why)
        self.setAccessibleDescription(why)
        self.refused.emit(why)

    def own(self, owner: str) -> None:
        """Marks the field as owned elsewhere."""
        self.owner = owner
        if owner:
            self.addAction(
                icon("lock", "text_muted"), QLineEdit.ActionPosition.TrailingPosition
            ).setEnabled(False)
            self.setAccessibleDescription(owned_words(owner))
        self.setReadOnly(bool(owner))
        self.setProperty("state", "owned" if owner else "")
        dress(self, "")
        self.setToolTip(owned_words(owner) if owner else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """F4 tells who owns the field."""
        if event.key() == Qt.Key.Key_F4 and self.owner:
            self.owner_asked.emit(owned_words(self.owner))
            return
        super().keyPressEvent(event)


class MoneyField(TextField):
    """A field for an amount or a price, which also takes sums and shows their result."""

    valued = Signal(object)

    def __init__(self, name: str, *, places: int = 2) -> None:
        super().__init__(name)
        self.places = places
        self.result = ""
        """What the sum that is being typed comes to; blank: none is."""
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.editingFinished.connect(self._settle)
        self.textEdited.connect(self._show_sum)

    @property
    def amount(self) -> Decimal | None:
        """The amount; None where it is empty or refused."""
        try:
            return read_money(self.text())
        except ValueError:
            return None

    def show_amount(self, amount: Decimal | None) -> None:
        """Shows an amount."""
        self.setText("" if amount is None else words.money(amount, places=self._places(amount)))
        self.refuse("")

    def _places(self, amount: Decimal) -> int:
        exponent = amount.normalize().as_tuple().exponent
        return max(self.places, -exponent if isinstance(exponent, int) else 0)

    def reading(self) -> tuple[Decimal | None, str]:
        """The amount, and in words why what stands there is none."""
        try:
            return read_money(self.text()), ""
        except ValueError as fault:
            return None, str(fault)

    def _show_sum(self, text: str) -> None:
        amount = self.amount if any(mark in text.strip()[1:] for mark in "+-*/") else None
        self.result = "" if amount is None else f"= {words.money(amount, places=self.places)}"
        self.setAccessibleDescription(self.result)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draws what a sum comes to beside it."""
        super().paintEvent(event)
        if not self.result:
            return
        painter = QPainter(self)
        painter.setFont(LOOK.font("caption"))
        painter.setPen(QPen(LOOK.colour("text_muted"), 1))
        typed = self.fontMetrics().horizontalAdvance(self.text())
        room = self.width() - typed - 28
        if painter.fontMetrics().horizontalAdvance(self.result) <= room:
            box = QRect(9, 0, room, self.height())
            align = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
            painter.drawText(box, int(align), self.result)

    def _settle(self) -> None:
        self.result = ""
        amount, why = self.reading()
        if why:
            self.refuse(why)
            return
        self.show_amount(amount)
        self.valued.emit(amount)


class DateField(TextField):
    """A field for a day: ``t`` today, ``+`` ``-`` a day, ``m`` ``h`` begin and end of the month."""

    valued = Signal(object)

    def __init__(self, name: str, today: date) -> None:
        super().__init__(name, hint="2026-10-05, Oct 5, t")
        self.today = today
        self.editingFinished.connect(self._settle)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Wide enough for its hint."""
        hint = self.fontMetrics().horizontalAdvance(self.placeholderText())
        return QSize(hint + LOOK.scaled(32), super().minimumSizeHint().height())

    @property
    def day(self) -> date | None:
        """The day; None where it is empty or refused."""
        try:
            return read_day(self.text(), self.today)
        except ValueError:
            return None

    def reading(self) -> tuple[date | None, str]:
        """The day, and in words why what stands there is none."""
        try:
            return read_day(self.text(), self.today), ""
        except ValueError as fault:
            return None, str(fault)

    def show_day(self, value: date | None) -> None:
        """Shows a day."""
        self.setText(words.day(value))
        self.refuse("")
        self.valued.emit(value)

    def open_calendar(self) -> None:
        """Shows a calendar to choose from (F4)."""
        menu = QMenu(self)
        calendar = QCalendarWidget(menu)
        calendar.setSelectedDate(qdate(self.day or self.today))
        calendar.setAccessibleName(f"{self.accessibleName()}, calendar")
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)

        def chosen(found: QDate) -> None:
            self.show_day(date(found.year(), found.month(), found.day()))
            menu.close()

        calendar.activated.connect(chosen)
        calendar.clicked.connect(chosen)
        action = QWidgetAction(menu)
        action.setDefaultWidget(calendar)
        menu.addAction(action)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))
        calendar.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """The letters that stand for days."""
        if event.key() == Qt.Key.Key_F4 and not self.isReadOnly():
            self.open_calendar()
            return
        if self.isReadOnly() or event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            super().keyPressEvent(event)
            return
        current = self.day or self.today
        letters = {
            "t": self.today,
            "+": current + timedelta(days=1),
            "-": current - timedelta(days=1),
            "m": current.replace(day=1),
            "h": (current.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1),
        }
        text = event.text().casefold()
        typing = bool(self.text()) and not self.hasSelectedText() and self.day is None
        if text in letters and not typing and not (text == "m" and not self.text()):
            self.show_day(letters[text])
            self.selectAll()
        else:
            super().keyPressEvent(event)

    def _settle(self) -> None:
        value, why = self.reading()
        if why:
            self.refuse(why)
            return
        self.show_day(value)


class Picker(TextField):
    """A field that finds a record by any part of its name, code, number or e-mail."""

    picked = Signal(str)

    def __init__(self, name: str, *, hint: str = "") -> None:
        super().__init__(name, hint=hint)
        self._entries: dict[str, str] = {}
        self._told = ""
        self.editingFinished.connect(self._settle)
        down = self.addAction(
            icon("chevron-down", "text_muted"), QLineEdit.ActionPosition.TrailingPosition
        )
        down.setToolTip("Show all (F4)")
        down.triggered.connect(self.open_list)

    def offer(self, entries: dict[str, str]) -> None:
        """The records to choose from: what stands in the list, and the record's key."""
        self._entries = entries
        completer = QCompleter(list(entries), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setMaxVisibleItems(12)
        completer.activated.connect(self._settle)
        # The line edit deletes the one before: it is its parent.
        self.setCompleter(completer)

    @property
    def key(self) -> str:
        """The record's key; blank where none is chosen."""
        text = self.text().strip()
        if text in self._entries:
            return self._entries[text]
        wanted = text.casefold().split()
        found = [
            key
            for words_, key in self._entries.items()
            if all(word in words_.casefold() for word in wanted)
        ]
        return found[0] if text and len(found) == 1 else ""

    def show_key(self, key: str) -> None:
        """Shows the record of that key."""
        self._told = key
        self.setText(next((text for text, each in self._entries.items() if each == key), key))
        self.refuse("")

    def open_list(self) -> None:
        """Shows everything there is to choose from (F4)."""
        completer: QCompleter | None = self.completer()
        if completer is not None and not self.isReadOnly():
            self.setFocus()
            completer.setCompletionPrefix("")
            completer.complete()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """F4 and the arrow down show the list; Enter that chooses another one does no more."""
        popup = self.completer().popup() if self.completer() is not None else None
        closed = popup is None or not popup.isVisible()
        if event.key() in {Qt.Key.Key_F4, Qt.Key.Key_Down} and closed:
            self.open_list()
            return
        told = self._told
        super().keyPressEvent(event)
        if self._told != told:
            # Otherwise the button that goes on would be pressed by the same key.
            event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """What is typed replaces what stands there."""
        super().focusInEvent(event)
        if event.reason() in {Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason}:
            self.selectAll()

    def _settle(self, *_: object) -> None:
        key, told = self.key, self._told
        if key:
            self.show_key(key)
            if key != told:
                self.picked.emit(key)
        elif self.text().strip():
            self.refuse(f"Nothing here is called “{self.text().strip()}”.")
        else:
            self._told = ""
            self.refuse("")


class Field(QWidget):
    """A field with its label above and why it was refused below."""

    def __init__(self, title: str, field: QWidget, *, note: str = "") -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        self.title = label(title)
        self.title.setBuddy(field)
        self.field = field
        self.note: QLabel = label(note, "caption", wraps=True)
        self._note = note
        column.addWidget(self.title)
        column.addWidget(field)
        column.addWidget(self.note)
        # Once it has a parent: without one it would show itself as a window of its own.
        self.note.setVisible(bool(note))
        if not field.accessibleName():
            field.setAccessibleName(title)
        if isinstance(field, TextField):
            field.refused.connect(self._refused)
            field.owner_asked.connect(self._tell_owner)

    def _tell_owner(self, told: str) -> None:
        self.note.setText(told)
        self.note.show()

    def _refused(self, why: str) -> None:
        self.note.setText(why or self._note)
        self.note.setVisible(bool(why or self._note))
        dress(self.note, "refused" if why else "caption")


def owned_words(owner: str, what: str = "this field") -> str:
    """Who owns something, and where it is changed."""
    return f"{owner} owns {what}. Change it there; it comes here with the next sync."


def qdate(value: date) -> QDate:
    """A day as Qt has it."""
    return QDate(value.year, value.month, value.day)
