"""What runs, how far, cancel; and the summaries of what has ended."""

import json
from collections import deque
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Protocol, runtime_checkable

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QProgressBar,
    QScrollArea,
    QSizePolicy,
    QStatusBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from app.ui import words
from app.ui.appearance.icons import icon
from app.ui.appearance.look import LOOK
from app.ui.desk import Desk
from app.ui.messages import Answer, Question, ask_which, told
from app.ui.parts.badge import Badge
from app.ui.parts.controls import BadgeLabel, Button, Card, ElidedLabel, beside, label
from app.ui.parts.dialog import Dialog
from app.ui.parts.toast import Toast
from app.ui.tasks import State, Task

_KEPT: Final = 200
_BAR: Final = 120
_LISTED: Final = 50


@runtime_checkable
class Summarised(Protocol):
    """A result that can tell itself in a line: counts and money."""

    def summary(self) -> str:
        """The line."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """Work that has ended, kept in the history."""

    title: str
    at: datetime
    seconds: float
    state: State
    text: str


_BADGES: Final = {
    State.DONE: Badge("Done", "circle-check", "ok"),
    State.CANCELLED: Badge("Stopped", "ban", "idle"),
    State.FAILED: Badge("Not done", "circle-x", "bad"),
}


class TaskRow(Card):
    """One piece of work: what, how far, how long still, cancel and what it leaves."""

    def __init__(self, task: Task) -> None:
        super().__init__(margin=12, spacing=6)
        self.task = task
        self.cancel = Button("Cancel", icon_name="x", on_press=self._cancel)
        self.cancel.setAccessibleName(f"Cancel {task.job.title}")
        self.title = ElidedLabel(task.job.title, "strong")
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.how_far = ElidedLabel("", "muted")
        self.leaves = label(task.job.leaves, "muted")
        head = QHBoxLayout()
        head.addWidget(self.title, 1)
        head.addWidget(self.cancel)
        self.rows.addLayout(head)
        self.rows.addWidget(self.bar)
        foot = QHBoxLayout()
        foot.addWidget(self.how_far, 1)
        foot.addWidget(self.leaves)
        self.rows.addLayout(foot)
        task.progressed.connect(self.tell)
        self.tell()

    def _cancel(self) -> None:
        self.task.cancel()
        self.cancel.setEnabled(False)
        self.how_far.setText("Stopping at the next safe point")

    @Slot()
    def tell(self) -> None:
        """Shows how far the work is."""
        task = self.task
        total = task.units_total
        self.bar.setMaximum(total if 0 < total < 2**31 else 1000 if total else 0)
        done = task.units_done if total < 2**31 else round(1000 * task.units_done / max(total, 1))
        self.bar.setValue(done)
        self.how_far.setText(how_far(task))
        self.setAccessibleName(f"{task.job.title}, {how_far(task)}")


def how_far(task: Task) -> str:
    """How far a task is: "7,694 of 12,410, about 9 s left"."""
    if task.state is State.WAITING:
        return "Waits for its turn"
    parts = [task.note] if task.note else []
    if task.units_total:
        parts.append(f"{words.count(task.units_done)} of {words.count(task.units_total)}")
    left = words.left(task.seconds_left)
    if left:
        parts.append(left)
    return ", ".join(parts) or "Running"


def summary_of(task: Task) -> str:
    """What a task that ended well has done, in a line: counts and money."""
    text = task.result.summary() if isinstance(task.result, Summarised) else ""
    if not text and task.job.told is not None:
        text = task.job.told(task.result)
    return text


class TaskPanel(Dialog):
    """All that runs, and all that has ended."""

    def __init__(self, bar: "TaskBar") -> None:
        super().__init__(bar.window())
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Work and its history")
        self.resize(LOOK.scaled(640), LOOK.scaled(480))
        self._bar = bar
        inside = QWidget()
        inside.setProperty("kind", "ground")
        self._column = QVBoxLayout(inside)
        self._column.setSpacing(8)
        self._column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(inside)
        area.setAccessibleName("Work and its history")
        close = Button("Close", key="Esc", on_press=self.reject)
        close.setDefault(True)
        whole = QVBoxLayout(self)
        whole.addWidget(area, 1)
        whole.addLayout(beside(None, close))
        self._rows: list[QWidget] = []
        self.list()

    def list(self) -> None:
        """Lists anew."""
        for row in self._rows:
            self._column.removeWidget(row)
            row.deleteLater()
        self._rows = []
        for task in self._bar.desk.tasks.running():
            self._add(TaskRow(task))
        for ended in list(self._bar.history)[:_LISTED]:
            self._add(EndedRow(ended))
        if not self._rows:
            self._add(label("Nothing has run yet.", "muted"))

    def _add(self, row: QWidget) -> None:
        self._column.insertWidget(len(self._rows), row)
        self._rows.append(row)


class EndedRow(Card):
    """What has ended: how, when, how long it took, counts and money."""

    def __init__(self, ended: Ended) -> None:
        super().__init__(margin=10, spacing=2)
        took = words.length(round(ended.seconds))
        when = (
            f"{words.day(ended.at.date(), today=ended.at.date())}, {words.clock(ended.at.time())}"
        )
        self.rows.addLayout(
            beside(
                BadgeLabel(_BADGES[ended.state]),
                label(ended.title, "strong", wraps=True),
                None,
                label(f"{when}, took {took}", "muted"),
            )
        )
        if ended.text:
            self.rows.addWidget(label(ended.text, "muted", wraps=True))
        self.setAccessibleName(f"{ended.title}. {ended.text}")


class TaskBar(QStatusBar):
    """The strip at the foot: the company, its systems, its backup, running work, history."""

    def __init__(self, desk: Desk, window: QWidget) -> None:
        super().__init__(window)
        self.desk = desk
        self.history: deque[Ended] = deque(maxlen=_KEPT)
        self.toast = Toast(window)
        self.setSizeGripEnabled(False)
        self.cells: dict[str, QToolButton] = {}
        self._running = ElidedLabel("Nothing running", "muted")
        self._running.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._running.setMinimumWidth(96)
        self._running.setMaximumWidth(LOOK.scaled(260))
        self._running.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._bar = QProgressBar()
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(_BAR)
        self._bar.hide()
        self.cancel = Button("Cancel", kind="quiet", icon_name="x", on_press=self._cancel)
        self.cancel.hide()
        self.history_button = self._cell_button("history", "History")
        self.history_button.clicked.connect(self.show_history)
        for part in (self._running, self._bar, self.cancel, self.history_button):
            self.addPermanentWidget(part)
        desk.tasks.listed.connect(self._listed)
        desk.tasks.ended.connect(self._ended)
        self._task: Task | None = None
        self._panel: TaskPanel | None = None
        self._last_step = desk.last_step
        desk.opened.connect(self._take_history)

    def _cell_button(self, icon_name: str, text: str, role: str = "text_muted") -> QToolButton:
        button = QToolButton()
        button.setIcon(icon(icon_name, role))
        side = LOOK.size("icon")
        button.setIconSize(QSize(side + 4, side))
        button.setText(text)
        button.setAccessibleName(text)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        return button

    def show_cell(
        self, key: str, text: str, *, icon_name: str, role: str, tip: str = ""
    ) -> QToolButton:
        """Shows the state of something: a system, the mail, the backup."""
        button = self.cells.get(key)
        if button is None:
            button = self.cells[key] = self._cell_button(icon_name, text, role)
            self.addWidget(button)
        button.setIcon(icon(icon_name, role))
        button.setText(text)
        button.setToolTip(tip)
        button.setAccessibleName(f"{text}. {tip}" if tip else text)
        return button

    @Slot()
    def _listed(self) -> None:
        running = self.desk.tasks.running()
        if self._task is not None:
            self._task.progressed.disconnect(self._tell)
        self._task = running[0] if running else None
        if self._task is not None:
            self._task.progressed.connect(self._tell)
        self._bar.setVisible(self._task is not None)
        self.cancel.setVisible(self._task is not None)
        self._tell()
        if self._panel is not None:
            self._panel.list()

    @Slot()
    def _tell(self) -> None:
        task = self._task
        if task is None:
            self._running.setText("Nothing running")
            return
        more = len(self.desk.tasks.running()) - 1
        self.cancel.setToolTip(task.job.leaves)
        self.cancel.setAccessibleName(f"Cancel {task.job.title}. {task.job.leaves}")
        if task.stop_asked:
            return
        text = f"{task.job.title}, {how_far(task)}"
        self._running.setText(f"{text} and {more} more" if more else text)
        total = max(task.units_total, 0)
        self._bar.setMaximum(1000 if total else 0)
        self._bar.setValue(round(1000 * task.units_done / total) if total else 0)

    def _cancel(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._running.setText("Stopping at the next safe point")

    @Slot(object)
    def _ended(self, task: Task) -> None:
        if task.state is State.FAILED:
            facts = told(task.error)
            text = f"{facts.what} {facts.why}".strip()
        elif task.state is State.CANCELLED:
            text = f"Stopped. {task.job.leaves}".strip()
        else:
            text = summary_of(task)
        ended = Ended(
            title=task.job.title,
            at=self.desk.clock.now().astimezone(self.desk.zone),
            seconds=task.seconds,
            state=task.state,
            text=text,
        )
        self.history.appendleft(ended)
        self._keep_history()
        step, before = self.desk.last_step, self._last_step
        self._last_step = step
        undoes = step is not None and step is not before and task.state is State.DONE
        tells_itself = isinstance(task.result, Summarised) or task.state is not State.DONE
        if task.seconds >= 1 or (text and tells_itself):
            self.toast.tell(ended.title, text, undo=self.desk.undo if undoes else None)

    def _keep_history(self) -> None:
        if self.desk.company is not None:
            kept = [
                [e.title, e.at.isoformat(), round(e.seconds, 3), e.state.value, e.text]
                for e in list(self.history)[:_LISTED]
            ]
            self.desk.keep("history", json.dumps(kept))

    @Slot()
    def _take_history(self) -> None:
        """What has ended in this company before; summaries stay when the program is closed."""
        self.history.clear()
        self._last_step = self.desk.last_step
        try:
            kept = json.loads(str(self.desk.kept("history") or "[]"))
            for title, at, seconds, state, text in kept:
                self.history.append(
                    Ended(
                        title=title,
                        at=datetime.fromisoformat(at),
                        seconds=seconds,
                        state=State(state),
                        text=text,
                    )
                )
        except (ValueError, TypeError):
            self.history.clear()

    def show_history(self) -> None:
        """Opens the panel of work and history."""
        panel = TaskPanel(self)
        self._panel = panel
        panel.finished.connect(self._panel_closed)
        panel.show()

    @Slot(int)
    def _panel_closed(self, _: int) -> None:
        self._panel = None

    def may_close(self) -> bool:
        """Asks what is to become of the work that runs; whether the company may be closed."""
        running = self.desk.tasks.running()
        if not running:
            return True
        several = f"{words.count(len(running))} things are at work"
        text = f"{running[0].job.title} is at work" if len(running) == 1 else several
        question = Question(
            title=f"{text}. Stop and close?",
            text="Stopping takes back what was being done; what was done before stays.",
            verb="Stop and close",
            other="Close when it has ended",
        )
        answer = ask_which(self.window(), question)
        if answer is Answer.VERB:
            self.desk.tasks.cancel_all()
        if answer is not Answer.NOT_NOW:
            self.window().setEnabled(False)
            self.desk.tasks.wait()
        return answer is not Answer.NOT_NOW
