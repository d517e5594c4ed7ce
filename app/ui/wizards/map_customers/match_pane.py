"""The match pane: both sides of a pair field by field, the reasons with their points, the verbs."""

from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.customers.matching import Candidate, MatchState, Pairing, Reason, Side
from app.operations.list_systems import ListedSystem
from app.ui import words
from app.ui.parts.badge import Badge
from app.ui.parts.controls import (
    BadgeLabel,
    Button,
    Card,
    Choice,
    ElidedLabel,
    IconLabel,
    beside,
    label,
    line,
)
from app.ui.parts.key_button import KeyButton
from app.ui.parts.scrolled import scrolled
from app.ui.wizards.map_customers.map_words import fields_of, ours_words, state_badge

_SIGNS: Final = {
    True: ("equal", "ok", "the same"),
    False: ("arrow-left-right", "warn", "differs"),
    None: ("minus", "idle", "not told on both sides"),
}


class MatchPane(Card):
    """What is known of one pair, and what can be said of it."""

    link_wanted = Signal()
    new_wanted = Signal()
    ignore_wanted = Signal()
    other_wanted = Signal()
    undone_wanted = Signal()
    """What was linked or said is to be taken back."""

    def __init__(self) -> None:
        super().__init__(margin=0, spacing=0)
        self.setAccessibleName("The pair chosen")
        self.pairing: Pairing | None = None
        self.system: ListedSystem | None = None
        self.title = ElidedLabel("", "pane")
        self.badge = BadgeLabel(Badge("", "link", "ok"))
        self.candidates = Choice("Who may be it")
        self.candidates.currentIndexChanged.connect(self._show_sides)
        self.area = scrolled(QWidget(), "Both sides and why")
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.link = KeyButton("Link", key="Return", kind="primary", icon_name="link")
        self.new = KeyButton("New", key="N")
        self.ignore = KeyButton("Ignore…", key="I")
        self.other = Button("Link to another…", kind="quiet", icon_name="search", tip="L")
        self.back = KeyButton("Unlink", key="U", icon_name="unlink")
        for button, signal in (
            (self.link, self.link_wanted),
            (self.new, self.new_wanted),
            (self.ignore, self.ignore_wanted),
            (self.other, self.other_wanted),
            (self.back, self.undone_wanted),
        ):
            button.clicked.connect(signal)
        self._build()
        self.show_pairing(None, None)

    def _build(self) -> None:
        head = QVBoxLayout()
        head.setContentsMargins(16, 12, 16, 10)
        head.setSpacing(8)
        top = beside(self.title, self.badge)
        top.setStretch(0, 1)
        head.addLayout(top)
        head.addWidget(self.candidates)
        foot = Card("foot", margin=0)
        foot.rows.setContentsMargins(16, 10, 16, 10)
        foot.rows.setSpacing(6)
        foot.rows.addLayout(beside(self.link, self.back, self.new, self.ignore, None))
        foot.rows.addLayout(beside(self.other, None))
        self.rows.addLayout(head)
        self.rows.addWidget(line())
        self.rows.addWidget(self.area, 1)
        self.rows.addWidget(foot)

    # ---- what is shown

    def show_pairing(self, pairing: Pairing | None, system: ListedSystem | None) -> None:
        """Shows a pair of a system; None: none is chosen."""
        self.pairing, self.system = pairing, system
        self.badge.setVisible(pairing is not None)
        self.candidates.blockSignals(True)  # noqa: FBT003  of Qt
        self.candidates.clear()
        several = pairing.candidates if pairing is not None else ()
        for each in several:
            self.candidates.addItem(f"{each.theirs.name}, {each.theirs.id}: {each.score}")
        self.candidates.blockSignals(False)  # noqa: FBT003  of Qt
        self.candidates.setVisible(len(several) > 1)
        if pairing is None:
            self.title.setText("Nobody chosen")
        else:
            name = ours_words(pairing)
            theirs = pairing.theirs
            self.title.setText(theirs.name if pairing.ours is None and theirs else name)
            self.badge.show_badge(state_badge(pairing))
        self._show_sides()
        self._show_verbs()

    @property
    def candidate(self) -> Side | None:
        """Who there is looked at: who it is, else the candidate that is chosen."""
        pairing = self.pairing
        if pairing is None:
            return None
        if len(pairing.candidates) > 1:
            return pairing.candidates[max(self.candidates.currentIndex(), 0)].theirs
        if pairing.theirs is not None:
            return pairing.theirs
        return pairing.candidates[0].theirs if pairing.candidates else None

    def _chosen(self) -> Candidate | None:
        pairing = self.pairing
        if pairing is None or not pairing.candidates:
            return None
        return pairing.candidates[max(self.candidates.currentIndex(), 0)]

    @Slot()
    def _show_sides(self) -> None:
        pairing = self.pairing
        if pairing is None:
            self.area.setWidget(QWidget())
            return
        chosen = self._chosen()
        is_choice = len(pairing.candidates) > 1
        reasons = chosen.reasons if chosen is not None and is_choice else pairing.reasons
        score = chosen.score if chosen is not None and is_choice else pairing.score
        title = self.system.title if self.system is not None else ""
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 10, 16, 12)
        column.setSpacing(10)
        if is_choice:
            for each in pairing.reasons:
                column.addWidget(label(each.words, "muted", wraps=True))
        column.addLayout(_sides(pairing.ours, self.candidate, title))
        column.addWidget(line())
        scored = pairing.state in {MatchState.LIKELY, MatchState.AMBIGUOUS}
        column.addWidget(label(f"Why {score}" if scored and score else "Why", "strong"))
        for each in reasons:
            column.addLayout(_reason(each))
        column.addStretch(1)
        self.area.setWidget(inside)
        inside.setAutoFillBackground(False)

    def _show_verbs(self) -> None:
        pairing, system = self.pairing, self.system
        state = pairing.state if pairing is not None else None
        has_ours = pairing is not None and pairing.ours is not None
        is_said = pairing is not None and pairing.is_said
        is_open = state not in {None, MatchState.LINKED, MatchState.IGNORED} and not is_said
        can_make = has_ours and is_open and system is not None and not system.is_psa
        self.link.setVisible(is_open)
        self.link.setEnabled(has_ours and self.candidate is not None)
        self.new.setVisible(is_open)
        self.new.setEnabled(can_make)
        self.new.setToolTip("" if can_make else "Customers begin in the PSA")
        self.ignore.setVisible(is_open)
        self.other.setEnabled(is_open or is_said)
        self.back.setVisible(state in {MatchState.LINKED, MatchState.IGNORED} or is_said)
        self.back.say("Unlink" if state is MatchState.LINKED else "Ask again")


