"""A button that shows a key that something else acts on: a menu entry, or a work list's letter."""

from collections.abc import Callable

from PySide6.QtGui import QKeySequence

from app.ui.appearance.icons import icon
from app.ui.parts.controls import Button, dress


class KeyButton(Button):
    """Shows its key and leaves it to its owner: two owners of one key would answer neither."""

    def __init__(
        self,
        text: str,
        *,
        key: str,
        kind: str = "",
        icon_name: str = "",
        on_press: Callable[[], object] | None = None,
    ) -> None:
        super().__init__(text, kind=kind, icon_name=icon_name, key=key, on_press=on_press)
        self.setShortcut(QKeySequence())

    def say(self, text: str) -> None:
        """Changes the words."""
        super().say(text)
        self.setShortcut(QKeySequence())

    def share_key(self) -> None:
        """The key is never its own, whoever has it now."""

    def fill(self, *, filled: bool) -> None:
        """Makes it the one filled button in view, or one of the others."""
        wanted = "primary" if filled else ""
        if self.property("kind") != wanted:
            dress(self, wanted)
            self.dress_icon()

    def show_icon_named(self, name: str) -> None:
        """Another icon, in the ink of its kind."""
        self._icon_name = name
        self.dress_icon()

    def dress_icon(self) -> None:
        """Draws the icon in the ink of its kind."""
        if self._icon_name:
            role = "on_accent" if self.property("kind") == "primary" else "text"
            self.setIcon(icon(self._icon_name, role))
