"""Invoices as PDFs against their floor: ReportLab alone drawing the same text.

The floor knows every string and its place beforehand; it lays nothing out and draws no lines. It
runs in as many processes as ours. Run it from the top of the tree:

    python -m tests.bench.pdf_floor --invoices 1000 --workers 2 --out FOLDER
"""

import argparse
import io
import multiprocessing
import resource
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from pathlib import Path

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from app.documents.fonts import font_files
from app.documents.invoice.batch import write_invoices
from app.documents.invoice.document import InvoiceDocument
from app.documents.invoice.drawing import about, draw_invoice
from app.documents.page_style import TEXT, Face, PageStyle, Paper
from app.documents.pen import Pen
from tests.documents.granite_peak import GOLDEN, LINES, MAIN, granite_peak, with_lines

PAGES = 3
BRANCHES = 6
PACK = 8


@dataclass(frozen=True, slots=True)
class Said:
    """A string on a page: where its base line begins, and in which letters."""

    page: int
    x: float
    y: float
    words: str
    face: Face


class NotingPen(Pen):
    """Notes each string beside drawing it."""

    def __init__(self, style: PageStyle, document: InvoiceDocument) -> None:
        super().__init__(style, about(document))
        self.said: list[Said] = []

    def text(self, x: float, y: float, words: str, *, face: Face, colour: str = TEXT) -> None:
        page = next(i for i, ops in enumerate(self.pages) if ops is self._ops)
        self.said.append(Said(page, x, self.style.height - y, words, face))
        super().text(x, y, words, face=face, colour=colour)


def documents(several: int) -> Iterator[InvoiceDocument]:
    """Invoices of three pages, each with names, quantities and amounts of its own."""
    for place in range(several):
        yield one_document(place)


def one_document(place: int) -> InvoiceDocument:
    """Return the invoice of one of many accounts."""
    whole = granite_peak()
    account = replace(whole.account, account_number=f"{10000 + place}", name=f"Customer {place}")
    codes = [f"L{i}" for i in range(BRANCHES)]
    sites = {code: replace(MAIN, location_code=code, name=f"Site {code}") for code in codes}
    once = LINES[8:]
    recurring = [
        replace(
            line,
            location_code=code,
            quantity=line.quantity + place % 7,
            amount=line.amount + Decimal(place % 997) / 100,
        )
        for code in sites
        for line in LINES[:6]
    ]
    lines = tuple(
        replace(line, account_number=account.account_number) for line in (*recurring, *once)
    )
    number = f"CF-{1000 + place}"
    return with_lines(
        replace(whole, invoice=replace(whole.invoice, invoice_number=number)),
        lines,
        account=account,
        locations={**sites, MAIN.location_code: MAIN, GOLDEN.location_code: GOLDEN},
    )


def strings(style: PageStyle) -> list[Said]:
    """Return every string of one of the invoices."""
    document = one_document(0)
    pen = NotingPen(style, document)
    draw_invoice(pen, document)
    if len(pen.pages) != PAGES:
        message = f"the bench wants {PAGES} pages, not {len(pen.pages)}"
        raise ValueError(message)
    return pen.said


def draw_plainly(place: int, *, said: list[Said], folder: Path) -> None:
    """Draw the strings with ReportLab, and no more."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=Paper.LETTER.value, pageCompression=1, invariant=True)
    page = 0
    for each in said:
        if each.page != page:
            canvas.showPage()
            page = each.page
        canvas.setFont(each.face.weight.value, each.face.size)
        canvas.drawString(each.x, each.y, each.words.replace("CF-1000", f"CF-{1000 + place}"))
    canvas.showPage()
    canvas.save()
    (folder / f"CF-{1000 + place}.pdf").write_bytes(buffer.getvalue())


def register_plainly(folder: Path) -> None:
    """Make the fonts known as ReportLab has them."""
    for weight, path in font_files(folder).items():
        pdfmetrics.registerFont(TTFont(weight.value, str(path)))


def by_page(said: list[Said]) -> list[Said]:
    """Return the strings page after page; feet are drawn last, but stand on each."""
    return sorted(said, key=lambda each: each.page)


def floor_seconds(several: int, *, workers: int, style: PageStyle, folder: Path) -> float:
    """Return how long the floor takes."""
    draw = partial(draw_plainly, said=by_page(strings(style)), folder=folder)
    begun = time.perf_counter()
    with ProcessPoolExecutor(
        max_workers=workers,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=register_plainly,
        initargs=(style.fonts,),
    ) as pool:
        for _ in pool.map(draw, range(several), chunksize=PACK):
            pass
    return time.perf_counter() - begun


def our_seconds(several: int, *, workers: int, style: PageStyle, folder: Path) -> float:
    """Return how long our invoices take."""
    begun = time.perf_counter()
    write_invoices(documents(several), folder, style=style, workers=workers)
    return time.perf_counter() - begun


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--invoices", type=int, default=1000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as spare:
        top = asked.out or Path(spare)
        style = PageStyle(fonts=top / "fonts")
        font_files(style.fonts)
        for name in ("floor", "ours"):
            (top / name).mkdir(parents=True, exist_ok=True)
        how = {"workers": asked.workers, "style": style}
        floor = floor_seconds(asked.invoices, folder=top / "floor", **how)
        ours = our_seconds(asked.invoices, folder=top / "ours", **how)
        print(f"strings a document    {len(strings(style)):10,}")
        print(f"ReportLab alone       {floor:10.2f} s")
        print(f"invoices              {ours:10.2f} s")
        print(f"ratio (at most 1.5)   {ours / floor:10.2f}")
        print(f"peak memory, parent   {_peak(resource.RUSAGE_SELF):10.0f} MB")
        print(f"peak memory, worker   {_peak(resource.RUSAGE_CHILDREN):10.0f} MB")


def _peak(who: int) -> float:
    return resource.getrusage(who).ru_maxrss / 1024


if __name__ == "__main__":
    main()
