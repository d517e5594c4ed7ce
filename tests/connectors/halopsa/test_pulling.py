from typing import Any

import httpx

from app.customers.incoming import PsaFamily
from tests.connectors.halopsa.halo import LATER, STAMP, answers, listing, opened, pulled
from tests.connectors.psa_answers import Answers, Asked

LINE = {"id": 91, "item_code": "DID", "qty_order": 10, "unit_price": 2}
HEADER: dict[str, Any] = {"id": 500, "client_id": 44, "contract_id": 12, "startdate": STAMP}


def one_client() -> Answers:
    found = answers()
    found.on("GET /api/Client", listing("clients", {"id": 44, "name": "Acme", "main_site_id": 3}))
    full = {"id": 44, "name": "Acme", "accountsid": "TB-1", "alastupdate": STAMP}
    found.on("GET /api/Client/44", full)
    site = {
        "id": 3,
        "name": "Main",
        "client_id": 44.0,
        "inactive": False,
        "isinvoicesite": True,
        "delivery_address": {"line1": "1 High St"},
        "slastupdate": STAMP,
    }
    found.on("GET /api/Site", listing("sites", site))
    return found


def one_ticket() -> Answers:
    found = answers()
    ticket = {"id": 7, "client_id": 44, "last_update": STAMP}
    found.on("GET /api/Tickets", listing("tickets", ticket))
    action = {"ticket_id": 7, "id": 1, "timetaken": 1, "chargerate": 2, "last_updated": STAMP}
    found.on("GET /api/Actions", {"record_count": 1, "actions": [action]})
    found.on("GET /api/ChargeRate", [{"id": 1, "charge_id": 2, "rate": 110}])
    return found


def test_rows_of_lists_are_short_and_read_whole_one_by_one() -> None:
    found = one_client()
    (record,) = pulled(opened(found), PsaFamily.CUSTOMERS)[0]
    assert (record.external_id, record.billing_address.line1) == ("TB-1", "1 High St")
    assert found.of("GET /api/Client/44")[0].query == {"includedetails": "true"}


def test_inactive_records_are_asked_for() -> None:
    found = one_client()
    pulled(opened(found), PsaFamily.CUSTOMERS)
    assert found.of("GET /api/Client")[0].query["includeinactive"] == "true"


def test_changes_are_asked_by_date_and_cost_nothing_where_there_are_none() -> None:
    found = one_client()
    port = opened(found)
    _, mark, _ = pulled(port, PsaFamily.CUSTOMERS)
    found.asked.clear()
    records, _, pages = pulled(port, PsaFamily.CUSTOMERS, mark)
    assert (records, found.lines("/api")) == ([], ["GET /api/Client"])
    assert found.asked[0].query["lastupdatefromdate"] == "2026-10-01T11:50:00Z"
    assert not any(page.is_whole for page in pages)


def test_the_main_site_is_the_only_one_or_known_by_the_client() -> None:
    found = one_client()
    (record,) = pulled(opened(found), PsaFamily.SITES)[0]
    assert (record.is_primary, record.is_billing, record.customer_id) == (True, True, "44")
    sites = [{"id": each, "name": "S", "client_id": 44} for each in (3, 4)]
    found.on("GET /api/Site", listing("sites", *sites))
    found.on("GET /api/Site/3", sites[0])
    found.on("GET /api/Site/4", sites[1])
    found.on("GET /api/Client/44", {"id": 44, "main_site_id": 4})
    records, _, _ = pulled(opened(found), PsaFamily.SITES)
    assert [each.is_primary for each in records] == [False, True]


def test_a_group_of_clients_is_no_customer() -> None:
    found = one_client()
    found.on("GET /api/Client/44", {"id": 44, "toplevel_id": 1, "toplevel_name": "Customers"})
    (record,) = pulled(opened(found), PsaFamily.CUSTOMERS)[0]
    assert record.parent_id is None


def test_contracts_have_no_date_filter_and_are_compared() -> None:
    found = answers()
    found.on("GET /api/RecurringInvoice", listing("invoices", HEADER))
    short = {"id": 12, "ref": "C-1", "last_modified": STAMP}
    found.on("GET /api/ClientContract", listing("contracts", short))
    found.on("GET /api/ClientContract/12", {**short, "client_id": 44})
    port = opened(found)
    _, mark, _ = pulled(port, PsaFamily.AGREEMENTS)
    found.asked.clear()
    assert pulled(port, PsaFamily.AGREEMENTS, mark)[0] == []
    assert len(found.asked) == 2
    found.on("GET /api/ClientContract", listing("contracts", {**short, "last_modified": LATER}))
    assert len(pulled(port, PsaFamily.AGREEMENTS, mark)[0]) == 1


