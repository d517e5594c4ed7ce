from pathlib import Path

import pytest

from app.operations.note_fault import note_fault


def test_a_fault_is_kept_with_its_trace_in_a_file_of_its_own(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("app.host.crash_notes.log_folder", lambda: tmp_path)
    with pytest.raises(ZeroDivisionError) as caught:
        _ = 1 / 0
    note = note_fault(caught.value)
    assert note.parent == tmp_path
    text = note.read_text(encoding="utf-8")
    assert "ZeroDivisionError" in text
    assert Path(__file__).name in text


def test_two_faults_have_two_files(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("app.host.crash_notes.log_folder", lambda: tmp_path)
    assert note_fault(ValueError("a")) != note_fault(ValueError("b"))
