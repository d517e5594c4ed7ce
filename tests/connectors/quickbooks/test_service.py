"""QuickBooks Online at work: the company, its lists, customers and items."""

from dataclasses import replace
from decimal import Decimal

import pytest

from app.billing.outgoing import OutgoingItem
from app.errors import RemoteRefused
from tests.connectors.quickbooks.desk import (
    KEY,
    REALM,
    Desk,
    a_customer,
    found,
    opened,
    refused,
)
from tests.connectors.quickbooks.documents_of_ours import CHOICES, CUSTOMER, INVOICE

ITEM = OutgoingItem(name="4010", account_id="79")
TAKEN = refused(400, "6240", "Duplicate Name Exists Error", "The name supplied already exists.")


def a_company(desk: Desk, **preferences: object) -> None:
    desk.on("companyinfo", {"CompanyInfo": {"Id": "1", "CompanyName": "Cedar", "Country": "US"}})
    home = {"CurrencyPrefs": {"HomeCurrency": {"value": "USD"}}}
    desk.on("preferences", {"Preferences": {**home, **preferences}})


def test_a_company_is_known_by_realm_country_and_currency() -> None:
    desk = Desk()
    a_company(desk)
    company = opened(desk).company()
    assert (company.name, company.fingerprint) == ("Cedar", f"{REALM}|US|USD")


def test_an_answer_without_a_company_is_refused() -> None:
    with pytest.raises(RemoteRefused, match="names none"):
        opened(Desk()).company()


def test_rights_are_found_by_asking_and_nothing_is_written() -> None:
    desk = Desk()
    a_company(desk)
    desk.on("query Payment", refused(403, "120", "Authorization Failure"))
    rights = {each.name: each for each in opened(desk).rights()}
    assert [name for name, each in rights.items() if not each.is_given] == ["reads payments"]
    assert "Authorization Failure" in rights["reads payments"].why
    assert rights["writes invoices"].why
    assert {each.method for each in desk.asked} == {"GET"}


def test_choices_tell_what_stands_against_exact_posting() -> None:
    desk = Desk()
    a_company(
        desk,
        TaxPrefs={"PartnerTaxEnabled": True},
        SalesFormsPrefs={"CustomTxnNumbers": False, "AutoApplyCredit": True},
        AccountingInfoPrefs={"BookCloseDate": "2026-06-30"},
    )
    account = {"Id": "79", "AcctNum": "4010", "Name": "Voice", "AccountType": "Income"}
    desk.on("query Account", found("Account", account))
    choices = opened(desk).choices()
    assert (choices.needs_items, choices.needs_tax_code) == (True, True)
    assert [each.code for each in choices.accounts] == ["4010"]
    assert [each.code for each in choices.tax_codes] == ["NON"]
    assert [words.split(":")[0] for words in choices.warnings] == [
        "Automated sales tax is on",
        "Custom transaction numbers are off",
        "Credits are applied by the books themselves",
        "The books are closed up to 2026-06-30",
    ]


def test_foresee_knows_the_currency_once_it_was_told() -> None:
    desk = Desk()
    a_company(desk)
    port = opened(desk)
    assert port.foresee(replace(INVOICE, currency="CAD"), CHOICES).problems == ()
    port.company()
    assert port.foresee(replace(INVOICE, currency="CAD"), CHOICES).problems


def test_customers_are_found_by_name_and_by_the_trail_of_our_number() -> None:
    desk = Desk()
    desk.on(
        "query Customer",
        found("Customer", a_customer(Id="1", Notes="")),
        found("Customer", a_customer(Id="2", DisplayName="Renamed"), a_customer(Id="3", Notes="")),
        found("Customer", a_customer(Id="2", DisplayName="Renamed")),
    )
    assert [each.source_id for each in opened(desk).find_customers(CUSTOMER)] == ["1", "2"]
    by_name, _, by_id = desk.queries("Customer")
    assert "DisplayName IN ('Harbor Dental', 'Harbor Dental T-1042')" in by_name
    assert "Id IN ('2')" in by_id


