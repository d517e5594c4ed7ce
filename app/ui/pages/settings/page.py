"""Settings: what was decided, the company, systems, backups, privacy, looks, keys."""

from collections.abc import Sequence
from typing import Any, Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from app.findings import Finding
from app.operations.changes import Changes
from app.operations.decide import (
    BACKUP,
    COMPANY,
    GL_CODES,
    TAX_TABLES,
    Checklist,
    show_readiness,
)
from app.ui.appearance.look import LOOK
from app.ui.desk import Desk
from app.ui.page import NARROW, Act, Page, focus_within
from app.ui.pages.settings.backup_part import BackupPart
from app.ui.pages.settings.company_part import CompanyPart, MoneyPart
from app.ui.pages.settings.gl_part import GlPart
from app.ui.pages.settings.keys_part import KeysPart
from app.ui.pages.settings.looks_part import LooksPart
from app.ui.pages.settings.mail_part import MailPart
from app.ui.pages.settings.owners_card import OwnersCard
from app.ui.pages.settings.part import Part
from app.ui.pages.settings.privacy_part import PrivacyPart
from app.ui.pages.settings.readiness_part import ReadinessPart
from app.ui.pages.settings.sync_part import OwnersPart, SyncPart
from app.ui.parts.controls import Card, label
from app.ui.parts.rail import Rail, RailItem

_HELP: Final = (
    "Everything that is decided once. The checklist shows what is open in amber: Fix opens the "
    "very place, F8 goes to the next. What you change is kept at once, Ctrl+Z takes it back. "
    "Looks, keys and the lock are yours on this computer; everything else belongs to the company."
)
_PART_OF: Final = {
    "psa": "sync",
    "accounting": "sync",
    "payments": "sync",
    "invoices": "sync",
    "matching": "sync",
    "sync": "sync",
    "conflict": "owners",
    "calls": "money",
    COMPANY: "company",
    GL_CODES: "gl_codes",
    BACKUP: "backup",
}
_MONEY_FIELDS: Final = frozenset({"currency", "unknown_caller"})


