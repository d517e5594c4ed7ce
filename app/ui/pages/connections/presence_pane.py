"""What lacks of one customer, and the most likely fix; others beside it."""

from collections.abc import Callable

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout

from app.errors import NotAllowed
from app.operations.map_customers import (
    CustomerMap,
    confirm_name,
    ignore_customer,
    link_customer,
    make_new,
    not_needed,
    show_map,
    unlink_customer,
)
from app.operations.map_writing import MapChange
from app.operations.office import Office
from app.operations.presence import Cell, CellState, Fix, Presence, PresenceRow
from app.ui.desk import Desk
from app.ui.dialogs.pick_dialog import PickWish, pick
from app.ui.dialogs.reason_dialog import ReasonWish, ask_reason
from app.ui.pages.connections.presence_words import title_of, why_of
from app.ui.parts.controls import Card, beside, label
from app.ui.parts.key_button import KeyButton
from app.ui.wizards.map_customers.choices import free_here, free_there
from app.ui.wizards.map_customers.mapping import change_map

_VERBS = {
    Fix.ACCEPT: ("Link it in {}", "link"),
    Fix.LINK: ("Say who it is…", "link"),
    Fix.CREATE: ("Make it in {} with the next posting", "plus"),
    Fix.CREATE_THERE: ("Link it…", "link"),
    Fix.CREATE_HERE: ("Show the plans", "arrow-right"),
    Fix.CONFIRM_NAME: ("It is the same customer", "check"),
    Fix.MAKE_ACTIVE: ("Link another…", "link"),
}


