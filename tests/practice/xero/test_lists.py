from collections.abc import Callable
from typing import Any

import pytest

from tests.practice.xero.conftest import Organisation

Make = Callable[..., dict[str, Any]]


def test_without_a_page_lists_have_no_lines_and_thin_contacts(organisation: Organisation) -> None:
    told = organisation.get("Invoices")
    assert "pagination" not in told
    assert len(told["Invoices"]) == 27
    assert told["Invoices"][0]["LineItems"] == []
    assert set(told["Invoices"][0]["Contact"]) == {"ContactID", "Name"}


def test_pages_tell_how_many_there_are(organisation: Organisation) -> None:
    told = organisation.get("Invoices", page="3", pageSize="10")
    assert told["pagination"] == {"page": 3, "pageSize": 10, "pageCount": 3, "itemCount": 27}
    assert len(told["Invoices"]) == 7
    assert told["Invoices"][0]["LineItems"]
    assert organisation.get("Invoices", page="4", pageSize="10")["Invoices"] == []
    assert organisation.ask("GET", "Invoices", params={"page": "0"}).status_code == 400
    assert organisation.ask("GET", "Invoices", params={"page": "x"}).status_code == 400


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({"InvoiceNumbers": "CF-901,CF-902"}, 2),
        ({"Statuses": "PAID"}, 19),
        ({"searchTerm": "cf-90"}, 9),
        ({"createdByMyApp": "true"}, 0),
        ({"where": 'Status=="PAID" AND Type=="ACCREC"'}, 19),
        ({"where": 'InvoiceNumber.StartsWith("PSA")'}, 1),
        ({"where": "Date >= DateTime(2026, 09, 01) && Date < DateTime(2026, 09, 02)"}, 13),
        ({"where": "AmountDue > 0"}, 8),
        ({"where": 'Contact.ContactID==Guid("00000000-0000-0000-0000-000000000000")'}, 0),
        ({"where": "Reference==null"}, 27),
    ],
)
def test_filters(organisation: Organisation, filters: dict[str, str], count: int) -> None:
    assert len(organisation.get("Invoices", **filters)["Invoices"]) == count


def test_order(organisation: Organisation) -> None:
    rows = organisation.get("Invoices", order="InvoiceNumber DESC")["Invoices"]
    numbers = [row["InvoiceNumber"] for row in rows]
    assert numbers == sorted(numbers, reverse=True)
    assert organisation.ask("GET", "Invoices", params={"order": "Nothing"}).status_code == 400


def test_changes_since_a_time(organisation: Organisation, invoice: Make) -> None:
    since = organisation.clock.now().strftime("%Y-%m-%dT%H:%M:%S")
    organisation.put("Invoices", invoice("TB-1", "1.00"))
    header = {"If-Modified-Since": since}
    for table, count in (("Invoices", 1), ("Payments", 0), ("Accounts", 0), ("Items", 0)):
        assert len(organisation.get(table, headers=header)[table]) == count
    # Tax rates do not know the header.
    assert organisation.get("TaxRates", headers=header)["TaxRates"]
    wrong = organisation.ask("GET", "Invoices", headers={"If-Modified-Since": "yesterday"})
    assert wrong.status_code == 400


def test_a_summary_has_no_payments(organisation: Organisation) -> None:
    rows = organisation.get("Invoices", page="1", summaryOnly="true")["Invoices"]
    assert not any("Payments" in row for row in rows)


def test_settings_lists(organisation: Organisation) -> None:
    rates = {rate["TaxType"]: rate for rate in organisation.get("TaxRates")["TaxRates"]}
    assert rates["NONE"]["CanApplyToLiabilities"]
    assert not rates["OUTPUT"]["CanApplyToLiabilities"]
    accounts = {one["Code"]: one for one in organisation.get("Accounts")["Accounts"]}
    assert accounts["1100"]["SystemAccount"] == "DEBTORS"
    assert accounts["2210"]["Class"] == "LIABILITY"
    assert organisation.get("TaxRates/NONE")["TaxRates"][0]["Name"] == "Tax Exempt"
    assert organisation.get("Currencies")["Currencies"][0]["Code"] == "USD"
    actions = organisation.get("Organisation/Actions")["Actions"]
    assert {"Name": "CreateApprovedInvoice", "Status": "ALLOWED"} in actions
    assert organisation.get("TrackingCategories")["TrackingCategories"] == []
    assert organisation.get("Items/SEAT-STD")["Items"][0]["SalesDetails"]["AccountCode"] == "4010"


def test_what_is_not_there_is_plain_text(organisation: Organisation) -> None:
    for path in ("Invoices/none", "Nothing", "Nothing/1", "TaxRates/NO"):
        response = organisation.ask("GET", path)
        assert response.status_code == 404
        assert response.headers["Content-Type"].startswith("text/plain")


def test_without_asking_for_json_answers_are_xml(organisation: Organisation) -> None:
    response = organisation.ask("GET", "Organisation", headers={"Accept": "*/*"})
    assert response.headers["Content-Type"].startswith("text/xml")
    assert "<Organisation><OrganisationID>" in response.text


def test_the_aged_report_of_a_contact(organisation: Organisation) -> None:
    owing = organisation.get("Invoices", Statuses="AUTHORISED")["Invoices"][0]
    key = owing["Contact"]["ContactID"]
    told = organisation.get("Reports/AgedReceivablesByContact", contactId=key)["Reports"][0]
    rows = told["Rows"][1]["Rows"]
    assert rows[-1]["Cells"][-1]["Value"] == f"{owing['AmountDue']:f}"
    assert organisation.ask("GET", "Reports/AgedReceivablesByContact").status_code == 400


def test_pages_shift_while_the_fault_is_armed(organisation: Organisation) -> None:
    organisation.client.post("/_practice/faults", json={"faults": ["shifting_pages"]})
    one, two = (
        organisation.get("Invoices", page=page, pageSize="10", order="InvoiceNumber")["Invoices"]
        for page in ("1", "2")
    )
    assert two[0]["InvoiceNumber"] == one[-1]["InvoiceNumber"]
