from collections.abc import Callable
from decimal import Decimal
from typing import Any

from tests.practice.xero.conftest import Organisation

Make = Callable[..., dict[str, Any]]


def test_the_state_tells_customers_invoices_and_payments(organisation: Organisation) -> None:
    told = organisation.client.get("/_practice/state").json()
    assert (len(told["customers"]), len(told["invoices"]), len(told["payments"])) == (27, 27, 21)
    assert {one["kind"] for one in told["credits"]} == {"Overpayment"}


def test_somebody_pays_in_part_and_too_much(organisation: Organisation, invoice: Make) -> None:
    organisation.put("Invoices", invoice("TB-1", "30.00"))
    assert organisation.act("pay", "TB-1", "10.00")["balance"] == 20
    paid = organisation.act("pay", "TB-1", "25.00")
    assert (paid["balance"], paid["status"], paid["payment"]["amount"]) == (0, "PAID", 20)
    over = organisation.get("Overpayments", page="1")["Overpayments"][-1]
    assert over["RemainingCredit"] == 5
    body = {"act": "pay", "number": "TB-1"}
    assert organisation.client.post("/_practice/faults", json=body).status_code == 400


def test_somebody_edits(organisation: Organisation, invoice: Make) -> None:
    organisation.put("Invoices", invoice("TB-1", "30.00", "2.00"))
    assert organisation.act("edit", "TB-1", "31.50")["total"] == Decimal("33.50")
    assert organisation.act("edit", "TB-1")["total"] == Decimal("33.50")
    now = organisation.get("Invoices/TB-1")["Invoices"][0]
    assert now["Reference"] == "Edited by somebody else"


def test_somebody_voids_although_it_is_paid(organisation: Organisation, invoice: Make) -> None:
    organisation.put("Invoices", invoice("TB-1", "30.00"))
    reference = organisation.act("pay", "TB-1", "10.00")["payment"]["number"]
    assert organisation.act("void", "TB-1")["status"] == "VOIDED"
    gone = organisation.act("edit", reference)
    assert gone["status"] == "DELETED"


def test_somebody_takes_a_payment_back_or_deletes(
    organisation: Organisation, invoice: Make
) -> None:
    organisation.put("Invoices", invoice("TB-1", "30.00"))
    reference = organisation.act("pay", "TB-1")["payment"]["number"]
    assert organisation.act("delete", reference)["status"] == "DELETED"
    assert organisation.get("Invoices/TB-1")["Invoices"][0]["AmountDue"] == 30
    assert organisation.act("delete", "TB-1")["status"] == "VOIDED"
    organisation.put("Invoices", invoice("TB-2", "30.00", Status="DRAFT"))
    assert organisation.act("delete", "TB-2")["status"] == "DELETED"
    body = {"act": "void", "number": "none"}
    assert organisation.client.post("/_practice/faults", json=body).status_code == 404


def test_somebody_closes_the_books(organisation: Organisation, invoice: Make) -> None:
    organisation.act("close_books", "2026-11-01")
    assert "period lock date" in organisation.refused("Invoices", invoice("TB-1", "1.00"))[0]
    organisation.act("close_books", "")
    organisation.put("Invoices", invoice("TB-1", "1.00"))
