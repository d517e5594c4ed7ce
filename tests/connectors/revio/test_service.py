from datetime import date
from decimal import Decimal
from typing import Any

import httpx
import pytest

from app.connectors.dealings import PaymentNews
from app.customers.incoming import PsaFamily
from app.errors import NotAllowed, RemoteRefused, RemoteUnavailable
from tests.connectors.revio.desk import CUSTOMERS, Desk, port_of, practice, practice_port

CONTACTS = "/billing/api/v1/contacts"
TICKETS = "/psac/api/v1/ticket-list"
TWO = {"data": [{"customerId": 1, "name": "One"}, {"customerId": 2, "name": "Two"}]}


def rights_of(desk: Desk) -> dict[str, tuple[bool, str]]:
    return {each.name: (each.is_given, each.why) for each in port_of(desk).rights()}


def test_what_is_available_is_told_plainly() -> None:
    desk = Desk({CUSTOMERS: TWO, CONTACTS: {"data": []}})
    found = rights_of(desk)
    assert found["reads customers"] == (True, "Available.")
    assert found["reads contacts"] == (True, "Available.")
    assert found["reads invoices"] == (
        False,
        "Not available: it gave status 404, saying: Resource not found.",
    )
    for name in ("agreements", "agreement lines", "sites", "terms", "time", "charges", "products"):
        is_given, why = found[f"reads {name}"]
        assert not is_given
        assert "psa-files" in why
    assert not found["writes customers"][0]


def test_customers_come_from_tickets_where_a_tenant_lists_none() -> None:
    rows = [
        {"ticketId": 1, "customerId": 7, "customerName": "Seven"},
        {"ticketId": 2, "customerId": 7, "customerName": "Seven"},
        {"ticketId": 3, "customerId": None},
    ]
    desk = Desk({TICKETS: {"data": rows}})
    is_given, why = rights_of(desk)["reads customers"]
    assert is_given
    assert why.startswith("Available from tickets alone")
    (page,) = port_of(desk).pull(PsaFamily.CUSTOMERS, since=None)
    assert [each.source_id for each in page.records] == ["7"]
    assert not page.is_whole


def test_neither_customers_nor_tickets_is_no_right() -> None:
    is_given, why = rights_of(Desk())["reads customers"]
    assert not is_given
    assert why.startswith("Not available")
    with pytest.raises(RemoteRefused, match="does not give it"):
        list(port_of(Desk()).pull(PsaFamily.CUSTOMERS, since=None))


def test_a_list_that_is_not_given_makes_nothing_gone() -> None:
    desk = Desk({CUSTOMERS: TWO})
    for family in (PsaFamily.CONTACTS, PsaFamily.INVOICES):
        (page,) = port_of(desk).pull(family, since="whole")
        assert (page.records, page.mark, page.is_whole) == ((), "whole", False)
    assert list(port_of(desk).pull(PsaFamily.TIME, since=None)) == []


def test_invoices_are_asked_customer_by_customer() -> None:
    desk = Desk({CUSTOMERS: TWO})
    desk.answers[f"{CUSTOMERS}/1/invoices"] = {"data": []}
    desk.answers[f"{CUSTOMERS}/2/invoices"] = {"data": [{"invoiceId": 5, "total": 3}]}
    pages = list(port_of(desk).pull(PsaFamily.INVOICES, since=None))
    assert [each.source_id for page in pages for each in page.records] == ["5"]
    assert all(page.is_whole for page in pages)


def test_a_role_that_may_not_see_a_list_is_told_in_the_vendors_words() -> None:
    denied = httpx.Response(403, json={"message": "Your role may not see contacts."})
    found = rights_of(Desk({CUSTOMERS: TWO, CONTACTS: denied}))
    assert "Your role may not see contacts" in found["reads contacts"][1]


def test_nobody_among_the_customers_leaves_invoices_unknown_and_whole() -> None:
    desk = Desk({CUSTOMERS: {"data": []}})
    (page,) = port_of(desk).pull(PsaFamily.INVOICES, since=None)
    assert (page.records, page.is_whole) == ((), True)


def test_a_bad_key_is_the_reason_of_each_right() -> None:
    bad = httpx.Response(400, json={"message": "The API key is not valid."})
    found = rights_of(Desk({"/api/v1/auth/api-key/exchange": bad}))
    assert not any(is_given for is_given, _ in found.values())
    assert "not valid" in found["reads customers"][1]


def test_nothing_can_be_written_back() -> None:
    port = port_of(Desk())
    news = PaymentNews(
        invoice_number="1042",
        paid_on=date(2026, 11, 20),
        amount=Decimal(1),
        is_settled=True,
        reference="r",
    )
    acts: list[Any] = [
        lambda: port.put_external_id("1", "10001"),
        lambda: port.mark_billed(PsaFamily.TIME, "1", invoice_number="1042"),
        lambda: port.put_invoice_reference(PsaFamily.INVOICES, "1", invoice_number="1042"),
        lambda: port.put_payment("1", news),
    ]
    for act in acts:
        with pytest.raises(NotAllowed):
            act()
    port.close()


def test_an_outage_is_no_missing_feature() -> None:
    desk = Desk({CUSTOMERS: httpx.Response(503, json={"message": "Down"})})
    with pytest.raises(RemoteUnavailable):
        port_of(desk).company()


def test_practice_gives_customers_contacts_and_invoices() -> None:
    port = practice_port(practice())
    assert port.company().fingerprint == "cedarfork.psarev.io||"
    rights = {each.name: each.is_given for each in port.rights()}
    assert all(rights[f"reads {name}"] for name in ("customers", "contacts", "invoices"))
    for family in (PsaFamily.CUSTOMERS, PsaFamily.CONTACTS, PsaFamily.INVOICES):
        pages = list(port.pull(family, since=None))
        found = [each for page in pages for each in page.records]
        assert found
        again = list(port.pull(family, since=pages[-1].mark))
        assert [each for page in again for each in page.records] == found


@pytest.mark.parametrize(
    "fault",
    [
        "too_many_requests:3",
        "server_error:2",
        "html_gateway:2",
        "half_answer:2",
        "timeout_after_commit:1",
        "shifting_pages",
        "expired_token:1",
    ],
)
def test_practice_faults_are_ridden_out_on_reads(fault: str) -> None:
    system = practice()
    port = practice_port(system)

    def read() -> list[str]:
        pages = port.pull(PsaFamily.CONTACTS, since=None)
        return [each.source_id for page in pages for each in page.records]

    calm = read()
    system.switch.arm([fault])
    assert read() == calm
