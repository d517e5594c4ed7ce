from datetime import date
from decimal import Decimal

import pytest

from app.connectors.revio import reading


@pytest.mark.parametrize("name", ["name", "customerName", "companyName"])
def test_a_customers_name_has_several_names(name: str) -> None:
    found = reading.customer({"customerId": 201, name: "Alder Creek"})
    assert (found.source_id, found.name, found.external_id) == ("201", "Alder Creek", None)
    assert reading.customer({"id": 5, name: "X"}).source_id == "5"


def test_a_customer_of_a_ticket_is_its_number_and_name() -> None:
    found = reading.ticket_customer({"ticketId": 1, "customerId": 201, "customerName": "Alder"})
    assert found is not None
    assert (found.source_id, found.name) == ("201", "Alder")
    assert reading.ticket_customer({"ticketId": 1, "customerId": None}) is None


def test_a_contact() -> None:
    row = {"contactId": 3, "customerId": 201, "firstName": "Jo", "lastName": "D", "email": "j@x.y"}
    found = reading.contact(row)
    assert (found.source_id, found.customer_id, found.email, found.phone) == (
        "3",
        "201",
        "j@x.y",
        None,
    )
    assert reading.contact({"id": 4, "name": "Front desk"}).last_name == "Front desk"


def test_an_invoice() -> None:
    row = {
        "invoiceId": 5001,
        "invoiceNumber": "PSA-5001",
        "invoiceDate": "2026-09-07",
        "dueDate": "2026-10-07",
        "total": Decimal("187.50"),
        "balance": Decimal("12.50"),
        "status": "Open",
    }
    found = reading.invoice(row, "242")
    assert (found.customer_id, found.number, found.total) == ("242", "PSA-5001", Decimal("187.50"))
    assert (found.dated_on, found.balance, found.is_closed) == (
        date(2026, 9, 7),
        Decimal("12.50"),
        False,
    )
    paid = reading.invoice({**row, "balance": None, "status": "Paid"}, "242")
    assert (paid.balance, paid.is_closed) == (Decimal(0), True)
    assert reading.invoice({"id": 1}, "242").total is None


def test_a_record_without_a_number_is_wrong() -> None:
    with pytest.raises(ValueError, match="customerId is missing"):
        reading.customer({"name": "Alder"})
