"""The world as this vendor's records: customers, their sites, people and contracts."""

from decimal import Decimal
from typing import Final

from app.practice.clock import PracticeClock
from app.practice.halopsa import tables as lists
from app.practice.halopsa.charging import fill_charges
from app.practice.halopsa.tables import Row, Tables, day_stamp, stamp
from app.practice.records import (
    Address,
    Agreement,
    Contact,
    Customer,
    Product,
    Site,
    Standing,
    World,
)

GROUP: Final = {"toplevel_id": 1, "toplevel_name": "Customers"}
PERIODS: Final = {"monthly": (3, "Monthly"), "quarterly": (4, "Quarterly"), "yearly": (6, "Yearly")}
STATUSES: Final = {
    Standing.ACTIVE: "Active",
    Standing.CANCELLED: "Cancelled",
    Standing.EXPIRED: "Expired",
}
TYPES: Final = {"Voice": 1, "Managed services": 2, "Support": 3}
FIELD_ID: Final = 165
FIELD_NAME: Final = "CFBillingRef"


def filled(clock: PracticeClock, world: World) -> Tables:
    """The tables of a stand-in that holds this world."""
    tables = Tables(clock)
    for product in world.products:
        tables.put(lists.ITEM, _item(product))
    for name, code, value in (("Colorado", "CO", 0), ("Exempt", "EX", 0)):
        tables.put(lists.TAX, {"name": name, "code": code, "value": Decimal(value)})
    tables.put(
        lists.CHARGE_RATE,
        {
            "charge_id": 1,
            "area": 0,
            "contract_id": 0,
            "rate": Decimal("125.00"),
            "startdate": "2023-01-01T00:00:00",
        },
    )
    for customer in world.customers:
        if customer.is_deleted:
            continue
        tables.put(lists.CLIENT, _client(customer))
        for site in customer.sites:
            tables.put(lists.SITE, _site(customer, site))
        for contact in customer.contacts:
            tables.put(lists.USERS, _user(customer, contact))
        for agreement in customer.agreements:
            tables.put(lists.CONTRACT, _contract(customer, agreement))
    fill_charges(tables, world)
    return tables


def custom_fields() -> list[Row]:
    """The one custom field that integrations may write."""
    return [
        {
            "id": FIELD_ID,
            "name": FIELD_NAME,
            "label": "Billing Ref",
            "type": 0,
            "value": None,
            "display": "",
        }
    ]


def _item(product: Product) -> Row:
    return {
        "id": product.id,
        "name": product.name,
        "internalreference": product.code,
        "assetgroup_id": 1,
        "baseprice": product.price,
        "recurringprice": product.price,
        "isrecurringitem": product.billed != "once",
        "nominalcode": product.gl_code,
        "taxable": product.is_taxable,
        "customfields": [],
    }


def _store(address: Address) -> Row:
    """An address; by habit the third line is the city and the fourth the state."""
    return {
        "line1": address.line1,
        "line2": address.line2,
        "line3": address.city,
        "line4": address.region,
        "postcode": address.postal_code,
    }


def _client(customer: Customer) -> Row:
    primary = next((site for site in customer.sites if site.is_primary), None)
    billing = next((each for each in customer.contacts if each.is_billing), None)
    row: Row = {
        "id": customer.id,
        "name": customer.name,
        **GROUP,
        "inactive": not customer.is_active,
        "colour": "#7a9e9f",
        "ref": customer.code,
        "accountsid": customer.account,
        "trading_name": "",
        "accountsemailaddress": customer.billing_email,
        "accountsccemailaddress": "",
        "accountsbccemailaddress": "",
        "accountsfirstname": billing.first_name if billing else "",
        "accountslastname": billing.last_name if billing else "",
        "emailinvoice": bool(customer.billing_email),
        "dont_auto_send_invoices": False,
        "dontinvoice": False,
        "needsinvoice": False,
        "paymentterms": {1: 0, 2: 15, 3: 30, 4: 45}[customer.terms_id],
        "invoiceduedaysextraclient": 0,
        "due_date_type": 0,
        "client_to_invoice": customer.bill_to_id or 0,
        "client_to_invoice_recurring": customer.bill_to_id or 0,
        "tax_number": "",
        "taxable": not customer.is_tax_exempt,
        "item_tax_code": 2 if customer.is_tax_exempt else 1,
        "service_tax_code": 2 if customer.is_tax_exempt else 1,
        "contract_tax_code": 2 if customer.is_tax_exempt else 1,
        "default_currency_code": 1,
        "currencyisocode": customer.currency,
        "prepayrecurringhours": Decimal(0),
        "prepaybalance": Decimal(0),
        "website": customer.website,
        "main_phonenumber": customer.phone,
        "main_contact_name": f"{billing.first_name} {billing.last_name}".strip() if billing else "",
        "main_contact_id": billing.id if billing else 0,
        "billingplans": [],
        "external_links": [],
        "customfields": custom_fields(),
        "alastupdate": stamp(customer.modified_at),
        "_region": primary.address.region if primary else "",
    }
    if primary is not None:
        row |= {
            "main_site_id": primary.id,
            "main_site_name": primary.name,
            "main_invoice_address": _store(primary.address),
            "main_delivery_address": _store(primary.address),
        }
    return row


