"""The pages of the first run."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from app.billing.decision import ACCOUNTING, PSA, question_of
from app.operations.decide import Checklist
from app.ui import words
from app.ui.desk import Desk
from app.ui.parts.controls import Button, Card, IconLabel, beside, label
from app.ui.wizards.first_run.checklist_view import ChecklistView
from app.ui.wizards.first_run.company_form import INVOICES, MONEY, NAME, REACHED, CompanyForm
from app.ui.wizards.first_run.deciding import answer
from app.ui.wizards.first_run.gl_list import GlList
from app.ui.wizards.first_run.question_box import QuestionBox
from app.ui.wizards.stepped_wizard import StepPage

COMPANY_GROUPS: Final = (
    ("Name and address", NAME),
    ("How customers reach you", REACHED),
    ("Invoices and money", (*INVOICES, *MONEY)),
)


class FirstRunPage(StepPage):
    """A page that shows the checklist as it stands."""

    def show_checklist(self, checklist: Checklist) -> None:
        """Shows what is decided so far; each page has its own part of it."""


def scrolled(inside: QWidget, name: str) -> QScrollArea:
    """A part that scrolls where the window is small."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setAccessibleName(name)
    inside.setProperty("kind", "ground")
    area.setWidget(inside)
    return area


class BeginPage(FirstRunPage):
    """With a workbook, or by hand."""

    workbook_wanted = Signal()
    template_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(
            "Begin",
            "How shall this company begin?",
            "You can do one now and the other later. Nothing leaves this computer.",
        )
        self.state = label("", "muted", wraps=True)
        self.workbook = Button(
            "Bring in a workbook…", icon_name="upload", on_press=self.workbook_wanted.emit
        )
        self.template = Button(
            "Write an empty workbook…",
            kind="quiet",
            icon_name="file-spreadsheet",
            on_press=self.template_wanted.emit,
        )
        self.body.addWidget(
            _card(
                "file-spreadsheet",
                "With a setup workbook",
                "Customers, numbers, plans, rates and taxes from one Excel file or a folder of CSV "
                "files. It is shown before anything is written.",
                self.workbook,
            )
        )
        self.body.addWidget(
            _card(
                "pencil",
                "By hand",
                "Go on with Next: fill in your company, answer the questions, and add customers in "
                "the window.",
            )
        )
        self.body.addLayout(
            beside(label("No workbook yet? Start from an empty one:", "muted"), self.template, None)
        )
        self.body.addWidget(self.state)
        self.body.addStretch(1)

    def show_checklist(self, checklist: Checklist) -> None:
        """Tells what is in the file already."""
        company = checklist.company
        text = f"{company.name} is filled in already." if company else ""
        products = sum(len(each.products) for each in checklist.categories)
        if products:
            text += f" {words.plural(products, 'product')} came in."
        self.state.setText(text.strip())


def _card(icon_name: str, title: str, text: str, button: Button | None = None) -> Card:
    card = Card(margin=14)
    texts = QVBoxLayout()
    texts.setSpacing(2)
    texts.addWidget(label(title, "section"))
    texts.addWidget(label(text, "caption", wraps=True))
    row = beside(IconLabel(icon_name, "accent", 28), spacing=16)
    row.addLayout(texts, 1)
    if button is not None:
        row.addWidget(button)
    card.rows.addLayout(row)
    return card


class CompanyPage(FirstRunPage):
    """The company's own row."""

    moved_on = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            "Your company",
            "Who sends the invoices?",
            "What stands on them, how they are numbered, and which time and money they are in.",
        )
        self.form = CompanyForm(desk, COMPANY_GROUPS)
        self.form.kept.connect(self.moved_on)
        self.body.addWidget(scrolled(self.form, "Your company"), 1)

    def show_checklist(self, checklist: Checklist) -> None:
        """Shows the company, unless somebody is typing."""
        if self.form.company is None or not self.form.is_changed:
            self.form.show_company(checklist.company)

    def enter(self) -> None:
        """Begins in the first field."""
        self.form.go_to("name")

    def act(self) -> bool:
        """Keeps the company; goes on when that is done."""
        self.form.keep()
        return False

    def verb(self) -> str:
        """What the button says."""
        return "Keep and go on"


