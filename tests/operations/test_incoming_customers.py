"""Linked customers: who is gone, what only a person can decide, which place a site is."""

from dataclasses import replace

import pytest

from app.customers.account import Account
from app.customers.incoming import PsaSite
from app.operations.decide import decide
from app.operations.edit_records import edit_records
from app.operations.incoming_customers import KINDS, write_all
from app.operations.office import Office
from app.operations.posting_plan import PlanAction
from app.store.links import LinkKind
from app.store.mapping import FactKind, keep_fact
from app.store.remote_records import record_of
from app.store.setup import load
from app.tax.exemption import Exemption
from app.values.foreign_record import PostalAddress
from tests.operations.companies import GRANITE, GRANITE_MAIN, NOW, SINCE
from tests.operations.psa_staged import (
    CUSTOMERS,
    SITES,
    change_there,
    link,
    of_kind,
    planned,
    tell,
    tiny,
)

KEY = "halopsa"


@pytest.fixture
def mapped(office: Office) -> Office:
    """Granite Peak is customer 9 there, called Tall Pines Lodge, and both sides agree."""
    tiny(office, KEY)
    link(office, KEY, "100", "9")
    return office


def test_a_gone_customer_is_asked_and_never_taken_out(mapped: Office) -> None:
    write_all(mapped, KEY, planned(mapped, KEY))
    for changed, words in (
        ({"is_active": False}, "is inactive in HaloPSA. Close the account, if it has left."),
        ({"is_gone": True}, "is gone from HaloPSA. Close the account, if it has left."),
    ):
        change_there(mapped, KEY, CUSTOMERS, "9", **changed)
        (record,) = planned(mapped, KEY)
        assert (record.kind, record.our_id, record.action) == (
            "account",
            "100",
            PlanAction.CONFLICT,
        )
        assert record.reason.endswith(words)
    with mapped.file.read() as conn:
        account = next(each for each in load(conn, Account) if each.account_number == "100")
    edit_records(mapped, [replace(account, closed_on=SINCE)], title="close")
    assert planned(mapped, KEY) == []


def test_exempt_without_a_certificate_is_asked(mapped: Office) -> None:
    change_there(mapped, KEY, CUSTOMERS, "9", is_tax_exempt=True)
    (record,) = of_kind(planned(mapped, KEY), "exemption", "100")
    assert "no certificate is here" in record.reason
    certificate = Exemption(
        account_number="100",
        certificate_number="98-1",
        kind="NONPROFIT",
        family="SALES",
        effective_from=SINCE,
    )
    edit_records(mapped, [certificate], title="certificate")
    assert of_kind(planned(mapped, KEY), "exemption", "100") == []


def test_who_is_billed_for_it_must_be_mapped(mapped: Office) -> None:
    change_there(mapped, KEY, CUSTOMERS, "9", bill_to_id="55")
    (record,) = of_kind(planned(mapped, KEY), "payer", "100")
    assert record.reason.endswith("who is not mapped. Decide in the customer map.")
    link(mapped, KEY, "200", "55")
    assert of_kind(planned(mapped, KEY), "payer", "100") == []
    (account,) = of_kind(planned(mapped, KEY), "account", "100")
    assert account.after["parent_account_number"] == "200"
    assert account.after["bill_to_parent"] is True


def test_a_clean_part_goes_on_while_another_is_asked(mapped: Office) -> None:
    write_all(mapped, KEY, planned(mapped, KEY))
    with mapped.file.read() as conn:
        row = next(each for each in load(conn, Account) if each.account_number == "100")
    edit_records(mapped, [replace(row, contract_reference="by hand")], title="by hand")
    change_there(mapped, KEY, CUSTOMERS, "9", name="Tall Pines")
    update, asked = of_kind(planned(mapped, KEY), "account", "100")
    assert (update.action, update.after) == (PlanAction.UPDATE, {"name": "Tall Pines"})
    assert (asked.action, asked.before, asked.after) == (
        PlanAction.CONFLICT,
        {"contract_reference": "by hand"},
        {"contract_reference": "V-7"},
    )
    assert asked.document["account_number"] == "100"
    assert asked.document["fields"]["reference"]["agreed"] == {"contract_reference": "V-7"}