def _site(customer: Customer, site: Site) -> Row:
    address = _store(site.address)
    return {
        "id": site.id,
        "name": site.name,
        "client_id": Decimal(f"{customer.id}.0"),
        "client_name": customer.name,
        "clientsite_name": f"{customer.name}/{site.name}",
        "inactive": not site.is_active,
        "isinvoicesite": site.is_billing,
        "invoice_address_isdelivery": True,
        "delivery_address": address,
        "invoice_address": dict(address),
        **{
            f"{kind}_address_line{place}": address[name]
            for kind in ("delivery", "invoice")
            for place, name in enumerate(("line1", "line2", "line3", "line4", "postcode"), 1)
        },
        "phonenumber": site.phone,
        "accountsemailaddress": "",
        "ref": "",
        "maincontact_name": "",
        "maincontact_id": 0,
        "country_code": site.address.country,
        "customfields": custom_fields(),
        "slastupdate": stamp(customer.modified_at),
    }


def _user(customer: Customer, contact: Contact) -> Row:
    site = customer.sites[0] if customer.sites else None
    return {
        "id": contact.id,
        "name": f"{contact.first_name} {contact.last_name}".strip(),
        "firstname": contact.first_name,
        "surname": contact.last_name,
        "emailaddress": contact.email,
        "phonenumber_preferred": contact.phone,
        "site_id": Decimal(f"{site.id}.0" if site else "0.0"),
        "site_id_int": site.id if site else 0,
        "site_name": site.name if site else "",
        "client_id": customer.id,
        "client_name": customer.name,
        "inactive": not contact.is_active,
        "isimportantcontact": contact.is_billing,
        "sendaccountsemails": contact.is_billing,
        "customfields": custom_fields(),
        "ulastupdate": stamp(customer.modified_at),
    }


def _contract(customer: Customer, agreement: Agreement) -> Row:
    code, word = PERIODS[agreement.cycle]
    is_active = agreement.standing is Standing.ACTIVE
    return {
        "id": agreement.id,
        "client_id": customer.id,
        "client_name": customer.name,
        "site_id": agreement.site_id or 0,
        "ref": agreement.number,
        "refextra": agreement.name,
        "start_date": day_stamp(agreement.starts_on),
        "end_date": day_stamp(agreement.ends_on) if agreement.ends_on else None,
        "active": is_active,
        "expired": agreement.standing is Standing.EXPIRED,
        "rollingcontract": agreement.ends_on is None,
        "contract_status": STATUSES[agreement.standing],
        "contracttype": TYPES[agreement.kind],
        "contracttype_name": agreement.kind,
        "billingperiod": code,
        "billing_period_string": word,
        "periodchargeamount": agreement.base_amount,
        "costperperiod": Decimal(0),
        "next_invoice_date": "2026-12-01T00:00:00",
        "onlybillatendofperiod": not agreement.is_in_advance,
        "chargehoursperperiod": agreement.covered_hours,
        "chargerollover": False,
        "numberofunitsfree": Decimal(0),
        "chargeperdevice": False,
        "allowprepay": False,
        "allowpyg": True,
        "dontinvoice": False,
        "paymentmethod": 0,
        "emailaddress_to": "",
        "assets": [],
        "sites": [],
        "users": [],
        "periods": [],
        "billingplans": [],
        "overriding_rates": [],
        "customfields": custom_fields(),
        "last_modified": stamp(agreement.modified_at),
        "_over": not is_active,
    }
