from collections.abc import Callable
from typing import Any

from tests.practice.quickbooks.conftest import Company

Make = Callable[..., dict[str, Any]]


def batch(*items: dict[str, Any]) -> dict[str, Any]:
    return {"BatchItemRequest": [{"bId": str(n), **item} for n, item in enumerate(items, 1)]}


def test_items_run_in_order_and_fail_alone(company: Company, invoice: Make) -> None:
    told = company.post(
        "batch",
        batch(
            {"operation": "create", "Invoice": invoice("TB-1", "1.00")},
            {"operation": "create", "Invoice": invoice("TB-1", "2.00")},
            {"operation": "create", "Customer": {"DisplayName": "Harbor"}},
            {"Query": "select count(*) from Invoice where DocNumber = 'TB-1'"},
        ),
    )["BatchItemResponse"]
    assert [item["bId"] for item in told] == ["1", "2", "3", "4"]
    assert told[0]["Invoice"]["TotalAmt"] == 1
    assert told[1]["Fault"]["Error"][0]["code"] == "6140"
    assert told[2]["Customer"]["DisplayName"] == "Harbor"
    assert told[3]["QueryResponse"] == {"totalCount": 1}


def test_an_item_does_not_see_what_an_earlier_one_made(company: Company, invoice: Make) -> None:
    following = str(len(company.books.tables["Customer"]) + 1)
    told = company.post(
        "batch",
        batch(
            {"operation": "create", "Customer": {"DisplayName": "Harbor"}},
            {"operation": "create", "Invoice": invoice("TB-1", "1.00", customer=following)},
        ),
    )["BatchItemResponse"]
    assert told[0]["Customer"]["Id"] == following
    assert told[1]["Fault"]["Error"][0]["code"] == "2500"


def test_updates_voids_and_deletes_work_in_a_batch(company: Company, invoice: Make) -> None:
    one, two = (
        company.post("invoice", invoice(number, "1.00"))["Invoice"] for number in ("TB-1", "TB-2")
    )
    told = company.post(
        "batch",
        batch(
            {"operation": "void", "Invoice": {"Id": one["Id"], "SyncToken": "0"}},
            {"operation": "delete", "Invoice": {"Id": two["Id"], "SyncToken": "0"}},
            {
                "operation": "update",
                "Customer": {"Id": "2", "SyncToken": "0", "sparse": True, "Notes": "x"},
            },
        ),
    )["BatchItemResponse"]
    assert told[0]["Invoice"]["PrivateNote"] == "Voided"
    assert told[1]["Invoice"]["status"] == "Deleted"
    assert told[2]["Customer"]["Notes"] == "x"


def test_thirty_items_are_the_most(company: Company) -> None:
    items = [{"operation": "create", "Customer": {"DisplayName": f"C{n}"}} for n in range(31)]
    assert company.refused("batch", batch(*items))["code"] == "1040"
    assert len(company.post("batch", batch(*items[:30]))["BatchItemResponse"]) == 30


def test_a_batch_with_a_request_id_is_answered_again(company: Company, invoice: Make) -> None:
    body = batch({"operation": "create", "Invoice": invoice("TB-1", "1.00")})
    first = company.post("batch", body, requestid="run-1")
    assert company.post("batch", body, requestid="run-1") == first
    assert company.refused("batch", body, requestid="x" * 37)["code"] == "2050"
    long_id = {"BatchItemRequest": [{**body["BatchItemRequest"][0], "bId": "x" * 11}]}
    assert company.refused("batch", long_id, requestid="run-2")["code"] == "2050"


def test_forty_batches_a_minute_are_the_most(company: Company) -> None:
    body = batch({"Query": "select count(*) from Term"})
    statuses = [company.ask("POST", "batch", json=body).status_code for _ in range(41)]
    assert statuses == [200] * 40 + [429]
