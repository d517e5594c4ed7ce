"""The pages after the map: what is there already, the payments, the go-live day, and doing it."""

from datetime import date
from functools import partial
from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout

from app.operations.changes import Changes
from app.operations.first_connect import (
    FirstConnect,
    FirstLook,
    OldInvoice,
    first_connect,
)
from app.operations.map_customers import undo_map_change
from app.operations.map_writing import MapChange
from app.operations.office import Office
from app.progress import Progress
from app.ui import words
from app.ui.desk import Step
from app.ui.grid.columns import GridColumn, Kind
from app.ui.grid.grid import Grid
from app.ui.inputs import DateField, Field
from app.ui.messages import ErrorPanel, told
from app.ui.parts.badge import Badge
from app.ui.parts.controls import Card, IconLabel, beside, label
from app.ui.wizards.map_customers.first_state import FirstState
from app.ui.wizards.stepped_wizard import StepPage

_KNOWN: Final = Badge("Linked, not sent", "link", "ok")
_TO_LOOK: Final = Badge("Look", "circle-alert", "warn")
_CHANGED: Final = (
    Changes.CONNECTIONS | Changes.CUSTOMERS | Changes.INVOICES | Changes.PAYMENTS | Changes.COMPANY
)


class OldInvoicesPage(StepPage):
    """Invoices of ours that stand there already: they are linked, never sent again."""

    def __init__(self, state: FirstState) -> None:
        super().__init__(
            "Old invoices",
            "Which invoices are there already?",
            "What stands there under our number is linked as it is. Nothing is sent.",
        )
        self.state = state
        columns = (
            GridColumn(key="number", title="Invoice", value=_number, width=120),
            GridColumn(key="there", title="Id there", value=_there, width=120),
            GridColumn(key="state", title="State", value=_state, kind=Kind.BADGE, width=150),
            GridColumn(key="why", title="Why", value=_problem, width=260, stretches=True),
        )
        self.grid = Grid("old invoices", columns, state.desk.tasks, noun="invoice", find="Invoice")
        for button in (self.grid.columns_button, self.grid.export_button):
            button.hide()
        self.body.addWidget(self.grid, 1)
        state.looked.connect(self._show)

    def enter(self) -> None:
        """Looks again: customers may have been linked meanwhile."""
        self.state.look()
        self._show()

    @Slot()
    def _show(self) -> None:
        found, title = self.state.found, self.state.system.title
        if found is None:
            self.grid.empty.say(f"Looking for our invoices in {title}", "A moment.")
            return
        rows = sorted(found.known, key=lambda each: (not each.problem, each.number))
        self.grid.show_rows(rows)
        self.grid.empty.say(
            f"No invoice of ours is in {title}",
            "There is nothing to link; posting begins with the go-live day.",
            icon_name="circle-check",
        )
        problems = sum(bool(each.problem) for each in found.known)
        if found.known:
            text = f"{words.plural(len(found.known), 'invoice')} of ours stand there."
            look = f" {words.count(problems)} need a look: their customer or total differs."
            self.line.setText(text + (look if problems else " None is sent again."))
        self.said.emit()


class PaymentsPage(StepPage):
    """What was paid of them so far comes from there."""

    def __init__(self, state: FirstState) -> None:
        super().__init__(
            "Payments",
            "What was paid so far?",
            "Payments are filled in from there, each with its day; none is ever written there.",
        )
        self.state = state
        self.sum_line = label("", "section", wraps=True)
        self.why_line = label("", "muted", wraps=True)
        card = Card()
        card.rows.addWidget(self.sum_line)
        card.rows.addWidget(self.why_line)
        self.body.addWidget(card)
        self.body.addStretch(1)
        state.looked.connect(self._show)

    def enter(self) -> None:
        """Shows how many there are."""
        self._show()

    @Slot()
    def _show(self) -> None:
        found, title = self.state.found, self.state.system.title
        if found is None:
            self.sum_line.setText("A moment.")
            return
        count = words.plural(found.payments, "payment")
        self.sum_line.setText(
            f"{count} of {title} will be filled in" if found.payments else "No payment is new"
        )
        self.why_line.setText(
            "They settle the invoices that are linked, and stand under Payments with their "
            "ageing. Later ones come with each sync."
        )


