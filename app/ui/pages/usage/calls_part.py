"""Calls: every call page by page, filtered, found by number in any writing, and why it costs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.operations.browse_usage.calls import (
    CallRow,
    CallsWanted,
    call_sources,
    calls_count,
    calls_page,
    calls_sums,
)
from app.operations.browse_usage.imports import ImportRow
from app.operations.office import Office
from app.ui import words
from app.ui.appearance.icons import icon
from app.ui.desk import Desk
from app.ui.dialogs.explain_dialog import Explanation
from app.ui.dialogs.unmask_dialog import show_or_mask
from app.ui.grid.columns import GridColumn, Kind
from app.ui.grid.grid import Grid
from app.ui.grid.source import Page as RowsPage
from app.ui.grid.source import PageWish
from app.ui.page import Page
from app.ui.pages.usage.causes import CLASSES, OUTCOMES, state_badge
from app.ui.parts.badge import Badge
from app.ui.parts.controls import BadgeLabel, Button, Card, ElidedLabel, beside, label, line
from app.ui.parts.scrolled import scrolled
from app.usage.table import Reason, Status


@dataclass(slots=True)
class _Reading:
    """Reads pages on a worker's thread; sums are worked out once for each filter."""

    office: Office
    import_id: int | None = None
    _sums: tuple[CallsWanted, int, dict[str, Decimal | int]] | None = None

    def page(self, wish: PageWish) -> RowsPage:
        """A page as the grid wishes it."""
        filters = dict(wish.filters)
        wanted = CallsWanted(
            text=wish.text,
            state=filters.get("state", ""),
            source=filters.get("source", ""),
            period=filters.get("period", ""),
            import_id=self.import_id,
        )
        if wish.only_sums:
            return RowsPage(0, (), *self._added(wanted))
        rows = calls_page(
            self.office,
            wanted,
            order=wish.sorting.key if wish.sorting else "",
            falls=wish.sorting.falls if wish.sorting else True,
            first=wish.first,
            count=wish.count,
        )
        if not wish.with_total:
            return RowsPage(wish.first, rows, 0)
        # Of all calls to count is quick and to add up is not: the sums come after the rows.
        if wanted == CallsWanted() and not self._is_added(wanted):
            return RowsPage(wish.first, rows, calls_count(self.office, wanted))
        return RowsPage(wish.first, rows, *self._added(wanted))

    def _is_added(self, wanted: CallsWanted) -> bool:
        return self._sums is not None and self._sums[0] == wanted

    def _added(self, wanted: CallsWanted) -> tuple[int, dict[str, Decimal | int]]:
        if self._sums is None or self._sums[0] != wanted:
            found = calls_sums(self.office, wanted)
            sums: dict[str, Decimal | int] = {
                "charge": found.charge,
                "length": found.seconds,
                "billed": found.billed_seconds,
            }
            self._sums = (wanted, found.calls, sums)
        return self._sums[1], self._sums[2]


