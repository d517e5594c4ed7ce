"""Where what the person prefers is kept; nothing of a company is in it."""

from pathlib import Path

from app.host.paths import settings_folder


def settings_file() -> Path:
    """The file of the preferences."""
    return settings_folder() / "preferences.ini"
