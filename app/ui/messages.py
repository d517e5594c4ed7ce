"""Errors and findings in words, in one place: what happened, which record, why, what to do."""

import traceback
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QDialog, QGridLayout, QVBoxLayout, QWidget

from app.errors import AppError
from app.findings import Finding, Severity
from app.operations.note_fault import note_fault
from app.ui.parts.badge import Badge
from app.ui.parts.controls import Button, Card, IconLabel, beside, label
from app.ui.parts.dialog import Dialog


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An error in its four parts."""

    what: str
    which: str = ""
    why: str = ""
    remedy: str = ""
    details: str = ""
    """For whoever looks after the program; without secrets."""
    is_fault: bool = False
    """Whether it is a mistake of the program."""
    log: Path | None = None
    """Where what happened is written down."""


def told(error: object) -> Told:
    """An error in words; a fault of the program is noted in a file of its own."""
    if isinstance(error, AppError):
        return Told(
            what=error.what,
            why=error.why,
            remedy=error.remedy,
            details=f"{type(error).__name__}: {error}",
        )
    if isinstance(error, BaseException):
        note = note_fault(error)
        trace = "".join(traceback.format_exception(error)[-3:])
        return Told(
            what="Switchbook made a mistake of its own.",
            why=f"{type(error).__name__}: {error}",
            remedy=f"Nothing half done was kept. What happened stands in {note}.",
            details=trace,
            is_fault=True,
            log=note,
        )
    return Told(what=str(error))


def finding_badge(finding: Finding) -> Badge:
    """How much a finding holds up."""
    if finding.severity is Severity.ERROR:
        return Badge("Blocks", "octagon-alert", "bad", finding.way_out)
    return Badge("Look", "triangle-alert", "warn", finding.way_out)


class ErrorPanel(Card):
    """An error where it happened, with what to do as a button."""

    def __init__(
        self, facts: Told, *, action: str = "", on_action: Callable[[], object] | None = None
    ) -> None:
        super().__init__("error")
        self.facts = facts
        self.setAccessibleName(f"{facts.what} {facts.why} {facts.remedy}")
        head = label(facts.what, "strong", wraps=True)
        self.rows.addLayout(beside(IconLabel("circle-x", "bad", 19), head))
        parts = (
            ("Which record", facts.which),
            ("Why", facts.why),
            ("What to do", facts.remedy),
        )
        grid = QGridLayout()
        grid.setColumnStretch(1, 1)
        grid.setHorizontalSpacing(16)
        for line, (title, text) in enumerate((t, x) for t, x in parts if x):
            grid.addWidget(label(title, "muted"), line, 0)
            grid.addWidget(label(text, wraps=True), line, 1)
        self.rows.addLayout(grid)
        self.copy_button = Button("Copy details", icon_name="copy", on_press=self.copy_details)
        buttons: list[QWidget | int | None] = []
        if action and on_action is not None:
            buttons.append(Button(action, kind="primary", on_press=on_action))
        buttons.append(self.copy_button)
        if facts.log is not None:
            buttons.append(Button("Show log", kind="quiet", on_press=self.show_log))
        buttons.append(None)
        self.rows.addLayout(beside(*buttons))

    def copy_details(self) -> None:
        """Puts the whole of it onto the clipboard."""
        parts = (self.facts.what, self.facts.which, self.facts.why, self.facts.remedy)
        text = "\n".join(part for part in (*parts, self.facts.details) if part)
        QGuiApplication.clipboard().setText(text)

    def show_log(self) -> None:
        """Opens what was written down, with the program the system has for it."""
        if self.facts.log is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.facts.log)))


class ErrorDialog(Dialog):
    """An error that has no place on a page."""

    def __init__(self, facts: Told, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("Switchbook")
        self.setMinimumWidth(460)
        column = QVBoxLayout(self)
        column.addWidget(ErrorPanel(facts))
        close = Button("Close", key="Esc", on_press=self.reject)
        close.setDefault(True)
        column.addLayout(beside(None, close))


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A confirmation: what it does in numbers, where it goes, how to take it back."""

    title: str
    text: str = ""
    verb: str = "Go on"
    typed_name: str = ""
    """What has to be typed first, where it cannot be taken back."""
    is_danger: bool = False
    other: str = ""
    """Another way to go on, in words; blank: there is none."""


class Answer(Enum):
    """What was chosen."""

    NOT_NOW = QDialog.DialogCode.Rejected.value
    VERB = QDialog.DialogCode.Accepted.value
    OTHER = 2


class Confirmation(Dialog):
    """Asks once, names the effect in numbers, and its button is the verb."""

    def __init__(self, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        from app.ui.inputs import TextField

        self.setWindowTitle(question.title)
        self.setMinimumWidth(440)
        self.verb = Button(
            question.verb,
            kind="danger" if question.is_danger else "primary",
            on_press=self.accept,
        )
        self.not_now = Button("Not now", key="Esc", on_press=self.reject)
        self.other = Button(question.other, on_press=self._choose_other)
        self.other.setVisible(bool(question.other))
        column = QVBoxLayout(self)
        column.setSpacing(12)
        column.addWidget(label(question.title, "pane", wraps=True))
        if question.text:
            column.addWidget(label(question.text, "muted", wraps=True))
        self.name_field: TextField | None = None
        if question.typed_name:
            self._wanted = question.typed_name
            column.addWidget(label(f"Type {question.typed_name} to go on."))
            self.name_field = TextField("Name")
            self.name_field.textChanged.connect(self._compare)
            column.addWidget(self.name_field)
            self.verb.setEnabled(False)
        column.addLayout(beside(None, self.not_now, self.other, self.verb))
        safe = bool(question.typed_name)
        (self.not_now if safe else self.verb).setDefault(True)
        (self.not_now if safe else self.verb).setFocus()

    def _choose_other(self) -> None:
        self.done(Answer.OTHER.value)

    def _compare(self, text: str) -> None:
        self.verb.setEnabled(text.strip() == self._wanted)


def ask(parent: QWidget, question: Question) -> bool:
    """Whether the user wants it."""
    return Confirmation(question, parent).exec() == QDialog.DialogCode.Accepted


def ask_which(parent: QWidget, question: Question) -> Answer:
    """Which way the user wants to go on."""
    return Answer(Confirmation(question, parent).exec())
