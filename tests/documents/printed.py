"""What a PDF says, as a reader of the file finds it."""

import io

from pypdf import PdfReader


def pages(data: bytes) -> list[str]:
    """Return the text of each page."""
    return [page.extract_text() for page in PdfReader(io.BytesIO(data)).pages]


def text(data: bytes) -> str:
    """Return the text of all pages, one below the other."""
    return "\n--- page ---\n".join(pages(data)) + "\n"


def spread(data: bytes) -> str:
    """Return the text of all pages in one line."""
    return " ".join(" ".join(pages(data)).split())
