from datetime import date
from decimal import Decimal
from typing import Any

from app.connectors.connectwise import reading, reading_charges
from app.connectors.connectwise.parts import Around, Ways
from app.connectors.json_value import read_json
from app.customers.incoming import PsaCustomer
from tests.connectors.connectwise.manage import COMPANY, INFO

WAYS = Ways(
    approved=frozenset({"ApprovedByTierOne", "ApprovedByTierTwo", "ReadyToBill"}),
    inactive=frozenset({"inactive"}),
)
NOTHING = Around()

ADDITION: dict[str, Any] = {
    "id": 91,
    "product": {"id": 7, "identifier": "DID", "serializedFlag": False},
    "quantity": 10,
    "lessIncluded": 0,
    "unitPrice": Decimal("2.5"),
    "billCustomer": "Billable",
    "effectiveDate": "2026-01-01T00:00:00Z",
    "taxableFlag": True,
    "agreementId": 12,
}


def company(**fields: object) -> PsaCustomer:
    return reading.customer({**COMPANY, **fields}, WAYS, NOTHING)


def test_a_company_is_read_whole() -> None:
    found = company(
        accountNumber="TB-1",
        billingTerms={"id": 3, "name": "Net 30"},
        billToCompany={"id": 9, "name": "Parent"},
        parentCompany={"id": 9},
        taxCode={"id": 1, "name": "FL"},
        taxIdentifier="59-1",
        currency={"id": 7, "name": "US Dollars", "currencyCode": "usd"},
        invoiceToEmailAddress="ap@acme.example",
        invoiceCCEmailAddress="cc@acme.example",
    )
    assert (found.source_id, found.code, found.name) == ("250", "ACME", "Acme Ltd")
    assert (found.external_id, found.terms_id, found.bill_to_id) == ("TB-1", "3", "9")
    assert (found.currency, found.tax_code, found.tax_number) == ("USD", "FL", "59-1")
    assert (found.billing_email, found.billing_copy_email) == ("ap@acme.example", "cc@acme.example")
    assert found.modified_at is not None
    assert found.modified_at.isoformat() == "2026-10-01T12:00:00+00:00"


def test_a_deleted_company_stays_readable_and_is_gone() -> None:
    found = company(deletedFlag=True)
    assert (found.is_gone, found.is_active, found.name) == (True, False, "Acme Ltd")


def test_a_company_is_active_by_the_tenant_s_own_states() -> None:
    assert not company(status={"id": 2, "name": "Inactive"}).is_active
    assert company(status={"id": 3, "name": "Credit Hold"}).is_active


def test_an_account_number_that_is_left_out_is_blank() -> None:
    assert company().external_id == ""


def test_our_number_may_lie_in_a_custom_field_of_any_kind() -> None:
    ways = Ways(approved=(), inactive=(), external_custom_field="Billing Ref")
    row = {**COMPANY, "customFields": [{"id": 4, "caption": "Billing Ref", "value": 17}]}
    assert reading.customer(row, ways, NOTHING).external_id == "17"
    bare = {**COMPANY, "customFields": [{"id": 4, "caption": "Billing Ref"}]}
    assert reading.customer(bare, ways, NOTHING).external_id == ""
    assert reading.customer(COMPANY, ways, NOTHING).external_id is None


def test_companies_write_the_state_as_text_and_sites_refer_to_it() -> None:
    address = company().billing_address
    assert address is not None
    assert (address.city, address.region) == ("Tampa", "FL")
    row = {
        "id": 1,
        "name": "Main",
        "stateReference": {"id": 9, "identifier": "GA", "name": "Georgia"},
        "country": {"id": 1, "identifier": "US", "name": "United States"},
        "primaryAddressFlag": True,
        "defaultBillingFlag": True,
    }
    site = reading.site(row, "250")
    assert (site.address.region, site.address.country) == ("GA", "US")
    assert (site.customer_id, site.is_primary, site.is_billing) == ("250", True, True)


def test_the_default_e_mail_of_a_contact_comes_first() -> None:
    items = [
        {"communicationType": "Email", "value": "old@acme.example", "defaultFlag": False},
        {"communicationType": "Phone", "value": "8135550100", "defaultFlag": True},
        {"communicationType": "Email", "value": "new@acme.example", "defaultFlag": True},
    ]
    found = reading.contact({"id": 1, "company": {"id": 250}, "communicationItems": items})
    assert (found.email, found.phone) == ("new@acme.example", "8135550100")


def test_what_is_included_in_the_base_fee_is_taken_off() -> None:
    line = reading.agreement_line({**ADDITION, "lessIncluded": 3}, "12", "250")
    assert (line.quantity, line.quantity_total, line.quantity_included) == (
        Decimal(7),
        Decimal(10),
        Decimal(3),
    )


def test_more_included_than_there_is_bills_none() -> None:
    assert reading.agreement_line({**ADDITION, "lessIncluded": 30}, "12", "250").quantity == 0


def test_a_line_is_billed_through_its_cancelled_date() -> None:
    line = reading.agreement_line({**ADDITION, "cancelledDate": "2026-05-31T00:00:00Z"}, "12", None)
    assert (line.valid_from, line.valid_to) == (date(2026, 1, 1), date(2026, 6, 1))


def test_lines_that_are_not_billed_are_told_as_such() -> None:
    for option in ("DoNotBill", "NoCharge"):
        row = {**ADDITION, "billCustomer": option}
        assert not reading.agreement_line(row, "12", None).is_billable


