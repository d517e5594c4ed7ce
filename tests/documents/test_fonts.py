import subprocess
import sys
from pathlib import Path

import pytest

from app.documents.fonts import Weight, font_files
from app.errors import InputError


def test_every_weight_becomes_a_static_font(tmp_path: Path) -> None:
    found = font_files(tmp_path, Weight)
    assert {weight: path.read_bytes()[:4] for weight, path in found.items()} == dict.fromkeys(
        Weight, b"\x00\x01\x00\x00"
    )


def test_a_font_names_the_version_of_its_package(tmp_path: Path) -> None:
    assert font_files(tmp_path)[Weight.REGULAR].name == "IBMPlexSans-Regular-3.201.ttf"


def test_a_font_that_is_there_is_not_made_again(tmp_path: Path) -> None:
    first = font_files(tmp_path)[Weight.REGULAR]
    first.write_bytes(b"kept")
    assert font_files(tmp_path)[Weight.REGULAR].read_bytes() == b"kept"


def test_two_processes_at_once_make_whole_fonts(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from app.documents.fonts import font_files; "
        "font_files(Path(sys.argv[1]))"
    )
    both = [
        subprocess.Popen([sys.executable, "-c", program, str(tmp_path / "both")]) for _ in range(2)
    ]
    ended = [each.wait() for each in both]
    alone = {path.name: path.read_bytes() for path in font_files(tmp_path / "alone").values()}
    made = {path.name: path.read_bytes() for path in (tmp_path / "both").iterdir()}
    assert (ended, made) == ([0, 0], alone)


def test_a_folder_that_cannot_be_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", encoding="utf-8")
    with pytest.raises(InputError, match="fonts for PDFs cannot be kept"):
        font_files(tmp_path / "file" / "fonts")
