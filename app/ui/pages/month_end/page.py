"""The month end: ten steps on one screen, the next thing that needs a person one key away."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from app.billing.cycle import previous_label
from app.billing.month_steps import MonthState, Step, StepName, StepRow
from app.operations.changes import Changes
from app.operations.keep_steps import keep_step_time
from app.operations.show_month import show_month
from app.ui import words
from app.ui.appearance.look import LOOK
from app.ui.desk import Desk
from app.ui.page import Act, Page
from app.ui.pages.month_end import going
from app.ui.pages.month_end.doing import MonthWork
from app.ui.pages.month_end.step_list import StepList
from app.ui.pages.month_end.step_pane import HintButton, StepPane
from app.ui.pages.month_end.stopwatch import Stopwatch
from app.ui.pages.month_end.telling import line_of
from app.ui.pages.month_end.time_chart import Swatch, TimeChart
from app.ui.pages.month_end.times_dialog import TimesDialog
from app.ui.parts.controls import Card, beside, label

NEXT: Final = "next"
PREVIOUS: Final = "previous"
_ROOM_FOR_CHART: Final = 440

_HELP: Final = (
    "The month as ten steps. F8 goes to the next thing that needs you. Enter on a step goes where "
    "its work is done; leave any step and come back. A line that is open keeps the bills from "
    "being approved: clear it, or waive it with a reason. Steps of systems that are not connected "
    "hold nothing up. When all is sent, close the month: after that only credits change it."
)


class MonthEndPage(Page):
    """The ten steps, the step that is looked at, and the time each took."""

    name = "month_end"
    title = "Month end"
    areas = Changes.EVERYTHING
    help_text = _HELP

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.month: MonthState | None = None
        self._wants_next = False
        self._wants_previous = False
        self._by_need = False
        self._left_for = ""
        self.times = label("", "caption")
        self.times.setTextFormat(Qt.TextFormat.RichText)
        self.times.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.buttons.addWidget(self.times)
        self.next_button = HintButton(
            "Next thing that needs me",
            kind="primary",
            icon_name="arrow-right",
            key="F8",
            on_press=self.next_need,
        )
        self.add_button(self.next_button)
        self.steps = StepList()
        self.pane = StepPane()
        self.chart = TimeChart()
        self.work = MonthWork(self, lambda: self.month)
        self.body.addWidget(self.panes("steps", self.steps, self._right(), parts=(39, 73)), 1)
        self.setFocusProxy(self.steps)
        self.watch = Stopwatch(self._keep_time, is_at_work=self._is_at_work, parent=self)
        LOOK.changed.connect(self._fit_chart)
        self.watch.ticked.connect(self._tell_times)
        self.steps.chosen.connect(self._chosen)
        self.steps.opened.connect(self.open_step)
        self.steps.times_asked.connect(self.show_times)
        self.pane.act_asked.connect(self.open_step)
        self.pane.row_pressed.connect(self._row_pressed)
        self.pane.waive_asked.connect(self.work.waive)
        self.pane.take_back_asked.connect(self.work.take_back)
        desk.tasks.listed.connect(self._tell_running)
        desk.changed.connect(self._read_hidden)
        desk.period_chosen.connect(self._read_hidden)
        desk.opened.connect(self._company_opened)

    def _right(self) -> QWidget:
        right = QWidget()
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.pane, 1)
        card = Card(margin=14, spacing=4)
        self.before_name = label("", "caption")
        self.now_name = label("", "caption")
        card.rows.addLayout(
            beside(
                label("Time for each step", "strong"),
                None,
                Swatch("line_strong"),
                self.before_name,
                8,
                Swatch("accent"),
                self.now_name,
            )
        )
        card.rows.addWidget(self.chart)
        column.addWidget(card)
        self.chart_card, self.right = card, right
        return right

    # ---- reading and showing

    def read(self) -> None:
        """Asks for the month."""
        period = self.desk.period
        self.desk.read(
            lambda office: show_month(office, period), self._shown, key=f"month/{id(self)}"
        )

    def _read_hidden(self, *_: object) -> None:
        """The badge in the rail is told also while another page is shown."""
        if not self.isVisible():
            self.refresh()

    def _company_opened(self) -> None:
        self.month = None
        self.watch.work_on("", None)
        self._read_hidden()

    def _shown(self, found: object) -> None:
        if not isinstance(found, MonthState) or found.label != self.desk.period:
            return
        self.month = found
        self.title_label.setText(f"{words.period(found.label)} month end")
        self.say(line_of(found))
        names = (
            words.period(previous_label(found.label)).split(" ")[0],
            words.period(found.label).split(" ")[0],
        )
        self.before_name.setText(names[0])
        self.now_name.setText(names[1])
        self.steps.show_month(found)
        self.chart.show_month(found, names=names)
        self._tell_times()
        self._tell_running()
        self.next_button.setEnabled(found.next_need is not None)
        self.waiting.emit(self.name, found.needing, any(_blocked(step) for step in found.steps))
        if self._wants_next:
            self._wants_next = False
            QTimer.singleShot(0, self, self._go_next)

    def _chosen(self, name: StepName) -> None:
        if self.month is None:
            return
        step = self.month.step(name)
        self.pane.show_step(
            step,
            self.month.label,
            verb=going.verb_of(step, self.month),
            zone=self.desk.zone,
            now=self.desk.clock.now(),
        )
        if self.isVisible():
            self.watch.work_on(self.month.label, name)

    def _tell_times(self) -> None:
        if self.month is None:
            return
        fresh = self.watch.seconds
        so_far = words.length(self.month.seconds + fresh)
        text = f"This month so far <b>{so_far}</b>"
        if self.month.seconds_before:
            before = words.period(previous_label(self.month.label)).split(" ")[0]
            text += f"<br>{before} took <b>{words.length(self.month.seconds_before)}</b>"
        self.times.setText(text)

    def _tell_running(self) -> None:
        running: dict[StepName, str] = {}
        for task in self.desk.tasks.running():
            for areas, name in going.STEP_OF_WORK:
                if task.job.changes & areas:
                    running.setdefault(name, task.job.title)
        self.steps.show_running(running)

    # ---- going on

    def acts(self) -> Sequence[Act]:
        """What can be done here."""
        return (
            Act(
                title="Check the file and back it up",
                menu="Month",
                key="Alt+Shift+K",
                icon="hard-drive",
                run=self.work.open_month,
            ),
            Act(
                title="Draft the bills",
                menu="Month",
                key="Alt+Shift+D",
                icon="receipt",
                run=self.work.draft,
            ),
            Act(
                title="Waive a line with a reason…",
                menu="Month",
                key="Ctrl+Shift+W",
                icon="shield-check",
                run=self.pane.waive,
            ),
            Act(
                title="Take the waiver back",
                menu="Month",
                key="Alt+Shift+W",
                icon="undo-2",
                run=self.pane.take_back,
            ),
            Act(
                title="Close the month…",
                menu="Month",
                key="Ctrl+L",
                icon="lock",
                run=self.work.close_month,
            ),
            Act(
                title="Reopen the month…",
                menu="Month",
                key="Ctrl+Shift+L",
                icon="lock-open",
                run=self.work.reopen,
            ),
            Act(title="Times as a table…", menu="Month", key="Ctrl+T", run=self.show_times),
        )

    def show_target(self, target: object) -> None:
        """Shows a step by its name, or goes to the next thing that needs a person."""
        if target in {NEXT, PREVIOUS}:
            self._wants_previous = target == PREVIOUS
            if self.month is None or self._stale:
                self._wants_next = True
            else:
                QTimer.singleShot(0, self, self._go_next)
        elif isinstance(target, str) and target in {step.value for step in StepName}:
            self.steps.choose(StepName(target))

    def next_need(self) -> bool:
        """Goes to the first step that needs a person, and on to where it is done."""
        if self.month is None or self.month.next_need is None:
            return False
        needing = [step for step in self.month.steps if step.needs_person]
        names = [step.name for step in needing]
        current = self.steps.step
        wanted = needing[0]
        here = next((place for place, name in enumerate(names) if name is current), None)
        if here is not None and self._by_need:
            # It was shown already: on to the next, round and round.
            wanted = needing[here if going.leads_away(needing[here]) else (here + 1) % len(names)]
        self.steps.choose(wanted.name)
        self._by_need = True
        if going.leads_away(wanted):
            self.open_step(wanted.name)
        else:
            self.steps.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    def previous_need(self) -> bool:
        """Looks at the step before that needs a person; round about from the first."""
        if self.month is None:
            return False
        names = [step.name for step in self.month.steps if step.needs_person]
        if not names:
            return False
        order = list(StepName)
        here = order.index(self.steps.step) if self.steps.step is not None else len(order)
        before = [name for name in names if order.index(name) < here]
        self.steps.choose((before or names)[-1])
        self._by_need = True
        self.steps.setFocus(Qt.FocusReason.ShortcutFocusReason)
        return True

    def _go_next(self) -> None:
        if self._wants_previous:
            self.previous_need()
        else:
            self.next_need()

    def open_step(self, name: StepName) -> None:
        """Goes where the work of a step is done, or does it where that is here."""
        if self.month is None:
            return
        step = self.month.step(name)
        target = going.target_of(step)
        if target is not None:
            self._leave_for(*target)
        else:
            self.work.act_on(step)

    def _row_pressed(self, row: StepRow) -> None:
        target = going.target_of_row(row)
        if target is not None:
            self._leave_for(*target)

    def _leave_for(self, page: str, target: object) -> None:
        self._left_for = page
        self.go.emit(page, target)

    def show_times(self) -> None:
        """Shows the chart's times as a table."""
        if self.month is not None:
            names = (self.before_name.text(), self.now_name.text())
            TimesDialog(self.desk, self.month, names, self.window()).open()

    # ---- room and time

    def take_focus(self) -> None:
        """The keyboard begins in the list of steps."""
        self.steps.setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Where there is little room the lines come before the chart."""
        super().resizeEvent(event)
        self._fit_chart()

    def _fit_chart(self) -> None:
        self.chart_card.setVisible(self.right.height() >= LOOK.scaled(_ROOM_FOR_CHART))

    def _is_at_work(self) -> bool:
        """Whether a person is at this window, on this page or on the one it led to."""
        active = QApplication.activeWindow()
        # A dialog of the window is the window's.
        while active is not None and active is not self.window():
            owner = active.parentWidget()
            active = owner.window() if owner is not None else None
        if active is None:
            return False
        shown = getattr(active, "page", self)
        return shown is self or getattr(shown, "name", "") == self._left_for

    def _keep_time(self, period: str, step: StepName, seconds: int) -> None:
        if self.desk.company is not None and self.month is not None:
            self._add_seconds(period, step, seconds)
            self.desk.do(
                "",
                lambda office, _: keep_step_time(office, period, step, seconds=seconds),
                changes=Changes.NOTHING,
            )

    def _add_seconds(self, period: str, name: StepName, seconds: int) -> None:
        if self.month is not None and self.month.label == period:
            self.month = going.with_seconds(self.month, name, seconds)

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        """Goes on measuring the step that is looked at."""
        super().showEvent(event)
        self._left_for = ""
        self._by_need = False
        if self.month is not None and self.steps.step is not None:
            self.watch.work_on(self.month.label, self.steps.step)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """Measures no more, but where a step led to another page."""
        super().hideEvent(event)
        if not self._left_for:
            self.watch.work_on("", None)


def _blocked(step: Step) -> bool:
    return step.state.value == "blocked"
