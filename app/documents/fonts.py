"""IBM Plex Sans as static fonts: made once from the variable font of its package, then kept.

ReportLab embeds static TrueType outlines only, and the package carries a variable font.
"""

import os
import tempfile
from collections.abc import Iterable, Mapping
from enum import Enum
from importlib import metadata
from pathlib import Path
from typing import Final

from app.errors import InputError

PACKAGE: Final = "fontpkg-ibm-plex-sans"

_VARIABLE: Final = "files/IBMPlexSans[wdth,wght].ttf"
# Layout tables serve shaping, which ReportLab does not do; without them the font is read faster.
_UNUSED_TABLES: Final = ("GSUB", "GPOS", "GDEF", "STAT", "gasp")
_FULL_WIDTH: Final = 100
_POSTSCRIPT_NAME: Final = 6


class Weight(Enum):
    """How heavy the letters are; the value is the font's name in a PDF."""

    REGULAR = "IBMPlexSans-Regular"
    MEDIUM = "IBMPlexSans-Medium"
    """Drawn by the window alone."""
    SEMIBOLD = "IBMPlexSans-SemiBold"


_WEIGHT_AXIS: Final[Mapping[Weight, int]] = {
    Weight.REGULAR: 400,
    Weight.MEDIUM: 500,
    Weight.SEMIBOLD: 600,
}
_FAMILY: Final = "IBM Plex Sans"
_FAMILY_NAME, _STYLE_NAME, _TYPOGRAPHIC = 1, 2, (16, 17, 21, 22, 25)
PRINTED: Final = (Weight.REGULAR, Weight.SEMIBOLD)


def font_files(
    folder: Path, weights: Iterable[Weight] = PRINTED, *, make: bool = True
) -> dict[Weight, Path]:
    """The static font of each weight, made in ``folder`` where it is not there yet.

    Without ``make`` only those that are there.

    Names hold the package's version, so that a new one makes new files. Two processes may make the
    same file at once: each writes one of its own and puts it in place whole. InputError where the
    folder cannot be written.
    """
    version = metadata.version(PACKAGE)
    found = {weight: folder / f"{weight.value}-{version}.ttf" for weight in weights}
    for weight, path in found.items():
        if make and not path.exists():
            _put_in_place(path, weight)
    return {weight: path for weight, path in found.items() if path.exists()}


def register_fonts(folder: Path) -> None:
    """Makes the fonts known to ReportLab under the names of their weights."""
    from reportlab.pdfbase import pdfmetrics

    from app.documents.kept_font import KeptFont

    known = set(pdfmetrics.getRegisteredFontNames())
    if {weight.value for weight in PRINTED} <= known:
        return
    for weight, path in font_files(folder).items():
        pdfmetrics.registerFont(KeptFont(weight.value, str(path)))


def _put_in_place(path: Path, weight: Weight) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, suffix=".part")
        os.close(handle)
        own = Path(name)
        try:
            _make_static(own, weight)
            own.replace(path)
        finally:
            own.unlink(missing_ok=True)
    except OSError as problem:
        raise InputError(
            f"The fonts for PDFs cannot be kept in {path.parent}.",
            problem.strerror or str(problem),
            "Make that folder writable, or free some room.",
        ) from problem


def _make_static(path: Path, weight: Weight) -> None:
    import fontpkg_ibm_plex_sans
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]
    from fontTools.varLib import instancer  # type: ignore[import-untyped]

    source = Path(fontpkg_ibm_plex_sans.ROOT) / _VARIABLE
    # The time stamp stays the package's, so that every computer makes the same bytes.
    with TTFont(source, recalcTimestamp=False) as variable:
        for table in _UNUSED_TABLES:
            if table in variable:
                del variable[table]
        place = {"wght": _WEIGHT_AXIS[weight], "wdth": _FULL_WIDTH}
        static = instancer.instantiateVariableFont(variable, place, inplace=True)
        static["name"].setName(weight.value, _POSTSCRIPT_NAME, 3, 1, 0x409)
        # One family of three weights, as the window asks for them.
        static["name"].setName(_FAMILY, _FAMILY_NAME, 3, 1, 0x409)
        static["name"].setName(weight.value.partition("-")[2], _STYLE_NAME, 3, 1, 0x409)
        for number in _TYPOGRAPHIC:
            static["name"].removeNames(number)
        static["OS/2"].usWeightClass = _WEIGHT_AXIS[weight]
        static.save(path)
