"""What a PSA by spreadsheet is told: lines of a CSV file beside it, for the user to import there.

A line is only ever added; of two about the same, the later one holds. So telling the same thing
twice is telling it once, and a line that is half written is not counted.
"""

import csv
import os
from collections.abc import Mapping, Sequence
from io import StringIO
from pathlib import Path
from typing import Final

from app.customers.incoming import PsaFamily
from app.errors import RemoteUnavailable
from app.workbook.raw_sheets import guarded, unguarded

FOLDER: Final = "to-psa"
FILE: Final = "told.csv"
HEADER: Final = ("sheet", "id", "column", "value", "reference")

Key = tuple[str, str, str]
"""Sheet, id and column."""


class Told:
    """The file of what was told, below the folder of the PSA."""

    def __init__(self, place: Path) -> None:
        self._path = place / FOLDER / FILE
        self._held: dict[Key, tuple[str, str]] | None = None

    def held(self) -> Mapping[Key, tuple[str, str]]:
        """Value and reference last told, by sheet, id and column."""
        if self._held is None:
            self._held = self._read()
        return self._held

    def value(self, family: PsaFamily, source_id: str, column: str) -> str | None:
        """What was last told of one thing; None: nothing."""
        found = self.held().get((family.value, source_id, column))
        return None if found is None else found[0]

    def digest_part(self, family: PsaFamily) -> Sequence[tuple[Key, tuple[str, str]]]:
        """What was told of a family, in order, to see whether it has changed."""
        return sorted(each for each in self.held().items() if each[0][0] == family.value)

    def tell(
        self, family: PsaFamily, source_id: str, values: Mapping[str, str], *, reference: str = ""
    ) -> None:
        """Tells columns of a record anew, where they do not stand so already."""
        lines = [
            (key, (value, reference))
            for column, value in values.items()
            if self.held().get(key := (family.value, source_id, column)) != (value, reference)
        ]
        if not lines:
            return
        self._append([(*key, *told) for key, told in lines])
        self._held = {**self.held(), **dict(lines)}

    def _append(self, lines: Sequence[Sequence[str]]) -> None:
        written = StringIO()
        writer = csv.writer(written, lineterminator="\n")
        is_new = not self._path.exists()
        if is_new:
            writer.writerow(HEADER)
        writer.writerows([[guarded(cell) for cell in line] for line in lines])
        try:
            self._path.parent.mkdir(exist_ok=True)
            with self._path.open("ab") as file:
                if not is_new and not self._ends_a_line():
                    file.write(b"\n")
                file.write(written.getvalue().encode())
                file.flush()
                os.fsync(file.fileno())
        except OSError as problem:
            raise RemoteUnavailable(
                f"{self._path} cannot be written.",
                f"The system says: {problem.strerror or problem}.",
                "Close it where it is open, then try again.",
            ) from problem

    def _ends_a_line(self) -> bool:
        """Whether the last line was written whole."""
        with self._path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            if size == 0:
                return True
            file.seek(size - 1)
            return file.read(1) == b"\n"

    def _read(self) -> dict[Key, tuple[str, str]]:
        try:
            text = self._path.read_text(encoding="utf-8-sig")
        except FileNotFoundError:
            return {}
        except OSError as problem:
            raise RemoteUnavailable(
                f"{self._path} cannot be read.",
                f"The system says: {problem.strerror or problem}.",
                "Close it where it is open, then try again.",
            ) from problem
        found: dict[Key, tuple[str, str]] = {}
        for cells in csv.reader(text.splitlines()):
            if len(cells) == len(HEADER) and tuple(cells) != HEADER:
                sheet, number, column, value, reference = map(unguarded, cells)
                found[sheet, number, column] = (value, reference)
        return found
