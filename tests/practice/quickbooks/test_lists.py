# ruff: noqa: S608  the texts are queries of the vendor, not of a database

import pytest

from tests.practice.quickbooks.conftest import Company


def test_a_customer_is_made_and_read_back(company: Company) -> None:
    body = {
        "DisplayName": "Harbor Dental T-1042",
        "CompanyName": "Harbor Dental LLC",
        "PrimaryEmailAddr": {"Address": "ap@harbor.example"},
        "BillAddr": {"Line1": "1 Main St", "City": "Austin", "CountrySubDivisionCode": "TX"},
        "SalesTermRef": {"value": "3"},
        "Notes": "billing-id T-1042",
    }
    made = company.post("customer", body)["Customer"]
    read = company.get(f"customer/{made['Id']}")["Customer"]
    assert read == made
    assert (read["SyncToken"], read["Active"], read["Balance"]) == ("0", True, 0)
    assert read["SalesTermRef"]["name"] == "Net 30"


def test_a_name_is_unique_also_among_the_inactive_and_in_any_case(company: Company) -> None:
    company.post("customer", {"DisplayName": "Harbor Dental"})
    error = company.refused("customer", {"DisplayName": "harbor dental"})
    assert (error["code"], error["Message"]) == ("6240", "Duplicate Name Exists Error")
    gone = company.query("select * from Customer where Active = false")["Customer"][0]
    assert company.refused("customer", {"DisplayName": gone["DisplayName"]})["code"] == "6240"


def test_a_name_is_unique_across_vendors_and_employees(company: Company) -> None:
    company.books.add("Vendor", {"DisplayName": "Carrier One", "Active": True})
    error = company.refused("customer", {"DisplayName": "Carrier One"})
    assert "Another vendor" in error["Detail"]


@pytest.mark.parametrize("name", ["Harbor: Dental", "Harbor\tDental", "Harbor\nDental"])
def test_a_name_holds_no_colon_tab_or_new_line(company: Company, name: str) -> None:
    assert company.refused("customer", {"DisplayName": name})["element"] == "DisplayName"


def test_a_name_that_is_not_sent_is_put_together(company: Company) -> None:
    made = company.post("customer", {"GivenName": "Ann", "FamilyName": "Lee"})["Customer"]
    assert made["DisplayName"] == "Ann Lee"
    assert company.refused("customer", {"Notes": "x"})["code"] == "2020"


@pytest.mark.parametrize(
    ("field", "value", "code"),
    [
        ("DisplayName", "x" * 501, "2050"),
        ("Notes", "x" * 1025, "2050"),
        ("PrimaryEmailAddr", {"Address": "x" * 101}, "2050"),
        ("PrimaryEmailAddr", {"Address": "nothing"}, "2030"),
        ("Nothing", "x", "2010"),
        ("Taxable", "perhaps", "2030"),
        ("CreditLimit", "ten", "2080"),
        ("SalesTermRef", {"value": "99"}, "2500"),
        ("BillAddr", "1 Main St", "2030"),
    ],
)
def test_fields_are_checked(company: Company, field: str, value: object, code: str) -> None:
    body = {"DisplayName": "Harbor", field: value}
    assert company.refused("customer", body)["code"] == code


def test_the_account_number_is_not_writable(company: Company) -> None:
    made = company.post("customer", {"DisplayName": "Harbor", "AcctNum": "T-1042"})["Customer"]
    assert "AcctNum" not in made


def test_a_sparse_change_keeps_and_a_full_one_blanks_what_is_not_sent(company: Company) -> None:
    body = {"DisplayName": "Harbor", "Notes": "T-1042", "CompanyName": "Harbor LLC"}
    made = company.post("customer", body)["Customer"]
    change = {"Id": made["Id"], "SyncToken": "0", "sparse": True, "Notes": "T-1043"}
    sparse = company.post("customer", change)["Customer"]
    assert (sparse["CompanyName"], sparse["Notes"], sparse["SyncToken"]) == (
        "Harbor LLC",
        "T-1043",
        "1",
    )
    full = company.post("customer", {"Id": made["Id"], "SyncToken": "1", "DisplayName": "Harbor"})[
        "Customer"
    ]
    assert "Notes" not in full
    assert "CompanyName" not in full


def test_an_old_token_is_stale(company: Company) -> None:
    made = company.post("customer", {"DisplayName": "Harbor"})["Customer"]
    change = {"Id": made["Id"], "SyncToken": "0", "sparse": True, "Notes": "1"}
    company.post("customer", change)
    error = company.refused("customer", change)
    assert (error["code"], error["Message"]) == ("5010", "Stale Object Error")


def test_a_customer_cannot_be_deleted_only_made_inactive(company: Company) -> None:
    body = {"Id": "1", "SyncToken": "0"}
    assert company.refused("customer", body, operation="delete")["code"] == "500"
    made = company.post("customer", {**body, "sparse": True, "Active": False})["Customer"]
    assert made["Active"] is False


def test_an_item_posts_to_income_or_to_a_liability(company: Company) -> None:
    accounts = company.query("select * from Account maxresults 100")["Account"]
    by_name = {account["Name"]: account["Id"] for account in accounts}
    for name in ("Voice services", "Telecom taxes payable"):
        body = {
            "Name": f"Item {name}",
            "Type": "Service",
            "IncomeAccountRef": {"value": by_name[name]},
            "Taxable": False,
        }
        made = company.post("item", body)["Item"]
        assert made["IncomeAccountRef"]["value"] == by_name[name]
    for name in ("Checking", "Sales Tax Agency Payable"):
        body = {"Name": "No", "Type": "Service", "IncomeAccountRef": {"value": by_name[name]}}
        assert company.refused("item", body)["code"] == "2500"


def test_an_item_needs_a_name_and_an_account(company: Company) -> None:
    assert company.refused("item", {"Name": "A:B", "Type": "Service"})["code"] == "2030"
    assert company.refused("item", {"Name": "A", "Type": "Service"})["code"] == "2020"
    account = {"IncomeAccountRef": {"value": "1"}}
    assert company.refused("item", {"Name": "SEAT-STD", **account})["code"] == "6240"
    assert company.refused("item", {"Name": "x" * 101, **account})["code"] == "2050"


def test_tax_codes_cannot_be_written(company: Company) -> None:
    assert company.refused("taxcode", {"Name": "X"})["code"] == "500"


def test_balances_are_worked_out_when_asked(company: Company) -> None:
    owing = company.query("select * from Customer where Balance > '0'")["Customer"][0]
    invoices = company.query(
        f"select * from Invoice where CustomerRef = '{owing['Id']}' and Balance > '0'"
    )["Invoice"]
    assert owing["Balance"] == sum(invoice["Balance"] for invoice in invoices)
    receivable = company.query("select * from Account where AccountType = 'Accounts Receivable'")
    everyone = company.query("select * from Customer where Active in (true, false)")["Customer"]
    total = sum(customer["Balance"] for customer in everyone)
    assert receivable["Account"][0]["CurrentBalance"] == total
