"""One difference: what can be done about it, until when it is free, what is known of it."""

from collections.abc import Callable
from datetime import date
from functools import partial
from itertools import pairwise

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.billing.counts import CountAction, CountRow
from app.operations.changes import Changes
from app.operations.compare_counts import settle_count, unsettle_count
from app.operations.edit_records import Edited, undo_edit
from app.operations.explain_count import KnownFact, explain_count
from app.operations.office import Office
from app.progress import Progress
from app.ui import words
from app.ui.appearance.look import LOOK
from app.ui.desk import Desk, Step
from app.ui.inputs import DateField, Field, TextField
from app.ui.pages.connections.counts_words import (
    choices_of,
    likely_action,
    settle_words,
    story,
)
from app.ui.parts.choice_cards import ChoiceCards
from app.ui.parts.controls import Card, ElidedLabel, beside, label
from app.ui.parts.key_button import KeyButton

_WIDE = 760
_FACTS = 4
_CHANGED = Changes.CUSTOMERS | Changes.CONNECTIONS


class CountsPane(QWidget):
    """Below the list: the choice cards, and what is known about the line."""

    next_wanted = Signal()
    settling = Signal()
    """The row at hand is being settled: the keyboard is to go on."""
    failed = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.row: CountRow | None = None
        self.period = ""
        self.title = label("", "section", wraps=True)
        self.story = label("", "muted", wraps=True)
        self.cards = ChoiceCards("What to do")
        self.cards.picked.connect(self._picked)
        self.cards.committed.connect(self.settle)
        self.until = DateField("Free until", desk.clock.today(desk.zone))
        self.reason = TextField("Reason", hint="Trial until the move")
        self.free = QWidget()
        row = beside(Field("Free until", self.until), Field("Reason", self.reason))
        row.setStretch(1, 1)
        self.free.setLayout(row)
        self.refusal = label("", "refused", wraps=True)
        self.again = KeyButton("Show it again", key="Alt+Shift+V", icon_name="undo-2")
        self.next = KeyButton("Next difference", key="F8")
        self.main = KeyButton("Settle", key="Return", kind="primary", icon_name="check")
        self.again.clicked.connect(self.show_again)
        self.next.clicked.connect(self.next_wanted)
        self.main.clicked.connect(self.settle)
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(18)
        self._facts.setVerticalSpacing(4)
        self._facts.setColumnStretch(1, 1)
        self._build()
        self.show_row(None, "")

    def _build(self) -> None:
        card = Card(margin=12, spacing=8)
        texts = QVBoxLayout()
        texts.setSpacing(1)
        texts.addWidget(self.title)
        texts.addWidget(self.story)
        card.rows.addLayout(texts)
        card.rows.addWidget(self.cards)
        card.rows.addWidget(self.free)
        card.rows.addWidget(self.refusal)
        card.rows.addLayout(beside(None, self.again, self.next, self.main))
        self.known = Card(margin=12, spacing=4)
        self.known.rows.addWidget(label("What is known about this line", "strong"))
        self.known.rows.addLayout(self._facts)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(card)
        column.addWidget(self.known)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """The cards stand beside each other where there is room."""
        super().resizeEvent(event)
        self.cards.lay_across(is_wide=self.width() >= LOOK.scaled(_WIDE))

    # ---- what is shown

    def show_row(self, row: CountRow | None, period: str) -> None:
        """Shows a row; None: none is chosen."""
        same = row is not None and self.row is not None and _key(row) == _key(self.row)
        self.row, self.period = row, period
        self._refuse("")
        is_open = row is not None and row.differs
        self.cards.setVisible(is_open)
        self.main.setVisible(is_open)
        self.again.setVisible(row is not None and row.settled is not None)
        self.known.setVisible(row is not None)
        if row is None:
            self.title.setText("No line chosen")
            self.story.setText("Choose one in the list.")
            self.free.hide()
            return
        self.title.setText(f"{row.account_name}, {row.product_name}")
        self.story.setText(story(row) if row.differs else row.words or "All columns agree.")
        chosen = likely_action(row)
        value = self.cards.value if same and self.cards.value else chosen.value if chosen else ""
        self.cards.show_choices(choices_of(row), value)
        order = [*self.cards.cards, self.until, self.reason, self.again, self.next, self.main]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)
        if not same:
            self.until.show_day(None)
            self.reason.clear()
            self._read_facts(row)
        self._dress()

    @property
    def action(self) -> CountAction | None:
        """What is chosen."""
        return CountAction(self.cards.value) if self.cards.value else None

    @Slot(str)
    def _picked(self, _: str) -> None:
        self._dress()
        if self.action is CountAction.FREE:
            self.until.setFocus()

    def _dress(self) -> None:
        row, action = self.row, self.action
        if row is None:
            return
        self.free.setVisible(row.differs and action is CountAction.FREE)
        self.main.say(settle_words(row, action))
        self.main.setEnabled(action is not None)

    def _read_facts(self, row: CountRow) -> None:
        account, product = _key(row)
        self.desk.read(
            lambda office: explain_count(office, account, product),
            partial(self._show_facts, key=_key(row)),
            key=f"count {id(self)}",
            failed=self.failed.emit,
        )

    def _show_facts(self, found: object, *, key: tuple[str, str]) -> None:
        if not isinstance(found, list) or self.row is None or _key(self.row) != key:
            return
        while self._facts.count():
            entry = self._facts.takeAt(0)
            widget = entry.widget() if entry is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        today = self.desk.clock.today(self.desk.zone)
        for place, fact in enumerate(found[:_FACTS]):
            if isinstance(fact, KnownFact):
                self._facts.addWidget(label(words.day(fact.day, today=today), "muted"), place, 0)
                self._facts.addWidget(ElidedLabel(fact.words), place, 1)
        if not found:
            self._facts.addWidget(label("Nothing dated is known of it.", "muted"), 0, 0, 1, 2)

    # ---- what is done

    def choose(self, letter: str) -> None:
        """Chooses a card by its letter."""
        self.cards.pick_letter(letter)

    @Slot()
    def settle(self) -> None:
        """Does what is chosen to the row at hand."""
        row, action = self.row, self.action
        if row is None or action is None or not row.differs:
            return
        until, reason = self._free_words()
        if action is CountAction.FREE and (until is None or not reason):
            return
        self.settling.emit()
        title = f"{settle_words(row, action)}: {row.account_name}, {row.product_name}"
        done = partial(
            _settle,
            account=row.account_number,
            product=row.product_code,
            action=action,
            period=self.period,
            until=until,
            reason=reason,
            title=title,
        )
        self.desk.do(
            title,
            lambda office, _: done(office),
            changes=_CHANGED,
            done=self._done,
            failed=self.failed.emit,
            told=lambda _: title,
        )

    def _free_words(self) -> tuple[date | None, str]:
        if self.action is not CountAction.FREE:
            return None, ""
        until, reason = self.until.day, self.reason.text().strip()
        if until is None:
            self.until.refuse("Type the first day on which it is billed.")
            self.until.setFocus()
        elif not reason:
            self.reason.refuse("Type why it is free.")
            self.reason.setFocus()
        return until, reason

    @Slot(object)
    def _done(self, found: object) -> None:
        if isinstance(found, Step):
            self.desk.did(found)
        elif isinstance(found, Edited):
            told = [f"{each.message} {each.way_out}".strip() for each in found.refusals]
            self._refuse("\n".join(told))

    def _refuse(self, why: str) -> None:
        self.refusal.setText(why)
        self.refusal.setVisible(bool(why))

    @Slot()
    def show_again(self) -> None:
        """Shows a settled row among the differences again."""
        row = self.row
        if row is None or row.settled is None:
            return
        account, product = _key(row)
        title = f"Show {row.product_name} of {row.account_name} again"

        def run(office: Office, _: Progress) -> None:
            unsettle_count(office, account, product)

        self.desk.do(title, run, changes=_CHANGED, failed=self.failed.emit, told=lambda _: title)


