from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from tests.practice.xero.conftest import Organisation

Make = Callable[..., dict[str, Any]]


def line(amount: str, **more: object) -> dict[str, Any]:
    return {"Description": "x", "UnitAmount": Decimal(amount), "AccountCode": "4010", **more}


def test_an_invoice_without_tax(organisation: Organisation, invoice: Make) -> None:
    sent = invoice("TB-1", "30.00")
    sent["LineItems"].append(line("2.31", AccountCode="2210", TaxType="NONE"))
    made = organisation.put("Invoices", sent, unitdp="4", summarizeErrors="false")
    assert (made["Total"], made["TotalTax"], made["AmountDue"]) == (
        Decimal("32.31"),
        0,
        Decimal("32.31"),
    )
    assert made["StatusAttributeString"] == "OK"
    assert made["Date"] == "/Date(1793491200000+0000)/"
    assert made["DateString"] == "2026-11-01T00:00:00"
    by_number = organisation.get("Invoices/TB-1")["Invoices"][0]
    assert by_number["InvoiceID"] == made["InvoiceID"]


@pytest.mark.parametrize(
    ("amounts", "total", "tax"),
    [("Exclusive", "32.48", "2.48"), ("Inclusive", "30.00", "2.29"), ("NoTax", "30.00", "0")],
)
def test_tax_is_worked_out_by_line_and_rounded(
    organisation: Organisation, invoice: Make, amounts: str, total: str, tax: str
) -> None:
    sent = invoice("TB-1", LineAmountTypes=amounts, LineItems=[line("30.00", TaxType="OUTPUT")])
    made = organisation.put("Invoices", sent)
    assert (made["Total"], made["TotalTax"]) == (Decimal(total), Decimal(tax))


def test_a_told_tax_amount_overrides(organisation: Organisation, invoice: Make) -> None:
    lines = [line("30.00", TaxType="OUTPUT", TaxAmount=Decimal("2.50"))]
    made = organisation.put(
        "Invoices", invoice("TB-1", LineAmountTypes="Exclusive", LineItems=lines)
    )
    assert made["Total"] == Decimal("32.50")


def test_the_accounts_own_tax_counts_when_none_is_told(
    organisation: Organisation, invoice: Make
) -> None:
    sent = invoice("TB-1", LineAmountTypes="Exclusive", LineItems=[line("30.00")])
    assert organisation.put("Invoices", sent)["TotalTax"] == Decimal("2.48")


def test_unit_amounts_are_cut_to_two_places_unless_four_are_asked_for(
    organisation: Organisation, invoice: Make
) -> None:
    sent = invoice("TB-1", LineItems=[line("0.0125", Quantity=1000, TaxType="NONE")])
    assert organisation.put("Invoices", sent)["Total"] == Decimal("10.00")
    sent["InvoiceNumber"] = "TB-2"
    made = organisation.put("Invoices", sent, unitdp="4")
    assert made["Total"] == Decimal("12.50")
    read = organisation.get("Invoices/TB-2")["Invoices"][0]
    assert read["LineItems"][0]["UnitAmount"] == Decimal("0.01")
    read = organisation.get("Invoices/TB-2", unitdp="4")["Invoices"][0]
    assert read["LineItems"][0]["UnitAmount"] == Decimal("0.0125")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"Type": "SALE"}, "Invoice Type must be one of"),
        ({"Status": "PAID"}, "not of valid status for creation"),
        ({"Contact": None}, "A Contact must be specified"),
        ({"Contact": {"ContactID": "00000000-0000-0000-0000-000000000000"}}, "did not match"),
        ({"LineItems": []}, "One or more line items"),
        ({"InvoiceNumber": "x" * 256}, "maximum length of 255"),
        ({"Date": "tomorrow"}, "not a valid date"),
        ({"LineAmountTypes": "None"}, "LineAmountTypes"),
        ({"CurrencyCode": "CAD"}, "not subscribed to currency CAD"),
        ({"Total": 99}, "total does not equal the sum of the lines"),
    ],
)
def test_documents_are_checked(
    organisation: Organisation, invoice: Make, change: dict[str, Any], said: str
) -> None:
    assert said in organisation.refused("Invoices", invoice("TB-1", "1.00") | change)[0]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"AccountCode": "999"}, "Account code '999' is not a valid code for this document."),
        ({"AccountCode": "1000"}, "not a valid code"),
        ({"AccountCode": "1100"}, "not a valid code"),
        ({"AccountCode": "2200"}, "not a valid code"),
        ({"AccountCode": None}, "Account code must be specified"),
        ({"Description": None}, "Description must be specified"),
        ({"Description": "x" * 4001}, "4000"),
        ({"LineAmount": Decimal("30.01")}, "does not match the expected line total 30.00"),
        ({"UnitAmount": Decimal("30.00001")}, "Account must be valid."),
        ({"UnitAmount": "x"}, "not a valid number"),
        ({"ItemCode": "NONE"}, "Item code 'NONE' is not valid"),
        ({"LineItemID": "00000000-0000-0000-0000-000000000000"}, "LineItemID"),
    ],
)
def test_lines_are_checked(
    organisation: Organisation, invoice: Make, change: dict[str, Any], said: str
) -> None:
    sent = invoice("TB-1", LineItems=[line("30.00") | change])
    assert said in organisation.refused("Invoices", sent)[0]


