"""A font that is cut to size once, not once a document: invoices of a run use the same letters."""

import zlib
from collections import OrderedDict
from collections.abc import Sequence
from typing import Any, Final

from reportlab.pdfbase.pdfdoc import PDFName
from reportlab.pdfbase.ttfonts import TTFont, TTFontFace

USUAL: Final = "\u2013\u2212\u00b7\u2019\u201c\u201d\u2022\u2026\u00d7\u2009"
"""Signs beyond ASCII that most documents hold; known from the start, so that most are cut alike."""

_KEPT: Final = 16


class KeptFont(TTFont):
    """A TrueType font whose last cuts are kept, ready to be embedded."""

    def __init__(self, name: str, filename: str) -> None:
        """Reads the font's file."""
        super().__init__(name, filename, asciiReadable=True)
        self.face = _KeptFace(filename)


class _KeptFace(TTFontFace):
    """The outlines of a font."""

    def __init__(self, filename: str) -> None:
        super().__init__(filename)
        self._cuts: OrderedDict[tuple[int, ...], tuple[bytes, bytes]] = OrderedDict()

    def makeSubset(self, subset: Sequence[int]) -> bytes:  # noqa: N802  ReportLab's name
        """The font file with the glyphs of these characters only."""
        return self._cut(subset)[0]

    def addSubsetObjects(self, doc: Any, fontname: str, subset: Sequence[int]) -> Any:  # noqa: ANN401, N802
        """Embeds the cut as it was compressed before."""
        reference = super().addSubsetObjects(doc, fontname, subset)  # type: ignore[no-untyped-call]
        stream = doc.idToObject[f"fontFile:{self.filename}({fontname})"]
        stream.content = self._cut(subset)[1]
        stream.filters = []
        stream.dictionary["Filter"] = PDFName("FlateDecode")
        return reference

    def _cut(self, subset: Sequence[int]) -> tuple[bytes, bytes]:
        """The font file and the same compressed."""
        key = tuple(subset)
        cut = self._cuts.get(key)
        if cut is None:
            whole = super().makeSubset(subset)
            cut = (whole, zlib.compress(whole, 9))
            self._cuts[key] = cut
            if len(self._cuts) > _KEPT:
                self._cuts.popitem(last=False)
        return cut
