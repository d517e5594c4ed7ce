"""What all parts of the settings have: a title, a line below it, one button at the right."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from app.operations.decide import Checklist
from app.ui.desk import Desk
from app.ui.parts.controls import Button, Card, label, line


class Part(Card):
    """One part: a card whose middle scrolls where the window is small."""

    name = ""
    title = ""
    line = ""
    icon = ""

    def __init__(self, desk: Desk, *, scrolls: bool = True) -> None:
        super().__init__(margin=0, spacing=0)
        self.desk = desk
        self.setAccessibleName(self.title)
        self.head = QHBoxLayout()
        self.head.setContentsMargins(16, 12, 16, 12)
        self.head.setSpacing(8)
        texts = QVBoxLayout()
        texts.setSpacing(0)
        texts.addWidget(label(self.title, "pane"))
        self.line_label = label(self.line, "muted", wraps=True)
        texts.addWidget(self.line_label)
        self.head.addLayout(texts, 1)
        self.rows.addLayout(self.head)
        self.rows.addWidget(line())
        inside = QWidget()
        self.inside = QVBoxLayout(inside)
        margin = 16 if scrolls else 0
        self.inside.setContentsMargins(margin, margin, margin, margin)
        self.inside.setSpacing(12)
        if scrolls:
            inside.setProperty("kind", "ground")
            area = QScrollArea()
            area.setWidgetResizable(True)
            area.setFrameShape(QFrame.Shape.NoFrame)
            area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            area.setAccessibleName(self.title)
            area.setWidget(inside)
            self.rows.addWidget(area, 1)
        else:
            self.rows.addWidget(inside, 1)

    def add_button(self, button: Button) -> Button:
        """Puts a button at the right of the title."""
        self.head.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        return button

    def read(self) -> None:
        """Asks for what the part shows; called when it comes into view and when things change."""

    def show_checklist(self, checklist: Checklist) -> None:
        """Shows what is decided."""

    def show_target(self, target: object) -> None:
        """Shows one thing of the part."""
