"""How a worker asks whoever sits at the window: to sign in, to paste an address, to choose."""

import queue
from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QObject, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices

from app.errors import Cancelled
from app.operations.connecting import Asking
from app.progress import Progress

_STEP_SECONDS: Final = 0.5
_WAIT_STEPS: Final = 1200
"""Ten minutes: whoever signs in may have to look for a password."""


class Consent(QObject):
    """Passes questions to the window, and its answers back to the worker that waits."""

    browsing = Signal(str)
    """A page of the vendor's opens in the browser; the answer comes back by itself."""
    pasting = Signal(str)
    """A page opens, and the address it ends at is to be pasted."""
    choosing = Signal(object)
    """Ids and names of several companies."""
    _browser = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._answers: queue.Queue[str | None] = queue.Queue()
        self._browser.connect(self._open)

    def asking(self, progress: Progress) -> Asking:
        """What the operation asks by; used on its worker."""

        def browse(url: str) -> None:
            self.browsing.emit(url)
            self._browser.emit(url)

        def paste(url: str) -> str:
            self._forget()
            self.pasting.emit(url)
            self._browser.emit(url)
            return self._wait(progress)

        def choose(found: Sequence[tuple[str, str]]) -> str:
            self._forget()
            self.choosing.emit(list(found))
            return self._wait(progress)

        return Asking(browse=browse, paste=paste, choose=choose)

    def answer(self, text: str) -> None:
        """What was pasted or chosen."""
        self._answers.put(text)

    def give_up(self) -> None:
        """Nobody answers any more: the worker stops."""
        self._answers.put(None)

    def _forget(self) -> None:
        while not self._answers.empty():
            self._answers.get_nowait()

    def _wait(self, progress: Progress) -> str:
        for passed in range(_WAIT_STEPS):
            progress.step(passed, _WAIT_STEPS, "Waiting for you")
            try:
                found = self._answers.get(timeout=_STEP_SECONDS)
            except queue.Empty:
                continue
            if found is None:
                break
            return found
        raise Cancelled

    @Slot(str)
    def _open(self, url: str) -> None:
        QDesktopServices.openUrl(QUrl(url))
