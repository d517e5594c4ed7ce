"""One system beside the list: how it stands, what flows, its rights, and what can be done."""

from functools import partial
from itertools import pairwise

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from app.billing.flows import Direction, FlowSetting
from app.operations.browse_connections import ConnectionRow, flow_key
from app.operations.connecting import RightsTested
from app.ui import words
from app.ui.desk import Desk
from app.ui.pages.connections.telling import (
    ROLES,
    SETTINGS,
    TELLING,
    age_of,
    system_badge,
    waits_words,
)
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
from app.ui.parts.scrolled import scrolled
from app.ui.wizards.connect.rights_list import RightsList
from app.ui.wizards.first_run.deciding import answer

_ARROWS = {
    Direction.IN: ("arrow-down", "comes here"),
    Direction.OUT: ("arrow-up", "goes there"),
    Direction.ACROSS: ("arrow-left-right", "passes through"),
}


class SystemPane(Card):
    """The system that is chosen."""

    sign_in_asked = Signal()
    test_asked = Signal()
    disconnect_asked = Signal()
    set_up_asked = Signal()
    problems_asked = Signal()
    go_live_asked = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(margin=0, spacing=0)
        self.desk = desk
        self.row: ConnectionRow | None = None
        self.setAccessibleName("The system chosen")
        self.title = ElidedLabel("", "pane")
        self.second = label("", "muted", wraps=True)
        self.badge = BadgeLabel(Badge("", "plug", "idle"))
        self.set_up = Button("Set up…", icon_name="plug", on_press=self.set_up_asked.emit)
        self.sign_in = Button("Sign in again…", icon_name="key-round")
        self.sign_in.clicked.connect(self.sign_in_asked)
        self.test = Button("Test the rights", icon_name="shield-check")
        self.test.clicked.connect(self.test_asked)
        self.live = Button("Go live…", icon_name="calendar-check-2")
        self.live.clicked.connect(self.go_live_asked)
        self.end = Button("Disconnect…", kind="quiet", icon_name="unplug")
        self.end.clicked.connect(self.disconnect_asked)
        self.problems = Button("", kind="quiet", on_press=self.problems_asked.emit)
        self.rights = RightsList()
        self.rights_title = label("", "strong")
        self._values: dict[str, ElidedLabel] = {}
        self.flow_boxes: dict[str, Choice] = {}
        self._build()
        self.show_row(None, None)

    def _build(self) -> None:
        head = QVBoxLayout()
        head.setContentsMargins(16, 14, 16, 12)
        head.setSpacing(2)
        top = QHBoxLayout()
        top.addWidget(self.title, 1)
        top.addWidget(self.badge)
        head.addLayout(top)
        head.addWidget(self.second)
        self.rows.addLayout(head)
        self.rows.addWidget(line())
        self.rows.addWidget(scrolled(self._middle(), "Facts of the system"), 1)
        foot = Card("foot", margin=0)
        foot.rows.setContentsMargins(16, 10, 16, 10)
        foot.rows.addLayout(beside(self.test, self.sign_in, None))
        foot.rows.addLayout(beside(self.set_up, self.live, None, self.end))
        self.rows.addWidget(foot)

    def _middle(self) -> QWidget:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 12, 12, 12)
        column.setSpacing(12)
        facts = QGridLayout()
        facts.setColumnStretch(1, 1)
        facts.setHorizontalSpacing(14)
        facts.setVerticalSpacing(6)
        for place, title in enumerate(("Company there", "Last read", "Connected since", "Waits")):
            value = ElidedLabel("")
            facts.addWidget(label(title, "muted"), place, 0)
            facts.addWidget(value, place, 1)
            self._values[title] = value
        self.facts = QWidget()
        self.facts.setLayout(facts)
        facts.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.facts)
        column.addLayout(beside(self.problems, None))
        self.flows_title = label("What flows", "strong")
        column.addWidget(self.flows_title)
        self.flows = QGridLayout()
        self.flows.setColumnStretch(1, 1)
        self.flows.setVerticalSpacing(6)
        column.addLayout(self.flows)
        column.addWidget(self.rights_title)
        column.addWidget(self.rights)
        column.addStretch(1)
        return inside

    def show_row(self, row: ConnectionRow | None, rights: RightsTested | None) -> None:
        """Shows a system; None: none is chosen."""
        self.row = row
        is_on = row is not None and row.is_connected
        for button in (self.test, self.sign_in, self.end):
            button.setVisible(is_on)
        self.live.setVisible(is_on and row is not None and row.role == "accounting")
        self.set_up.setVisible(row is not None and not is_on)
        for part in (self.facts, self.flows_title):
            part.setVisible(is_on)
        self.problems.setVisible(is_on and row is not None and row.problems > 0)
        self.badge.setVisible(row is not None)
        self._show_flows(row)
        self.rights.show_rights(rights if is_on else None)
        self.rights_title.setVisible(is_on and rights is not None)
        if row is None:
            self.title.setText("No system chosen")
            self.second.setText("")
            return
        now = self.desk.clock.now()
        self.title.setText(row.title or ROLES[row.role])
        practice = "A practice system on this computer. " if row.is_practice else ""
        self.second.setText(
            f"{practice}{row.note or TELLING[row.role]}"
            if not is_on or row.note
            else f"{practice}{ROLES[row.role]}"
        )
        self.badge.show_badge(system_badge(row, now))
        self.set_up.say(_set_up_words(row))
        if is_on:
            self._show_facts(row)
        if rights is not None:
            given = sum(each.is_given for each in rights.rows)
            at = words.moment(rights.at, self.desk.zone)
            counted = f"{words.count(given)} of {words.count(len(rights.rows))}"
            self.rights_title.setText(f"Rights: {counted}, tried {at}")

    def _show_facts(self, row: ConnectionRow) -> None:
        now = self.desk.clock.now()
        age = age_of(row, now)
        since = row.connected_at.astimezone(self.desk.zone).date() if row.connected_at else None
        texts = {
            "Company there": row.company,
            "Last read": f"{age[:1].upper()}{age[1:]}",
            "Connected since": words.day(since),
            "Waits": waits_words(row),
        }
        for title, text in texts.items():
            self._values[title].setText(text)
        self.problems.say(f"Show {words.plural(row.problems, 'thing')} in the inbox")
        days = row.days_left
        ends = f" ({words.plural(days, 'day')} left)" if days is not None else ""
        self.sign_in.say(f"Sign in again{ends}…")

    def _show_flows(self, row: ConnectionRow | None) -> None:
        found = row.flows if row is not None else ()
        if list(self.flow_boxes) != [each.name for each in found]:
            self._make_flows(row)
        for each in found:
            box = self.flow_boxes[each.name]
            box.blockSignals(True)  # noqa: FBT003  of Qt
            box.setCurrentIndex(box.findData(each.setting.value))
            box.blockSignals(False)  # noqa: FBT003  of Qt

    def _make_flows(self, row: ConnectionRow | None) -> None:
        while self.flows.count():
            entry = self.flows.takeAt(0)
            widget = entry.widget() if entry is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.flow_boxes = {}
        for place, each in enumerate(row.flows if row is not None else ()):
            name, spoken = _ARROWS[each.direction]
            sign = IconLabel(name, "text_muted")
            sign.setToolTip(f"It {spoken}")
            box = Choice(f"{each.title}, {spoken}")
            for setting in FlowSetting:
                box.addItem(SETTINGS[setting], setting.value)
            box.currentIndexChanged.connect(partial(self._chosen, each.name, each.title))
            self.flows.addWidget(sign, place, 0)
            self.flows.addWidget(label(each.title, wraps=True), place, 1)
            self.flows.addWidget(box, place, 2)
            self.flow_boxes[each.name] = box
        order = [self.problems, *self.flow_boxes.values(), self.test]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    @Slot()
    def _chosen(self, name: str, title: str, place: int) -> None:
        value = str(self.flow_boxes[name].itemData(place))
        answer(self.desk, flow_key(name), value, title=title)


def _set_up_words(row: ConnectionRow) -> str:
    if row.role == "mail":
        return "Mail settings" if row.state != "missing" else "Set up mail"
    if row.role == "tax":
        return "Tax service…"
    return f"Connect {row.title}…" if row.title and row.title != "None" else "Connect…"
