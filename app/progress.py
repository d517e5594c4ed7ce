"""How work tells how far it is, and learns that it was cancelled."""

from typing import Protocol


class Progress(Protocol):
    """Called between batches, never inside a write."""

    def step(self, done: int, total: int, note: str) -> None:
        """Tells ``done`` of ``total`` units; raises Cancelled if the user stopped the work.

        A total of 0 means it is not known.
        """


class Silent:
    """Tells nobody, and is never cancelled."""

    def step(self, done: int, total: int, note: str) -> None:
        """Does nothing."""
