"""Which system a part is about: those that are connected, by title; the choice is kept."""

from collections.abc import Sequence

from PySide6.QtCore import Signal

from app.operations.list_systems import ListedSystem
from app.ui.desk import Desk
from app.ui.parts.controls import Choice


class SystemChoice(Choice):
    """The systems of the company to choose from."""

    picked = Signal(object)
    """A ``ListedSystem``."""

    def __init__(self, desk: Desk, name: str, kept: str) -> None:
        """``kept``: under what the choice is kept for this person and company."""
        super().__init__(name)
        self.desk = desk
        self._kept = kept
        self._systems: Sequence[ListedSystem] = ()
        self._awaited = ""
        self.currentIndexChanged.connect(self._picked)

    @property
    def system(self) -> ListedSystem | None:
        """The one chosen; None where none is connected."""
        place = self.currentIndex()
        return self._systems[place] if 0 <= place < len(self._systems) else None

    def offer(self, systems: Sequence[ListedSystem]) -> None:
        """Offers the systems there are; what was chosen stays so."""
        if tuple(systems) == tuple(self._systems):
            return
        wanted = self.system.key if self.system else str(self.desk.kept(self._kept) or "")
        if any(each.key == self._awaited for each in systems):
            wanted, self._awaited = self._awaited, ""
        self.blockSignals(True)  # noqa: FBT003  of Qt
        self._systems = tuple(systems)
        self.clear()
        for each in systems:
            self.addItem(each.title, each.key)
        self.setCurrentIndex(max(self.findData(wanted), 0) if systems else -1)
        self.blockSignals(False)  # noqa: FBT003  of Qt

    def choose(self, key: str) -> None:
        """Chooses a system by its name; one that is connected only now, as soon as it is read."""
        place = self.findData(key)
        if place >= 0:
            self.setCurrentIndex(place)
        elif key:
            self._awaited = key

    def _picked(self, _: int) -> None:
        system = self.system
        if system is not None:
            self.desk.keep(self._kept, system.key)
            self.picked.emit(system)