class CallsPart(QWidget):
    """All calls of the company file."""

    def __init__(self, desk: Desk, page: Page) -> None:
        super().__init__()
        self.desk = desk
        self.page = page
        self._import: ImportRow | None = None
        self._filters = {"state": "", "source": "", "period": ""}
        self.grid = page.keep_layout(self._make_grid())
        self.pane = CallPane(desk)
        self.only_import = Button("", kind="quiet", icon_name="x", on_press=self.show_all_imports)
        self.only_import.hide()
        self.grid.add_bar(self.only_import)
        self.numbers = Button("", kind="quiet", on_press=self.show_numbers)
        self.grid.add_bar(self.numbers)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(page.panes("calls", self.grid, self.pane, parts=(70, 30)))
        self.setFocusProxy(self.grid)

    def _make_grid(self) -> Grid:
        unsorted = False
        columns = (
            GridColumn(
                key="started",
                title="Started",
                value=lambda r: r.started_at,
                kind=Kind.MOMENT,
                width=142,
            ),
            GridColumn(key="caller", title="From", value=self._caller, width=126),
            GridColumn(key="called", title="To", value=self._called, width=126),
            GridColumn(
                key="customer",
                title="Customer",
                value=lambda r: r.customer,
                width=140,
                is_sortable=unsorted,
                stretches=True,
            ),
            GridColumn(
                key="number",
                title="Number",
                value=lambda r: r.number,
                kind=Kind.NUMBER,
                is_own=True,
                width=122,
                is_hidden=True,
            ),
            GridColumn(
                key="class",
                title="Kind",
                value=lambda r: CLASSES[r.call_class],
                width=104,
                is_hidden=True,
            ),
            GridColumn(
                key="length",
                title="Length",
                value=lambda r: r.seconds,
                kind=Kind.LENGTH,
                width=98,
                is_summed=True,
            ),
            GridColumn(
                key="rate",
                title="Rate",
                value=lambda r: r.rate,
                kind=Kind.RATE,
                width=70,
                is_hidden=True,
            ),
            GridColumn(
                key="charge",
                title="Charge",
                value=lambda r: r.charge,
                kind=Kind.EXACT,
                width=88,
                is_summed=True,
                tip="Before included minutes and tiers, which are worked out over the period",
            ),
            GridColumn(
                key="state",
                title="State",
                value=lambda r: state_badge(r.status, r.reason),
                kind=Kind.BADGE,
                width=104,
            ),
            GridColumn(
                key="source",
                title="Source",
                value=lambda r: r.source,
                width=100,
                is_sortable=unsorted,
                is_hidden=True,
            ),
        )
        grid = Grid("calls", columns, self.desk.tasks, noun="call", find="Number, customer")
        grid.model.zone = self.desk.zone
        grid.model.identify = lambda row: row.id
        for key, choices, name in (
            ("state", OUTCOMES, "State"),
            ("source", {"": "All sources"}, "Source"),
            ("period", {"": "All months"}, "Month"),
        ):
            grid.add_combo(key, choices, self._chooser(key), name=name)
        grid.export_button.setText("")
        grid.export_button.setAccessibleName("Export")
        grid.export_button.setToolTip("Export")
        grid.selected.connect(self._selected)
        return grid

    def _chooser(self, key: str) -> Callable[[str], None]:
        def chosen(value: str) -> None:
            if self._filters[key] != value:
                self._filters[key] = value
                self._filter()

        return chosen

    # ---- reading

    def read(self) -> None:
        """Shows the calls anew."""
        self.grid.model.zone = self.desk.zone
        shown = self.desk.unmasked
        self.grid.model.masked = not shown
        self.numbers.setIcon(icon("eye" if shown else "eye-off", "accent_text"))
        self.numbers.setAccessibleName("Mask numbers" if shown else "Show numbers")
        self.numbers.setToolTip("Mask numbers" if shown else "Called numbers are masked. Show them")
        months = {"": "All months"}
        if self.desk.company is not None:
            periods = dict.fromkeys((self.desk.period, *self.desk.company.facts.periods))
            months |= {each: words.period(each) for each in periods}
        _fill(self.grid, "period", months)
        self.desk.read(call_sources, self._sources, key="call sources")
        self._show()

    @Slot(object)
    def _sources(self, found: object) -> None:
        if isinstance(found, list):
            _fill(self.grid, "source", {"": "All sources", **{each: each for each in found}})

    def _show(self) -> None:
        if self.desk.company is None:
            return
        import_id = self._import.id if self._import else None
        self.grid.empty.say(
            "No calls yet",
            "Drop call files anywhere on the window, or watch a folder.",
            icon_name="activity",
        )
        self.grid.model.show_pages(_Reading(self.desk.office, import_id).page)

    def _filter(self) -> None:
        self.grid.model.filters = tuple((k, v) for k, v in self._filters.items() if v)
        self.grid.model.arrange()

    def show_import(self, row: ImportRow) -> None:
        """Shows the calls of one import."""
        self._import = row
        self.only_import.say(f"Only {row.file}")
        self.only_import.show()
        self._show()

    def show_state(self, state: str) -> None:
        """Shows the calls of one state."""
        box = self.grid.combos["state"]
        box.setCurrentIndex(max(0, box.findData(state)))

    def show_all_imports(self) -> None:
        """Shows the calls of all imports again."""
        self._import = None
        self.only_import.hide()
        self._show()

    def show_numbers(self) -> None:
        """Shows numbers whole once asked why, or masks them again."""
        show_or_mask(self.desk, "Usage, calls", self.window())

    # ---- cells

    def _caller(self, row: CallRow) -> str:
        return _party(row.caller, row.number, masked=not self.desk.unmasked)

    def _called(self, row: CallRow) -> str:
        return _party(row.called, row.number, masked=not self.desk.unmasked)

    @Slot(list)
    def _selected(self, rows: Sequence[CallRow]) -> None:
        self.pane.show_call(rows[0] if rows else None)

    def explain(self) -> None:
        """Tells in the pane why the call chosen costs what it costs."""
        self.pane.explain()


