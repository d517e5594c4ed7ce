"""What can be done on whatever page is shown: with its list, parts and panes; and text size."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, QSettings
from PySide6.QtWidgets import QApplication, QWidget

from app.ui.appearance.look import LOOK
from app.ui.grid.grid import Grid
from app.ui.page import Act, Page, next_pane


class ViewActs(QObject):
    """The acts of one window that are the same on every page."""

    def __init__(
        self,
        parent: QObject,
        settings: QSettings,
        page: Callable[[], Page | None],
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._page = page
        self.around: tuple[QWidget, ...] = ()
        """The panes around the page: the first before it, the others after."""

    def acts(self) -> Sequence[Act]:
        """The acts, for the menus."""
        return (
            Act(
                title="Previous thing that needs me",
                menu="Go",
                key="Shift+F8",
                run=self._previous_need,
            ),
            Act(title="Next part of the page", menu="Go", key="Ctrl+Tab", run=self._next_tab),
            Act(
                title="Previous part of the page",
                menu="Go",
                key="Ctrl+Shift+Tab",
                run=self._previous_tab,
            ),
            Act(title="Next pane", menu="Go", key="F6", run=self._next_pane),
            Act(title="Previous pane", menu="Go", key="Shift+F6", run=self._previous_pane),
            Act(title="Find in list", menu="Edit", key="Ctrl+F", run=self._find),
            Act(title="Copy list as a table", menu="Edit", key="Ctrl+Shift+C", run=self._copy),
            Act(title="Export list…", menu="File", key="Ctrl+Shift+E", run=self._export),
            Act(title="Print list…", menu="File", key="Ctrl+P", run=self._print),
            Act(title="Columns of the list…", menu="View", key="Alt+Shift+C", run=self._columns),
            Act(
                title="Reset layout of the list",
                menu="View",
                key="Alt+Shift+R",
                run=self._reset_layout,
            ),
            Act(title="Larger text", menu="View", key="Ctrl++", run=self._larger),
            Act(title="Smaller text", menu="View", key="Ctrl+-", run=self._smaller),
        )

    def _previous_need(self) -> None:
        page = self._page()
        if page is not None and not page.previous_need() and page.name != "month_end":
            page.go.emit("month_end", "previous")

    def _on_list(self, do: Callable[[Grid], object]) -> None:
        page = self._page()
        grid = page.list_in_use() if page is not None else None
        if grid is not None:
            do(grid)

    def _find(self) -> None:
        self._on_list(Grid.begin_find)

    def _copy(self) -> None:
        self._on_list(Grid.copy)

    def _print(self) -> None:
        self._on_list(Grid.print_shown)

    def _export(self) -> None:
        self._on_list(Grid.choose_export)

    def _columns(self) -> None:
        self._on_list(Grid.choose_columns)

    def _reset_layout(self) -> None:
        self._on_list(Grid.reset_layout)

    def _next_tab(self) -> None:
        self._turn(1)

    def _previous_tab(self) -> None:
        self._turn(-1)

    def _turn(self, step: int) -> None:
        page = self._page()
        if page is not None:
            page.turn_tab(step)

    def _next_pane(self) -> None:
        self._to_pane(1)

    def _previous_pane(self) -> None:
        self._to_pane(-1)

    def _to_pane(self, step: int) -> None:
        page = self._page()
        inside = page.pane_list() if page is not None else []
        panes = [*self.around[:1], *inside, *self.around[1:]]
        next_pane(panes, QApplication.focusWidget(), step)

    def _larger(self) -> None:
        self._grow(1)

    def _smaller(self) -> None:
        self._grow(-1)

    def _grow(self, points: int) -> None:
        LOOK.choose(body_pt=LOOK.body_pt + points)
        self._settings.setValue("program/body_pt", LOOK.body_pt)
