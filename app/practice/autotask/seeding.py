"""The practice database filled: the world's customers as Autotask would hold them.

Contracts have no base amount: it is a service line of its own. Lines have no included units and no
mark for "not billed": units are what is billed, and such a line costs nothing. A deleted customer
is gone. What is approved is posted.
"""

from app.practice.autotask.database import Database
from app.practice.autotask.fields import UDF_PREFIX, Record
from app.practice.autotask.seeding_contracts import seed_contracts
from app.practice.autotask.seeding_lists import (
    CREATED,
    OWNER,
    PROVIDER,
    TEMPLATES,
    region_ids,
    seed_lists,
)
from app.practice.autotask.seeding_work import seed_work
from app.practice.clock import PracticeClock
from app.practice.records import Address, Contact, Customer, Site, World

_OWN_ADDRESS, _LOCATION, _CUSTOM = 1, 2, 3


def filled(clock: PracticeClock, world: World) -> Database:
    """A database that holds the world."""
    database = Database(clock)
    seed_lists(database, world)
    regions = region_ids(world)
    _provider(database, world)
    customers = [each for each in world.customers if not each.is_deleted]
    for customer in customers:
        _company(database, customer, regions)
    for customer in customers:
        # Only now are all companies there that others refer to.
        seed_contracts(database, customer)
    seed_work(database, world, customers)
    return database


def _provider(database: Database, world: World) -> None:
    """Company 0: the provider itself, no customer."""
    database.table("Companies").add(
        {
            "companyName": world.company,
            "companyType": 1,
            "isActive": True,
            "phone": "3035550100",
            "ownerResourceID": OWNER,
            "countryID": 1,
            "createDate": CREATED,
            "lastTrackedModifiedDateTime": CREATED,
        },
        PROVIDER,
    )


def _company(database: Database, customer: Customer, regions: dict[str, int]) -> None:
    site = next((each for each in customer.sites if each.is_primary), None)
    values: Record = {
        "companyName": customer.name,
        "companyNumber": customer.account or None,
        "companyType": 1,
        "isActive": customer.is_active,
        "phone": customer.phone,
        "webAddress": customer.website or None,
        "ownerResourceID": OWNER,
        "parentCompanyID": customer.bill_to_id,
        "isTaxExempt": customer.is_tax_exempt,
        "currencyID": 1,
        "invoiceTemplateID": TEMPLATES + customer.terms_id,
        "invoiceMethod": 1,
        "createDate": CREATED,
        "createdByResourceID": OWNER,
        "lastActivityDate": customer.modified_at,
        "lastTrackedModifiedDateTime": customer.modified_at,
        UDF_PREFIX + "Billing Email": customer.billing_email or None,
        **_billing(customer),
    }
    if site is not None:
        values.update(_address(site.address))
        values["taxRegionID"] = regions.get(site.address.region)
    database.table("Companies").add(values, customer.id)
    for each in customer.sites:
        _location(database, customer, each, regions)
    for place, person in enumerate(customer.contacts):
        _contact(database, customer, person, is_first=place == 0)


def _address(address: Address) -> Record:
    return {
        "address1": address.line1 or None,
        "address2": address.line2 or None,
        "city": address.city or None,
        "state": address.region or None,
        "postalCode": address.postal_code or None,
        "countryID": 2 if address.country == "CA" else 1,
    }


def _billing(customer: Customer) -> Record:
    """Where the bills go, in the three ways there are: own address, a location, typed in."""
    site = next((each for each in customer.sites if each.is_billing), None)
    if site is None:
        return {"billToAddressToUse": _OWN_ADDRESS}
    if customer.id % 10 != 7:  # noqa: PLR2004  one in ten was typed in
        return {"billToAddressToUse": _LOCATION, "billToCompanyLocationID": site.id}
    return {
        "billToAddressToUse": _CUSTOM,
        "billToAttention": "Accounts Payable",
        "billingAddress1": site.address.line1 or None,
        "billingAddress2": site.address.line2 or None,
        "billToCity": site.address.city or None,
        "billToState": site.address.region or None,
        "billToZipCode": site.address.postal_code or None,
        "billToCountryID": 2 if site.address.country == "CA" else 1,
    }


def _location(database: Database, customer: Customer, site: Site, regions: dict[str, int]) -> None:
    database.table("CompanyLocations").add(
        {
            "companyID": customer.id,
            "name": site.name,
            **_address(site.address),
            "phone": site.phone or None,
            "isActive": site.is_active,
            "isPrimary": site.is_primary,
            "isTaxExempt": customer.is_tax_exempt,
            "taxRegionID": regions.get(site.address.region),
        },
        site.id,
    )


def _contact(database: Database, customer: Customer, person: Contact, *, is_first: bool) -> None:
    site = customer.sites[0] if customer.sites else None
    database.table("Contacts").add(
        {
            "companyID": customer.id,
            "companyLocationID": site.id if site else None,
            "firstName": person.first_name,
            "lastName": person.last_name or "-",
            "emailAddress": person.email or None,
            "phone": person.phone or None,
            "isActive": int(person.is_active),
            "primaryContact": is_first,
            "receivesEmailNotifications": person.is_billing,
            "createDate": CREATED,
            "lastActivityDate": customer.modified_at,
            "lastModifiedDate": customer.modified_at,
            UDF_PREFIX + "Receives Invoices": "Yes" if person.is_billing else None,
        },
        person.id,
    )
