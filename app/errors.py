"""What can go wrong, grouped by what the user can do about it.

One thing wrong is raised; many things wrong in data are findings (``app/findings.py``).
"""

from collections.abc import Mapping


class AppError(Exception):
    """Something the user can do something about: what happened, why, and the remedy."""

    def __init__(self, what: str, why: str = "", remedy: str = "") -> None:
        """Each part is a sentence; the record concerned is named in ``what``."""
        super().__init__(what, why, remedy)
        self.what = what
        self.why = why
        self.remedy = remedy
        self.kept: Mapping[str, Mapping[str, int]] = {}
        """Of reading that broke off: the counts of what was kept, by family of records."""

    def __str__(self) -> str:
        """The three sentences in one line."""
        return " ".join(part for part in (self.what, self.why, self.remedy) if part)


class InputError(AppError):
    """The user can mend the file or field; names file, line and column."""


class NotAllowed(AppError):  # noqa: N818  a refusal, not a failure
    """The user can choose another way: the invoice is final, the period is locked."""


class StoreError(AppError):
    """The company file is locked, damaged, foreign or from a newer version."""


class SignInNeeded(AppError):  # noqa: N818  a request to the user
    """Another system did not take our credentials; the user can give them again."""


class RemoteRefused(AppError):  # noqa: N818  a refusal, not a failure
    """Another system refused a record; it is to be mended, and trying again does not help."""


class RemoteUnavailable(AppError):  # noqa: N818  the way out is to wait
    """Another system could not be reached or did not answer in time; it was retried already."""

    def __init__(
        self, what: str, why: str = "", remedy: str = "", *, may_have_happened: bool = False
    ) -> None:
        """``may_have_happened``: the request went out, and nobody knows what came of it."""
        super().__init__(what, why, remedy)
        self.may_have_happened = may_have_happened


class Cancelled(Exception):  # noqa: N818  not an error: the user asked for it
    """The user stopped the work; nothing of it was kept."""
