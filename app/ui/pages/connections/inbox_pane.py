"""The entry that is chosen: told in four parts, or as a card to decide; its remedy as a button."""

from PySide6.QtCore import Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from app.operations.browse_inbox import Deed, InboxRow
from app.operations.browse_sync import FieldPair
from app.ui.desk import Desk
from app.ui.page import Page
from app.ui.pages.connections.decide_part import DecidePart
from app.ui.pages.connections.deciding import InboxWork
from app.ui.pages.connections.drift_card import DriftPart
from app.ui.pages.connections.fields_card import FieldsPart
from app.ui.pages.connections.telling import inbox_badge, pair_words, times_words
from app.ui.parts.badge import Badge
from app.ui.parts.controls import (
    BadgeLabel,
    Button,
    Card,
    ElidedLabel,
    IconLabel,
    label,
    line,
)
from app.ui.parts.key_button import KeyButton
from app.ui.parts.scrolled import scrolled

_MOST_FIELDS = 8


class FourParts(Card):
    """What happened, which record, why, what to do; and what the record would change."""

    def __init__(self) -> None:
        super().__init__("card")
        self._grid = QGridLayout()
        self._grid.setColumnStretch(1, 1)
        self._grid.setHorizontalSpacing(16)
        self._grid.setVerticalSpacing(8)
        self._sign = IconLabel("circle-x", "bad", 19)
        self._what = label("", "strong", wraps=True)
        head = QHBoxLayout()
        head.addWidget(self._sign, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(self._what, 1)
        self.rows.addLayout(head)
        self.rows.addLayout(self._grid)
        self.copy_button = Button("Copy details", icon_name="copy", on_press=self.copy_details)
        foot = QHBoxLayout()
        foot.addWidget(self.copy_button)
        foot.addStretch(1)
        self.rows.addLayout(foot)
        self._text = ""

    def show_row(self, row: InboxRow, more: str) -> None:
        """Tells an entry."""
        badge = inbox_badge(row)
        self.setProperty("kind", "error" if badge.role == "bad" else "card")
        self.style().unpolish(self)
        self.style().polish(self)
        self._sign.show_icon(badge.icon, badge.role)
        # The title stands above the card: here it begins with why.
        self._what.setText(row.why)
        self._clear()
        parts = [("Which record", row.which), ("What to do", row.remedy), ("Since", more)]
        for title, text in parts:
            if text:
                self._add(title, text)
        for pair in row.fields[:_MOST_FIELDS]:
            self._add_pair(pair)
        self._text = "\n".join(
            [row.title, row.why, *(f"{title}: {text}" for title, text in parts if text)]
        )
        self.setAccessibleName(self._text.replace("\n", ". "))

    def _clear(self) -> None:
        while self._grid.count():
            entry = self._grid.takeAt(0)
            widget = entry.widget() if entry is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _add(self, title: str, text: str) -> None:
        place = self._grid.rowCount()
        self._grid.addWidget(label(title, "muted"), place, 0)
        self._grid.addWidget(label(text, wraps=True), place, 1)

    def _add_pair(self, pair: FieldPair) -> None:
        before, after = pair_words(pair)
        was = before or "nothing"
        self._add(pair.name, f"{was} \u2192 {after}" if pair.is_changed else after)

    def copy_details(self) -> None:
        """Puts the whole of it onto the clipboard."""
        QGuiApplication.clipboard().setText(self._text)


class InboxPane(Card):
    """What is known of the entry chosen, and what mends it."""

    told = Signal()

    def __init__(self, desk: Desk, page: Page, work: InboxWork) -> None:
        super().__init__(margin=0, spacing=0)
        self.desk = desk
        self.work = work
        self.row: InboxRow | None = None
        self.setAccessibleName("The entry chosen")
        self.title = ElidedLabel("", "pane")
        self.badge = BadgeLabel(Badge("", "circle-alert", "warn"))
        self.second = ElidedLabel("", "muted")
        self.parts = FourParts()
        self.drift = DriftPart(desk, page)
        self.fields = FieldsPart()
        self.decide = DecidePart(desk)
        self.hint = label("", "caption", wraps=True)
        self.there = Button("", icon_name="external-link", on_press=self.open_there)
        self.again = Button("Try again", icon_name="refresh-cw", on_press=self.try_again)
        self.act = KeyButton("", key="Return", kind="primary", icon_name="check")
        self.act.clicked.connect(self.do)
        self.drift.told.connect(self._tell)
        self.drift.committed.connect(self.do)
        self.fields.told.connect(self._tell)
        self.fields.committed.connect(self.do)
        self.decide.told.connect(self._tell)
        self._build()
        self.show_row(None)

    def _build(self) -> None:
        head = QVBoxLayout()
        head.setContentsMargins(18, 14, 16, 12)
        head.setSpacing(2)
        top = QHBoxLayout()
        top.addWidget(self.title, 1)
        top.addWidget(self.badge)
        head.addLayout(top)
        head.addWidget(self.second)
        self.rows.addLayout(head)
        self.rows.addWidget(line())
        self.stack = QStackedWidget()
        for part in (QWidget(), self.parts, self.drift, self.fields):
            holder = QWidget()
            column = QVBoxLayout(holder)
            column.setContentsMargins(18, 14, 14, 12)
            column.setSpacing(14)
            column.addWidget(part)
            if part is self.parts:
                column.addWidget(self.decide)
            column.addStretch(1)
            self.stack.addWidget(holder)
        self.rows.addWidget(scrolled(self.stack, "The entry in full"), 1)
        foot = Card("foot", margin=0)
        foot.rows.setContentsMargins(18, 10, 16, 10)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.hint, 1)
        row.addWidget(self.there)
        row.addWidget(self.again)
        row.addWidget(self.act)
        foot.rows.addLayout(row)
        self.rows.addWidget(foot)

    def show_row(self, row: InboxRow | None) -> None:
        """Shows an entry; None: the inbox is empty, or nothing is chosen."""
        self.row = row
        self.badge.setVisible(row is not None)
        self.there.setVisible(row is not None and bool(row.link))
        if row is None:
            self.title.setText("Nothing chosen")
            self.second.setText("")
            self._turn(0)
            self._tell()
            return
        now = self.desk.clock.now()
        self.title.setText(row.title)
        self.badge.show_badge(inbox_badge(row))
        self.there.say(f"Open in {row.system_title}")
        is_open = row.solved_at is None
        if row.deed is Deed.DRIFT and is_open:
            self.second.setText(f"{row.which}. {row.why}")
            self.drift.read(row.system, row.our_id)
            self._turn(2)
        elif row.deed is Deed.FIELDS and is_open:
            self.second.setText(row.which)
            self.fields.show_row(row)
            self._turn(3)
        else:
            self.second.setText(row.which)
            self.parts.show_row(row, times_words(row, self.desk.zone, now))
            self.decide.show_row(row)
            self._turn(1)
        self._tell()

    def _turn(self, place: int) -> None:
        """Shows a page of the stack; those behind it ask for no room."""
        for number in range(self.stack.count()):
            page = self.stack.widget(number)
            way = QSizePolicy.Policy.Preferred if number == place else QSizePolicy.Policy.Ignored
            if page is not None:
                page.setSizePolicy(QSizePolicy.Policy.Preferred, way)
        self.stack.setCurrentIndex(place)
        self.second.setVisible(bool(self.second.text()))

    @Slot()
    def _tell(self) -> None:
        row = self.row
        is_open = row is not None and row.solved_at is None
        self.act.setVisible(is_open)
        self.again.setVisible(is_open and row is not None and row.deed not in _TRIES)
        self.hint.setText(_HINT if is_open else "")
        if row is None:
            return
        self.act.say(self.verb(row))
        is_ready = row.deed is not Deed.DRIFT or self.drift.settlement is not None
        if row.deed is Deed.FIELDS:
            is_ready = self.fields.is_ready
        elif row.deed is Deed.DECIDE:
            is_ready = bool(self.decide.value)
        self.act.setEnabled(is_ready)
        self.told.emit()

    def verb(self, row: InboxRow) -> str:
        """The words of the button that mends it."""
        if row.deed is Deed.DRIFT:
            return self.drift.verb()
        if row.deed is Deed.FIELDS:
            return self.fields.verb()
        if row.deed is Deed.DECIDE:
            return self.decide.verb()
        return {
            Deed.RETRY: "Try this again",
            Deed.SIGN_IN: f"Sign in to {row.system_title}\u2026",
            Deed.MAP: "Open the customer map",
            Deed.CODES: "Pair the code\u2026",
            Deed.CUSTOMER: f"Open {row.customer}" if row.customer else "Open the customer",
            Deed.INVOICE: f"Open invoice {row.our_id}",
            Deed.THERE: "Look again",
        }[row.deed]

    # ---- doing

    def choose_letter(self, letter: str) -> None:
        """Chooses whose side holds: T theirs, K ours, S split."""
        if self.row is None:
            return
        if self.row.deed is Deed.DRIFT:
            self.drift.choose_letter(letter)
        elif self.row.deed is Deed.FIELDS:
            self.fields.choose_letter(letter)

    @Slot()
    def do(self) -> None:
        """Does what mends the entry."""
        row = self.row
        if row is None or row.solved_at is not None or not self.act.isEnabled():
            return
        if row.deed is Deed.DRIFT and self.drift.card is not None:
            self.work.settle(
                row, self.drift.card, self.drift.choice, sorted(self.drift.kept), self.drift.verb()
            )
        elif row.deed is Deed.FIELDS:
            self.work.settle_fields(row, self.fields.keep, self.fields.verb())
        elif row.deed is Deed.DECIDE:
            self.work.decide(row, self.decide.value, self.decide.verb())
        elif row.deed in _TRIES:
            self.work.retry(row)
        else:
            self.work.go_to(row)

    @Slot()
    def try_again(self) -> None:
        """Tries this entry alone again."""
        if self.row is not None and self.row.solved_at is None:
            self.work.retry(self.row)

    @Slot()
    def open_there(self) -> None:
        """Opens the record's page in the other system."""
        if self.row is not None and self.row.link:
            QDesktopServices.openUrl(QUrl(self.row.link))


_HINT = "One entry for each record and kind. It goes away by itself when both sides agree again."
_TRIES = frozenset({Deed.RETRY, Deed.THERE})
