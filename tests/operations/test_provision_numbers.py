from dataclasses import replace
from datetime import date
from decimal import Decimal

from app.customers.service import Circuit, Number
from app.operations.browse_customers.readying import not_ready
from app.operations.edit_records import undo_edit
from app.operations.office import Office
from app.operations.provision_numbers import (
    Judged,
    Order,
    Verdict,
    WantedService,
    count_order,
    judge_numbers,
    premises,
    provision_numbers,
)
from app.store.setup import load
from tests.operations.companies import BASIC_NUMBER, GRANITE, GRANITE_MAIN, change, dump

DAY = date(2026, 11, 2)
SHELL = replace(GRANITE, account_number="300", name="Silver Fern Spa")
PLACE = replace(GRANITE_MAIN, location_code="300-MAIN", account_number="300")
LINE = Circuit(
    circuit_code="300-SIP1",
    account_number="300",
    location_code="300-MAIN",
    call_paths=4,
    starts_on=DAY,
)
ORDER = Order(
    account=SHELL,
    location=PLACE,
    circuit=LINE,
    numbers=("+13035550150", "+13035550151", "+18005550150"),
    rate_plan="BASIC",
    starts_on=DAY,
    services=(WantedService(product_code="SEAT", quantity=Decimal(2)),),
)


def judged(office: Office, text: str, account: str = "300") -> list[Judged]:
    return judge_numbers(office, text, account, starts_on=DAY)


def test_each_number_has_its_verdict(office: Office) -> None:
    found = judged(office, "303-555-0142 to 0144\n303 555 0144\nfront desk", "100")
    assert [each.verdict for each in found] == [
        Verdict.HERE,
        Verdict.HERE,
        Verdict.ADDED,
        Verdict.TWICE,
        Verdict.UNREADABLE,
    ]


def test_someone_elses_number_names_owner_and_since_when(office: Office) -> None:
    (found,) = judged(office, "(303) 555-0143")
    assert (found.verdict, found.owner, found.since) == (
        Verdict.OTHERS,
        "Granite Peak Credit Union, 100",
        date(2026, 1, 1),
    )


def test_a_number_that_ended_is_free_and_says_whose_it_was(office: Office) -> None:
    change(office, numbers=[replace(BASIC_NUMBER, ends_on=date(2026, 10, 1))])
    (found,) = judged(office, "(303) 555-0143")
    assert found.verdict is Verdict.ADDED
    assert found.note == "was Granite Peak Credit Union's until 2026-10-01"


def test_a_shell_becomes_bill_ready_in_one_step(office: Office) -> None:
    before = dump(office, "audit", "setup_versions")
    done = provision_numbers(office, ORDER)
    assert not done.refusals
    assert done.title == "Provision 3 numbers of Silver Fern Spa"
    assert not_ready(office, "2026-11") == frozenset()
    with office.file.read() as conn:
        kinds = [n.kind for n in load(conn, Number) if n.account_number == "300"]
    assert kinds == ["main", "did", "toll_free"]
    undo_edit(office, done)
    assert dump(office, "audit", "setup_versions") == before


def test_doing_it_twice_does_it_once(office: Office) -> None:
    provision_numbers(office, ORDER)
    assert provision_numbers(office, ORDER).edits == ()


def test_all_or_nothing(office: Office) -> None:
    before = dump(office)
    wrong = replace(ORDER, rate_plan="NOTHING")
    assert {each.column for each in provision_numbers(office, wrong).refusals} == {"rate_plan"}
    assert dump(office) == before


def test_the_contract_stands_beside_what_is_provisioned(office: Office) -> None:
    wanted = replace(
        ORDER,
        services=(
            WantedService(product_code="SEAT", quantity=Decimal(2)),
            WantedService(product_code="LABOR", quantity=Decimal(1), unit_price=Decimal(9)),
        ),
    )
    seats, labor = count_order(office, wanted)
    assert (seats.provisioned, seats.has, seats.amount) == (Decimal(3), Decimal(0), Decimal(40))
    assert (labor.provisioned, labor.amount) == (None, Decimal(9))


def test_what_there_is_to_choose_from(office: Office) -> None:
    own = premises(office, "100")
    assert own.account == GRANITE
    assert (own.numbers, len(own.locations), own.used_plan) == (2, 1, "BUNDLED")
    new = premises(office, "")
    assert (new.account, list(new.locations)) == (None, [])
    assert new.accounts == {"100": "Granite Peak Credit Union", "200": "Harbor Light Dental"}
