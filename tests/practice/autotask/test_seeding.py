"""What the practice database holds of the sample company."""

from decimal import Decimal

import httpx
import pytest

from app.practice.autotask.database import Database
from app.practice.autotask.picklists import PICKLISTS
from app.practice.autotask.seeding import filled
from app.practice.clock import VirtualClock
from app.practice.world import world
from tests.practice.autotask.asking import eq, item, query


@pytest.fixture
def database(clock: VirtualClock) -> Database:
    return filled(clock, world())


def test_every_record_is_what_its_entity_says(database: Database) -> None:
    wrong = []
    for path, table in database.tables.items():
        for number, record in table.rows.items():
            for field in table.entity.fields.values():
                value = record[field.name]
                if field.reference and isinstance(value, int):
                    wrong += [] if value in database.rows(field.reference) else [(path, field.name)]
                if field.length and value is not None and len(str(value)) > field.length:
                    wrong.append((path, field.name))
                known = {each for each, _ in PICKLISTS.get(field.picklist, ())}
                if field.picklist and value is not None and str(value) not in known:
                    wrong.append((path, field.name))
            assert number == record["id"]
    assert wrong == []


def test_deleted_customers_are_gone_and_inactive_ones_are_there(api: httpx.Client) -> None:
    assert query(api, "Companies", eq("companyName", "Try-out company, do not use")) == []
    names = {row["companyName"] for row in query(api, "Companies", eq("isActive", value=False))}
    assert names == {"Oak Hollow HOA", "Aspen Ridge Realty"}


def test_two_companies_bear_one_name(api: httpx.Client) -> None:
    assert len(query(api, "Companies", eq("companyName", "Aspen Ridge Realty"))) == 2


def test_terms_hang_on_the_invoice_template(api: httpx.Client) -> None:
    company = item(api, "Companies/242")
    template = item(api, f"InvoiceTemplates/{company['invoiceTemplateID']}")
    assert item(api, f"PaymentTerms/{template['paymentTerms']}")["paymentDueInDays"] == 30


def test_ten_direct_numbers_are_ten_units_of_each_period(api: httpx.Client) -> None:
    service = query(api, "Services", eq("externalID", "DID"))[0]["id"]
    rows = query(api, "ContractServiceUnits", eq("serviceID", service), eq("units", 10))
    months = sorted(row["startDate"][:7] for row in rows)
    assert months[0] < "2026-11" < months[-1]
    assert {row["price"] for row in rows} == {Decimal("25.00")}
    assert {row["approveAndPostDate"] for row in rows} == {None}


def test_nine_of_the_ten_are_installed(api: httpx.Client) -> None:
    service = query(api, "Services", eq("externalID", "DID"))[0]["id"]
    rows = query(api, "ConfigurationItems", eq("serviceID", service))
    assert len(rows) == len({row["serialNumber"] for row in rows}) == 9


def test_a_line_that_ended_has_no_units_of_later_periods(api: httpx.Client) -> None:
    company = query(api, "Companies", eq("companyName", "Tamarack Engineering"))[0]["id"]
    firewall = query(api, "Services", eq("externalID", "FW"))[0]["id"]
    contracts = [row["id"] for row in query(api, "Contracts", eq("companyID", company))]
    rows = query(
        api,
        "ContractServiceUnits",
        eq("serviceID", firewall),
        {"op": "in", "field": "contractID", "value": contracts},
    )
    assert rows
    assert max(row["endDate"] for row in rows) == "2026-10-31T00:00:00Z"


def test_contracts_closed_and_expired(api: httpx.Client) -> None:
    inactive = query(api, "Contracts", eq("status", 0))
    assert [row["endDate"] for row in inactive] == ["2026-08-31T00:00:00Z"]
    ended = {"op": "lt", "field": "endDate", "value": "2026-01-01"}
    assert len(query(api, "Contracts", eq("status", 1), ended)) == 2


def test_charges_stand_under_contracts_tickets_and_projects(api: httpx.Client) -> None:
    found = {
        entity: len(query(api, entity))
        for entity in ("ContractCharges", "TicketCharges", "ProjectCharges")
    }
    assert found == {"ContractCharges": 4, "TicketCharges": 1, "ProjectCharges": 3}


def test_approved_work_is_posted_with_its_amount_and_open_work_is_not(api: httpx.Client) -> None:
    first = query(api, "BillingItems", eq("timeEntryID", 218_770))
    assert [(row["quantity"], row["rate"], row["extendedPrice"]) for row in first] == [
        (Decimal("1.5"), Decimal("125.00"), Decimal("187.50"))
    ]
    waiting = query(api, "TimeEntries", {"op": "notExist", "field": "billingApprovalDateTime"})
    numbers = [row["id"] for row in waiting]
    assert len(numbers) == 12
    posted = {"op": "in", "field": "timeEntryID", "value": numbers}
    assert query(api, "BillingItems", posted) == []


def test_work_written_off_is_posted_as_not_billable(api: httpx.Client) -> None:
    rows = query(api, "BillingItems", eq("description", "Second visit"))
    assert {(row["nonBillable"], row["totalAmount"]) for row in rows} == {(1, Decimal("0.00"))}


def test_what_the_psa_invoiced_names_its_invoice(api: httpx.Client) -> None:
    rows = query(api, "BillingItems", eq("invoiceID", 5001))
    assert [row["extendedPrice"] for row in rows] == [Decimal("187.50")]
    assert item(api, "Invoices/5001")["invoiceTotal"] == Decimal("187.50")
