from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.billing.gates import Gate, GateName
from app.operations.clear_suspense import Selection, hold_suspense
from app.operations.office import Office
from app.operations.run_bills import bill
from app.operations.run_making import MadeRun, make_run
from app.progress import Silent
from app.tax.registration import Registration
from tests.operations.companies import (
    BASIC_NUMBER,
    BILLABLE,
    BRITAIN,
    BUNDLED_NUMBER,
    DECEMBER,
    GRANITE,
    GRANITE_MAIN,
    GRANITE_SEATS,
    HARBOR,
    HARBOR_SEAT,
    HOME,
    NEW_YORK,
    SEAT,
    SINCE,
    STRANGER,
    add,
    approve,
    change,
    dump,
    later,
    take_in,
)


def made(office: Office, label: str = "2026-10") -> MadeRun:
    with office.file.read() as conn:
        return make_run(office, conn, label, invoice_date=None, waivers={}, progress=Silent())


def gate(run: MadeRun, name: GateName) -> Gate:
    return next(each for each in run.gates if each.name is name)


def test_working_a_run_out_writes_nothing(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    before = dump(office)
    made(office)
    assert dump(office) == before


def test_a_run_and_its_draft_are_the_same_work(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    assert made(office).drafts == bill(office, "2026-10").made.drafts


@pytest.mark.parametrize(
    ("line", "count"),
    [
        (STRANGER, 1),
        (STRANGER.replace(",60,out,answered", ",0,out,busy"), 0),
        (STRANGER.replace("2026-10-09", "2026-11-01"), 0),
        (STRANGER.replace("2026-10-09", "2026-08-09"), 1),
        (STRANGER.replace("2026-10-09", "2036-10-09"), 1),
    ],
)
def test_which_suspended_calls_hold_the_run(
    office: Office, tmp_path: Path, line: str, count: int
) -> None:
    take_in(office, tmp_path, line)
    assert gate(made(office), GateName.SUSPENDED_USAGE).count == count


def test_held_calls_hold_no_gate(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, STRANGER)
    hold_suspense(office, Selection(call_ids=["s1"]), why="ask")
    assert gate(made(office), GateName.SUSPENDED_USAGE).count == 0


def test_the_last_cycle_day_decides_which_suspended_calls_count(
    office: Office, tmp_path: Path
) -> None:
    take_in(office, tmp_path, STRANGER.replace("2026-10-09", "2026-11-01"))
    change(office, accounts=[replace(HARBOR, bill_cycle_day=15)])
    assert gate(made(office), GateName.SUSPENDED_USAGE).count == 1


def test_a_deck_that_ends_in_the_period_is_told(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)

    ends = date(2026, 10, 20)
    change(office, rates=[replace(HOME, valid_to=ends), replace(BRITAIN, valid_to=ends)])
    assert gate(made(office), GateName.EXPIRED_TABLES).count == 1


def test_a_deck_that_nobody_uses_may_end(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    add(office, rates=[replace(HOME, deck_code="OLD", valid_to=date(2026, 5, 1))])
    assert gate(made(office), GateName.EXPIRED_TABLES).count == 0


def test_what_changed_is_told_against_the_last_invoice(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    change(office, services=[replace(HARBOR_SEAT, ends_on=date(2026, 12, 1))])
    with later(office, DECEMBER) as december:
        told = {each.account_number: each for each in made(december, "2026-11").variances}
    assert (told["100"].before, told["100"].now) == (Decimal("44.24"), Decimal("44.00"))
    assert (told["200"].before, told["200"].now) == (Decimal("21.41"), Decimal(0))


def test_an_account_that_is_closed_for_the_period_is_not_covered_again(
    office: Office, tmp_path: Path
) -> None:
    take_in(office, tmp_path, *BILLABLE)
    assert sorted(made(office).covered) == ["100", "200"]
    approve(office)
    assert list(made(office).covered) == []


def test_lines_of_a_child_stand_on_its_parents_invoice(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    child = replace(HARBOR, parent_account_number="100", bill_to_parent=True)
    change(office, accounts=[child])
    (draft,) = made(office).drafts
    assert draft.accounts == ("100", "200")
    assert draft.invoice is not None
    assert (draft.invoice.charges, draft.invoice.taxes) == (Decimal("60.61"), Decimal("5.04"))


def test_a_charge_that_no_row_decides_is_left_out(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    change(office, taxes=[replace(NEW_YORK, effective_to=date(2026, 6, 30))])
    run = made(office)
    assert gate(run, GateName.UNDECIDED_CHARGE).records == ("200",)
    assert [draft.account_number for draft in run.drafts if draft.is_left_out] == ["200"]


def test_a_tax_without_registration_is_told(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)

    ended = Registration(family="SALES", effective_from=SINCE, effective_to=date(2026, 6, 30))
    change(office, registrations=[ended])
    stake = gate(made(office), GateName.NOT_REGISTERED)
    assert (stake.count, f"{stake.amount}", stake.records) == (
        2,
        "5.04",
        ("CO-SALES US/CO", "NY-SALES US/NY"),
    )


def test_a_service_without_number_is_not_ready(office: Office) -> None:
    change(office, numbers=[replace(BASIC_NUMBER, account_number="200", location_code="200-MAIN")])

    change(office, numbers=[replace(BUNDLED_NUMBER, ends_on=date(2026, 2, 1))])
    assert gate(made(office), GateName.ACCOUNTS_NOT_READY).records == ("100",)


def test_an_account_that_needs_no_telephone_is_ready_without(office: Office) -> None:
    change(office, products=[replace(SEAT, tax_category="PROF_SERVICE")])
    fax = replace(GRANITE, account_number="300", name="Fax only", delivery="print")

    add(
        office,
        accounts=[fax],
        locations=[replace(GRANITE_MAIN, location_code="300-MAIN", account_number="300")],
        services=[
            replace(
                GRANITE_SEATS,
                service_code="300-SEATS",
                account_number="300",
                location_code="300-MAIN",
            )
        ],
    )
    drafts = {draft.account_number: draft for draft in made(office).drafts}
    assert not drafts["300"].is_left_out
