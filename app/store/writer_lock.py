"""The one writer of a company file: an operating-system lock on a side file.

The system lets go of the lock when its process ends, however it ends, so nothing has to be cleaned
up after a crash. The side file lies beside the company file (``name.switchbook-lock``) and tells
who writes. It is no protection against other programs: SQLite's own locks are.
"""

import errno
import getpass
import os
import socket
import sys
from pathlib import Path
from typing import Final

from app.store.failures import cannot_write, in_use, of_system

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

# On Windows a locked byte cannot be read by others; this one lies behind the text.
_LOCKED_BYTE: Final = 1 << 20
_HELD_BY_ANOTHER: Final = {errno.EACCES, errno.EAGAIN, errno.EDEADLK, errno.EWOULDBLOCK}


class WriterLock:
    """Held from its making until ``release``."""

    def __init__(self, path: Path) -> None:
        """Takes the lock of the company file at ``path``; raises InUseError, CannotWriteError."""
        self._company = path
        self._side = path.with_name(path.name + "-lock")
        self._handle = self._take()

    def release(self) -> None:
        """Lets go; the side file is removed. May be called twice."""
        if self._handle < 0:
            return
        handle, self._handle = self._handle, -1
        if sys.platform == "win32":
            os.close(handle)
            _remove(self._side)  # fails, rightly, where another process holds it already
        else:
            _remove(self._side)  # while still held: whoever waits sees that its file is gone
            os.close(handle)

    def _take(self) -> int:
        while True:
            try:
                handle = os.open(self._side, os.O_RDWR | os.O_CREAT, 0o666)
            except OSError as error:
                raise of_system(error, self._company) from error
            try:
                _lock(handle)
                if _is_still(self._side, handle):
                    _write_holder(handle)
                    return handle
            except OSError as error:
                os.close(handle)
                if error.errno in _HELD_BY_ANOTHER:
                    raise in_use(self._company, self._holder()) from error
                raise cannot_write(
                    self._company, "Its folder cannot lock files; move it to a local disk."
                ) from error
            os.close(handle)  # removed by its former holder in between: take the new one

    def _holder(self) -> str:
        try:
            said = self._side.read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError):
            said = ""
        return f"It is being written by {said}." if said else "Another process is writing it."


def _lock(handle: int) -> None:
    if sys.platform == "win32":
        os.lseek(handle, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
    else:
        # Not lockf: a process loses those locks when it closes any handle of the file.
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _is_still(side: Path, handle: int) -> bool:
    """Whether the name still leads to the file that was locked."""
    try:
        return os.path.samestat(os.stat(side), os.fstat(handle))  # noqa: PTH116  beside fstat
    except FileNotFoundError:
        return False


def _write_holder(handle: int) -> None:
    text = f"process {os.getpid()} of {getpass.getuser()} on {socket.gethostname()}\n"
    os.ftruncate(handle, 0)
    os.lseek(handle, 0, os.SEEK_SET)
    os.write(handle, text.encode("utf-8"))


def _remove(side: Path) -> None:
    try:
        side.unlink()
    except OSError:
        return  # it holds nothing; the next writer takes it as it is
