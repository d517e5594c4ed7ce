import gzip
import hashlib
import zipfile
from pathlib import Path

from openpyxl import Workbook

from app.usage.call_file import content_hash, members
from tests.usage.call_files import call_file


def test_a_file_is_called_by_its_base_name(tmp_path: Path) -> None:
    assert call_file(tmp_path, "a", "oct.csv").name == "oct.csv"


def test_a_zip_member_is_called_archive_and_member(tmp_path: Path) -> None:
    path = tmp_path / "oct.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("calls.csv", "a,b\n")
    [member] = members(path)
    assert (member.name, member.path, member.size) == ("oct.zip/calls.csv", path, 4)


def test_the_same_calls_have_the_same_hash_however_they_come(tmp_path: Path) -> None:
    hashes = {
        content_hash(call_file(tmp_path, content, name))
        for name, content in [
            ("a.csv", b"x,y\n1,2\n"),
            ("renamed.csv", b"x,y\n1,2\n"),
            ("windows.csv", b"\xef\xbb\xbfx,y\r\n1,2"),
            ("packed.gz", gzip.compress(b"x,y\n1,2\n")),
        ]
    }
    assert hashes == {hashlib.sha256(b"x,y\n1,2").hexdigest()}


def test_the_head_is_the_first_lines(tmp_path: Path) -> None:
    lines = [f"line {number}" for number in range(1000)]
    assert call_file(tmp_path, "\r\n".join(lines)).head == lines[:400]


def test_text_comes_whole(tmp_path: Path) -> None:
    assert "".join(call_file(tmp_path, "ü,b\n").text()) == "ü,b\n"


def test_rows_of_a_workbook_are_those_of_its_first_filled_sheet(tmp_path: Path) -> None:
    book = Workbook()
    calls = book.create_sheet("calls")
    calls.append([])
    calls.append(["number", 3035550142])
    path = tmp_path / "calls.bin"
    book.save(path)
    [file] = members(path)
    assert file.is_workbook
    assert file.sample_rows == [(2, ["number", "3035550142"])]
    assert len(content_hash(file)) == 64