class QuestionsPage(FirstRunPage):
    """Some questions below each other."""

    def __init__(
        self,
        desk: Desk,
        keys: Sequence[str],
        *,
        step: str,
        title: str,
        line: str,
    ) -> None:
        super().__init__(step, title, line)
        self._desk = desk
        self.boxes: list[QuestionBox] = []
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 6, 0)
        column.setSpacing(10)
        for key in keys:
            box = QuestionBox(question_of(key))
            box.answered.connect(self._answered)
            column.addWidget(box)
            self.boxes.append(box)
        column.addStretch(1)
        self.body.addWidget(scrolled(inside, title), 1)

    def show_checklist(self, checklist: Checklist) -> None:
        """Shows the answers."""
        for box in self.boxes:
            box.show_answers(checklist.answers)

    def enter(self) -> None:
        """Begins at the first question."""
        button = self.boxes[0].first_button()
        if button is not None:
            button.setFocus()

    def _answered(self, key: str, value: str) -> None:
        answer(self._desk, key, value, title=question_of(key).title)

    def note(self) -> str:
        """What stands at the foot."""
        return "Answers are kept at once. A question can stay open; Settings shows it amber."


class GlPage(FirstRunPage):
    """GL codes by category of products."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(
            "GL codes",
            "Which accounts does revenue go to?",
            "Each category of products posts to a revenue account of your books.",
        )
        self.list = GlList(desk)
        self.body.addWidget(self.list, 1)

    def show_checklist(self, checklist: Checklist) -> None:
        """Shows the categories."""
        self.list.show_categories(checklist.categories)


class ReadyPage(FirstRunPage):
    """The whole checklist."""

    wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__("Ready", "What is ready, and what is open")
        self.view = ChecklistView()
        self.view.wanted.connect(self.wanted)
        card = Card(margin=0)
        card.rows.addWidget(self.view)
        self.body.addWidget(card, 1)

    def show_checklist(self, checklist: Checklist) -> None:
        """Shows all lines."""
        self.view.show_lines(checklist.lines)
        ready, needed = checklist.counted
        rest = needed - ready
        line = (
            f"{ready} of {needed} are ready. Open ones stay amber in Settings; F8 there goes to "
            "the next one."
            if rest
            else f"All {needed} are ready."
        )
        self.say("What is ready, and what is open" if rest else "Everything is ready", line)

    def verb(self) -> str:
        """What the button says."""
        return "Go to the month end"


def make_pages(desk: Desk) -> tuple[list[FirstRunPage], dict[str, int]]:
    """The pages in their order, and the page of each line of the checklist."""
    pages: list[FirstRunPage] = [
        BeginPage(),
        CompanyPage(desk),
        QuestionsPage(
            desk,
            (PSA, ACCOUNTING),
            step="Systems",
            title="Which systems do you use?",
            line="They are connected later, in Connections. None is a good answer.",
        ),
        QuestionsPage(
            desk,
            ("payments", "invoices"),
            step="Invoices and payments",
            title="How do you invoice and get paid?",
            line="It decides what stands on an invoice, and who knows that it is paid.",
        ),
        QuestionsPage(
            desk,
            ("matching", "sync", "conflict"),
            step="Keeping in step",
            title="How shall both sides stay the same?",
            line="Asked only where another system is used.",
        ),
        GlPage(desk),
        ReadyPage(),
    ]
    places = {
        "company": 1,
        PSA: 2,
        ACCOUNTING: 2,
        "payments": 3,
        "invoices": 3,
        "matching": 4,
        "sync": 4,
        "conflict": 4,
        "gl_codes": 5,
    }
    return pages, places


Leave = Callable[[str, object], None]
