"""Records that cannot be read, told in words with file, line and column."""

from app.findings import error
from app.usage.table import MalformedRow, Reason

_WAY_OUT = "Mend the record in its source and import the file again; the good rows are kept."


def malformed_row(
    reason: Reason, message: str, *, file: str, row: int, column: str = "", raw: str = ""
) -> MalformedRow:
    """A record set aside; ``message`` says what is wrong with it."""
    finding = error(
        reason.name.lower(),
        message,
        way_out=_WAY_OUT,
        sheet=file,
        row=row,
        column=column,
        raw=raw,
    )
    return MalformedRow(row=row, reason=reason, finding=finding)


def wrong_fields(expected: str, found: int, *, file: str, row: int, raw: str) -> MalformedRow:
    """A record with too many or too few fields."""
    return malformed_row(
        Reason.WRONG_FIELDS,
        f"The record has {found} {'field' if found == 1 else 'fields'}; {expected} are expected.",
        file=file,
        row=row,
        raw=raw,
    )