class CallPane(Card):
    """One call, and why it costs what it costs."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(margin=0, spacing=0)
        self.desk = desk
        self.row: CallRow | None = None
        self.setAccessibleName("The call chosen")
        self.title = ElidedLabel("", "pane")
        self.badge = BadgeLabel(state_badge_of(None))
        self.second = ElidedLabel("", "muted")
        head = QVBoxLayout()
        head.setContentsMargins(16, 14, 16, 12)
        top = beside(self.title, self.badge)
        top.setStretch(0, 1)
        head.addLayout(top)
        head.addWidget(self.second)
        self.rows.addLayout(head)
        self.rows.addWidget(line())
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 12, 0, 0)
        grid = QGridLayout()
        grid.setColumnMinimumWidth(0, 84)
        grid.setColumnStretch(1, 1)
        self._values = []
        for place, title in enumerate(("From", "To", "Kind", "Length", "Rate", "Charge", "File")):
            value = ElidedLabel("")
            grid.addWidget(label(title, "muted"), place, 0)
            grid.addWidget(value, place, 1)
            self._values.append(value)
        column.addLayout(grid)
        self.explanation = Explanation(desk)
        self.explanation.column.setContentsMargins(0, 12, 12, 12)
        column.addWidget(self.explanation, 1)
        self.rows.addWidget(scrolled(inside, "Facts of the call"), 1)
        foot = Card("foot", margin=0)
        foot.rows.setContentsMargins(16, 10, 16, 10)
        self.price_button = Button(
            "Why this price?", icon_name="circle-question-mark", tip="F9", on_press=self.explain
        )
        foot.rows.addLayout(beside(None, self.price_button))
        self.rows.addWidget(foot)
        self.show_call(None)

    def show_call(self, row: CallRow | None) -> None:
        """Shows a call; None: none is chosen."""
        same = row is not None and self.row is not None and row.id == self.row.id
        self.row = row
        self.setEnabled(row is not None)
        self.badge.setVisible(row is not None)
        if not same:
            self.explanation.clear()
        if row is None:
            self.title.setText("No call chosen")
            self.second.setText("")
            for value in self._values:
                value.setText("")
            return
        self.badge.show_badge(state_badge_of(row))
        self.title.setText(words.moment(row.started_at, self.desk.zone))
        owner = f"{row.customer}, {row.account_number}" if row.customer else "No customer"
        self.second.setText(owner)
        masked = not self.desk.unmasked
        billed = words.minutes(row.billed_seconds)
        length = words.length(row.seconds) if row.seconds >= 0 else f"{row.seconds} s"
        texts = (
            _party(row.caller, row.number, masked=masked),
            _party(row.called, row.number, masked=masked),
            CLASSES[row.call_class],
            f"{length}, billed {billed} min" if billed else length,
            words.rate(row.rate),
            words.exact(row.charge),
            f"{row.file}, row {words.count(row.row)}",
        )
        for value, text in zip(self._values, texts, strict=True):
            value.setText(text)

    @Slot()
    def explain(self) -> None:
        """Asks why the call costs what it costs."""
        if self.row is not None:
            self.explanation.explain(self.row.call_id, key="explain call")


def state_badge_of(row: CallRow | None) -> Badge:
    """The badge of a call; of none, any."""
    return state_badge(row.status, row.reason) if row else state_badge(Status.RATED, Reason.NONE)


def _party(text: str, own: str, *, masked: bool) -> str:
    """A party of a call: the customer's own number whole, the other masked."""
    if not text.startswith("+"):
        return text
    return words.telephone(text, masked=masked and text != own)


def _fill(grid: Grid, key: str, choices: dict[str, str]) -> None:
    """Fills a choice anew and leaves what is chosen."""
    box = grid.combos[key]
    known = [box.itemData(place) for place in range(box.count())]
    if known == list(choices):
        return
    chosen = box.currentData()
    box.blockSignals(True)  # noqa: FBT003  of Qt
    box.clear()
    for value, word in choices.items():
        box.addItem(word, value)
    box.setCurrentIndex(max(0, box.findData(chosen)))
    box.blockSignals(False)  # noqa: FBT003  of Qt
