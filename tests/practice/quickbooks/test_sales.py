from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.practice.quickbooks.conftest import Company

Make = Callable[..., dict[str, Any]]


def test_the_company_works_out_the_totals_itself(company: Company, invoice: Make) -> None:
    sent = invoice("TB-1", "30.00", "2.31") | {"TotalAmt": 999, "Balance": 1}
    made = company.post("invoice", sent)["Invoice"]
    assert (made["TotalAmt"], made["Balance"]) == (Decimal("32.31"), Decimal("32.31"))
    assert made["TxnTaxDetail"]["TotalTax"] == 0
    subtotal = made["Line"][-1]
    assert (subtotal["DetailType"], subtotal["Amount"]) == ("SubTotalLineDetail", Decimal("32.31"))
    assert "Id" not in subtotal
    assert company.get(f"invoice/{made['Id']}")["Invoice"] == made


def test_a_line_without_tax_code_is_taxed(company: Company, invoice: Make, line: Make) -> None:
    sent = invoice("TB-1") | {"Line": [line("30.00", code=None), line("2.31")]}
    made = company.post("invoice", sent)["Invoice"]
    # 8.25 % of 30.00, half up; the line marked NON is left alone.
    assert made["TxnTaxDetail"]["TotalTax"] == Decimal("2.48")
    assert made["TotalAmt"] == Decimal("34.79")
    assert made["Line"][0]["SalesItemLineDetail"]["TaxCodeRef"] == {"value": "TAX"}


def test_a_told_total_tax_is_spread_over_the_engines_agencies(
    company: Company, invoice: Make, line: Make
) -> None:
    sent = invoice("TB-1") | {"Line": [line("30.00")], "TxnTaxDetail": {"TotalTax": 4}}
    detail = company.post("invoice", sent)["Invoice"]["TxnTaxDetail"]
    assert detail["TotalTax"] == 4
    assert [tax["Amount"] for tax in detail["TaxLine"]] == [Decimal("3.03"), Decimal("0.97")]


def test_a_company_without_sales_tax_adds_none(company: Company, invoice: Make, line: Make) -> None:
    company.books.settings.uses_sales_tax = False
    sent = invoice("TB-1") | {"Line": [line("30.00", code=None)]}
    assert company.post("invoice", sent)["Invoice"]["TotalAmt"] == 30
    assert "PartnerTaxEnabled" not in company.get("preferences")["Preferences"]["TaxPrefs"]


def test_the_due_date_comes_from_the_terms(company: Company, invoice: Make) -> None:
    sent = {k: v for k, v in invoice("TB-1", "1.00").items() if k != "DueDate"}
    made = company.post("invoice", sent | {"SalesTermRef": {"value": "2"}})["Invoice"]
    assert made["DueDate"] == "2026-11-16"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"CustomerRef": None}, "2020"),
        ({"CustomerRef": {"value": "999"}}, "2500"),
        ({"CustomerRef": {}}, "2020"),
        ({"Line": []}, "2020"),
        ({"DocNumber": "x" * 22}, "2050"),
        ({"PONumber": "x" * 16}, "2050"),
        ({"PrivateNote": "x" * 4001}, "2050"),
        ({"CustomerMemo": {"value": "x" * 1001}}, "2050"),
        ({"TxnDate": "tomorrow"}, "2030"),
        ({"GlobalTaxCalculation": "None"}, "2030"),
        ({"Nothing": 1}, "2010"),
        ({"SalesTermRef": {"value": "99"}}, "2500"),
        ({"CurrencyRef": {"value": "EUR"}}, "6000"),
    ],
)
def test_fields_are_checked(
    company: Company, invoice: Make, change: dict[str, Any], code: str
) -> None:
    assert company.refused("invoice", invoice("TB-1", "1.00") | change)["code"] == code


@pytest.mark.parametrize(
    ("change", "detail", "code"),
    [
        ({"Amount": Decimal("30.01")}, {}, "6070"),
        ({"Amount": None}, {}, "2020"),
        ({"DetailType": None}, {}, "2020"),
        ({"DetailType": "GroupLineDetail"}, {}, "2030"),
        ({"Description": "x" * 4001}, {}, "2050"),
        ({}, {"ItemRef": None}, "2020"),
        ({}, {"ItemRef": {"value": "999"}}, "2500"),
        ({}, {"TaxCodeRef": {"value": "GST"}}, "2500"),
        ({}, {"UnitPrice": Decimal("30.12345678")}, "2080"),
    ],
)
def test_lines_are_checked(
    company: Company,
    invoice: Make,
    line: Make,
    change: dict[str, Any],
    detail: dict[str, Any],
    code: str,
) -> None:
    sent = line("30.00") | change
    sent["SalesItemLineDetail"] |= detail
    assert company.refused("invoice", invoice("TB-1") | {"Line": [sent]})["code"] == code


