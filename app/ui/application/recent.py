"""Company files that were open before: kept for the person, missing ones told."""

import json
from pathlib import Path
from typing import Any, Final

from PySide6.QtCore import QSettings

from app.ui import words
from app.ui.desk import Desk
from app.ui.pages.welcome_page import OpenedBefore

_KEPT: Final = 8
_LIST: Final = "program/recent"
_LAST: Final = "program/last"


class RecentFiles:
    """The list of the files, the last first."""

    def __init__(self, settings: QSettings) -> None:
        self._settings = settings

    def remember(self, desk: Desk, colour: int) -> None:
        """Puts the company that is open on a desk at the head."""
        company = desk.company
        if company is None:
            return
        at = desk.clock.now().astimezone(desk.zone)
        kind = "practice" if company.facts.is_practice else words.period(desk.period)
        entry = {
            "path": str(company.path),
            "name": company.facts.name,
            "detail": f"{kind}, opened {words.day(at.date(), today=at.date())}",
            "colour": colour,
            "identity": company.facts.identity,
        }
        others = [each for each in self._entries() if each["path"] != entry["path"]]
        self._keep([entry, *others][:_KEPT])
        self._settings.setValue(_LAST, str(company.path))

    def forget_last(self) -> None:
        """The next start opens no company: the person closed it."""
        self._settings.remove(_LAST)

    def move(self, old: Path, new: Path) -> None:
        """A file that was moved or renamed is found elsewhere."""
        entries = [each for each in self._entries() if each["path"] != str(new)]
        for each in entries:
            if each["path"] == str(old):
                each["path"] = str(new)
        self._keep(entries)

    def files(self) -> list[OpenedBefore]:
        """All of them; those that are not where they were are marked."""
        found = []
        for each in self._entries():
            path = Path(each["path"])
            found.append(
                OpenedBefore(
                    path=path,
                    name=each["name"],
                    detail=each["detail"],
                    colour=int(each["colour"]),
                    is_missing=not path.exists(),
                )
            )
        return found

    def last(self) -> Path | None:
        """The file that was open last, if it is still there."""
        kept = self._settings.value(_LAST)
        path = Path(str(kept)) if kept else None
        return path if path is not None and path.exists() else None

    def _entries(self) -> list[dict[str, Any]]:
        try:
            kept = json.loads(str(self._settings.value(_LIST) or "[]"))
        except ValueError:
            return []
        wanted = {"path", "name", "detail", "colour"}
        return [each for each in kept if isinstance(each, dict) and wanted <= each.keys()]

    def _keep(self, entries: list[dict[str, Any]]) -> None:
        self._settings.setValue(_LIST, json.dumps(entries))
