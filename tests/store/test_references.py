from pathlib import Path

from app.customers.account import ACCOUNTS
from app.customers.location import LOCATIONS
from app.customers.service import NUMBERS, SERVICES
from app.operations.office import Office
from app.store.references import referring
from app.values.sheet import Sheet, SheetRow
from tests.operations.companies import (
    BASIC_NUMBER,
    BILLABLE,
    GRANITE,
    GRANITE_MAIN,
    GRANITE_SEATS,
    approve,
    take_in,
)


def told(office: Office, sheet: Sheet, row: SheetRow) -> list[str]:
    with office.file.read() as conn:
        return referring(conn, sheet, row)


def test_rows_that_name_it_are_counted(office: Office) -> None:
    assert told(office, ACCOUNTS, GRANITE) == ["1 location", "2 numbers", "1 service"]
    assert told(office, LOCATIONS, GRANITE_MAIN) == ["2 numbers", "1 service"]
    assert told(office, SERVICES, GRANITE_SEATS) == []


def test_what_was_billed_counts_too(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    assert told(office, NUMBERS, BASIC_NUMBER) == []
    approve(office)
    assert told(office, NUMBERS, BASIC_NUMBER) == ["2 billed calls"]
    assert told(office, SERVICES, GRANITE_SEATS) == ["1 billed line"]
    assert "1 invoice" in told(office, ACCOUNTS, GRANITE)
