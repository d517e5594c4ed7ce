"""What practice PSAs tell, planned: every system, without network, and nothing written."""

from collections import Counter

import pytest

from app.operations.office import Office
from app.operations.plan_incoming import plan_incoming
from app.operations.posting_plan import Plan, PlanAction, plan_facts, sealed
from tests.operations.companies import NOW, dump
from tests.operations.psa_staged import GRANITE_THERE, link, of_kind, planned, staged

WITH_CONTRACTS = ("connectwise", "halopsa", "autotask")


@pytest.mark.parametrize("key", WITH_CONTRACTS)
def test_signed_customers_become_shells_and_doubtful_ones_are_asked(
    office: Office, key: str
) -> None:
    staged(office, key)
    before = dump(office)
    plan = planned(office, key)
    assert dump(office) == before
    counts = Counter((each.kind, each.action.value) for each in plan)
    assert counts == {
        ("account", "create"): 56,
        ("contact", "create"): 56,
        ("terms", "create"): 56,
        ("location", "create"): 59,
        ("account", "conflict"): 3,
    }
    asked = {each.their_id: each.reason for each in plan if each.action is PlanAction.CONFLICT}
    assert asked.keys() == {GRANITE_THERE, "252", "255"}
    assert "Decide in the customer map." in asked[GRANITE_THERE]
    assert asked["255"].startswith("Arkansas River Rafting has no address in ")


@pytest.mark.parametrize("key", WITH_CONTRACTS)
def test_a_shell_has_what_the_psa_knows(office: Office, key: str) -> None:
    staged(office, key)
    plan = planned(office, key)
    (shell,) = of_kind(plan, "account", "10001")
    assert dict(shell.after) == {
        "account_number": "10001",
        "psa_id": "201",
        "name": "Alder Creek Dental",
        "address_line1": "5610 Olde Mill Road",
        "city": "Arvada",
        "region": "CO",
        "postal_code": "80002",
        "country": "US",
        "contact_name": "Office Manager",
        "billing_email": "ap@aldercreekdent.example",
        "phone": "3035550106",
        "terms": "Net 15",
        "contract_reference": shell.after["contract_reference"],
        "opened_on": "2024-06-01",
        "delivery": "email",
        "consolidated": True,
    }
    assert shell.after["contract_reference"] in {"CF-2024-001A", "Voice services"}
    assert "signed in" in shell.reason
    (place,) = of_kind(plan, "location", "10001-MAIN")
    assert (place.after["name"], place.after["postal_code"]) == ("Arvada", "80002")


def test_a_customer_billed_to_another_new_one_names_it(office: Office) -> None:
    staged(office, "connectwise")
    plan = planned(office, "connectwise")
    payer = next(each for each in plan if each.after.get("name") == "Bluebird Bakery Group")
    branch = next(each for each in plan if each.after.get("name") == "Bluebird Bakery, Boulder")
    assert branch.after["parent_account_number"] == payer.our_id
    assert branch.after["bill_to_parent"] is True


@pytest.mark.parametrize("key", WITH_CONTRACTS)
def test_a_linked_customer_changes_field_by_field(office: Office, key: str) -> None:
    staged(office, key)
    link(office, key, "100", GRANITE_THERE)
    plan = planned(office, key)
    (account,) = of_kind(plan, "account", "100")
    assert account.action is PlanAction.UPDATE
    assert account.before == {"contract_reference": None}
    (contact,) = of_kind(plan, "contact", "100")
    assert contact.after == {
        "contact_name": "Accounts Payable",
        "billing_email": "ap@granitepeakcre.example",
        "phone": "3035550142",
    }
    (terms,) = of_kind(plan, "terms", "100")
    assert (terms.before, terms.after) == ({"terms": None}, {"terms": "Net 30"})
    (main,) = of_kind(plan, "location", "100-MAIN")
    assert (main.action, main.after) == (PlanAction.UPDATE, {"name": "Lakewood Main Branch"})
    assert main.reason.startswith("It is the same place.")
    golden = next(each for each in plan if each.after.get("name") == "Golden Branch")
    assert (golden.our_id, golden.action) == ("100-GOLDENBRAN", PlanAction.CREATE)


def test_where_only_names_are_told_only_names_change(office: Office) -> None:
    staged(office, "revio")
    assert planned(office, "revio") == []
    link(office, "revio", "200", GRANITE_THERE)
    plan = planned(office, "revio")
    (account,) = of_kind(plan, "account", "200")
    assert account.after == {"name": "Granite Peak Credit Union"}
    assert {each.action for each in plan if each is not account} <= {
        PlanAction.SKIP,
        PlanAction.UPDATE,
    }


def test_other_flows_ask_nothing_of_customers(office: Office) -> None:
    staged(office, "connectwise")
    link(office, "connectwise", "100", GRANITE_THERE)
    kinds = {each.kind for each in plan_incoming(office, "connectwise", {"work"})}
    assert not kinds & {"account", "contact", "terms", "location"}
    assert plan_incoming(office, "connectwise", ()) == []


def test_a_plan_can_be_saved_as_it_is(office: Office) -> None:
    staged(office, "halopsa")
    records = tuple(planned(office, "halopsa"))
    plan = Plan(
        system="halopsa",
        company="Cedar Fork Voice LLC",
        fingerprint="practice",
        made_at=NOW,
        run_id=None,
        records=records,
    )
    assert plan_facts(sealed(plan))["counts"]["create"] == plan.count(PlanAction.CREATE)
