"""What the server sets and refuses, entity by entity."""

from decimal import Decimal
from typing import Any

import httpx
import pytest

from tests.practice.autotask.asking import eq, item, query, read, refusal

PERSON = {"firstName": "Ada", "lastName": "Moss", "isActive": 1}
CONTRACT = {
    "companyID": 242,
    "contractName": "Voice",
    "contractType": 7,
    "contractPeriodType": "m",
    "startDate": "2026-10-01",
    "endDate": "2027-03-31",
    "status": 1,
    "timeReportingRequiresStartAndStopTimes": 0,
}
CHARGE = {
    "name": "Desk phone",
    "chargeType": 1,
    "datePurchased": "2026-11-20",
    "unitQuantity": 2,
    "unitPrice": 129,
    "billingCodeID": 325,
    "isBillableToCompany": True,
}


def created(api: httpx.Client, path: str, body: dict[str, Any]) -> int:
    answer = api.post(path, json=body)
    assert answer.is_success, answer.text
    number: int = read(answer)["itemId"]
    return number


def units(api: httpx.Client, contract: int) -> list[tuple[str, str, int]]:
    rows = query(api, "ContractServiceUnits", eq("contractID", contract))
    return sorted((row["startDate"][:10], row["endDate"][:10], row["units"]) for row in rows)


def test_contacts_are_active_by_a_number(api: httpx.Client) -> None:
    made = created(api, "Companies/242/Contacts", PERSON)
    assert item(api, f"Contacts/{made}")["isActive"] == 1
    assert "must be 0 or 1" in refusal(
        api.post("Companies/242/Contacts", json={**PERSON, "isActive": 2})
    )
    assert "Error converting value True" in refusal(
        api.post("Companies/242/Contacts", json={**PERSON, "isActive": True})
    )


def test_one_contact_is_the_primary_one(api: httpx.Client) -> None:
    made = created(api, "Companies/242/Contacts", {**PERSON, "primaryContact": True})
    rows = query(api, "Contacts", eq("companyID", 242), eq("primaryContact", value=True))
    assert [row["id"] for row in rows] == [made]


def test_one_location_is_the_primary_one_and_stays(api: httpx.Client) -> None:
    made = created(api, "Companies/242/Locations", {"name": "Annex", "isPrimary": True})
    rows = query(api, "CompanyLocations", eq("companyID", 242), eq("isPrimary", value=True))
    assert [row["id"] for row in rows] == [made]
    assert "primary" in refusal(api.delete(f"Companies/242/Locations/{made}"))


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"emailAddress": "nobody"}, "no valid e-mail"),
        ({"companyLocationID": 1010}, "no location of the contact's company"),
    ],
)
def test_what_a_contact_must_be(api: httpx.Client, changes: dict[str, Any], text: str) -> None:
    assert text in refusal(api.post("Companies/242/Contacts", json={**PERSON, **changes}))


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"endDate": "2026-09-30"}, "endDate must not be before"),
        ({"contractPeriodType": None}, "Missing Required Field: contractPeriodType"),
        ({"contractPeriodType": "w"}, "Picklist value on field: contractPeriodType"),
        ({"companyID": 9}, "Reference value on field: companyID"),
    ],
)
def test_what_a_contract_must_be(api: httpx.Client, changes: dict[str, Any], text: str) -> None:
    assert text in refusal(api.post("Contracts", json={**CONTRACT, **changes}))


def test_a_contract_keeps_its_company_and_type(api: httpx.Client) -> None:
    made = created(api, "Contracts", CONTRACT)
    told = refusal(api.patch("Contracts", json={"id": made, "companyID": 201}))
    assert "companyID cannot be changed" in told


def test_services_belong_to_recurring_service_contracts(api: httpx.Client) -> None:
    made = created(api, "Contracts", {**CONTRACT, "contractType": 1})
    told = refusal(api.post(f"Contracts/{made}/Services", json={"serviceID": 1}))
    assert "Recurring Service" in told


def test_a_service_has_the_catalogs_price_and_no_quantity(api: httpx.Client) -> None:
    contract = created(api, "Contracts", CONTRACT)
    made = created(api, f"Contracts/{contract}/Services", {"serviceID": 7})
    found = item(api, f"ContractServices/{made}")
    assert found["unitPrice"] == item(api, "Services/7")["unitPrice"]
    assert "units" not in found
    assert units(api, contract) == []


def test_an_adjustment_makes_units_for_each_period_to_the_end(api: httpx.Client) -> None:
    contract = created(api, "Contracts", CONTRACT)
    body = {"serviceID": 7, "unitChange": 10, "effectiveDate": "2026-12-15"}
    created(api, f"Contracts/{contract}/ServiceAdjustments", body)
    assert units(api, contract) == [
        ("2026-12-15", "2026-12-31", 10),
        ("2027-01-01", "2027-01-31", 10),
        ("2027-02-01", "2027-02-28", 10),
        ("2027-03-01", "2027-03-31", 10),
    ]


