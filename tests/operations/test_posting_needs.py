from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from app.billing.drift import DriftChoice
from app.operations.adjust_invoices import void_invoice
from app.operations.connect_systems import connect_system
from app.operations.office import Office
from app.operations.plan_sync import Scope, plan_sync
from app.operations.posting_needs import PostingNeeds, posting_needs, settled_numbers
from app.operations.settle_drift import settle_drift
from app.operations.sync_company import plan_company, sync_company
from tests.keyrings import memory_keyring
from tests.operations.billed import approved
from tests.operations.companies import GRANITE, change
from tests.operations.fake_books import KEY, nobody
from tests.operations.in_step import Sides, connect_both

NOTHING = PostingNeeds(numbers=frozenset(), accounts=frozenset())


@pytest.fixture
def sides(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sides]:
    with memory_keyring():
        yield connect_both(approved(office, tmp_path), monkeypatch)


def needs(office: Office) -> PostingNeeds:
    with office.file.read() as conn:
        return posting_needs(conn, KEY)


def test_what_is_not_there_is_needed_until_it_is(office: Office, sides: Sides) -> None:
    assert sides.books.calls == []
    assert needs(office).numbers == {"CF-1043", "CF-1044"}
    sync_company(office, go=True)
    sync_company(office)
    assert needs(office) == NOTHING
    assert needs(office).is_empty


def test_what_is_void_here_is_to_be_void_there(office: Office, sides: Sides) -> None:
    sync_company(office, go=True)
    void_invoice(office, "CF-1043", why="Wrong")
    assert needs(office).numbers == {"CF-1043"}
    sync_company(office, go=True)
    sync_company(office)
    assert needs(office) == NOTHING
    assert sides.books.standing("CF-1043") == []


def test_what_never_went_out_and_is_void_is_not_needed(office: Office, sides: Sides) -> None:
    assert sides.books.calls == []
    void_invoice(office, "CF-1043", why="Wrong")
    assert needs(office).numbers == {"CF-1044"}


def test_a_changed_customer_is_needed(office: Office, sides: Sides) -> None:
    sync_company(office, go=True)
    assert sides.books.invoices
    change(office, accounts=[replace(GRANITE, name="Granite Peak CU")])
    assert needs(office) == replace(NOTHING, accounts=frozenset({"100"}))


def test_a_drift_is_needed_until_it_is_settled(office: Office, sides: Sides) -> None:
    sync_company(office, go=True)
    sides.books.edit("CF-1043", Decimal(40))
    sync_company(office)
    assert needs(office).numbers == {"CF-1043"}
    settle_drift(office, KEY, "CF-1043", DriftChoice.THEIRS)
    assert needs(office) == NOTHING
    with office.file.read() as conn:
        assert settled_numbers(conn, KEY) == {"CF-1043"}


def test_codes_that_go_elsewhere_let_all_be_looked_at_once(office: Office, sides: Sides) -> None:
    sync_company(office, go=True)
    plan_sync(office, flows=["invoices"], scope=Scope(whole=True))
    connect_system(office, KEY, {"revenue.4010": "A4050"}, sign_in=nobody())
    assert needs(office).is_all
    updates = [e for e in plan_company(office).records if e.kind == "invoice"]
    assert {each.action.value for each in updates} == {"update"}
    assert sides.books.invoices