def test_a_site_may_be_a_place_that_is_here(mapped: Office) -> None:
    (asked,) = [each for each in planned(mapped, KEY) if each.kind == "location"]
    assert asked.action is PlanAction.CONFLICT
    assert "may be 100-MAIN, or new" in asked.reason
    edit_records(mapped, [replace(GRANITE_MAIN, name="lodge")], title="by hand")
    assert [each.action for each in planned(mapped, KEY) if each.kind == "location"] == [
        PlanAction.CONFLICT
    ]
    edit_records(mapped, [replace(GRANITE_MAIN, name="Lodge")], title="by hand")
    (linked,) = [each for each in planned(mapped, KEY) if each.kind == "location"]
    assert (linked.our_id, linked.action) == ("100-MAIN", PlanAction.UPDATE)
    assert linked.after["address_line1"] == "7 Timber Lane"


def test_a_site_that_is_not_used_there_brings_nothing(mapped: Office) -> None:
    change_there(mapped, KEY, SITES, "90", is_active=False)
    assert [each for each in planned(mapped, KEY) if each.kind == "location"] == []


def test_a_row_that_the_setup_refuses_is_a_question(mapped: Office) -> None:
    edit_records(mapped, [replace(GRANITE_MAIN, name="Lodge")], title="by hand")
    box = replace(_there(mapped), line1="PO Box 7")
    change_there(mapped, KEY, SITES, "90", address=box)
    (record,) = [each for each in planned(mapped, KEY) if each.kind == "location"]
    assert record.action is PlanAction.CONFLICT
    assert "a post office box" in record.reason


def test_what_is_owned_here_is_left_alone(mapped: Office) -> None:
    for kind in ("customer", "contact", "terms", "contract"):
        decide(mapped, f"owner.{kind}", "here")
    found = [each for each in planned(mapped, KEY) if each.our_id == "100"]
    assert {each.action for each in found} == {PlanAction.SKIP}
    write_all(mapped, KEY, found)
    with mapped.file.read() as conn:
        assert GRANITE in load(conn, Account)
    change_there(mapped, KEY, CUSTOMERS, "9", name="Tall Pines")
    (asked,) = of_kind(planned(mapped, KEY), "account", "100")
    assert asked.reason == "The name was changed in HaloPSA, but Switchbook owns it."


def test_a_customer_without_records_there_waits(mapped: Office) -> None:
    link(mapped, KEY, "200", "777")
    assert [each for each in planned(mapped, KEY) if each.our_id == "200"] == []


def test_kinds_are_those_of_the_records(mapped: Office) -> None:
    tell(mapped, KEY, CUSTOMERS)
    assert {each.kind for each in planned(mapped, KEY)} <= KINDS


def _there(office: Office) -> PostalAddress:
    with office.file.read() as conn:
        found = record_of(conn, KEY, SITES.value, PsaSite, source_id="90")
    assert found is not None
    return found.address


def test_what_is_left_alone_in_the_map_is_left_alone_here(office: Office) -> None:
    tiny(office, KEY)
    assert planned(office, KEY)
    said(office, FactKind.IGNORED, LinkKind.CUSTOMER.value, "9")
    assert planned(office, KEY) == []


def test_an_account_that_is_not_needed_there_is_left_alone(mapped: Office) -> None:
    said(mapped, FactKind.NOT_NEEDED, "", "100")
    assert planned(mapped, KEY) == []


def test_a_site_that_is_ignored_is_left_alone(mapped: Office) -> None:
    said(mapped, FactKind.IGNORED, LinkKind.SITE.value, "90")
    assert "location" not in {each.kind for each in planned(mapped, KEY)}


def said(office: Office, what: FactKind, kind: str, key: str) -> None:
    with office.write() as conn:
        keep_fact(conn, KEY, what, kind=kind, key=key, fact="as was said", at=NOW, by="Dana")
