import tracemalloc
import zipfile
from pathlib import Path

import pytest

from app.errors import InputError
from app.files.excel_package import open_package

OLE = bytes.fromhex("d0cf11e0a1b11ae1")


def zipped(path: Path, **members: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def test_parts_are_found_in_any_case(tmp_path: Path) -> None:
    path = zipped(tmp_path / "book.xlsx", Sheet=b"<a><b c='1'/></a>")
    with open_package(path) as package:
        assert package.has("sheet")
        assert package.elements("SHEET") == [("a", {}), ("b", {"c": "1"})]


def test_relations_outside_the_file_are_left_out(tmp_path: Path) -> None:
    relations = (
        b'<r><Relationship Id="1" Type="t/sheet" Target="../data/s.xml"/>'
        b'<Relationship Id="2" Type="t/link" Target="http://x" TargetMode="External"/></r>'
    )
    path = zipped(tmp_path / "book.xlsx", **{"xl/_rels/book.xml.rels": relations})
    with open_package(path) as package:
        assert package.related("xl/book.xml") == [("1", "sheet", "data/s.xml")]
        assert package.related("xl/other.xml") == []


def test_a_document_type_is_refused(tmp_path: Path) -> None:
    text = b'<!DOCTYPE a [<!ENTITY b "boom">]><a>&b;</a>'
    path = zipped(tmp_path / "book.xlsx", part=text)
    with pytest.raises(InputError, match="document type"), open_package(path) as package:
        package.elements("part")


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    path = zipped(tmp_path / "book.xlsx", part=b" " * (65 * 2**20))
    tracemalloc.start()
    try:
        with pytest.raises(InputError, match="times its size"), open_package(path):
            pass
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


def test_a_package_too_large_as_a_whole_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.files.excel_package.LARGEST_PACKAGE", 3)
    path = zipped(tmp_path / "book.xlsx", part=b"four")
    with pytest.raises(InputError, match="too large"), open_package(path):
        pass


def test_a_protected_workbook_is_told(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(OLE + bytes(2**20 - 20) + "EncryptedPackage".encode("utf-16-le"))
    with pytest.raises(InputError, match="password"), open_package(path):
        pass


def test_an_old_workbook_is_told(tmp_path: Path) -> None:
    path = tmp_path / "book.xls"
    path.write_bytes(OLE + bytes(1000))
    with pytest.raises(InputError, match=r"old Excel format \(\.xls\)"), open_package(path):
        pass


def test_an_encrypted_zip_is_told(tmp_path: Path) -> None:
    path = zipped(tmp_path / "book.xlsx", part=b"secret")
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(content)
    with pytest.raises(InputError, match="password"), open_package(path):
        pass


def test_an_unknown_packing_is_told(tmp_path: Path) -> None:
    path = zipped(tmp_path / "book.xlsx", part=b"packed")
    content = bytearray(path.read_bytes())
    content[content.index(b"PK\x01\x02") + 10] = 99
    content[8] = 99
    path.write_bytes(content)
    with pytest.raises(InputError, match="packed"), open_package(path) as package:
        package.elements("part")


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"PK\x03\x04 cut off"])
def test_what_is_no_workbook_is_told(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "book.xlsx"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"book\.xlsx is damaged, or no Excel workbook"):
        open_package(path).__enter__()


def test_a_damaged_part_is_told(tmp_path: Path) -> None:
    path = zipped(tmp_path / "book.xlsx", part=b"<a>" + bytes(range(65, 91)) * 40 + b"</a>")
    content = bytearray(path.read_bytes())
    content[45] ^= 0xFF
    path.write_bytes(content)
    with pytest.raises(InputError, match="damaged"), open_package(path) as package:
        package.elements("part")


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        open_package(tmp_path / "none.xlsx").__enter__()
