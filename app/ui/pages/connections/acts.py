"""The acts of the page of connections, from the words, keys, icons and deeds it has."""

from collections.abc import Callable, Sequence

from app.ui.page import Act

Deed = tuple[str, str, str, Callable[[], object]]
"""Words, key, icon, and what it does."""


def sync_acts(deeds: Sequence[Deed]) -> list[Act]:
    """Acts of the menu Sync."""
    return [
        Act(title=title, menu="Sync", key=key, icon=icon, run=run)
        for title, key, icon, run in deeds
    ]
