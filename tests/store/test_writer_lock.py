from pathlib import Path

import pytest

from app.store.failures import InUseError, MissingFileError
from app.store.writer_lock import WriterLock
from tests.store.child import first_line, running


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "cedar.switchbook"


def test_another_process_is_refused_and_told_who_writes(path: Path) -> None:
    with running("lock", path) as child:
        assert first_line(child) == "held"
        with pytest.raises(InUseError, match=f"process {child.pid} of ") as refused:
            WriterLock(path)
    assert "cedar.switchbook is open in another program." in str(refused.value)


def test_a_killed_process_lets_go(path: Path) -> None:
    with running("lock", path) as child:
        first_line(child)
        child.kill()
        child.wait()
        WriterLock(path).release()


def test_one_process_is_refused_a_second_time(path: Path) -> None:
    held = WriterLock(path)
    with pytest.raises(InUseError):
        WriterLock(path)
    held.release()


def test_nothing_stays_when_it_is_released(path: Path) -> None:
    WriterLock(path).release()
    assert list(path.parent.iterdir()) == []


def test_it_can_be_released_twice(path: Path) -> None:
    first = WriterLock(path)
    first.release()
    second = WriterLock(path)
    first.release()
    with pytest.raises(InUseError):
        WriterLock(path)
    second.release()


def test_a_side_file_left_behind_holds_nothing(path: Path) -> None:
    path.with_name("cedar.switchbook-lock").write_text("process 1 of anna on desk\n")
    WriterLock(path).release()
    assert list(path.parent.iterdir()) == []


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError):
        WriterLock(tmp_path / "nowhere" / "cedar.switchbook")
