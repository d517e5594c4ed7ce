"""Kill -9 at every write of an apply: applied again, each payment and event is there once."""

import shutil
import signal
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from app.operations.apply_sync import apply_sync, saved_sync_plan
from app.operations.make_company import open_company
from app.operations.office import Office
from app.operations.sync_company import plan_company, sync_company
from app.store.payment_events import payment_events
from app.store.payments import paid_by_invoice
from app.store.sync_plans import PlanState, saved_plan
from tests.faults.program import TREE
from tests.keyrings import memory_keyring
from tests.operations.billed import approved
from tests.operations.companies import CLOCK, copied, lay_company
from tests.operations.fake_books import FakeBooks, connect_books

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is POSIX's"),
]
MOST_WRITES = 12


def lay(folder: Path, patch: pytest.MonkeyPatch) -> tuple[Path, int]:
    """A company with a plan of two payments that nobody applied, and that plan's number."""
    lay_company(folder / "made.switchbook")
    path = folder / "before.switchbook"
    with memory_keyring(), copied(folder / "made.switchbook", path) as office:
        books = connect_books(approved(office, folder), FakeBooks(), patch)
        sync_company(office, go=True)
        books.pay("CF-1043", Decimal("44.24"))
        books.pay("CF-1044", Decimal(10))
        plan = plan_company(office, flows=["payments"])
    return path, plan.id or 0


def outcome(office: Office, plan: int) -> tuple[object, ...]:
    with office.file.read() as conn:
        saved = saved_plan(conn, plan)
        events = sorted((e.source_id, e.event.value, e.amount) for e in payment_events(conn))
        assert saved is not None
        return (paid_by_invoice(conn), events, saved.head.state)


def test_killed_at_any_write_and_applied_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, plan = lay(tmp_path, monkeypatch)
    whole = tmp_path / "whole.switchbook"
    shutil.copyfile(before, whole)
    with memory_keyring(), open_company(whole, CLOCK, write=True) as office:
        apply_sync(office, saved_sync_plan(office, plan))
        wanted = outcome(office, plan)
    assert wanted[2] is PlanState.APPLIED
    deaths = 0
    for number in range(1, MOST_WRITES):
        for when in ("before", "after"):
            path = tmp_path / f"killed {number} {when}.switchbook"
            shutil.copyfile(before, path)
            words = [str(path), str(plan), str(number), when]
            done = subprocess.run(
                [sys.executable, "-m", "tests.faults.sync_child", *words],
                cwd=TREE,
                check=False,
                capture_output=True,
            )
            assert done.returncode in {0, -signal.SIGKILL}, done.stderr[-2000:]
            deaths += done.returncode != 0
            with memory_keyring(), open_company(path, CLOCK, write=True) as office:
                apply_sync(office, saved_sync_plan(office, plan))
                assert outcome(office, plan) == wanted, (number, when)
        if done.returncode == 0:
            break
    assert deaths >= 4
