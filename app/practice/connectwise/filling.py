"""The world as this vendor's records: lookups, companies, agreements."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

from app.practice.clock import PracticeClock
from app.practice.connectwise import kinds
from app.practice.connectwise.charging import fill_charges
from app.practice.connectwise.lookups import fill_lookups, info
from app.practice.connectwise.tables import Row, Tables, stamp
from app.practice.records import (
    Agreement,
    Billable,
    Contact,
    Customer,
    Line,
    Site,
    Standing,
    World,
)

BILL_CUSTOMER: Final = {
    Billable.YES: "Billable",
    Billable.NO: "DoNotBill",
    Billable.NO_CHARGE: "NoCharge",
}
STANDINGS: Final = {
    Standing.ACTIVE: "Active",
    Standing.CANCELLED: "Cancelled",
    Standing.EXPIRED: "Expired",
}
CYCLE_IDS: Final = {"monthly": 2, "quarterly": 3, "yearly": 4}
COUNTRIES: Final = {"US": (1, "United States"), "CA": (2, "Canada")}
TAXED, EXEMPT = 1, 2
BILLING_REF: Final = 1
"""The id of the custom field that integrations may write."""
_LONGEST_NAME: Final = 50


def filled(clock: PracticeClock, world: World) -> Tables:
    """The tables of a stand-in that holds this world."""
    tables = Tables(clock)
    fill_lookups(tables, world)
    for customer in world.customers:
        tables.of(kinds.COMPANIES).put(_company(customer))
    for customer in world.customers:
        _fill_company(tables, customer)
    for customer in world.customers:
        for agreement in customer.agreements:
            _fill_agreement(tables, customer, agreement)
    fill_charges(tables, world)
    return tables


def day_stamp(day: date) -> str:
    """A day as this vendor sends it: midnight, said to be UTC."""
    return stamp(datetime.combine(day, time(0), UTC))


def custom_fields(value: str | None = None) -> list[Row]:
    """The one custom field that every screen has."""
    field: Row = {
        "id": BILLING_REF,
        "caption": "Billing Ref",
        "type": "Text",
        "entryMethod": "EntryField",
        "numberOfDecimals": 0,
        "connectWiseId": "5f1c0000-0000-4000-8000-000000000001",
    }
    return [field if value is None else {**field, "value": value}]


def _company(customer: Customer) -> Row:
    row: Row = {
        "id": customer.id,
        "identifier": customer.code,
        "name": customer.name[:_LONGEST_NAME],
        "status": {"id": 1, "name": "Active"}
        if customer.is_active
        else {"id": 2, "name": "Inactive"},
        "phoneNumber": customer.phone,
        "website": customer.website,
        "billingTerms": {"id": customer.terms_id},
        "taxCode": {"id": EXEMPT, "name": "Exempt"}
        if customer.is_tax_exempt
        else {"id": TAXED, "name": "Colorado"},
        "invoiceDeliveryMethod": {"id": 1, "name": "Email"}
        if customer.billing_email
        else {"id": 2, "name": "Mail"},
        "currency": {
            "id": 1,
            "symbol": "$",
            "currencyCode": customer.currency,
            "name": "US Dollars",
        },
        "deletedFlag": customer.is_deleted,
        "leadFlag": False,
        "unsubscribeFlag": False,
        "isVendorFlag": False,
        "types": [{"id": 1, "name": "Customer"}],
        "integratorTags": [],
        "customFields": custom_fields(),
        "_info": info(customer.modified_at),
    }
    if customer.account:
        row["accountNumber"] = customer.account
    if customer.billing_email:
        row["invoiceToEmailAddress"] = customer.billing_email
    primary = next((site for site in customer.sites if site.is_primary), None)
    if primary is not None:
        row |= {
            "addressLine1": primary.address.line1,
            "city": primary.address.city,
            "state": primary.address.region,
            "zip": primary.address.postal_code,
            "country": _country(primary.address.country),
        }
    if customer.is_deleted:
        row |= {"dateDeleted": stamp(customer.modified_at), "deletedBy": "pnatarajan"}
    return row


def _country(code: str) -> Row:
    own_id, name = COUNTRIES[code]
    return {"id": own_id, "name": name, "identifier": code}


def _fill_company(tables: Tables, customer: Customer) -> None:
    row = tables.of(kinds.COMPANIES).rows[customer.id]
    company = tables.reference("CompanyReference", customer.id)
    for site in customer.sites:
        tables.of(kinds.SITES).put(_site(customer, site) | {"company": company})
        if site.is_primary:
            row["site"] = {"id": site.id, "name": site.name}
        if site.is_billing:
            row["billingSite"] = {"id": site.id, "name": site.name}
    for contact in customer.contacts:
        made = tables.of(kinds.CONTACTS).put(_contact(customer, contact) | {"company": company})
        for item in made["communicationItems"]:
            tables.of(kinds.COMMUNICATIONS).put({**item, "contactId": contact.id})
        if contact.is_billing:
            row["billingContact"] = tables.reference("ContactReference", contact.id)
            row["defaultContact"] = row["billingContact"]
    row["billingTerms"] = tables.reference("BillingTermsReference", customer.terms_id)
    if customer.bill_to_id is not None:
        row["billToCompany"] = tables.reference("CompanyReference", customer.bill_to_id)
        row["parentCompany"] = row["billToCompany"]
    tables.of(kinds.TYPE_ASSOCIATIONS).put({"type": row["types"][0], "company": company})
    tables.of(kinds.COMPANY_FINANCES).put(
        {"id": customer.id, "company": company, "billOverrideFlag": False, "_info": row["_info"]}
    )


def _site(customer: Customer, site: Site) -> Row:
    row: Row = {
        "id": site.id,
        "name": site.name,
        "addressLine1": site.address.line1,
        "city": site.address.city,
        "zip": site.address.postal_code,
        "country": _country(site.address.country),
        "phoneNumber": site.phone,
        "primaryAddressFlag": site.is_primary,
        "defaultShippingFlag": site.is_primary,
        "defaultBillingFlag": site.is_billing,
        "defaultMailingFlag": site.is_primary,
        "inactiveFlag": not site.is_active,
        "billSeparateFlag": False,
        "customFields": custom_fields(),
        "_info": info(customer.modified_at),
    }
    if site.address.region:
        row["stateReference"] = {
            "id": sum(map(ord, site.address.region)),
            "identifier": site.address.region,
            "name": site.address.region,
        }
    return row


def _contact(customer: Customer, contact: Contact) -> Row:
    items: list[Row] = []
    if contact.email:
        items.append(
            {
                "id": contact.id * 10,
                "type": {"id": 1, "name": "Email"},
                "value": contact.email,
                "domain": contact.email.partition("@")[2],
                "defaultFlag": True,
                "communicationType": "Email",
            }
        )
    items.append(
        {
            "id": contact.id * 10 + 1,
            "type": {"id": 2, "name": "Direct"},
            "value": contact.phone,
            "defaultFlag": True,
            "communicationType": "Phone",
        }
    )
    row: Row = {
        "id": contact.id,
        "firstName": contact.first_name,
        "lastName": contact.last_name,
        "inactiveFlag": not contact.is_active,
        "defaultFlag": contact.is_billing,
        "defaultBillingFlag": contact.is_billing,
        "communicationItems": items,
        "types": [],
        "customFields": custom_fields(),
        "_info": info(customer.modified_at),
    }
    if customer.sites:
        row["site"] = {"id": customer.sites[0].id, "name": customer.sites[0].name}
    return row


def _fill_agreement(tables: Tables, customer: Customer, agreement: Agreement) -> None:
    types = {"Voice": 1, "Managed services": 2, "Support": 3}
    bill_to = customer.bill_to_id or customer.id
    is_over = agreement.standing is not Standing.ACTIVE
    row: Row = {
        "id": agreement.id,
        "name": agreement.name,
        "type": tables.reference("AgreementTypeReference", types[agreement.kind]),
        "company": tables.reference("CompanyReference", customer.id),
        "billToCompany": tables.reference("CompanyReference", bill_to),
        "workOrder": agreement.number,
        "startDate": day_stamp(agreement.starts_on),
        "noEndingDateFlag": agreement.ends_on is None,
        "cancelledFlag": agreement.standing is Standing.CANCELLED,
        "billAmount": agreement.base_amount,
        "billingCycle": tables.reference("BillingCycleReference", CYCLE_IDS[agreement.cycle]),
        "billStartDate": day_stamp(agreement.starts_on),
        "nextInvoiceDate": "2026-12-01",
        "periodType": "Future" if agreement.is_in_advance else "Current",
        "billingTerms": tables.reference("BillingTermsReference", customer.terms_id),
        "taxable": not customer.is_tax_exempt,
        "prorateFlag": True,
        "billTime": "Billable",
        "billExpenses": "Billable",
        "billProducts": "Billable",
        "coverAgreementTime": agreement.covered_hours > 0,
        "agreementStatus": STANDINGS[agreement.standing],
        "customFields": custom_fields(),
        "_info": info(agreement.modified_at),
    }
    if customer.contacts:
        row["contact"] = tables.reference("ContactReference", customer.contacts[0].id)
    if agreement.ends_on is not None:
        row["endDate"] = day_stamp(agreement.ends_on)
    if agreement.standing is Standing.CANCELLED:
        row |= {"dateCancelled": row["endDate"], "reasonCancelled": "Moved away"}
    if agreement.covered_hours:
        row |= {
            "applicationUnits": "Hours",
            "applicationLimit": agreement.covered_hours,
            "applicationCycle": "CalendarMonth",
            "applicationUnlimitedFlag": False,
        }
    tables.of(kinds.AGREEMENTS).put(row)
    for place, line in enumerate(agreement.lines, 1):
        made = tables.of(kinds.ADDITIONS).put(_addition(agreement, line))
        made["sequenceNumber"] = Decimal(place)
        for number in line.numbers if not is_over else ():
            _fill_device(tables, customer, agreement, number)


def _addition(agreement: Agreement, line: Line) -> Row:
    billed = max(line.quantity - line.included, Decimal(0))
    row: Row = {
        "id": line.id,
        "agreementId": agreement.id,
        "product": {
            "id": line.product.id,
            "identifier": line.product.code,
            "serializedFlag": False,
        },
        "description": line.description,
        "invoiceDescription": line.description,
        "quantity": line.quantity,
        "lessIncluded": line.included,
        "billedQuantity": billed,
        "unitPrice": line.unit_price,
        "unitCost": Decimal(0),
        "extPrice": billed * line.unit_price,
        "extCost": Decimal(0),
        "margin": billed * line.unit_price,
        "billCustomer": BILL_CUSTOMER[line.billable],
        "effectiveDate": day_stamp(line.starts_on),
        "taxableFlag": line.is_taxable,
        "prorateCurrentPeriodFlag": False,
        "uom": "Each",
        "agreementStatus": STANDINGS[agreement.standing],
        "customFields": custom_fields(),
        "_info": info(agreement.modified_at),
    }
    if line.ends_on is not None:
        # A line ends before that day; the day of a cancellation is the last that is billed.
        row["cancelledDate"] = day_stamp(line.ends_on - timedelta(days=1))
    return row


def _fill_device(tables: Tables, customer: Customer, agreement: Agreement, number: str) -> None:
    """A provisioned number as a configuration that is tied to the agreement."""
    made = tables.of(kinds.CONFIGURATIONS).put(
        {
            "name": f"Number {number}",
            "type": {"id": 1, "name": "Telephone number"},
            "company": tables.reference("CompanyReference", customer.id),
            "serialNumber": number,
            "activeFlag": True,
            "billFlag": True,
            "_info": info(agreement.modified_at),
        }
    )
    tables.of(kinds.AGREEMENT_CONFIGURATIONS).put(
        {"id": made["id"], "deviceIdentifier": number, "agreementId": agreement.id}
    )