def test_items_have_no_stamp_and_are_compared_by_what_the_list_shows() -> None:
    found = answers()
    found.on("GET /api/Item", listing("items", {"id": 7, "name": "DID"}))
    found.on("GET /api/Item/7", {"id": 7, "name": "DID", "baseprice": 2})
    port = opened(found)
    _, mark, _ = pulled(port, PsaFamily.PRODUCTS)
    assert pulled(port, PsaFamily.PRODUCTS, mark)[0] == []
    found.on("GET /api/Item", listing("items", {"id": 7, "name": "DID line"}))
    assert len(pulled(port, PsaFamily.PRODUCTS, mark)[0]) == 1


def test_invoices_and_recurring_invoices_share_their_key() -> None:
    found = answers()
    lines = [LINE, {"id": 92, "isgroupdesc": True}, {"id": 93, "onetimecharge": True}]
    found.on("GET /api/RecurringInvoice", listing("invoices", {**HEADER, "lines": lines}))
    records, _, pages = pulled(opened(found), PsaFamily.AGREEMENT_LINES)
    assert [(each.source_id, each.agreement_id) for each in records] == [("91", "12")]
    assert all(page.is_whole for page in pages)
    assert found.of("GET /api/RecurringInvoice")[0].query["includelines"] == "true"


def test_recurring_invoices_that_come_without_lines_are_read_whole() -> None:
    found = answers()
    found.on("GET /api/RecurringInvoice", listing("invoices", HEADER))
    found.on("GET /api/RecurringInvoice/500", {**HEADER, "lines": [LINE]})
    assert len(pulled(opened(found), PsaFamily.AGREEMENT_LINES)[0]) == 1


def test_a_recurring_invoice_without_a_contract_counts_as_an_agreement() -> None:
    found = answers()
    found.on("GET /api/ClientContract", listing("contracts"))
    found.on("GET /api/RecurringInvoice", listing("invoices", {**HEADER, "contract_id": 0}))
    found.on("GET /api/RecurringInvoice/500", {**HEADER, "contract_id": 0})
    (record,) = pulled(opened(found), PsaFamily.AGREEMENTS)[0]
    assert record.source_id == "recurring:500"


def test_time_is_read_ticket_by_ticket() -> None:
    found = one_ticket()
    (record,) = pulled(opened(found), PsaFamily.TIME)[0]
    assert (record.source_id, record.customer_id, record.rate) == ("7/1", "44", 110)
    asked = found.of("GET /api/Actions")[0].query
    assert (asked["ticket_id"], asked["timeentriesonly"]) == ("7", "true")


def test_only_tickets_that_changed_are_read_again() -> None:
    found = one_ticket()
    port = opened(found)
    _, mark, _ = pulled(port, PsaFamily.TIME)
    found.asked.clear()
    assert pulled(port, PsaFamily.TIME, mark)[0] == []
    assert found.lines() == ["GET /api/Tickets"]


def test_all_actions_of_a_long_ticket_are_read() -> None:
    found = one_ticket()

    def answer(asked: Asked) -> httpx.Response:
        most = min(int(asked.query["count"]), 1200)
        rows = [{"ticket_id": 7, "id": each, "timetaken": 1} for each in range(1, most + 1)]
        return httpx.Response(200, json={"record_count": 1200, "actions": rows})

    found.on("GET /api/Actions", answer)
    assert len(pulled(opened(found), PsaFamily.TIME)[0]) == 1200


def test_a_project_that_is_listed_twice_bills_its_time_once() -> None:
    found = one_ticket()
    ticket = {"id": 7, "client_id": 44, "last_update": STAMP}
    found.on("GET /api/Tickets", listing("tickets", ticket, ticket))
    records, _, _ = pulled(opened(found), PsaFamily.TIME)
    assert {each.source_id for each in records} == {"7/1"}


def test_charges_are_one_time_lines_and_lines_of_orders() -> None:
    found = answers()
    lines = [LINE, {"id": 93, "onetimecharge": True, "qty_order": 1, "unit_price": 50}]
    found.on("GET /api/RecurringInvoice", listing("invoices", {**HEADER, "lines": lines}))
    found.on("GET /api/SalesOrder", listing("salesorders", {"id": 8, "last_update_time": STAMP}))
    order = {"id": 8, "client_id": 44, "lines": [{"id": 81, "total_net_total": 9}]}
    found.on("GET /api/SalesOrder/8", order)
    port = opened(found)
    records, mark, _ = pulled(port, PsaFamily.CHARGES)
    assert [each.source_id for each in records] == ["line:93", "order:81"]
    assert [each.source_id for each in pulled(port, PsaFamily.CHARGES, mark)[0]] == ["line:93"]
    port = opened(found, {"sales_orders": "no"})
    assert [each.source_id for each in pulled(port, PsaFamily.CHARGES)[0]] == ["line:93"]


def test_there_are_no_terms() -> None:
    assert list(opened(answers()).pull(PsaFamily.TERMS, since=None)) == []
