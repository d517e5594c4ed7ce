"""Customers, sites, contacts, terms and products of Autotask in our words.

Source: ``psa-apis.md`` 3.6 and 6. A company names no terms, no billing contact and no address for
invoices: they come from its invoice template, its contracts and its contacts.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from app.connectors.autotask.lookups import Lookups, own_field
from app.connectors.json_value import write_json
from app.connectors.row_values import (
    Row,
    amount,
    flag,
    identity,
    moment,
    needed_identity,
    real_identity,
    text,
    text_or_none,
)
from app.customers.incoming import PsaContact, PsaCustomer, PsaProduct, PsaSite, PsaTerms
from app.values.foreign_record import PostalAddress

STAMPS: Final[Mapping[str, str]] = {
    "Companies": "lastTrackedModifiedDateTime",
    "Contacts": "lastModifiedDate",
    "Services": "lastModifiedDate",
    "ServiceBundles": "lastModifiedDate",
    "TimeEntries": "lastModifiedDateTime",
}
"""The field that tells when a record last changed, of the entities that have one."""

_ADDRESS: Final = ("address1", "address2", "city", "state", "postalCode", "countryID")
_BILLING: Final = (
    "billingAddress1",
    "billingAddress2",
    "billToCity",
    "billToState",
    "billToZipCode",
    "billToCountryID",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ways:
    """What the user has set of how records are read and written."""

    external_field: str = ""
    """The user-defined field of companies for our number; blank: ``companyNumber``."""
    email_field: str = ""
    """The user-defined field of companies for the address of invoices; blank: none."""
    agreement_field: str = ""
    """The user-defined field of contracts for our invoice's number; blank: none."""
    invoice_field: str = ""
    """The user-defined field of invoices for our number; blank: their own number is replaced."""
    is_posted: bool = True
    """Whether time is read as it was approved and posted, not as it was entered."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What companies of one page refer to, by id of the company or location."""

    contracts: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    """Contracts that name a contact for invoices, by company."""
    contacts: Mapping[str, Row] = field(default_factory=dict)
    """Those contacts, by their own id."""
    primary: Mapping[str, Sequence[Row]] = field(default_factory=dict)
    """Primary contacts, by company."""
    locations: Mapping[str, Row] = field(default_factory=dict)
    """Locations to which is billed, by their own id."""


def customer(row: Row, lookups: Lookups, ways: Ways, around: Around) -> PsaCustomer:
    """A company."""
    number = needed_identity(row)
    contact = _billing_contact(number, around)
    terms, days = lookups.terms_of(real_identity(row, "invoiceTemplateID"))
    parent = real_identity(row, "parentCompanyID")
    return PsaCustomer(
        source_id=number,
        modified_at=moment(row, "lastTrackedModifiedDateTime"),
        raw=write_json(row),
        code=text(row, "companyNumber"),
        name=text(row, "companyName"),
        is_active=flag(row, "isActive") is not False,
        status=lookups.label("Companies", "companyType", identity(row, "companyType")),
        external_id=_external_id(row, ways),
        parent_id=parent,
        bill_to_id=parent if flag(row, "invoiceNonContractItemsToParentCompany") else None,
        billing_address=_billing_address(row, lookups, around),
        billing_site_id=real_identity(row, "billToCompanyLocationID"),
        billing_contact_id=None if contact is None else needed_identity(contact),
        billing_email=own_field(row, ways.email_field)
        or (None if contact is None else _email(contact)),
        phone=text_or_none(row, "phone"),
        tax_code=lookups.tax_region(real_identity(row, "taxRegionID")),
        tax_number=text_or_none(row, "taxID"),
        is_tax_exempt=flag(row, "isTaxExempt"),
        currency=lookups.currency(real_identity(row, "currencyID")),
        terms_id=terms,
        terms_days=days,
    )


def _external_id(row: Row, ways: Ways) -> str | None:
    if ways.external_field:
        return own_field(row, ways.external_field)
    return text(row, "companyNumber")


def _billing_contact(company: str, around: Around) -> Row | None:
    """The contact of the default contract, else the one on which all agree, else the primary."""
    contracts = around.contracts.get(company, ())
    for chosen in ([each for each in contracts if each.get("isDefaultContract")], contracts):
        named = {identity(each, "billToCompanyContactID") for each in chosen}
        found = around.contacts.get(next(iter(named)) or "") if len(named) == 1 else None
        if found is not None:
            return found
    primary = around.primary.get(company, ())
    return primary[0] if len(primary) == 1 else None


