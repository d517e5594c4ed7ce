"""Scanned documents told by what they hold, not by their names: PDF, PNG, JPEG and TIFF."""

from typing import Final

LARGEST_SCAN: Final = 20 * 2**20
"""Bytes: twenty megabytes."""

PDF_HEAD: Final = 1024
"""Within how many bytes a PDF says that it is one (ISO 32000, readers' tolerance)."""

_SIGNATURES: Final = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
)


def media_type_of(content: bytes) -> str | None:
    """The media type of a scanned document; None where it is none that is kept."""
    for signature, media_type in _SIGNATURES:
        if content.startswith(signature):
            return media_type
    return "application/pdf" if b"%PDF-" in content[:PDF_HEAD] else None