class PresencePane(Card):
    """One card below the matrix."""

    go = Signal(str, object)
    failed = Signal(object)
    done = Signal()
    """Something is being mended: the keyboard is to go on."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(margin=16, spacing=4)
        self.setAccessibleName("What lacks, and what to do")
        self.desk = desk
        self.row: PresenceRow | None = None
        self.found: Presence | None = None
        self.system = ""
        """The system in question; blank: this file, or none."""
        self.fix_kind: Fix | None = None
        self.title = label("", "section", wraps=True)
        self.why = label("", "muted", wraps=True)
        self.leave = KeyButton("Not needed there…", key="X", icon_name="ban")
        self.other = KeyButton("Link to another…", key="L", icon_name="link")
        self.main = KeyButton("Mend", key="Return", kind="primary", icon_name="wrench")
        for button, run in (
            (self.leave, self.leave_out),
            (self.other, self.link_another),
            (self.main, self.fix),
        ):
            button.clicked.connect(run)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        texts.addWidget(self.title)
        texts.addWidget(self.why)
        self.rows.addLayout(texts)
        self.rows.addLayout(beside(None, self.leave, self.other, self.main))

    # ---- what is shown

    def show_row(self, row: PresenceRow | None, found: Presence | None) -> None:
        """Shows a customer; None: none is chosen."""
        self.row, self.found = row, found
        self.system, self.fix_kind = "", None
        if row is None:
            self.title.setText("Nobody chosen")
            self.why.setText("Choose a customer in the list.")
        else:
            fixes = row.fixes
            if fixes:
                self.system, self.fix_kind = fixes[0]
            self.title.setText(title_of(row, self.fix_kind, self._where))
            self.why.setText(why_of(row, self._cell, self.fix_kind, self._where))
        self._show_verbs()

    @property
    def _where(self) -> str:
        titles = dict(self.found.systems) if self.found is not None else {}
        return titles.get(self.system, "Switchbook")

    @property
    def _cell(self) -> Cell | None:
        row = self.row
        if row is None:
            return None
        return row.there.get(self.system) if self.system else row.here

    def _show_verbs(self) -> None:
        fix = self.fix_kind
        is_here = fix is not None and bool(self.system)
        only_there = self.row is not None and self.row.account_number is None
        self.main.setVisible(fix is not None)
        if fix is not None:
            words, icon_name = _VERBS[fix]
            self.main.say(words.format(self._where))
            self.main.show_icon_named(icon_name)
        can_leave = (is_here and fix is not Fix.CONFIRM_NAME) or only_there
        self.leave.setVisible(can_leave)
        self.leave.say("Leave it alone there…" if only_there else "Not needed there…")
        doubled = fix in {Fix.LINK, Fix.CREATE_THERE, Fix.MAKE_ACTIVE}
        self.other.setVisible((is_here and not doubled) or only_there)

    # ---- what is done

    @Slot()
    def fix(self) -> None:
        """Does what is most likely meant."""
        row, system, kind = self.row, self.system, self.fix_kind
        if row is None or kind is None:
            return
        if kind is Fix.CREATE_HERE:
            self.go.emit("connections", "plans")
            return
        ours = row.account_number or ""
        if kind is Fix.CREATE:
            self._do(
                f"Make {row.name} in {self._where}",
                lambda office: make_new(office, system, ours=ours),
            )
        elif kind is Fix.ACCEPT:
            self._do(f"Link {row.name}", lambda office: _accepted(office, system, ours))
        elif kind is Fix.CONFIRM_NAME:
            self._do(
                f"Same customer: {row.name}",
                lambda office: confirm_name(office, system, ours=ours),
            )
        else:
            self.link_another()

    @Slot()
    def link_another(self) -> None:
        """Asks who it is, then links it."""
        row, found = self.row, self.found
        if row is None or found is None:
            return
        system = self.system or self._only_system(row)
        if system:
            self.desk.read(
                lambda office: show_map(office, system),
                self._ask_who,
                key=f"who {id(self)}",
                failed=self.failed.emit,
            )

    def _only_system(self, row: PresenceRow) -> str:
        """Where a customer is that is nobody here."""
        if row.account_number is not None:
            return ""
        linked = [key for key, cell in row.there.items() if cell.state is CellState.LINKED]
        return linked[0] if linked else ""

    @Slot(object)
    def _ask_who(self, found: object) -> None:
        row = self.row
        if row is None or not isinstance(found, CustomerMap):
            return
        system, ours = found.system, row.account_number
        entries = free_there(found, ours) if ours is not None else free_here(found)
        where = found.title if ours is not None else "Switchbook"
        wish = PickWish(
            title=f"Who is {row.name} in {where}?",
            text="Those that are linked with somebody else are left out.",
            verb=f"Link {row.name}",
            entries=entries,
        )
        key = pick(self, wish)
        if not key:
            return
        mine = ours if ours is not None else key
        theirs = key if ours is not None else row.there[system].id
        was_linked = ours is not None and bool(row.there[system].id)

        def run(office: Office) -> MapChange:
            if was_linked:
                unlink_customer(office, system, ours=mine)
            return link_customer(office, system, ours=mine, theirs=theirs)

        self._do(f"Link {row.name}", run)

    @Slot()
    def leave_out(self) -> None:
        """Says with a reason that it is not needed there."""
        row = self.row
        if row is None or not self.leave.isVisibleTo(self):
            return
        ours = row.account_number
        system = self.system or self._only_system(row)
        titles = dict(self.found.systems) if self.found is not None else {}
        where = titles.get(system, system)
        wish = ReasonWish(
            title=f"Is {row.name} not needed in {where}?"
            if ours is not None
            else f"Leave {row.name} of {where} alone?",
            text="It stands as a choice with this reason, and is not asked again.",
            verb="Not needed there" if ours is not None else "Leave it alone",
            hint="Billed by its parent",
        )
        reason = ask_reason(self, wish)
        if not reason:
            return
        if ours is not None:
            self._do(
                f"{row.name} is not needed in {where}",
                lambda office: not_needed(office, system, ours=ours, reason=reason),
            )
        else:
            theirs = row.there[system].id
            self._do(
                f"Leave {row.name} alone",
                lambda office: ignore_customer(office, system, theirs=theirs, reason=reason),
            )

    def _do(self, title: str, run: Callable[[Office], MapChange]) -> None:
        self.done.emit()
        change_map(self.desk, title, run, failed=self.failed.emit)


def _accepted(office: Office, system: str, ours: str) -> MapChange:
    """Links an account with the one that a rule names, as it is now."""
    for each in show_map(office, system).pairings:
        if each.ours is not None and each.ours.id == ours and each.theirs is not None:
            return link_customer(office, system, ours=ours, theirs=each.theirs.id)
    raise NotAllowed("Nobody there is surely it any more.", "", "Look at the customer map.")
