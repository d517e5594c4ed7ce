from pathlib import Path

import pytest

from app.documents.fonts import Weight
from app.operations.window_fonts import window_fonts


def test_fonts_are_made_once_and_found_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("app.operations.window_fonts.cache_folder", lambda: tmp_path)
    assert window_fonts(make=False) == []
    made = window_fonts(make=True)
    assert len(made) == len(Weight)
    assert all(path.stat().st_size > 0 for path in made)
    times = [path.stat().st_mtime_ns for path in made]
    assert window_fonts(make=False) == made
    assert [path.stat().st_mtime_ns for path in window_fonts(make=True)] == times
