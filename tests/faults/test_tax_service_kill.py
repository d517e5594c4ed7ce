"""Kill -9 while an invoice is being filed: nothing stays filed twice, or without its invoice."""

import signal
import sys
from pathlib import Path

import pytest

from app.operations.make_company import open_company
from app.store.invoices import load_invoices
from app.store.tax_documents import DocumentState, all_documents
from tests.connectors.afc_server import PASSWORD, AfcServer
from tests.faults.program import Running, switchbook
from tests.keyrings import SECRET_VARIABLE
from tests.operations.companies import CLOCK, lay_company
from tests.operations.serviced import serviced

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform == "win32", reason="kill -9 is POSIX's"),
]

APPROVE = ("--period", "2026-10", "--approve")


@pytest.mark.parametrize("path", ["/CalcTaxes", "/Commit"])
@pytest.mark.parametrize("before", [0, 1])
def test_a_killed_approval_is_taken_back_by_the_next_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str, before: int
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "tests.keyrings.EnvironmentKeyring")
    monkeypatch.setenv(SECRET_VARIABLE, PASSWORD)
    template = tmp_path / "template.switchbook"
    lay_company(template)
    with serviced(template, tmp_path) as made:
        company, afc = made.office.file.path, made.afc
        made.office.file.close()
        switchbook("bill", company, "--period", "2026-10").worked()
        killed = Killed()
        for _ in range(before):
            afc.fail(path, "good")
        afc.fail(path, "drop_after", action=killed.now)
        killed.running = Running("bill", company, *APPROVE)
        assert killed.running.end().code == -signal.SIGKILL

        switchbook("bill", company, "--period", "2026-10").worked()
        assert afc.committed == {}
        switchbook("bill", company, *APPROVE).worked()
        assert settled(company, afc) == 2


class Killed:
    """Kills a running program when it is told to."""

    running: Running | None = None

    def now(self) -> None:
        assert self.running is not None
        self.running.send(signal.SIGKILL)


def settled(company: Path, afc: AfcServer) -> int:
    """How many invoices stand; each has its one document, and nothing else is filed."""
    with open_company(company, CLOCK, write=False) as office, office.file.read() as conn:
        invoices = {stored.id for stored in load_invoices(conn)}
        filed = {
            each.code: each.invoice_id
            for each in all_documents(conn)
            if each.state is DocumentState.COMMITTED
        }
    assert set(filed.values()) == invoices
    assert set(afc.committed) == set(filed)
    return len(invoices)