def _sides(ours: Side | None, theirs: Side | None, title: str) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(8)
    grid.setVerticalSpacing(7)
    grid.setColumnStretch(1, 1)
    grid.setColumnStretch(3, 1)
    grid.addWidget(ElidedLabel("Switchbook", "strong"), 0, 1)
    grid.addWidget(ElidedLabel(title, "strong"), 0, 3)
    for place, each in enumerate(fields_of(ours, theirs), 1):
        name, role, word = _SIGNS[each.is_equal]
        grid.addWidget(label(each.title, "muted"), place, 0)
        grid.addWidget(ElidedLabel(each.ours), place, 1)
        sign = IconLabel(name, role)
        sign.setToolTip(word)
        sign.setAccessibleName(f"{each.title}: {word}")
        grid.addWidget(sign, place, 2)
        grid.addWidget(ElidedLabel(each.theirs), place, 3)
    return grid


def _reason(reason: Reason) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(8)
    grid.setColumnStretch(1, 1)
    speaks = reason.points > 0
    grid.addWidget(IconLabel("plus" if speaks else "minus", "ok" if speaks else "idle"), 0, 0)
    grid.addWidget(label(reason.words, wraps=True), 0, 1)
    if reason.points:
        points = label(words.count(reason.points))
        points.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(points, 0, 2)
    return grid