def _billing_address(row: Row, lookups: Lookups, around: Around) -> PostalAddress | None:
    """By the picklist: the company's own address, a location's, or the fields for billing.

    None where it is the parent's. Where the list does not tell, what is filled is taken.
    """
    words = lookups.label(
        "Companies", "billToAddressToUse", identity(row, "billToAddressToUse")
    ).lower()
    location = around.locations.get(identity(row, "billToCompanyLocationID") or "")
    if "parent" in words:
        return None
    if location is not None and ("location" in words or "billing" not in words):
        return _address(location, _ADDRESS, lookups)
    billed = _address(row, _BILLING, lookups)
    is_own = words and not any(each in words for each in ("bill", "custom", "other", "location"))
    if not billed.is_blank and not is_own:
        return billed
    return _address(row, _ADDRESS, lookups)


def _address(row: Row, names: Sequence[str], lookups: Lookups) -> PostalAddress:
    line1, line2, city, region, postal_code, country = names
    return PostalAddress(
        line1=text(row, line1),
        line2=text(row, line2),
        city=text(row, city),
        region=text(row, region),
        postal_code=text(row, postal_code),
        country=lookups.country(real_identity(row, country)),
    )


def site(row: Row, lookups: Lookups, billing_sites: frozenset[str]) -> PsaSite:
    """A location; ``billing_sites``: those to which companies have their invoices sent."""
    number = needed_identity(row)
    return PsaSite(
        source_id=number,
        modified_at=moment(row, "lastModifiedDateTime"),
        raw=write_json(row),
        customer_id=needed_identity(row, "companyID"),
        name=text(row, "name"),
        address=_address(row, _ADDRESS, lookups),
        phone=text_or_none(row, "phone"),
        is_billing=number in billing_sites,
        is_primary=bool(flag(row, "isPrimary")),
        is_active=flag(row, "isActive") is not False,
    )


def contact(row: Row, billing_contacts: frozenset[str]) -> PsaContact:
    """A contact; ``billing_contacts``: those whom contracts name for invoices."""
    number = needed_identity(row)
    return PsaContact(
        source_id=number,
        modified_at=moment(row, "lastModifiedDate"),
        raw=write_json(row),
        customer_id=needed_identity(row, "companyID"),
        site_id=real_identity(row, "companyLocationID"),
        first_name=text(row, "firstName"),
        last_name=text(row, "lastName"),
        email=_email(row),
        phone=text_or_none(row, "phone", "mobilePhone"),
        is_billing=number in billing_contacts,
        is_primary=bool(flag(row, "primaryContact")),
        is_active=_is_active(row),
    )


def _email(row: Row) -> str | None:
    return text_or_none(row, "emailAddress", "emailAddress2", "emailAddress3")


def _is_active(row: Row) -> bool:
    """Of contacts alone it is 0 or 1, not false or true."""
    found = row.get("isActive")
    return found if isinstance(found, bool) else amount(row, "isActive") != 0


def terms(row: Row) -> PsaTerms:
    """Terms of payment."""
    days = amount(row, "paymentDueInDays")
    return PsaTerms(
        source_id=needed_identity(row),
        raw=write_json(row),
        name=text(row, "name"),
        days=None if days is None else int(days),
        due_rule=text(row, "description"),
        is_active=flag(row, "isActive") is not False,
    )


def product(row: Row, kind: str, lookups: Lookups) -> PsaProduct:
    """A service, a bundle of them, or a product; ``kind`` keeps their ids apart."""
    code = real_identity(row, "billingCodeID") or real_identity(row, "productBillingCodeID")
    return PsaProduct(
        source_id=f"{kind}:{needed_identity(row)}",
        modified_at=moment(row, "lastModifiedDate"),
        raw=write_json(row),
        code=product_code(row),
        name=text(row, "name"),
        description=text(row, "invoiceDescription", "description"),
        unit_price=amount(row, "unitPrice"),
        gl_code=lookups.gl_code(code),
        category=lookups.work_type(code),
        tax_code=lookups.tax_code(code),
        is_active=flag(row, "isActive") is not False,
    )


def product_code(row: Row) -> str:
    """What names a service or product: our reference, its part number, or its name."""
    return text(
        row,
        "externalID",
        "externalProductID",
        "sku",
        "internalID",
        "internalProductID",
        "catalogNumberPartNumber",
        "name",
    )


def count(row: Row, name: str) -> Decimal:
    """A number that must be there."""
    found = amount(row, name)
    if found is None:
        message = f"{name} is missing"
        raise ValueError(message)
    return found
