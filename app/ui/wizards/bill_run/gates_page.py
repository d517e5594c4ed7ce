"""What stands in the way of the run: count, money, the way to clear it, or a waiver."""

from PySide6.QtCore import QModelIndex, Signal, Slot

from app.billing.gates import Gate
from app.ui import words
from app.ui.desk import Desk
from app.ui.dialogs.reason_dialog import ReasonWish, ask_reason
from app.ui.grid.columns import GridColumn, Kind
from app.ui.grid.grid import Grid
from app.ui.parts.controls import Button, beside
from app.ui.wizards.bill_run.bill_words import (
    GATE_WORDS,
    WAIVED_BY_WAITING,
    fix_of,
    gate_badge,
    gate_detail,
)
from app.ui.wizards.bill_run.kept_review import KeptReview
from app.ui.wizards.stepped_wizard import StepPage


class GatesPage(StepPage):
    """The gates, those that stand open first."""

    fix_wanted = Signal(str, object)
    """The page that a gate leads to, and what is to be shown there."""

    def __init__(self, desk: Desk, kept: KeptReview) -> None:
        super().__init__("Gates", "What stands in the way?")
        self.desk = desk
        self.kept = kept
        columns = (
            GridColumn(key="state", title="State", value=gate_badge, kind=Kind.BADGE, width=100),
            GridColumn(key="what", title="What", value=_title, width=210),
            GridColumn(key="detail", title="Which", value=self._detail, width=200, stretches=True),
            GridColumn(key="count", title="Count", value=_count, kind=Kind.COUNT, width=70),
            GridColumn(key="money", title="Money", value=_money, kind=Kind.MONEY, width=90),
            GridColumn(key="fix", title="", value=_fix, kind=Kind.BUTTON, width=120),
        )
        self.grid = Grid("gates", columns, desk.tasks, noun="gate", find="Find")
        self.grid.view.letters = frozenset({"w"})
        self.grid.view.letter.connect(self._letter)
        self.grid.opened.connect(self._opened)
        self.grid.view.clicked.connect(self._clicked)
        self.grid.selected.connect(self._selected)
        self.fix_button = Button("Clear it", icon_name="wrench", on_press=self.fix)
        self.waive_button = Button("Waive…", icon_name="shield-check", on_press=self.waive)
        self.body.addWidget(self.grid, 1)
        self.body.addLayout(beside(self.fix_button, self.waive_button, None))
        kept.changed.connect(self._show)

    def enter(self) -> None:
        """Works the gates out where they are stale."""
        self.kept.want()
        self._show()
        self.grid.setFocus()

    def verb(self) -> str:
        """Next; the gates are asked again at the approval."""
        return "Next"

    def note(self) -> str:
        """What an open gate means."""
        count = len(self.open_gates())
        if not count:
            return "Nothing stands in the way."
        stand = "gate stands" if count == 1 else "gates stand"
        return f"{words.count(count)} {stand} open. You can draft; approving waits for them."

    def open_gates(self) -> list[Gate]:
        """The gates that are neither clear nor waived."""
        review = self.kept.review
        return [gate for gate in review.gates if not gate.cleared] if review is not None else []

    @Slot()
    def _show(self) -> None:
        review = self.kept.review
        count = len(self.open_gates())
        if review is None or self.kept.is_working:
            self.say("Working out what stands in the way…", words.period(self.desk.period))
        elif count:
            stand = "gate stands" if count == 1 else "gates stand"
            self.say(
                f"{words.count(count)} {stand} open",
                "Clear each where it is mended, or waive it with a reason. What a waived gate "
                "concerns is left out, and the rest goes; only what a PSA billed too is billed "
                "all the same.",
            )
        else:
            self.say("Nothing stands in the way", "Every gate is clear, or waived with a reason.")
        gates = review.gates if review is not None else ()
        order = sorted(gates, key=lambda gate: (gate.cleared, gate.is_clear, -gate.amount))
        self.grid.show_rows(order)
        if order and not self.grid.selected_rows():
            self.grid.view.select_line(0)
        self._selected([])
        self.said.emit()

    def current(self) -> Gate | None:
        """The gate the keyboard is on."""
        row = self.grid.current_row()
        return row if isinstance(row, Gate) else None

    @Slot(list)
    def _selected(self, _: list[object]) -> None:
        gate = self.current()
        text = fix_of(gate.name)[0] if gate is not None else ""
        self.fix_button.say(text or "Clear it")
        self.fix_button.setEnabled(bool(text) and gate is not None and not gate.is_clear)
        may = gate is not None and not gate.cleared and gate.name not in WAIVED_BY_WAITING
        self.waive_button.setEnabled(may and not self.kept.is_working)

    @Slot()
    def fix(self) -> None:
        """Goes to where the chosen gate is cleared."""
        gate = self.current()
        if gate is not None and not gate.is_clear:
            _, page, target = fix_of(gate.name)
            if page:
                self.fix_wanted.emit(page, target)

    @Slot()
    def waive(self) -> None:
        """Waives the chosen gate, with a reason."""
        gate = self.current()
        if gate is None or gate.cleared or gate.name in WAIVED_BY_WAITING:
            return
        money = f", {words.money(gate.amount)}" if gate.amount else ""
        wish = ReasonWish(
            title=f"Waive “{GATE_WORDS[gate.name]}”, {words.count(gate.count)}{money}?",
            text="It stays in the list as waived, with your name and this reason. Ctrl+Z takes "
            "the waiver back.",
            verb="Waive",
            field="Why it may pass",
        )
        why = ask_reason(self, wish)
        if why:
            self.kept.waive(gate.name, why)

    @Slot(str, list)
    def _letter(self, _: str, __: list[object]) -> None:
        self.waive()

    def _opened(self, _: object) -> None:
        self.fix()

    @Slot(QModelIndex)
    def _clicked(self, index: QModelIndex) -> None:
        if self.grid.model.columns[index.column()].key == "fix":
            self.fix()

    def _detail(self, gate: Gate) -> object:
        review = self.kept.review
        accounts = review.made.records.accounts if review is not None else {}
        return gate_detail(gate, {number: each.name for number, each in accounts.items()})


def _title(gate: Gate) -> object:
    return GATE_WORDS[gate.name]


def _count(gate: Gate) -> object:
    return gate.count


def _money(gate: Gate) -> object:
    return gate.amount if gate.count else None


def _fix(gate: Gate) -> object:
    return "" if gate.is_clear else fix_of(gate.name)[0]
