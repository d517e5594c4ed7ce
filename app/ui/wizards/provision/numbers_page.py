"""Which numbers: typed as a range or pasted, with a verdict on each."""

from typing import Final

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPlainTextEdit, QVBoxLayout

from app.operations.provision_numbers import Judged, Verdict, judge_numbers
from app.ui import words
from app.ui.grid.columns import GridColumn, Kind
from app.ui.grid.grid import Grid
from app.ui.inputs import DateField, Field
from app.ui.parts.badge import Badge
from app.ui.parts.controls import Choice, label
from app.ui.wizards.provision.cell_fields import show_cell, typed_cell
from app.ui.wizards.provision.provisioning import KeepingPage, Provisioning
from app.ui.wizards.stepped_wizard import SteppedWizard

_PAUSE_MS: Final = 200
_BADGES: Final = {
    Verdict.ADDED: Badge("Added", "plus", "ok"),
    Verdict.HERE: Badge("Already here", "check", "idle"),
    Verdict.OTHERS: Badge("Someone else's", "circle-x", "bad"),
    Verdict.UNREADABLE: Badge("Cannot be read", "circle-alert", "warn"),
    Verdict.TWICE: Badge("Listed twice", "copy", "idle"),
}


class NumbersPage(KeepingPage):
    """Takes a list of numbers and tells what becomes of each."""

    def __init__(self, state: Provisioning) -> None:
        super().__init__(
            "Numbers",
            "Which numbers?",
            "One or a range in each line, in any writing; paste a column of a spreadsheet.",
        )
        self.state = state
        self.text = QPlainTextEdit()
        self.text.setAccessibleName("Numbers, one or a range in each line")
        self.text.setPlaceholderText("303-555-0150 to 0159\n(720) 555-0188")
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(150)
        self.plan = Choice("Rate plan")
        self.day = DateField("First day", state.today)
        self.day.show_day(state.today)
        self.grid = Grid("provision_numbers", _COLUMNS, state.desk.tasks, noun="number")
        self.grid.empty.say("No number yet", "Type or paste them at the left.", icon_name="phone")
        for part in (self.grid.columns_button, self.grid.export_button, self.grid.find_field):
            part.hide()
        self.sums = label("", "strong", wraps=True)
        left = QVBoxLayout()
        left.setSpacing(10)
        left.addWidget(self.text, 1)
        left.addWidget(Field("Rate plan for their calls", self.plan))
        left.addWidget(Field("First day", self.day))
        row = self._row = QHBoxLayout()
        row.setSpacing(14)
        row.addLayout(left, 2)
        row.addWidget(self.grid, 5)
        self.body.addLayout(row, 1)
        self.body.addWidget(self.sums)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._judge)
        self.text.textChanged.connect(self._pause.start)
        self.day.valued.connect(self._pause.start)
        self._is_judged = True
        self._goes_on = False
        """Whether the button was pressed while the numbers were still looked at."""

    def enter(self) -> None:
        """Offers the plans; looks at the numbers again."""
        ways = QBoxLayout.Direction
        self._row.setDirection(ways.TopToBottom if self.is_narrow else ways.LeftToRight)
        found = self.state.premises
        kept = self.state.fields.get("numbers", {})
        if found is None:
            return
        self.plan.clear()
        for code, name in found.plans.items():
            self.plan.addItem(f"{code}: {name}", code)
        wanted = kept.get("rate_plan") or found.used_plan
        self.plan.setCurrentIndex(max(0, self.plan.findData(wanted)))
        if kept.get("starts_on"):
            show_cell(self.day, kept["starts_on"])
        if kept.get("text") and not self.text.toPlainText():
            self.text.setPlainText(kept["text"])
        self._judge()
        self.text.setFocus()

    def _judge(self) -> None:
        account, day = self.state.account, self.day.day
        if account is None or day is None:
            return
        text, number = self.text.toPlainText(), account.account_number
        self._is_judged = False
        self.state.desk.read(
            lambda office: judge_numbers(office, text, number, starts_on=day),
            self._took,
            key=f"judge {id(self)}",
            failed=self.state.failed.emit,
        )

    def _took(self, found: object) -> None:
        if not isinstance(found, list):
            return
        self._is_judged = True
        self.state.judged = found
        self.grid.show_rows(found)
        self.sums.setText(summed(found))
        self.said.emit()
        wizard = self.wizard()
        if self._goes_on and isinstance(wizard, SteppedWizard):
            self._goes_on = False
            if self.act():
                wizard.go_on()

    def verb(self) -> str:
        """Names how many go on."""
        count = len(self.state.added)
        return f"Take {words.plural(count, 'number')}" if count else "Next, without numbers"

    def keep(self) -> None:
        """Notes what stands in the fields."""
        self.state.fields["numbers"] = {
            "text": self.text.toPlainText(),
            "rate_plan": str(self.plan.currentData() or ""),
            "starts_on": typed_cell(self.day),
        }

    def act(self) -> bool:
        """Takes the numbers that are free."""
        self.keep()
        day, why = self.day.reading()
        if day is None:
            self.day.refuse(why or "Type the first day.")
            return False
        if self._pause.isActive() or not self._is_judged:
            self._goes_on = True
            self._pause.start()
            return False
        self.state.rate_plan = str(self.plan.currentData() or "")
        self.state.starts_on = day
        return True


def summed(judged: list[Judged]) -> str:
    """How many of each verdict: "12 added, 2 already here"."""
    counts = {verdict: sum(each.verdict is verdict for each in judged) for verdict in Verdict}
    return ", ".join(
        f"{words.count(count)} {_said(verdict, count)}"
        for verdict, count in counts.items()
        if count
    )


def _said(verdict: Verdict, count: int) -> str:
    if verdict is Verdict.OTHERS and count > 1:
        return "belong to someone else"
    return verdict.value


def _number(row: Judged) -> str:
    return words.telephone(row.number) if row.number else row.text


def _badge(row: Judged) -> Badge:
    return _BADGES[row.verdict]


def _owner(row: Judged) -> str:
    return " ".join(part for part in (row.owner, row.note) if part)


def _since(row: Judged) -> object:
    return row.since


_COLUMNS: Final = (
    GridColumn(key="number", title="Number", value=_number, width=126),
    GridColumn(key="verdict", title="Verdict", value=_badge, kind=Kind.BADGE, width=140),
    GridColumn(key="owner", title="Whose", value=_owner, stretches=True),
    GridColumn(key="since", title="Since", value=_since, kind=Kind.DAY, width=92),
)
