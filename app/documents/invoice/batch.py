"""Many invoices at once: drawn by several processes, each file whole or not there.

Documents are taken from their source as they are needed and sent in small packs, so that memory
does not grow with their number. The processes are started fresh (``spawn``): that is the same on
every system and in a frozen program, whose start must call ``multiprocessing.freeze_support``.
"""

import multiprocessing
import re
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from app.documents.fonts import font_files
from app.documents.invoice.document import InvoiceDocument
from app.documents.page_style import PageStyle
from app.errors import InputError
from app.progress import Progress, Silent

_PACK: Final = 8
# Below this, starting processes takes longer than drawing.
_FEW: Final = 150
_UNSAFE: Final = re.compile(r'[\x00-\x1f<>:"/\\|?*]')
# Names that Windows keeps for devices, whatever their ending.
_DEVICES: Final = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\..*)?", re.IGNORECASE)

Pack = list[tuple[Path, InvoiceDocument]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """An invoice's file."""

    path: Path
    account_number: str
    lacking: str
    """Letters that the fonts lack; ``?`` stands for each."""


def write_invoices(
    documents: Iterable[InvoiceDocument],
    folder: Path,
    *,
    style: PageStyle,
    workers: int = 2,
    progress: Progress | None = None,
    total: int = 0,
) -> list[Written]:
    """Writes each document to ``<invoice number>.pdf`` in the folder; returns the files in order.

    Drafts are named by their account. ``total`` is for the progress; 0 where it is not known.
    InputError as of ``write_invoice``; Cancelled from ``progress``: then, as after any failure,
    files that were not there before are taken away again.
    """
    # Made before the processes begin, which then only read them.
    font_files(style.fonts)
    make_folder(folder)
    written: list[Written] = []
    made: list[Path] = []
    told = progress or Silent()
    try:
        for pack in _written_packs(_named(documents, folder, made), style, workers=workers):
            written += pack
            told.step(len(written), total, "Drawing invoices")
    except BaseException:
        for path in made:
            with suppress(OSError):
                path.unlink(missing_ok=True)
        raise
    return written


def make_folder(folder: Path) -> None:
    """Makes a folder for documents, where it is not there yet; InputError where it cannot be."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise InputError(
            f"Documents cannot be written to {folder}.",
            "It is a file, or lies in one."
            if isinstance(problem, FileExistsError | NotADirectoryError)
            else f"{problem.strerror or problem}.",
            "Name a folder of which you may change the content.",
        ) from problem


def file_name(document: InvoiceDocument) -> str:
    """The file's name, safe on every system."""
    number = document.invoice.invoice_number
    return safe_name(number or f"draft-{document.account.account_number}") + ".pdf"


def safe_name(text: str) -> str:
    """The text as a file's name without ending: no separators, no devices, no dot at the end."""
    name = _UNSAFE.sub("_", text).strip(" .") or "_"
    return f"_{name}" if _DEVICES.fullmatch(name) else name


def _named(
    documents: Iterable[InvoiceDocument], folder: Path, made: list[Path]
) -> Iterator[tuple[Path, InvoiceDocument]]:
    """Documents with the places of their files; new places are noted in ``made``.

    Two that differ only in what a file's name cannot hold get different names.
    """
    taken: set[str] = set()
    for document in documents:
        name = first = file_name(document)
        again = 2
        while name.casefold() in taken:
            name = f"{first.removesuffix('.pdf')}_{again}.pdf"
            again += 1
        taken.add(name.casefold())
        path = folder / name
        if not path.exists():
            made.append(path)
        yield path, document


def _written_packs(
    named: Iterator[tuple[Path, InvoiceDocument]], style: PageStyle, *, workers: int
) -> Iterator[list[Written]]:
    """The files of each pack, once they are written, in their order."""
    first = list(islice(named, _FEW))
    if workers <= 1 or len(first) < _FEW:
        for begin in range(0, len(first), _PACK):
            yield _write_pack(first[begin : begin + _PACK], style)
        for pack in _packs(named):
            yield _write_pack(pack, style)
        return
    context = multiprocessing.get_context("spawn")
    waiting: deque[Future[list[Written]]] = deque()
    with ProcessPoolExecutor(
        max_workers=workers, mp_context=context, initializer=_prepare, initargs=(style,)
    ) as pool:
        try:
            for pack in _packs(_chained(first, named)):
                waiting.append(pool.submit(_write_pack, pack, style))
                if len(waiting) > workers * 2:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        except BrokenProcessPool as problem:
            raise InputError(
                "A process that draws invoices was ended before it was done.",
                "The system may have been short of memory.",
                "Close other programs and try again.",
            ) from problem
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _chained(
    first: Pack, rest: Iterator[tuple[Path, InvoiceDocument]]
) -> Iterator[tuple[Path, InvoiceDocument]]:
    yield from first
    yield from rest


def _packs(named: Iterator[tuple[Path, InvoiceDocument]]) -> Iterator[Pack]:
    while pack := list(islice(named, _PACK)):
        yield pack


def _prepare(style: PageStyle) -> None:
    """Readies a new process: its fonts are read before its first invoice."""
    from app.documents.fonts import register_fonts

    register_fonts(style.fonts)


def _write_pack(pack: Pack, style: PageStyle) -> list[Written]:
    from app.documents.invoice.drawing import write_invoice

    return [
        Written(
            path=path,
            account_number=document.account.account_number,
            lacking=write_invoice(path, document, style),
        )
        for path, document in pack
    ]
