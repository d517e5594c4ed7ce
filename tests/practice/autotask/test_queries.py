"""Pages: sizes, the next address, named fields, counts, pages that shift."""

import json
from typing import Any

import httpx
import pytest

from app.practice.serving import PracticeSystem
from tests.practice.autotask.asking import EVERYTHING, eq, query, read, refusal


def walk(api: httpx.Client, entity: str, body: dict[str, Any]) -> list[list[int]]:
    answer = api.post(f"{entity}/query", json=body)
    pages = [[row["id"] for row in read(answer)["items"]]]
    while address := read(answer)["pageDetails"]["nextPageUrl"]:
        answer = api.post(address, json=body)
        pages.append([row["id"] for row in read(answer)["items"]])
    return pages


def test_pages_follow_one_another_to_the_end(api: httpx.Client) -> None:
    pages = walk(api, "Companies", {"MaxRecords": 25, "Filter": EVERYTHING})
    numbers = [number for page in pages for number in page]
    assert [len(page) for page in pages] == [25, 25, 13]
    assert numbers == sorted(set(numbers))
    assert numbers[0] == 0


def test_a_page_that_ends_with_the_list_names_no_next_one(api: httpx.Client) -> None:
    pages = walk(api, "Companies", {"MaxRecords": 21, "Filter": EVERYTHING})
    assert [len(page) for page in pages] == [21, 21, 21]


def test_the_details_of_a_page(api: httpx.Client) -> None:
    body = {"MaxRecords": 40, "Filter": EVERYTHING}
    first = read(api.post("Companies/query", json=body))["pageDetails"]
    assert (first["count"], first["requestCount"], first["prevPageUrl"]) == (40, 40, None)
    second = read(api.post(first["nextPageUrl"], json=body))["pageDetails"]
    assert (second["count"], second["nextPageUrl"]) == (23, None)
    back = read(api.post(second["prevPageUrl"], json=body))
    assert back["items"][0]["id"] == 0
    assert back["pageDetails"]["count"] == 40


def test_the_next_address_wants_the_same_method_and_the_same_body(api: httpx.Client) -> None:
    body = {"MaxRecords": 25, "Filter": EVERYTHING}
    address = read(api.post("Companies/query", json=body))["pageDetails"]["nextPageUrl"]
    assert "search" in refusal(api.get(address))
    other = {"MaxRecords": 25, "Filter": [eq("isActive", value=True)]}
    assert "another body" in refusal(api.post(address, json=other))


def test_a_search_in_the_address_answers_the_same(api: httpx.Client) -> None:
    search = json.dumps({"maxRecords": 25, "filter": EVERYTHING})
    answer = api.get("Companies/query", params={"search": search})
    numbers = [row["id"] for row in read(answer)["items"]]
    while address := read(answer)["pageDetails"]["nextPageUrl"]:
        answer = api.get(address)
        numbers += [row["id"] for row in read(answer)["items"]]
    assert len(numbers) == len(set(numbers)) == 63
    assert read(api.get("Companies/query/count", params={"search": search})) == {"queryCount": 63}


def test_a_count_counts_what_meets_the_filter(api: httpx.Client) -> None:
    answer = api.post("Companies/query/count", json={"filter": [eq("isActive", value=False)]})
    assert read(answer) == {"queryCount": 2}


@pytest.mark.parametrize("size", [0, 501, -1, "10", True])
def test_a_page_has_1_to_500_records(api: httpx.Client, size: object) -> None:
    body = {"MaxRecords": size, "Filter": EVERYTHING}
    assert "between 1 and 500" in refusal(api.post("Companies/query", json=body))


def test_named_fields_are_all_that_is_answered(api: httpx.Client) -> None:
    body = {"IncludeFields": ["ID", "companyname", "Billing Ref"], "Filter": [eq("id", 242)]}
    assert read(api.post("Companies/query", json=body))["items"] == [
        {
            "id": 242,
            "companyName": "Granite Peak Credit Union",
            "userDefinedFields": [{"name": "Billing Ref", "value": None}],
        }
    ]


def test_an_unknown_named_field_fails_the_whole_call(api: httpx.Client) -> None:
    body = {"IncludeFields": ["id", "projectID"], "Filter": EVERYTHING}
    told = refusal(api.post("TimeEntries/query", json=body))
    assert told == "Unable to find projectID in the TimeEntry Entity."


def test_more_than_500_records_without_their_id_are_refused(api: httpx.Client) -> None:
    body = {"IncludeFields": ["units"], "Filter": EVERYTHING}
    assert "id must be among" in refusal(api.post("ContractServiceUnits/query", json=body))
    assert api.post("Contracts/query", json={**body, "IncludeFields": ["status"]}).is_success


def test_shifting_pages_repeat_a_row_and_lose_none(
    api: httpx.Client, system: PracticeSystem
) -> None:
    system.switch.arm(["shifting_pages"])
    pages = walk(api, "Companies", {"MaxRecords": 25, "Filter": EVERYTHING})
    system.switch.arm([])
    numbers = [number for page in pages for number in page]
    assert len(numbers) > len(set(numbers))
    assert set(numbers) == {row["id"] for row in query(api, "Companies")}


def test_named_fields_and_page_addresses_must_be_what_they_are(api: httpx.Client) -> None:
    body = {"IncludeFields": "id", "Filter": EVERYTHING}
    assert "no list of field names" in refusal(api.post("Companies/query", json=body))
    asked = {"paging": "{}"}
    whole = {"Filter": EVERYTHING}
    answer = api.post("Companies/query", params=asked, json=whole)
    assert refusal(answer) == "The paging value is invalid."


def test_every_next_address_is_read_as_a_query_and_ends_like_one(api: httpx.Client) -> None:
    body = {"MaxRecords": 25, "Filter": EVERYTHING}
    address = read(api.post("Companies/query", json=body))["pageDetails"]["nextPageUrl"]
    assert httpx.URL(address).path == "/ATServicesRest/v1.0/Companies/query"
