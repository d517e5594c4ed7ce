"""What a security level hides: rows are missing, and nothing says so."""

from collections.abc import Iterator

import httpx
import pytest

from app.practice.autotask.users import LIMITED_USER
from app.practice.serving import PracticeSystem
from tests.practice.autotask.asking import EVERYTHING, eq, query, read, refusal
from tests.practice.transport import PracticeTransport


@pytest.fixture
def limited(system: PracticeSystem) -> Iterator[httpx.Client]:
    with httpx.Client(
        transport=PracticeTransport(system.app),
        base_url="http://practice.test/atservicesrest/v1.0/",
        headers=LIMITED_USER.credentials(),
    ) as client:
        yield client


def test_non_billable_time_is_silently_missing(api: httpx.Client, limited: httpx.Client) -> None:
    free = eq("isNonBillable", value=True)
    assert query(api, "TimeEntries", free)
    assert query(limited, "TimeEntries", free) == []
    counted = read(limited.post("TimeEntries/query/count", json={"Filter": EVERYTHING}))
    assert counted["queryCount"] == len(query(limited, "TimeEntries"))
    number = query(api, "TimeEntries", free)[0]["id"]
    assert read(limited.get(f"TimeEntries/{number}")) == {"item": None}


def test_items_of_other_lines_of_business_are_silently_missing(
    api: httpx.Client, limited: httpx.Client
) -> None:
    all_items, own = query(api, "BillingItems"), query(limited, "BillingItems")
    hidden = {row["id"] for row in all_items} - {row["id"] for row in own}
    assert len(hidden) == 3
    assert {
        row["organizationalLevelAssociationID"] for row in all_items if row["id"] in hidden
    } == {2}
    assert len(query(limited, "Invoices")) == 3


def test_a_right_that_is_missing_is_told_with_status_500(limited: httpx.Client) -> None:
    told = refusal(limited.patch("Companies", json={"id": 242, "companyNumber": "X"}))
    assert told == (
        "The logged in Resource does not have the adequate permissions to update this entity"
        " type: Company."
    )
    assert "to create" in refusal(limited.post("Companies", json={}))
    assert "to delete" in refusal(limited.delete("TimeEntries/1"))
    info = read(limited.get("Companies/entityInformation"))["info"]
    assert (info["userAccessForQuery"], info["userAccessForUpdate"]) == ("All", "None")
