"""Find anything (Ctrl+K): customers, numbers in any writing, invoices, commands."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from time import perf_counter
from typing import Final

from PySide6.QtCore import QModelIndex, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QVBoxLayout, QWidget

from app.operations.find_anything import Found, find_anything
from app.ui import words
from app.ui.appearance.icons import icon
from app.ui.appearance.look import LOOK
from app.ui.desk import Desk
from app.ui.parts.controls import beside, label
from app.ui.parts.dialog import Dialog
from app.ui.parts.hit_list import Hit, HitDelegate, Hits

_PAUSE_MS: Final = 40
_COMMANDS: Final = 6
_ALL_COMMANDS: Final = 40
_HEADINGS: Final = {
    "customer": "Customers",
    "location": "Locations",
    "circuit": "Circuits",
    "number": "Numbers",
    "invoice": "Invoices",
}
_CUSTOMER: Final = ("customers", "Open the customer")
_PAGES: Final = {
    "customer": (_CUSTOMER, ("bills", "Review its draft")),
    "location": (_CUSTOMER,),
    "circuit": (_CUSTOMER, ("numbers", "Show among all circuits")),
    "number": (_CUSTOMER, ("numbers", "Show among all numbers")),
    "invoice": (("invoices", "Open the invoice"),),
}
"""By kind of record the pages that show it, and the words for going there."""


@dataclass(frozen=True, slots=True)
class Command:
    """Something the window can do, by its words."""

    title: str
    key: str
    run: Callable[[], object]


class Palette(Dialog):
    """The palette."""

    chosen = Signal(object, bool)
    """What was found, and whether it is wanted in a new window."""
    wanted = Signal(str, object)
    """A page, and what was found, to be shown there."""

    def __init__(self, desk: Desk, commands: Sequence[Command], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Find anything")
        self._desk = desk
        self._commands = commands
        self._asked_at = 0.0
        self._waits: bool | None = None
        """Enter was pressed before the answer came: whether a new window is wanted."""
        self._is_looking = False
        self._acts_of: Found | None = None
        """The record whose actions are shown."""
        self.field = QLineEdit()
        self.field.setAccessibleName("Find anything")
        self.field.setPlaceholderText("A customer, number, invoice or command")
        self.field.addAction(icon("search", "text_muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.told = label("", "caption")
        self.list = QListView()
        self.list.setAccessibleName("Found")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hits = Hits()
        self.list.setModel(self.hits)
        self.list.setItemDelegate(HitDelegate(self.list))
        self.list.clicked.connect(self._open)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._look)
        self.field.textChanged.connect(self._typed)
        self._build()
        self._take(())

    def _build(self) -> None:
        frame = QFrame()
        frame.setProperty("kind", "card")
        column = QVBoxLayout(frame)
        column.setContentsMargins(1, 12, 1, 10)
        column.addLayout(beside(14, self.field, 8, self.told, 14))
        column.addWidget(self.list, 1)
        hints: list[QWidget | int | None] = [14]
        for key, does in (
            ("\u2191 \u2193", "move"),
            ("Enter", "open"),
            ("Ctrl Enter", "in a new window"),
            ("Tab", "what can be done"),
            ("Esc", "close"),
        ):
            hints += [label(key, "key"), label(does, "caption"), 8]
        column.addLayout(beside(*hints, None))
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(frame)
        self.resize(LOOK.scaled(680), LOOK.scaled(490))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Arrows move in the list while the field keeps the keyboard."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is not None:
            line = self.hits.step(self.list.currentIndex().row(), step)
            self.list.setCurrentIndex(self.hits.index(line))
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
            # What stands in the list belongs to other letters until the answer is here.
            if self._is_looking:
                self._waits = control
            else:
                self._choose(new_window=control)
        else:
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:  # noqa: FBT001, N802  Qt's
        """Tab shows what can be done with the record at hand, and the records again."""
        del forward
        self._turn()
        return True

    def _turn(self) -> None:
        if self._acts_of is not None:
            self._look()
            return
        line = self.list.currentIndex().row()
        target = self.hits.hits[line].target if 0 <= line < len(self.hits.hits) else None
        if self._is_looking or not isinstance(target, Found):
            return
        self._acts_of = target
        hits = [Hit("", target.title)]
        hits += [Hit("command", each.title, "", each) for each in self._deeds(target)]
        self.hits.show_hits(hits, self.field.text().strip())
        self.list.setCurrentIndex(self.hits.index(1))

    def _deeds(self, found: Found) -> list[Command]:
        """What can be done with a record, each in words."""
        pages = _PAGES.get(found.kind, ())
        go, again = self.wanted.emit, partial(self.chosen.emit, found, True)  # noqa: FBT003  Qt's
        deeds = [Command(title, "", partial(go, page, found)) for page, title in pages]
        copy = Command(f"Copy “{found.title}”", "", partial(_copy, found.title))
        return [*deeds, Command("Open in a new window", "", again), copy]

    @Slot(str)
    def _typed(self, _: str) -> None:
        self._waits = None
        self._is_looking = True
        self._pause.start()

    @Slot()
    def _look(self) -> None:
        text = self.field.text().strip()
        self._asked_at = perf_counter()
        if not text or self._desk.company is None:
            self._take(())
            return
        self._desk.read(
            lambda office: find_anything(office, text),
            self._take,
            key=f"palette {id(self)}",
            failed=self._missed,
        )

    @Slot(object)
    def _missed(self, _: object) -> None:
        self._take(())

    @Slot(object)
    def _take(self, found: object) -> None:
        if self._pause.isActive():
            return
        self._is_looking = False
        self._acts_of = None
        many = found if isinstance(found, list | tuple) else ()
        records = [each for each in many if isinstance(each, Found)]
        text = self.field.text().strip()
        hits: list[Hit] = []
        for each in records:
            heading = _HEADINGS.get(each.kind, "Found")
            if heading not in {hit.title for hit in hits if hit.is_heading}:
                hits.append(Hit("", heading))
            hits.append(Hit(each.kind, each.title, each.second, each))
        wanted = text.casefold().split()
        fitting = [c for c in self._commands if all(w in c.title.casefold() for w in wanted)]
        if fitting:
            hits.append(Hit("", "Commands"))
            most = _COMMANDS if records else _ALL_COMMANDS
            hits += [Hit("command", c.title, "", c, c.key) for c in fitting[:most]]
        self.hits.show_hits(hits, text)
        self.list.setCurrentIndex(self.hits.index(self.hits.step(-1, 1)))
        if hits:
            self.list.scrollToTop()
        self._tell(len(records), text)
        if self._waits is not None:
            waits, self._waits = self._waits, None
            self._choose(new_window=waits)

    def _tell(self, several: int, text: str) -> None:
        spent = round((perf_counter() - self._asked_at) * 1000)
        if not text:
            self.told.setText("")
        elif several:
            self.told.setText(f"{words.count(several)} found in {words.count(spent)} ms")
        else:
            self.told.setText("Nothing here by that name" if not self.hits.hits else "")

    @Slot(QModelIndex)
    def _open(self, index: QModelIndex) -> None:
        self.list.setCurrentIndex(index)
        self._choose(new_window=False)

    def _choose(self, *, new_window: bool) -> None:
        line = self.list.currentIndex().row()
        if not 0 <= line < len(self.hits.hits) or self.hits.hits[line].is_heading:
            return
        target = self.hits.hits[line].target
        self.accept()
        if isinstance(target, Command):
            target.run()
        else:
            self.chosen.emit(target, new_window)


def _copy(text: str) -> None:
    QGuiApplication.clipboard().setText(text)
