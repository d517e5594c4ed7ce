"""The ledger of what of a PSA stands among our charges."""

from datetime import UTC, datetime

from app.store.database import CompanyFile
from app.store.psa_billing import (
    billed_lines,
    drop_from_ledger,
    keep_in_ledger,
    ledger,
    note_told,
)

AT = datetime(2026, 11, 2, 16, tzinfo=UTC)
KEY = ("time", "7")


def test_a_thing_has_one_row_and_what_was_told_stays(company: CompanyFile) -> None:
    with company.write() as connection:
        keep_in_ledger(connection, "desk", KEY, "T-1")
        note_told(connection, "desk", KEY, "CF-1", at=AT)
        keep_in_ledger(connection, "desk", KEY, "T-2")
        keep_in_ledger(connection, "other", KEY, "T-3")
        (row,) = ledger(connection, "desk").values()
        assert (row.reference, row.told_number, row.told_at) == ("T-2", "CF-1", AT)
        assert billed_lines(connection, "desk") == {}
        drop_from_ledger(connection, "desk", KEY)
        assert ledger(connection, "desk") == {}
        assert set(ledger(connection, "other")) == {KEY}
