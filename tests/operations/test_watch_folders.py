from pathlib import Path

import pytest

from app.errors import InputError
from app.operations.office import Office
from app.operations.watch_folders import (
    WatchedFolder,
    looked_into,
    stop_watching,
    watch,
    watched,
)
from tests.operations.companies import A1, A2, call_file, take_in


def folder_of(tmp_path: Path) -> Path:
    place = tmp_path / "drops"
    place.mkdir()
    return place


def test_a_folder_is_watched_otherwise_and_no_more(office: Office, tmp_path: Path) -> None:
    place = str(folder_of(tmp_path))
    watch(office, WatchedFolder(folder=place, source="pbx"))
    watch(office, WatchedFolder(folder=place, source="pbx", by_itself=True))
    assert watched(office) == [WatchedFolder(folder=place, source="pbx", by_itself=True)]
    stop_watching(office, place)
    assert watched(office) == []


def test_a_folder_that_is_not_there_is_refused(office: Office, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="There is no folder"):
        watch(office, WatchedFolder(folder=str(tmp_path / "none"), source=""))


def test_a_file_is_offered_once_it_has_stopped_growing(office: Office, tmp_path: Path) -> None:
    place = folder_of(tmp_path)
    watch(office, WatchedFolder(folder=str(place), source="pbx"))
    path = call_file(place, A1)
    first = looked_into(office, None)
    assert first.new == ()
    path.write_text(path.read_text() + A2 + "\n")
    grown = looked_into(office, first)
    assert grown.new == ()
    still = looked_into(office, grown)
    assert [each for each, _ in still.new] == [path]


def test_each_content_is_taken_once_whatever_its_name(office: Office, tmp_path: Path) -> None:
    place = folder_of(tmp_path)
    watch(office, WatchedFolder(folder=str(place), source="pbx"))
    take_in(office, tmp_path, A1)
    again = call_file(place, A1, name="another name.csv")
    first = looked_into(office, None)
    second = looked_into(office, first)
    assert second.new == ()
    assert {path for path, _ in second.done} == {again}
    assert looked_into(office, second).new == ()


def test_hidden_empty_and_unfinished_files_are_left_alone(office: Office, tmp_path: Path) -> None:
    place = folder_of(tmp_path)
    watch(office, WatchedFolder(folder=str(place), source=""))
    for name in (".hidden", "empty.csv", "calls.csv.part"):
        (place / name).write_text("" if name == "empty.csv" else A1)
    (place / "inner").mkdir()
    assert looked_into(office, None).stats == {}


def test_what_cannot_be_opened_is_shown_to_a_person(office: Office, tmp_path: Path) -> None:
    place = folder_of(tmp_path)
    watch(office, WatchedFolder(folder=str(place), source=""))
    path = place / "broken.zip"
    path.write_bytes(b"PK\x03\x04 nothing of a zip")
    assert [p for p, _ in looked_into(office, looked_into(office, None)).new] == [path]


def test_a_folder_that_went_away_is_named_and_the_others_are_looked_into(
    office: Office, tmp_path: Path
) -> None:
    place = folder_of(tmp_path)
    watch(office, WatchedFolder(folder=str(place), source=""))
    place.rmdir()
    assert looked_into(office, None).missing == (str(place),)
