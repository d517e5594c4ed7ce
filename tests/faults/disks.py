"""Disks that are full, or that nobody may write on."""

import resource
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def small_disk(folder: Path, *, megabytes: int) -> Iterator[Path]:
    """A disk of its own; skips where none can be had."""
    disk = folder / "disk"
    disk.mkdir()
    options = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(disk)]
    try:
        subprocess.run(options, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("only root of a Linux machine can mount a disk of its own")
    try:
        yield disk
    finally:
        subprocess.run(["umount", str(disk)], check=True, capture_output=True)  # noqa: S607


def make_read_only(disk: Path) -> None:
    """Lets nobody write on a disk any more, not even root."""
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True, capture_output=True)  # noqa: S607


def fill(disk: Path, *, leave_bytes: int) -> Path:
    """A file that leaves no more room than that."""
    filler = disk / "filler"
    with filler.open("wb") as out:
        out.write(bytes(max(0, shutil.disk_usage(disk).free - leave_bytes)))
    return filler


def files_up_to(megabytes: int) -> Callable[[], None]:
    """A limit for a process: no file it writes may grow beyond."""
    size = megabytes * 2**20
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))
