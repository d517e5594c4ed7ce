"""The known addresses, their envelopes and pages; and that there are no others."""

from typing import Any

import httpx
import pytest

from app.practice.serving import PracticeSystem

BILLING = "/billing/api/v1"
PROJECTS = "/project-management/api/v1/projects"
TICKETS = "/psac/api/v1/ticket-list"
TICKET = {
    "ticketDescription": "No dial tone",
    "ticketTypeId": 1,
    "ticketStatusId": 1,
    "ticketPriorityId": 2,
    "customerId": 242,
}


def data(answer: httpx.Response) -> Any:  # noqa: ANN401  an answer's JSON
    assert answer.is_success, answer.text
    return answer.json()["data"]


def test_customers_come_as_items_and_one_under_another_name(api: httpx.Client) -> None:
    rows = data(api.get(f"{BILLING}/customers"))["items"]
    assert len(rows) == 62
    assert {"customerId": 242, "customerName": "Granite Peak Credit Union"} in rows
    one = data(api.get(f"{BILLING}/customers/242"))
    assert one == {"customerId": 242, "name": "Granite Peak Credit Union"}
    assert api.get(f"{BILLING}/customers/9").status_code == 404


def test_contacts_come_as_an_array_of_one_customer_if_asked(api: httpx.Client) -> None:
    rows = data(api.get(f"{BILLING}/contacts", params={"customerId": 242}))
    assert {row["customerId"] for row in rows} == {242}
    assert len(data(api.get(f"{BILLING}/contacts"))) > len(rows)
    number = rows[0]["contactId"]
    assert data(api.get(f"{BILLING}/contacts/{number}")) == rows[0]


def test_invoices_are_those_of_a_customer(api: httpx.Client) -> None:
    rows = data(api.get(f"{BILLING}/customers/242/invoices"))
    assert [(row["invoiceNumber"], row["total"], row["balance"]) for row in rows] == [
        ("PSA-5001", 187.5, 0)
    ]
    assert data(api.get(f"{BILLING}/customers/201/invoices")) == []


def test_tickets_come_by_pages_until_one_is_short(api: httpx.Client) -> None:
    pages: list[list[dict[str, Any]]] = []
    while not pages or len(pages[-1]) == 10:
        asked = {"page": len(pages) + 1, "perPage": 10}
        pages.append(data(api.get(TICKETS, params=asked)))
    numbers = [row["ticketId"] for page in pages for row in page]
    assert len(numbers) == len(set(numbers)) == 34
    assert pages[0][0].keys() == {
        "ticketId",
        "ticketDescription",
        "customerId",
        "customerName",
        "ticketStatus",
        "ticketState",
        "ticketPriority",
        "ticketSeverity",
        "ticketType",
        "techAssigned",
        "createdDate",
        "modifiedDate",
        "openedDate",
        "closedDate",
    }


@pytest.mark.parametrize(
    "asked", [{"perPage": "501"}, {"perPage": "0"}, {"page": "0"}, {"page": "x"}]
)
def test_a_page_has_at_most_500_rows(api: httpx.Client, asked: dict[str, str]) -> None:
    assert api.get(TICKETS, params=asked).status_code == 400
    assert api.get(TICKETS, params={"perPage": "500"}).is_success


def test_shifting_pages_lose_a_row(api: httpx.Client, system: PracticeSystem) -> None:
    system.switch.arm(["shifting_pages"])
    first = data(api.get(TICKETS, params={"page": 1, "perPage": 20}))
    second = data(api.get(TICKETS, params={"page": 2, "perPage": 20}))
    assert second[0] == first[-1]


def test_a_ticket_is_opened(api: httpx.Client) -> None:
    answer = api.post("/psac/api/v1/ticket", json=TICKET)
    assert answer.status_code == 201
    rows = data(api.get(TICKETS, params={"perPage": 500}))
    made = next(row for row in rows if row["ticketId"] == data(answer)["ticketId"])
    assert (made["customerName"], made["ticketStatus"], made["createdDate"]) == (
        "Granite Peak Credit Union",
        "New",
        "2026-11-23T09:00:00Z",
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"ticketDescription": " "},
        {"ticketTypeId": None},
        {"ticketStatusId": 99},
        {"ticketPriorityId": True},
        {"customerId": 9},
    ],
)
def test_what_a_ticket_must_be(api: httpx.Client, changes: dict[str, object]) -> None:
    answer = api.post("/psac/api/v1/ticket", json={**TICKET, **changes})
    assert answer.status_code == 400
    assert answer.json()["message"]


def test_projects_are_read_and_changed(api: httpx.Client) -> None:
    rows = data(api.get(PROJECTS))["items"]
    assert len(rows) == 3
    number = rows[0]["projectId"]
    changed = data(api.put(f"{PROJECTS}/{number}", json={"budgetHours": 12.5}))
    assert changed["budgetHours"] == 12.5
    assert data(api.get(f"{PROJECTS}/{number}")) == changed


@pytest.mark.parametrize(
    "changes",
    [
        {"projectStatusId": 9},
        {"startDate": "soon"},
        {"isBillable": 1},
        {"budgetHours": True},
        {"customerId": 9},
    ],
)
def test_what_a_project_must_be(api: httpx.Client, changes: dict[str, object]) -> None:
    assert api.put(f"{PROJECTS}/4402", json=changes).status_code == 400


def test_activity_goes_on_behind_a_cursor(api: httpx.Client) -> None:
    path = f"{PROJECTS}/4402/activity"
    first = data(api.get(path, params={"perPage": "1"}))
    assert [row["eventType"] for row in first["items"]] == ["Created"]
    rest = data(api.get(path, params={"nextCursor": first["nextCursor"]}))
    assert [row["eventType"] for row in rest["items"]] == ["StatusChanged"]
    assert rest["nextCursor"] is None
    asked = {"eventType": "Created", "from": "2026-11-23", "to": "2026-11-23"}
    assert len(data(api.get(path, params=asked))["items"]) == 1
    assert data(api.get(path, params={"from": "2026-11-24"}))["items"] == []
    assert data(api.get(path, params={"performedBy": "Nobody"}))["items"] == []


def test_opportunities_are_made_listed_and_changed(api: httpx.Client) -> None:
    path = f"{BILLING}/opportunities"
    made = data(api.post(path, json={"customerId": 242, "name": "More seats"}))
    assert data(api.get(path))["results"] == [made]
    own = f"{path}/{made['opportunityId']}"
    assert data(api.put(own, json={"name": "Fewer seats"}))["name"] == "Fewer seats"
    assert data(api.get(own))["name"] == "Fewer seats"
    assert api.post(path, json={"customerId": 9}).status_code == 400
    assert api.post(path, json=[]).status_code == 400
    assert api.post(path, content="x").status_code == 415


@pytest.mark.parametrize(
    "path",
    [
        f"{BILLING}/agreements",
        f"{BILLING}/sites",
        f"{BILLING}/terms",
        "/psac/api/v1/time-entries",
        "/psac/api/v1/charges",
    ],
)
def test_nothing_else_is_there(api: httpx.Client, path: str) -> None:
    assert api.get(path).status_code == 404


def test_an_address_takes_its_own_methods_only(api: httpx.Client) -> None:
    assert api.put(f"{BILLING}/customers/242", json={}).status_code == 405
    assert api.delete(TICKETS).status_code == 405
