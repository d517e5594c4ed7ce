"""Company files: made from a setup workbook, and opened."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from app.host.clock import Clock
from app.operations.office import Office
from app.progress import Progress
from app.store.database import CompanyFile
from app.store.facts import note_creation
from app.store.tables import EXTENSION

_NEVER: Final = frozenset('<>:"/\\|?*')
_DEVICES: Final = frozenset(
    {"CON", "PRN", "AUX", "NUL"}
    | {f"{port}{number}" for port in ("COM", "LPT") for number in range(1, 10)}
)
"""Names that Windows keeps for itself, whatever comes behind a point."""
_LONGEST: Final = 100


@contextmanager
def new_company(path: Path, clock: Clock) -> Iterator[Office]:
    """A new, empty company file, open for work; it is kept only if the block ends well.

    InputError for a wrong extension or a name that is taken; StoreError where it cannot be written.
    """
    with CompanyFile.creating(path) as file:
        office = Office(file, clock)
        with office.write() as conn:
            note_creation(conn, at=clock.now())
        yield office


@contextmanager
def open_company(
    path: Path, clock: Clock, *, write: bool, progress: Progress | None = None
) -> Iterator[Office]:
    """The company file at ``path``, open for work; StoreError tells why it cannot be opened."""
    with CompanyFile.open(path, write=write, progress=progress) as file:
        yield Office(file, clock)


def safe_path(path: Path) -> Path:
    """The path with a name that every system takes, and that ends as company files do.

    What stands before the ending stays as it is typed, also with points in it.
    """
    stem = path.name
    if stem.lower().endswith(EXTENSION):
        stem = stem[: -len(EXTENSION)]
    stem = "".join(" " if each in _NEVER or not each.isprintable() else each for each in stem)
    stem = " ".join(stem.split()).strip(". ")[:_LONGEST] or "Company"
    if stem.split(".")[0].strip().upper() in _DEVICES:
        stem = f"{stem} company"
    return path.with_name(stem + EXTENSION)


def make_empty_company(path: Path, clock: Clock) -> Path:
    """Makes a new, empty company file; where it lies. Raises as ``new_company`` does."""
    with new_company(path, clock):
        pass
    return path