def test_days_at_midnight_in_utc_stay_the_days_they_are() -> None:
    row = {"id": 12, "company": {"id": 250}, "startDate": "2026-01-01T00:00:00Z"}
    assert reading.agreement(row, WAYS).starts_on == date(2026, 1, 1)


def test_an_agreement_ends_after_its_last_day() -> None:
    row = {"id": 12, "endDate": "2026-12-31T00:00:00Z", "agreementStatus": "Active"}
    assert reading.agreement(row, WAYS).ends_on == date(2027, 1, 1)
    assert reading.agreement({**row, "noEndingDateFlag": True}, WAYS).ends_on is None


def test_an_agreement_runs_through_the_day_of_its_cancellation() -> None:
    row = {"id": 12, "endDate": "2026-12-31T00:00:00Z", "agreementStatus": "Active"}
    gone = {**row, "cancelledFlag": True, "dateCancelled": "2026-03-15T00:00:00Z"}
    assert reading.agreement(gone, WAYS).ends_on == date(2026, 3, 16)
    assert not reading.agreement(gone, WAYS).is_active


def test_covered_time_is_hours_or_an_amount_or_unlimited() -> None:
    row = {"id": 12, "applicationUnits": "Hours", "applicationLimit": 5}
    assert reading.agreement(row, WAYS).covered_hours == 5
    row = {**row, "applicationUnits": "Amount"}
    assert reading.agreement(row, WAYS).covered_amount == 5
    row = {**row, "applicationUnlimitedFlag": True}
    assert reading.agreement(row, WAYS).covered_amount is None


def test_the_base_fee_stands_beside_the_lines() -> None:
    row = {"id": 12, "billAmount": Decimal("250.10"), "billingCycle": {"id": 2, "name": "Monthly"}}
    found = reading.agreement(row, WAYS)
    assert (found.base_amount, found.cycle) == (Decimal("250.10"), "Monthly")


def test_hourly_cost_is_a_string_and_harms_nothing() -> None:
    row = read_json('{"id": 5, "hourlyCost": "41.5000", "hourlyRate": 120.10, "invoiceHours": 1.5}')
    assert isinstance(row, dict)
    found = reading_charges.time_entry(row, WAYS)
    assert (found.rate, found.amount) == (Decimal("120.10"), Decimal("180.150"))


def test_amounts_hidden_by_the_role_are_not_known() -> None:
    found = reading_charges.time_entry({"id": 5, "actualHours": 2}, WAYS)
    assert (found.rate, found.amount, found.billable_hours) == (None, None, None)


def test_covered_time_comes_to_nothing() -> None:
    row = {"id": 5, "extendedInvoiceAmount": 0, "invoiceHours": 2, "hourlyRate": 100}
    assert reading_charges.time_entry(row, WAYS).amount == 0


def test_time_is_approved_and_billed_by_its_state() -> None:
    def entry(**fields: object) -> tuple[bool, bool, str | None]:
        found = reading_charges.time_entry({"id": 5, "billableOption": "Billable", **fields}, WAYS)
        return found.is_approved, found.is_billed, found.billed_reference

    assert entry(status="Open") == (False, False, None)
    assert entry(status="ReadyToBill") == (True, False, None)
    assert entry(status="WrittenOff") == (True, True, "WrittenOff")
    invoiced = entry(status="Billed", invoice={"id": 8, "identifier": "10045"})
    assert invoiced == (True, True, "10045")


def test_a_cancelled_part_of_a_product_is_not_billed() -> None:
    row = {
        "id": 3,
        "catalogItem": {"id": 7, "identifier": "PHONE"},
        "quantity": 5,
        "quantityCancelled": 2,
        "price": Decimal("19.99"),
        "extPrice": Decimal("99.95"),
        "billableOption": "Billable",
    }
    found = reading_charges.product_charge(row)
    assert (found.quantity, found.amount) == (Decimal(3), Decimal("59.97"))
    assert found.source_id == "product:3"
    assert not reading_charges.product_charge({**row, "cancelledFlag": True}).is_billable


def test_an_expense_is_billable_once_it_is_approved() -> None:
    row = {"id": 3, "amount": 40, "billAmount": 50, "billableOption": "Billable", "status": "Open"}
    assert not reading_charges.expense_charge(row, WAYS).is_billable
    found = reading_charges.expense_charge({**row, "status": "ReadyToBill"}, WAYS)
    assert (found.source_id, found.amount) == ("expense:3", Decimal(50))
    assert found.is_billable


def test_an_invoice_is_closed_by_the_tenant_s_own_state() -> None:
    row = {
        "id": 8,
        "invoiceNumber": "10045",
        "status": {"id": 2, "name": "Paid", "isClosed": True},
        "company": {"id": 250},
        "billToCompany": {"id": 9},
        "date": "2026-10-01T00:00:00Z",
        "total": Decimal("10.10"),
        "balance": 0,
        "reference": "SB-7",
        "_info": INFO,
    }
    found = reading_charges.invoice(row)
    assert (found.customer_id, found.number, found.is_closed) == ("9", "10045", True)
    assert (found.total, found.our_number) == (Decimal("10.10"), "SB-7")
    untold = {**row, "status": {"id": 2, "name": "Paid"}}
    assert reading_charges.invoice(untold, {"2"}).is_closed
    assert not reading_charges.invoice(untold, {"3"}).is_closed


def test_terms_and_products_are_read() -> None:
    assert reading.terms({"id": 3, "name": "Net 30", "dueDays": 30}).days == 30
    found = reading.product({"id": 7, "identifier": "DID", "price": 2, "inactiveFlag": True})
    assert (found.code, found.unit_price) == ("DID", Decimal(2))
    assert not found.is_active
