"""Connections: systems, inbox, customer map, presence, counts, plans, history."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QWidget

from app.operations.changes import Changes
from app.operations.sync_plan import SyncPlan
from app.ui.desk import Desk
from app.ui.page import Act, Page, Tabs
from app.ui.pages.connections.acts import Deed, sync_acts
from app.ui.pages.connections.customer_map_part import CustomerMapPart
from app.ui.pages.connections.history_part import HistoryPart
from app.ui.pages.connections.inbox_part import InboxPart
from app.ui.pages.connections.opening import Wizards
from app.ui.pages.connections.others import OtherPart, other_parts
from app.ui.pages.connections.plans_part import PlansPart
from app.ui.pages.connections.syncing import SyncWork
from app.ui.pages.connections.systems_part import SystemsPart
from app.ui.parts.key_button import KeyButton
from app.ui.wizards.connect.practising import start_practice

SYSTEMS: Final = "Systems"
INBOX: Final = "Inbox"
MAP: Final = "Customer map"
PLANS: Final = "Plans"
HISTORY: Final = "History"
_NAMES: Final = {"map": MAP, "customer_map": MAP}
_MENUS: Final = {MAP: "Customer", "Presence": "Tools", "Counts": "Tools"}
"""Where the acts of other parts stand: no menu may have more entries than there are letters."""
_LINES: Final = {
    SYSTEMS: "Nothing has to be connected to bill. What is connected is read as often as you say.",
    PLANS: "What a sync would do, field by field. What is applied is exactly what you see.",
    HISTORY: "What syncs have done. What was posted can be taken back where the other side allows.",
}

_Part = SystemsPart | InboxPart | PlansPart | HistoryPart | OtherPart


class ConnectionsPage(Page):
    """Each system, what waits, who is who, and what is to be done on both sides."""

    name = "connections"
    title = "Connections"
    areas = (
        Changes.CONNECTIONS
        | Changes.COMPANY
        | Changes.TAXES
        | Changes.INVOICES
        | Changes.CUSTOMERS
        | Changes.PAYMENTS
    )
    help_text = (
        "The systems that this company works with. Under Systems each one tells how it stands; "
        "connect one, test its rights, say how often it is read and what flows by itself. The "
        "Inbox holds what a sync could not do alone, in plain words and sorted by money: Enter "
        "does what is proposed, T takes theirs, K keeps ours, S splits, R tries again. Plans show "
        "field by field what a sync would do; Apply does exactly that, and leaves out what has "
        "changed since. History tells what was done, and takes back what was posted. Nothing here "
        "is needed to bill: workbooks and call files do without."
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.work = SyncWork.of(desk)
        self.wizards = Wizards(self)
        self._make_buttons()
        self.systems = SystemsPart(desk, self, self.work)
        self.inbox = InboxPart(desk, self)
        self.plans = PlansPart(desk, self, self.work)
        self.past = HistoryPart(desk, self)
        self.others = other_parts(desk)
        self.parts: dict[str, _Part] = {SYSTEMS: self.systems, INBOX: self.inbox}
        self.parts |= self.others
        self.parts |= {PLANS: self.plans, HISTORY: self.past}
        self._unread = set[str]()
        self.tabs = Tabs("Parts of Connections")
        for title, part in self.parts.items():
            self.tabs.add(title, part)
        self.body.addWidget(self.tabs, 1)
        self._connect()
        self.tabs.show_part(SYSTEMS)
        self._tell_buttons()

    def _make_buttons(self) -> None:
        self.again = self._button("Try all again", "F5", "refresh-cw", self.try_again)
        self.plan_button = self._button("Plan again", "Ctrl+Shift+P", "refresh-cw", self.work.plan)
        self.back_button = self._button("Take back…", "Alt+Shift+Z", "undo-2", self.take_back)
        self.connect_button = self._button(
            "Connect a system…", "Ctrl+N", "plug", self.wizards.connect_any
        )
        self.apply_button = self._button("Apply", "Ctrl+Return", "send", self.do)
        self.main = self._button("Sync now", "Ctrl+Return", "refresh-cw", self.do)

    def _button(self, text: str, key: str, icon_name: str, press: object) -> KeyButton:
        made = KeyButton(text, key=key, icon_name=icon_name)
        made.clicked.connect(press)
        self.add_button(made)
        return made

    def _connect(self) -> None:
        self.systems.connect_asked.connect(self.wizards.connect_system)
        self.systems.go_live_asked.connect(self.wizards.go_live)
        self.systems.problems_asked.connect(self._show_problems)
        self.systems.told.connect(self._tell_buttons)
        self.inbox.counted.connect(self._counted)
        self.inbox.told.connect(self._tell_buttons)
        self.inbox.work.sign_in_wanted.connect(self.wizards.connect_system)
        self.inbox.work.codes_wanted.connect(self.wizards.pair_codes)
        self.inbox.work.map_wanted.connect(self._show_map)
        self.plans.told.connect(self._tell_buttons)
        self.past.opened.connect(self._show_plan)
        self.work.running_changed.connect(self._tell_buttons)
        self.work.failed.connect(self.failed)
        self.work.synced.connect(self._synced)
        self.wizards.left_for.connect(self.show_target)
        self.tabs.chosen.connect(self._chosen)
        self.desk.changed.connect(self._read_hidden)
        self.desk.opened.connect(self._read_hidden)
        for title, part in self.others.items():
            part.go.connect(self.go)
            part.failed.connect(self.failed)
            part.counted.connect(partial(self.tabs.count, title))

    # ---- reading

    def read(self) -> None:
        """Reads the part in view, and what the tabs count; others when they are shown."""
        self._unread = set(self.parts)
        for title in dict.fromkeys((self.tabs.current, INBOX)):
            self._read(title)

    def _read(self, title: str) -> None:
        if title in self._unread:
            self._unread.remove(title)
            self.parts[title].read()

    @Slot()
    def _read_hidden(self, *_: object) -> None:
        """The badge in the rail is told also while another page is shown."""
        if not self.isVisible() and self.desk.company is not None:
            self.inbox.read()

    @Slot(int, bool)
    def _counted(self, number: int, blocks: bool) -> None:  # noqa: FBT001  of the signal
        self.tabs.count(INBOX, number)
        self.waiting.emit(self.name, number, blocks)

    @Slot(str)
    def _chosen(self, title: str) -> None:
        part = self.parts[title]
        self._read(title)
        self.setFocusProxy(part)
        self._tell_buttons()
        if self.isVisible():
            part.setFocus()

    @Slot(object)
    def _synced(self, found: object) -> None:
        if isinstance(found, SyncPlan) and found.id is not None:
            self.plans.show_plan(found.id)
            self.tabs.show_part(PLANS)

    # ---- what the buttons say

    @Slot()
    def _tell_buttons(self) -> None:
        shown = self.tabs.current
        found = self.work.connections
        has_systems = found is not None and bool(found.systems)
        self.say(_LINES.get(shown, ""))
        self.again.setVisible(shown == INBOX)
        self.plan_button.setVisible(shown == PLANS and has_systems)
        view = self.plans.view
        self.back_button.setVisible(shown == PLANS and view is not None and view.can_take_back)
        self.connect_button.setVisible(shown == SYSTEMS)
        self.connect_button.fill(filled=shown == SYSTEMS and not has_systems)
        self.apply_button.say(self.plans.verb())
        self.apply_button.setVisible(shown == PLANS and view is not None)
        self.apply_button.setEnabled(self.plans.can_apply and not self.work.is_running)
        self.apply_button.fill(filled=True)
        self.main.say("Syncing…" if self.work.is_running else "Sync now")
        self.main.setVisible(shown == SYSTEMS and has_systems)
        self.main.setEnabled(not self.work.is_running)
        self.main.fill(filled=True)

    # ---- going

    @Slot(object)
    def show_target(self, target: object) -> None:
        """Shows a part ("inbox"), an entry of the inbox or plan by number, or a system by name."""
        if isinstance(target, tuple) and len(target) == 2:  # noqa: PLR2004  a part and a thing
            self._show_thing(*target)
            return
        if not isinstance(target, str):
            return
        title = _NAMES.get(target, target.replace("_", " ").capitalize())
        if title in self.parts:
            self.tabs.show_part(title)
        else:
            self.tabs.show_part(SYSTEMS)
            self.systems.show_system(target)

    def _show_thing(self, part: object, thing: object) -> None:
        openers = {
            "go_live": self.wizards.go_live,
            "connect": self.wizards.connect_system,
            "codes": self.wizards.pair_codes,
            "map": self.wizards.map_customers,
        }
        opener = openers.get(str(part))
        if opener is not None:
            if part == "map":
                self._show_map(str(thing))
            opener(str(thing))
            return
        self.show_target(part)
        if self.tabs.current == INBOX and isinstance(thing, int):
            self.inbox.show_entry(thing)
        elif self.tabs.current == PLANS and isinstance(thing, int):
            self.plans.show_plan(thing)
        elif self.tabs.current == INBOX and isinstance(thing, str):
            self.inbox.show_system(thing)

    @Slot(str)
    def _show_problems(self, system: str) -> None:
        self.tabs.show_part(INBOX)
        self.inbox.show_system(system)

    @Slot(str)
    def _show_map(self, system: str) -> None:
        part = self.others[MAP]
        if isinstance(part, CustomerMapPart):
            part.show_target(system)
        self.tabs.show_part(MAP)

    @Slot(int)
    def _show_plan(self, number: int) -> None:
        self.plans.show_plan(number)
        self.tabs.show_part(PLANS)

    def next_need(self) -> bool:
        """The next entry of the inbox; on another part the next thing there, while there is one."""
        other = self.others.get(self.tabs.current)
        if other is not None and other.next_need():
            return True
        if self.tabs.current == PLANS and self.plans.next_need():
            return True
        self.tabs.show_part(INBOX)
        return self.inbox.next_need()

    def previous_need(self) -> bool:
        """The entry of the inbox before."""
        other = self.others.get(self.tabs.current)
        if other is not None and other.next_need(-1):
            return True
        if self.tabs.current == PLANS and self.plans.next_need(-1):
            return True
        self.tabs.show_part(INBOX)
        return self.inbox.next_need(-1)

    def take_focus(self) -> None:
        """Puts the keyboard into the list of the part in view."""
        self.parts[self.tabs.current].setFocus()

    # ---- doing

    def acts(self) -> Sequence[Act]:
        """What can be done here."""
        systems, inbox = self.systems, self.inbox
        choose = inbox.pane.choose_letter
        own: tuple[Deed, ...] = (
            ("Connect a system…", "Ctrl+N", "plug", self.wizards.connect_any),
            ("Sync now", "Ctrl+F5", "refresh-cw", self.sync_now),
            ("Do what is prepared", "Ctrl+Return", "check", self.do),
            ("Plan a sync", "Ctrl+Shift+P", "list-checks", self.work.plan),
            ("Take back what was posted…", "Alt+Shift+Z", "undo-2", self.take_back),
            ("Test the rights", "Alt+Shift+T", "shield-check", systems.test),
            ("Sign in again…", "Alt+Shift+I", "key-round", systems.sign_in),
            ("Go live…", "Alt+Shift+G", "calendar-check-2", self.wizards.go_live_any),
            ("Disconnect…", "Alt+Shift+D", "unplug", systems.disconnect_it),
            ("Start the practice systems", "Alt+Shift+P", "play", partial(start_practice, self)),
            ("Try this entry again", "Ctrl+R", "refresh-cw", inbox.pane.try_again),
            ("Take theirs", "Ctrl+Shift+1", "", partial(choose, "t")),
            ("Keep ours", "Ctrl+Shift+2", "", partial(choose, "k")),
            ("Split", "Ctrl+Shift+3", "split", partial(choose, "s")),
            ("Open the record there", "Ctrl+Shift+O", "external-link", inbox.pane.open_there),
            ("Show what was solved", "Alt+Shift+H", "history", inbox.show_solved),
            ("Readiness checklist", "Alt+Shift+L", "list-checks", self._to_checklist),
        )
        others = [
            replace(act, menu=_MENUS[title])
            for title, part in self.others.items()
            for act in part.acts()
        ]
        return (*self.tabs.acts("Window"), *sync_acts(own), *others)

    def _to_checklist(self) -> None:
        self.go.emit("settings", "readiness")

    @Slot()
    def do(self) -> None:
        """Does what the part in view has prepared."""
        if self.tabs.current == PLANS:
            self.plans.apply()
        elif self.tabs.current == INBOX:
            self.inbox.pane.do()
        elif self.tabs.current == SYSTEMS:
            self.sync_now()

    @Slot()
    def sync_now(self) -> None:
        """Reads every system, plans, and applies what is set to automatic."""
        self.clear_error()
        self.work.sync()

    @Slot()
    def try_again(self) -> None:
        """Tries all of the inbox again; on other parts it reads anew."""
        if self.tabs.current == INBOX:
            self.inbox.try_all()
        else:
            self.refresh()

    @Slot()
    def take_back(self) -> None:
        """Plans to take back what the plan in view, or the sync chosen, has posted."""
        if self.tabs.current == HISTORY:
            self.past.take_back()
        else:
            self.plans.take_back()

    def part(self) -> QWidget:
        """The part in view."""
        return self.parts[self.tabs.current]
