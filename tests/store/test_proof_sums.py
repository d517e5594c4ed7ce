from decimal import Decimal
from pathlib import Path

from app.billing.proof import Tally
from app.operations.clear_suspense import Selection, hold_suspense
from app.operations.office import Office
from app.store import proof_sums
from app.usage.table import Status
from tests.operations.companies import OCTOBER, approve, take_in


def test_what_came_in_is_told_by_import(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *OCTOBER)
    take_in(office, tmp_path, name="empty.csv")
    with office.file.read() as conn:
        assert proof_sums.records_in(conn) == {
            1: Tally(calls=9, seconds=1350, amount=Decimal("1.30")),
            2: Tally(),
        }


def test_what_calls_became_is_told_but_for_rated_ones_that_wait(
    office: Office, tmp_path: Path
) -> None:
    take_in(office, tmp_path, *OCTOBER)
    with office.file.read() as conn:
        before = proof_sums.by_status(conn)
        waiting = proof_sums.unbilled(conn)
    approve(office, suspended_usage="one stranger")
    with office.file.read() as conn:
        after = proof_sums.by_status(conn)
        assert proof_sums.unbilled(conn).height == 0
    others = {
        (1, Status.NOT_CHARGEABLE): Tally(calls=1),
        (1, Status.SUSPENDED): Tally(calls=1, seconds=60),
        (1, Status.DUPLICATE): Tally(calls=1, seconds=60),
    }
    assert before == others
    billed = Tally(calls=5, seconds=1230, amount=Decimal("0.61"))
    assert after == others | {(1, Status.RATED): billed}
    assert waiting["charge"].sum() == 130_000_000


def test_held_and_unreadable_records_are_counted(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *OCTOBER)
    hold_suspense(office, Selection(call_ids=["s1"]), why="ask")
    with office.file.read() as conn:
        assert proof_sums.held(conn) == {1: Tally(calls=1, seconds=60)}
        assert proof_sums.malformed(conn) == {1: 1}


def test_what_is_sealed_on_invoices_is_told_by_invoice(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *OCTOBER)
    approve(office, suspended_usage="one stranger")
    with office.file.read() as conn:
        assert proof_sums.on_invoices(conn) == {
            1: Tally(calls=4, seconds=750, amount=Decimal("0.22")),
            2: Tally(calls=1, seconds=480, amount=Decimal("0.39")),
        }
