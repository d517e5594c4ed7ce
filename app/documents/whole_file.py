"""Files that are there whole or not at all."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.errors import InputError


@contextmanager
def put_in_place(path: Path) -> Iterator[Path]:
    """A file beside ``path`` to write into, which takes its place when all went well.

    InputError where the folder cannot be written, the disk is full, or ``path`` is open in another
    program; then nothing is left behind.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
        os.close(handle)
        own = Path(name)
        try:
            yield own
            own.chmod(0o666 & ~_mask())
            own.replace(path)
        finally:
            own.unlink(missing_ok=True)
    except OSError as problem:
        raise InputError(
            f"{path} could not be written.",
            f"{problem.strerror or problem}.",
            "Close it where it is open, or choose another folder.",
        ) from problem


def _mask() -> int:
    """Which rights this user's new files do not have; the temporary file has fewer."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