def test_an_amount_is_quantity_by_price_to_the_cent(
    company: Company, invoice: Make, line: Make
) -> None:
    sent = line("10.01")
    sent["SalesItemLineDetail"] |= {"Qty": 3, "UnitPrice": Decimal("3.335")}
    made = company.post("invoice", invoice("TB-1") | {"Line": [sent]})["Invoice"]
    assert made["TotalAmt"] == Decimal("10.01")


def test_a_category_cannot_stand_on_a_line(company: Company, invoice: Make, line: Make) -> None:
    category = company.query("select * from Item where Type = 'Category'")["Item"][0]
    error = company.refused(
        "invoice", invoice("TB-1") | {"Line": [line("1.00", item=category["Id"])]}
    )
    assert "Categories cannot be used" in error["Detail"]


def test_what_was_made_inactive_cannot_be_used(company: Company, invoice: Make, line: Make) -> None:
    item = {"Id": "1", "SyncToken": "0", "sparse": True, "Active": False}
    company.post("item", item)
    error = company.refused("invoice", invoice("TB-1") | {"Line": [line("1.00", item="1")]})
    assert error["code"] == "610"
    gone = company.query("select * from Customer where Active = false")["Customer"][0]
    sent = invoice("TB-1") | {
        "Line": [line("1.00", item="2")],
        "CustomerRef": {"value": gone["Id"]},
    }
    assert company.refused("invoice", sent)["code"] == "610"


def test_a_number_that_is_taken_is_refused_unless_told_otherwise(
    company: Company, invoice: Make
) -> None:
    holder = company.post("invoice", invoice("TB-1", "1.00"))["Invoice"]
    error = company.refused("invoice", invoice("TB-1", "1.00"))
    assert error["code"] == "6140"
    assert f"TxnId={holder['Id']}" in error["Detail"]
    company.post("invoice", invoice("TB-1", "1.00"), include="allowduplicatedocnum")


def test_without_a_number_an_invoice_gets_none(company: Company, invoice: Make) -> None:
    sent = {k: v for k, v in invoice("", "1.00").items() if k != "DocNumber"}
    assert "DocNumber" not in company.post("invoice", sent)["Invoice"]
    company.books.settings.numbers_by_hand = False
    assert company.post("invoice", sent)["Invoice"]["DocNumber"].isdecimal()


def test_a_closed_period_takes_no_new_ones_and_no_changes(company: Company, invoice: Make) -> None:
    made = company.post("invoice", invoice("TB-1", "1.00"))["Invoice"]
    company.books.settings.books_closed_on = date(2026, 11, 1)
    assert company.refused("invoice", invoice("TB-2", "1.00"))["code"] == "6210"
    body = {"Id": made["Id"], "SyncToken": "0", "sparse": True, "PrivateNote": "x"}
    error = company.refused("invoice", body)
    assert error["code"] == "5010"
    assert "account period has closed" in error["Detail"]
    body = {"Id": made["Id"], "SyncToken": "0"}
    assert company.refused("invoice", body, operation="void")["code"] == "5010"
    prefs = company.get("preferences")["Preferences"]["AccountingInfoPrefs"]
    assert prefs["BookCloseDate"] == "2026-11-01"


def test_a_sparse_change_of_lines_works_the_total_out_again(
    company: Company, invoice: Make, line: Make
) -> None:
    made = company.post("invoice", invoice("TB-1", "30.00", PrivateNote="run 10"))["Invoice"]
    body = {"Id": made["Id"], "SyncToken": "0", "sparse": True, "Line": [line("12.00")]}
    changed = company.post("invoice", body)["Invoice"]
    assert (changed["TotalAmt"], changed["Balance"], changed["SyncToken"]) == (12, 12, "1")
    assert changed["PrivateNote"] == "run 10"
    noted = company.post(
        "invoice",
        {"Id": made["Id"], "SyncToken": "1", "sparse": True, "PrivateNote": "again"},
    )["Invoice"]
    assert (noted["TotalAmt"], noted["DocNumber"]) == (12, "TB-1")
    assert company.refused("invoice", body)["code"] == "5010"


def test_a_full_change_blanks_what_is_not_sent(company: Company, invoice: Make) -> None:
    made = company.post("invoice", invoice("TB-1", "30.00", PrivateNote="run 10"))["Invoice"]
    body = invoice("TB-1", "5.00") | {"Id": made["Id"], "SyncToken": "0"}
    changed = company.post("invoice", body)["Invoice"]
    assert changed["TotalAmt"] == 5
    assert "PrivateNote" not in changed


