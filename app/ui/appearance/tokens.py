"""The figures of the look, as they stand in ``resources/appearance.json``."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any, Final

_TABLE: Final = Path(__file__).resolve().parents[3] / "resources" / "appearance.json"


class Theme(Enum):
    """The colours to choose from; the system's own choice is one of the first two."""

    LIGHT = "light"
    DARK = "dark"
    HIGH_CONTRAST = "high_contrast"


class Density(Enum):
    """How close rows and controls stand."""

    COMPACT = "compact"
    NORMAL = "normal"
    ROOMY = "roomy"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tokens:
    """All figures of the look. Sizes are in pixels at 100 %."""

    themes: Mapping[Theme, Mapping[str, str]]
    """By theme the colour of each role, as ``#RRGGBB``."""
    palette: Mapping[str, str]
    """By palette entry (``Window``, ``Disabled.Text``) its role."""
    text_pairs: tuple[tuple[str, str], ...]
    """Text role and ground role that occur together."""
    other_pairs: tuple[tuple[str, str], ...]
    """The same of lines, focus rings and charts."""
    spared_pairs: frozenset[tuple[str, str]]
    """Text pairs that high contrast does not draw: badges take the text of the selection there."""
    family: str
    mono: str
    fallback: tuple[str, ...]
    ratio: Mapping[str, float]
    """By kind of text its size as a part of the body's."""
    body_pt: Mapping[str, int]
    radius: Mapping[str, int]
    size: Mapping[str, Any]
    density: Mapping[Density, Mapping[str, int]]
    motion: Mapping[str, Any]
    company_colours: tuple[str, ...]
    chart_order: tuple[str, ...]


@cache
def tokens() -> Tokens:
    """The figures, read once."""
    table = json.loads(_TABLE.read_text(encoding="utf-8"))
    kind = table["type"]
    return Tokens(
        themes={theme: table["themes"][theme.value] for theme in Theme},
        palette=table["palette"],
        text_pairs=_pairs(table["contrast"]["text"]),
        other_pairs=_pairs(table["contrast"]["non_text"]),
        spared_pairs=frozenset(_pairs(table["contrast"]["not_in_high_contrast"])),
        family=kind["family"],
        mono=kind["mono"],
        fallback=tuple(kind["fallback"]),
        ratio=kind["ratio"],
        body_pt=kind["body_pt"],
        radius=table["radius"],
        size=table["size"],
        density={density: table["density"][density.value] for density in Density},
        motion=table["motion"],
        company_colours=tuple(table["company_colours"]),
        chart_order=tuple(table["chart"]["order"]),
    )


def _pairs(texts: list[str]) -> tuple[tuple[str, str], ...]:
    return tuple((text.split(" on ")[0], text.split(" on ")[1]) for text in texts)
