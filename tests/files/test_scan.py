import pytest

from app.files.scan import media_type_of


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (b"%PDF-1.7\n...", "application/pdf"),
        (b"\xef\xbb\xbf\n%PDF-1.4", "application/pdf"),
        (b"\x89PNG\r\n\x1a\n....", "image/png"),
        (b"\xff\xd8\xff\xe0..JFIF", "image/jpeg"),
        (b"II*\x00....", "image/tiff"),
        (b"MM\x00*....", "image/tiff"),
    ],
)
def test_what_a_scan_is_is_told_by_what_it_holds(content: bytes, media_type: str) -> None:
    assert media_type_of(content) == media_type


@pytest.mark.parametrize(
    "content", [b"", b"PK\x03\x04", b"<html>", b"GIF89a", b"." * 2000 + b"%PDF-1.4"]
)
def test_anything_else_is_no_scan(content: bytes) -> None:
    assert media_type_of(content) is None
