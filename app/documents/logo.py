"""The company's logo: a picture file, measured to its place."""

from functools import lru_cache
from pathlib import Path

from app.errors import InputError


@lru_cache(maxsize=8)
def logo_size(path: Path, *, most_wide: float, most_high: float) -> tuple[float, float]:
    """Width and height of the logo in points, fitted into a place; InputError if unreadable."""
    from reportlab.lib.utils import ImageReader

    try:
        wide, high = ImageReader(str(path)).getSize()
    except (OSError, ValueError) as problem:
        raise InputError(
            f"The logo {path} could not be read.",
            "It is missing, or no PNG or JPEG picture.",
            "Choose another picture, or go without a logo.",
        ) from problem
    scale = min(most_wide / wide, most_high / high)
    return wide * scale, high * scale
