import gzip
import zipfile
from pathlib import Path

import pytest

from app.errors import InputError
from app.files.archive import MAX_MEMBERS, Member, Packing, check_unpacked, members


def _content(member: Member, size: int = 100) -> bytes:
    with member.open() as stream:
        return b"".join(iter(lambda: stream.read(size), b""))


def test_a_plain_file_is_itself(tmp_path: Path) -> None:
    path = tmp_path / "calls.csv"
    path.write_bytes(b"a,b\n")
    [member] = members(path)
    assert (member.name, member.packing, _content(member)) == ("calls.csv", Packing.PLAIN, b"a,b\n")


def test_gzip_is_known_by_content(tmp_path: Path) -> None:
    path = tmp_path / "calls.csv"
    path.write_bytes(gzip.compress(b"a,b\n"))
    [member] = members(path)
    assert (member.name, _content(member)) == ("calls.csv", b"a,b\n")


def test_a_zip_holds_files_named_after_it(tmp_path: Path) -> None:
    path = tmp_path / "october.bin"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.csv", "a\n")
        archive.writestr("__MACOSX/._a.csv", "litter")
        archive.writestr("sub/b.csv.gz", gzip.compress(b"b\n"))
        archive.mkdir("empty")
    found = {member.name: _content(member) for member in members(path)}
    assert found == {"october.bin/a.csv": b"a\n", "october.bin/sub/b.csv.gz": b"b\n"}


def test_a_workbook_is_one_file(tmp_path: Path) -> None:
    path = tmp_path / "calls.dat"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    assert [member.packing for member in members(path)] == [Packing.WORKBOOK]


def test_an_archive_in_an_archive_is_refused(tmp_path: Path) -> None:
    inner = tmp_path / "inner.zip"
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("a.csv", "a\n")
    outer = tmp_path / "outer.zip"
    with zipfile.ZipFile(outer, "w") as archive:
        archive.write(inner, "inner.zip")
    with pytest.raises(InputError, match=r"outer.zip/inner.zip is an archive"):
        list(members(outer))


def test_too_many_files_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "many.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(MAX_MEMBERS + 1):
            archive.writestr(f"{number}.csv", "")
    with pytest.raises(InputError, match="holds 10001 files"):
        list(members(path))


def test_a_zip_that_says_it_is_a_bomb_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros.csv", b"0\n" * 50_000_000)
    with pytest.raises(InputError, match="made to fill the disk"):
        list(members(path))


def test_a_gzip_bomb_is_refused_while_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "bomb.gz"
    with gzip.open(path, "wb") as stream:
        for _ in range(200):
            stream.write(b"0\n" * 500_000)
    [member] = members(path)
    with pytest.raises(InputError, match="made to fill the disk"):
        _content(member, 2**20)


def test_honest_files_of_any_size_pass() -> None:
    gigabyte = 2**30
    check_unpacked("calls.zip", 300 * 2**20, 3 * gigabyte)
    check_unpacked("calls.zip", 1, 60 * 2**20)


def test_a_cut_off_gzip_is_told_in_words(tmp_path: Path) -> None:
    path = tmp_path / "cut.gz"
    path.write_bytes(gzip.compress(bytes(range(256)) * 100)[:-200])
    [member] = members(path)
    with pytest.raises(InputError, match="damaged or cut off"):
        _content(member)


def test_a_damaged_zip_is_told_in_words(tmp_path: Path) -> None:
    path = tmp_path / "cut.zip"
    path.write_bytes(b"PK\x03\x04 and no more")
    with pytest.raises(InputError, match="cannot be unpacked"):
        list(members(path))


def test_a_missing_file_is_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone.csv cannot be opened"):
        list(members(tmp_path / "gone.csv"))


def test_a_locked_file_is_told_in_words(tmp_path: Path) -> None:
    path = tmp_path / "locked.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", "a\n")
    data = bytearray(path.read_bytes())
    data[6] |= 1
    data[data.find(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(bytes(data))
    with pytest.raises(InputError, match="locked with a password"):
        list(members(path))


def test_an_unknown_way_of_packing_is_told_in_words(tmp_path: Path) -> None:
    path = tmp_path / "odd.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.csv", "a\n")
    data = bytearray(path.read_bytes())
    data[8] = 99
    data[data.find(b"PK\x01\x02") + 10] = 99
    path.write_bytes(bytes(data))
    with pytest.raises(InputError, match="packed in a way"):
        list(members(path))
