"""Plans of a PSA's records applied: exactly as planned, once, and undone."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.customers.account import Account
from app.customers.incoming import PsaCustomer, PsaSite
from app.customers.location import ServiceLocation
from app.operations.apply_incoming import apply_incoming, take_incoming
from app.operations.decide import decide
from app.operations.edit_records import edit_records, undo_edit
from app.operations.office import Office
from app.operations.posting_errands import Result
from app.operations.posting_plan import Plan, PlanAction, PlanRecord
from app.operations.settle_incoming import Keep, settle_field
from app.store.audit import entries_of
from app.store.links import LinkKind, links
from app.store.onboarding import card_items
from app.store.remote_records import record_of
from app.store.setup import load
from app.values.foreign_record import PostalAddress
from tests.operations.companies import GRANITE, NOW, copied, dump
from tests.operations.psa_staged import (
    CUSTOMERS,
    GRANITE_THERE,
    SITES,
    change_there,
    link,
    of_kind,
    planned,
    staged,
    tiny,
)

KEY = "connectwise"


def accounts(office: Office) -> dict[str, Account]:
    with office.file.read() as conn:
        return {each.account_number: each for each in load(conn, Account)}


def locations(office: Office) -> dict[str, ServiceLocation]:
    with office.file.read() as conn:
        return {each.location_code: each for each in load(conn, ServiceLocation)}


def apply(office: Office, records: list[PlanRecord], key: str = KEY) -> Counter[Result]:
    return Counter(each.result for each in take_incoming(office, key, records).outcomes)


def settled(office: Office, key: str = KEY) -> None:
    """Granite Peak is linked, and both sides agree."""
    staged(office, key)
    link(office, key, "100", GRANITE_THERE)
    apply(office, [each for each in planned(office, key) if "100" in each.our_id[:3]], key)


@pytest.mark.parametrize("key", ["connectwise", "halopsa", "autotask"])
def test_every_practice_psa_is_taken_in_whole_and_once(office: Office, key: str) -> None:
    staged(office, key)
    plan = planned(office, key)
    assert apply(office, plan, key) == {Result.DONE: 227, Result.CONFLICT: 3}
    done = dump(office)
    assert apply(office, plan, key) == {Result.ALREADY: 227, Result.CONFLICT: 3}
    following = planned(office, key)
    assert {each.action for each in following} == {PlanAction.CONFLICT}
    apply(office, following, key)
    assert dump(office) == done
    assert len(accounts(office)) == 58


def test_the_outcomes_are_in_the_order_of_the_plan(office: Office) -> None:
    staged(office, KEY)
    records = tuple(reversed(planned(office, KEY)))
    plan = Plan(system=KEY, company="", fingerprint="", made_at=NOW, run_id=None, records=records)
    outcomes = apply_incoming(office, plan)
    assert [each.record for each in outcomes] == list(records)
    assert {each.result for each in outcomes} == {Result.DONE, Result.CONFLICT}


def test_a_shell_comes_with_its_link_its_card_and_its_audit(office: Office) -> None:
    tiny(office, KEY, is_tax_exempt=True)
    plan = planned(office, KEY)
    assert apply(office, plan) == {Result.DONE: 4}
    shell = accounts(office)["201"]
    assert (shell.name, shell.terms, shell.psa_id) == ("Tall Pines Lodge", "Net 15", "9")
    assert (shell.contract_reference, str(shell.opened_on)) == ("V-7", "2026-11-15")
    assert locations(office)["201-MAIN"].postal_code == "80401"
    with office.file.read() as conn:
        assert links(conn, KEY, LinkKind.CUSTOMER)["201"].their_id == "9"
        assert links(conn, KEY, LinkKind.SITE)["201-MAIN"].their_id == "90"
        items = [each.item.value for each in card_items(conn, "201")]
        (entry,) = entries_of(conn, "accounts", record="201")
        linked = entries_of(conn, "links", record="201")
    assert items == ["numbers", "circuit", "rate_plan", "certificate"]
    assert (entry.operation, entry.origin) == ("sync customers", "ConnectWise PSA")
    assert len(linked) == 1
    assert not [each for each in planned(office, KEY) if each.action is not PlanAction.SKIP]


def test_a_change_there_comes_here_and_can_be_undone(office: Office) -> None:
    settled(office)
    change_there(office, KEY, CUSTOMERS, GRANITE_THERE, name="Granite Peak CU")
    (record,) = of_kind(planned(office, KEY), "account", "100")
    assert (record.before, record.after) == (
        {"name": "Granite Peak Credit Union"},
        {"name": "Granite Peak CU"},
    )
    assert record.reason == "The name was changed there."
    taken = take_incoming(office, KEY, [record])
    assert accounts(office)["100"].name == "Granite Peak CU"
    (edited,) = taken.edited
    undo_edit(office, edited)
    assert accounts(office)["100"].name == "Granite Peak Credit Union"
    (asked,) = of_kind(planned(office, KEY), "account", "100")
    assert asked.action is PlanAction.CONFLICT
    assert asked.reason == "The name was changed here, but ConnectWise PSA owns it."


def test_a_shell_that_is_undone_is_whole_again_when_it_comes_back(office: Office) -> None:
    tiny(office, KEY)
    taken = take_incoming(office, KEY, planned(office, KEY))
    (edited,) = taken.edited
    undo_edit(office, edited)
    assert "201" not in accounts(office)
    again = planned(office, KEY)
    assert {each.action for each in again} == {PlanAction.CREATE}
    assert apply(office, again) == {Result.DONE: 4}
    assert accounts(office)["201"].name == "Tall Pines Lodge"


def test_what_changed_there_meanwhile_stops_that_record_alone(office: Office) -> None:
    staged(office, KEY)
    link(office, KEY, "100", GRANITE_THERE)
    plan = [each for each in planned(office, KEY) if each.our_id == "100"]
    change_there(office, KEY, CUSTOMERS, GRANITE_THERE, terms_id="1")
    outcomes = take_incoming(office, KEY, plan).outcomes
    by_kind = {each.record.kind: each for each in outcomes}
    assert by_kind["terms"].result is Result.STALE
    assert by_kind["terms"].why == "It changed since it was planned. Plan again."
    assert by_kind["account"].result is by_kind["contact"].result is Result.DONE
    assert accounts(office)["100"].terms is None


def test_what_changed_here_meanwhile_stops_that_record_alone(office: Office) -> None:
    staged(office, KEY)
    link(office, KEY, "100", GRANITE_THERE)
    plan = [each for each in planned(office, KEY) if each.our_id == "100"]
    edit_records(office, [replace(GRANITE, phone="3035550199")], title="by hand")
    outcomes = take_incoming(office, KEY, plan).outcomes
    stopped = {each.record.kind for each in outcomes if each.result is Result.STALE}
    assert stopped == {"contact"}
    assert accounts(office)["100"].phone == "3035550199"


def test_an_answer_given_meanwhile_stops_what_it_changes(office: Office) -> None:
    staged(office, KEY)
    link(office, KEY, "100", GRANITE_THERE)
    plan = [each for each in planned(office, KEY) if each.our_id == "100"]
    decide(office, "owner.terms", "here")
    outcomes = {each.record.kind: each.result for each in take_incoming(office, KEY, plan).outcomes}
    assert outcomes["terms"] in {Result.STALE, Result.ALREADY}
    assert outcomes["contact"] is Result.DONE
    assert accounts(office)["100"].terms is None


def test_parts_of_an_account_that_is_not_written_are_left_out(office: Office) -> None:
    tiny(office, KEY)
    plan = [each for each in planned(office, KEY) if each.kind != "account"]
    before = dump(office)
    assert apply(office, plan) == {Result.REFUSED: 3}
    assert dump(office) == before


def test_a_moved_site_moves_its_location(office: Office) -> None:
    settled(office)
    place = replace(locations(office)["100-MAIN"], county_fips="059", inside_city=True)
    edit_records(office, [place], title="by hand")
    with office.file.read() as conn:
        site = links(conn, KEY, LinkKind.SITE)["100-MAIN"].their_id
    there = replace(
        _address(office, site), line1="417 Mill Creek Road", city="Golden", postal_code="80401"
    )
    change_there(office, KEY, SITES, site, address=there)
    (record,) = of_kind(planned(office, KEY), "location", "100-MAIN")
    assert record.after == {
        "address_line1": "417 Mill Creek Road",
        "city": "Golden",
        "postal_code": "80401",
        "county_fips": None,
        "inside_city": None,
    }
    assert apply(office, [record]) == {Result.DONE: 1}
    after = locations(office)["100-MAIN"]
    assert (after.city, after.county_fips, after.inside_city) == ("Golden", None, None)


def _address(office: Office, site: str) -> PostalAddress:
    with office.file.read() as conn:
        found = record_of(conn, KEY, SITES.value, PsaSite, source_id=site)
    assert found is not None
    return found.address


def test_the_newer_change_wins_where_that_is_decided(office: Office) -> None:
    settled(office)
    decide(office, "conflict.customer", "newest")
    row = replace(accounts(office)["100"], name="Granite Here")
    edit_records(office, [row], title="by hand")
    change_there(
        office, KEY, CUSTOMERS, GRANITE_THERE, name="Granite There", modified_at=NOW.replace(day=1)
    )
    (record,) = of_kind(planned(office, KEY), "account", "100")
    assert (record.action, record.after) == (PlanAction.SKIP, {})
    later = NOW.replace(day=3)
    change_there(office, KEY, CUSTOMERS, GRANITE_THERE, name="Granite Later", modified_at=later)
    (record,) = of_kind(planned(office, KEY), "account", "100")
    assert record.after == {"name": "Granite Later"}


NAMES = st.sampled_from(["Granite", "Granite Peak", "Quarry"])
STEPS = st.lists(
    st.tuples(st.sampled_from(["ours", "theirs"]), NAMES)
    | st.tuples(st.sampled_from(["sync", "keep ours", "keep theirs"]), st.just("")),
    max_size=10,
)


@given(steps=STEPS)
@settings(max_examples=20, deadline=None)
def test_in_any_order_of_edits_and_syncs_no_change_is_lost(
    template: Path, tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str]]
) -> None:
    path = tmp_path_factory.mktemp("law") / "cedar fork.switchbook"
    with copied(template, path) as office:
        tiny(office, KEY, name="Granite")
        link(office, KEY, "100", "9")
        apply(office, planned(office, KEY))
        last = ("Granite", "Granite")
        for act, name in [*steps, ("sync", "")]:
            if act == "ours":
                row = replace(accounts(office)["100"], name=name)
                edit_records(office, [row], title="by hand")
            elif act == "theirs":
                change_there(office, KEY, CUSTOMERS, "9", name=name)
            elif act == "sync":
                last = _synced(office, last)
            else:
                keep = Keep.OURS if act == "keep ours" else Keep.THEIRS
                settle_field(office, KEY, kind="account", our_id="100", field="name", keep=keep)
                last = (accounts(office)["100"].name, _name_there(office))
        assert len(accounts(office)) == 2


def _synced(office: Office, last: tuple[str, str]) -> tuple[str, str]:
    """Plans and applies, and looks that no change since ``last`` is lost; what is settled then."""
    ours, theirs = accounts(office)["100"].name, _name_there(office)
    plan = of_kind(planned(office, KEY), "account", "100")
    is_asked = any(each.action is PlanAction.CONFLICT for each in plan)
    apply(office, plan)
    now = accounts(office)["100"].name
    if theirs != last[1] and ours == last[0]:
        assert now == theirs
    elif theirs == last[1] and ours not in {last[0], theirs}:
        assert now == ours
        assert is_asked
    assert apply(office, plan).keys() <= {Result.ALREADY, Result.CONFLICT, Result.SKIPPED}
    assert accounts(office)["100"].name == now
    return last if is_asked else (now, theirs)


def _name_there(office: Office) -> str:
    with office.file.read() as conn:
        found = record_of(conn, KEY, CUSTOMERS.value, PsaCustomer, source_id="9")
    assert found is not None
    return found.name
