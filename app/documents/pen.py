"""Text, lines and boxes on pages, measured and written with little work.

A page is a list of PDF operators until the document is saved, so that pages can be finished when
their number is known. y runs down from the top edge; everything is in points.
"""

import io
import math
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Final, cast

from reportlab import rl_config
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from app.documents.fonts import PRINTED, Weight, register_fonts
from app.documents.kept_font import USUAL
from app.documents.page_style import HAIR, LINE, TEXT, Face, PageStyle, channels

# Binary streams: a fifth smaller and faster than text-safe ones, and every reader knows them.
rl_config.useA85 = 0

ELLIPSIS: Final = "\u2026"

_CURVE: Final = 0.5523  # how far a Bezier handle reaches for a quarter of a circle
_KNOWN_WIDTHS: Final = 100_000
_UNKNOWN: Final = "?"
_UNSEEN: Final = ("Cc", "Cf")  # control and format characters


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a file tells of itself."""

    title: str
    author: str
    subject: str
    language: str
    dated: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A rectangle: its upper left corner, width and height."""

    x: float
    y: float
    width: float
    height: float


class Pen:
    """Draws a document page by page; ``saved`` gives its bytes."""

    def __init__(self, style: PageStyle, about: About) -> None:
        """Begins a document without a page."""
        register_fonts(style.fonts)
        self.style = style
        self.pages: list[list[str]] = []
        self.lacking: set[str] = set()
        """Letters that were asked for and that the fonts do not have."""
        self._images: list[tuple[int, Path, Box]] = []
        self._buffer = io.BytesIO()
        self._canvas = Canvas(
            self._buffer,
            pagesize=style.paper.value,
            pageCompression=1,
            invariant=True,
            lang=about.language,
            initialFontName=Weight.REGULAR.value,  # type: ignore[arg-type]  # a name, not a number
        )
        self._describe(about)
        # ReportLab keeps a font's subsets by document, and asks for it where text is encoded.
        self._document = self._canvas._doc  # type: ignore[attr-defined]  # noqa: SLF001
        self._fonts: dict[Weight, TTFont] = {each: _font(each) for each in PRINTED}
        self._names: dict[tuple[Weight, int], str] = {}
        self._pieces: dict[tuple[Weight, str], list[tuple[int, str]]] = {}
        self._ops: list[str] = []
        self._set_font: tuple[str, float] | None = None
        self._set_fill = ""

    def new_page(self) -> None:
        """Begins a page; what follows is drawn on it."""
        self._ops = []
        self.pages.append(self._ops)
        self._set_font = None
        self._set_fill = ""

    def turn_to(self, page: int) -> None:
        """Goes on with a page that was drawn before, counted from 0."""
        self._ops = self.pages[page]
        self._set_font = None
        self._set_fill = ""

    # ------------------------------------------------------------------------------------ text

    def text(self, x: float, y: float, words: str, *, face: Face, colour: str = TEXT) -> None:
        """Writes words; y is their base line."""
        if not words:
            return
        self._fill(colour)
        place = f"{x:.2f} {self.style.height - y:.2f} Td"
        self._ops.append(f"BT {place} {self._shown(words, face)}ET")

    def right(self, x: float, y: float, words: str, *, face: Face, colour: str = TEXT) -> None:
        """Writes words that end at x."""
        self.text(x - width_of(words, face), y, words, face=face, colour=colour)

    def centre(self, x: float, y: float, words: str, *, face: Face, colour: str = TEXT) -> None:
        """Writes words around x."""
        self.text(x - width_of(words, face) / 2, y, words, face=face, colour=colour)

    def across_under(self, words: str, *, face: Face, colour: str) -> None:
        """Writes one large word from the lower left to the upper right, under all else."""
        wide, high = self.style.width, self.style.height
        slope = math.atan2(high, wide)
        cos, sin = math.cos(slope), math.sin(slope)
        half, drop = width_of(words, face) / 2, face.size * 0.35
        x = wide / 2 - half * cos + drop * sin
        y = high / 2 - half * sin - drop * cos
        turned = f"{cos:.4f} {sin:.4f} {-sin:.4f} {cos:.4f} {x:.2f} {y:.2f} Tm"
        self._set_font = None
        shown = f"{_rgb(colour)} rg BT {turned} {self._shown(words, face)}ET"
        self._ops.insert(0, f"q {shown} Q")
        self._set_font = None

    # --------------------------------------------------------------------------- lines and boxes

    def line(
        self, x: float, y: float, *, to: float, colour: str = LINE, width: float = HAIR
    ) -> None:
        """Draws a level line."""
        self._stroke(colour, width, [(x, y), (to, y)])

    def path(
        self,
        points: list[tuple[float, float]],
        *,
        colour: str,
        width: float = HAIR,
        dash: float = 0,
    ) -> None:
        """Draws a line from point to point."""
        self._stroke(colour, width, points, dash=dash)

    def box(
        self,
        box: Box,
        *,
        fill: str | None = None,
        stroke: str | None = None,
        radius: float = 0,
        width: float = HAIR,
    ) -> None:
        """Draws a rectangle, filled, framed or both."""
        write = self._ops.append
        if fill:
            self._fill(fill)
        if stroke:
            write(f"{_rgb(stroke)} RG {width:g} w")
        paint = {(True, True): "B", (True, False): "f", (False, True): "S"}
        write(self._outline(box, radius))
        write(paint[bool(fill), bool(stroke)])

    def circle(self, x: float, y: float, radius: float, *, colour: str, width: float) -> None:
        """Draws a ring."""
        around = Box(x=x - radius, y=y - radius, width=2 * radius, height=2 * radius)
        self.box(around, stroke=colour, radius=radius, width=width)

    def image(self, path: Path, box: Box) -> None:
        """Puts a picture under what the page shows."""
        self._images.append((len(self.pages) - 1, path, box))

    # ------------------------------------------------------------------------------------ saving

    def saved(self) -> bytes:
        """The document's bytes; the same drawing gives the same bytes."""
        for number, ops in enumerate(self.pages):
            for page, path, box in self._images:
                if page == number:
                    self._draw_image(path, box)
            self._canvas.addLiteral("\n".join(ops))
            self._canvas.showPage()
        self._canvas.save()
        return self._buffer.getvalue()

    def _describe(self, about: About) -> None:
        canvas = self._canvas
        canvas.setTitle(about.title)
        canvas.setAuthor(about.author)
        canvas.setSubject(about.subject)
        canvas.setCreator("Switchbook")
        canvas.setViewerPreference("DisplayDocTitle", "true")
        stamp = f"D:{about.dated:%Y%m%d}000000Z"
        canvas.setDateFormatter(lambda *_: stamp)

    def _draw_image(self, path: Path, box: Box) -> None:
        bottom = self.style.height - box.y - box.height
        self._canvas.drawImage(
            str(path), box.x, bottom, width=box.width, height=box.height, mask="auto"
        )

    def _fill(self, colour: str) -> None:
        if colour != self._set_fill:
            self._set_fill = colour
            self._ops.append(f"{_rgb(colour)} rg")

    def _stroke(
        self, colour: str, width: float, points: list[tuple[float, float]], *, dash: float = 0
    ) -> None:
        high = self.style.height
        (x, y), *rest = points
        steps = "".join(f" {px:.2f} {high - py:.2f} l" for px, py in rest)
        drawn = f"{_rgb(colour)} RG {width:g} w {x:.2f} {high - y:.2f} m{steps} S"
        self._ops.append(f"[{dash:g} {dash:g}] 0 d {drawn} [] 0 d" if dash else drawn)

    def _outline(self, box: Box, radius: float) -> str:
        left, low = box.x, self.style.height - box.y - box.height
        if not radius:
            return f"{left:.2f} {low:.2f} {box.width:.2f} {box.height:.2f} re"
        right, high = left + box.width, low + box.height
        reach = radius * (1 - _CURVE)
        points = (
            f"{left + radius:.2f} {low:.2f} m {right - radius:.2f} {low:.2f} l",
            f"{right - reach:.2f} {low:.2f} {right:.2f} {low + reach:.2f}",
            f"{right:.2f} {low + radius:.2f} c {right:.2f} {high - radius:.2f} l",
            f"{right:.2f} {high - reach:.2f} {right - reach:.2f} {high:.2f}",
            f"{right - radius:.2f} {high:.2f} c {left + radius:.2f} {high:.2f} l",
            f"{left + reach:.2f} {high:.2f} {left:.2f} {high - reach:.2f}",
            f"{left:.2f} {high - radius:.2f} c {left:.2f} {low + radius:.2f} l",
            f"{left:.2f} {low + reach:.2f} {left + reach:.2f} {low:.2f}",
            f"{left + radius:.2f} {low:.2f} c h",
        )
        return " ".join(points)

    def _shown(self, words: str, face: Face) -> str:
        """The operators that choose the font, where it changes, and show the words."""
        shown = ""
        for subset, piece in self._encoded(face.weight, words):
            font = (self._name(face.weight, subset), face.size)
            if font != self._set_font:
                self._set_font = font
                shown += f"{font[0]} {face.size:g} Tf "
            shown += f"({piece}) Tj "
        return shown

    def _name(self, weight: Weight, subset: int) -> str:
        key = (weight, subset)
        if key not in self._names:
            self._names[key] = self._fonts[weight].getSubsetInternalName(subset, self._document)
        return self._names[key]

    def _encoded(self, weight: Weight, words: str) -> list[tuple[int, str]]:
        """The words as strings of PDF, each with the font's subset it is written in.

        ASCII stands for itself in the first subset, which spares most of the work.
        """
        if words.isascii() and words.isprintable():
            return [(0, _escaped(words))]
        key = (weight, words)
        if key not in self._pieces:
            font = self._fonts[weight]
            font.splitString(USUAL, self._document)
            drawn = [_drawable(font, letter) for letter in words]
            self.lacking |= {
                letter
                for letter, each in zip(words, drawn, strict=True)
                if each == _UNKNOWN != letter
            }
            known = "".join(drawn)
            self._pieces[key] = [
                (subset, _escaped(piece.decode("latin-1")))
                for subset, piece in font.splitString(known, self._document)
            ]
        return self._pieces[key]


