"""What a person says of the map: link, new, ignore with a reason, another, unlink; all undoable."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from app.customers.matching import MatchState, Pairing
from app.operations.list_systems import ListedSystem
from app.operations.map_customers import (
    CustomerMap,
    accept_exact,
    ignore_customer,
    link_customer,
    make_new,
    make_several_new,
    not_needed,
    take_back,
    unlink_customer,
)
from app.operations.map_writing import MapChange
from app.operations.office import Office
from app.ui import words
from app.ui.desk import Desk
from app.ui.dialogs.pick_dialog import PickWish, pick
from app.ui.dialogs.reason_dialog import ReasonWish, ask_reason
from app.ui.grid.grid import Grid
from app.ui.wizards.map_customers import map_words
from app.ui.wizards.map_customers.choices import free_here, free_there
from app.ui.wizards.map_customers.mapping import change_map
from app.ui.wizards.map_customers.match_pane import MatchPane


class MapList(QWidget):
    """A list of pairs with one at hand."""

    failed = Signal(object)
    desk: Desk
    system: ListedSystem | None
    found: CustomerMap | None
    grid: Grid
    pane: MatchPane

    def current(self) -> Pairing | None:
        """The pair the keyboard is on."""
        row = self.grid.current_row()
        return row if isinstance(row, Pairing) else None

    def read(self) -> None:
        """Reads who is who; each list has its own."""

    def remember_next(self) -> None:
        """After this the keyboard goes on; each list has its own."""


def _is_open_new(row: Pairing) -> bool:
    return row.ours is not None and row.state is MatchState.NEW and not row.is_said


class MapVerbs(QObject):
    """What is done with the pair at hand."""

    def __init__(self, work: MapList) -> None:
        super().__init__(work)
        self.work = work

    @Slot()
    def accept_all_exact(self) -> None:
        """Links every exact pair."""
        system, found = self.work.system, self.work.found
        if system is None or found is None or not found.counts[MatchState.EXACT]:
            return
        count = words.plural(found.counts[MatchState.EXACT], "exact match", "exact matches")
        self._do(f"Link {count}", lambda office: accept_exact(office, system.key))

    @Slot()
    def link(self) -> None:
        """Links the pair at hand, and goes on to the next."""
        row, system, theirs = self.work.current(), self.work.system, self.work.pane.candidate
        if row is None or system is None or theirs is None or row.ours is None:
            return
        if row.state is MatchState.LINKED:
            return
        ours, name, their_id = row.ours.id, row.ours.name, theirs.id
        self._do(
            f"Link {name}",
            lambda office: link_customer(office, system.key, ours=ours, theirs=their_id),
        )

    @Slot()
    def make_new(self) -> None:
        """Says that the customer is to be made there, or all of those selected that are new."""
        row, system = self.work.current(), self.work.system
        several = [
            each.ours.id
            for each in self.work.grid.selected_rows()
            if isinstance(each, Pairing) and _is_open_new(each) and each.ours is not None
        ]
        if system is not None and not system.is_psa and len(several) > 1:
            self._do(
                f"Make {words.plural(len(several), 'customer')} in {system.title}",
                lambda office: make_several_new(office, system.key, numbers=several),
            )
            return
        if row is None or row.ours is None or system is None or not self.work.pane.new.isEnabled():
            return
        if row.state in {MatchState.LINKED, MatchState.IGNORED}:
            return
        ours, name = row.ours.id, row.ours.name
        self._do(
            f"Make {name} in {system.title}",
            lambda office: make_new(office, system.key, ours=ours),
        )

    @Slot()
    def ignore(self) -> None:
        """Leaves the customer there alone; of ours alone, says that it is not needed there."""
        row, system = self.work.current(), self.work.system
        if row is None or system is None or row.state in {MatchState.LINKED, MatchState.IGNORED}:
            return
        theirs = self.work.pane.candidate
        who = theirs.name if theirs is not None else map_words.ours_words(row)
        title = (
            f"Leave {who} of {system.title} alone?"
            if theirs is not None
            else f"Is {who} not needed in {system.title}?"
        )
        reason = ask_reason(
            self.work,
            ReasonWish(
                title=title,
                text="It is not proposed again. It stands under Ignored, where it can be asked "
                "again.",
                verb="Leave it alone" if theirs is not None else "Not needed there",
                hint="Closed last year",
            ),
        )
        if reason:
            self._leave(row, system, reason)
        self.work.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _leave(self, row: Pairing, system: ListedSystem, reason: str) -> None:
        theirs = self.work.pane.candidate
        if theirs is not None:
            their_id = theirs.id
            self._do(
                f"Leave {theirs.name} alone",
                lambda office: ignore_customer(office, system.key, theirs=their_id, reason=reason),
            )
        elif row.ours is not None:
            ours = row.ours.id
            self._do(
                f"{row.ours.name} is not needed in {system.title}",
                lambda office: not_needed(office, system.key, ours=ours, reason=reason),
            )

    @Slot()
    def unlink(self) -> None:
        """Takes a link out, or asks again about what was left alone."""
        row, system = self.work.current(), self.work.system
        if row is None or system is None:
            return
        ours = row.ours.id if row.ours is not None else None
        theirs = row.theirs.id if row.theirs is not None else None
        name = map_words.ours_words(row) if ours else map_words.theirs_words(row, "")
        if row.state is MatchState.LINKED and ours is not None:
            self._do(
                f"Unlink {name}", lambda office: unlink_customer(office, system.key, ours=ours)
            )
        elif row.state is MatchState.IGNORED or row.is_said:
            self._do(
                f"Ask again about {name}",
                lambda office: take_back(office, system.key, ours=ours, theirs=theirs),
            )

    @Slot()
    def link_another(self) -> None:
        """Links the customer to one that is not proposed."""
        row, system, found = self.work.current(), self.work.system, self.work.found
        if row is None or system is None or found is None or row.state is MatchState.LINKED:
            return
        if row.ours is not None:
            entries = free_there(found, row.ours.id)
            where, name = system.title, row.ours.name
        else:
            entries = free_here(found)
            where, name = "Switchbook", map_words.theirs_words(row, system.title)
        wish = PickWish(
            title=f"Who is {name} in {where}?",
            text="Those that are linked with somebody else are left out.",
            verb=f"Link {name}",
            entries=entries,
        )
        key = pick(self.work, wish)
        if key and (row.ours is not None or row.theirs is not None):
            ours = row.ours.id if row.ours is not None else key
            theirs = key if row.ours is not None or row.theirs is None else row.theirs.id
            self._do(
                f"Link {name}",
                lambda office: link_customer(office, system.key, ours=ours, theirs=theirs),
            )
        self.work.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _do(self, title: str, run: Callable[[Office], MapChange]) -> None:
        self.work.remember_next()
        change_map(self.work.desk, title, run, failed=self.work.failed.emit, done=self._done)

    def _done(self, _: object) -> None:
        self.work.read()
