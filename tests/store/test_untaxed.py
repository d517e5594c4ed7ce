from app.operations.office import Office
from app.operations.run_bills import undo_run
from app.store.database import raw
from app.store.untaxed import load_untaxed, write_untaxed
from app.tax.untaxed import Untaxed, UntaxedCharge
from tests.operations.companies import approve

DECIDED = [
    UntaxedCharge(
        line_index=0,
        category="INTERNET_ACCESS",
        tax_code="NO-TAX",
        jurisdiction="US/CO",
        why=Untaxed.ZERO_RATE,
        source_note="ITFA",
    ),
    UntaxedCharge(
        line_index=1,
        category="SMS",
        tax_code="CO-CITY",
        jurisdiction="US/CO//20000",
        why=Untaxed.NOT_REGISTERED,
    ),
]


def test_decisions_are_read_as_they_were_written(office: Office) -> None:
    approve(office)
    with office.write() as conn:
        write_untaxed(conn, [(1, DECIDED), (2, [])])
        assert load_untaxed(conn, 1) == DECIDED
        assert load_untaxed(conn, 2) == []


def test_a_run_taken_back_leaves_none(office: Office) -> None:
    approve(office)
    with office.write() as conn:
        write_untaxed(conn, [(1, DECIDED)])
    undo_run(office, 1)
    with office.file.read() as conn:
        assert raw(conn).execute("SELECT count(*) FROM invoice_untaxed").fetchone() == (0,)
