from datetime import UTC, datetime
from decimal import Decimal

from app.connectors.autotask import reading
from app.connectors.autotask.lookups import Lookups
from app.connectors.autotask.reading import Around, Ways
from app.values.foreign_record import PostalAddress
from tests.connectors.autotask.desk import Desk, autotask_of, lists_of_company

COMPANY = {
    "id": 174,
    "companyName": "Dunmore Legal",
    "companyNumber": "10051",
    "companyType": 1,
    "isActive": True,
    "parentCompanyID": 9,
    "invoiceNonContractItemsToParentCompany": False,
    "address1": "88 Quarry Street",
    "city": "Lakewood",
    "state": "CO",
    "postalCode": "80226",
    "countryID": 1,
    "billToAddressToUse": 1,
    "billingAddress1": "PO Box 5",
    "billToCity": "Denver",
    "billToCountryID": 1,
    "billToCompanyLocationID": None,
    "invoiceTemplateID": 101,
    "taxRegionID": 3,
    "taxID": "84-1",
    "isTaxExempt": False,
    "currencyID": 1,
    "phone": "3035550142",
    "lastTrackedModifiedDateTime": "2026-10-08T20:00:00.123Z",
    "userDefinedFields": [
        {"name": "Billing Ref", "value": "TB-1"},
        {"name": "Billing Email", "value": ""},
    ],
    "aNewField": [1, None],
}
JO = {"id": 31, "emailAddress": "jo@dunmore.example"}
KIM = {"id": 32, "emailAddress": "", "emailAddress2": "kim@dunmore.example"}


def lookups() -> Lookups:
    return Lookups(autotask_of(Desk(lists_of_company())))


def contract(number: int, to: int, *, is_default: bool = False) -> dict[str, object]:
    return {"id": number, "billToCompanyContactID": to, "isDefaultContract": is_default}


def test_a_company_fills_every_field_that_there_is() -> None:
    around = Around(contracts={"174": [contract(1, 31)]}, contacts={"31": JO})
    found = reading.customer(COMPANY, lookups(), Ways(), around)
    assert (found.source_id, found.code, found.external_id) == ("174", "10051", "10051")
    assert (found.name, found.is_active, found.status) == ("Dunmore Legal", True, "Customer")
    assert (found.parent_id, found.bill_to_id) == ("9", None)
    assert (found.terms_id, found.terms_days, found.currency) == ("3", 30, "USD")
    assert (found.tax_code, found.tax_number, found.is_tax_exempt) == ("CO", "84-1", False)
    assert (found.billing_contact_id, found.billing_email) == ("31", "jo@dunmore.example")
    assert found.modified_at == datetime(2026, 10, 8, 20, 0, 0, 123000, UTC)
    assert '"aNewField":[1,null]' in found.raw


def test_no_billing_contact_the_contracts_name_it() -> None:
    both = {"31": JO, "32": KIM}
    default = Around(
        contracts={"174": [contract(1, 31), contract(2, 32, is_default=True)]}, contacts=both
    )
    assert reading.customer(COMPANY, lookups(), Ways(), default).billing_contact_id == "32"
    assert reading.customer(COMPANY, lookups(), Ways(), default).billing_email == (
        "kim@dunmore.example"
    )
    at_odds = Around(contracts={"174": [contract(1, 31), contract(2, 32)]}, contacts=both)
    assert reading.customer(COMPANY, lookups(), Ways(), at_odds).billing_contact_id is None


def test_no_billing_contact_then_the_primary_contact_or_a_field_of_the_user() -> None:
    primary = Around(primary={"174": [JO]})
    assert reading.customer(COMPANY, lookups(), Ways(), primary).billing_email == JO["emailAddress"]
    named = {**COMPANY, "userDefinedFields": [{"name": "Billing Email", "value": "ap@d.example"}]}
    ways = Ways(email_field="Billing Email")
    assert reading.customer(named, lookups(), ways, primary).billing_email == "ap@d.example"
    assert reading.customer(COMPANY, lookups(), Ways(), Around()).billing_email is None


def test_our_number_is_in_a_field_of_the_user_where_one_is_named() -> None:
    ways = Ways(external_field="Billing Ref")
    assert reading.customer(COMPANY, lookups(), ways, Around()).external_id == "TB-1"
    without = {**COMPANY, "companyNumber": None}
    assert reading.customer(without, lookups(), Ways(), Around()).external_id == ""


def test_the_parent_is_billed_where_the_company_says_so() -> None:
    row = {**COMPANY, "invoiceNonContractItemsToParentCompany": True}
    assert reading.customer(row, lookups(), Ways(), Around()).bill_to_id == "9"


def test_the_billing_address_goes_by_the_picklist() -> None:
    place = {"id": 7, "address1": "1 Depot Road", "countryID": 1}

    def address(**changed: object) -> PostalAddress | None:
        around = Around(locations={"7": place})
        row = {**COMPANY, **changed}
        return reading.customer(row, lookups(), Ways(), around).billing_address

    own = address()
    assert own is not None
    assert (own.line1, own.country) == ("88 Quarry Street", "US")
    billed = address(billToAddressToUse=4)
    assert billed is not None
    assert (billed.line1, billed.city) == ("PO Box 5", "Denver")
    assert address(billToAddressToUse=2) is None
    location = address(billToAddressToUse=None, billToCompanyLocationID=7)
    assert location is not None
    assert location.line1 == "1 Depot Road"
    blank = address(billToAddressToUse=4, billingAddress1=None, billToCity=None)
    assert blank is not None
    assert blank.line1 == "88 Quarry Street"


def test_a_location_is_a_site() -> None:
    row = {"id": 7, "companyID": 174, "name": "Main", "address1": "1 Depot Road", "isPrimary": True}
    found = reading.site({**row, "isActive": False}, lookups(), frozenset({"7"}))
    assert (found.customer_id, found.address.line1) == ("174", "1 Depot Road")
    assert (found.is_billing, found.is_primary, found.is_active) == (True, True, False)


def test_is_active_of_contacts_is_a_whole_number() -> None:
    row = {"id": 31, "companyID": 174, "companyLocationID": 7, "firstName": "Jo", "lastName": "D"}
    active = reading.contact({**row, "isActive": 1, "primaryContact": True}, frozenset({"31"}))
    assert (active.is_active, active.is_primary, active.is_billing) == (True, True, True)
    assert active.site_id == "7"
    assert not reading.contact({**row, "isActive": 0}, frozenset()).is_active
    assert not reading.contact({**row, "isActive": False}, frozenset()).is_active


def test_terms_and_products() -> None:
    found = reading.terms({"id": 3, "name": "Net 30", "paymentDueInDays": 30, "isActive": True})
    assert (found.source_id, found.days) == ("3", 30)
    row = {"id": 1, "name": "DID", "sku": "D-1", "billingCodeID": 301, "unitPrice": Decimal("2.50")}
    sold = reading.product(row, "service", lookups())
    assert (sold.source_id, sold.code, sold.gl_code) == ("service:1", "D-1", "4010")
    assert (sold.unit_price, sold.tax_code) == (Decimal("2.50"), "Taxable")
