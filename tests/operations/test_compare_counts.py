"""Counts of the small company against its contract, carrier and invoices; settled."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from app.billing.counts import CountAction, CountRow, Suggestion
from app.customers.service import Number, Service
from app.errors import InputError, NotAllowed
from app.operations.compare_counts import (
    compare_counts,
    free_until,
    settle_count,
    unsettle_count,
)
from app.operations.edit_records import edit_records, undo_edit
from app.operations.list_carrier_numbers import import_carrier_list
from app.operations.office import Office
from app.store.links import LinkKind, links
from app.store.setup import load
from tests.billing.psa_things import DID
from tests.operations.companies import BASIC_NUMBER, BILLABLE, GRANITE_SEATS, approve, take_in
from tests.operations.psa_billing import KEY, SEATS_LINE, VOICE, plan, practice, sync, with_psa

D = Decimal
LINE = replace(SEATS_LINE, quantity=D(5))


def row(office: Office, product: str = "SEAT", account: str = "100") -> CountRow:
    return compare_counts(office, "2026-10").row(account, product)


def services(office: Office) -> dict[str, Service]:
    with office.file.read() as conn:
        return {each.service_code: each for each in load(conn, Service)}


def test_a_contract_of_fewer_is_money_every_month(office: Office) -> None:
    with_psa(office, VOICE, replace(SEATS_LINE, quantity=D(1)))
    found = row(office)
    assert (found.contract, found.provisioned, found.carrier, found.billed) == (
        D(1),
        D(2),
        None,
        None,
    )
    assert (found.suggestion, found.amount) == (Suggestion.BILL_PROVISIONED, D(20))
    assert compare_counts(office, "2026-10").total == D(20)


def test_what_was_billed_is_what_the_last_run_has(office: Office, tmp_path: Path) -> None:
    with_psa(office, VOICE, SEATS_LINE)
    take_in(office, tmp_path, *BILLABLE)
    approve(office)
    found = compare_counts(office)
    assert (found.period, found.billed_period) == ("2026-11", "2026-10")
    assert (found.row("100", "SEAT").billed, found.row("100", "SEAT").differs) == (D(2), False)


def test_bill_the_contracted_changes_services_and_moves_the_link(office: Office) -> None:
    with_psa(office, VOICE, SEATS_LINE)
    sync(office)
    edited = settle_count(office, "100", "SEAT", CountAction.BILL_PROVISIONED)
    assert edited.edits == ()
    with_psa(office, VOICE, LINE)
    edited = settle_count(office, "100", "SEAT", CountAction.BILL_CONTRACTED, on=date(2026, 10, 12))
    assert services(office)["100-SEATS-2"].quantity == 5
    with office.file.read() as conn:
        assert set(links(conn, KEY, LinkKind.AGREEMENT_LINE)) == {"100-SEATS-2"}
    assert not row(office).differs
    undo_edit(office, edited)
    assert "100-SEATS-2" not in services(office)


def test_what_is_free_ends_by_itself(office: Office) -> None:
    with_psa(office, VOICE, replace(SEATS_LINE, quantity=D(1)))
    free_until(office, "100", "SEAT", until=date(2027, 1, 1), reason="trial of one seat")
    rows = services(office)
    gratis, paid = rows["100-SEATS-FREE"], rows["100-SEATS-AFTER"]
    assert (gratis.unit_price, gratis.ends_on) == (D(0), date(2027, 1, 1))
    assert (paid.unit_price, paid.starts_on) == (None, date(2027, 1, 1))
    found = row(office)
    assert (found.suggestion, found.differs) == (Suggestion.FREE, False)
    assert found.words == "Free until 2027-01-01: trial of one seat"
    assert compare_counts(office, "2027-01").row("100", "SEAT").differs
    unsettle_count(office, "100", "SEAT")
    assert row(office).differs


def test_numbers_count_for_what_is_sold_in_numbers(office: Office, tmp_path: Path) -> None:
    edit_records(
        office,
        [
            DID,
            replace(GRANITE_SEATS, service_code="100-DID", product_code="DID", quantity=D(10)),
        ],
        title="numbers",
    )
    did = replace(SEATS_LINE, source_id="61", product_code="DID", quantity=D(10), unit_price=None)
    with_psa(office, VOICE, did)
    found = row(office, "DID")
    assert (found.contract, found.provisioned) == (D(10), D(2))
    assert (found.suggestion, found.amount) == (Suggestion.LOWER, D("-20.00"))
    list_ = tmp_path / "Mesa.csv"
    list_.write_text("TN;Account\n(303) 555-0142;100\n3035550199;\n", encoding="utf-8")
    import_carrier_list(office, list_)
    counts = compare_counts(office, "2026-10")
    assert counts.row("100", "DID").carrier == 1
    assert counts.strangers == ("+13035550199",)
    assert [each.numbers for each in counts.lists] == [2]
    settle_count(office, "100", "DID", CountAction.LOWER, on=date(2026, 10, 1))
    assert services(office)["100-DID-2"].quantity == 2
    assert row(office, "DID").suggestion is Suggestion.SETTLED


def test_a_row_that_is_none_and_wrong_words_are_refused(office: Office) -> None:
    with pytest.raises(InputError, match="Nothing counts"):
        settle_count(office, "100", "NOTHING", CountAction.LOWER)
    with pytest.raises(InputError, match="end and a reason"):
        settle_count(office, "100", "SEAT", CountAction.FREE)
    with pytest.raises(InputError, match="free on no day"):
        free_until(office, "100", "SEAT", until=date(2026, 1, 1), reason="x")
    with_psa(office, VOICE, replace(SEATS_LINE, source_id="61", product_code="DID"))
    edit_records(office, [DID], title="a product")
    with pytest.raises(NotAllowed, match="no service"):
        settle_count(office, "100", "DID", CountAction.BILL_CONTRACTED)


@pytest.mark.parametrize("key", ["connectwise", "halopsa", "autotask"])
def test_ten_lines_of_which_nine_are_provisioned(office: Office, key: str) -> None:
    """Dunmore Legal in every practice PSA."""
    practice(office, key)
    unpaired = compare_counts(office, "2026-11").unpaired
    assert {each.product_code for each in unpaired} >= {"DID"}
    nine = [
        replace(
            BASIC_NUMBER,
            number=f"+1720555{4000 + n}",
            account_number="200",
            location_code="200-MAIN",
        )
        for n in range(8)
    ]
    edit_records(office, [DID, *nine], title="numbers")
    with office.file.read() as conn:
        assert sum(each.account_number == "200" for each in load(conn, Number)) == 9
    found = compare_counts(office, "2026-11").row("200", "DID")
    assert (found.contract, found.provisioned, found.amount) == (D(10), D(9), D("-2.50"))
    assert found.words == "Lower the contract to 9"
    assert plan(office, key)
