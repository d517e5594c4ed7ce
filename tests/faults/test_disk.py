"""No room, no right: the work ends in words, and the file is as it was."""

import sys
from pathlib import Path

import pytest

from tests.faults.company import APPROVAL, copy, state
from tests.faults.program import switchbook

if sys.platform == "win32":
    pytest.skip("disks are mounted, and file sizes limited, otherwise", allow_module_level=True)

from tests.faults.disks import files_up_to, fill, make_read_only, small_disk

pytestmark = pytest.mark.slow


def test_disk_full_during_an_import(empty: Path, calls: Path, tmp_path: Path) -> None:
    with small_disk(tmp_path, megabytes=24) as disk:
        company = copy(empty, disk / "company.switchbook")
        before = state(company)
        filler = fill(disk, leave_bytes=3 * 2**20)
        assert "no room left" in switchbook("import", company, calls).refused()
        switchbook("check", company).worked()
        assert state(company) == before
        filler.unlink()
        switchbook("import", company, calls).worked()
        switchbook("check", company).worked()


def test_disk_full_during_an_approval(called: Path, tmp_path: Path) -> None:
    with small_disk(tmp_path, megabytes=64) as disk:
        company = copy(called, disk / "company.switchbook")
        before = state(company)
        filler = fill(disk, leave_bytes=2**20)
        assert "no room left" in switchbook("bill", company, *APPROVAL).refused()
        switchbook("check", company).worked()
        assert state(company) == before
        filler.unlink()
        switchbook("bill", company, *APPROVAL).worked()


def test_disk_full_while_a_company_is_made(dearer: Path, tmp_path: Path) -> None:
    with small_disk(tmp_path, megabytes=1) as disk:
        fill(disk, leave_bytes=2**17)
        company = disk / "company.switchbook"
        assert "no room left" in switchbook("new", company, "--workbook", dearer).refused()
        assert [path.name for path in disk.iterdir()] == ["filler"]


def test_disk_full_while_documents_are_written(called: Path, tmp_path: Path) -> None:
    company = copy(called, tmp_path / "company.switchbook")
    switchbook("bill", company, *APPROVAL).worked()
    with small_disk(tmp_path, megabytes=1) as disk:
        fill(disk, leave_bytes=2**15)
        switchbook("documents", company, "--run", "1", "--out", disk / "out").refused()
    switchbook("check", company).worked()


def test_disk_full_while_a_list_is_exported(called: Path, tmp_path: Path) -> None:
    with small_disk(tmp_path, megabytes=1) as disk:
        fill(disk, leave_bytes=2**15)
        for form in ("csv", "xlsx", "parquet"):
            target = disk / f"usage.{form}"
            switchbook("export", called, "usage", "--format", form, "--out", target).refused()
            assert not target.exists()


def test_disk_full_during_a_backup(called: Path, tmp_path: Path) -> None:
    with small_disk(tmp_path, megabytes=1) as disk:
        target = disk / "backup.switchbook"
        assert "no room left" in switchbook("backup", called, target).refused()
        assert not target.exists()


def test_a_file_that_may_not_grow(empty: Path, calls: Path, tmp_path: Path) -> None:
    company = copy(empty, tmp_path / "company.switchbook")
    before = state(company)
    switchbook("import", company, calls, limits=files_up_to(2)).refused()
    switchbook("check", company).worked()
    assert state(company) == before


def test_a_read_only_disk(called: Path, calls: Path, tmp_path: Path) -> None:
    with small_disk(tmp_path, megabytes=64) as disk:
        company = copy(called, disk / "company.switchbook")
        before = state(company)
        make_read_only(disk)
        for command in (
            ("import", company, calls),
            ("rerate", company),
            ("bill", company, *APPROVAL),
        ):
            assert "read-only" in switchbook(*command).refused()
        switchbook("proof", company, "--period", "2026-10").worked()
        switchbook("check", company).worked()
        assert state(company) == before