def _key(row: CountRow) -> tuple[str, str]:
    return row.account_number, row.product_code


def _settle(
    office: Office,
    *,
    account: str,
    product: str,
    action: CountAction,
    period: str,
    until: date | None,
    reason: str,
    title: str,
) -> Step | Edited:
    edited = settle_count(
        office, account, product, action, period=period, until=until, reason=reason
    )
    if edited.refusals:
        return edited
    again = partial(
        _settle,
        account=account,
        product=product,
        action=action,
        period=period,
        until=until,
        reason=reason,
        title=title,
    )
    undo = partial(
        _take_back, edited=edited, account=account, product=product, again=again, title=title
    )
    return Step(title, undo, _CHANGED)


def _take_back(
    office: Office,
    *,
    edited: Edited,
    account: str,
    product: str,
    again: Callable[[Office], Step | Edited],
    title: str,
) -> Step:
    """Takes the change of services back, and shows the row again."""
    if edited.edits:
        undo_edit(office, edited)
    unsettle_count(office, account, product)
    return Step(title, partial(_settled_again, again=again), _CHANGED)


def _settled_again(office: Office, *, again: Callable[[Office], Step | Edited]) -> Step:
    done = again(office)
    if isinstance(done, Step):
        return done
    return Step(done.title, partial(_settled_again, again=again), _CHANGED)