def test_an_adjustment_splits_the_period_it_falls_in(api: httpx.Client) -> None:
    contract = created(api, "Contracts", {**CONTRACT, "endDate": "2026-11-30"})
    path = f"Contracts/{contract}/ServiceAdjustments"
    created(api, path, {"serviceID": 7, "unitChange": 10, "effectiveDate": "2026-10-01"})
    line = query(api, "ContractServices", eq("contractID", contract))[0]["id"]
    body = {"contractServiceID": line, "unitChange": -1, "effectiveDate": "2026-10-20"}
    created(api, path, {**body, "adjustedUnitPrice": 3.5})
    assert units(api, contract) == [
        ("2026-10-01", "2026-10-19", 10),
        ("2026-10-20", "2026-10-31", 9),
        ("2026-11-01", "2026-11-30", 9),
    ]
    assert item(api, f"ContractServices/{line}")["unitPrice"] == Decimal("3.5")
    assert "fewer than 0" in refusal(api.post(path, json={**body, "unitChange": -10}))


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"effectiveDate": "2027-04-01"}, "within the contract's start and end"),
        ({"serviceID": None}, "Either contractServiceID, or"),
        ({"unitChange": -1}, "fewer than 0 units"),
        ({"contractServiceID": 20_050}, "is no service of this contract"),
    ],
)
def test_what_an_adjustment_must_be(api: httpx.Client, changes: dict[str, Any], text: str) -> None:
    contract = created(api, "Contracts", CONTRACT)
    body = {"serviceID": 7, "unitChange": 1, "effectiveDate": "2026-10-01", **changes}
    assert text in refusal(api.post(f"Contracts/{contract}/ServiceAdjustments", json=body))


def test_the_amount_of_a_charge_is_the_servers(api: httpx.Client) -> None:
    made = created(api, "Contracts/710/Charges", CHARGE)
    found = item(api, f"ContractCharges/{made}")
    assert found["billableAmount"] == 258
    assert (found["isBilled"], found["creatorResourceID"]) == (False, 99)
    api.patch("Contracts/710/Charges", json={"id": made, "unitQuantity": 3})
    assert item(api, f"ContractCharges/{made}")["billableAmount"] == 387
    assert read(api.delete(f"Contracts/710/Charges/{made}")) == {"itemId": made}


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"billingCodeID": None}, "Either productID or billingCodeID"),
        ({"unitQuantity": None}, "Missing Required Field: unitQuantity"),
        ({"isBilled": True}, "isBilled is read-only"),
        ({"name": "x" * 101}, "maximum length of: 100"),
    ],
)
def test_what_a_charge_must_be(api: httpx.Client, changes: dict[str, Any], text: str) -> None:
    assert text in refusal(api.post("Contracts/710/Charges", json={**CHARGE, **changes}))


def test_prepaid_contracts_take_no_charges(api: httpx.Client) -> None:
    made = created(api, "Contracts", {**CONTRACT, "contractType": 4})
    assert "of this type" in refusal(api.post(f"Contracts/{made}/Charges", json=CHARGE))


def test_a_billed_charge_is_locked(api: httpx.Client) -> None:
    billed = query(api, "ContractCharges", eq("isBilled", value=True))[0]
    path = f"Contracts/{billed['contractID']}/Charges"
    assert "billed" in refusal(api.patch(path, json={"id": billed["id"], "notes": "x"}))
    assert "billed" in refusal(api.delete(f"{path}/{billed['id']}"))


def test_a_ticket_gets_a_number_and_a_contract_of_its_company(api: httpx.Client) -> None:
    new = {"companyID": 242, "title": "Phones", "priority": 2, "status": 1}
    made = created(api, "Tickets", new)
    assert item(api, f"Tickets/{made}")["ticketNumber"].startswith("T20261123.")
    other = query(api, "Contracts", eq("companyID", 201))[0]["id"]
    assert "no contract of" in refusal(api.post("Tickets", json={**new, "contractID": other}))


def entry(api: httpx.Client, **changes: Any) -> dict[str, Any]:  # noqa: ANN401  values of JSON
    ticket = query(api, "Tickets", eq("companyID", 242))[0]["id"]
    own = {"ticketID": ticket, "resourceID": 101, "roleID": 201, "billingCodeID": 322}
    return {**own, "dateWorked": "2026-11-20", "hoursWorked": 1.5, **changes}


def test_time_has_hours_and_no_money(api: httpx.Client) -> None:
    made = created(api, "TimeEntries", entry(api, offsetHours=0.25))
    found = item(api, f"TimeEntries/{made}")
    assert (found["hoursToBill"], found["timeEntryType"]) == (Decimal("1.75"), 2)
    assert not {"companyID", "rate", "amount", "hourlyRate"} & found.keys()
    span = {"startDateTime": "2026-11-20T22:30:00Z", "endDateTime": "2026-11-21T00:00:00Z"}
    made = created(api, "TimeEntries", entry(api, **span))
    assert item(api, f"TimeEntries/{made}")["hoursWorked"] == Decimal("1.5")


def test_time_not_to_be_billed_has_no_hours_to_bill(api: httpx.Client) -> None:
    made = created(api, "TimeEntries", entry(api, isNonBillable=True))
    assert item(api, f"TimeEntries/{made}")["hoursToBill"] == 0


