"""What can go wrong, grouped by what the user can do about it.

One thing wrong is raised; many things wrong in data are findings (``app/findings.py``).
"""


class AppError(Exception):
    """Something the user can do something about: what happened, why, and the remedy."""

    def __init__(self, what: str, why: str = "", remedy: str = "") -> None:
        """Each part is a sentence; the record concerned is named in ``what``."""
        super().__init__(what, why, remedy)
        self.what = what
        self.why = why
        self.remedy = remedy

    def __str__(self) -> str:
        """The three sentences in one line."""
        return " ".join(part for part in (self.what, self.why, self.remedy) if part)


class InputError(AppError):
    """The user can mend the file or field; names file, line and column."""


class NotAllowed(AppError):  # noqa: N818  a refusal, not a failure
    """The user can choose another way: the invoice is final, the period is locked."""


class StoreError(AppError):
    """The company file is locked, damaged, foreign or from a newer version."""


class Cancelled(Exception):  # noqa: N818  not an error: the user asked for it
    """The user stopped the work; nothing of it was kept."""
