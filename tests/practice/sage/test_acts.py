from collections.abc import Callable
from decimal import Decimal
from typing import Any

from tests.practice.sage.conftest import Books

Make = Callable[..., dict[str, Any]]


def test_the_state_tells_customers_invoices_and_payments(books: Books) -> None:
    told = books.client.get("/_practice/state").json()
    assert (len(told["customers"]), len(told["invoices"]), len(told["payments"])) == (27, 27, 22)
    assert {one["number"] for one in told["invoices"]} >= {"CF-901", "PSA-5001"}


def test_somebody_pays_in_part_and_too_much(books: Books, invoice: Make) -> None:
    books.post("sales_invoices", invoice("TB-1", "30.00"))
    assert books.act("pay", "TB-1", "10.00")["balance"] == 20
    paid = books.act("pay", "TB-1", "25.00")
    assert (paid["balance"], paid["payment"]["on_account"]) == (0, 5)
    body = {"act": "pay", "number": "TB-1"}
    assert books.client.post("/_practice/faults", json=body).status_code == 400


def test_somebody_edits(books: Books, invoice: Make) -> None:
    books.post("sales_invoices", invoice("TB-1", "30.00", "2.00"))
    assert books.act("edit", "TB-1", "31.50")["total"] == Decimal("33.50")
    paid = books.act("pay", "TB-1", "1.00")["payment"]
    assert books.act("edit", paid["number"])["number"] != paid["number"]
    body = {"act": "edit", "number": "TB-1"}
    assert books.client.post("/_practice/faults", json=body).status_code == 400


def test_somebody_voids_although_it_is_paid(books: Books, invoice: Make) -> None:
    books.post("sales_invoices", invoice("TB-1", "30.00"))
    number = books.act("pay", "TB-1", "10.00")["payment"]["number"]
    assert books.act("void", "TB-1")["status"] == "VOID"
    payments = books.client.get("/_practice/state").json()["payments"]
    assert next(one for one in payments if one["number"] == number)["on_account"] == 10


def test_somebody_deletes(books: Books, invoice: Make) -> None:
    made = books.post("sales_invoices", invoice("TB-1", "30.00"))
    paid = books.act("pay", "TB-1", "10.00")["payment"]
    assert books.act("delete", paid["number"])["deleted"]
    assert books.get(f"sales_invoices/{made['id']}")["outstanding_amount"] == "30.00"
    assert books.act("delete", "TB-1")["status"] == "VOID"
    books.post("sales_invoices", invoice("TB-2", "1.00", status_id="DRAFT"))
    assert books.act("delete", "TB-2")["deleted"]
    body = {"act": "void", "number": "none"}
    assert books.client.post("/_practice/faults", json=body).status_code == 404


def test_somebody_closes_the_year(books: Books, invoice: Make) -> None:
    books.act("close_books", "2026-11-01")
    assert books.refused("sales_invoices", invoice("TB-1", "1.00"))["$source"].endswith(".date")
    books.act("close_books", "")
    books.post("sales_invoices", invoice("TB-1", "1.00"))