@pytest.mark.parametrize(
    ("account", "tax_type", "said"),
    [
        ("4010", "Tax Exempt", "does not exist or cannot be used"),
        ("2210", "OUTPUT", "cannot be used with account code '2210'"),
    ],
)
def test_a_tax_type_is_a_code_and_fits_the_account(
    organisation: Organisation, invoice: Make, account: str, tax_type: str, said: str
) -> None:
    lines = [line("1.00", AccountCode=account, TaxType=tax_type)]
    sent = invoice("TB-1", LineAmountTypes="Exclusive", LineItems=lines)
    assert said in organisation.refused("Invoices", sent)[0]


def test_a_draft_needs_no_account_an_approved_one_does(
    organisation: Organisation, invoice: Make
) -> None:
    lines = [{"Description": "x", "UnitAmount": 1}]
    made = organisation.put("Invoices", invoice("TB-1", Status="DRAFT", LineItems=lines))
    body = {"InvoiceID": made["InvoiceID"], "Status": "AUTHORISED"}
    assert "Account code" in organisation.refused("Invoices", body, method="POST")[0]


def test_a_zero_line_loses_its_account(organisation: Organisation, invoice: Make) -> None:
    lines = [line("1.00"), {"Description": "note"}]
    made = organisation.put("Invoices", invoice("TB-1", LineItems=lines))
    assert "AccountCode" not in made["LineItems"][1]


def test_putting_a_number_again_is_refused_posting_it_changes(
    organisation: Organisation, invoice: Make
) -> None:
    made = organisation.put("Invoices", invoice("TB-1", "1.00"))
    assert organisation.refused("Invoices", invoice("TB-1", "2.00")) == [
        "Invoice # must be unique."
    ]
    same = organisation.post("Invoices", invoice("TB-1", "2.00"))
    assert (same["InvoiceID"], same["Total"]) == (made["InvoiceID"], 2)
    assert organisation.post("Invoices", invoice("TB-2", "3.00"))["InvoiceID"] != made["InvoiceID"]


def test_lines_that_are_not_sent_again_are_removed(
    organisation: Organisation, invoice: Make
) -> None:
    made = organisation.put("Invoices", invoice("TB-1", "1.00", "2.00"))
    kept = made["LineItems"][1]
    body = {"InvoiceID": made["InvoiceID"], "LineItems": [kept, line("5.00", TaxType="NONE")]}
    changed = organisation.post("Invoices", body)
    assert [one["LineAmount"] for one in changed["LineItems"]] == [2, 5]
    assert changed["LineItems"][0]["LineItemID"] == kept["LineItemID"]


def test_an_unknown_name_makes_a_contact_and_another_name_renames(
    organisation: Organisation, invoice: Make, contact: str
) -> None:
    made = organisation.put("Invoices", invoice("TB-1", "1.00", Contact={"Name": "New one"}))
    assert made["Contact"]["Name"] == "New one"
    named = {"ContactID": contact, "Name": "Another name"}
    organisation.put("Invoices", invoice("TB-2", "1.00", Contact=named))
    assert organisation.get(f"Contacts/{contact}")["Contacts"][0]["Name"] == "Another name"
    bad = invoice("TB-3", "1.00", Contact={"Name": "Never"}, LineItems=[])
    organisation.refused("Invoices", bad)
    assert not organisation.get("Contacts", searchTerm="Never")["Contacts"]


