"""The fonts the window draws with: static weights, made once into the cache."""

from pathlib import Path

from app.documents.fonts import Weight, font_files
from app.host.paths import cache_folder


def window_fonts(*, make: bool) -> list[Path]:
    """The font of each weight; without ``make`` only those that are there already."""
    return list(font_files(cache_folder() / "fonts", Weight, make=make).values())
