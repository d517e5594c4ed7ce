"""One process of this computer at a time: an operating-system lock that others wait for.

The system lets go of it when its process ends, however it ends.
"""

import errno
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from app.errors import RemoteUnavailable

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

_HELD_BY_ANOTHER: Final = {errno.EACCES, errno.EAGAIN, errno.EDEADLK, errno.EWOULDBLOCK}
_LOOK_AGAIN_SECONDS: Final = 0.05
_LONGEST_SECONDS: Final = 120.0


@contextmanager
def one_at_a_time(
    path: Path, *, doing: str, sleep: Callable[[float], None] = time.sleep
) -> Iterator[None]:
    """Holds the lock of a file while the context lasts; the file stays, and is empty.

    RemoteUnavailable where another process holds it for two minutes; ``doing`` says at what.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        waited = 0.0
        while not _is_taken(handle):
            if waited >= _LONGEST_SECONDS:
                raise RemoteUnavailable(
                    f"Another process of this computer has been {doing} for two minutes.",
                    "",
                    "End it, or try again later.",
                )
            sleep(_LOOK_AGAIN_SECONDS)
            waited += _LOOK_AGAIN_SECONDS
        yield
    finally:
        # Closing lets go of it.
        os.close(handle)


def _is_taken(handle: int) -> bool:
    try:
        if sys.platform == "win32":
            os.lseek(handle, 0, os.SEEK_SET)
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        else:
            # Not lockf: a process loses those locks when it closes any handle of the file.
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        if error.errno in _HELD_BY_ANOTHER:
            return False
        raise
    return True