def test_what_is_settled_is_locked(organisation: Organisation, invoice: Make) -> None:
    made = organisation.put("Invoices", invoice("TB-1", "30.00"))
    organisation.act("pay", "TB-1", "10.00")
    key = made["InvoiceID"]
    locked = "cannot be edited as it has a payment or credit note allocated to it"
    for body in ({"Reference": "x"}, {"Status": "VOIDED"}, {"LineItems": [line("1.00")]}):
        said = organisation.refused("Invoices", {"InvoiceID": key, **body}, method="POST")
        assert locked in said[0]
    url = {"InvoiceID": key, "Url": "https://switchbook.example/TB-1"}
    assert organisation.post("Invoices", url)["Url"].endswith("TB-1")


def test_voiding_and_deleting(organisation: Organisation, invoice: Make) -> None:
    final = organisation.put("Invoices", invoice("TB-1", "30.00"))
    draft = organisation.put("Invoices", invoice("TB-2", "30.00", Status="DRAFT"))
    for made, right, wrong in ((final, "VOIDED", "DELETED"), (draft, "DELETED", "VOIDED")):
        key = made["InvoiceID"]
        body = {"InvoiceID": key, "Status": wrong}
        assert organisation.refused("Invoices", body, method="POST") == [
            "Invoice not of valid status for modification"
        ]
        told = organisation.post(f"Invoices/{key}", body | {"Status": right})
        assert (told["Status"], told["AmountDue"]) == (right, 0)
        again = {"InvoiceID": key, "Status": "AUTHORISED"}
        assert organisation.refused("Invoices", again, method="POST")
    listed = organisation.get("Invoices", InvoiceNumbers="TB-1,TB-2", page="1")["Invoices"]
    assert {one["Status"] for one in listed} == {"VOIDED", "DELETED"}


def test_locked_periods_explain_themselves(organisation: Organisation, invoice: Make) -> None:
    made = organisation.put("Invoices", invoice("TB-1", "1.00"))
    organisation.books.settings.period_lock_date = date(2026, 11, 1)
    assert "period lock date" in organisation.refused("Invoices", invoice("TB-2", "1.00"))[0]
    body = {"InvoiceID": made["InvoiceID"], "Status": "VOIDED"}
    assert "period lock date" in organisation.refused("Invoices", body, method="POST")[0]
    organisation.books.settings.end_of_year_lock_date = date(2026, 11, 1)
    assert "end of year" in organisation.refused("Invoices", invoice("TB-2", "1.00"))[0]
    told = organisation.get("Organisation")["Organisations"][0]
    assert told["PeriodLockDate"].startswith("/Date(")


def test_without_summary_each_element_tells_its_own(
    organisation: Organisation, invoice: Make
) -> None:
    body = {"Invoices": [invoice("TB-1", "1.00"), invoice("TB-1", "2.00")]}
    told = organisation.write("PUT", "Invoices", body, summarizeErrors="false")["Invoices"]
    assert [one["StatusAttributeString"] for one in told] == ["OK", "ERROR"]
    assert told[1]["HasErrors"]
    assert told[1]["ValidationErrors"][0]["Message"] == "Invoice # must be unique."


def test_with_summary_one_bad_element_fails_the_call(
    organisation: Organisation, invoice: Make
) -> None:
    body = {"Invoices": [invoice("TB-1", "1.00"), invoice("TB-2")]}
    response = organisation.ask("PUT", "Invoices", json=body)
    assert response.status_code == 400
    assert len(response.json()["Elements"]) == 1
    assert organisation.ask("GET", "Invoices/TB-1").status_code == 404


def test_numbers_are_given_when_none_is_sent(organisation: Organisation, invoice: Make) -> None:
    assert organisation.put("Invoices", invoice("", "1.00"))["InvoiceNumber"].startswith("INV-")


def test_items_and_accounts_are_made(organisation: Organisation, invoice: Make) -> None:
    account = {"Code": "2230", "Name": "E911 payable", "Type": "CURRLIAB"}
    body = organisation.write("PUT", "Accounts", account)["Accounts"][0]
    assert (body["Class"], body["Status"]) == ("LIABILITY", "ACTIVE")
    assert "unique Code" in organisation.refused("Accounts", account)[0]
    item = {"Code": "E911", "Name": "E911", "SalesDetails": {"AccountCode": "2230"}}
    organisation.put("Items", item)
    assert "already exists" in organisation.refused("Items", item)[0]
    assert organisation.post("Items", item | {"Name": "E911 fee"})["Name"] == "E911 fee"
    assert organisation.refused("Items", {"Code": "x" * 31})
    lines = [{"Description": "x", "UnitAmount": 1, "ItemCode": "E911"}]
    made = organisation.put("Invoices", invoice("TB-1", LineItems=lines))
    assert made["LineItems"][0]["AccountCode"] == "2230"