def width_of(words: str, face: Face) -> float:
    """How many points the words take."""
    return _units(face.weight, words) * face.size / 1000


def elided(words: str, width: float, face: Face) -> str:
    """The words, cut at the end with an ellipsis where they are too long."""
    if width_of(words, face) <= width:
        return words
    low, high = 0, len(words)
    while low < high:
        middle = (low + high + 1) // 2
        if width_of(words[:middle].rstrip() + ELLIPSIS, face) <= width:
            low = middle
        else:
            high = middle - 1
    return words[:low].rstrip() + ELLIPSIS


def wrapped(words: str, width: float, face: Face, *, lines: int = 100) -> list[str]:
    """The words in at most so many lines; what does not fit is cut with an ellipsis.

    A single word longer than a line is broken where the line ends.
    """
    if "\n" not in words and width_of(words, face) <= width:
        return [words]
    made = list(_broken(words, width, face))
    if len(made) <= lines:
        return made
    last = f"{made[lines - 1]} {made[lines]}"
    kept = elided(last, width, face)
    return [*made[: lines - 1], kept if kept.endswith(ELLIPSIS) else kept + ELLIPSIS]


def _broken(words: str, width: float, face: Face) -> Iterator[str]:
    for paragraph in words.splitlines():
        line = ""
        for word in paragraph.split(" "):
            longer = f"{line} {word}" if line else word
            if width_of(longer, face) <= width:
                line = longer
                continue
            if line:
                yield line
            line = word
            while width_of(line, face) > width:
                fits = _fitting(line, width, face)
                yield line[:fits]
                line = line[fits:]
        yield line


