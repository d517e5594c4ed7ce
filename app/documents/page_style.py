"""How a printed page looks: paper, margins, sizes, colours.

Colours are the light theme's of the design tokens; no other module of the documents holds one.
"""

import re
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from pathlib import Path
from typing import Final

from app.documents.fonts import Weight

INCH: Final = 72.0
MARGIN: Final = 0.63 * INCH

TEXT: Final = "#1C2226"
MUTED: Final = "#565E63"
LINE: Final = "#DDD9D0"
LINE_STRONG: Final = "#8A8780"
SUNKEN: Final = "#FAF9F6"
SURFACE: Final = "#FFFFFF"
ACCENT: Final = "#0E5A70"
WATERMARK: Final = "#F0EEE9"

HAIR: Final = 0.5
STRONG: Final = 0.8
RADIUS: Final = 5.0

_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}")
_READABLE = 4.5
_DARKER = 0.92
_DARK_END = 0.04045


class Paper(Enum):
    """Sizes of paper: width and height in points."""

    LETTER = (612.0, 792.0)
    A4 = (595.28, 841.89)


@dataclass(frozen=True, slots=True)
class Face:
    """A weight at a size in points."""

    weight: Weight
    size: float


BODY: Final = Face(Weight.REGULAR, 8.5)
STRONG_BODY: Final = Face(Weight.SEMIBOLD, 8.5)
CAPTION: Final = Face(Weight.REGULAR, 7.8)
STRONG_CAPTION: Final = Face(Weight.SEMIBOLD, 7.8)
BADGE: Final = Face(Weight.REGULAR, 6.8)
HEADING: Final = Face(Weight.SEMIBOLD, 10.5)
ADDRESS: Final = Face(Weight.REGULAR, 9.5)
STRONG_ADDRESS: Final = Face(Weight.SEMIBOLD, 9.5)
SELLER: Final = Face(Weight.SEMIBOLD, 13.5)
INITIALS: Final = Face(Weight.SEMIBOLD, 16.0)
TITLE: Final = Face(Weight.SEMIBOLD, 19.0)
DUE: Final = Face(Weight.SEMIBOLD, 12.0)
HERO: Final = Face(Weight.SEMIBOLD, 24.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class PageStyle:
    """What a company's documents share: fonts, paper, colour and logo.

    ``fonts`` is the folder in which the static fonts are kept. ``accent`` is ``#RRGGBB``.
    """

    fonts: Path
    paper: Paper = Paper.LETTER
    accent: str = ACCENT
    logo: Path | None = None

    @property
    def width(self) -> float:
        """Points from edge to edge."""
        return self.paper.value[0]

    @property
    def height(self) -> float:
        """Points from top to bottom."""
        return self.paper.value[1]

    @property
    def inner_width(self) -> float:
        """Points between the margins."""
        return self.width - 2 * MARGIN

    @property
    def right(self) -> float:
        """Where the right margin begins."""
        return self.width - MARGIN

    @property
    def ink(self) -> str:
        """The accent, darkened as far as white paper asks for it to be read."""
        return readable(self.accent)

    @property
    def soft(self) -> str:
        """The accent as a quiet ground."""
        return tint(self.ink, 0.12)

    @property
    def soft_bar(self) -> str:
        """The accent as a bar beside the bar that counts."""
        return tint(self.ink, 0.3)


@lru_cache(maxsize=64)
def channels(colour: str) -> tuple[float, float, float]:
    """Red, green and blue from 0 to 1; ValueError where it is not ``#RRGGBB``."""
    if not _COLOUR.fullmatch(colour):
        message = f"{colour!r} is no colour of the form #RRGGBB"
        raise ValueError(message)
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


@lru_cache(maxsize=64)
def tint(colour: str, part: float) -> str:
    """So much of the colour mixed into white."""
    return _hex(tuple(1 - part * (1 - each) for each in channels(colour)))


@lru_cache(maxsize=64)
def readable(colour: str) -> str:
    """The colour, darkened until it stands against white with a contrast of 4.5."""
    while contrast_with_white(colour) < _READABLE:
        colour = _hex(tuple(each * _DARKER for each in channels(colour)))
    return colour


def contrast_with_white(colour: str) -> float:
    """The contrast ratio of WCAG 2 against white."""
    linear = [_linear(each) for each in channels(colour)]
    return 1.05 / (0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2] + 0.05)


def _linear(channel: float) -> float:
    """The light of an sRGB channel."""
    return channel / 12.92 if channel <= _DARK_END else ((channel + 0.055) / 1.055) ** 2.4


def _hex(parts: tuple[float, ...]) -> str:
    return "#" + "".join(f"{int(each * 255):02X}" for each in parts)
