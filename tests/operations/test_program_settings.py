from pathlib import Path

import pytest

from app.operations.program_settings import settings_file


def test_preferences_lie_in_the_settings_of_this_person(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("app.operations.program_settings.settings_folder", lambda: tmp_path)
    assert settings_file() == tmp_path / "preferences.ini"
    assert not settings_file().exists()