def _fitting(word: str, width: float, face: Face) -> int:
    """How many letters of one long word fit; at least one."""
    fits = 1
    while fits < len(word) and width_of(word[: fits + 1], face) <= width:
        fits += 1
    return fits


@lru_cache(maxsize=_KNOWN_WIDTHS)
def _units(weight: Weight, words: str) -> float:
    face = _font(weight).face
    known, other = face.charWidths, face.defaultWidth
    return float(sum(known.get(ord(letter), other) for letter in words))


def _font(weight: Weight) -> TTFont:
    return cast("TTFont", pdfmetrics.getFont(weight.value))


def _drawable(font: TTFont, letter: str) -> str:
    """The letter, or what stands for it where the font has none."""
    known = font.face.charToGlyph
    if letter.isspace() and (ord(letter) not in known or letter < " "):
        return " "
    if unicodedata.category(letter) in _UNSEEN:
        return ""
    if ord(letter) in known:
        return letter
    plain = "".join(part for part in unicodedata.normalize("NFKD", letter) if ord(part) in known)
    return plain or _UNKNOWN


def _escaped(words: str) -> str:
    """The words as they stand between the brackets of a PDF string."""
    if "\\" in words or "(" in words or ")" in words:
        words = words.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")
    if words.isascii() and words.isprintable():
        return words
    return "".join(letter if " " <= letter <= "~" else f"\\{ord(letter):03o}" for letter in words)


@lru_cache(maxsize=64)
def _rgb(colour: str) -> str:
    return " ".join(f"{each:.3f}" for each in channels(colour))
