from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from app.store.audit import Action, Entry, Recorded, Stamp, entries, entries_of, record
from app.store.database import CompanyFile
from app.values.money import Rounding

AT = datetime(2026, 11, 2, 9, 0, 0, 125_000, tzinfo=UTC)
STAMP = Stamp(AT, "anna", "edit_customers")
RAISED = Entry(
    area="products",
    record="SEAT",
    action=Action.CHANGED,
    before={"price": Decimal(20)},
    after={"price": Decimal("21.95")},
    reason="new contract",
    origin="prices.xlsx",
)


def test_an_entry_tells_when_who_what_before_after_and_why(company: CompanyFile) -> None:
    with company.write() as connection:
        record(connection, [RAISED], stamp=STAMP)
    with company.read() as connection:
        assert list(entries(connection)) == [
            Recorded(
                id=1,
                at=AT,
                actor="anna",
                operation="edit_customers",
                area="products",
                record="SEAT",
                action="changed",
                before='{"price":"20"}',
                after='{"price":"21.95"}',
                reason="new contract",
                origin="prices.xlsx",
            )
        ]


def test_what_is_blank_is_null(company: CompanyFile) -> None:
    with company.write() as connection:
        record(connection, [Entry(area="runs", record="1", action=Action.UNDONE)], stamp=STAMP)
    with company.read() as connection:
        (entry,) = entries(connection)
    assert (entry.before, entry.after, entry.reason, entry.origin) == (None, None, None, None)


def test_values_are_written_plainly(company: CompanyFile) -> None:
    after = {
        "rate": Decimal("1E-8"),
        "from": date(2026, 11, 1),
        "at": AT,
        "mode": Rounding.UP,
        "codes": ["a", "é"],
        "count": 3,
        "yes": True,
    }
    entry = Entry(area="taxes", record="X", action=Action.ADDED, after=after)
    with company.write() as connection:
        record(connection, [entry], stamp=STAMP)
    with company.read() as connection:
        assert next(entries(connection)).after == (
            '{"rate":"0.00000001","from":"2026-11-01","at":"2026-11-02T09:00:00.125000+00:00",'
            '"mode":"up","codes":["a","é"],"count":3,"yes":true}'
        )


def test_the_history_of_one_record_is_found(company: CompanyFile) -> None:
    other = Entry(area="products", record="LINE", action=Action.ADDED, after={})
    with company.write() as connection:
        record(connection, [other, RAISED, other, RAISED], stamp=STAMP)
    with company.read() as connection:
        found = entries_of(connection, "products", record="SEAT")
    assert [each.id for each in found] == [2, 4]


def test_a_change_that_is_taken_back_leaves_no_entry(company: CompanyFile) -> None:
    def fail() -> None:
        with company.write() as connection:
            record(connection, [RAISED], stamp=STAMP)
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    with company.read() as connection:
        assert list(entries(connection)) == []


def test_what_has_no_place_in_the_audit_is_refused(company: CompanyFile) -> None:
    entry = Entry(area="x", record="y", action=Action.ADDED, after={"z": object()})
    with company.write() as connection, pytest.raises(TypeError, match="object has no place"):
        record(connection, [entry], stamp=STAMP)
