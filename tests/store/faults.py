"""What goes wrong on purpose: a full disk, a read-only disk, a user who cancels."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from app.errors import Cancelled


class Impatient:
    """Cancels at its n-th look."""

    def __init__(self, patience: int) -> None:
        self.looks_left = patience

    def step(self, done: int, total: int, note: str) -> None:
        del done, total, note
        self.looks_left -= 1
        if self.looks_left < 0:
            raise Cancelled


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A disk of four megabytes; skips where none can be had."""
    disk = folder / "disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", str(disk)]
    try:
        subprocess.run(mount, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("only root of a Linux machine can mount a small disk")
    try:
        yield disk
    finally:
        subprocess.run(["umount", str(disk)], check=True, capture_output=True)  # noqa: S607  of the system


def make_read_only(disk: Path) -> None:
    """Lets nobody write on a small disk any more, not even root."""
    command = ["mount", "-o", "remount,ro", str(disk)]
    subprocess.run(command, check=True, capture_output=True)
