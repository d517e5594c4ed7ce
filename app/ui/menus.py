"""The menus of a window: what can be done, where it stands, and which key does it now.

A page's keys count while the page is shown, also where the keyboard is in the rail; where a page
and the window have the same key, the page's stands before. A button that shows the key of an act
leaves the key to the act: two owners of one key would answer neither.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QObject, Qt, Slot
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from app.ui.appearance.icons import icon
from app.ui.help import KeyLine
from app.ui.page import Act, Page
from app.ui.parts.controls import Button

MENUS: Final = (
    "&File",
    "&Edit",
    "&View",
    "&Go",
    "&Month",
    "&Customer",
    "&Usage",
    "&Bills",
    "&Sync",
    "&Tools",
    "&Window",
    "&Help",
)
"""No two share a letter."""
_WITHOUT_COMPANY: Final = frozenset({"File", "View", "Help"})


@dataclass(frozen=True, slots=True)
class _Entry:
    act: Act
    action: QAction
    page: Page | None
    run: Callable[[], object]


class Menus(QObject):
    """The menu bar of one window."""

    def __init__(self, window: QMainWindow, show_page: Callable[[str], object]) -> None:
        super().__init__(window)
        self._window = window
        self._show_page = show_page
        self._menus = {title.replace("&", ""): window.menuBar().addMenu(title) for title in MENUS}
        for menu in self._menus.values():
            menu.aboutToShow.connect(self._letter_entries)
        self._entries: list[_Entry] = []
        self._page: Page | None = None

    def add(self, acts: Sequence[Act], page: Page | None = None) -> None:
        """Puts what can be done into the menus."""
        for act in acts:
            run = self._runner(act, page)
            action = QAction(act.title, self._window)
            if act.icon:
                action.setIcon(icon(act.icon))
            if act.key:
                action.setShortcut(QKeySequence(act.key))
            # A Mac would move "About" and the like elsewhere: our words stay where they are.
            action.setMenuRole(QAction.MenuRole.NoRole)
            action.triggered.connect(run)
            self._menus[act.menu].addAction(action)
            self._entries.append(_Entry(act, action, page, run))
        self._share_keys()

    def _runner(self, act: Act, page: Page | None) -> Callable[[], object]:
        if page is None:
            return act.run

        def run() -> None:
            if self._page is not page:
                self._show_page(page.name)
            if not _is_barred(page, act.key):
                act.run()

        return run

    def actions(self, menu: str) -> list[QAction]:
        """The entries of a menu."""
        return self._menus[menu].actions()

    def opened(self, menu: str) -> list[str]:
        """The words of a menu as it opens, with their letters."""
        _give_letters(self._menus[menu].actions())
        return [action.text() for action in self._menus[menu].actions() if action.text()]

    @Slot()
    def _letter_entries(self) -> None:
        menu = self.sender()
        if isinstance(menu, QMenu):
            _give_letters(menu.actions())

    def separate(self, menu: str) -> None:
        """Begins another group of entries."""
        self._menus[menu].addSeparator()

    def show_for_company(self, *, is_open: bool) -> None:
        """Hides what needs an open company while there is none."""
        for title, menu in self._menus.items():
            has_some = bool(menu.actions())
            menu.menuAction().setVisible(has_some and (is_open or title in _WITHOUT_COMPANY))

    def show_for_page(self, page: Page | None) -> None:
        """Gives the keys to the page that is shown."""
        self._page = page
        self._share_keys()
        # Buttons are shown before the window knows which page they stand on.
        for button in page.findChildren(Button) if page is not None else ():
            if button.key:
                button.share_key()

    def _share_keys(self) -> None:
        own = {_key(e.act.key) for e in self._entries if e.page is self._page and e.act.key}
        for entry in self._entries:
            theirs = entry.page is not None and entry.page is not self._page
            covered = entry.page is None and self._page is not None and _key(entry.act.key) in own
            # A menu entry never has the keyboard itself: such a key is shown and does nothing.
            context = (
                Qt.ShortcutContext.WidgetShortcut
                if theirs or covered
                else Qt.ShortcutContext.WindowShortcut
            )
            if entry.action.shortcutContext() is not context:
                entry.action.setShortcutContext(context)

    def is_key_taken(self, key: str) -> bool:
        """Whether an act that can be reached now has this key."""
        wanted = _key(key)
        return any(
            entry.act.key and _key(entry.act.key) == wanted
            for entry in self._entries
            if entry.page is None or entry.page is self._page
        )

    def acts(self) -> list[tuple[Act, Page | None]]:
        """All that can be done, and the page it belongs to."""
        return [(entry.act, entry.page) for entry in self._entries]

    def commands(self) -> list[tuple[str, str, Callable[[], object]]]:
        """The words, keys and deeds of all that can be done; a page's own page is shown first."""
        found = [
            (e.action.text().replace("&", "").rstrip("…"), e.act.key, e.run) for e in self._entries
        ]
        return [entry for entry in found if entry[0]]

    def keys(self) -> tuple[list[KeyLine], list[KeyLine]]:
        """The keys of the page that is shown, and those that do the same everywhere."""
        pages = [e for e in self._entries if e.page is not None and e.page is self._page]
        window = [e for e in self._entries if e.page is None]
        return _lines(pages), _lines(window)


def _give_letters(actions: Sequence[QAction]) -> None:
    """Gives each entry a letter that no other one of its menu has, a first letter if it can be."""
    named = [action for action in actions if action.text()]
    plain = [action.text().replace("&", "") for action in named]
    owner: dict[str, int] = {}
    for place in range(len(plain)):
        _take_letter(place, plain, owner, set())
    for mark, place in owner.items():
        text = plain[place]
        at = next(at for at in _places(text) if text[at].casefold() == mark)
        named[place].setText(f"{text[:at]}&{text[at:]}")


def _places(text: str) -> list[int]:
    """Where letters stand, those that begin a word first."""
    every = [at for at, mark in enumerate(text) if mark.isalnum()]
    return sorted(every, key=lambda at: at > 0 and text[at - 1] != " ")


def _take_letter(place: int, plain: list[str], owner: dict[str, int], seen: set[str]) -> bool:
    """Finds a letter for an entry; who has it already may have to take another one."""
    marks = list(dict.fromkeys(plain[place][at].casefold() for at in _places(plain[place])))
    for mark in marks:
        if mark not in owner:
            owner[mark] = place
            return True
    for mark in marks:
        if mark not in seen:
            seen.add(mark)
            if _take_letter(owner[mark], plain, owner, seen):
                owner[mark] = place
                return True
    return False


def _lines(entries: Sequence[_Entry]) -> list[KeyLine]:
    return [
        KeyLine(QKeySequence(entry.act.key).toString(), entry.act.title.rstrip("…"))
        for entry in entries
        if entry.act.key
    ]


def _is_barred(page: Page, key: str) -> bool:
    """Whether the page's own button of that key is in view and cannot be pressed now."""
    wanted = _key(key)
    buttons = [
        button
        for button in page.findChildren(Button)
        if button.key and _key(button.key) == wanted and button.isVisible()
    ]
    return bool(key and buttons) and not any(button.isEnabled() for button in buttons)


def _key(text: str) -> str:
    return QKeySequence(text).toString()