@pytest.mark.parametrize(
    ("changes", "text"),
    [
        ({"ticketID": None}, "Either ticketID or taskID"),
        ({"hoursWorked": None}, "Either hoursWorked, or"),
        (
            {"startDateTime": "2026-11-20T10:00:00Z", "endDateTime": "2026-11-20T09:00:00Z"},
            "must be after startDateTime",
        ),
        ({"isNonBillable": None}, "Error converting value None"),
    ],
)
def test_what_a_time_entry_must_be(api: httpx.Client, changes: dict[str, Any], text: str) -> None:
    assert text in refusal(api.post("TimeEntries", json=entry(api, **changes)))


def test_a_rate_appears_only_after_approval_and_then_the_entry_is_locked(
    api: httpx.Client,
) -> None:
    made = created(api, "TimeEntries", entry(api))
    assert query(api, "BillingItems", eq("timeEntryID", made)) == []
    approval = {"billingApprovalDateTime": "2026-11-22T10:00:00Z", "billingApprovalResourceID": 100}
    assert api.patch("TimeEntries", json={"id": made, **approval}).is_success
    posted = query(api, "BillingItems", eq("timeEntryID", made))
    assert [(row["rate"], row["extendedPrice"], row["companyID"]) for row in posted] == [
        (125, Decimal("187.50"), 242)
    ]
    told = refusal(api.patch("TimeEntries", json={"id": made, "summaryNotes": "x"}))
    assert "approved and posted" in told
    assert "approved and posted" in refusal(api.delete(f"TimeEntries/{made}"))


def test_a_rate_of_the_contract_goes_before_that_of_the_role(api: httpx.Client) -> None:
    own = query(api, "Contracts", eq("companyID", 242))[0]["id"]
    created(api, f"Contracts/{own}/Rates", {"roleID": 201, "contractHourlyRate": 99.5})
    approved = {"billingApprovalDateTime": "2026-11-22T10:00:00Z", "contractID": own}
    made = created(api, "TimeEntries", entry(api, **approved))
    posted = query(api, "BillingItems", eq("timeEntryID", made))
    assert [row["extendedPrice"] for row in posted] == [Decimal("149.25")]


def test_a_posted_item_takes_only_the_mark_of_an_outside_program(api: httpx.Client) -> None:
    waiting = {"op": "notExist", "field": "webServiceDate"}
    first = query(api, "BillingItems", waiting)[0]["id"]
    body = {"id": first, "webServiceDate": "2026-11-23T09:00:00Z"}
    assert api.patch("BillingItems", json=body).is_success
    assert first not in {row["id"] for row in query(api, "BillingItems", waiting)}
    assert "rate is read-only" in refusal(api.patch("BillingItems", json={"id": first, "rate": 1}))


def test_descriptions_of_lines_cannot_be_filtered(api: httpx.Client) -> None:
    item_ = {"op": "exist", "field": "lineItemFullDescription"}
    told = refusal(api.post("BillingItems/query", json={"Filter": [item_]}))
    assert "cannot be queried" in told
    due = {"op": "exist", "field": "dueDate"}
    assert "cannot be queried" in refusal(api.post("Invoices/query", json={"Filter": [due]}))


def test_the_paid_date_of_an_invoice_is_a_day(api: httpx.Client) -> None:
    body = {"id": 5002, "paidDate": "2026-11-15T17:30:00Z"}
    assert api.patch("Invoices", json=body).is_success
    assert item(api, "Invoices/5002")["paidDate"] == "2026-11-15T00:00:00Z"
    assert "invoiceTotal is read-only" in refusal(
        api.patch("Invoices", json={"id": 5002, "invoiceTotal": 1})
    )


def test_repeated_services_are_lines_of_their_own_when_asked(api: httpx.Client) -> None:
    contract = created(api, "Contracts", CONTRACT)
    path = f"Contracts/{contract}/ServiceAdjustments"
    body = {"serviceID": 7, "unitChange": 1, "effectiveDate": "2026-10-01"}
    created(api, path, body)
    created(api, path, {**body, "adjustedUnitCost": 1})
    assert len(query(api, "ContractServices", eq("contractID", contract))) == 1
    created(api, path, {**body, "allowRepeatService": True})
    assert len(query(api, "ContractServices", eq("contractID", contract))) == 2


def test_a_price_that_is_not_given_is_that_of_the_billing_code(api: httpx.Client) -> None:
    made = created(api, "Contracts/710/Charges", {**CHARGE, "unitPrice": None})
    found = item(api, f"ContractCharges/{made}")
    assert found["unitPrice"] == item(api, "BillingCodes/325")["unitPrice"]


def test_work_that_a_block_covers_costs_nothing_more(api: httpx.Client) -> None:
    block = created(api, "Contracts", {**CONTRACT, "contractType": 4})
    approved = {"billingApprovalDateTime": "2026-11-22T10:00:00Z", "contractID": block}
    made = created(api, "TimeEntries", entry(api, **approved))
    posted = query(api, "BillingItems", eq("timeEntryID", made))
    assert [(row["quantity"], row["totalAmount"]) for row in posted] == [(Decimal("1.5"), 0)]
