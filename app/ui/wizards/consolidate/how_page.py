"""Which month serves as the example, and as which product a technician's time is billed."""

from functools import partial

from PySide6.QtCore import Slot

from app.billing.decision import TIME_PRODUCT
from app.operations.changes import Changes
from app.operations.decide import decide
from app.operations.office import Office
from app.progress import Progress
from app.ui import words
from app.ui.desk import Step
from app.ui.inputs import Field, Picker
from app.ui.parts.controls import Card, Choice, label
from app.ui.wizards.consolidate.state import Consolidating
from app.ui.wizards.stepped_wizard import StepPage
from app.values.money import ZERO

_CHANGED = Changes.COMPANY | Changes.CONNECTIONS


class HowPage(StepPage):
    """The month and the time product."""

    def __init__(self, state: Consolidating) -> None:
        super().__init__(
            "How it is billed",
            "One invoice for everything",
            "Time, charges and agreement lines of the PSA can stand on the invoice that you write "
            "here. Nothing is billed twice: what moves is marked as billed there.",
        )
        self.state = state
        self._was = ""
        self.period = Choice("Example month")
        self.product = Picker("Time is billed as", hint="A product's name or code")
        self.sums = label("", "strong", wraps=True)
        self.why = label("", "muted", wraps=True)
        card = Card()
        card.rows.addWidget(self.sums)
        card.rows.addWidget(self.why)
        self.body.addWidget(Field("Example month", self.period))
        self.body.addWidget(
            Field(
                "Technician's time is billed as",
                self.product,
                note="It tells the GL code and the tax of time. Without it no time can move.",
            )
        )
        self.body.addWidget(card)
        self.body.addStretch(1)
        company = state.desk.company
        known = company.facts.periods if company is not None else ()
        for each in sorted({state.period, state.desk.period, *known}, reverse=True):
            self.period.addItem(words.period(each), each)
        self.period.setCurrentIndex(self.period.findData(state.period))
        self.period.currentIndexChanged.connect(self._choose_month)
        self.product.picked.connect(self._choose_product)
        state.read_again.connect(self._show)

    def enter(self) -> None:
        """Reads what would move."""
        self.state.read()
        self._show()

    @Slot(int)
    def _choose_month(self, place: int) -> None:
        self.state.period = str(self.period.itemData(place))
        self.state.read()

    @Slot(str)
    def _choose_product(self, code: str) -> None:
        title = f"Time is billed as {code}"
        self.state.desk.do(
            title,
            partial(_decided, code=code, title=title),
            changes=_CHANGED,
            done=self._decided,
            failed=self.state.failed.emit,
            told=lambda _: title,
        )

    @Slot(object)
    def _decided(self, step: object) -> None:
        if isinstance(step, Step):
            self.state.desk.did(step)
        self.state.read()

    @Slot()
    def _show(self) -> None:
        found = self.state.preview
        if found is None:
            self.sums.setText("Working out what would move…")
            return
        self.product.offer(
            {f"{name}  {code}": code for code, name in sorted(found.products.items())}
        )
        if found.time_product and not self.product.hasFocus():
            self.product.show_key(found.time_product)
        moved = sum((each.moved for each in found.customers), ZERO)
        stays = sum((each.stays for each in found.customers), ZERO)
        month = words.period(found.period)
        self.sums.setText(
            f"{month}: {words.money(moved)} of "
            f"{words.plural(len(found.customers), 'linked customer')} would stand on your invoices"
            if found.customers
            else "No customer is linked with a PSA yet. Map them first."
        )
        needs = found.has_time and not found.time_product
        lacking = " No time can move until a product is chosen." if needs else ""
        self.why.setText(
            f"{words.money(stays)} would stay, each with its reason.{lacking}"
            if found.customers
            else ""
        )
        self.said.emit()


def _decided(office: Office, _: Progress, *, code: str, title: str) -> Step:
    before = decide(office, TIME_PRODUCT, code).before
    return Step(title, partial(_turned, code=before, title=title), _CHANGED)


def _turned(office: Office, *, code: str, title: str) -> Step:
    before = decide(office, TIME_PRODUCT, code).before
    return Step(title, partial(_turned, code=before, title=title), _CHANGED)
