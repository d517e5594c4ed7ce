"""The form that gives numbers, or texts that stand for one, to a customer."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox

from app.operations.browse_usage.mending import (
    FixPreview,
    Owners,
    Owning,
    possible_owners,
    preview_fix,
    rows_to_own,
)
from app.operations.browse_usage.suspense import SuspenseRow
from app.operations.office import Office
from app.ui import words
from app.ui.desk import Desk
from app.ui.inputs import DateField, Picker
from app.ui.page import Page
from app.ui.pages.usage import decisions
from app.ui.pages.usage.mend_form import MendForm
from app.usage.likely_owner import Strength

_PAUSE_MS = 150


class AssignForm(MendForm):
    """Gives numbers, or texts that stand for one, to a customer."""

    def __init__(self, desk: Desk, page: Page) -> None:
        super().__init__(desk, page)
        self._owners: Owners | None = None
        self._preview: FixPreview | None = None
        self.owner = Picker("Assign to", hint="Customer or account number")
        self.place = QComboBox()
        self.place.setAccessibleName("Location")
        self.since = DateField("From", desk.clock.today(desk.zone))
        self.remember = QCheckBox("Remember")
        self.add_field("Assign to", self.owner)
        self.add_field("Location", self.place)
        self.add_field("From", self.since)
        self.grid.addWidget(self.remember, self.grid.rowCount(), 0, 1, 2)
        self.remember.setChecked(True)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._ask_preview)
        self.owner.picked.connect(self._owner_chosen)
        self.owner.textChanged.connect(self._changed)
        self.place.currentIndexChanged.connect(self._changed)
        self.since.valued.connect(self._changed)
        self.remember.toggled.connect(self._changed)

    def read(self) -> None:
        """Reads the customers and their locations."""
        self.desk.read(possible_owners, self._offer, key="owners")

    @Slot(object)
    def _offer(self, found: object) -> None:
        if isinstance(found, Owners):
            self._owners = found
            self.owner.offer(dict(found.accounts))
            if self.meant:
                self.show_rows(self.meant)

    def show_rows(self, rows: Sequence[SuspenseRow]) -> None:
        """Fills in the likely owner; what the user typed for the same rows stays."""
        same = [row.key for row in rows] == [row.key for row in self.meant]
        self.meant = list(rows)
        if not (same and self.owner.text()):
            self.refuse("")
            strengths = {Strength.STRONG, Strength.LIKELY}
            guesses = {r.guess.account_number for r in rows if r.guess}
            sure = all(row.guess is not None and row.guess.strength in strengths for row in rows)
            account = guesses.pop() if sure and len(guesses) == 1 else ""
            self.owner.setText("")
            if account:
                self.owner.show_key(account)
            self._fill_places(account)
            first = min(row.first_at for row in rows).astimezone(self.desk.zone).date()
            self.since.today = self.desk.clock.today(self.desk.zone)
            self.since.show_day(first)
        is_text = any(not row.is_number for row in rows)
        self.since.setEnabled(not all(not row.is_number for row in rows))
        self.remember.setVisible(is_text)
        names = ", ".join(sorted({row.party for row in rows if not row.is_number}))
        self.remember.setText(f"Remember: {names} stands for their first number")
        self._changed()

    @Slot(str)
    def _owner_chosen(self, account: str) -> None:
        self._fill_places(account)
        self._changed()

    def _fill_places(self, account: str) -> None:
        self.place.clear()
        places = self._owners.locations.get(account, {}) if self._owners else {}
        for text, code in places.items():
            self.place.addItem(text, code)

    def _owning(self) -> Owning | None:
        account, day = self.owner.key, self.since.day
        code = self.place.currentData()
        if not account or day is None or not code:
            return None
        return Owning(account_number=account, location_code=str(code), since=day)

    @Slot()
    def _changed(self, *_: object) -> None:
        self._preview = None
        self.tell()
        self._pause.start()

    def _ask_preview(self) -> None:
        owning, meant = self._owning(), list(self.meant)
        if owning is None or not self.isVisible():
            return

        def run(office: Office) -> FixPreview:
            return preview_fix(office, meant, rows_to_own(office, meant, owning))

        self.desk.read(run, self._previewed, key="suspense preview")

    @Slot(object)
    def _previewed(self, found: object) -> None:
        if isinstance(found, FixPreview):
            self._preview = found
            self.tell()

    def tell(self) -> None:
        """Tells how many calls would be billed, and for how much."""
        self.is_ready = self._owning() is not None
        many = len(self.meant)
        numbers = all(row.is_number for row in self.meant)
        self.verb = "Assign" if many == 1 else "Assign both" if many == 2 else f"Assign {many}"  # noqa: PLR2004
        if many > 2:  # noqa: PLR2004
            self.verb += " numbers" if numbers else " parties"
        found = self._preview
        if found is None:
            self.sum_words = f"{self.count()}, about {self.worth()}"
            self.rest_words = "" if self.is_ready else "Choose whose they are"
        else:
            bills = words.plural(found.billed, "call")
            self.sum_words = f"Bills {bills}, {words.money(found.charge)}"
            rest = [f"{words.plural(found.free, 'call')} free"] if found.free else []
            rest += [f"{words.count(found.left)} still wait"] if found.left else []
            self.rest_words = ", ".join(rest)
        self.told.emit()

    def focus_first(self) -> None:
        """The keyboard goes to the customer."""
        self.owner.setFocus()
        self.owner.selectAll()

    def apply(self, rows: Sequence[SuspenseRow]) -> None:
        """Adds the numbers, or the names that stand for one."""
        owning = self._owning()
        if owning is None:
            return
        name = self.owner.text().partition(" · ")[0]
        first = words.telephone(rows[0].party) if rows[0].is_number else rows[0].party
        more = f" and {len(rows) - 1} more" if len(rows) > 1 else ""
        title = f"Assign {first}{more} to {name}"
        texts = [row for row in rows if not row.is_number]
        if texts and not self.remember.isChecked():
            self._assign_once(title, texts, owning)
            rows = [row for row in rows if row.is_number]
        if rows:
            self.desk.read(
                lambda office: rows_to_own(office, rows, owning),
                partial(self._write, title),
                key="suspense rows",
            )

    def _write(self, title: str, found: object) -> None:
        if isinstance(found, list):
            self.edit(title, found)

    def _assign_once(self, title: str, rows: Sequence[SuspenseRow], owning: Owning) -> None:
        first = self._owners.numbers.get(owning.account_number, ()) if self._owners else ()
        if not first:
            self.refuse("This customer has no number yet that the calls could be given to.")
            return
        self.applied.emit()
        decisions.assign_once(self.desk, title, rows, first[0])
