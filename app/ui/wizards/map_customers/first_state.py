"""What the pages of the map wizard share: the system, the go-live day, what would be done."""

from datetime import date
from typing import Any

from PySide6.QtCore import QObject, Signal, Slot

from app.operations.first_connect import FirstLook, look_at_first_connect
from app.operations.list_systems import ListedSystem
from app.ui.desk import Desk


class FirstState(QObject):
    """It outlives the wizard's window: left at any page, it goes on there."""

    looked = Signal()
    """What would be done is known."""
    failed = Signal(object)

    def __init__(self, desk: Desk, system: ListedSystem) -> None:
        super().__init__()
        self.desk = desk
        self.system = system
        self.found: FirstLook | None = None
        kept: Any = desk.kept(self._drawer)
        known = dict(kept) if isinstance(kept, dict) else {}
        self.place = int(known.get("place", 0))
        self.go_live = _day(str(known.get("go_live", ""))) or _first_of(desk.period)

    @property
    def _drawer(self) -> str:
        return f"wizards/map/{self.system.key}"

    def look(self) -> None:
        """Reads what would be done."""
        key, day = self.system.key, self.go_live
        self.desk.read(
            lambda office: look_at_first_connect(office, key, day),
            self._took,
            key=f"first look {id(self)}",
            failed=self.failed.emit,
        )

    @Slot(object)
    def _took(self, found: object) -> None:
        if isinstance(found, FirstLook):
            self.found = found
            self.looked.emit()

    def keep(self, place: int) -> None:
        """Keeps where the wizard was left."""
        self.place = place
        self.desk.keep(self._drawer, {"place": place, "go_live": self.go_live.isoformat()})


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _first_of(period: str) -> date:
    """The day after the period that is worked on: its invoices bear that date."""
    year, month = (int(part) for part in period.split("-"))
    return date(year + month // 12, month % 12 + 1, 1)
