"""The finished summary of a run's documents."""

from dataclasses import dataclass
from pathlib import Path

from app.ui import words


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """What was written, and where it lies."""

    invoices: int
    annexes: int
    folder: Path
    issued: bool
    warnings: tuple[str, ...]

    def summary(self) -> str:
        """In a line."""
        text = f"{words.plural(self.invoices, 'invoice')} written to {self.folder}"
        if self.annexes:
            text += f", with {words.plural(self.annexes, 'file')} of call detail"
        text += ". They are issued." if self.issued else ". They are marked as drafts."
        return " ".join((text, *self.warnings))
