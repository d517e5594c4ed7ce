from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from tests.practice.sage.conftest import Books

Make = Callable[..., dict[str, Any]]


@pytest.fixture
def made(books: Books, invoice: Make) -> dict[str, Any]:
    told: dict[str, Any] = books.post("sales_invoices", invoice("TB-1", "32.31"))
    return told


@pytest.fixture
def payment(books: Books, contact: str) -> Make:
    bank = next(books.business.all("bank_accounts"))["id"]

    def make(total: str, *parts: tuple[str, str], **more: object) -> dict[str, Any]:
        return {
            "contact_payment": {
                "transaction_type_id": "CUSTOMER_RECEIPT",
                "contact_id": contact,
                "bank_account_id": bank,
                "date": "2026-11-02",
                "total_amount": Decimal(total),
                "reference": "chk 881",
                "allocated_artefacts": [
                    {"artefact_id": key, "amount": Decimal(amount)} for key, amount in parts
                ],
                **more,
            }
        }

    return make


def note(books: Books, contact: str, line: Make, amount: str) -> dict[str, Any]:
    body = {"contact_id": contact, "date": "2026-11-01", "credit_note_lines": [line(amount)]}
    told: dict[str, Any] = books.post("sales_credit_notes", {"sales_credit_note": body})
    return told


def test_part_payments_and_full_payment(books: Books, made: dict[str, Any], payment: Make) -> None:
    path = f"sales_invoices/{made['id']}"
    books.post("contact_payments", payment("10.00", (made["id"], "10.00")))
    now = books.get(path)
    assert (now["outstanding_amount"], now["status"]["id"], now["total_paid"]) == (
        "22.31",
        "PART_PAID",
        "10.00",
    )
    books.post("contact_payments", payment("22.31", (made["id"], "22.31")))
    now = books.get(path, show_payments_allocations="true")
    assert (now["outstanding_amount"], now["status"]["id"]) == ("0.00", "PAID")
    assert now["last_paid"] == "2026-11-02"
    assert [one["amount"] for one in now["payments_allocations"]] == ["10.00", "22.31"]


def test_the_rest_becomes_a_payment_on_account_and_is_allocated_later(
    books: Books, made: dict[str, Any], payment: Make, invoice: Make, contact: str
) -> None:
    told = books.post("contact_payments", payment("50.00", (made["id"], "32.31")))
    held = told["payment_on_account"]
    assert held["outstanding_amount"] == "17.69"
    second = books.post("sales_invoices", invoice("TB-2", "20.00"))
    open_ones = books.items("unallocated_artefacts", contact_id=contact)
    assert {held["id"], second["id"]} == {one["id"] for one in open_ones}
    body = {
        "contact_allocation": {
            "transaction_type_id": "CUSTOMER_ALLOCATION",
            "contact_id": contact,
            "allocated_artefacts": [
                {"artefact_id": second["id"], "amount": Decimal("17.69")},
                {"artefact_id": held["id"], "amount": Decimal("-17.69")},
            ],
        }
    }
    allocation = books.post("contact_allocations", body)
    assert books.get(f"sales_invoices/{second['id']}")["outstanding_amount"] == "2.31"
    locked = books.ask("DELETE", f"contact_payments/{told['id']}")
    assert locked.status_code == 422
    books.clock.sleep(1)
    assert books.ask("DELETE", f"contact_allocations/{allocation['id']}").status_code == 204
    assert books.get(f"sales_invoices/{second['id']}")["outstanding_amount"] == "20.00"
    gone = books.items("contact_allocations", deleted_since="2026-11-02T00:00:00+00:00")
    assert [one["id"] for one in gone] == [allocation["id"]]


@pytest.mark.parametrize("sign", ["", "-"])
def test_a_credit_note_is_allocated_whatever_the_sign(
    books: Books, made: dict[str, Any], contact: str, line: Make, sign: str
) -> None:
    credit = note(books, contact, line, "10.00")
    body: dict[str, Any] = {
        "contact_allocation": {
            "transaction_type_id": "CUSTOMER_ALLOCATION",
            "contact_id": contact,
            "date": "2026-11-02",
            "allocated_artefacts": [
                {"artefact_id": made["id"], "amount": Decimal("10.00")},
                {"artefact_id": credit["id"], "amount": Decimal(f"{sign}10.00")},
            ],
        }
    }
    books.post("contact_allocations", body)
    assert books.get(f"sales_credit_notes/{credit['id']}")["status"]["id"] == "PAID"
    body["contact_allocation"]["allocated_artefacts"][0]["amount"] = Decimal("5.00")
    assert books.refused("contact_allocations", body)