class GoLivePage(StepPage):
    """The first day whose invoices are posted, or whose work is billed here."""

    def __init__(self, state: FirstState) -> None:
        super().__init__("Go-live date", "From which day on?")
        self.state = state
        desk = state.desk
        self.day = DateField("Go-live date", desk.clock.today(desk.zone))
        self.day.show_day(state.go_live)
        self.held_line = label("", "muted", wraps=True)
        self.body.addWidget(
            Field("Go-live date", self.day, note="t is today, m this month's first")
        )
        self.body.addWidget(self.held_line)
        self.body.addStretch(1)
        self.day.valued.connect(self._chosen)
        state.looked.connect(self._show)

    def enter(self) -> None:
        """Says what the day means."""
        title = self.state.system.title
        self.say(
            "From which day on?",
            f"Time and charges of {title} go on invoices dated this day and later; what belongs "
            "on an earlier one is never billed here."
            if self.state.system.is_psa
            else f"Invoices dated before this day are never posted to {title}.",
        )
        self._show()

    def act(self) -> bool:
        """Goes on where the day can be read."""
        if self.day.day is None:
            self.day.refuse("Type a day, as 2026-11-01.")
            return False
        self._chosen(self.day.day)
        return True

    @Slot(object)
    def _chosen(self, day: object) -> None:
        if isinstance(day, date) and day != self.state.go_live:
            self.state.go_live = day
            self.state.look()

    @Slot()
    def _show(self) -> None:
        found = self.state.found
        if found is None or self.state.system.is_psa:
            self.held_line.setText("")
            return
        held = words.plural(found.held_back, "invoice")
        self.held_line.setText(
            f"{held} here are older and not there: they stay here alone."
            if found.held_back
            else "No invoice here is older than that and missing there."
        )


class ApplyPage(StepPage):
    """The same that was shown, done."""

    applied = Signal()

    def __init__(self, state: FirstState) -> None:
        super().__init__("Preview and apply", "Is this what shall hold?")
        self.state = state
        self.done_now: FirstConnect | None = None
        self._is_working = False
        self._lines = QVBoxLayout()
        self._lines.setSpacing(10)
        self.card = Card()
        self.card.rows.addLayout(self._lines)
        self.body.addWidget(self.card)
        self.errors = QVBoxLayout()
        self.body.addLayout(self.errors)
        self.body.addStretch(1)
        state.looked.connect(self._show)

    def enter(self) -> None:
        """Shows what will be done."""
        self.state.look()
        self._show()

    def verb(self) -> str:
        """What applying comes to."""
        found = self.state.found
        if self.done_now is not None:
            return "Close"
        if found is None:
            return "Apply"
        parts = []
        if found.exact:
            parts.append(words.plural(found.exact, "customer"))
        if found.to_link:
            parts.append(words.plural(found.to_link, "invoice"))
        if parts:
            return f"Link {' and '.join(parts)}"
        return f"Go live on {words.day(self.state.go_live)}"

    def act(self) -> bool:
        """Applies it; when that is done, closes."""
        if self.done_now is not None:
            return True
        if self._is_working or self.state.found is None:
            return False
        self._is_working = True
        system, day = self.state.system, self.state.go_live

        def run(office: Office, _: Progress) -> FirstConnect:
            return first_connect(office, system.key, day)

        self.state.desk.do(
            f"First connect of {system.title}",
            run,
            changes=_CHANGED,
            done=self._done,
            failed=self._failed,
            told=_summary,
        )
        return False

    def may_leave(self) -> bool:
        """Once it is applied there is nothing to go on with."""
        return self.done_now is None

    @Slot(object)
    def _done(self, found: object) -> None:
        self._is_working = False
        if not isinstance(found, FirstConnect):
            return
        self.done_now = found
        for change in (found.customers, found.invoices):
            if not change.is_empty:
                self.state.desk.did(step_of(change))
        self._show()
        self.applied.emit()

    @Slot(object)
    def _failed(self, fault: object) -> None:
        self._is_working = False
        self.errors.addWidget(ErrorPanel(told(fault)))

    @Slot()
    def _show(self) -> None:
        while self._lines.count():
            entry = self._lines.takeAt(0)
            widget = entry.widget() if entry is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        found, title = self.state.found, self.state.system.title
        if self.done_now is not None:
            self.say(f"{title} is linked", "Ctrl+Z takes the links back, one step at a time.")
            lines = _done_lines(self.done_now, self.state)
        elif found is not None:
            self.say("Is this what shall hold?", f"Nothing is sent to {title} by this.")
            lines = _lines(found, self.state)
        else:
            lines = [("loader-circle", "run", "Working out what is to be done…")]
        for name, role, text in lines:
            row = _line(name, role, text)
            self._lines.addWidget(row)
        self.said.emit()


