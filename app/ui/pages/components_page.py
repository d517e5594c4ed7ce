"""Every piece the window is made of, in each of its states; for whoever looks after the looks."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from PySide6.QtWidgets import (
    QCheckBox,
    QHBoxLayout,
    QProgressBar,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from app.ui.desk import Desk
from app.ui.grid.columns import Editing, GridColumn, Kind
from app.ui.grid.grid import Grid
from app.ui.inputs import DateField, Field, MoneyField, Picker, TextField
from app.ui.messages import ErrorPanel, Told
from app.ui.page import Page, Tabs
from app.ui.parts.badge import Badge
from app.ui.parts.controls import (
    BadgeLabel,
    Button,
    Card,
    Choice,
    ElidedLabel,
    IconLabel,
    beside,
    label,
    line,
)
from app.ui.parts.empty_list import EmptyList

_TODAY: Final = date(2026, 10, 5)
_SYNC: Final = (
    Badge("Not synced", "circle-dashed", "idle"),
    Badge("Queued", "clock", "run"),
    Badge("Synced", "link", "ok"),
    Badge("With warning", "triangle-alert", "warn"),
    Badge("Changed there", "git-compare", "away"),
    Badge("Not taken", "circle-x", "bad"),
    Badge("Voided", "ban", "idle"),
)
_RECORD: Final = (
    Badge("Clear", "check", "ok"),
    Badge("Open", "circle-alert", "warn"),
    Badge("Waived", "shield-check", "ok"),
    Badge("Blocked", "octagon-alert", "bad"),
    Badge("Running", "loader-circle", "run"),
    Badge("Locked", "lock", "idle"),
    Badge("On hold", "pause", "warn"),
)
_STEPS: Final = (
    ("Drop calls", "circle-check", "ok", "Done 1:21"),
    ("Draft bills", "loader-circle", "run", "Running, 41 of 60"),
    ("Clear exceptions", "hand", "warn", "Needs you"),
    ("Post", "octagon-alert", "bad", "Blocked by 1 gate"),
    ("Review", "circle-dashed", "idle", "Waits"),
    ("Refresh systems", "plug", "text_muted", "Not connected, set up…"),
)


@dataclass(frozen=True, slots=True)
class _Example:
    number: str
    plan: str
    amount: Decimal
    state: Badge
    ticked: bool = False


_READY: Final = Badge("Ready", "check", "ok")
_NO_CIRCUIT: Final = Badge("No circuit", "circle-alert", "warn")
_ROWS: Final = (
    _Example("+13035550101", "Business 500", Decimal("21.95"), _READY),
    _Example("+13035550102", "Business 500", Decimal("21.95"), _READY, ticked=True),
    _Example(
        "+13035550103",
        "Business 500",
        Decimal("21.95"),
        Badge("No circuit", "circle-alert", "warn"),
    ),
    _Example("+13035550104", "Unlimited", Decimal("29.95"), _READY),
)


class ComponentsPage(Page):
    """The pieces."""

    name = "components"
    title = "Components"
    help_text = (
        "Every piece the window is made of stands here in each of its states, so that a change of "
        "its looks can be seen in one place. Nothing on this page touches the company."
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.say("The pieces of the window in each of their states. Nothing here does anything.")
        row = QHBoxLayout()
        row.setSpacing(26)
        for made in (self._left(), self._right()):
            holder = QWidget()
            holder.setLayout(made)
            row.addWidget(holder, 1)
        self.body.addLayout(row, 1)

    def _left(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        for title, part in (
            ("Buttons", self._buttons()),
            ("Fields: normal, focus with a sum, refused, owned elsewhere", self._fields()),
            ("Choices", self._choices()),
            ("Badges: sync states, then gate and record states", self._badges()),
            ("Grid: header with sort, current row, cell in edit, refusal, sum", self._grid()),
            ("Step states", self._steps()),
        ):
            column.addWidget(label(title, "caption"))
            column.addWidget(part, 1 if isinstance(part, Grid) else 0)
        return column

    def _right(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        empty = EmptyList()
        empty.say(
            "No calls for November yet",
            "Drop call files on this window, or watch a folder.",
            icon_name="phone-call",
            button="Import files…",
        )
        card = Card(margin=4)
        card.rows.addWidget(empty)
        for title, part in (
            ("Parts of a page", self._tabs()),
            ("Told in four parts", self._told()),
            ("Work in progress, finished summary", self._work()),
            ("Confirmation names the effect", self._confirmation()),
            ("Empty list", card),
        ):
            column.addWidget(label(title, "caption"))
            column.addWidget(part, 1 if part is card else 0)
        return column

    def _buttons(self) -> QWidget:
        off = Button("Disabled")
        off.setEnabled(False)
        return _row(
            Button("Primary", kind="primary"),
            Button("With key", key="F7"),
            Button("Normal", icon_name="pencil"),
            off,
            Button("Quiet", kind="quiet"),
            Button("Void", kind="danger", icon_name="ban"),
            None,
        )

    def _fields(self) -> QWidget:
        plain, summed = MoneyField("Amount"), MoneyField("Sum")
        plain.show_amount(Decimal(1250))
        summed.setText("12*3.5")
        summed.textEdited.emit("12*3.5")
        refused, owned = DateField("From", _TODAY), TextField("Terms")
        refused.setText("31 Feb")
        refused.editingFinished.emit()
        owned.setText("Net 30")
        owned.own("ConnectWise")
        return _row(
            Field("Amount", plain),
            Field("Sum", summed),
            Field("From", refused),
            Field("Terms", owned),
        )

    def _choices(self) -> QWidget:
        ticked, bare, chosen = QCheckBox("Ticked"), QCheckBox("Not"), QRadioButton("Chosen")
        ticked.setChecked(True)
        chosen.setChecked(True)
        box = Choice("Which")
        box.addItems(["All states", "Ready"])
        picker = Picker("Customer", hint="Customer")
        picker.offer({"Northfield Orthopedics · 10027": "10027"})
        return _row(ticked, bare, chosen, box, picker)

    def _badges(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        for badges in (_SYNC, _RECORD):
            column.addLayout(beside(*(BadgeLabel(badge) for badge in badges), None))
        return holder

    def _grid(self) -> Grid:
        grid = Grid("Examples", _COLUMNS, self.desk.tasks, noun="number")
        grid.show_rows(_ROWS)
        grid.model.refuse(_ROWS[2], "amount", "“cheap” is no amount. Type a figure such as 12.50.")
        grid.view.select_line(1)
        grid.setMinimumHeight(230)
        return grid

    def _steps(self) -> QWidget:
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        for first in range(0, len(_STEPS), 2):
            column.addLayout(beside(*(_step(*each) for each in _STEPS[first : first + 2])))
        return holder

    def _tabs(self) -> QWidget:
        tabs = Tabs("Parts")
        for title in ("Imports", "Calls", "Suspense"):
            tabs.add(title, QWidget())
        tabs.count("Suspense", 121)
        tabs.bar.setCurrentIndex(2)
        tabs.setMaximumHeight(tabs.bar.sizeHint().height() + 14)
        return tabs

    def _told(self) -> QWidget:
        return ErrorPanel(
            Told(
                what="Invoice CF-1051 was not posted",
                which="Kestrel Insurance Agency, 407.90",
                why="QuickBooks has no item for “Equipment sale”.",
                remedy="Choose an item. Then only this invoice is tried again.",
            )
        )

    def _work(self) -> QWidget:
        card = Card(margin=12)
        card.rows.addLayout(
            beside(label("Rating wholesale_oct.csv.gz", "strong"), None, Button("Cancel"))
        )
        bar = QProgressBar()
        bar.setTextVisible(False)
        bar.setAccessibleName("Rating, 62 %")
        bar.setValue(62)
        card.rows.addWidget(bar)
        left = ElidedLabel("7,694 of 12,410 calls, about 9 s left", "muted")
        row = beside(left, label("Cancel keeps no call of this file", "muted"))
        row.setStretch(0, 1)
        card.rows.addLayout(row)
        done = Card("done", margin=12, spacing=2)
        head = beside(IconLabel("circle-check", "ok", 19), label("Imported 40,212 calls", "strong"))
        head.addStretch(1)
        head.addWidget(Button("Undo", kind="quiet"))
        done.rows.addLayout(head)
        text = "38,871 rated, 121 in suspense, 187 duplicates, 3,118.05"
        done.rows.addWidget(label(text, "muted", wraps=True))
        holder = QWidget()
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)
        column.addWidget(done)
        return holder

    def _confirmation(self) -> QWidget:
        card = Card()
        card.rows.addWidget(label("Post 58 invoices, 32,873.23?", "pane", wraps=True))
        text = "To company Cedar Fork Voice LLC. You can roll this back until one of them is paid."
        card.rows.addWidget(label(text, "muted", wraps=True))
        card.rows.addWidget(line())
        card.rows.addLayout(beside(None, Button("Not now"), Button("Post 58 invoices")))
        return card


_COLUMNS: Final = (
    GridColumn(key="held", title="Held", kind=Kind.CHECK, value=lambda r: r.ticked, width=56),
    GridColumn(
        key="number", title="Number", kind=Kind.NUMBER, value=lambda r: r.number, is_own=True
    ),
    GridColumn(key="plan", title="Plan", value=lambda r: r.plan, stretches=True),
    GridColumn(
        key="amount",
        title="A month",
        kind=Kind.MONEY,
        value=lambda r: r.amount,
        is_summed=True,
        edit=Editing(),
        width=92,
    ),
    GridColumn(key="state", title="State", kind=Kind.BADGE, value=lambda r: r.state),
)


def _row(*parts: QWidget | int | None) -> QWidget:
    holder = QWidget()
    row = beside(*parts)
    holder.setLayout(row)
    return holder


def _step(title: str, icon_name: str, role: str, state: str) -> Card:
    card = Card("chosen" if state == "Needs you" else "card", margin=9)
    row = beside(IconLabel(icon_name, role, 19), label(title, "strong"), None, label(state, role))
    card.rows.addLayout(row)
    return card