def test_allocations_balance(books: Books, made: dict[str, Any], contact: str, line: Make) -> None:
    credit = note(books, contact, line, "10.00")
    parts = [
        {"artefact_id": made["id"], "amount": Decimal("9.00")},
        {"artefact_id": credit["id"], "amount": Decimal("10.00")},
    ]
    body = {
        "transaction_type_id": "CUSTOMER_ALLOCATION",
        "contact_id": contact,
        "allocated_artefacts": parts,
    }
    error = books.refused("contact_allocations", {"contact_allocation": body})
    assert "must balance" in error["$message"]
    wrong = body | {"transaction_type_id": "CUSTOMER_RECEIPT"}
    assert books.refused("contact_allocations", {"contact_allocation": wrong})


def test_a_refund_pays_a_credit_note_back(
    books: Books, contact: str, line: Make, payment: Make
) -> None:
    credit = note(books, contact, line, "10.00")
    refund = {"transaction_type_id": "CUSTOMER_REFUND"}
    books.post("contact_payments", payment("10.00", (credit["id"], "10.00"), **refund))
    assert books.get(f"sales_credit_notes/{credit['id']}")["outstanding_amount"] == "0.00"
    assert books.refused("contact_payments", payment("10.00", **refund))


@pytest.mark.parametrize(
    ("change", "source"),
    [
        ({"transaction_type_id": "GIFT"}, "transaction_type_id"),
        ({"bank_account_id": "none"}, "bank_account_id"),
        ({"payment_method_id": "SHELLS"}, "payment_method_id"),
        ({"total_amount": 0}, "total_amount"),
        ({"reference": "x" * 26}, "reference"),
        ({"contact_id": None}, "contact_id"),
    ],
)
def test_payments_are_checked(
    books: Books, payment: Make, change: dict[str, object], source: str
) -> None:
    error = books.refused("contact_payments", payment("5.00", **change))
    assert error["$source"] == f"contact_payment.{source}"


def test_parts_are_checked(books: Books, made: dict[str, Any], payment: Make) -> None:
    other = next(
        one for one in books.business.all("sales_invoices") if one["status_id"] == "UNPAID"
    )
    key = made["id"]
    wrong: tuple[dict[str, Any], ...] = (
        payment("50.00", (key, "32.32")),
        payment("5.00", (key, "6.00")),
        payment("50.00", (key, "20.00"), (key, "20.00")),
        payment("5.00", (other["id"], "5.00")),
        payment("5.00", ("none", "5.00")),
        payment("5.00", (key, "-5.00")),
        payment("5.00", allocated_artefacts=[{"artefact_id": key}]),
        payment("5.00", allocated_artefacts=[{"amount": 1}]),
    )
    for body in wrong:
        assert books.refused("contact_payments", body)
    assert books.get(f"sales_invoices/{key}")["outstanding_amount"] == "32.31"


def test_a_changed_payment_settles_again(books: Books, made: dict[str, Any], payment: Make) -> None:
    told = books.post("contact_payments", payment("32.31", (made["id"], "32.31")))
    path = f"contact_payments/{told['id']}"
    body: dict[str, Any] = {"contact_payment": {"allocated_artefacts": []}}
    changed = books.put(path, body)
    assert changed["payment_on_account"]["outstanding_amount"] == "32.31"
    assert books.get(f"sales_invoices/{made['id']}")["status"]["id"] == "UNPAID"
    bad = {"contact_payment": {"allocated_artefacts": [{"artefact_id": "x", "amount": 1}]}}
    assert books.refused(path, bad, method="PUT")
    noted = books.put(path, {"contact_payment": {"reference": "chk 882"}})
    assert noted["payment_on_account"]["outstanding_amount"] == "32.31"


def test_a_deleted_payment_opens_its_invoice(
    books: Books, made: dict[str, Any], payment: Make
) -> None:
    told = books.post("contact_payments", payment("50.00", (made["id"], "32.31")))
    since = books.clock.now().isoformat()
    books.clock.sleep(1)
    assert books.ask("DELETE", f"contact_payments/{told['id']}").status_code == 204
    assert books.get(f"sales_invoices/{made['id']}")["outstanding_amount"] == "32.31"
    gone = books.items("contact_payments", deleted_since=since, attributes="all")
    assert (gone[0]["id"], bool(gone[0]["deleted_at"])) == (told["id"], True)
    assert told["id"] not in {one["id"] for one in books.items("contact_payments")}
