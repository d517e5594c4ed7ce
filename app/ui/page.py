"""What all pages have: a title, a line below it, buttons at the right, tabs, panes, an error."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Any, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QVBoxLayout,
    QWidget,
)

from app.operations.changes import Changes
from app.ui import words
from app.ui.appearance.look import LOOK
from app.ui.desk import Desk
from app.ui.grid.grid import Grid
from app.ui.messages import ErrorPanel, told
from app.ui.parts.controls import Button, label
from app.ui.parts.panes import Panes

NARROW: Final = 1280
"""Windows less wide put the side pane below the list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Act:
    """Something a page can do: it stands in a menu, in Ctrl+K and in the list of keys."""

    title: str
    menu: str
    """File, Edit, View, Go, Month, Customer, Usage, Bills, Sync, Tools, Window or Help."""
    run: Callable[[], object]
    key: str = ""
    icon: str = ""


class Page(QWidget):
    """A page of the window; it reads when it is shown and when what it shows has changed."""

    name: str = ""
    """Its name in the rail."""
    title: str = ""
    areas: Changes = Changes.NOTHING
    """What it shows; a change of any of them makes it read again."""
    help_text: str = ""
    """What F1 shows: what the page is for and what to do here."""

    waiting = Signal(str, int, bool)
    """The page, how much needs a person there, whether it blocks."""

    go = Signal(str, object)
    """Asks the window for another page, and what it is to show there."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.setProperty("kind", "ground")
        self._stale = True
        self.title_label = label(self.title, "page")
        self.line_label = label("", "muted")
        self.line_label.hide()
        self.buttons = QHBoxLayout()
        self.buttons.setSpacing(12)
        head = QHBoxLayout()
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(self.title_label)
        texts.addWidget(self.line_label)
        head.addLayout(texts, 1)
        head.addLayout(self.buttons)
        self.error_place = QVBoxLayout()
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(20, 12, 20, 14)
        self.body.setSpacing(12)
        self.body.addLayout(head)
        self.body.addLayout(self.error_place)
        self._splitters: list[QSplitter] = []
        self._grids: list[Grid] = []
        self._is_laid_out = False
        self._is_ordered = False
        self._title_buttons: list[QWidget] = []
        desk.changed.connect(self._changed)
        desk.opened.connect(self._company_changed)
        desk.period_chosen.connect(self._period_changed)

    # ---- for the pages themselves

    def read(self) -> None:
        """Asks for what the page shows; each page has its own."""

    def show_target(self, target: object) -> None:
        """Shows one thing on the page: a customer, an invoice, a tab; each page has its own."""

    def acts(self) -> Sequence[Act]:
        """What can be done here."""
        return ()

    def next_need(self) -> bool:
        """Goes to the next thing here that needs a person; whether there is one."""
        return False

    def previous_need(self) -> bool:
        """Goes to the thing before that needs a person; whether there is one."""
        return False

    def take_focus(self) -> None:
        """Puts the keyboard into the page: its list, else the first thing that takes keys."""
        grid = self.list_in_use()
        if grid is not None:
            grid.view.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not focus_within(self):
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def list_in_use(self) -> Grid | None:
        """The list that has the keyboard, else the first one in view."""
        grids = [grid for grid in self.findChildren(Grid) if grid.isVisible()]
        focus: QWidget | None = self.window().focusWidget()
        for grid in grids:
            if focus is not None and grid.isAncestorOf(focus):
                return grid
        return grids[0] if grids else None

    def turn_tab(self, step: int) -> None:
        """Shows the next part of the tabs that have the keyboard, else of the page's own."""
        every = [tabs for tabs in self.findChildren(Tabs) if tabs.isVisible()]
        focus: QWidget | None = self.window().focusWidget()
        within = [tabs for tabs in every if focus is not None and tabs.isAncestorOf(focus)]
        for tabs in (*reversed(within), *every):
            if tabs.bar.count() > 1:
                tabs.turn(step)
                return

    def pane_list(self) -> list[QWidget]:
        """The panes in reading order, for F6."""
        found: list[QWidget | None] = []
        for splitter in self._splitters:
            if splitter.isVisible():
                found += [splitter.widget(place) for place in range(splitter.count())]
        return [pane for pane in found if pane is not None and pane.isVisible()] or [self]

    def say(self, text: str) -> None:
        """The line below the title."""
        self.line_label.setText(text)
        self.line_label.setVisible(bool(text))

    def add_button(self, button: Button) -> Button:
        """Puts a button at the right of the title."""
        self.buttons.addWidget(button)
        self._title_buttons.append(button)
        return button

    def panes(
        self, name: str, left: QWidget, right: QWidget, *, parts: tuple[int, int]
    ) -> QSplitter:
        """The list at the left, the one thing at the right; the places are kept."""
        splitter = Panes(Qt.Orientation.Horizontal)
        splitter.setObjectName(name)
        splitter.addWidget(left)
        splitter.addWidget(right)
        splitter.setStretchFactor(0, parts[0])
        splitter.setStretchFactor(1, parts[1])
        splitter.setSizes([parts[0] * 100, parts[1] * 100])
        splitter.splitterMoved.connect(self._keep_panes)
        self._splitters.append(splitter)
        return splitter

    def keep_layout(self, grid: Grid) -> Grid:
        """Keeps the layout of a grid for this person and company."""
        self._grids.append(grid)
        grid.laid_out.connect(self._keep_layouts)
        self._tell_time(grid)
        return grid

    def _tell_time(self, grid: Grid) -> None:
        """Lists tell moments in the company's zone, and know what day it is."""
        grid.model.zone = self.desk.zone
        grid.model.today = self.desk.clock.now().astimezone(self.desk.zone).date()

    def failed(self, error: object) -> None:
        """Shows an error on the page, in its four parts."""
        self.clear_error()
        self.error_place.addWidget(ErrorPanel(told(error)))

    def clear_error(self) -> None:
        """Takes the error away."""
        while self.error_place.count():
            entry = self.error_place.takeAt(0)
            widget = entry.widget() if entry is not None else None
            if widget is not None:
                widget.deleteLater()

    # ---- when it reads

    def try_again(self) -> None:
        """What F5 does: reads again; a page may try more."""
        self.refresh()

    def refresh(self) -> None:
        """Reads again now."""
        self._stale = False
        self.clear_error()
        if self.desk.company is not None:
            self.read()

    def _changed(self, areas: Changes) -> None:
        if areas & self.areas:
            self._again()

    def _period_changed(self, _: str) -> None:
        self._again()

    def _company_changed(self) -> None:
        self._stale = True
        if self.desk.company is not None:
            self._lay_out()
        if self.isVisible():
            self.refresh()

    def _again(self) -> None:
        self._stale = True
        if self.isVisible():
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Reads what changed while the page was away."""
        super().showEvent(event)
        if not self._is_ordered:
            self._is_ordered = True
            come_first(self._title_buttons, self)
        if self._stale:
            self.refresh()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Puts side panes below the list where the window is narrow."""
        super().resizeEvent(event)
        narrow = self.window().width() < LOOK.scaled(NARROW)
        way = Qt.Orientation.Vertical if narrow else Qt.Orientation.Horizontal
        for splitter in self._splitters:
            if splitter.orientation() is not way:
                splitter.setOrientation(way)

    # ---- layouts

    def _keep_panes(self) -> None:
        for splitter in self._splitters:
            self.desk.keep(f"panes/{self.name}/{splitter.objectName()}", splitter.sizes())

    def _keep_layouts(self) -> None:
        if self.desk.company is None:
            return
        for grid in self._grids:
            self.desk.keep(f"grids/{self.name}/{grid.name}", grid.layout_kept())

    def _lay_out(self) -> None:
        for grid in self._grids:
            self._tell_time(grid)
            kept: Any = self.desk.kept(f"grids/{self.name}/{grid.name}")
            if isinstance(kept, Mapping):
                grid.lay_out(kept)
            elif self._is_laid_out:
                grid.reset_layout()
        self._is_laid_out = True
        for splitter in self._splitters:
            sizes: Any = self.desk.kept(f"panes/{self.name}/{splitter.objectName()}")
            if isinstance(sizes, list) and len(sizes) == splitter.count():
                splitter.setSizes([int(size) for size in sizes])


