"""Suspense: what waits by cause and likely owner, sorted by money; mended in the right pane."""

from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.operations.browse_usage.suspense import SuspenseRow, SuspenseWork, suspense_work
from app.operations.clear_suspense import Selection, retry_suspense
from app.ui import words
from app.ui.desk import Desk
from app.ui.grid.columns import GridColumn, Kind
from app.ui.grid.grid import Grid
from app.ui.page import Page
from app.ui.pages.usage.causes import CAUSES
from app.ui.pages.usage.decisions import CHANGED, hold_or_release
from app.ui.pages.usage.suspense_pane import SuspensePane
from app.ui.parts.badge import Badge
from app.ui.parts.controls import beside, label
from app.usage.likely_owner import Strength
from app.usage.table import Reason
from app.values.money import ZERO

_GROUPS: Final = {"cause": "Group by cause", "source": "Group by source", "": "Not grouped"}
_LETTERS: Final = (("Space", "select"), ("A", "assign"), ("H", "hold"), ("W", "write off"))


class SuspensePart(QWidget):
    """The work list of suspense and the pane beside it."""

    counted = Signal(int)
    """How many calls wait."""

    def __init__(self, desk: Desk, page: Page) -> None:
        super().__init__()
        self.desk = desk
        self.page = page
        self.marked: set[tuple[int, str, str]] = set()
        self._next: tuple[int, str, str] | None = None
        self._reason: Reason | None = None
        """The cause to go to once the rows are here."""
        self._is_read = False
        self.grid = page.keep_layout(self._make_grid())
        self.pane = SuspensePane(desk, page)
        self.pane.clearing.connect(self._remember_next)
        self.chosen_line = label("", "muted")
        keys: list[QWidget | int | None] = []
        for key, word in _LETTERS:
            keys += [label(key, "key"), label(word, "muted")]
        self.grid.foot.setContentsMargins(12, 6, 12, 6)
        self.grid.foot.addWidget(self.chosen_line, 1)
        self.grid.foot.addLayout(beside(*keys))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(page.panes("suspense", self.grid, self.pane, parts=(53, 47)))
        self.setFocusProxy(self.grid)

    def _make_grid(self) -> Grid:
        columns = (
            GridColumn(key="party", title="Cause", value=_party, width=185),
            GridColumn(key="mark", title="", value=self._is_marked, kind=Kind.CHECK, width=34),
            GridColumn(key="owner", title="Likely owner", value=_owner, width=150, stretches=True),
            GridColumn(
                key="calls", title="Calls", value=_calls, kind=Kind.COUNT, width=62, is_summed=True
            ),
            GridColumn(
                key="money",
                title="Money",
                value=_estimate,
                kind=Kind.MONEY,
                width=74,
                is_summed=True,
                tip="What the calls may be worth: their length at the average price of a minute",
            ),
            GridColumn(key="guess", title="Guess", value=_guess, kind=Kind.BADGE, width=104),
            GridColumn(key="source", title="Source", value=_source, width=110, is_hidden=True),
        )
        grid = Grid("suspense", columns, self.desk.tasks, noun="row", find="Number, cause")
        grid.model.zone = self.desk.zone
        grid.view.horizontalHeader().moveSection(1, 0)
        grid.export_button.setText("")
        grid.export_button.setAccessibleName("Export")
        grid.export_button.setToolTip("Export")
        grid.view.letters = frozenset({"space", "a", "h", "w"})
        grid.add_combo("group", _GROUPS, self._group, name="Group by").setMinimumWidth(156)
        grid.model.group = _cause
        grid.model.identify = _key
        grid.selected.connect(self._selected)
        grid.letter.connect(self._letter)
        grid.opened.connect(self._opened)
        grid.view.clicked.connect(self._clicked)
        return grid

    # ---- reading

    def read(self) -> None:
        """Reads what waits."""
        self.grid.model.zone = self.desk.zone
        self.desk.read(suspense_work, self._show, key="suspense")
        self.pane.read()

    @Slot(object)
    def _show(self, work: object) -> None:
        if not isinstance(work, SuspenseWork):
            return
        self.marked &= {row.key for row in work.rows}
        if not work.rows:
            self.grid.empty.say(
                "Nothing is in suspense",
                "Every call of the imported files has a customer and a price.",
                icon_name="circle-check",
            )
        self.grid.sums.label = "Suspended"
        self.grid.show_rows(work.rows)
        self.counted.emit(work.calls)
        wanted, self._next = self._next, None
        if wanted is not None:
            self.grid.select_where(lambda row: row.key == wanted)
        elif self.grid.current_row() is None:
            self.grid.select_where(lambda _: True)
        self._selected()
        self._is_read = True
        if self._reason is not None:
            self.show_reason(self._reason)

    def _group(self, by: str) -> None:
        self.grid.model.group = {"cause": _cause, "source": _source}.get(by)
        self.grid.model.arrange()

    # ---- choosing

    def _is_marked(self, row: SuspenseRow) -> bool:
        return row.key in self.marked

    @property
    def chosen(self) -> list[SuspenseRow]:
        """The rows an action applies to: those marked, else those selected."""
        if self.marked:
            return [row for row in self.grid.model.rows if row.key in self.marked]
        return list(self.grid.selected_rows())

    @Slot()
    def _selected(self, _: object = None) -> None:
        chosen = self.chosen
        calls = sum(row.calls for row in chosen)
        money = sum((row.estimate for row in chosen), start=ZERO)
        known = len(self.grid.model.rows)
        self.chosen_line.setText(
            f"{words.count(len(chosen))} of {words.plural(known, 'row')} selected, "
            f"{words.plural(calls, 'call')}, {words.money(money)}"
            if chosen
            else ""
        )
        self.pane.show_rows(chosen)

    def _clicked(self, index: object) -> None:
        column = getattr(index, "column", int)()
        row = self.grid.current_row()
        if self.grid.model.columns[column].key == "mark" and row is not None:
            self._mark([row])

    def _mark(self, rows: list[SuspenseRow]) -> None:
        keys = {row.key for row in rows}
        self.marked = self.marked - keys if keys <= self.marked else self.marked | keys
        self.grid.view.viewport().update()
        self._selected()

    # ---- keys

    @Slot(str, list)
    def _letter(self, letter: str, rows: list[SuspenseRow]) -> None:
        if letter == "space":
            self._mark(rows)
        elif letter == "a":
            self.pane.act_or_ask()
        elif letter == "h":
            self.hold()
        else:
            self.pane.ask_why()

    @Slot(object)
    def _opened(self, _: object) -> None:
        self.pane.focus_form()

    def hold(self) -> None:
        """Lets the chosen rows wait, or wait no more where all of them do."""
        chosen = self.chosen
        if not chosen:
            return
        self._remember_next()
        hold_or_release(self.desk, chosen)

    @Slot()
    def _remember_next(self) -> None:
        """After this the keyboard is on the row below those that go."""
        rows = self.grid.model.rows_shown()
        chosen = {row.key for row in self.chosen}
        places = [place for place, row in enumerate(rows) if row.key in chosen]
        if places:
            rest = [row for row in rows[places[-1] + 1 :] if row.key not in chosen]
            rest = rest or [row for row in rows[: places[0]][::-1] if row.key not in chosen]
            self._next = rest[0].key if rest else None
        self.marked.clear()

    def try_again(self) -> None:
        """Tries every suspended call again by what the company file says now."""
        self.desk.do(
            "Try all suspense again",
            lambda office, _: retry_suspense(office, Selection()),
            changes=CHANGED,
            key="retry",
        )

    def next_need(self, step: int = 1) -> bool:
        """Goes to the next row, or with -1 to the one before; whether there is one."""
        here = self.grid.current_row()
        keys = [row.key for row in self.grid.model.rows_shown()]
        if here is not None and here.key in keys:
            place = keys.index(here.key) + step
        else:
            place = 0 if step > 0 else len(keys) - 1
        if not 0 <= place < len(keys):
            return False
        self._go_to(keys[place])
        return True

    def show_reason(self, reason: Reason) -> None:
        """Goes to the first row of a cause, at once or when the rows are read."""
        self._reason = reason if not self._is_read else None
        if self._is_read:
            self.grid.select_where(lambda row: row.reason is reason)
            self.grid.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go_to(self, wanted: tuple[int, str, str]) -> None:
        self.grid.select_where(lambda row: row.key == wanted)
        self.grid.view.setFocus(Qt.FocusReason.OtherFocusReason)


def _party(row: SuspenseRow) -> str:
    if row.is_number:
        return words.telephone(row.party)
    return row.party or "No number in the file"


def _owner(row: SuspenseRow) -> str:
    if row.guess is not None and row.guess.strength is Strength.NONE:
        return "No guess"
    return row.owner or "No guess"


def _key(row: SuspenseRow) -> tuple[int, str, str]:
    return row.key


def _calls(row: SuspenseRow) -> int:
    return row.calls


def _estimate(row: SuspenseRow) -> object:
    return row.estimate


def _source(row: SuspenseRow) -> str:
    return row.source


def _cause(row: SuspenseRow) -> str:
    return CAUSES[row.reason].title


def _guess(row: SuspenseRow) -> object:
    if row.held == row.calls:
        return Badge("On hold", "pause", "idle", "These calls wait and hold no gate")
    if row.guess is None or row.guess.strength is Strength.NONE:
        return None
    strong = row.guess.strength is Strength.STRONG
    icon, role = ("check", "ok") if strong else ("circle-question-mark", "warn")
    tip = "; ".join(sign.words for sign in row.guess.signs)
    return Badge(f"{row.guess.strength.value} {row.guess.points}", icon, role, tip)
