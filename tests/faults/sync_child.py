"""Applies a saved plan of a company file, and kills itself at one of its write transactions.

python -m tests.faults.sync_child FILE PLAN_ID WRITE before|after
"""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Connection

from app.connectors import registry
from app.operations.apply_sync import apply_sync, saved_sync_plan
from app.operations.make_company import open_company
from app.store.database import CompanyFile
from tests.keyrings import memory_keyring
from tests.operations.companies import CLOCK
from tests.operations.fake_books import KEY, FakeBooks, fake_system


def die_at(number: int, *, after: bool) -> None:
    """Lets the process be killed at that write transaction: before its commit, or after it."""
    written = CompanyFile.write
    count = 0

    @contextmanager
    def write(file: CompanyFile) -> Iterator[Connection]:
        nonlocal count
        count += 1
        mine = count
        with written(file) as conn:
            yield conn
            if mine == number and not after:
                os.kill(os.getpid(), signal.SIGKILL)
        if mine == number:
            os.kill(os.getpid(), signal.SIGKILL)

    # For the rest of this process.
    setattr(CompanyFile, "write", write)  # noqa: B010  a method is not assigned to


def main() -> None:
    """Opens, applies, and dies or ends."""
    path, plan, number, when = sys.argv[1:]
    systems = cast("dict[str, Any]", registry.ACCOUNTING_SYSTEMS)
    systems[KEY] = fake_system(FakeBooks())
    with memory_keyring(), open_company(Path(path), CLOCK, write=True) as office:
        die_at(int(number), after=when == "after")
        apply_sync(office, saved_sync_plan(office, int(plan)))


if __name__ == "__main__":
    main()
