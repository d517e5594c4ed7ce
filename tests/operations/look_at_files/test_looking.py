from pathlib import Path

import pytest

from app.errors import Cancelled
from app.operations.import_usage import Choices
from app.operations.look_at_files.kinds import FileKind
from app.operations.look_at_files.looking import look_at_files
from app.operations.office import Office
from app.progress import Silent
from tests.operations.companies import A1, A2, call_file, dump, take_in


class Stopped:
    """Stops at the first step."""

    def step(self, done: int, total: int, note: str) -> None:
        del done, total, note
        raise Cancelled


def test_each_file_is_told_in_the_order_dropped(office: Office, tmp_path: Path) -> None:
    calls = call_file(tmp_path, A1)
    deck = tmp_path / "deck.csv"
    deck.write_text("prefix,rate\n44,0.3\n", encoding="utf-8")
    other = tmp_path / "note.txt"
    other.write_text("hello\n", encoding="utf-8")
    found = look_at_files(office, [calls, deck, other], progress=Silent())
    assert [(each.kind, each.is_skipped) for each in found] == [
        (FileKind.CALLS, False),
        (FileKind.DECK, False),
        (FileKind.CALLS, True),
    ]


def test_the_same_content_twice_counts_once(office: Office, tmp_path: Path) -> None:
    one = call_file(tmp_path, A1, name="one.csv")
    two = call_file(tmp_path, A1, name="two.csv")
    two.write_bytes(two.read_bytes().replace(b"\n", b"\r\n"))
    first, second = look_at_files(office, [one, two], progress=Silent())
    assert (first.same_as, second.same_as, second.is_skipped) == ("", "one.csv", True)


def test_what_was_imported_before_is_skipped(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, A1)
    (found,) = look_at_files(office, [call_file(tmp_path, A1, name="x.csv")], progress=Silent())
    assert found.is_skipped


def test_what_was_said_about_a_file_is_heeded(office: Office, tmp_path: Path) -> None:
    path = call_file(tmp_path, A1, A2)
    said = {path: Choices(source="other")}
    (found,) = look_at_files(office, [path], choices=said, progress=Silent())
    assert found.calls is not None
    assert found.calls.source == "other"


def test_looking_can_be_stopped_and_leaves_nothing(office: Office, tmp_path: Path) -> None:
    before = dump(office)
    with pytest.raises(Cancelled):
        look_at_files(office, [call_file(tmp_path, A1)], progress=Stopped())
    assert dump(office) == before
