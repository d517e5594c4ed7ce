from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest

from tests.practice.quickbooks.conftest import Company

Make = Callable[..., dict[str, Any]]


def payment(total: str, *parts: tuple[str, str, str], customer: str = "2") -> dict[str, Any]:
    return {
        "CustomerRef": {"value": customer},
        "TotalAmt": Decimal(total),
        "PaymentRefNum": "chk 881",
        "Line": [
            {"Amount": Decimal(amount), "LinkedTxn": [{"TxnId": key, "TxnType": kind}]}
            for kind, key, amount in parts
        ],
    }


@pytest.fixture
def first(company: Company, invoice: Make) -> dict[str, Any]:
    made: dict[str, Any] = company.post("invoice", invoice("TB-1", "32.31"))["Invoice"]
    return made


def balance(company: Company, key: str) -> Decimal:
    told: Decimal = company.get(f"invoice/{key}")["Invoice"]["Balance"]
    return told


def test_a_part_payment_leaves_the_rest_open(company: Company, first: dict[str, Any]) -> None:
    sent = payment("10.00", ("Invoice", first["Id"], "10.00"))
    made = company.post("payment", sent)["Payment"]
    assert made["UnappliedAmt"] == 0
    now = company.get(f"invoice/{first['Id']}")["Invoice"]
    assert now["Balance"] == Decimal("22.31")
    assert now["LinkedTxn"] == [{"TxnId": made["Id"], "TxnType": "Payment"}]
    assert now["SyncToken"] == "1"


def test_an_over_payment_is_unapplied_and_later_applied_on_the_same_payment(
    company: Company, first: dict[str, Any], invoice: Make
) -> None:
    part = ("Invoice", first["Id"], "32.31")
    made = company.post("payment", payment("50.00", part))["Payment"]
    assert made["UnappliedAmt"] == Decimal("17.69")
    second = company.post("invoice", invoice("TB-2", "17.69"))["Invoice"]
    change = payment("50.00", part, ("Invoice", second["Id"], "17.69"))
    changed = company.post("payment", change | {"Id": made["Id"], "SyncToken": "0"})["Payment"]
    assert (changed["UnappliedAmt"], changed["SyncToken"]) == (0, "1")
    assert balance(company, second["Id"]) == 0


def test_lines_that_are_not_sent_again_come_off(company: Company, first: dict[str, Any]) -> None:
    made = company.post("payment", payment("32.31", ("Invoice", first["Id"], "32.31")))["Payment"]
    change = payment("32.31") | {"Id": made["Id"], "SyncToken": "0"}
    changed = company.post("payment", change)["Payment"]
    assert changed["UnappliedAmt"] == Decimal("32.31")
    assert balance(company, first["Id"]) == Decimal("32.31")


def test_a_credit_memo_is_applied_by_a_payment_of_zero(
    company: Company, first: dict[str, Any], invoice: Make
) -> None:
    memo = company.post("creditmemo", invoice("TC-1", "40.00"))["CreditMemo"]
    pair = (("Invoice", first["Id"], "32.31"), ("CreditMemo", memo["Id"], "32.31"))
    made = company.post("payment", payment("0", *pair))["Payment"]
    assert (made["TotalAmt"], made["UnappliedAmt"]) == (0, 0)
    assert balance(company, first["Id"]) == 0
    left = company.get(f"creditmemo/{memo['Id']}")["CreditMemo"]["RemainingCredit"]
    assert left == Decimal("7.69")


def test_a_company_may_apply_credits_by_itself(company: Company, invoice: Make) -> None:
    company.books.settings.applies_credits_by_itself = True
    company.post("creditmemo", invoice("TC-1", "10.00", customer="3"))
    made = company.post("invoice", invoice("TB-9", "30.00", customer="3"))["Invoice"]
    assert made["Balance"] == 20
    found = company.query("select * from Payment where TotalAmt = '0'")["Payment"]
    assert len(found[0]["Line"]) == 2


def test_a_payment_is_checked(company: Company, first: dict[str, Any], invoice: Make) -> None:
    other = company.post("invoice", invoice("TB-3", "5.00", customer="4"))["Invoice"]
    key = first["Id"]
    refused = {
        "more than is open": (payment("50.00", ("Invoice", key, "40.00")), "6000"),
        "more than is paid": (payment("1.00", ("Invoice", key, "2.00")), "6000"),
        "nothing": (payment("0"), "6000"),
        "negative": (payment("-1.00"), "6000"),
        "of another customer": (payment("5.00", ("Invoice", other["Id"], "5.00")), "6000"),
        "no such invoice": (payment("5.00", ("Invoice", "9999", "5.00")), "2500"),
        "twice": (payment("4.00", ("Invoice", key, "2.00"), ("Invoice", key, "2.00")), "6000"),
        "no customer": ({"TotalAmt": 5}, "2020"),
        "no total": ({"CustomerRef": {"value": "2"}}, "2020"),
        "long reference": (payment("5.00") | {"PaymentRefNum": "x" * 22}, "2050"),
    }
    for why, (body, code) in refused.items():
        assert company.refused("payment", body)["code"] == code, why
    assert balance(company, key) == Decimal("32.31")


def test_a_voided_payment_is_zero_and_its_invoice_open(
    company: Company, first: dict[str, Any]
) -> None:
    made = company.post("payment", payment("32.31", ("Invoice", first["Id"], "32.31")))["Payment"]
    body = {"Id": made["Id"], "SyncToken": "0", "sparse": True}
    assert company.refused("payment", body, operation="void")["code"] == "500"
    void = company.post("payment", body, operation="update", include="void")["Payment"]
    assert (void["TotalAmt"], void["UnappliedAmt"], void["Line"]) == (0, 0, [])
    assert void["PrivateNote"].startswith("Voided")
    assert balance(company, first["Id"]) == Decimal("32.31")


def test_a_deleted_payment_opens_its_invoice(company: Company, first: dict[str, Any]) -> None:
    made = company.post("payment", payment("32.31", ("Invoice", first["Id"], "32.31")))["Payment"]
    company.post("payment", {"Id": made["Id"], "SyncToken": "0"}, operation="delete")
    assert balance(company, first["Id"]) == Decimal("32.31")


def test_a_payment_in_a_deposit_is_locked(company: Company, first: dict[str, Any]) -> None:
    made = company.post("payment", payment("32.31", ("Invoice", first["Id"], "32.31")))["Payment"]
    bank = company.query("select * from Account where AccountType = 'Bank'")["Account"][0]
    link = {"TxnId": made["Id"], "TxnType": "Payment"}
    deposit = {
        "DepositToAccountRef": {"value": bank["Id"]},
        "Line": [{"Amount": Decimal("32.31"), "LinkedTxn": [link]}],
    }
    company.post("deposit", deposit)
    body = {"Id": made["Id"], "SyncToken": "0", "sparse": True}
    error = company.refused("payment", body, operation="update", include="void")
    assert "deposit" in error["Detail"]