class Tabs(QWidget):
    """The parts of a page: underlined tabs over a stack."""

    chosen = Signal(str)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.bar = QTabBar()
        self.bar.setAccessibleName(name)
        self.bar.setExpanding(False)
        self.bar.setDrawBase(False)
        self.stack = QStackedWidget()
        self._titles: list[str] = []
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.bar)
        column.addWidget(self.stack, 1)
        self.bar.currentChanged.connect(self._show)

    def add(self, title: str, part: QWidget) -> None:
        """Adds a part."""
        self._titles.append(title)
        self.stack.addWidget(part)
        self.bar.addTab(title)

    def count(self, title: str, number: int) -> None:
        """Shows how much is in a part."""
        place = self._titles.index(title)
        self.bar.setTabText(place, f"{title}  {words.count(number)}" if number else title)

    def show_part(self, title: str) -> None:
        """Shows a part."""
        self.bar.setCurrentIndex(self._titles.index(title))

    @property
    def current(self) -> str:
        """The title of the part shown."""
        return self._titles[self.bar.currentIndex()]

    def acts(self, menu: str) -> list["Act"]:
        """Shows each part by Alt and its place."""
        return [
            Act(
                title=f"Show {title.lower()}",
                menu=menu,
                key=f"Alt+{place}",
                run=partial(self.show_part, title),
            )
            for place, title in enumerate(self._titles, 1)
        ]

    def _show(self, place: int) -> None:
        if 0 <= place < self.stack.count():
            self.stack.setCurrentIndex(place)
            # What was hidden while the look changed is measured anew only now.
            self.stack.updateGeometry()
            self.chosen.emit(self._titles[place])

    def turn(self, step: int) -> None:
        """Shows the next part, or the one before, and puts the keyboard there."""
        self.bar.setCurrentIndex((self.bar.currentIndex() + step) % self.bar.count())
        part = self.stack.currentWidget()
        if part is not None and not focus_within(part):
            self.bar.setFocus(Qt.FocusReason.TabFocusReason)


