from pathlib import Path

import pytest

from app.documents.whole_file import put_in_place
from app.errors import InputError


def test_a_file_takes_its_place_when_it_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "new" / "invoice.pdf"
    with put_in_place(target) as own:
        own.write_bytes(b"whole")
    assert [path.name for path in target.parent.iterdir()] == ["invoice.pdf"]


def test_what_fails_midway_leaves_the_old_file(tmp_path: Path) -> None:
    target = tmp_path / "invoice.pdf"
    target.write_bytes(b"old")

    def fail() -> None:
        with put_in_place(target) as own:
            own.write_bytes(b"half")
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"invoice.pdf": b"old"}


def test_a_folder_that_cannot_be_written_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    with (
        pytest.raises(InputError, match="could not be written"),
        put_in_place(tmp_path / "file" / "invoice.pdf"),
    ):
        pass


def test_a_new_file_has_the_rights_of_any_other(tmp_path: Path) -> None:
    target, other = tmp_path / "invoice.pdf", tmp_path / "other"
    other.touch()
    with put_in_place(target):
        pass
    assert target.stat().st_mode == other.stat().st_mode
