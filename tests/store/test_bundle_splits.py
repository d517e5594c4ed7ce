from decimal import Decimal

from app.operations.office import Office
from app.operations.run_bills import undo_run
from app.store.bundle_splits import load_splits, write_splits
from app.store.database import raw
from app.tax.unbundling import BundleSplit
from tests.operations.companies import approve

SPLITS = [
    BundleSplit(
        line_index=0,
        component_no=number,
        category=category,
        method="SSP",
        amount=Decimal(amount),
    )
    for number, category, amount in ((1, "VOIP_FIXED", "18.38"), (2, "INTERNET_ACCESS", "24.5"))
]


def test_splits_are_read_as_they_were_written(office: Office) -> None:
    approve(office)
    with office.write() as conn:
        write_splits(conn, [(1, SPLITS), (2, [])])
        assert load_splits(conn, 1) == SPLITS
        assert load_splits(conn, 2) == []


def test_a_run_taken_back_leaves_none(office: Office) -> None:
    approve(office)
    with office.write() as conn:
        write_splits(conn, [(1, SPLITS)])
    undo_run(office, 1)
    with office.file.read() as conn:
        assert raw(conn).execute("SELECT count(*) FROM invoice_splits").fetchone() == (0,)