def focus_within(part: QWidget) -> bool:
    """Puts the keyboard on a list in there, else on the first thing that takes keys."""
    for grid in part.findChildren(Grid):
        if grid.isVisible():
            grid.view.setFocus(Qt.FocusReason.TabFocusReason)
            return True
    widget: QWidget | None = part
    while widget is not None:
        if widget.isVisible() and widget.isEnabled() and widget is not part:
            proxied = widget.focusProxy() is not None
            if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and not proxied:
                widget.setFocus(Qt.FocusReason.TabFocusReason)
                return True
        widget = widget.nextInFocusChain()
        if widget is None or widget is part or not part.isAncestorOf(widget):
            return False
    return False


def come_first(first: Sequence[QWidget], part: QWidget) -> None:
    """Puts some controls before all others of a part in the order of Tab."""
    others = []
    widget = part.nextInFocusChain()
    while widget is not None and part.isAncestorOf(widget):
        takes = widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None
        if takes and widget not in first:
            others.append(widget)
        widget = widget.nextInFocusChain()
    for before, after in pairwise([*first, *others] if first else ()):
        QWidget.setTabOrder(before, after)


def next_pane(panes: Sequence[QWidget], focus: QWidget | None, step: int) -> None:
    """Puts the keyboard into the pane after the one that has it, or before."""
    there = [p for p in panes if p.isVisible()]
    at = next(
        (
            place
            for place, pane in enumerate(there)
            if focus is not None and (pane is focus or pane.isAncestorOf(focus))
        ),
        -1 if step > 0 else 0,
    )
    for _ in there:
        at = (at + step) % len(there)
        pane = there[at]
        if isinstance(pane, QAbstractItemView):
            pane.setFocus(Qt.FocusReason.TabFocusReason)
            return
        if focus_within(pane):
            return
