"""The window: menus, rail, pages, drop target, status strip."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QPoint, QTimer, Signal, Slot
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QWidget

from app.operations.find_anything import Found
from app.ui import words
from app.ui.appearance.look import LOOK
from app.ui.appearance.tokens import tokens
from app.ui.desk import Desk
from app.ui.drops import DropVeil, dropped_paths
from app.ui.help import HelpPanel
from app.ui.menus import Menus
from app.ui.messages import ErrorDialog, told
from app.ui.page import Act, Page
from app.ui.palette import Command, Palette
from app.ui.parts.company_square import square_icon
from app.ui.parts.focus_ring import show_focus
from app.ui.parts.page_area import PageArea
from app.ui.parts.veil import Veil
from app.ui.side import RAIL, Side
from app.ui.task_bar import TaskBar
from app.ui.view_acts import ViewActs

FIND: Final = "Find anything…"
HISTORY: Final = "Work and its history"
COMPONENTS: Final = "Components"

_TARGETS: Final = {
    "customer": "customers",
    "location": "customers",
    "circuit": "customers",
    "number": "customers",
    "invoice": "invoices",
}


class MainWindow(QMainWindow):
    """One window of a company; two of them may show two customers side by side."""

    closing = Signal(object)
    """The window is about to close."""
    another_wanted = Signal(object)
    """A second window of the same company is wanted, showing something."""
    dropped = Signal(list)
    """Paths of files that were dropped."""

    def __init__(self, desk: Desk, pages: Sequence[Page], welcome: QWidget) -> None:
        super().__init__()
        self.desk = desk
        self.pages: dict[str, Page] = {}
        self._fit_screen()
        self.setAcceptDrops(True)
        self._folded_for_room = False
        self.menus = Menus(self, self.show_page)
        self._build(welcome)
        self._fill_menus()
        show_focus()
        self.veil = DropVeil(self)
        self._shade = Veil(self)
        desk.windows += 1
        desk.opened.connect(self._company_changed)
        desk.period_chosen.connect(self._name_company)
        desk.named.connect(self._name_company)
        desk.tasks.faulted.connect(self._faulted)
        LOOK.changed.connect(self._make_room)
        self.add_pages(pages)
        self._company_changed()

    def add_pages(self, pages: Sequence[Page]) -> None:
        """Takes pages in; the program brings them once its first window stands."""
        for page in pages:
            self.pages[page.name] = page
            self.stack.addWidget(page)
            page.waiting.connect(self.rail.count)
            page.go.connect(self.show_page)
            self.add_acts(page.acts(), page=page)

    # ---- building

    def _build(self, welcome: QWidget) -> None:
        self.side = Side()
        self.rail = self.side.rail
        self.rail.chosen.connect(self._rail_chosen)
        self.rail.entered_page.connect(self._enter_page)
        self.side.menu.aboutToShow.connect(self._fill_company_menu)
        self.side.period_wanted.connect(self.desk.choose_period)
        self.side.find_wanted.connect(self.find_anything)
        area = PageArea()
        self.stack = area.stack
        self.stack.currentChanged.connect(self._page_shown)
        work = QWidget()
        work.setProperty("kind", "ground")
        row = QHBoxLayout(work)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.side)
        row.addWidget(area, 1)
        self.whole = QStackedWidget()
        self.whole.addWidget(PageArea(welcome))
        self.whole.addWidget(work)
        self.setCentralWidget(self.whole)
        self.task_bar = TaskBar(self.desk, self)
        self.setStatusBar(self.task_bar)

    def _fill_menus(self) -> None:
        self.add_acts(
            [
                Act(title=title, menu="Go", key=key, icon=icon_name, run=self._goer(name))
                for name, title, icon_name, key in (entry for entry in RAIL if entry is not None)
            ]
        )
        self.add_acts(
            (
                Act(title="Next thing that needs me", menu="Go", key="F8", run=self.next_need),
                Act(title=FIND, menu="Go", key="Ctrl+K", run=self.find_anything),
                Act(title="Undo", menu="Edit", key="Ctrl+Z", run=self.desk.undo),
                Act(title="Redo", menu="Edit", key="Ctrl+Y", run=self.desk.redo),
                Act(title="Fold the rail", menu="View", key="Ctrl+B", run=self._toggle_rail),
                Act(title="Refresh", menu="View", key="F5", run=self.refresh),
                Act(title="New window", menu="Window", key="Ctrl+Shift+N", run=self._another),
                Act(title="Close this window", menu="Window", key="Ctrl+W", run=self.close),
                Act(title=HISTORY, menu="Window", key="Ctrl+H", run=self.task_bar.show_history),
                Act(title="Help and keys", menu="Help", key="F1", run=self.show_help),
                Act(title=COMPONENTS, menu="Help", key="Ctrl+F1", run=self.show_components),
            )
        )
        view = ViewActs(self, self.desk.settings, lambda: self.page)
        view.around = (self.rail, self.task_bar)
        self.add_acts(view.acts())
        edit = {action.text(): action for action in self.menus.actions("Edit")}
        self.undo_action, self.redo_action = edit["Undo"], edit["Redo"]
        self.desk.undo_changed.connect(self._name_undo)
        self._name_undo()

    @Slot()
    def _name_undo(self) -> None:
        desk = self.desk
        self.undo_action.setText(f"Undo: {desk.undo_title}" if desk.undo_title else "Undo")
        self.undo_action.setEnabled(bool(desk.undo_title))
        self.redo_action.setText(f"Redo: {desk.redo_title}" if desk.redo_title else "Redo")
        self.redo_action.setEnabled(bool(desk.redo_title))

    def add_acts(self, acts: Sequence[Act], *, page: Page | None = None) -> None:
        """Puts what can be done into the menus; a page's keys count while it is shown."""
        self.menus.add(acts, page)

    def is_key_taken(self, key: str) -> bool:
        """Whether something in the menus answers this key now; buttons ask."""
        # Enter belongs to whatever has the keyboard; on a page it is never a button's alone.
        is_enter = key in {"Return", "Enter"} and self.desk.company is not None
        return is_enter or self.menus.is_key_taken(key)

    @property
    def acts(self) -> list[Act]:
        """All that can be done in this window."""
        return [act for act, _ in self.menus.acts()]

    def _goer(self, name: str) -> Callable[[], None]:
        return lambda: self.show_page(name)

    # ---- the company

    @Slot()
    def _company_changed(self) -> None:
        company = self.desk.company
        self.whole.setCurrentIndex(0 if company is None else 1)
        self.menus.show_for_company(is_open=company is not None)
        practice = company is not None and company.facts.is_practice
        for action in self.menus.actions("Help"):
            if action.text().replace("&", "") == COMPONENTS:
                action.setVisible(practice)
        if company is None:
            self.setWindowTitle("Switchbook")
            self.task_bar.show_cell(
                "company", "No company open", icon_name="info", role="text_muted"
            )
            return
        self._name_company()
        self.menus.show_for_page(self.page)
        if not self.rail.currentIndex().isValid():
            self.show_page("month_end" if "month_end" in self.pages else next(iter(self.pages)))

    @Slot()
    def _name_company(self) -> None:
        company = self.desk.company
        if company is None:
            return
        name, colour = company.facts.name, self.colour
        self.side.show_company(name, self.desk.period, colour)
        self.setWindowTitle(f"{name} - {words.period(self.desk.period)} - Switchbook")
        self.setWindowIcon(square_icon(name, colour))
        text = "Sample company" if company.facts.is_practice else company.path.name
        self.task_bar.show_cell(
            "company", text, icon_name="hard-drive", role="text_muted", tip=str(company.path)
        )

    @property
    def colour(self) -> int:
        """The company's colour, one of eight; chosen, or by its name."""
        kept = self.desk.kept("colour")
        if kept is not None:
            return int(str(kept))
        company = self.desk.company
        return int(company.facts.identity[:4], 16) if company is not None else 0

    def _fill_company_menu(self) -> None:
        company = self.desk.company
        if company is not None:
            periods = list(dict.fromkeys((self.desk.period, *company.facts.periods)))
            self.side.fill_menu(periods, self.desk.period, self.menus.actions("File"))

    # ---- going places

    @Slot(str)
    def _rail_chosen(self, name: str) -> None:
        page = self.pages.get(name)
        if page is not None and self.stack.currentWidget() is not page:
            self.stack.setCurrentWidget(page)

    @Slot(str, object)
    def show_page(self, name: str, target: object = None) -> None:
        """Shows a page, and one thing on it; focus goes to its list."""
        page = self.pages.get(name)
        if page is None or self.desk.company is None:
            return
        self.rail.show_page(name)
        self.stack.setCurrentWidget(page)
        if target is not None:
            page.show_target(target)
        self.menus.show_for_page(page)
        page.take_focus()

    @Slot(int)
    def _page_shown(self, _: int) -> None:
        self.menus.show_for_page(self.page)

    @Slot()
    def _enter_page(self) -> None:
        if self.page is not None:
            self.page.take_focus()

    @property
    def page(self) -> Page | None:
        """The page that is shown."""
        widget = self.stack.currentWidget()
        return widget if isinstance(widget, Page) and self.desk.company is not None else None

    @Slot()
    def next_need(self) -> None:
        """Goes to the next thing that needs a person: here, else on the month end."""
        page = self.page
        if page is not None and page.next_need():
            return
        self.show_page("month_end", "next")

    @Slot()
    def refresh(self) -> None:
        """Reads the page again, or tries again what it can."""
        if self.page is not None:
            self.page.try_again()

    @Slot()
    def find_anything(self) -> None:
        """Opens the palette."""
        commands = [
            Command(title, key, run)
            for title, key, run in self.menus.commands()
            if title != FIND.rstrip("…")
        ]
        palette = Palette(self.desk, commands, self)
        palette.chosen.connect(self._found)
        palette.wanted.connect(self.show_page)
        left = (self.width() - palette.width()) // 2
        palette.move(self.mapToGlobal(QPoint(max(0, left), min(90, self.height() // 8))))
        palette.open()
        palette.field.setFocus()

    @Slot(object, bool)
    def _found(self, found: Found, new_window: bool) -> None:  # noqa: FBT001  of the signal
        if new_window:
            self.another_wanted.emit((_TARGETS[found.kind], found))
        else:
            self.show_page(_TARGETS[found.kind], found)

    def _another(self) -> None:
        self.another_wanted.emit((self.page.name if self.page else "month_end", None))

    # ---- help, text size, rail

    @Slot()
    def show_help(self) -> None:
        """What this page is for, and its keys."""
        page = self.page
        own, everywhere = self.menus.keys()
        title = page.title if page else "Switchbook"
        text = page.help_text if page else "Open the sample company, or make one of your own."
        HelpPanel(title, text, own, parent=self, everywhere=everywhere).open()

    @Slot()
    def show_components(self) -> None:
        """Every piece the window is made of, in each of its states; in practice companies."""
        from app.ui.pages.components_page import ComponentsPage

        if "components" not in self.pages:
            page = self.pages["components"] = ComponentsPage(self.desk)
            self.stack.addWidget(page)
        self.stack.setCurrentWidget(self.pages["components"])

    def _toggle_rail(self) -> None:
        self._folded_for_room = False
        self.side.fold(folded=not self.side.is_folded)

    def _fit_screen(self) -> None:
        """As large as designed, where the screen has the room."""
        smallest, wanted = tokens().size["minimum_window"], tokens().size["design_window"]
        room = self.screen().availableSize()
        self.setMinimumSize(min(smallest[0], room.width()), min(smallest[1], room.height() - 40))
        self.resize(min(wanted[0], room.width()), min(wanted[1], room.height()))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Folds the rail where text is large or the window small, and unfolds it again."""
        super().resizeEvent(event)
        self.task_bar.toast.place()
        self._shade.setGeometry(self.rect())
        self._make_room()

    @Slot()
    def _make_room(self) -> None:
        narrow = self.width() < LOOK.scaled(tokens().size["minimum_window"][0])
        if narrow and not self.side.is_folded:
            self._folded_for_room = True
            self.side.fold(folded=True)
        elif not narrow and self._folded_for_room:
            self._folded_for_room = False
            self.side.fold(folded=False)

    def event(self, event: QEvent) -> bool:
        """Lies under a veil while a dialog waits."""
        if event.type() == QEvent.Type.WindowBlocked:
            self._shade.cover()
        elif event.type() == QEvent.Type.WindowUnblocked:
            self._shade.hide()
        return super().event(event)

    # ---- dropping files

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        """Files may be dropped anywhere."""
        if dropped_paths(event.mimeData()):
            event.acceptProposedAction()
            self.veil.cover()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: N802
        """Takes the frame away."""
        self.veil.hide()
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """Hands the files on."""
        self.veil.hide()
        paths = dropped_paths(event.mimeData())
        if paths:
            event.acceptProposedAction()
            # The drag must have ended before a dialog opens.
            QTimer.singleShot(0, self, self._tell_dropped)
            self._dropped = paths

    def _tell_dropped(self) -> None:
        self.dropped.emit(self._dropped)

    # ---- faults and closing

    @Slot(object)
    def _faulted(self, error: object) -> None:
        if self.page is not None:
            self.page.failed(error)
        else:
            ErrorDialog(told(error), self).open()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        """Asks what is to become of work that runs, where no other window of the company stays."""
        if self.desk.windows == 1 and not self.task_bar.may_close():
            event.ignore()
            return
        self.desk.windows -= 1
        self.closing.emit(self)
        super().closeEvent(event)
