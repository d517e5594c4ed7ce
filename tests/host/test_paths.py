from pathlib import Path

import pytest

from app.host import paths


def test_resources_lie_beside_the_package() -> None:
    assert paths.resources() == Path(__file__).resolve().parents[2] / "resources"


def test_the_cache_is_there_and_bears_the_programs_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("XDG_CACHE_HOME", "HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path))
    found = paths.cache_folder()
    assert found.is_dir()
    assert "Switchbook" in found.parts
