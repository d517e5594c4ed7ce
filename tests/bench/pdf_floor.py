"""Invoices as PDFs against their floor: ReportLab alone drawing the same text.

The floor knows every string and its place beforehand; it lays nothing out and draws no lines. It
runs in as many processes as ours. Run it from the top of the tree:

    python -m tests.bench.pdf_floor --invoices 1000 --workers 2
"""

import argparse
import functools
import io
import json
import multiprocessing
import resource
import tempfile
import time
from collections.abc import Callable
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
ROUNDS = 5


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


@functools.cache
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


@dataclass(slots=True)
class Spent:
    """What the rounds took: seconds on the wall, and of all processors."""

    wall: float = 0.0
    processors: float = 0.0

    def add(self, draw: Callable[[], None]) -> None:
        """Draw, and add what it took."""
        wall, processors = time.perf_counter(), _processor_seconds()
        draw()
        self.wall += time.perf_counter() - wall
        self.processors += _processor_seconds() - processors


def draw_floor(places: range, *, workers: int, style: PageStyle, folder: Path) -> None:
    """Draw the floor in as many processes as ours."""
    draw = partial(draw_plainly, said=by_page(strings(style)), folder=folder)
    with ProcessPoolExecutor(
        max_workers=workers,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=register_plainly,
        initargs=(style.fonts,),
    ) as pool:
        for _ in pool.map(draw, places, chunksize=PACK):
            pass


def draw_ours(places: range, *, workers: int, style: PageStyle, folder: Path) -> None:
    """Draw our invoices."""
    documents = (one_document(place) for place in places)
    write_invoices(documents, folder, style=style, workers=workers)


def measure(several: int, *, workers: int, top: Path) -> tuple[Spent, Spent]:
    """Return what floor and ours take, in turn, in rounds."""
    style = PageStyle(fonts=top / "fonts")
    font_files(style.fonts)
    floor, ours = Spent(), Spent()
    size = max(1, several // ROUNDS)
    for begin in range(0, several, size):
        places = range(begin, min(several, begin + size))
        floor.add(partial(draw_floor, places, workers=workers, style=style, folder=top))
        ours.add(partial(draw_ours, places, workers=workers, style=style, folder=top))
    return floor, ours


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--invoices", type=int, default=1000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as top:
        floor, ours = measure(asked.invoices, workers=asked.workers, top=Path(top))
    if asked.json:
        peaks = {"parent": _peak(resource.RUSAGE_SELF), "worker": _peak(resource.RUSAGE_CHILDREN)}
        print(json.dumps({"floor": floor.wall, "ours": ours.wall, "peaks_mb": peaks}))
        return
    print(f"{'':22}{'wall':>10}{'processors':>12}")
    print(f"{'ReportLab alone':22}{floor.wall:10.2f}{floor.processors:12.2f} s")
    print(f"{'invoices':22}{ours.wall:10.2f}{ours.processors:12.2f} s")
    ratio = ours.wall / floor.wall, ours.processors / floor.processors
    print(f"{'ratio (at most 1.5)':22}{ratio[0]:10.2f}{ratio[1]:12.2f}")
    print(f"peak memory: {_peak(resource.RUSAGE_SELF):.0f} MB, in a worker ", end="")
    print(f"{_peak(resource.RUSAGE_CHILDREN):.0f} MB")


def _processor_seconds() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(each.ru_utime + each.ru_stime for each in used)


def _peak(who: int) -> float:
    return resource.getrusage(who).ru_maxrss / 1024


if __name__ == "__main__":
    main()