def _line(name: str, role: str, text: str) -> Card:
    row = Card("", margin=0)
    inside = beside(IconLabel(name, role, 18), label(text, wraps=True), spacing=10)
    inside.setStretch(1, 1)
    row.rows.addLayout(inside)
    return row


Line = tuple[str, str, str]


def _lines(found: FirstLook, state: FirstState) -> list[Line]:
    exact, linked = words.plural(found.exact, "exact customer"), words.count(found.linked)
    told = f"{exact} will be linked" if found.exact else "No other customer is exact"
    lines = [("link", "ok", f"{told}, {linked} are linked already.")]
    if found.need_a_look:
        count = words.plural(found.need_a_look, "customer")
        lines.append(("circle-alert", "warn", f"{count} are likely or ambiguous: they wait."))
    if not state.system.is_psa:
        lines += [
            (
                "link",
                "ok",
                f"{words.plural(found.to_link, 'old invoice')} will be linked, none is sent.",
            ),
            ("banknote", "ok", f"{words.plural(found.payments, 'payment')} will be filled in."),
        ]
        problems = sum(bool(each.problem) for each in found.known)
        if problems:
            count = words.plural(problems, "old invoice")
            lines.append(("circle-alert", "warn", f"{count} may be linked once somebody looked."))
        if found.held_back:
            held = words.plural(found.held_back, "older invoice")
            lines.append(("minus", "idle", f"{held} stay here and are never posted."))
    lines.append(_day_line(state))
    return lines


def _day_line(state: FirstState) -> Line:
    goes = "Its work goes on invoices" if state.system.is_psa else "Invoices are posted"
    return "calendar-check-2", "run", f"{goes} from {words.day(state.go_live)} on."


def _done_lines(found: FirstConnect, state: FirstState) -> list[Line]:
    counts = (
        (found.customers.count, "customer", "linked"),
        (found.invoices.count, "old invoice", "linked"),
        (found.payments, "payment", "filled in"),
    )
    lines: list[Line] = [
        ("circle-check", "ok", f"{words.plural(count, noun)} {done}.")
        for count, noun, done in counts
        if count
    ]
    lines.append(_day_line(state))
    if found.need_a_look:
        count = words.plural(found.need_a_look, "customer")
        lines.append(("circle-alert", "warn", f"{count} still wait in the customer map."))
    return lines


def _summary(found: FirstConnect) -> str:
    return (
        f"{words.plural(found.customers.count, 'customer')} and "
        f"{words.plural(found.invoices.count, 'old invoice')} linked, "
        f"{words.plural(found.payments, 'payment')} filled in"
    )


def step_of(change: MapChange) -> Step:
    """What takes a change of the map back."""
    return Step(change.title, partial(_turned, change=change), _CHANGED)


def _turned(office: Office, *, change: MapChange) -> Step:
    return step_of(undo_map_change(office, change))


def _number(row: OldInvoice) -> str:
    return row.number


def _there(row: OldInvoice) -> str:
    return row.their_id


def _state(row: OldInvoice) -> Badge:
    return _TO_LOOK if row.problem else _KNOWN


def _problem(row: OldInvoice) -> str:
    return row.problem
