"""The pane beside the list of suspense: whose it may be and why, the form, one of the calls."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.operations.browse_usage.mending import Way, way_of
from app.operations.browse_usage.suspense import SuspenseRow
from app.ui import words
from app.ui.desk import Desk
from app.ui.dialogs.explain_dialog import explain
from app.ui.page import Page
from app.ui.pages.usage.assign_form import AssignForm
from app.ui.pages.usage.causes import CAUSES, Cause
from app.ui.pages.usage.mend_form import MendForm
from app.ui.pages.usage.mend_forms import AcceptForm, LookForm, RateForm, WriteOffForm
from app.ui.parts.badge import Badge
from app.ui.parts.controls import (
    BadgeLabel,
    Button,
    Card,
    ElidedLabel,
    IconLabel,
    beside,
    label,
    line,
)
from app.ui.parts.scrolled import scrolled
from app.usage.likely_owner import Guess
from app.usage.table import Reason

_AGAINST: Final = 0


class SuspensePane(Card):
    """What is known of the rows chosen, and how to mend them."""

    clearing = Signal()
    """The chosen rows are about to leave the list."""

    def __init__(self, desk: Desk, page: Page) -> None:
        super().__init__(margin=0, spacing=0)
        self.desk = desk
        self.page = page
        self.rows_shown: list[SuspenseRow] = []
        self.setAccessibleName("The rows chosen")
        self.title = ElidedLabel("", "pane")
        self.badge = BadgeLabel(Badge("", "circle-alert", "warn"))
        self.why = label("", "muted", wraps=True)
        self.forms: dict[Way, MendForm] = {
            Way.ASSIGN: AssignForm(desk, page),
            Way.RATE: RateForm(desk, page),
            Way.ACCEPT: AcceptForm(desk, page),
            Way.LOOK: LookForm(desk, page),
        }
        self.giving_up = WriteOffForm(desk, page)
        self.form = self.forms[Way.ASSIGN]
        self.price_button = Button(
            "Why this price?",
            kind="quiet",
            icon_name="circle-question-mark",
            tip="F9",
            on_press=self.explain,
        )
        self.sum_line = label("", "strong")
        self.rest_line = label("", "muted")
        self.second = Button("", on_press=self.apply_to_first)
        self.act = Button("", kind="primary", icon_name="check", key="Ctrl+Return")
        self.act.clicked.connect(self.apply)
        self._build()
        for form in (*self.forms.values(), self.giving_up):
            form.told.connect(self._tell)
            form.applied.connect(self.clearing)
        self.show_rows([])

    def _build(self) -> None:
        head = QWidget()
        column = QVBoxLayout(head)
        column.setContentsMargins(16, 14, 16, 12)
        column.setSpacing(4)
        top = beside(self.title, self.badge)
        top.setStretch(0, 1)
        column.addLayout(top)
        column.addWidget(self.why)
        self.middle = QWidget()
        self.inside = QVBoxLayout(self.middle)
        self.inside.setContentsMargins(0, 0, 0, 0)
        self.inside.setSpacing(0)
        self.guess_part = _Signs()
        self.inside.addWidget(self.guess_part)
        for form in (*self.forms.values(), self.giving_up):
            self.inside.addWidget(form)
        self.one_call = _OneCall(self.price_button)
        self.inside.addWidget(self.one_call)
        self.inside.addStretch(1)
        scroll = scrolled(self.middle, "Owner, form and one of the calls")
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        foot = Card("foot", margin=0)
        foot.rows.setContentsMargins(16, 10, 16, 10)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self.sum_line)
        texts.addWidget(self.rest_line)
        row = beside(None, self.second, self.act)
        row.insertLayout(0, texts)
        foot.rows.addLayout(row)
        for part in (head, line(), scroll, foot):
            self.rows.addWidget(part)
        self.rows.setStretch(2, 1)

    # ---- what is shown

    def read(self) -> None:
        """Reads whom calls can be given to."""
        for form in (*self.forms.values(), self.giving_up):
            form.read()

    def show_rows(self, rows: Sequence[SuspenseRow]) -> None:
        """Shows the rows chosen."""
        self.rows_shown = list(rows)
        self.setEnabled(bool(rows))
        if not rows:
            self.title.setText("Nothing chosen")
            self.why.setText("Choose a row in the list; Space marks several.")
            self.badge.hide()
            for part in (self.guess_part, self.one_call, self.second, self.act):
                part.hide()
            for form in (*self.forms.values(), self.giving_up):
                form.hide()
            self.sum_line.setText("")
            self.rest_line.setText("")
            return
        first = rows[0]
        more = len(rows) - 1
        name = words.telephone(first.party) if first.is_number else first.party or "No number"
        self.title.setText(f"{name} and {more} more" if more else name)
        cause = CAUSES[first.reason]
        same = all(row.reason is first.reason for row in rows)
        word = cause.title if same else "Several causes"
        self.badge.show_badge(Badge(word, "circle-alert", "warn", cause.mend))
        self.badge.show()
        self.why.setText(_why(rows, cause, self.desk))
        self.guess_part.show_guess(first.guess, first.owner)
        self.one_call.show_call(first, self.desk)
        self.one_call.show()
        ways = {way_of(row) for row in rows}
        self._show_form(self.forms[ways.pop() if len(ways) == 1 else Way.LOOK])

    def _show_form(self, form: MendForm) -> None:
        self.form = form
        for each in (*self.forms.values(), self.giving_up):
            each.setVisible(each is form)
        self.guess_part.setVisible(
            isinstance(form, AssignForm) and self.rows_shown[0].guess is not None
        )
        form.show_rows(self.rows_shown)

    @Slot()
    def _tell(self) -> None:
        """Takes over what the form would do, in numbers."""
        if self.sender() is not self.form and self.sender() is not None:
            return
        form = self.form
        self.sum_line.setText(form.sum_words)
        self.rest_line.setText(form.rest_words)
        self.act.say(form.verb)
        self.act.setVisible(bool(form.verb))
        self.act.setEnabled(form.is_ready)
        several = len(self.rows_shown) > 1 and isinstance(form, AssignForm)
        self.second.say("Only this number" if several else "")
        self.second.setVisible(several)
        self.second.setEnabled(form.is_ready)

    # ---- acting

    def focus_form(self) -> None:
        """The keyboard goes into the form."""
        self.form.focus_first()

    def act_or_ask(self) -> None:
        """Does what is prepared; where something lacks, asks for it."""
        if self.form is self.giving_up and self.rows_shown:
            self.show_rows(self.rows_shown)
        if self.form.is_ready:
            self.apply()
        else:
            self.focus_form()

    def ask_why(self) -> None:
        """Asks why the rows are written off."""
        if self.rows_shown:
            self._show_form(self.giving_up)
            self.giving_up.focus_first()

    @Slot()
    def apply(self) -> None:
        """Does what the form says to all rows chosen."""
        if self.rows_shown and self.form.is_ready:
            self.form.apply(self.rows_shown)

    @Slot()
    def apply_to_first(self) -> None:
        """Does what the form says to the first row alone."""
        if self.rows_shown and self.form.is_ready:
            self.form.apply(self.rows_shown[:1])

    @Slot()
    def explain(self) -> None:
        """Tells why one of the calls costs what it costs, or why it waits."""
        if self.rows_shown:
            explain(self.desk, self.rows_shown[0].one.call_id, self)


def _why(rows: Sequence[SuspenseRow], cause: Cause, desk: Desk) -> str:
    first = min(row.first_at for row in rows).astimezone(desk.zone).date()
    last = max(row.last_at for row in rows).astimezone(desk.zone).date()
    days = words.day(first) if first == last else f"{words.day(first)} to {words.day(last)}"
    if rows[0].reason is Reason.NO_CUSTOMER:
        several = "these numbers" if len(rows) > 1 else "this number"
        return f"No customer had {several} when the calls were made, {days}."
    return f"{cause.why}, {days}."


class _Signs(QWidget):
    """Who the owner probably is, and what speaks for it."""

    def __init__(self) -> None:
        super().__init__()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 12, 16, 10)
        self._column.setSpacing(4)
        self._title = label("", "strong")
        self._column.addWidget(self._title)
        self._lines: list[QWidget] = []

    def show_guess(self, guess: Guess | None, owner: str) -> None:
        """Shows a guess."""
        for old in self._lines:
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._lines = []
        if guess is None:
            return
        self._title.setText(f"Likely owner: {owner}" if guess.strength.value else "No guess")
        for sign in guess.signs:
            row = QWidget()
            speaks = sign.points > _AGAINST
            inside = beside(
                IconLabel("check" if speaks else "minus", "ok" if speaks else "idle"),
                label(sign.words, "" if speaks else "muted", wraps=True),
            )
            inside.setStretch(1, 1)
            row.setLayout(inside)
            self._lines.append(row)
            self._column.addWidget(row)


class _OneCall(QWidget):
    """One of the calls."""

    def __init__(self, price_button: Button) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 8)
        column.addWidget(line())
        inside = QVBoxLayout()
        inside.setContentsMargins(16, 4, 16, 0)
        inside.setSpacing(2)
        inside.addLayout(beside(label("One of the calls", "strong"), None, price_button))
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        grid.setColumnMinimumWidth(0, 108)
        grid.setColumnStretch(1, 1)
        self._values = []
        for place, title in enumerate(("Started", "From", "To", "Length", "File and row")):
            value = ElidedLabel("")
            grid.addWidget(label(title, "muted"), place, 0)
            grid.addWidget(value, place, 1)
            self._values.append(value)
        inside.addLayout(grid)
        column.addLayout(inside)

    def show_call(self, row: SuspenseRow, desk: Desk) -> None:
        """Shows one of a row's calls."""
        one = row.one
        masked = not desk.unmasked
        own = {row.party}
        texts = (
            words.moment(one.started_at, desk.zone),
            _number(one.caller, masked=masked and one.caller not in own),
            _number(one.called, masked=masked and one.called not in own),
            words.length(one.seconds) if one.seconds >= 0 else f"{words.count(one.seconds)} s",
            f"{one.file}, row {words.count(one.row)}",
        )
        for value, text in zip(self._values, texts, strict=True):
            value.setText(text)
            value.setAccessibleName(text)


def _number(text: str, *, masked: bool) -> str:
    if not text.startswith("+"):
        return text or "None in the file"
    return words.telephone(text, masked=masked) + (", masked" if masked else "")
