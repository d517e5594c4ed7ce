from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from app.errors import InputError
from app.files.scan import LARGEST_SCAN
from app.operations.keep_certificates import (
    attach_certificate,
    list_certificates,
    take_out_certificate,
)
from app.operations.office import Office
from app.store.audit import entries_of
from app.tax.certificate_term import Standing
from app.tax.exemption import Exemption
from tests.operations.companies import add

CERTIFICATE = Exemption(
    account_number="100",
    certificate_number="98-1",
    kind="NONPROFIT",
    family="SALES",
    effective_from=date(2026, 1, 1),
    expires_on=date(2026, 12, 31),
)
SHORT = replace(CERTIFICATE, certificate_number="98-2", family="E911", expires_on=date(2026, 11, 9))
OPEN = replace(CERTIFICATE, account_number="200", certificate_number="98-3", expires_on=None)
PDF = b"%PDF-1.7\nstate of Colorado"


@pytest.fixture
def certified(office: Office) -> Office:
    add(office, exemptions=[CERTIFICATE, SHORT, OPEN])
    return office


def a_scan(folder: Path, content: bytes = PDF, name: str = "98-1.pdf") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def test_a_scan_is_kept_and_taken_out_as_it_was(certified: Office, tmp_path: Path) -> None:
    kept = attach_certificate(certified, a_scan(tmp_path), account="100", certificate="98-1")
    assert (kept.is_new, kept.earlier) == (True, 0)
    assert (kept.file.file_name, kept.file.media_type) == ("98-1.pdf", "application/pdf")
    out = tmp_path / "out.pdf"
    file, path = take_out_certificate(certified, out, account="100", certificate="98-1")
    assert (file, path, out.read_bytes()) == (kept.file, out, PDF)


def test_into_a_folder_it_goes_by_its_own_name(certified: Office, tmp_path: Path) -> None:
    attach_certificate(certified, a_scan(tmp_path), account="100", certificate="98-1")
    folder = tmp_path / "out"
    folder.mkdir()
    _, path = take_out_certificate(certified, folder, account="100", certificate="98-1")
    assert path == folder / "98-1.pdf"
    assert path.read_bytes() == PDF


def test_the_same_scan_twice_is_kept_once(certified: Office, tmp_path: Path) -> None:
    first = attach_certificate(certified, a_scan(tmp_path), account="100", certificate="98-1")
    again = attach_certificate(certified, a_scan(tmp_path), account="100", certificate="98-1")
    assert (again.is_new, again.file) == (False, first.file)


def test_a_newer_scan_is_taken_out_and_the_older_kept(certified: Office, tmp_path: Path) -> None:
    attach_certificate(certified, a_scan(tmp_path), account="100", certificate="98-1")
    newer = a_scan(tmp_path, b"\xff\xd8\xff better scan", "98-1.jpg")
    kept = attach_certificate(certified, newer, account="100", certificate="98-1")
    assert kept.earlier == 1
    out = tmp_path / "out"
    take_out_certificate(certified, out, account="100", certificate="98-1")
    assert out.read_bytes() == b"\xff\xd8\xff better scan"
    _, [of_100, *_] = list_certificates(certified)
    assert [file.file_name for file in of_100.files] == ["98-1.pdf", "98-1.jpg"]


def test_each_scan_is_on_record(certified: Office, tmp_path: Path) -> None:
    attach_certificate(certified, a_scan(tmp_path), account="100", certificate="98-1")
    with certified.file.read() as conn:
        [entry] = entries_of(conn, "certificate_files", record="100/98-1")
    assert (entry.operation, entry.action, entry.origin) == (
        *("attach_certificate", "added", "98-1.pdf"),
    )


def test_a_certificate_that_is_not_there_has_no_scan(certified: Office, tmp_path: Path) -> None:
    scan = a_scan(tmp_path)
    with pytest.raises(InputError, match=r"no certificate 98-9\. It has 98-1, 98-2"):
        attach_certificate(certified, scan, account="100", certificate="98-9")
    with pytest.raises(InputError, match="It has none"):
        attach_certificate(certified, scan, account="300", certificate="98-1")


def test_what_is_no_scan_is_refused(certified: Office, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is no scanned certificate"):
        attach_certificate(
            certified,
            a_scan(tmp_path, b"PK\x03\x04", "98-1.pdf"),
            account="100",
            certificate="98-1",
        )
    with pytest.raises(InputError, match="is empty"):
        attach_certificate(certified, a_scan(tmp_path, b""), account="100", certificate="98-1")
    with pytest.raises(InputError, match="cannot be read"):
        attach_certificate(certified, tmp_path, account="100", certificate="98-1")


def test_a_scan_may_have_20_megabytes_and_no_more(certified: Office, tmp_path: Path) -> None:
    whole = PDF + bytes(LARGEST_SCAN - len(PDF))
    kept = attach_certificate(certified, a_scan(tmp_path, whole), account="100", certificate="98-1")
    assert kept.file.size == 20 * 1024 * 1024
    with pytest.raises(InputError, match="too large to be kept"):
        attach_certificate(
            certified, a_scan(tmp_path, whole + b"."), account="100", certificate="98-1"
        )


def test_without_scan_there_is_nothing_to_take_out(certified: Office, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="No document of certificate 98-1"):
        take_out_certificate(certified, tmp_path / "out", account="100", certificate="98-1")


def test_the_register_tells_how_each_stands(certified: Office) -> None:
    today, kept = list_certificates(certified)
    assert today == date(2026, 11, 2)
    assert [(each.term.certificate_number, each.term.standing) for each in kept] == [
        ("98-1", Standing.EXPIRING),
        ("98-2", Standing.EXPIRING),
        ("98-3", Standing.IN_FORCE),
    ]


@pytest.mark.parametrize(("days", "numbers"), [(6, []), (7, ["98-2"]), (59, ["98-1", "98-2"])])
def test_only_those_that_end_so_soon(certified: Office, days: int, numbers: list[str]) -> None:
    _, kept = list_certificates(certified, expiring_days=days)
    assert [each.term.certificate_number for each in kept] == numbers
