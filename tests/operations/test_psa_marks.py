"""A PSA is told which of our invoices bills its work, once, and again after another bill."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import pytest

from app.connectors.dealings import Ability
from app.customers.incoming import PsaCustomer, PsaFamily
from app.operations.edit_records import edit_records
from app.operations.office import Office
from app.operations.posting_errands import Result
from app.operations.posting_plan import PlanAction, PlanRecord
from app.operations.psa_writing import plan_psa_writing, write_to_psa
from app.operations.pull_records import pull_records
from app.store.psa_billing import keep_in_ledger, ledger
from tests.keyrings import memory_keyring
from tests.operations.billed import approved
from tests.operations.companies import a_charge
from tests.operations.fake_psa import KEY, FakePsa, connect_psa


@pytest.fixture
def psa(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakePsa]:
    """October is billed, with two hours that are a time entry of the PSA and one charge."""
    edit_records(office, [a_charge("T-1"), a_charge("S-1", quantity=Decimal(1))], title="work")
    with office.write() as conn:
        keep_in_ledger(conn, KEY, ("time", "7"), "T-1")
        keep_in_ledger(conn, KEY, ("charges", "p:8"), "S-1")
    approved(office, tmp_path)
    there = FakePsa(
        customers={"1": PsaCustomer(source_id="1", name="Nobody")},
        abilities=frozenset({Ability.MARK_TIME_BILLED}),
    )
    with memory_keyring():
        connect_psa(office, there, monkeypatch)
        pull_records(office, KEY)
        yield there


def marks(office: Office) -> dict[str, PlanRecord]:
    plan = plan_psa_writing(office, KEY)
    return {each.our_id: each for each in plan.records if each.kind in {"time", "charge"}}


def test_what_it_has_a_place_for_is_told_once(office: Office, psa: FakePsa) -> None:
    found = marks(office)
    assert (found["T-1"].action, found["T-1"].amount) == (PlanAction.UPDATE, Decimal("250.00"))
    assert found["S-1"].action is PlanAction.SKIP
    assert "no place" in found["S-1"].reason
    plan = plan_psa_writing(office, KEY)
    assert write_to_psa(office, KEY, plan).count(Result.DONE) == 1
    assert psa.marked == [(PsaFamily.TIME, "7", "CF-1043")]
    with office.file.read() as conn:
        assert ledger(conn, KEY)["time", "7"].told_number == "CF-1043"
    assert marks(office)["T-1"].action is PlanAction.SKIP
    assert write_to_psa(office, KEY, plan).count(Result.ALREADY) == 1
    assert len(psa.marked) == 1


def test_a_mark_without_answer_is_told_again(office: Office, psa: FakePsa) -> None:
    plan = plan_psa_writing(office, KEY)
    psa.is_lost = True
    assert write_to_psa(office, KEY, plan).count(Result.UNKNOWN) == 1
    assert marks(office)["T-1"].action is PlanAction.UPDATE
    psa.is_lost = False
    assert write_to_psa(office, KEY, plan).count(Result.DONE) == 1
