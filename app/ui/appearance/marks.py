"""The small marks inside controls (the tick, the arrows), as files of their own.

A style sheet takes pictures from files alone; these are a few hundred bytes each and live as long
as the program.
"""

import tempfile
from functools import cache
from pathlib import Path
from typing import Final

from app.ui.appearance.drawings import svg

_MARKS: Final = {
    "mark_check": ("check", "on_accent", "3"),
    "mark_tick": ("check", "text", "2.5"),
    "mark_check_off": ("check", "text_disabled", "3"),
    "mark_down": ("chevron-down", "text_muted", "2"),
    "mark_down_off": ("chevron-down", "text_disabled", "2"),
    "mark_up": ("chevron-up", "text_muted", "2"),
}
"""By name in the style sheet: the icon, its role and its stroke."""


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="switchbook-marks-", ignore_cleanup_errors=True)


def marks(theme: str, colours: dict[str, str]) -> dict[str, str]:
    """By name in the style sheet the path of the mark in the colours of a theme."""
    found = {}
    for mark, (name, role, stroke) in _MARKS.items():
        path = Path(_folder().name) / f"{mark}-{theme}.svg"
        if not path.exists():
            text = svg(name).replace("currentColor", colours[role])
            text = text.replace('stroke-width="2"', f'stroke-width="{stroke}"')
            path.write_text(text, encoding="utf-8")
        found[mark] = path.as_posix()
    return found
