"""The first pages of the map wizard: what is compared and how, and the map itself."""

from PySide6.QtCore import Slot

from app.billing.decision import QUESTIONS
from app.customers.matching import MatchState
from app.operations.changes import Changes
from app.operations.decide import Checklist, DecidedNow, decide, show_readiness
from app.operations.map_customers import CustomerMap, show_map
from app.operations.office import Office
from app.progress import Progress
from app.ui import words
from app.ui.parts.controls import Card, label
from app.ui.wizards.first_run.question_box import QuestionBox
from app.ui.wizards.map_customers.first_state import FirstState
from app.ui.wizards.map_customers.map_work import MapWork
from app.ui.wizards.stepped_wizard import LEAVE, StepPage

_MATCHING = next(each for each in QUESTIONS if each.key == "matching")


class ComparePage(StepPage):
    """What is compared, and by which rule two are surely one."""

    def __init__(self, state: FirstState) -> None:
        super().__init__("What to compare", "What shall be compared?")
        self.state = state
        self.here = label("", "strong", wraps=True)
        self.there = label("", "muted", wraps=True)
        card = Card()
        card.rows.addWidget(self.here)
        card.rows.addWidget(self.there)
        self.question = QuestionBox(_MATCHING)
        self.question.answered.connect(self._decide)
        self.body.addWidget(card)
        self.body.addWidget(self.question)
        self.body.addStretch(1)

    def enter(self) -> None:
        """Reads how many there are on both sides."""
        title = self.state.system.title
        self.say(
            f"Compare the customers here with those of {title}",
            "Nothing is written there by this, and nothing here without your word.",
        )
        key = self.state.system.key
        desk = self.state.desk
        desk.read(lambda office: show_map(office, key), self._counted, key=f"compare {id(self)}")
        desk.read(show_readiness, self._answers, key=f"matching {id(self)}")

    @Slot(object)
    def _counted(self, found: object) -> None:
        if not isinstance(found, CustomerMap):
            return
        here = sum(found.counts.values())
        linked = found.counts[MatchState.LINKED]
        there = {each.theirs.id for each in found.pairings if each.theirs is not None}
        there |= {one.theirs.id for each in found.pairings for one in each.candidates}
        self.here.setText(
            f"{words.plural(here, 'customer')} here, {words.plural(len(there), 'customer')} in "
            f"{found.title}"
        )
        self.there.setText(
            f"{words.count(linked)} are linked already, {words.count(found.need_a_look)} need a "
            "look. Only new and changed ones are shown on the next page."
            if found.is_pulled
            else f"The customers of {found.title} were not read yet: refresh it first."
        )

    @Slot(object)
    def _answers(self, found: object) -> None:
        if isinstance(found, Checklist):
            self.question.show_answers(found.answers)

    @Slot(str, str)
    def _decide(self, key: str, value: str) -> None:
        def run(office: Office, _: Progress) -> DecidedNow:
            return decide(office, key, value)

        self.state.desk.do(
            "Keep the answer",
            run,
            changes=Changes.CONNECTIONS | Changes.COMPANY,
            done=self._decided,
            failed=self.state.failed.emit,
            told=lambda _: "Customers are compared anew",
        )

    @Slot(object)
    def _decided(self, _: object) -> None:
        self.enter()


class MatchPage(StepPage):
    """The map: arrow keys move, Enter links and goes on."""

    def __init__(self, state: FirstState) -> None:
        super().__init__("Match customers", "Which customer is which?")
        self.state = state
        self.line.hide()
        self.work = MapWork(state.desk)
        self.body.addWidget(self.work, 1)
        self.work.chosen.connect(self.said)
        self.work.failed.connect(state.failed)

    def enter(self) -> None:
        """Reads the map; the keyboard goes into it."""
        self.line.hide()
        self.work.show_system(self.state.system)
        self.work.grid.setFocus()

    def is_filled(self) -> bool:
        """While somebody needs a look, Link is the likelier act."""
        return not self.work.pane.link.isVisibleTo(self.work)

    def note(self) -> str:
        """The keys of the list."""
        return (
            "Arrow keys move, Enter links and goes on to the next. N makes all that are selected "
            f"and new. {LEAVE}"
        )
