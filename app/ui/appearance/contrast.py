"""The contrast of two colours, as WCAG 2.2 defines it (relative luminance, 1.4.3)."""

from typing import Final

_DARK_END: Final = 0.04045


def contrast(one: str, other: str) -> float:
    """The ratio of two colours ``#RRGGBB``: 1 where they are equal, 21 for black on white."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(value: float) -> float:
    if value <= _DARK_END:
        return value / 12.92
    return float(((value + 0.055) / 1.055) ** 2.4)