class SettingsPage(Page):
    """Parts at the left, the one that is looked at in the middle."""

    name = "settings"
    title = "Settings"
    areas = Changes.COMPANY | Changes.CONNECTIONS | Changes.RATES | Changes.TAXES | Changes.MONTH
    help_text = _HELP

    locking_changed = Signal()
    """The lock is set otherwise."""
    lock_wanted = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.checklist: Checklist | None = None
        self.buttons.addWidget(
            label("Changes are kept at once and can be undone with Ctrl Z", "muted")
        )
        self.readiness = ReadinessPart(desk)
        self.company = CompanyPart(desk)
        self.sync = SyncPart(desk)
        self.privacy = PrivacyPart(desk)
        self.backup = BackupPart(desk)
        self.keys = KeysPart(desk, self._window_acts)
        self.parts: tuple[Part, ...] = (
            self.readiness,
            self.company,
            GlPart(desk),
            self.sync,
            OwnersPart(desk),
            MoneyPart(desk),
            MailPart(desk),
            self.backup,
            self.privacy,
            LooksPart(desk),
            self.keys,
        )
        self.list = Rail([RailItem(part.name, _short(part), part.icon) for part in self.parts])
        self.list.setAccessibleName("Parts of the settings")
        self.stack = QStackedWidget()
        for part in self.parts:
            self.stack.addWidget(part)
        self.owners = OwnersCard()
        self.body.addLayout(self._laid_out(), 1)
        self.setFocusProxy(self.list)
        self.list.chosen.connect(self._chosen)
        self.list.entered_page.connect(self._enter)
        self.readiness.wanted.connect(self.show_target)
        self.sync.connections_wanted.connect(self._to_connections)
        self.privacy.locking_changed.connect(self.locking_changed)
        self.privacy.lock_wanted.connect(self.lock_wanted)
        desk.changed.connect(self._read_hidden)
        desk.opened.connect(self._read_hidden)
        desk.named.connect(self.company.show_colour)
        self.list.show_page(self.readiness.name)

    def _laid_out(self) -> QHBoxLayout:
        card = Card(margin=0)
        card.rows.setContentsMargins(0, 8, 0, 8)
        card.rows.addWidget(self.list)
        card.setFixedWidth(LOOK.scaled(222))
        self.owners.setFixedWidth(LOOK.scaled(270))
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(card)
        row.addWidget(self.stack, 1)
        row.addWidget(self.owners)
        return row

    # ---- reading

    def read(self) -> None:
        """Asks for the checklist, and has the part in view read."""
        self._read_checklist()
        self.part.read()

    def _read_checklist(self) -> None:
        self.desk.read(show_readiness, self._shown, key=f"settings/{id(self)}")

    @Slot()
    def _read_hidden(self, *_: object) -> None:
        """The badge in the rail is told also while another page is shown."""
        if not self.isVisible() and self.desk.company is not None:
            self._read_checklist()

    @Slot(object)
    def _shown(self, found: object) -> None:
        if not isinstance(found, Checklist):
            return
        self.checklist = found
        for part in self.parts:
            part.show_checklist(found)
        self.owners.list.show_owners(found.owners, found.answers)
        count = len(found.open)
        self.list.count(self.readiness.name, count)
        self.waiting.emit(self.name, count, False)  # noqa: FBT003  of the signal

    # ---- the parts

    @property
    def part(self) -> Part:
        """The part that is looked at."""
        return self.parts[self.stack.currentIndex()]

    @Slot(str)
    def _chosen(self, name: str) -> None:
        for place, part in enumerate(self.parts):
            if part.name == name:
                self.stack.setCurrentIndex(place)
                if self.isVisible() and self.desk.company is not None:
                    part.read()
        self._show_owners()

    def show_part(self, name: str, target: object = None) -> None:
        """Shows a part, and one thing of it."""
        self.list.show_page(name)
        if target is not None:
            self.part.show_target(target)

    def show_target(self, target: object) -> None:
        """Shows a part by its name, a line of the checklist, or what a finding is about."""
        if isinstance(target, Finding):
            column = target.column or "name"
            self.show_part("money" if column in _MONEY_FIELDS else "company", column)
            return
        name = str(target)
        if name == TAX_TABLES:
            self.go.emit("taxes", None)
        elif name in {part.name for part in self.parts} - {"sync"}:
            self.show_part(name, "" if name in {COMPANY, GL_CODES} else None)
        elif name in _PART_OF:
            self.show_part(_PART_OF[name], name)
        else:
            self.show_part(self.readiness.name, name)

    def _enter(self) -> None:
        focus_within(self.part)

    def take_focus(self) -> None:
        """Begins in the list of parts, unless one of them has the keyboard already."""
        focus: QWidget | None = self.window().focusWidget()
        if focus is None or not self.part.isAncestorOf(focus):
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def next_need(self) -> bool:
        """Goes to the next open line of the checklist."""
        if self.checklist is None or not self.checklist.open:
            return False
        self.list.show_page(self.readiness.name)
        return self.readiness.next_open()

    def previous_need(self) -> bool:
        """Goes to the open line of the checklist before."""
        if self.checklist is None or not self.checklist.open:
            return False
        self.list.show_page(self.readiness.name)
        return self.readiness.open_before()

    def _to_connections(self) -> None:
        self.go.emit("connections", None)

    def pane_list(self) -> list[QWidget]:
        """The list of parts, then the part."""
        return [self.list, self.part]

    def _show_owners(self) -> None:
        wide = self.window().width() >= LOOK.scaled(NARROW)
        self.owners.setVisible(self.part is self.readiness and wide)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Leaves the owners out where the window is narrow; they have a part of their own."""
        super().resizeEvent(event)
        self._show_owners()

    # ---- acts

    def acts(self) -> Sequence[Act]:
        """What can be done here."""
        return (
            Act(
                title="Try a restore",
                menu="Tools",
                key="Ctrl+Shift+T",
                icon="archive-restore",
                run=self._drill,
            ),
            Act(
                title="All keys",
                menu="Help",
                key="Shift+F1",
                icon="keyboard",
                run=self._show_keys,
            ),
        )

    def _drill(self) -> None:
        self.show_part(self.backup.name)
        self.backup.drill()

    def _show_keys(self) -> None:
        self.show_part(self.keys.name)

    def _window_acts(self) -> list[tuple[Act, Page | None]]:
        menus: Any = getattr(self.window(), "menus", None)
        return list(menus.acts()) if menus is not None else []


def _short(part: Part) -> str:
    return "Readiness" if part.name == "readiness" else part.title
