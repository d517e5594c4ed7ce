"""What is ready before the first posting, and where the rest is mended."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout

from app.operations.live_readiness import LiveLine, LiveThing, live_readiness
from app.ui import words
from app.ui.parts.controls import Button, Card, IconLabel, label
from app.ui.wizards.map_customers.first_state import FirstState
from app.ui.wizards.stepped_wizard import StepPage

_TITLES: Final = {
    LiveThing.SIGN_IN: "Signed in",
    LiveThing.READ: "Read once",
    LiveThing.CUSTOMERS: "Customers linked",
    LiveThing.CODES: "GL codes and taxes have a place",
    LiveThing.FLOW: "Posting is on",
    LiveThing.DAY: "Go-live date",
}


class ReadyPage(StepPage):
    """The checks, each with its remedy."""

    fix_wanted = Signal(object)
    """A part of Connections, or a system whose wizard is wanted."""

    def __init__(self, state: FirstState) -> None:
        super().__init__("Ready?", "Is everything ready?")
        self.state = state
        self.lines: list[LiveLine] = []
        self.grid = QGridLayout()
        self.grid.setHorizontalSpacing(12)
        self.grid.setVerticalSpacing(10)
        self.grid.setColumnStretch(2, 1)
        card = Card()
        card.rows.addLayout(self.grid)
        self.body.addWidget(card)
        self.body.addStretch(1)

    def enter(self) -> None:
        """Looks at everything."""
        title, key = self.state.system.title, self.state.system.key
        self.say("Is everything ready?", f"Before the first invoice is posted to {title}.")
        self.state.desk.read(
            lambda office: live_readiness(office, key),
            self._show,
            key=f"ready/{id(self)}",
            failed=self._failed,
        )

    @Slot(object)
    def _failed(self, error: object) -> None:
        self.state.failed.emit(error)

    @Slot(object)
    def _show(self, found: object) -> None:
        if not isinstance(found, list):
            return
        self.lines = found
        while self.grid.count():
            entry = self.grid.takeAt(0)
            widget = entry.widget() if entry is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for place, each in enumerate(found):
            self._add(place, each)
        self.said.emit()

    def _add(self, place: int, each: LiveLine) -> None:
        look = ("circle-x", "bad") if each.blocks else ("circle-alert", "warn")
        self.grid.addWidget(
            IconLabel(*(("circle-check", "ok") if each.is_ready else look)), place, 0
        )
        title = label(_TITLES[each.thing], "" if each.is_ready else "strong")
        self.grid.addWidget(title, place, 1)
        told = label(_detail(each), "muted", wraps=True)
        self.grid.addWidget(told, place, 2)
        title.setAccessibleName(f"{_TITLES[each.thing]}: {told.text()}")
        fix = None if each.is_ready else self._fix(each.thing)
        if fix is not None:
            words_, press = fix
            self.grid.addWidget(Button(words_, icon_name="wrench", on_press=press), place, 3)

    def _fix(self, thing: LiveThing) -> tuple[str, Callable[[], None]] | None:
        key = self.state.system.key
        targets: dict[LiveThing, tuple[str, object]] = {
            LiveThing.SIGN_IN: ("Sign in…", ("connect", key)),
            LiveThing.READ: ("Read it…", ("connect", key)),
            LiveThing.CUSTOMERS: ("Map…", ("map", key)),
            LiveThing.CODES: ("Pair…", ("codes", key)),
            LiveThing.FLOW: ("Show", key),
        }
        found = targets.get(thing)
        if found is None:
            return None
        text, target = found
        return text, lambda: self.fix_wanted.emit(target)

    def verb(self) -> str:
        """Goes on; what waits is told again before anything is done. What blocks is mended."""
        fix = self._in_the_way()
        if fix is not None:
            return fix[0]
        waiting = sum(not each.is_ready for each in self.lines if each.thing is not LiveThing.DAY)
        return f"Go on, {words.plural(waiting, 'thing')} later" if waiting else "Next"

    def act(self) -> bool:
        """Goes on where nothing blocks; else goes to where that is mended."""
        fix = self._in_the_way()
        if fix is not None:
            fix[1]()
            return False
        return bool(self.lines)

    def _in_the_way(self) -> tuple[str, Callable[[], None]] | None:
        """The remedy of the first thing without which nothing can be posted."""
        blocking = next((each for each in self.lines if each.blocks), None)
        return self._fix(blocking.thing) if blocking is not None else None


def _detail(each: LiveLine) -> str:
    ready, lacking = _DETAILS[each.thing]
    amount = f", {words.money(each.amount)} of last month" if each.amount else ""
    return (ready if each.is_ready else lacking).format(
        count=words.count(each.count), words=each.words, amount=amount
    )


_DETAILS: Final = {
    LiveThing.SIGN_IN: ("", "This computer's keyring lacks: {words}."),
    LiveThing.READ: ("", "Nothing was read from there yet."),
    LiveThing.CUSTOMERS: (
        "Each one is linked, or not needed there.",
        "Customers to look at: {count}{amount}.",
    ),
    LiveThing.CODES: (
        "All of last month's charges would map.",
        "Codes without a place: {count}{amount}. First {words}.",
    ),
    LiveThing.FLOW: (
        "Invoices go with each batch.",
        "Turn it on under Systems, or nothing is posted.",
    ),
    LiveThing.DAY: ("{words}; it can be changed here.", "Chosen on a later page."),
}
