"""Company files: made from a setup workbook, and opened."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.host.clock import Clock
from app.operations.office import Office
from app.progress import Progress
from app.store.database import CompanyFile
from app.store.facts import note_creation


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
