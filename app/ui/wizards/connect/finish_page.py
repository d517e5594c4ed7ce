"""The end of connecting: what is so now, how often it is read, and what comes next."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal, Slot

from app.billing.decision import question_of
from app.operations.browse_connections import SYNC
from app.operations.list_decisions import list_decisions
from app.operations.office import Office
from app.ui.parts.controls import Button, Card, Choice, IconLabel, beside, label
from app.ui.wizards.connect.connecting_state import Connecting
from app.ui.wizards.first_run.deciding import answer
from app.ui.wizards.stepped_wizard import StepPage


class FinishPage(StepPage):
    """Done, and what is likeliest next."""

    next_wanted = Signal(str)
    """map or go_live."""

    def __init__(self, connecting: Connecting) -> None:
        super().__init__("Finish", "Connected")
        self.connecting = connecting
        self.done = label("", "strong", wraps=True)
        self.next = label("", "muted", wraps=True)
        self.often = Choice("How often it is read")
        for each in question_of(SYNC).choices:
            self.often.addItem(each.title, each.value)
        self.often.currentIndexChanged.connect(self._chosen)
        self.map_button = Button(
            "Map customers…", kind="primary", icon_name="link", on_press=self._wants("map")
        )
        self.live_button = Button(
            "Go live…", icon_name="calendar-check-2", on_press=self._wants("go_live")
        )
        card = Card()
        head = beside(IconLabel("circle-check", "ok", 19), self.done, spacing=10)
        head.setStretch(1, 1)
        card.rows.addLayout(head)
        card.rows.addWidget(self.next)
        self.body.addWidget(card)
        row = beside(label("How often it is read"), self.often, None)
        self.body.addLayout(row)
        self.body.addLayout(beside(self.map_button, self.live_button, None))
        self.body.addStretch(1)

    def _wants(self, name: str) -> Callable[[], None]:
        return lambda: self.next_wanted.emit(name)

    def enter(self) -> None:
        """Says what is so now."""
        title = self.connecting.title
        is_psa = self.connecting.role == "psa"
        form = self.connecting.form
        company = form.company if form is not None else ""
        self.say(f"{title} is connected", "Everything of this can be changed under Connections.")
        self.done.setText(f"{title} is connected to {company}." if company else title)
        self.next.setText(
            "Next its customers are linked with yours: the exact ones in one go, the others one "
            "by one. Only those that are linked are kept in step."
            if is_psa
            else "Next its customers are linked with yours, and you say from which day on invoices "
            "are posted. Until then nothing is posted."
        )
        self.live_button.setVisible(not is_psa)
        self.map_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self.connecting.desk.read(_often, self._show, key=f"often/{id(self)}")

    @Slot(object)
    def _show(self, found: object) -> None:
        self.often.blockSignals(True)  # noqa: FBT003  of Qt
        self.often.setCurrentIndex(max(0, self.often.findData(found)))
        self.often.blockSignals(False)  # noqa: FBT003  of Qt

    @Slot(int)
    def _chosen(self, place: int) -> None:
        answer(
            self.connecting.desk,
            SYNC,
            str(self.often.itemData(place)),
            title=question_of(SYNC).title,
        )

    def verb(self) -> str:
        """Closes."""
        return "Finish"

    def is_filled(self) -> bool:
        """Mapping its customers is likelier."""
        return False

    def act(self) -> bool:
        """It begins anew the next time."""
        self.connecting.forget()
        return True

    def may_leave(self) -> bool:
        """Nothing is left to go on with."""
        return False


def _often(office: Office) -> str:
    found = next((each for each in list_decisions(office) if each.key == SYNC), None)
    return (found.answer or found.usual) if found is not None else ""
