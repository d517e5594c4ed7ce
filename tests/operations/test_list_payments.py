from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from app.billing.receivables import Age
from app.host.clock import fixed
from app.operations.list_payments import list_payments
from app.operations.office import Office
from app.operations.sync_company import sync_company
from tests.keyrings import memory_keyring
from tests.operations.billed import approved
from tests.operations.companies import later
from tests.operations.in_step import Sides, connect_both


@pytest.fixture
def sides(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sides]:
    with memory_keyring():
        found = connect_both(approved(office, tmp_path), monkeypatch)
        sync_company(office, go=True)
        yield found


@pytest.mark.parametrize(
    ("day", "age"),
    [
        (datetime(2026, 12, 1, 16, tzinfo=UTC), Age.NOT_DUE),
        (datetime(2026, 12, 2, 16, tzinfo=UTC), Age.TO_30),
        (datetime(2027, 1, 1, 16, tzinfo=UTC), Age.TO_60),
        (datetime(2027, 1, 31, 16, tzinfo=UTC), Age.TO_90),
        (datetime(2027, 3, 2, 16, tzinfo=UTC), Age.OLDER),
    ],
)
def test_what_is_open_ages_by_its_due_day(
    office: Office, sides: Sides, day: datetime, age: Age
) -> None:
    sides.books.pay("CF-1043", Decimal(40))
    sync_company(office)
    with later(office, fixed(day)) as then:
        found = list_payments(then)
    assert found.ageing.sums[age] == Decimal("25.65")
    assert found.ageing.total == Decimal("25.65")
    owed = {each.account_number: each.ageing.total for each in found.customers}
    assert owed == {"200": Decimal("21.41"), "100": Decimal("4.24")}
    assert [each.account_number for each in found.customers] == ["200", "100"]
    (invoice,) = found.customers[1].invoices
    assert (invoice.invoice_number, invoice.paid, invoice.age) == ("CF-1043", Decimal(40), age)


def test_one_account_alone(office: Office, sides: Sides) -> None:
    sides.books.pay("CF-1043", Decimal("44.24"))
    sync_company(office)
    found = list_payments(office, account="100")
    assert found.customers == ()
    assert [len(each) for each in found.payments.values()] == [1, 0]
    assert list_payments(office, account="200").events == ()
