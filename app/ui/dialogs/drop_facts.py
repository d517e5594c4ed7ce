"""What is known of one dropped file: facts, questions, the first rows read and rated."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.operations.import_usage import Choices
from app.operations.look_at_files.call_files import LookedCalls, RatedRow
from app.operations.look_at_files.kinds import FileKind
from app.operations.look_at_files.looking import LookedFile
from app.ui import words
from app.ui.appearance.look import LOOK
from app.ui.desk import Desk
from app.ui.dialogs.drop_list import TITLES
from app.ui.dialogs.drop_work import Plan
from app.ui.grid.columns import GridColumn, Kind
from app.ui.grid.rows_model import RowsModel
from app.ui.grid.table_view import TableView
from app.ui.inputs import Picker
from app.ui.parts.badge import Badge
from app.ui.parts.controls import (
    BadgeLabel,
    Button,
    ElidedLabel,
    IconLabel,
    beside,
    label,
)
from app.usage.table import Status

_ORDERS: Final = {
    "": "Dates as the source says",
    "ymd": "Year month day",
    "dmy": "Day month year",
    "mdy": "Month day year",
}
_ZONES: Final = (
    "",
    "UTC",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Toronto",
    "America/Vancouver",
)
_FACTS: Final = 8
"""So many facts of a file are shown."""
_SENTENCES: Final = 5


class FileFacts(QFrame):
    """The right side of the drop dialog."""

    answered = Signal(object, object)
    """A path and the choices made for it."""
    certificate_chosen = Signal(object, str)
    mapping_wanted = Signal(object)
    deck_wanted = Signal(object)
    """A rate deck of its own layout is to be opened under Rates."""

    def __init__(self, desk: Desk, *, is_narrow: bool = False) -> None:
        super().__init__()
        self.setProperty("kind", "card")
        self._in_a_row = _FACTS // 2 if is_narrow else _FACTS
        self.desk = desk
        self.file: LookedFile | None = None
        self._choices = Choices()
        self.title = ElidedLabel("", "pane")
        self.badge = BadgeLabel(Badge("", "check", "ok"))
        self.mapping = Button("Change mapping…", on_press=self._want_mapping)
        self.why = label("", "muted", wraps=True)
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(14)
        self._facts.setVerticalSpacing(4)
        self.source = self._combo("Source", {})
        self.source.setMinimumWidth(LOOK.scaled(170))
        self.zone = self._combo("Time zone", {z: z or "As the source says" for z in _ZONES})
        self.order = self._combo("Date order", _ORDERS)
        self.certificate = Picker("Certificate", hint="Account or certificate number")
        self.deck_button = Button("Open under Rates", icon_name="arrow-right")
        self.deck_button.clicked.connect(self._want_deck)
        self.masked = BadgeLabel(Badge("Called numbers masked", "eye-off", "idle"))
        self.missing = label("", "muted")
        self.model = RowsModel(self._columns(), desk.tasks, zone=desk.zone, parent=self)
        self.view = TableView(self.model)
        self.view.setAccessibleName("First 20 rows, read and rated")
        self.notice = QFrame()
        self.notice.setProperty("kind", "notice")
        self.notice_text = label("", wraps=True)
        self.details = label("", wraps=True)
        self._build()
        self.certificate.picked.connect(self._certificate_picked)

    def _combo(self, name: str, choices: Mapping[str, str]) -> QComboBox:
        box = QComboBox()
        box.setAccessibleName(name)
        for value, word in choices.items():
            box.addItem(word, value)
        box.activated.connect(self._answered)
        return box

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 14, 18, 0)
        column.setSpacing(10)
        top = beside(self.title, self.badge, self.mapping)
        top.setStretch(0, 1)
        column.addLayout(top)
        column.addWidget(self.why)
        column.addLayout(self._facts)
        self.asking = QWidget()
        inside = QVBoxLayout(self.asking)
        inside.setContentsMargins(0, 0, 0, 0)
        self.source_label = label("Source")
        self.source_row = QWidget()
        row = beside(
            self.source_label, self.source, 8, label("Time zone"), self.zone, 8, self.order, None
        )
        row.setContentsMargins(0, 0, 0, 0)
        self.source_row.setLayout(row)
        self.certificate_row = QWidget()
        other = beside(label("Which certificate is it?"), self.certificate)
        other.setContentsMargins(0, 0, 0, 0)
        self.certificate_row.setLayout(other)
        for part in (self.source_row, self.certificate_row, self.deck_button):
            inside.addWidget(part)
        column.addWidget(self.asking)
        self.rows_head = QWidget()
        head = beside(label("First 20 rows, read and rated", "strong"), None, self.masked)
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(self.missing)
        self.rows_head.setLayout(head)
        column.addWidget(self.rows_head)
        column.addWidget(self.view, 1)
        column.addWidget(self.details)
        told = QHBoxLayout(self.notice)
        told.setContentsMargins(12, 8, 12, 8)
        told.addWidget(IconLabel("info", "run", 17))
        told.addWidget(self.notice_text, 1)
        column.addWidget(self.notice)
        self._rest = QWidget()
        column.addWidget(self._rest, 1)

    def _columns(self) -> tuple[GridColumn, ...]:
        return (
            GridColumn(key="row", title="Row", value=lambda r: r.row, kind=Kind.COUNT, width=48),
            GridColumn(
                key="at",
                title="Started",
                value=lambda r: r.started_at,
                kind=Kind.MOMENT,
                width=150,
            ),
            GridColumn(key="from", title="From", value=self._caller, width=126),
            GridColumn(key="to", title="To", value=self._called, width=126),
            GridColumn(
                key="customer",
                title="Customer",
                value=lambda r: r.customer or "None",
                width=120,
                stretches=True,
            ),
            GridColumn(
                key="length",
                title="Length",
                value=lambda r: r.seconds,
                kind=Kind.LENGTH,
                width=64,
            ),
            GridColumn(key="minutes", title="Minutes", value=_minutes, kind=Kind.RATE, width=78),
            GridColumn(key="rate", title="Rate", value=lambda r: r.rate, kind=Kind.RATE, width=64),
            GridColumn(key="charge", title="Charge", value=_charge, kind=Kind.EXACT, width=88),
        )

    def _caller(self, row: RatedRow) -> str:
        return self._party(row.caller, row.number)

    def _called(self, row: RatedRow) -> str:
        return self._party(row.called, row.number)

    def _party(self, text: str, own: str) -> str:
        if not text.startswith("+"):
            return text
        return words.telephone(text, masked=not self.desk.unmasked and text != own)

    # ---- showing

    def show_file(
        self,
        file: LookedFile,
        plan: Plan | None,
        badge: Badge,
        *,
        choices: Choices,
        certificates: Mapping[str, tuple[str, str]],
    ) -> None:
        """Shows one file."""
        self.file = file
        self._choices = choices
        calls = file.calls
        is_calls = calls is not None and bool(calls.format)
        self.title.setText(file.path.name)
        self.badge.show_badge(badge)
        self.why.setText(_why(file))
        self.why.setVisible(bool(self.why.text()))
        self._show_facts(_facts(self.desk, calls) if calls and is_calls else plan)
        self.mapping.setVisible(
            file.kind is FileKind.CALLS and not file.is_skipped and not file.path.is_dir()
        )
        self.source_row.setVisible(is_calls and not file.is_skipped)
        self.certificate_row.setVisible(file.kind is FileKind.CERTIFICATE)
        self.deck_button.setVisible(file.kind is FileKind.DECK and not file.told.sheets)
        if calls is not None:
            self.mapping.say("Change mapping…" if calls.format else "Map the columns…")
            self._fill_questions(calls)
        if file.kind is FileKind.CERTIFICATE:
            self.certificate.offer({text: text for text in certificates})
        self._show_rows(calls, is_calls=is_calls)
        wrong = plan.wrong if plan else calls.bad_messages if calls else ()
        more = len(wrong) - _SENTENCES
        rest = [f"and {words.count(more)} more"] if more > 0 else []
        self.details.setText("\n".join([*wrong[:_SENTENCES], *rest]))
        self.details.setVisible(bool(wrong))
        self._rest.setVisible(not is_calls)

    def _show_rows(self, calls: LookedCalls | None, *, is_calls: bool) -> None:
        for part in (self.rows_head, self.view):
            part.setVisible(is_calls)
        self.masked.setVisible(not self.desk.unmasked)
        notice = ""
        if calls is not None and is_calls:
            self.model.zone = self.desk.zone
            self.model.show_rows(calls.rows)
            days = [words.day(day) for day in calls.missing_days[:3]]
            more = len(calls.missing_days) - len(days)
            text = ", ".join(days) + (f" and {more} more" if more > 0 else "")
            self.missing.setText(f"Missing days: {text or 'none'}")
            if calls.clock_change is not None:
                notice = (
                    f"Clocks go back on {words.day(calls.clock_change)} in {calls.zone}, and the "
                    "file's times have no offset. Calls in the hour that comes twice count as "
                    "the first one."
                )
        self.notice_text.setText(notice)
        self.notice.setVisible(bool(notice))

    def _fill_questions(self, calls: LookedCalls) -> None:
        self.source.blockSignals(True)  # noqa: FBT003  of Qt
        self.source.clear()
        if not calls.source:
            self.source.addItem("Choose the source", "")
        for each in calls.sources:
            self.source.addItem(each, each)
        self.source.setCurrentIndex(max(0, self.source.findData(calls.source)))
        self.source.blockSignals(False)  # noqa: FBT003  of Qt
        self.source_label.setText("Source" if calls.source else "Which source sent it?")
        self.zone.setCurrentIndex(max(0, self.zone.findData(self._choices.timezone or "")))
        self.order.setCurrentIndex(max(0, self.order.findData(self._choices.date_order or "")))

    def _show_facts(self, facts: "list[tuple[str, str]] | Plan | None") -> None:
        while self._facts.count():
            entry = self._facts.takeAt(0)
            widget = entry.widget() if entry is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        shown = list(facts.facts) if isinstance(facts, Plan) else facts or []
        for place, (title, value) in enumerate(shown[:_FACTS]):
            part = QWidget()
            column = QVBoxLayout(part)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(0)
            column.addWidget(label(title, "caption"))
            column.addWidget(label(value, "strong"))
            self._facts.addWidget(part, place // self._in_a_row, place % self._in_a_row)
        self._facts.setColumnStretch(self._in_a_row, 1)

    # ---- answering

    @Slot()
    def _answered(self) -> None:
        if self.file is not None:
            choices = replace(
                self._choices,
                source=str(self.source.currentData() or "") or None,
                timezone=str(self.zone.currentData() or "") or None,
                date_order=str(self.order.currentData() or "") or None,
            )
            self.answered.emit(self.file.path, choices)

    @Slot(str)
    def _certificate_picked(self, text: str) -> None:
        if self.file is not None:
            self.certificate_chosen.emit(self.file.path, text)

    @Slot()
    def _want_mapping(self) -> None:
        if self.file is not None:
            self.mapping_wanted.emit(self.file)

    @Slot()
    def _want_deck(self) -> None:
        if self.file is not None:
            self.deck_wanted.emit(self.file.path)


def _why(file: LookedFile) -> str:
    calls = file.calls
    if file.same_as:
        return f"Same content as {file.same_as}. Nothing to do."
    if calls is not None and calls.earlier is not None:
        at = words.day(calls.earlier.imported_at.date())
        count = words.plural(calls.earlier.records, "call")
        return f"You imported this file on {at}: {count}. Nothing to do."
    if calls is not None and calls.proposal is not None:
        return "This layout is new. Say once which column means what; it is remembered."
    if calls is not None and calls.problem is not None:
        return str(calls.problem)
    if file.kind is FileKind.OTHER:
        return f"Left out: {file.told.why}."
    return "" if file.kind is FileKind.CALLS else f"{TITLES[file.kind]}: {file.told.why}."


def _facts(desk: Desk, calls: LookedCalls) -> list[tuple[str, str]]:
    first, last = calls.first_day, calls.last_day
    today = desk.clock.today(desk.zone)
    days = f"{words.day(first, today=today)} \u2013 {words.day(last, today=today)}"
    hours, rest = divmod(calls.seconds // 60, 60)
    return [
        ("Source", calls.source or "Not known"),
        ("Format", calls.format),
        ("Calls", words.count(calls.calls)),
        ("Period", days if first else "None"),
        ("Talk time", f"{words.count(hours)} h {rest} min"),
        ("Rated", f"{words.money(calls.charge)}"),
        ("Suspense", words.count(calls.suspended)),
        ("Time zone", calls.zone),
    ]


def _minutes(row: RatedRow) -> str:
    return words.minutes(row.billed_seconds) if row.status is Status.RATED else ""


def _charge(row: RatedRow) -> str:
    told: Mapping[Status, Callable[[], str]] = {
        Status.RATED: lambda: words.exact(row.charge),
        Status.NOT_CHARGEABLE: lambda: "no charge",
        Status.SUSPENDED: lambda: "suspense",
    }
    return told.get(row.status, lambda: "")()
