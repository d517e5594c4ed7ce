import pytest

from tests.practice.xero.conftest import Organisation

HARBOR = {
    "Name": "Harbor Dental LLC",
    "ContactNumber": "T-1042",
    "EmailAddress": "ap@harbor.example",
    "Addresses": [{"AddressType": "POBOX", "AddressLine1": "1 Main St", "City": "Austin"}],
    "PaymentTerms": {"Sales": {"Day": 30, "Type": "DAYSAFTERBILLDATE"}},
}


def test_a_contact_is_found_by_its_number(organisation: Organisation) -> None:
    made = organisation.put("Contacts", HARBOR)
    found = organisation.get("Contacts/T-1042")["Contacts"][0]
    assert found["ContactID"] == made["ContactID"]
    assert found["Balances"]["AccountsReceivable"] == {"Outstanding": 0, "Overdue": 0}


def test_names_and_numbers_do_not_repeat(organisation: Organisation) -> None:
    organisation.put("Contacts", HARBOR)
    said = organisation.refused("Contacts", HARBOR)
    assert "must be unique across all active contacts" in said[0]
    assert "contact number T-1042" in said[1]


def test_posting_changes_the_one_that_is_named(organisation: Organisation) -> None:
    made = organisation.put("Contacts", HARBOR)
    same = organisation.post("Contacts", {"ContactNumber": "T-1042", "AccountNumber": "A-1"})
    assert (same["ContactID"], same["AccountNumber"]) == (made["ContactID"], "A-1")
    other = organisation.post("Contacts", {"Name": "Other"})
    assert other["ContactID"] != made["ContactID"]
    renamed = organisation.post(f"Contacts/{made['ContactID']}", {"Name": "Harbor"})
    assert renamed["Name"] == "Harbor"
    assert {one["AddressType"] for one in renamed["Addresses"]} == {"POBOX", "STREET"}


@pytest.mark.parametrize(
    "change",
    [
        {"Name": ""},
        {"Name": "x" * 256},
        {"ContactNumber": "x" * 51},
        {"AccountNumber": "x" * 51},
        {"EmailAddress": "nothing"},
        {"ContactStatus": "GONE"},
        {"Addresses": [{"AddressType": "HOME"}]},
        {"Addresses": [{"AddressType": "POBOX", "City": "x" * 256}]},
        {"PaymentTerms": {"Sales": {"Day": 30, "Type": "NET"}}},
        {"PaymentTerms": {"Sales": {"Day": 40, "Type": "OFCURRENTMONTH"}}},
        {"PaymentTerms": {"Sales": {"Day": -1, "Type": "DAYSAFTERBILLDATE"}}},
    ],
)
def test_fields_are_checked(organisation: Organisation, change: dict[str, object]) -> None:
    assert organisation.refused("Contacts", HARBOR | change)


def test_archived_contacts_are_left_out_unless_asked_for(organisation: Organisation) -> None:
    made = organisation.put("Contacts", HARBOR)
    organisation.post("Contacts", {"ContactID": made["ContactID"], "ContactStatus": "ARCHIVED"})
    shown = organisation.get("Contacts", page="1")["Contacts"]
    assert made["ContactID"] not in {one["ContactID"] for one in shown}
    shown = organisation.get("Contacts", page="1", includeArchived="true")["Contacts"]
    assert made["ContactID"] in {one["ContactID"] for one in shown}
    # An archived name may be used again.
    organisation.put("Contacts", HARBOR | {"ContactNumber": "T-1043"})


def test_balances_come_with_single_and_paged_reads(organisation: Organisation) -> None:
    assert "Balances" not in organisation.get("Contacts")["Contacts"][0]
    paged = organisation.get("Contacts", page="1")["Contacts"]
    owing = [one["Balances"]["AccountsReceivable"]["Outstanding"] for one in paged]
    invoices = organisation.get("Invoices", page="1", Statuses="AUTHORISED")["Invoices"]
    over = organisation.get("Overpayments", page="1")["Overpayments"]
    due = sum(one["AmountDue"] for one in invoices)
    assert sum(owing) == due - sum(one["RemainingCredit"] for one in over)
