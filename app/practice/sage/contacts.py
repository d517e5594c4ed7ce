"""Contacts: types, a reference of their own, addresses, the main contact person.

Source: accounting-apis.md 3.2.
"""

from typing import Final

from app.practice.sage.business import Business
from app.practice.sage.refusals import RefusedError, blank, unknown
from app.practice.sage.values import Record

CONTACT_TYPES: Final = ("CUSTOMER", "VENDOR")
CREDIT_TERMS: Final = (
    "month_end_invoice",
    "date_from_invoice",
    "immediate_invoice",
    "month_end_payment",
    "date_from_payment",
    "immediate_payment",
)
_LONGEST_CREDIT: Final = 365


def create_contact(business: Business, sent: Record) -> Record:
    """A new contact."""
    record = {k: v for k, v in sent.items() if v is not None}
    _check(business, record, own=None)
    record.setdefault("credit_days", business.settings.credit_days)
    record.setdefault("credit_terms", "date_from_invoice")
    record.setdefault("currency_id", business.settings.currency)
    record.setdefault("is_active", True)
    for field, kind in (("main_address", "addresses"), ("main_contact_person", "contact_persons")):
        record[field] = {**record.get(field, {}), "id": business.new_id(kind)}
    return business.add("contacts", record)


def update_contact(business: Business, found: Record, sent: Record) -> Record:
    """A changed contact: what is not sent stays."""
    changes = {k: v for k, v in sent.items() if v is not None}
    if "name" in sent and not sent["name"]:
        raise blank("contact.name")
    _check(business, {**found, **changes}, own=found["id"])
    for field in ("main_address", "main_contact_person"):
        if field in changes:
            changes[field] = {**found[field], **changes[field]}
    found.update(changes)
    for field in [f for f, value in sent.items() if value is None]:
        found.pop(field, None)
    business.touch(found)
    return found


def delete_contact(business: Business, found: Record) -> None:
    """Delete a contact without transactions."""
    tables = ("sales_invoices", "sales_credit_notes", "contact_payments")
    for table in tables:
        if any(one["contact_id"] == found["id"] for one in business.all(table)):
            raise RefusedError(
                "The contact cannot be deleted because it has transactions", source="contact"
            )
    business.remove(found)


def _check(business: Business, record: Record, *, own: str | None) -> None:
    kinds = record["contact_type_ids"]
    for kind in kinds:
        if kind not in CONTACT_TYPES:
            raise unknown("contact.contact_type_ids", kind)
    reference = record.get("reference")
    for other in business.all("contacts"):
        if reference and other["id"] != own and other.get("reference") == reference:
            raise RefusedError("has already been taken", source="contact.reference")
    if record.get("credit_terms") not in {None, *CREDIT_TERMS}:
        raise unknown("contact.credit_terms", record["credit_terms"])
    if not 0 <= record.get("credit_days", 0) <= _LONGEST_CREDIT:
        raise RefusedError("must be between 0 and 365", source="contact.credit_days")
    currency = record.get("currency_id")
    if currency:
        business.referred("currencies", currency, source="contact.currency_id")
    for field in ("main_address", "delivery_address"):
        _check_address(business, record.get(field) or {}, source=f"contact.{field}")
    email = (record.get("main_contact_person") or {}).get("email") or ""
    if email and ("@" not in email or " " in email):
        raise RefusedError("is invalid", source="contact.main_contact_person.email")


def _check_address(business: Business, address: Record, *, source: str) -> None:
    for field, table in (("address_type_id", "address_types"), ("country_id", "countries")):
        if address.get(field):
            business.referred(table, address[field], source=f"{source}.{field}")
