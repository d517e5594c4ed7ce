from collections.abc import Callable
from decimal import Decimal
from typing import Any

from tests.practice.quickbooks.conftest import Company

Make = Callable[..., dict[str, Any]]


def state(company: Company) -> dict[str, Any]:
    told: dict[str, Any] = company.client.get("/_practice/state").json()
    return told


def test_the_state_tells_customers_invoices_and_payments(company: Company) -> None:
    told = state(company)
    assert (len(told["customers"]), len(told["invoices"]), len(told["payments"])) == (27, 27, 22)
    one = next(row for row in told["invoices"] if row["number"] == "CF-905")
    assert one["status"] == "part paid"
    assert any(row["unapplied"] for row in told["payments"])


def test_somebody_pays_in_part_and_too_much(company: Company, invoice: Make) -> None:
    company.post("invoice", invoice("TB-1", "30.00"))
    assert company.act("pay", "TB-1", "10.00")["balance"] == 20
    paid = company.act("pay", "TB-1", "25.00")
    assert (paid["balance"], paid["payment"]["unapplied"]) == (0, 5)
    again = company.client.post("/_practice/faults", json={"act": "pay", "number": "TB-1"})
    assert again.status_code == 400


def test_somebody_edits(company: Company, invoice: Make) -> None:
    made = company.post("invoice", invoice("TB-1", "30.00", "2.00"))["Invoice"]
    assert company.act("edit", "TB-1", "31.50")["total"] == Decimal("33.50")
    now = company.get(f"invoice/{made['Id']}")["Invoice"]
    assert now["CustomerMemo"]["value"] == "Edited by somebody else"
    assert now["SyncToken"] == "1"


def test_somebody_voids_although_it_is_paid(company: Company, invoice: Make) -> None:
    company.post("invoice", invoice("TB-1", "30.00"))
    reference = company.act("pay", "TB-1")["payment"]["number"]
    told = company.act("void", "TB-1")
    assert (told["status"], told["total"]) == ("voided", 0)
    payment = next(row for row in state(company)["payments"] if row["number"] == reference)
    assert payment["unapplied"] == 30


def test_somebody_deletes_an_invoice_or_a_payment(company: Company, invoice: Make) -> None:
    company.post("invoice", invoice("TB-1", "30.00"))
    reference = company.act("pay", "TB-1")["payment"]["number"]
    company.act("delete", reference)
    assert (
        company.query("select * from Invoice where DocNumber = 'TB-1'")["Invoice"][0]["Balance"]
        == 30
    )
    company.act("delete", "TB-1")
    assert len(state(company)["deleted"]) == 2
    gone = company.client.post("/_practice/faults", json={"act": "delete", "number": "TB-1"})
    assert gone.status_code == 404


def test_somebody_voids_and_edits_a_payment(company: Company, invoice: Make) -> None:
    company.post("invoice", invoice("TB-1", "30.00"))
    reference = company.act("pay", "TB-1")["payment"]["number"]
    assert company.act("edit", reference)["version"] == "1"
    assert company.act("void", reference)["amount"] == 0


def test_somebody_closes_the_books(company: Company, invoice: Make) -> None:
    company.act("close_books", "2026-11-01")
    assert company.refused("invoice", invoice("TB-1", "1.00"))["code"] == "6210"
    company.act("close_books", "")
    company.post("invoice", invoice("TB-1", "1.00"))
    body = {"act": "close_books", "number": "soon"}
    assert company.client.post("/_practice/faults", json=body).status_code == 400


def test_an_ended_subscription_is_a_fault_inside_a_good_status(
    company: Company, invoice: Make
) -> None:
    company.act("end_subscription", "")
    assert company.refused("invoice", invoice("TB-1", "1.00"), status=200)["code"] == "6190"
    company.act("renew_subscription", "")
    company.post("invoice", invoice("TB-1", "1.00"))
