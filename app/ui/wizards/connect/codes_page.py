"""GL codes and items: where each code of ours is in the other system, and how much that covers."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.billing.decision import TIME_PRODUCT
from app.customers.matching import MatchState
from app.operations.changes import Changes
from app.operations.list_decisions import list_decisions
from app.operations.map_codes import CodeKind, CodeMap, CodeRow, pair_code, show_codes
from app.operations.map_writing import MapChange
from app.operations.office import Office
from app.operations.pull_records import Pulled, pull_records
from app.ui import words
from app.ui.appearance.look import LOOK
from app.ui.grid.columns import Editing, GridColumn, Kind
from app.ui.grid.grid import Grid
from app.ui.parts.badge import Badge
from app.ui.parts.controls import Choice, label
from app.ui.wizards.connect.connecting_state import Connecting
from app.ui.wizards.first_run.deciding import answer
from app.ui.wizards.map_customers.coverage_bar import CoverageBar
from app.ui.wizards.map_customers.mapping import change_map
from app.ui.wizards.stepped_wizard import StepPage

_KINDS: Final = {
    CodeKind.REVENUE: "GL codes",
    CodeKind.TAX: "Taxes and fees",
    CodeKind.ITEM: "Items",
    CodeKind.TERMS: "Terms",
    CodeKind.PRODUCT: "Products",
}
_STATES: Final = {
    MatchState.LINKED: Badge("Paired", "link", "ok"),
    MatchState.EXACT: Badge("By rule", "equal", "ok"),
    MatchState.AMBIGUOUS: Badge("Ambiguous", "split", "warn"),
    MatchState.NEW: Badge("Missing", "circle-alert", "warn"),
}
_NOT_NEEDED: Final = Badge("Not needed", "minus", "idle")
_LATER: Final = Badge("By itself", "clock", "run")
_BY_RULE: Final = "\u2013"


class CodesPage(StepPage):
    """The codes in use, and their places there."""

    def __init__(self, connecting: Connecting) -> None:
        super().__init__("GL codes and items", "Where does each code go?")
        self.connecting = connecting
        self.codes: CodeMap | None = None
        self.read_for = ""
        self._kind = ""
        self.grid = self._make_grid()
        self.coverage = CoverageBar("code")
        self.time = Choice("Technician time is billed as")
        self.time.currentIndexChanged.connect(self._time_chosen)
        self.time_row = QWidget()
        row = QHBoxLayout(self.time_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(label("Technician time is billed as"))
        row.addWidget(self.time)
        row.addStretch(1)
        holder = QVBoxLayout()
        holder.setSpacing(8)
        holder.addWidget(self.grid, 1)
        holder.addWidget(self.coverage)
        holder.addWidget(self.time_row)
        self.body.addLayout(holder, 1)
        connecting.working.connect(self.said)
        self.grid.setMinimumHeight(LOOK.scaled(200))

    def _make_grid(self) -> Grid:
        columns = (
            GridColumn(key="kind", title="Kind", value=_kind, width=112),
            GridColumn(key="code", title="Ours", value=lambda row: row.code, width=96),
            GridColumn(key="words", title="What it is", value=_what, width=150, stretches=True),
            GridColumn(
                key="amount",
                title="Last month",
                value=lambda row: row.amount or None,
                kind=Kind.MONEY,
                width=92,
                is_summed=True,
            ),
            GridColumn(key="state", title="State", value=_state, kind=Kind.BADGE, width=104),
            GridColumn(
                key="there",
                title="There",
                value=_there,
                width=190,
                tip="F2 chooses",
                edit=Editing(choices=self._choices, is_editable=self._is_editable),
            ),
        )
        grid = Grid("codes", columns, self.connecting.desk.tasks, noun="code", find="Code")
        for button in (grid.columns_button, grid.export_button, grid.copy_button):
            button.hide()
        grid.model.identify = _identity
        grid.add_combo("kind", {"": "All kinds"}, self._choose, name="Kinds shown")
        grid.edited.connect(self._edited)
        return grid

    # ---- reading

    def enter(self) -> None:
        """Reads what there is to choose from."""
        is_psa = self.connecting.role == "psa"
        title = self.connecting.title
        self.say(
            "Which product is which?" if is_psa else "Where does each code go?",
            f"Products and terms as {title} has them. What has the same code is paired by itself."
            if is_psa
            else f"Revenue goes by GL code, taxes by tax code, each to an account in {title}. "
            "What has the same number is paired by itself; F2 on a row chooses another.",
        )
        self.time_row.setVisible(is_psa)
        key = self.connecting.key
        if self.read_for != key:
            self.grid.empty.say(f"Reading {title}…", "Its lists come first.", icon_name="plug")
            self.grid.show_rows([])
            self.codes = None
            self.connecting.ask(
                f"Reading {title}",
                lambda office, progress: pull_records(office, key, progress=progress),
                self._pulled,
                told=_pulled_words,
                changes=Changes.CONNECTIONS,
            )
        else:
            self._read()

    @Slot(object)
    def _pulled(self, _: object) -> None:
        self.read_for = self.connecting.key
        self._read()

    def _read(self) -> None:
        key = self.connecting.key
        desk = self.connecting.desk
        desk.read(
            lambda office: show_codes(office, key),
            self._show,
            key=f"codes/{id(self)}",
            failed=self._unread,
        )
        if self.connecting.role == "psa":
            desk.read(_time_product, self._show_time, key=f"time/{id(self)}")

    @Slot(object)
    def _show(self, found: object) -> None:
        if not isinstance(found, CodeMap):
            return
        self.codes = found
        self.grid.empty.say("Nothing to pair", "No code is in use yet.", icon_name="circle-check")
        box = self.grid.combos["kind"]
        kinds = list(dict.fromkeys(each.kind for each in found.rows))
        box.blockSignals(True)  # noqa: FBT003  of Qt
        box.clear()
        box.addItem("All kinds", "")
        for each in kinds:
            box.addItem(_KINDS[each], each.value)
        box.setCurrentIndex(max(0, box.findData(self._kind)))
        box.blockSignals(False)  # noqa: FBT003  of Qt
        self.grid.show_rows(sorted(found.rows, key=_urgency))
        if self.grid.current_row() is None:
            self.grid.view.select_line(0)
        self.coverage.show_coverage(found.coverage)
        self._fill_time(found)
        self.said.emit()

    @Slot(object)
    def _unread(self, error: object) -> None:
        self.connecting.failed.emit(error)

    def _fits(self, row: CodeRow) -> bool:
        return not self._kind or row.kind.value == self._kind

    def _choose(self, kind: str) -> None:
        self._kind = kind
        self.grid.model.keep = self._fits if kind else None
        self.grid.model.arrange()

    # ---- pairing

    def _choices(self) -> Mapping[str, str]:
        row = self.grid.current_row()
        if self.codes is None or not isinstance(row, CodeRow):
            return {}
        found = {each.id: each.words for each in self.codes.choices.get(row.kind, ())}
        return {"": f"{_BY_RULE} by rule"} | found

    def _is_editable(self, row: object) -> bool:
        return (
            self.codes is not None and isinstance(row, CodeRow) and row.kind in self.codes.choices
        )

    @Slot(object, str, str)
    def _edited(self, row: object, _: str, value: str) -> None:
        if not isinstance(row, CodeRow):
            return
        key, kind, code = self.connecting.key, row.kind, row.code

        def pair(office: Office) -> MapChange:
            return pair_code(office, key, kind=kind, code=code, theirs=value)

        change_map(
            self.connecting.desk,
            f"Pair {_KINDS[kind].lower()} {code}",
            pair,
            done=self._paired,
            failed=self._unread,
        )

    @Slot(object)
    def _paired(self, _: object) -> None:
        self._read()

    # ---- technician time

    def _fill_time(self, found: CodeMap) -> None:
        if self.connecting.role != "psa" or self.time.count():
            return
        self.time.blockSignals(True)  # noqa: FBT003  of Qt
        self.time.addItem("Decide later", "")
        for row in found.rows:
            if row.kind is CodeKind.PRODUCT:
                self.time.addItem(f"{row.code} {row.words}", row.code)
        self.time.blockSignals(False)  # noqa: FBT003  of Qt

    @Slot(object)
    def _show_time(self, found: object) -> None:
        self.time.blockSignals(True)  # noqa: FBT003  of Qt
        self.time.setCurrentIndex(max(0, self.time.findData(found)))
        self.time.blockSignals(False)  # noqa: FBT003  of Qt

    @Slot(int)
    def _time_chosen(self, place: int) -> None:
        code = str(self.time.itemData(place) or "")
        answer(self.connecting.desk, TIME_PRODUCT, code, title="Technician time is billed as")

    # ---- going on

    def verb(self) -> str:
        """Goes on; what lacks can be paired later."""
        if self.codes is None and not self.connecting.is_working:
            return "Read it again"
        missing = self.codes.coverage.missing if self.codes is not None else ()
        lacking = sum(each.is_in_the_way for each in missing)
        return f"Go on, {words.plural(lacking, 'code')} later" if lacking else "Next"

    def act(self) -> bool:
        """Goes on once its lists were read; reads them again where that came to nothing."""
        if self.codes is None:
            self.enter()
        return self.codes is not None and not self.connecting.is_working


def _time_product(office: Office) -> str:
    return next((each.answer for each in list_decisions(office) if each.key == TIME_PRODUCT), "")


def _pulled_words(found: object) -> str:
    if not isinstance(found, Pulled):
        return ""
    total = found.total
    return f"{words.plural(total.new + total.changed + total.unchanged, 'record')} read"


def _kind(row: CodeRow) -> object:
    return _KINDS[row.kind]


def _what(row: CodeRow) -> object:
    return row.words


def _is_made(row: CodeRow) -> bool:
    """Whether it lacks there and comes about by itself, or is not needed."""
    return row.theirs is None and row.kind in {CodeKind.ITEM, CodeKind.TERMS}


def _is_not_needed(row: CodeRow) -> bool:
    """Whether it lacks there and is no matter of that system."""
    return row.theirs is None and not row.is_wanted


def _urgency(row: CodeRow) -> tuple[bool, bool, Decimal]:
    return _is_made(row) or _is_not_needed(row), row.theirs is not None, -row.amount


def _state(row: CodeRow) -> object:
    base = _STATES.get(row.state, _STATES[MatchState.NEW])
    if _is_not_needed(row):
        base = _NOT_NEEDED
    elif _is_made(row):
        base = _LATER
    return Badge(base.word, base.icon, base.role, row.reason)


def _there(row: CodeRow) -> object:
    return row.theirs.words if row.theirs is not None else ""


def _identity(row: CodeRow) -> tuple[str, str]:
    return row.kind.value, row.code
