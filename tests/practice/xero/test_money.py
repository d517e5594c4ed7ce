from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from tests.practice.xero.conftest import Organisation

Make = Callable[..., dict[str, Any]]


@pytest.fixture
def made(organisation: Organisation, invoice: Make) -> dict[str, Any]:
    told: dict[str, Any] = organisation.put("Invoices", invoice("TB-1", "32.31"))
    return told


def payment(key: str, amount: str, **more: object) -> dict[str, Any]:
    return {
        "Invoice": {"InvoiceID": key},
        "Account": {"Code": "1000"},
        "Date": "2026-11-02",
        "Amount": Decimal(amount),
        "Reference": "chk 881",
        **more,
    }


def invoice_now(organisation: Organisation, key: str) -> dict[str, Any]:
    told: dict[str, Any] = organisation.get(f"Invoices/{key}")["Invoices"][0]
    return told


def test_part_payments_and_full_payment(organisation: Organisation, made: dict[str, Any]) -> None:
    key = made["InvoiceID"]
    one = organisation.put("Payments", payment(key, "10.00"))
    assert (one["PaymentType"], one["Status"]) == ("ACCRECPAYMENT", "AUTHORISED")
    now = invoice_now(organisation, key)
    assert (now["AmountDue"], now["AmountPaid"], now["Status"]) == (
        Decimal("22.31"),
        10,
        "AUTHORISED",
    )
    organisation.put("Payments", payment(key, "22.31"))
    now = invoice_now(organisation, key)
    assert (now["AmountDue"], now["Status"]) == (0, "PAID")
    assert now["FullyPaidOnDate"].startswith("/Date(")
    assert len(now["Payments"]) == 2


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"Amount": Decimal("32.32")}, "exceeds the amount outstanding"),
        ({"Amount": 0}, "greater than zero"),
        ({"Amount": Decimal("1.001")}, "two decimal places"),
        ({"Account": {"Code": "4010"}}, "not valid for a payment"),
        ({"Account": {"Code": "999"}}, "could not be found"),
        ({"Invoice": {"InvoiceID": "00000000-0000-0000-0000-000000000000"}}, "could not be found"),
        ({"Date": "tomorrow"}, "not a valid date"),
    ],
)
def test_payments_are_checked(
    organisation: Organisation, made: dict[str, Any], change: dict[str, Any], said: str
) -> None:
    sent = payment(made["InvoiceID"], "1.00") | change
    assert said in organisation.refused("Payments", sent)[0]


def test_a_draft_cannot_be_paid(organisation: Organisation, invoice: Make) -> None:
    draft = organisation.put("Invoices", invoice("TB-2", "1.00", Status="DRAFT"))
    said = organisation.refused("Payments", payment(draft["InvoiceID"], "1.00"))
    assert "Authorised documents" in said[0]


def test_a_payment_is_taken_back_by_its_status_alone(
    organisation: Organisation, made: dict[str, Any]
) -> None:
    one = organisation.put("Payments", payment(made["InvoiceID"], "32.31"))
    path = f"Payments/{one['PaymentID']}"
    wrong = organisation.ask("POST", path, json={"Status": "DELETED", "Amount": 1})
    assert wrong.status_code == 400
    told = organisation.write("POST", path, {"Status": "DELETED"})["Payments"][0]
    assert told["Status"] == "DELETED"
    assert invoice_now(organisation, made["InvoiceID"])["AmountDue"] == Decimal("32.31")
    listed = organisation.get("Payments", page="1")["Payments"]
    assert "DELETED" in {row["Status"] for row in listed if row["PaymentID"] == one["PaymentID"]}


def test_a_payment_counts_as_a_change_of_its_invoice(
    organisation: Organisation, made: dict[str, Any]
) -> None:
    organisation.clock.sleep(60)
    since = organisation.clock.now().strftime("%Y-%m-%dT%H:%M:%S")
    header = {"If-Modified-Since": since}
    assert not organisation.get("Invoices", headers=header, page="1")["Invoices"]
    organisation.put("Payments", payment(made["InvoiceID"], "1.00"))
    changed = organisation.get("Invoices", headers=header, page="1")["Invoices"]
    assert [one["InvoiceNumber"] for one in changed] == ["TB-1"]


def test_a_credit_note_is_allocated_and_released(
    organisation: Organisation, made: dict[str, Any], invoice: Make
) -> None:
    sent = {k: v for k, v in invoice("", "40.00").items() if k not in {"InvoiceNumber", "DueDate"}}
    note = organisation.put(
        "CreditNotes", sent | {"Type": "ACCRECCREDIT", "CreditNoteNumber": "TC-7"}
    )
    assert note["RemainingCredit"] == 40
    path = f"CreditNotes/{note['CreditNoteID']}/Allocations"
    part = {"Invoice": {"InvoiceID": made["InvoiceID"]}, "Amount": Decimal("32.31")}
    assert organisation.refused(path, part | {"Amount": Decimal("32.32")})
    assert organisation.refused(path, part | {"Invoice": {"InvoiceID": "x"}})
    allocation = organisation.write("PUT", path, {"Allocations": [part]})["Allocations"][0]
    now = invoice_now(organisation, made["InvoiceID"])
    assert (now["Status"], now["AmountCredited"]) == ("PAID", Decimal("32.31"))
    assert now["CreditNotes"][0]["AppliedAmount"] == Decimal("32.31")
    left = organisation.get("CreditNotes/TC-7")["CreditNotes"][0]
    assert (left["RemainingCredit"], left["Status"]) == (Decimal("7.69"), "AUTHORISED")
    body = {"CreditNoteID": note["CreditNoteID"], "Status": "VOIDED"}
    assert organisation.refused("CreditNotes", body, method="POST")
    told = organisation.ask("DELETE", f"{path}/{allocation['AllocationID']}").json()
    assert told["IsDeleted"]
    assert "Invoice" not in told
    assert invoice_now(organisation, made["InvoiceID"])["Status"] == "AUTHORISED"
    again = organisation.ask("DELETE", f"{path}/{allocation['AllocationID']}")
    assert again.status_code == 404


