"""The readiness checklist with its Fix buttons, and who owns what beside it."""

from PySide6.QtCore import Signal

from app.operations.decide import Checklist
from app.ui.desk import Desk
from app.ui.pages.settings.part import Part
from app.ui.parts.controls import Button
from app.ui.wizards.first_run.checklist_view import ChecklistView


class ReadinessPart(Part):
    """All that was asked at the first run, and what else a month needs."""

    name = "readiness"
    title = "Readiness checklist"
    icon = "list-checks"

    wanted = Signal(str)
    """The line that is to be changed."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, scrolls=False)
        self.view = ChecklistView()
        self.view.wanted.connect(self._wanted)
        self._at = ""
        self.next_button = self.add_button(
            Button(
                "Fix next",
                kind="primary",
                icon_name="arrow-right",
                key="F8",
                on_press=self.next_open,
            )
        )
        self.inside.addWidget(self.view, 1)

    def show_checklist(self, checklist: Checklist) -> None:
        """Shows all lines."""
        self.view.show_lines(checklist.lines)
        ready, needed = checklist.counted
        rest = needed - ready
        verb = "is" if rest == 1 else "are"
        self.line_label.setText(
            f"The answers from first run. {rest} {verb} open."
            if rest
            else "The answers from first run. Nothing is open."
        )
        self.next_button.setEnabled(bool(rest))

    def next_open(self) -> bool:
        """Goes to the next open line; whether there is one."""
        return self._go_on(1)

    def open_before(self) -> bool:
        """Goes to the open line before; whether there is one."""
        return self._go_on(-1)

    def _go_on(self, step: int) -> bool:
        key = self.view.next_open(self._at, step)
        self._at = key
        if key:
            self.view.go_to(key)
        return bool(key)

    def show_target(self, target: object) -> None:
        """Goes to a line."""
        self.view.go_to(str(target))

    def _wanted(self, key: str) -> None:
        self._at = key
        self.wanted.emit(key)
