from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.customers.incoming import PsaCustomer, PsaInvoice
from app.errors import InputError, NotAllowed
from app.operations.collect_payments import collect_payments
from app.operations.office import Office
from app.operations.posting_errands import Result
from app.operations.posting_plan import Plan, PlanAction, plan_text
from app.operations.psa_writing import plan_psa_writing, write_to_psa
from app.operations.pull_records import pull_records
from tests.keyrings import memory_keyring
from tests.operations.billed import approved
from tests.operations.fake_books import KEY as BOOKS
from tests.operations.fake_books import FakeBooks, connect_books
from tests.operations.fake_psa import KEY, FakePsa, connect_psa
from tests.operations.test_post_invoices import posted


@pytest.fixture
def psa(office: Office, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakePsa]:
    customers = {
        "1": PsaCustomer(source_id="1", name="Granite Peak Credit Union"),
        "2": PsaCustomer(source_id="2", name="Harbor Light Dental", external_id="777"),
    }
    with memory_keyring():
        yield connect_psa(office, FakePsa(customers=customers), monkeypatch)


def saved(office: Office, folder: Path) -> tuple[Plan, Path]:
    plan = plan_psa_writing(office, KEY)
    path = folder / "psa.json"
    path.write_text(plan_text(plan), encoding="utf-8")
    return plan, path


def test_before_the_first_pull_nothing_is_planned(office: Office, psa: FakePsa) -> None:
    with pytest.raises(NotAllowed, match="Nothing was read from The Desk yet"):
        plan_psa_writing(office, KEY)
    assert psa.told == []


def test_our_numbers_are_written_once(office: Office, psa: FakePsa, tmp_path: Path) -> None:
    pull_records(office, KEY)
    plan, path = saved(office, tmp_path)
    assert [(each.our_id, each.action) for each in plan.records] == [
        ("100", PlanAction.UPDATE),
        ("200", PlanAction.CONFLICT),
    ]
    assert plan.records[0].before["external_id"] == ""
    assert "bears another number: 777" in plan.records[1].reason
    result = write_to_psa(office, KEY, path)
    assert [each.result for each in result.outcomes] == [Result.DONE, Result.CONFLICT]
    assert psa.customers["1"].external_id == "100"
    again = write_to_psa(office, KEY, path)
    assert again.outcomes[0].result is Result.ALREADY
    pull_records(office, KEY, full=True)
    plan, _ = saved(office, tmp_path)
    assert plan.records[0].action is PlanAction.SKIP


def test_a_write_without_answer_stays_open_and_is_written_again(
    office: Office, psa: FakePsa, tmp_path: Path
) -> None:
    pull_records(office, KEY)
    _, path = saved(office, tmp_path)
    psa.is_lost = True
    assert write_to_psa(office, KEY, path).outcomes[0].result is Result.UNKNOWN
    psa.is_lost = False
    assert write_to_psa(office, KEY, path).outcomes[0].result is Result.DONE


def test_payments_are_told_for_invoices_that_bear_our_number(
    office: Office, psa: FakePsa, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    books = connect_books(approved(office, tmp_path), FakeBooks(), monkeypatch)
    posted(office, tmp_path)
    books.pay("CF-1043", Decimal("44.24"))
    books.payments = {
        key: replace(each, paid_on=date(2026, 11, 20)) for key, each in books.payments.items()
    }
    collect_payments(office, BOOKS)
    psa.invoices["9"] = PsaInvoice(
        source_id="9", our_number="CF-1043", total=Decimal("44.24"), balance=Decimal("44.24")
    )
    psa.invoices["8"] = PsaInvoice(source_id="8", our_number="CF-1044")
    pull_records(office, KEY)
    plan, path = saved(office, tmp_path)
    (record,) = (each for each in plan.records if each.kind == "psa_invoice")
    assert (record.action, record.amount) == (PlanAction.UPDATE, Decimal("44.24"))
    write_to_psa(office, KEY, path)
    ((source_id, news),) = psa.told
    assert (source_id, news.amount, news.is_settled) == ("9", Decimal("44.24"), True)
    psa.invoices["9"] = PsaInvoice(source_id="9", our_number="CF-1043", is_closed=True)
    pull_records(office, KEY, full=True)
    plan, _ = saved(office, tmp_path)
    assert plan.records[-1].action is PlanAction.SKIP


def test_a_plan_of_another_system_is_refused(
    office: Office, psa: FakePsa, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert psa.told == []
    pull_records(office, KEY)
    _, path = saved(office, tmp_path)
    connect_books(office, FakeBooks(), monkeypatch)
    psa.tenant = "moved"
    connect_psa(office, psa, monkeypatch)
    with pytest.raises(InputError, match="is a plan for Cedar Fork Desk"):
        write_to_psa(office, KEY, path)
