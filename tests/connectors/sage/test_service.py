"""Sage Accounting at work: the business, its lists, contacts and services."""

from dataclasses import replace
from decimal import Decimal

import pytest

from app.billing.outgoing import OutgoingItem
from app.errors import RemoteRefused
from tests.connectors.sage.counter import (
    BUSINESS,
    KEY,
    Counter,
    a_contact,
    a_rate,
    an_account,
    listed,
    opened,
    refused,
)
from tests.connectors.sage.documents_of_ours import CUSTOMER, INVOICE

ITEM = OutgoingItem(name="4010", account_id="a4010")
SETTINGS = {"base_currency": {"id": "USD"}, "year_end_lockdown_date": "2026-06-30"}


def counter_of_a_business() -> Counter:
    counter = Counter()
    rows = [{"id": BUSINESS, "displayed_as": "Cedar"}, {"id": "b2", "displayed_as": "Other"}]
    counter.on("GET /businesses", listed(*rows))
    counter.on("GET /financial_settings", SETTINGS)
    return counter


def test_a_business_is_known_by_id_country_and_currency() -> None:
    company = opened(counter_of_a_business()).company()
    assert (company.name, company.fingerprint) == ("Cedar", f"{BUSINESS}|US|USD")


def test_a_business_that_is_not_listed_is_refused() -> None:
    with pytest.raises(RemoteRefused, match="does not list"):
        opened(Counter()).company()


def test_every_call_names_the_business() -> None:
    counter = counter_of_a_business()
    opened(counter).company()
    assert {each.headers["X-Business"] for each in counter.asked} == {BUSINESS}


def test_rights_are_found_by_asking_and_nothing_is_written() -> None:
    counter = Counter()
    counter.on("GET /contact_payments", refused(403, "No access to payments"))
    rights = {each.name: each for each in opened(counter).rights()}
    assert not rights["reads payments"].is_given
    assert "No access" in rights["reads payments"].why
    assert rights["reads invoices"].is_given
    assert rights["writes invoices"].why
    assert {each.method for each in counter.asked} == {"GET"}


def test_consent_for_reading_writes_nothing() -> None:
    rights = {each.name: each for each in opened(Counter(), scope="readonly").rights()}
    assert not rights["writes invoices"].is_given


def test_liability_accounts_are_looked_for() -> None:
    name = "posts taxes to liability accounts"
    counter = Counter()
    counter.on("GET /ledger_accounts", listed(an_account(4010, "Sales")))
    (missing,) = [each for each in opened(counter).rights() if each.name == name]
    assert not missing.is_given
    assert "visible in sales" in missing.why
    assert any("visible in sales" in each for each in opened(counter).choices().warnings)
    counter.on("GET /ledger_accounts", listed(an_account(2210, "Current liabilities")))
    (there,) = [each for each in opened(counter).rights() if each.name == name]
    assert there.is_given
    counter.on("GET /ledger_accounts", refused(422, "No"))
    (refusal,) = [each for each in opened(counter).rights() if each.name == name]
    assert not refusal.is_given


def test_choices_put_no_tax_before_exempt_and_tell_of_a_lock() -> None:
    counter = counter_of_a_business()
    counter.on("GET /tax_rates", listed(a_rate("GB_EXEMPT"), a_rate("GB_NO_TAX")))
    counter.on("GET /ledger_accounts", listed(an_account(2210, "Current liabilities")))
    counter.on("GET /products", refused(404, "Record not found"))
    choices = opened(counter).choices()
    assert [each.code for each in choices.tax_codes] == ["GB_NO_TAX", "GB_EXEMPT"]
    assert [each[:30] for each in choices.warnings] == ["The books are locked up to 202"]
    assert choices.needs_items is False


def test_foresee_knows_the_books_once_they_were_looked_at() -> None:
    port = opened(counter_of_a_business())
    port.company()
    words = " ".join(port.foresee(replace(INVOICE, currency="GBP"), port.choices()).problems)
    assert "the books are in USD" in words


