"""Merging and splitting accounts: their links go along, and all of it is taken back."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.billing.incoming import BookCustomer
from app.customers.account import Account
from app.customers.incoming import PsaCustomer
from app.customers.matching import MatchState
from app.errors import InputError, NotAllowed
from app.operations.map_customers import accept_exact, show_map
from app.operations.merge_accounts import merge_accounts, split_account, undo_accounts_change
from app.operations.office import Office
from app.store.links import LinkKind, links
from app.store.mapping import ignored
from app.store.setup import load
from tests.operations.companies import GRANITE, HARBOR, add, copied
from tests.operations.mapped import connect, tell

PSA = "connectwise"
BOOKS = "xero"
DOUBLE = replace(HARBOR, account_number="300", name="Harbor Light")


@pytest.fixture
def office(template: Path, tmp_path: Path) -> Iterator[Office]:
    with copied(template, tmp_path / "cedar.switchbook") as office:
        add(office, accounts=[DOUBLE])
        connect(office, PSA)
        connect(office, BOOKS)
        customers = (("1", GRANITE), ("2", HARBOR), ("3", DOUBLE))
        tell(
            office,
            PSA,
            "customers",
            [PsaCustomer(source_id=k, name=e.name, code=e.account_number) for k, e in customers],
        )
        tell(office, BOOKS, "customers", [BookCustomer(source_id="C3", name="HL", number="300")])
        accept_exact(office, PSA)
        accept_exact(office, BOOKS)
        yield office


def linked(office: Office, system: str) -> dict[str, str]:
    with office.file.read() as conn:
        return {
            ours: each.their_id for ours, each in links(conn, system, LinkKind.CUSTOMER).items()
        }


def account(office: Office, number: str) -> Account:
    with office.file.read() as conn:
        return next(each for each in load(conn, Account) if each.account_number == number)


def test_a_merge_carries_links_and_leaves_doubles_alone(office: Office) -> None:
    assert linked(office, PSA) == {"100": "1", "200": "2", "300": "3"}
    change = merge_accounts(office, gone="300", into="200", why="entered twice")
    assert linked(office, PSA) == {"100": "1", "200": "2"}
    assert linked(office, BOOKS) == {"200": "C3"}
    with office.file.read() as conn:
        said = ignored(conn, PSA, LinkKind.CUSTOMER)
    assert {key: each.reason for key, each in said.items()} == {"3": "merged into 200"}
    ended, stays = account(office, "300"), account(office, "200")
    assert (ended.closed_on is None, ended.psa_id, ended.accounting_id) == (False, None, None)
    assert (stays.psa_id, stays.accounting_id) == ("2", "C3")
    redo = undo_accounts_change(office, change)
    assert linked(office, PSA) == {"100": "1", "200": "2", "300": "3"}
    assert linked(office, BOOKS) == {"300": "C3"}
    assert account(office, "300").closed_on is None
    undo_accounts_change(office, redo)
    assert linked(office, BOOKS) == {"200": "C3"}


def test_what_still_runs_is_not_merged_away(office: Office) -> None:
    with pytest.raises(NotAllowed, match="still has"):
        merge_accounts(office, gone="100", into="200")
    with pytest.raises(InputError, match="into itself"):
        merge_accounts(office, gone="100", into="100")


def test_a_split_takes_customers_along(office: Office) -> None:
    change = split_account(
        office, "200", number="201", name="Harbor Light East", take={PSA: "2"}, why="sold"
    )
    assert linked(office, PSA)["201"] == "2"
    assert "200" not in linked(office, PSA)
    made = account(office, "201")
    assert (made.name, made.psa_id, made.city) == ("Harbor Light East", "2", "New York")
    assert account(office, "200").psa_id is None
    redo = undo_accounts_change(office, change)
    assert linked(office, PSA)["200"] == "2"
    with pytest.raises(StopIteration):
        account(office, "201")
    undo_accounts_change(office, redo)
    assert linked(office, PSA)["201"] == "2"


def test_a_split_takes_nobody_elses(office: Office) -> None:
    with pytest.raises(NotAllowed, match="linked with account 100"):
        split_account(office, "200", number="201", name="East", take={PSA: "1"})
    with pytest.raises(InputError, match="an account 100 already"):
        split_account(office, "200", number="100", name="East", take={})
    states = {e.state for e in show_map(office, PSA).pairings if e.ours}
    assert states == {MatchState.LINKED}
