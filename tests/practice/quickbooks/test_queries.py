# ruff: noqa: S608  the texts are queries of the vendor, not of a database

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.practice.quickbooks.conftest import Company

Make = Callable[..., dict[str, Any]]


def test_a_page_tells_where_it_starts_and_how_many_it_holds(company: Company) -> None:
    page = company.query("select * from Customer orderby Id startposition 3 maxresults 4")
    assert (page["startPosition"], page["maxResults"], len(page["Customer"])) == (3, 4, 4)
    assert [row["Id"] for row in page["Customer"]] == ["3", "4", "5", "6"]


def test_nothing_found_is_an_empty_answer(company: Company) -> None:
    assert company.query("select * from Invoice where DocNumber = 'none such'") == {}


@pytest.mark.parametrize("entity", ["Class", "Department"])
def test_lists_that_are_switched_off_are_empty(company: Company, entity: str) -> None:
    assert company.query(f"select * from {entity} where FullyQualifiedName = 'North'") == {}
    assert company.query(f"select count(*) from {entity}") == {"totalCount": 0}


def test_ids_that_are_words_come_after_those_that_are_numbers(company: Company) -> None:
    rows = company.query("select * from TaxCode orderby Id startposition 1 maxresults 1000")
    ids = [row["Id"] for row in rows["TaxCode"]]
    assert {"TAX", "NON"} <= set(ids)
    assert ids == sorted(ids, key=lambda one: (not one.isdecimal(), one.zfill(9)))


def test_counting(company: Company) -> None:
    assert company.query("select count(*) from Invoice") == {"totalCount": 27}


def test_inactive_records_are_left_out_unless_asked_for(company: Company) -> None:
    active = company.query("select count(*) from Customer")["totalCount"]
    every = company.query("select count(*) from Customer where Active in (true, false)")
    gone = company.query("select * from Customer where Active = false")["Customer"]
    assert every["totalCount"] == active + len(gone)
    assert not gone[0]["Active"]


@pytest.mark.parametrize(
    ("where", "count"),
    [
        ("DisplayName like 'Bluebird%'", 3),
        ("DisplayName = 'alder creek dental'", 1),
        ("Id in ('1', '2', '99999')", 2),
        ("Balance > '0' and Id = '1'", 0),
        ("MetaData.LastUpdatedTime >= '2030-01-01T00:00:00-07:00'", 0),
    ],
)
def test_conditions(company: Company, where: str, count: int) -> None:
    assert company.query(f"select count(*) from Customer where {where}") == {"totalCount": count}


def test_a_changed_record_is_found_by_its_time(company: Company, invoice: Make) -> None:
    before = company.clock.now()
    company.clock.sleep(5)
    company.post("invoice", invoice("TB-1", "30.00"))
    found = company.query(
        f"select * from Invoice where MetaData.LastUpdatedTime >= '{before.isoformat()}' "
        "orderby MetaData.LastUpdatedTime"
    )
    assert [row["DocNumber"] for row in found["Invoice"]] == ["TB-1"]


def test_an_entity_or_property_that_is_not_there_is_refused(company: Company) -> None:
    assert company.query_refused("select * from Nothing")["code"] == "4001"
    assert (
        "not found for Entity"
        in (company.query_refused("select * from Invoice where Nothing = '1'")["Detail"])
    )
    assert company.query_refused("select * from Invoice where Line = '1'")["code"] == "4001"
    assert company.query_refused("select * from Invoice where Balance > 'x'")["code"] == "4001"
    assert company.query_refused("select * from Invoice order Id")["code"] == "4000"


def test_a_query_may_be_posted_as_text_but_not_as_json(company: Company) -> None:
    text = "select * from Term where Name = 'Net 30'"
    told = company.ask("POST", "query", content=text, headers={"Content-Type": "application/text"})
    assert told.json()["QueryResponse"]["Term"][0]["DueDays"] == 30
    assert company.ask("POST", "query", json={"query": text}).status_code == 400


def test_a_stated_projection_answers_those_fields(company: Company) -> None:
    row = company.query("select Id, DisplayName from Customer maxresults 1")["Customer"][0]
    assert set(row) == {"Id", "DisplayName", "domain", "sparse"}


def test_the_pseudo_codes_of_sales_tax_are_known_by_name(company: Company) -> None:
    codes = company.query("select * from TaxCode")["TaxCode"]
    assert {code["Id"] for code in codes} == {"TAX", "NON"}


def test_change_data_tells_what_changed_and_what_was_deleted(
    company: Company, invoice: Make
) -> None:
    kept = company.post("invoice", invoice("TB-1", "30.00"))["Invoice"]
    gone = company.post("invoice", invoice("TB-2", "30.00"))["Invoice"]
    since = company.clock.now().isoformat()
    company.clock.sleep(1)
    body = {"Id": gone["Id"], "SyncToken": "0"}
    company.post("invoice", body, operation="delete")
    company.act("pay", "TB-1")
    told = company.get("cdc", entities="Invoice,Payment", changedSince=since)
    invoices, payments = told["CDCResponse"][0]["QueryResponse"]
    by_id = {row["Id"]: row for row in invoices["Invoice"]}
    assert by_id[kept["Id"]]["Balance"] == 0
    assert by_id[gone["Id"]]["status"] == "Deleted"
    assert set(by_id[gone["Id"]]) == {"domain", "status", "Id", "MetaData"}
    assert len(payments["Payment"]) == 1
    assert "time" in told


def test_a_deleted_transaction_appears_in_change_data_alone(
    company: Company, invoice: Make
) -> None:
    gone = company.post("invoice", invoice("TB-2", "30.00"))["Invoice"]
    company.post("invoice", {"Id": gone["Id"], "SyncToken": "0"}, operation="delete")
    assert company.query("select * from Invoice where DocNumber = 'TB-2'") == {}
    read = company.ask("GET", f"invoice/{gone['Id']}")
    assert read.json()["Fault"]["Error"][0]["code"] == "610"


def test_change_data_looks_back_thirty_days(company: Company) -> None:
    past = (company.clock.now() - timedelta(days=31)).isoformat()
    response = company.ask("GET", "cdc", params={"entities": "Invoice", "changedSince": past})
    assert response.status_code == 400
    assert "30 days" in response.json()["Fault"]["Error"][0]["Detail"]


def test_change_data_holds_a_thousand_records_for_all_entities(
    company: Company, invoice: Make
) -> None:
    company.clock.sleep(1)
    since = company.clock.now().isoformat()
    for number in range(1002):
        company.clock.sleep(0.15)
        company.post("invoice", invoice(f"TB-{number}", "1.00"))
    told = company.get("cdc", entities="Invoice,Customer", changedSince=since)
    parts = told["CDCResponse"][0]["QueryResponse"]
    assert len(parts[0]["Invoice"]) == 1000
    assert parts[1] == {}


def test_change_data_does_not_cover_tax_codes(company: Company) -> None:
    since = company.clock.now().isoformat()
    response = company.ask("GET", "cdc", params={"entities": "TaxCode", "changedSince": since})
    assert response.status_code == 400


def test_pages_shift_while_the_fault_is_armed(company: Company) -> None:
    company.client.post("/_practice/faults", json={"faults": ["shifting_pages"]})
    pages = [
        company.query(f"select * from Customer startposition {start} maxresults 10")["Customer"]
        for start in (1, 11)
    ]
    assert pages[1][0]["Id"] == pages[0][-1]["Id"]