def test_customers_are_found_by_number_and_by_name() -> None:
    counter = Counter()
    by_number = a_contact(id="c1", name="Renamed")
    by_name = a_contact(id="c2", reference=None)
    other = a_contact(id="c3", name="Harbor Dental East", reference="T-1")
    counter.on("GET /contacts", listed(by_number), listed(by_name, other))
    found = opened(counter).find_customers(CUSTOMER)
    assert [each.source_id for each in found] == ["c1", "c2"]
    assert [each.query["search"] for each in counter.asked] == ["T-1042", "Harbor Dental"]
    assert all("contact_type_id" not in each.query for each in counter.asked)


def test_many_customers_are_found_by_one_walk() -> None:
    counter = Counter()
    by_name = a_contact(id="c2", name="HARBOR DENTAL", reference=None)
    counter.on("GET /contacts", listed(a_contact(id="c1", name="Renamed"), by_name))
    wanted = [CUSTOMER, *(replace(CUSTOMER, number=f"N{n}", name=f"No {n}") for n in range(9))]
    found = opened(counter).find_all_customers(wanted)
    assert [[each.source_id for each in those] for those in found] == [["c1", "c2"], *[[]] * 9]
    (asked,) = counter.asked
    assert "search" not in asked.query
    assert opened(counter).find_all_customers([]) == []


def test_a_customer_is_looked_for_before_it_is_made() -> None:
    counter = Counter()
    counter.on("POST /contacts", a_contact())
    posted = opened(counter).create_customer(CUSTOMER, key=KEY)
    assert (posted.id, posted.number, posted.balance) == ("c1", "T-1042", Decimal("32.31"))
    counter.on("GET /contacts", listed(a_contact()))
    with pytest.raises(RemoteRefused, match="already"):
        opened(counter).create_customer(CUSTOMER, key=KEY)


def test_a_customer_answered_by_its_id_alone_is_read() -> None:
    counter = Counter()
    counter.on("POST /contacts", {"id": "c1"})
    counter.on("GET /contacts/c1", a_contact())
    assert opened(counter).create_customer(CUSTOMER, key=KEY).number == "T-1042"


def test_a_customer_is_changed_where_nobody_else_has() -> None:
    counter = Counter()
    counter.on("GET /contacts/c1", a_contact())
    counter.on("PUT /contacts/c1", a_contact())
    port = opened(counter)
    assert port.update_customer("c1", CUSTOMER, version="2026-10-01T10:00:00Z", key=KEY).id == "c1"
    with pytest.raises(RemoteRefused, match="somebody has changed"):
        port.update_customer("c1", CUSTOMER, version="2026-09-01T10:00:00Z", key=KEY)
    counter.on("GET /contacts/c1", refused(404, "Record not found"))
    with pytest.raises(RemoteRefused, match="no such contact"):
        port.update_customer("c1", CUSTOMER, version="", key=KEY)


def test_an_item_that_is_there_is_answered() -> None:
    counter = Counter()
    counter.on("GET /tax_rates", listed(a_rate("US_NO_TAX")))
    counter.on("POST /services", {"id": "s1"})
    port = opened(counter)
    assert port.create_item(ITEM, key=KEY).id == "s1"
    row = {"id": "s2", "item_code": "4010", "sales_ledger_account": {"id": "a4010"}}
    counter.on("GET /services", listed({"id": "s0", "item_code": "40100"}, row))
    assert port.create_item(ITEM, key=KEY).id == "s2"
    with pytest.raises(RemoteRefused, match="another account"):
        port.create_item(replace(ITEM, account_id="a4020"), key=KEY)


def test_balances_are_those_of_contacts() -> None:
    counter = Counter()
    counter.on("GET /contacts", listed(a_contact()))
    (page,) = opened(counter).balances()
    assert [(each.customer_id, each.open) for each in page] == [("c1", Decimal("32.31"))]
