"""Problems found in data: many at once, never raised."""

from dataclasses import dataclass
from enum import Enum


class Severity(Enum):
    """What a finding holds up."""

    ERROR = "error"
    """Blocks what it concerns."""
    WARNING = "warning"
    """To be looked at."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One problem: where it lies, what it is, and the way out."""

    severity: Severity
    code: str
    """A stable word for machines, such as ``unknown_column``."""
    message: str
    """What is wrong and why, in words a bookkeeper uses."""
    way_out: str = ""
    """What to do about it."""
    sheet: str = ""
    """The sheet, file or table."""
    row: int | None = None
    """The sheet's row or the file's line, counted from 1."""
    column: str = ""
    record: str = ""
    """The record's own name: an account number, a call id."""
    raw: str = ""
    """The text as it stood there."""


def error(code: str, message: str, **facts: object) -> Finding:
    """A finding that blocks what it concerns."""
    return Finding(severity=Severity.ERROR, code=code, message=message, **facts)  # type: ignore[arg-type]


def warning(code: str, message: str, **facts: object) -> Finding:
    """A finding to be looked at."""
    return Finding(severity=Severity.WARNING, code=code, message=message, **facts)  # type: ignore[arg-type]
