from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.customers.product import Product
from app.errors import InputError
from app.operations.browse_inbox import Deed, browse_inbox
from app.operations.office import Office
from app.operations.settle_entry import decide_entry, settle_fields
from app.operations.settle_incoming import Keep
from app.operations.sync_company import sync_company
from app.store.decisions import answers, save_answer
from app.store.inbox import Problem, open_entry
from app.store.setup import load
from tests.keyrings import memory_keyring
from tests.operations.billed import approved
from tests.operations.fake_psa import KEY as PSA
from tests.operations.in_step import Sides, connect_both


@pytest.fixture
def sides(office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sides]:
    with memory_keyring():
        yield connect_both(approved(office, tmp_path), monkeypatch)


def test_an_entry_that_asks_nothing_of_the_kind_is_refused(office: Office) -> None:
    with pytest.raises(InputError, match="asks for no field"):
        settle_fields(office, 7, {"name": Keep.OURS})
    with pytest.raises(InputError, match="not there"):
        decide_entry(office, 7, "time_product", "LABOR")


def test_a_decision_is_kept_and_what_waited_is_looked_at(office: Office, sides: Sides) -> None:
    del sides
    sync_company(office)
    problem = Problem(
        system=PSA,
        kind="conflict",
        record="time: Nobody",
        flow="work",
        title="3 time entries wait for one decision",
        why="Nobody has decided as which product time is billed.",
        facts={"kind": "time"},
    )
    with office.write() as conn:
        number = open_entry(conn, problem, at=office.clock.now())
    with office.file.read() as conn:
        code = load(conn, Product)[0].product_code
    done = decide_entry(office, number, "time_product", code)
    assert done.is_solved
    with office.file.read() as conn:
        assert answers(conn)["time_product"] == code


def test_whose_value_a_field_keeps_is_settled_and_the_entry_goes(
    office: Office, sides: Sides
) -> None:
    sync_company(office, go=True)
    with office.write() as conn:
        save_answer(conn, "conflict", value="ask", stamp=office.stamp("test"))
    customer = sides.psa.customers["1"]
    sides.psa.customers["1"] = replace(customer, name="Granite Peak Bank")
    sync_company(office)
    asked = [each for each in browse_inbox(office).open if each.deed is Deed.FIELDS]
    if not asked:
        pytest.skip("the name has one owner, and is not asked")
    row = asked[0]
    done = settle_fields(office, row.id, {each.name: Keep.OURS for each in row.asked})
    assert done.is_solved
    assert done.edits == ()
