"""Xero at work: the organisation, its lists, contacts and items."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import httpx
import pytest

from app.billing.incoming import BookFamily
from app.billing.outgoing import CreditUse, OutgoingItem
from app.connectors.xero.declaration import XERO
from app.errors import RemoteRefused
from tests.connectors.xero.desk import (
    KEY,
    MARK,
    STAMP,
    TENANT,
    Desk,
    a_contact,
    a_credit,
    an_invoice,
    listed,
    opened,
    refused,
)
from tests.connectors.xero.documents_of_ours import CHOICES, CREDIT, CUSTOMER, INVOICE
from tests.connectors.xero.published import SPEC, check

ITEM = OutgoingItem(name="VOICE", account_id="a-400")
ACCOUNT = {"AccountID": "a-400", "Code": "400", "Name": "Voice", "Type": "REVENUE"}


def an_organisation(desk: Desk, **more: object) -> None:
    row = {"Name": "Cedar", "CountryCode": "US", "BaseCurrency": "USD", **more}
    desk.on("GET Organisation", {"Organisations": [row]})


def test_an_organisation_is_known_by_tenant_country_and_currency() -> None:
    desk = Desk()
    an_organisation(desk)
    assert opened(desk).company().fingerprint == f"{TENANT}|US|USD"
    assert desk.asked[0].headers["xero-tenant-id"] == TENANT
    assert desk.asked[0].headers["Accept"] == "application/json"


def test_an_answer_without_an_organisation_is_refused() -> None:
    with pytest.raises(RemoteRefused, match="names none"):
        opened(Desk()).company()


def test_rights_are_found_by_asking_and_nothing_is_written() -> None:
    desk = Desk()
    an_organisation(desk)
    detail = {"Title": "Forbidden", "Detail": "AuthorizationUnsuccessful"}
    desk.on("GET Overpayments", httpx.Response(403, json=detail))
    rights = {each.name: each for each in opened(desk).rights()}
    assert [name for name, each in rights.items() if not each.is_given] == ["reads overpayments"]
    assert "AuthorizationUnsuccessful" in rights["reads overpayments"].why
    assert desk.written == []


def test_scopes_for_reading_alone_write_nothing() -> None:
    desk = Desk()
    an_organisation(desk)
    scopes = "offline_access accounting.invoices.read accounting.contacts accounting.settings"
    rights = {each.name: each for each in opened(desk, scopes=scopes).rights()}
    assert not rights["writes invoices"].is_given
    assert rights["writes customers"].is_given


def test_choices_tell_what_is_locked() -> None:
    desk = Desk()
    an_organisation(desk, PeriodLockDate="/Date(1790726400000+0000)/", IsDemoCompany=True)
    desk.on("GET Accounts", listed("Accounts", ACCOUNT))
    port = opened(desk)
    choices = port.choices()
    assert [each.code for each in choices.accounts] == ["400"]
    assert choices.warnings == (
        "This is Xero's demo company: what is posted there is for trying out.",
        "The period is locked up to 2026-09-30: earlier documents are refused.",
    )
    early = replace(INVOICE, dated_on=INVOICE.dated_on.replace(month=9))
    assert "locked up to" in port.foresee(early, CHOICES).problems[0]


def test_customers_are_found_by_our_number_and_by_name() -> None:
    desk = Desk()
    desk.on("GET Contacts/T-1042", listed("Contacts", a_contact(ContactID="c-1", Name="Renamed")))
    others = [
        a_contact(ContactID="c-2", ContactStatus="ARCHIVED"),
        a_contact(Name="Harbor Dental 2"),
    ]
    desk.on("GET Contacts", listed("Contacts", *others))
    assert [each.source_id for each in opened(desk).find_customers(CUSTOMER)] == ["c-1", "c-2"]
    (asked,) = desk.sent("GET Contacts")
    assert (asked.query["searchTerm"], asked.query["includeArchived"]) == ("Harbor Dental", "true")


def test_many_customers_are_found_by_one_walk() -> None:
    desk = Desk()
    row = a_contact(ContactID="c-2", Name="HARBOR DENTAL", ContactNumber="T-9")
    desk.on("GET Contacts", listed("Contacts", a_contact(ContactID="c-1", Name="Renamed"), row))
    wanted = [CUSTOMER, *(replace(CUSTOMER, number=f"N{n}", name=f"No {n}") for n in range(9))]
    found = opened(desk).find_all_customers(wanted)
    assert [[each.source_id for each in those] for those in found] == [["c-1", "c-2"], *[[]] * 9]
    (asked,) = desk.asked
    assert asked.query["includeArchived"] == "true"
    assert opened(desk).find_all_customers([]) == []


def test_a_name_that_is_taken_is_a_refusal() -> None:
    desk = Desk()
    row = refused(a_contact(), "The contact name Harbor Dental is already assigned")
    desk.on("PUT Contacts", listed("Contacts", row))
    with pytest.raises(RemoteRefused, match="already assigned"):
        opened(desk).create_customer(CUSTOMER, key=KEY)


def test_a_contact_is_put_and_then_posted() -> None:
    desk = Desk()
    desk.on("PUT Contacts", listed("Contacts", a_contact()))
    desk.on("GET Contacts/c-1", listed("Contacts", a_contact(ContactStatus="ARCHIVED")))
    desk.on("POST Contacts/c-1", listed("Contacts", a_contact()))
    port = opened(desk)
    made = port.create_customer(CUSTOMER, key=KEY)
    assert (made.id, made.number, made.balance) == ("c-1", "T-1042", Decimal("32.31"))
    port.update_customer("c-1", CUSTOMER, version=STAMP, key=KEY)
    (sent,) = desk.written[1].body["Contacts"]
    assert (sent["ContactID"], sent["ContactStatus"]) == ("c-1", "ACTIVE")


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (a_contact(MergedToContactID="c-2"), "merged the contact"),
        (a_contact(UpdatedDateUTC="/Date(1)/"), "changed the contact"),
    ],
)
def test_a_contact_that_changed_is_not_updated(row: dict[str, object], said: str) -> None:
    desk = Desk()
    desk.on("GET Contacts/c-1", listed("Contacts", row))
    with pytest.raises(RemoteRefused, match=said):
        opened(desk).update_customer("c-1", CUSTOMER, version=STAMP, key=KEY)
    with pytest.raises(RemoteRefused, match="has it no more"):
        opened(desk).update_customer("c-9", CUSTOMER, version=STAMP, key=KEY)


def test_an_item_goes_by_its_accounts_code() -> None:
    desk = Desk()
    made = {"ItemID": "t-1", "Code": "VOICE", "SalesDetails": {"AccountCode": "400"}}
    desk.on("GET Accounts", listed("Accounts", ACCOUNT))
    desk.on("PUT Items", listed("Items", made))
    assert opened(desk).create_item(ITEM, key=KEY).id == "t-1"
    desk.on("GET Items", listed("Items", made))
    port = opened(desk)
    assert port.create_item(ITEM, key=KEY).id == "t-1"
    with pytest.raises(RemoteRefused, match="leads to another account"):
        port.create_item(replace(ITEM, account_id="a-825"), key=KEY)
    with pytest.raises(RemoteRefused, match="has no code"):
        port.create_item(replace(ITEM, name="OTHER", account_id="a-825"), key=KEY)
    assert len(desk.written) == 1


def test_balances_are_what_is_outstanding() -> None:
    desk = Desk()
    desk.on("GET Contacts", listed("Contacts", a_contact()))
    ((balance,),) = opened(desk).balances()
    assert (balance.open, balance.overdue) == (Decimal("32.31"), Decimal("2.31"))


@pytest.mark.skipif(not SPEC.is_file(), reason="the published description is not here")
def test_every_request_is_as_published() -> None:
    pytest.importorskip("openapi_core")
    source_id = "b2c885a9-4bb9-4a00-9b6e-6c2bf60b1a2b"
    desk = Desk()
    rows = {
        "Contacts": a_contact(ContactID=source_id),
        "Invoices": an_invoice(InvoiceID=source_id),
        "CreditNotes": a_credit(CreditNoteID=source_id),
        "Items": {"ItemID": source_id, "Code": "VOICE", "SalesDetails": {"AccountCode": "400"}},
    }
    an_organisation(desk)
    desk.on("GET Accounts", listed("Accounts", ACCOUNT))
    for kind, row in rows.items():
        desk.on(f"PUT {kind}", listed(kind, row))
        desk.on(f"GET {kind}/{source_id}", listed(kind, row))
        desk.on(f"POST {kind}/{source_id}", listed(kind, row))
    desk.on(f"PUT CreditNotes/{source_id}/Allocations", {"Allocations": [{"Amount": 1}]})
    port = opened(desk)
    port.rights()
    port.choices()
    for family in XERO.families:
        for since in (None, MARK):
            list(port.pull(BookFamily(family.value), since=since))
    list(port.balances())
    port.find_customers(CUSTOMER)
    port.create_customer(CUSTOMER, key=KEY)
    port.update_customer(source_id, CUSTOMER, version=STAMP, key=KEY)
    port.create_item(ITEM, key=KEY)
    lines = tuple(replace(line, account_id=source_id) for line in INVOICE.lines)
    invoice = replace(INVOICE, customer_id=source_id, lines=lines)
    port.find_invoices(["TB-42", "TB-43"])
    port.create_invoices([(invoice, KEY)])
    port.update_invoice(source_id, invoice, version=STAMP, key=KEY)
    port.void_invoice(source_id, version=STAMP, reason="")
    port.create_credit_note(replace(CREDIT, customer_id=source_id, lines=lines), key=KEY)
    use = CreditUse(
        credit_note_id=source_id,
        invoice_id=source_id,
        customer_id=source_id,
        amount=Decimal("1.00"),
        applied_on=date(2026, 10, 6),
    )
    port.apply_credit(use, key=KEY)
    port.void_credit_note(source_id, version=STAMP, reason="")
    port.payments_of(source_id)
    for request in desk.requests:
        check(request)
    assert len(desk.requests) > 40