def test_a_credit_note_that_is_used_up_is_paid(
    organisation: Organisation, made: dict[str, Any], invoice: Make
) -> None:
    sent = {k: v for k, v in invoice("", "2.31").items() if k not in {"InvoiceNumber", "DueDate"}}
    note = organisation.put("CreditNotes", sent | {"Type": "ACCRECCREDIT"})
    path = f"CreditNotes/{note['CreditNoteID']}/Allocations"
    part = {"Invoice": {"InvoiceID": made["InvoiceID"]}, "Amount": Decimal("2.31")}
    organisation.write("PUT", path, {"Allocations": [part]})
    now = organisation.get(f"CreditNotes/{note['CreditNoteID']}")["CreditNotes"][0]
    assert now["Status"] == "PAID"


@pytest.mark.parametrize("kind", ["Overpayment", "Prepayment"])
def test_extra_money_comes_by_bank_and_is_allocated(
    organisation: Organisation, made: dict[str, Any], contact: str, kind: str
) -> None:
    received = {
        "Type": f"RECEIVE-{kind.upper()}",
        "Contact": {"ContactID": contact},
        "BankAccount": {"Code": "1000"},
        "LineAmountTypes": "NoTax",
        "LineItems": [{"Description": "x", "UnitAmount": 50, "AccountCode": "4010"}],
    }
    told = organisation.put("BankTransactions", received)
    key = told[f"{kind}ID"]
    path = f"{kind}s/{key}/Allocations"
    part = {"Invoice": {"InvoiceID": made["InvoiceID"]}, "Amount": Decimal("32.31")}
    organisation.write("PUT", path, {"Allocations": [part]})
    held = organisation.get(f"{kind}s/{key}")[f"{kind}s"][0]
    assert held["RemainingCredit"] == Decimal("17.69")
    assert held["Allocations"][0]["Invoice"]["InvoiceNumber"] == "TB-1"
    now = invoice_now(organisation, made["InvoiceID"])
    assert (now["AmountPaid"], now["Status"]) == (Decimal("32.31"), "PAID")
    refund = {
        kind: {f"{kind}ID": key},
        "Account": {"Code": "1000"},
        "Amount": Decimal("17.69"),
        "Date": "2026-11-02",
    }
    back = organisation.put("Payments", refund)
    assert back["PaymentType"] == f"AR{kind.upper()}PAYMENT"
    assert organisation.get(f"{kind}s/{key}")[f"{kind}s"][0]["Status"] == "PAID"


def test_money_by_bank_is_checked(organisation: Organisation, contact: str) -> None:
    sent: dict[str, Any] = {
        "Type": "RECEIVE-OVERPAYMENT",
        "Contact": {"ContactID": contact},
        "BankAccount": {"Code": "1000"},
        "LineItems": [{"Description": "x", "UnitAmount": 5}],
    }
    changes: tuple[dict[str, Any], ...] = (
        {"Type": "SPEND"},
        {"BankAccount": {"Code": "4010"}},
        {"LineItems": []},
        {"LineItems": sent["LineItems"] * 2},
        {"LineItems": [{"Description": "x", "UnitAmount": 0}]},
        {"Contact": {}},
    )
    for change in changes:
        assert organisation.refused("BankTransactions", sent | change)


def test_a_deposit_for_several_invoices_is_several_payments(
    organisation: Organisation, made: dict[str, Any], invoice: Make
) -> None:
    second = organisation.put("Invoices", invoice("TB-2", "10.00"))
    parts = [
        {"Invoice": {"InvoiceID": made["InvoiceID"]}, "Amount": Decimal("32.31")},
        {"Invoice": {"InvoiceID": second["InvoiceID"]}, "Amount": Decimal("10.00")},
    ]
    batch = {"Account": {"Code": "1000"}, "Date": "2026-11-02", "Payments": parts}
    told = organisation.put("BatchPayments", batch)
    assert told["TotalAmount"] == Decimal("42.31")
    listed = organisation.get("Payments", page="1")["Payments"]
    key = told["BatchPaymentID"]
    assert len([one for one in listed if one.get("BatchPaymentID") == key]) == 2
    gone = organisation.post(f"BatchPayments/{key}", {"Status": "DELETED"})
    assert gone["Status"] == "DELETED"
    assert invoice_now(organisation, second["InvoiceID"])["AmountDue"] == 10
    assert organisation.get(f"BatchPayments/{key}")["BatchPayments"][0]["Status"] == "DELETED"


def test_a_batch_is_made_whole_or_not_at_all(
    organisation: Organisation, made: dict[str, Any]
) -> None:
    part = {"Invoice": {"InvoiceID": made["InvoiceID"]}, "Amount": Decimal("20.00")}
    batch = {"Account": {"Code": "1000"}, "Date": "2026-11-02", "Payments": [part, part]}
    before = len(organisation.get("Payments", page="1")["Payments"])
    assert "exceeds" in organisation.refused("BatchPayments", batch)[0]
    assert len(organisation.get("Payments", page="1")["Payments"]) == before
    assert invoice_now(organisation, made["InvoiceID"])["AmountDue"] == Decimal("32.31")
    assert organisation.refused("BatchPayments", batch | {"Payments": []})