def test_a_voided_invoice_has_no_flag_but_zeros_and_a_note(company: Company, invoice: Make) -> None:
    made = company.post("invoice", invoice("TB-1", "30.00", PrivateNote="run 10"))["Invoice"]
    body = {"Id": made["Id"], "SyncToken": "0"}
    void = company.post("invoice", body, operation="void")["Invoice"]
    assert (void["TotalAmt"], void["Balance"], void["DocNumber"]) == (0, 0, "TB-1")
    assert void["PrivateNote"].startswith("Voided")
    assert {one["Amount"] for one in void["Line"]} == {0}
    assert "status" not in void


def test_an_invoice_with_money_on_it_cannot_be_voided(company: Company, invoice: Make) -> None:
    made = company.post("invoice", invoice("TB-1", "30.00"))["Invoice"]
    company.act("pay", "TB-1", "10.00")
    now = company.get(f"invoice/{made['Id']}")["Invoice"]
    assert now["LinkedTxn"][0]["TxnType"] == "Payment"
    body = {"Id": made["Id"], "SyncToken": now["SyncToken"]}
    assert company.refused("invoice", body, operation="void")["code"] == "6000"


def test_deleting_answers_the_id_alone(company: Company, invoice: Make) -> None:
    made = company.post("invoice", invoice("TB-1", "30.00"))["Invoice"]
    body = {"Id": made["Id"], "SyncToken": "0"}
    told = company.post("invoice", body, operation="delete")["Invoice"]
    assert told == {"domain": "QBO", "status": "Deleted", "Id": made["Id"]}


def test_the_money_of_a_deleted_invoice_stays_on_account(company: Company, invoice: Make) -> None:
    made = company.post("invoice", invoice("TB-1", "30.00"))["Invoice"]
    paid = company.act("pay", "TB-1")["payment"]
    now = company.get(f"invoice/{made['Id']}")["Invoice"]
    body = {"Id": made["Id"], "SyncToken": now["SyncToken"]}
    company.post("invoice", body, operation="delete")
    payment = company.get(f"payment/{paid['id']}")["Payment"]
    assert (payment["UnappliedAmt"], payment["Line"]) == (30, [])


def test_a_smaller_total_frees_what_was_paid_beyond_it(
    company: Company, invoice: Make, line: Make
) -> None:
    made = company.post("invoice", invoice("TB-1", "30.00"))["Invoice"]
    paid = company.act("pay", "TB-1")["payment"]
    now = company.get(f"invoice/{made['Id']}")["Invoice"]
    body = {"Id": made["Id"], "SyncToken": now["SyncToken"], "sparse": True}
    changed = company.post("invoice", body | {"Line": [line("20.00")]})["Invoice"]
    assert changed["Balance"] == 0
    assert company.get(f"payment/{paid['id']}")["Payment"]["UnappliedAmt"] == 10


def test_a_credit_memo_tells_what_is_left_of_it(company: Company, invoice: Make) -> None:
    made = company.post("creditmemo", invoice("TC-1", "30.00"))["CreditMemo"]
    assert (made["TotalAmt"], made["RemainingCredit"]) == (30, 30)
    body = {"Id": made["Id"], "SyncToken": "0"}
    assert company.refused("creditmemo", body, operation="void")["code"] == "500"
    company.post("creditmemo", body, operation="delete")


def test_a_refund_receipt_needs_the_account_it_is_paid_from(
    company: Company, invoice: Make
) -> None:
    sent = {k: v for k, v in invoice("R-1", "5.00").items() if k != "DueDate"}
    assert company.refused("refundreceipt", sent)["code"] == "2020"
    bank = company.query("select * from Account where AccountType = 'Bank'")["Account"][0]
    reference = {"DepositToAccountRef": {"value": bank["Id"]}}
    assert company.post("refundreceipt", sent | reference)["RefundReceipt"]["TotalAmt"] == 5


def test_a_journal_entry_balances(company: Company) -> None:
    def entry(credit: str) -> dict[str, Any]:
        return {
            "Line": [
                {
                    "Amount": Decimal(amount),
                    "DetailType": "JournalEntryLineDetail",
                    "JournalEntryLineDetail": {"PostingType": side, "AccountRef": {"value": key}},
                }
                for side, key, amount in (("Debit", "1", "5.00"), ("Credit", "2", credit))
            ]
        }

    assert company.post("journalentry", entry("5.00"))["JournalEntry"]["TotalAmt"] == 5
    assert company.refused("journalentry", entry("4.00"))["code"] == "6000"
