"""What only people know of a new customer: asked whom and when, what came of it, and what next."""

from collections.abc import Callable
from datetime import date, tzinfo
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.operations.onboarding import TITLES, Card, CardItem, ItemState
from app.ui import words
from app.ui.parts.controls import Button, ElidedLabel, IconLabel, beside, label, line

_ICONS: Final = {
    ItemState.OPEN: ("circle-dashed", "warn", "open"),
    ItemState.ASKED: ("clock", "warn", "asked"),
    ItemState.DONE: ("check", "ok", "done"),
}


class OnboardingCard(QWidget):
    """The questions about one customer, each with a button to note what is known."""

    note_wanted = Signal(object)
    """A ``CardItem`` of which something is to be noted."""
    provision_wanted = Signal()

    def __init__(self, card: Card, *, today: date, zone: tzinfo) -> None:
        super().__init__()
        self.card = card
        self.setAccessibleName("Onboarding facts only people know")
        open_ = sum(each.state is not ItemState.DONE for each in card.items)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 10)
        column.setSpacing(0)
        counted = f"{open_} of {len(card.items)} open" if open_ else "all known"
        head = beside(label("Onboarding facts only people know", "strong"), None, label(counted))
        head.setContentsMargins(14, 12, 14, 4)
        column.addLayout(head)
        if card.contract_reference:
            source = label(f"Contract {card.contract_reference}", "caption")
            source.setContentsMargins(14, 0, 14, 4)
            column.addWidget(source)
        for item in card.items:
            column.addLayout(self._row(item, today=today, zone=zone))
        if open_:
            self.provision = Button("Provision numbers…", icon_name="phone")
            self.provision.setToolTip("Carrier, circuit, numbers and rate plan, step by step")
            self.provision.clicked.connect(self.provision_wanted)
            foot = beside(self.provision, None)
            foot.setContentsMargins(14, 8, 14, 4)
            column.addLayout(foot)
        column.addWidget(line())

    def _row(self, item: CardItem, *, today: date, zone: tzinfo) -> QHBoxLayout:
        name, role, word = _ICONS[item.state]
        title = label(TITLES[item.item])
        detail = _detail(item, today=today, zone=zone)
        title.setAccessibleDescription(f"{word}: {detail}" if detail else word)
        row = beside(IconLabel(name, role), title, spacing=8)
        row.setContentsMargins(14, 4, 14, 4)
        row.addWidget(ElidedLabel(detail, "muted"), 1)
        ask = Button("Ask…" if item.state is ItemState.OPEN else "Note…", kind="quiet")
        ask.setAccessibleName(f"{ask.text()} {TITLES[item.item]}")
        ask.clicked.connect(_emitter(self, item))
        row.addWidget(ask)
        return row


def _detail(item: CardItem, *, today: date, zone: tzinfo) -> str:
    told = []
    if item.asked_whom:
        on = item.asked_at.astimezone(zone).date() if item.asked_at else None
        when = f" on {words.day(on, today=today)}" if on else ""
        told.append(f"asked {item.asked_whom}{when}")
    if item.done_at is not None:
        told.append(f"known since {words.day(item.done_at.astimezone(zone).date(), today=today)}")
    elif item.state is ItemState.DONE:
        told.append("entered here")
    if item.note:
        told.append(item.note)
    return ", ".join(told) or "nobody was asked yet"


def _emitter(card: OnboardingCard, item: CardItem) -> Callable[[], None]:
    def emit() -> None:
        card.note_wanted.emit(item)

    return emit
