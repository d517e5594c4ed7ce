from collections.abc import Callable
from pathlib import Path

import pytest

from app.host import paths


def test_resources_lie_beside_the_package() -> None:
    assert paths.resources() == Path(__file__).resolve().parents[2] / "resources"


@pytest.mark.parametrize(
    "folder",
    [paths.data_folder, paths.log_folder, paths.cache_folder],
    ids=lambda each: each.__name__,
)
def test_a_folder_is_there_and_bears_the_programs_name(
    folder: Callable[[], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME", "HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path))
    found = folder()
    assert found.is_dir()
    assert "Switchbook" in found.parts


def test_new_company_files_are_offered_a_place() -> None:
    assert paths.documents_folder().is_absolute()
