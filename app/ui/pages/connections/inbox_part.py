"""The inbox: what needs a hand, sorted by money; the one that is chosen beside the list."""

from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from app.operations.browse_inbox import InboxRow, InboxRows, browse_inbox
from app.ui import words
from app.ui.desk import Desk
from app.ui.grid.find_field import FindField
from app.ui.page import Page
from app.ui.pages.connections.deciding import InboxWork
from app.ui.pages.connections.inbox_pane import InboxPane
from app.ui.pages.connections.telling import inbox_badge, inbox_second
from app.ui.parts.controls import Button, Card, Choice, IconLabel, label, line
from app.ui.parts.empty_list import EmptyList
from app.ui.parts.entry_list import Entry, EntryList
from app.values.money import ZERO

_LETTERS: Final = (("T", "theirs"), ("K", "ours"), ("S", "split"), ("R", "try again"))


class InboxPart(QWidget):
    """The list and the pane beside it."""

    counted = Signal(int, bool)
    """How many wait, and whether one of them blocks."""
    told = Signal()

    def __init__(self, desk: Desk, page: Page) -> None:
        super().__init__()
        self.desk = desk
        self.page = page
        self.found: InboxRows | None = None
        self._wanted: int | None = None
        self._shows_solved = False
        self.work = InboxWork(page)
        self.list = EntryList("Inbox", letters="tksr")
        self.find_field = FindField("Find in the inbox", "Customer, number")
        self.system = Choice("Systems shown")
        self.system.addItem("All systems", "")
        self.count = label("", "muted")
        self.solved = label("", "muted")
        self.solved_button = Button("Show", kind="quiet", on_press=self.show_solved)
        self.empty = EmptyList()
        self.pane = InboxPane(desk, page, self.work)
        self.pane.told.connect(self.told)
        self.list.chosen.connect(self._chosen)
        self.list.opened.connect(self._opened)
        self.list.letter.connect(self._letter)
        self.list.find_asked.connect(self._begin_find)
        self.find_field.textChanged.connect(self._arrange)
        self.find_field.left_down.connect(self._to_list)
        self.system.currentIndexChanged.connect(self._arrange)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(page.panes("inbox", self._left(), self.pane, parts=(42, 70)))
        self.setFocusProxy(self.list)

    def _left(self) -> QWidget:
        card = QFrame()
        card.setProperty("kind", "card")
        column = QVBoxLayout(card)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        bar = QHBoxLayout()
        bar.setContentsMargins(9, 8, 10, 8)
        bar.setSpacing(8)
        bar.addWidget(self.find_field, 1)
        bar.addWidget(self.system)
        bar.addStretch(0)
        bar.addWidget(self.count)
        column.addLayout(bar)
        column.addWidget(line())
        self.stack = QStackedWidget()
        self.stack.addWidget(self.list)
        self.stack.addWidget(self.empty)
        column.addWidget(self.stack, 1)
        foot = Card("foot", margin=0)
        foot.rows.setContentsMargins(12, 6, 10, 6)
        row = QHBoxLayout()
        row.addWidget(IconLabel("circle-check", "text_muted"))
        row.addWidget(self.solved, 1)
        row.addWidget(self.solved_button)
        foot.rows.addLayout(row)
        keys = QHBoxLayout()
        for key, word in _LETTERS:
            keys.addWidget(label(key, "key"))
            keys.addWidget(label(word, "muted"))
        keys.addStretch(1)
        foot.rows.addLayout(keys)
        column.addWidget(foot)
        return card

    # ---- reading

    def read(self) -> None:
        """Reads the inbox."""
        self.desk.read(browse_inbox, self._show, key=f"inbox/{id(self)}", failed=self.page.failed)

    @Slot(object)
    def _show(self, found: object) -> None:
        if not isinstance(found, InboxRows):
            return
        self.found = found
        self._fill_systems(found)
        self._arrange()
        blocks = any(inbox_badge(each).role == "bad" for each in found.open)
        self.counted.emit(len(found.open), blocks)
        if self._wanted is not None and self.list.choose(self._wanted):
            self._wanted = None

    def _fill_systems(self, found: InboxRows) -> None:
        chosen = self.system.currentData()
        self.system.blockSignals(True)  # noqa: FBT003  of Qt
        self.system.clear()
        self.system.addItem("All systems", "")
        for key, title in found.systems.items():
            self.system.addItem(title, key)
        self.system.setCurrentIndex(max(0, self.system.findData(chosen)))
        self.system.blockSignals(False)  # noqa: FBT003  of Qt

    @property
    def rows(self) -> list[InboxRow]:
        """What is listed: what is open, or what was solved."""
        if self.found is None:
            return []
        every = self.found.solved if self._shows_solved else self.found.open
        system = str(self.system.currentData() or "")
        text = self.find_field.text().strip().casefold()
        return [
            each
            for each in every
            if (not system or each.system == system)
            and (not text or text in f"{each.title} {each.which} {each.amount}".casefold())
        ]

    @Slot()
    def _arrange(self, *_: object) -> None:
        found = self.found
        if found is None:
            return
        rows = self.rows
        now, zone = found.now, self.desk.zone
        self.list.show_entries([_entry(each, inbox_second(each, zone, now)) for each in rows])
        self._say(found, len(rows))

    def _say(self, found: InboxRows, shown: int) -> None:
        word = "solved" if self._shows_solved else "open"
        self.count.setText(f"{words.count(shown)} {word}")
        itself = found.solved_themselves
        themselves = f", {words.count(itself)} by themselves" if itself else ""
        self.solved.setText(f"{words.count(len(found.solved))} solved this month{themselves}")
        self.solved_button.say("Show open" if self._shows_solved else "Show")
        self.solved_button.setEnabled(bool(found.solved) or self._shows_solved)
        self.stack.setCurrentIndex(0 if shown else 1)
        if shown:
            return
        narrowed = bool(self.find_field.text().strip() or self.system.currentData())
        every = found.solved if self._shows_solved else found.open
        if narrowed and every:
            self.empty.say(
                "Nothing fits",
                f"{words.plural(len(every), 'entry')} of other systems or words.",
                icon_name="list-filter",
                button="Show all",
                on_press=self._show_all,
            )
        else:
            self.empty.say(
                "Nothing waits for you",
                "What a sync cannot do by itself stands here, in plain words and with its remedy.",
                icon_name="circle-check",
            )

    def _show_all(self) -> None:
        self.find_field.clear()
        self.system.setCurrentIndex(0)

    # ---- choosing

    @property
    def row(self) -> InboxRow | None:
        """The entry that is chosen."""
        return next((each for each in self.rows if each.id == self.list.key), None)

    @Slot(object)
    def _chosen(self, _: object) -> None:
        self.pane.show_row(self.row)

    @Slot(object)
    def _opened(self, _: object) -> None:
        self.pane.do()

    @Slot(str)
    def _letter(self, letter: str) -> None:
        if letter == "r":
            self.pane.try_again()
        else:
            self.pane.choose_letter(letter)

    @Slot()
    def _begin_find(self) -> None:
        self.find_field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def _to_list(self) -> None:
        self.list.setFocus(Qt.FocusReason.TabFocusReason)

    def show_entry(self, number: int) -> None:
        """Puts the keyboard on an entry, at once or when it is read."""
        if not self.list.choose(number):
            self._wanted = number

    def show_system(self, key: str) -> None:
        """Shows what is open of one system."""
        self._shows_solved = False
        place = self.system.findData(key)
        self.system.setCurrentIndex(max(0, place))
        self._arrange()

    @Slot()
    def show_solved(self) -> None:
        """Shows what was solved, or what is open again."""
        self._shows_solved = not self._shows_solved
        self._arrange()
        self._to_list()

    @Slot()
    def try_all(self) -> None:
        """Tries all that is open again."""
        if self.found is not None:
            self.work.retry_all(self.found.open)

    def next_need(self, step: int = 1) -> bool:
        """Goes to the next entry, or with -1 to the one before; whether there is one."""
        if self.found is None or not self.found.open:
            return False
        if self._shows_solved:
            self.show_solved()
            return True
        had_focus = self.list.hasFocus()
        self._to_list()
        return not had_focus or self.list.step(step)


def _entry(row: InboxRow, second: str) -> Entry:
    badge = inbox_badge(row)
    return Entry(
        key=row.id,
        icon=badge.icon,
        role=badge.role,
        state=badge.word,
        title=row.title,
        second=second,
        right=words.money(abs(row.amount)) if row.amount not in (None, ZERO) else "",
    )
