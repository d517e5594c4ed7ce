"""What PSAs tell of a bill run."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path

from app.billing.bill_run import RunState
from app.billing.gates import Gate, GateName
from app.operations.edit_records import edit_records
from app.operations.office import Office
from app.operations.psa_gates import psa_stakes
from app.operations.run_bills import bill
from app.operations.run_making import make_run
from app.progress import Silent
from app.store.links import LinkKind
from app.store.mapping import FactKind, keep_fact
from tests.operations.companies import BILLABLE, NOW, a_charge, take_in
from tests.operations.psa_billing import (
    HOURS,
    KEY,
    SEATS_LINE,
    VOICE,
    later_hours,
    say,
    sync,
    with_psa,
)

PERIOD = "2026-10"


def gates(office: Office, label: str = PERIOD) -> Mapping[GateName, Gate]:
    return {each.name: each for each in bill(office, label).gates}


def test_there_is_no_gate_without_a_psa(office: Office, tmp_path: Path) -> None:
    take_in(office, tmp_path, *BILLABLE)
    with office.file.read() as conn:
        assert psa_stakes(office, conn, PERIOD, ()) is None
    assert not {GateName.BILLED_IN_BOTH, GateName.PSA_LEFT_OUT} & gates(office).keys()


def test_what_the_psa_has_billed_too_holds_the_run(office: Office, tmp_path: Path) -> None:
    edit_records(office, [a_charge("T-1", quantity=Decimal("1.5"))], title="typed")
    with_psa(office, HOURS)
    take_in(office, tmp_path, *BILLABLE)
    assert gates(office)[GateName.BILLED_IN_BOTH].is_clear
    say(office, later_hours(is_billed=True, billed_reference="PSA-9"))
    gate = gates(office)[GateName.BILLED_IN_BOTH]
    assert (gate.count, gate.amount, gate.cleared) == (1, Decimal("187.50"), False)
    assert gate.records == ("Granite Peak Credit Union, PSA-9",)
    assert bill(office, PERIOD, approve=True).state is RunState.DRAFT
    waivers = {GateName.BILLED_IN_BOTH: "other work of that day"}
    done = bill(office, PERIOD, waivers=waivers, approve=True)
    assert done.state is RunState.APPROVED
    again = gates(office, "2026-11")[GateName.BILLED_IN_BOTH]
    assert again.is_clear


def test_a_row_of_the_psa_that_it_bills_itself_is_seen_before_it_is_billed(
    office: Office, tmp_path: Path
) -> None:
    with_psa(office, HOURS)
    sync(office)
    take_in(office, tmp_path, *BILLABLE)
    say(office, later_hours(is_billed=True, billed_reference="PSA-9"))
    assert gates(office)[GateName.BILLED_IN_BOTH].count == 1
    sync(office)
    assert gates(office)[GateName.BILLED_IN_BOTH].is_clear


def test_what_no_invoice_holds_warns_and_holds_nothing(office: Office, tmp_path: Path) -> None:
    with_psa(
        office,
        HOURS,
        VOICE,
        SEATS_LINE,
        later_hours(source_id="open", is_approved=False),
        later_hours(source_id="stranger", customer_id="99"),
        later_hours(source_id="free", is_billable=False),
        later_hours(source_id="november", worked_on=date(2026, 11, 1)),
    )
    sync(office)
    take_in(office, tmp_path, *BILLABLE)
    gate = gates(office)[GateName.PSA_LEFT_OUT]
    assert (gate.count, gate.amount) == (2, Decimal("375.00"))
    assert (gate.warns, gate.cleared) == (True, True)
    assert gate.records == (
        "Granite Peak Credit Union, Moved 4 phones (ticket 21877)",
        "Moved 4 phones (ticket 21877)",
    )
    ignore(office, "99")
    assert gates(office)[GateName.PSA_LEFT_OUT].count == 1
    assert bill(office, PERIOD, approve=True).state is RunState.APPROVED


def ignore(office: Office, customer: str) -> None:
    """Somebody has said that a customer of the PSA is none of ours."""
    with office.write() as conn:
        keep_fact(
            conn,
            KEY,
            FactKind.IGNORED,
            kind=LinkKind.CUSTOMER.value,
            key=customer,
            fact="no customer of ours",
            at=NOW,
            by="ann",
        )


def test_a_run_that_nobody_approves_is_not_held_against_psas(
    office: Office, tmp_path: Path
) -> None:
    with_psa(office, later_hours(is_approved=False))
    take_in(office, tmp_path, *BILLABLE)
    with office.file.read() as conn:
        made = make_run(office, conn, PERIOD, invoice_date=None, waivers=None, progress=Silent())
    assert made.gates == ()
    assert [each.account_number for each in made.drafts if each.billed] == ["100", "200"]