def test_many_customers_are_found_by_one_walk() -> None:
    desk = Desk()
    named = a_customer(Id="1", Notes="", DisplayName="HARBOR DENTAL")
    traced = a_customer(Id="2", DisplayName="Renamed")
    other = a_customer(Id="3", Notes="", DisplayName="Elsewhere")
    desk.on("query Customer", found("Customer", named, traced, other))
    wanted = [CUSTOMER, replace(CUSTOMER, number="T-9", name="Nobody")]
    answers = opened(desk).find_all_customers(wanted)
    assert [{each.source_id for each in those} for those in answers] == [{"1", "2"}, set()]
    assert len(desk.queries("Customer")) == 1
    assert opened(desk).find_all_customers([]) == []


def test_a_name_of_a_customer_is_refused() -> None:
    desk = Desk()
    desk.on("POST customer", TAKEN)
    desk.on("query Customer", found("Customer", a_customer(Active=False)))
    with pytest.raises(RemoteRefused, match=r"\(6240\)"):
        opened(desk).create_customer(CUSTOMER, key=KEY)
    assert len(desk.sent("customer")) == 1


def test_a_name_that_a_vendor_holds_gets_our_number() -> None:
    desk = Desk()
    desk.on("POST customer", TAKEN, {"Customer": a_customer()})
    made = opened(desk).create_customer(CUSTOMER, key=KEY)
    first, second = desk.sent("customer")
    assert (first.body["DisplayName"], second.body["DisplayName"]) == (
        "Harbor Dental",
        "Harbor Dental T-1042",
    )
    assert first.query["requestid"] != second.query["requestid"]
    assert len(second.query["requestid"]) <= 50
    assert (made.id, made.number, made.balance) == ("58", "T-1042", Decimal("32.31"))


def test_a_customer_is_updated_sparsely_against_its_version() -> None:
    desk = Desk()
    desk.on("query Customer", found("Customer", a_customer()))
    desk.on("POST customer", {"Customer": a_customer(SyncToken="4")})
    posted = opened(desk).update_customer("58", CUSTOMER, version="3", key=KEY)
    (asked,) = desk.sent("customer")
    assert (asked.body["sparse"], asked.body["SyncToken"], posted.version) == (True, "3", "4")
    assert asked.body["Notes"] == "billing-id T-1042\nCall Ann first"


def test_a_customer_that_is_gone_is_refused() -> None:
    with pytest.raises(RemoteRefused, match="has it no more"):
        opened(Desk()).update_customer("58", CUSTOMER, version="3", key=KEY)


def test_an_item_that_is_there_is_answered() -> None:
    desk = Desk()
    there = {"Id": "21", "Name": "4010", "IncomeAccountRef": {"value": "79"}, "Active": True}
    desk.on("query Item", found("Item", there))
    assert opened(desk).create_item(ITEM, key=KEY).id == "21"
    with pytest.raises(RemoteRefused, match="leads to another account"):
        opened(desk).create_item(replace(ITEM, account_id="80"), key=KEY)
    desk.on("query Item", found("Item", {**there, "Active": False}))
    with pytest.raises(RemoteRefused, match="is not active"):
        opened(desk).create_item(ITEM, key=KEY)


def test_an_item_is_made_untaxed() -> None:
    desk = Desk()
    desk.on("POST item", {"Item": {"Id": "21", "Name": "4010", "SyncToken": "0"}})
    assert opened(desk).create_item(ITEM, key=KEY).number == "4010"
    (asked,) = desk.sent("item")
    assert (asked.body["Taxable"], asked.query["requestid"]) == (False, KEY)


def test_balances_are_of_each_customers_own_level() -> None:
    desk = Desk()
    desk.on("query Customer", found("Customer", a_customer(BalanceWithJobs=99)))
    ((balance,),) = opened(desk).balances()
    assert (balance.customer_id, balance.open) == ("58", Decimal("32.31"))
