"""Call files written for tests, and what reading makes of them."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import polars as pl

from app.findings import Finding
from app.progress import Silent
from app.usage.formats import FORMATS
from app.usage.formats.declaration import CallFormat
from app.usage.reading import CallFile, ReadSettings, detect, members, read_chunks
from app.usage.table import READ_COLUMNS, MalformedRow

NEW_YORK = ReadSettings("America/New_York")
CANONICAL_HEADER = (
    "call_id,started_at,billing_number,caller,called,duration_seconds,direction,disposition\n"
)
BLOCK_SIZES = (1, 50, 10**7)


@dataclass(frozen=True)
class Reading:
    """All that was read of a file."""

    format: CallFormat
    calls: pl.DataFrame
    malformed: list[MalformedRow]
    warnings: list[Finding]

    def column(self, name: str) -> list[Any]:
        return self.calls[name].to_list()

    def reasons(self) -> list[tuple[int, str]]:
        return [(row.row, row.reason.name.lower()) for row in self.malformed]

    def starts(self) -> list[str]:
        """In ISO 8601, UTC."""
        return [
            (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=us)).isoformat()
            for us in self.column("started_us")
        ]


def call_file(folder: Path, content: str | bytes, name: str = "calls.txt") -> CallFile:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return next(members(path))


def read(
    file: CallFile,
    fmt: CallFormat | str | None = None,
    settings: ReadSettings = NEW_YORK,
    *,
    block_bytes: int = 10**7,
) -> Reading:
    if isinstance(fmt, str):
        fmt = FORMATS[fmt]
    fmt = fmt or detect(file)
    chunks = list(read_chunks(file, fmt, settings, Silent(), block_bytes=block_bytes))
    return Reading(
        fmt,
        pl.concat([chunk.frame for chunk in chunks]),
        [row for chunk in chunks for row in chunk.malformed],
        [finding for chunk in chunks for finding in chunk.warnings],
    )


def dtypes() -> dict[str, Any]:
    return {name: getattr(pl, kind) for name, kind in READ_COLUMNS.items()}
