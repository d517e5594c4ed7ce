from decimal import Decimal

from app.operations.office import Office
from app.operations.run_bills import undo_run
from app.store.exposures import load_exposures, write_exposures
from app.tax.result import Exposure
from tests.operations.companies import approve

LEFT = [
    Exposure(
        tax_code="NY-911",
        family="E911",
        jurisdiction="US/NY",
        amount=Decimal("0.35"),
        units=Decimal(1),
    ),
    Exposure(
        tax_code="NY-SALES",
        family="SALES",
        jurisdiction="US/NY",
        amount=Decimal("1.02"),
        base=Decimal("20.39"),
    ),
]


def test_exposures_are_read_as_they_were_written(office: Office) -> None:
    approve(office)
    with office.write() as conn:
        write_exposures(conn, [(2, LEFT), (1, [])])
        found = load_exposures(conn)
        assert [each.invoice_id for each in found] == [2, 2]
        assert [each.exposure for each in found] == LEFT


def test_exposures_of_one_run_alone(office: Office) -> None:
    approve(office)
    with office.write() as conn:
        write_exposures(conn, [(2, LEFT)])
        assert len(load_exposures(conn, run_id=1)) == 2
        assert load_exposures(conn, run_id=7) == []


def test_a_run_taken_back_leaves_none(office: Office) -> None:
    approve(office)
    with office.write() as conn:
        write_exposures(conn, [(1, LEFT)])
    undo_run(office, 1)
    with office.file.read() as conn:
        assert load_exposures(conn) == []
