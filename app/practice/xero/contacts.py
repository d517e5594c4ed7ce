"""Contacts: names and numbers that do not repeat, archiving, and how a document names its contact.

Source: accounting-apis.md 2.6.
"""

from typing import Final

from app.practice.xero.books import Books
from app.practice.xero.refusals import InvalidElementError
from app.practice.xero.values import Record

_LENGTHS: Final = {
    "Name": 255,
    "ContactNumber": 50,
    "AccountNumber": 50,
    "FirstName": 255,
    "LastName": 255,
    "EmailAddress": 255,
    "TaxNumber": 50,
    "CompanyNumber": 50,
}
_WRITABLE: Final = (
    *_LENGTHS,
    "ContactStatus",
    "ContactPersons",
    "BankAccountDetails",
    "AccountsReceivableTaxType",
    "AccountsPayableTaxType",
    "Addresses",
    "Phones",
    "DefaultCurrency",
    "PaymentTerms",
    "SalesDefaultAccountCode",
    "PurchasesDefaultAccountCode",
    "SalesDefaultLineAmountType",
    "PurchasesDefaultLineAmountType",
    "TaxNumberType",
    "XeroNetworkKey",
    "TrackingCategoryName",
    "TrackingCategoryOption",
    "BatchPayments",
)
_ADDRESS_LENGTHS: Final = {
    "AddressLine1": 500,
    "AddressLine2": 500,
    "AddressLine3": 500,
    "AddressLine4": 500,
    "City": 255,
    "Region": 255,
    "PostalCode": 50,
    "Country": 50,
    "AttentionTo": 255,
}
_TERMS: Final = ("DAYSAFTERBILLDATE", "DAYSAFTERBILLMONTH", "OFCURRENTMONTH", "OFFOLLOWINGMONTH")
_LATEST_DAY_OF_MONTH: Final = 31


def put_contact(books: Books, sent: Record) -> Record:
    """A new contact; its name and number must be free."""
    return _create(books, sent)


def post_contact(books: Books, sent: Record) -> Record:
    """A new contact, or the one that its id, its number or its name already names, changed."""
    found = _matched(books, sent)
    if found is None:
        return _create(books, sent)
    return _update(books, found, sent)


def contact_of_document(books: Books, sent: object) -> Record:
    """The contact that a document names: by id, or by a name that is made if unknown.

    An id with another name renames the contact.
    """
    if not isinstance(sent, dict) or not (sent.get("ContactID") or sent.get("Name")):
        raise InvalidElementError("A Contact must be specified for this type of transaction")
    found = _matched(books, sent)
    if found is None:
        if sent.get("ContactID"):
            raise InvalidElementError("The ContactID did not match any contact.")
        return _create(books, sent)
    if found["ContactStatus"] != "ACTIVE":
        raise InvalidElementError("The contact is archived and cannot be used.")
    changes = {k: v for k, v in sent.items() if k in _WRITABLE and found.get(k) != v}
    if changes:
        _update(books, found, changes)
    return found


def _matched(books: Books, sent: Record) -> Record | None:
    key = str(sent.get("ContactID") or "").lower()
    if key:
        found = books.tables["Contacts"].get(key)
        if found is None:
            raise InvalidElementError("The ContactID did not match any contact.")
        return found
    number, name = sent.get("ContactNumber"), str(sent.get("Name") or "").strip().casefold()
    for field, wanted in (("ContactNumber", number), ("Name", name)):
        for contact in books.all("Contacts"):
            held = str(contact.get(field) or "")
            held = held.casefold() if field == "Name" else held
            if wanted and held == wanted and contact["ContactStatus"] == "ACTIVE":
                return contact
    return None


def _create(books: Books, sent: Record) -> Record:
    record = {k: v for k, v in sent.items() if k in _WRITABLE and v is not None}
    if not str(record.get("Name") or "").strip():
        raise InvalidElementError("The Contact Name cannot be empty")
    _check(books, record, own=None)
    record.setdefault("ContactStatus", "ACTIVE")
    record |= {"IsSupplier": False, "IsCustomer": False, "HasAttachments": False}
    record["Addresses"] = _addresses(record.get("Addresses") or [])
    record["Phones"] = _phones(record.get("Phones") or [])
    record.setdefault("ContactPersons", [])
    record.setdefault("ContactGroups", [])
    return books.add("Contacts", record)


def _update(books: Books, found: Record, sent: Record) -> Record:
    changes = {k: v for k, v in sent.items() if k in _WRITABLE and v is not None}
    _check(books, changes, own=found)
    for field, merge in (("Addresses", _addresses), ("Phones", _phones)):
        if field in changes:
            kind = "AddressType" if field == "Addresses" else "PhoneType"
            kept = {one[kind]: one for one in found[field]}
            new = {one.get(kind): one for one in changes[field]}
            changes[field] = merge(list({**kept, **new}.values()))
    found.update(changes)
    books.touch(found)
    return found


def _check(books: Books, record: Record, *, own: Record | None) -> None:
    problems = [
        f"The {field} field has a maximum length of {most} characters."
        for field, most in _LENGTHS.items()
        if len(str(record.get(field) or "")) > most
    ]
    for address in record.get("Addresses") or []:
        if address.get("AddressType") not in {"POBOX", "STREET"}:
            problems.append("The AddressType is not valid; POBOX and STREET are.")
        problems.extend(
            f"The {field} field has a maximum length of {most} characters."
            for field, most in _ADDRESS_LENGTHS.items()
            if len(str(address.get(field) or "")) > most
        )
    email = str(record.get("EmailAddress") or "")
    if email and ("@" not in email or email != email.strip() or " " in email):
        problems.append(f"Email address '{email}' must be valid.")
    if record.get("ContactStatus") not in {None, "ACTIVE", "ARCHIVED"}:
        problems.append("The ContactStatus is not valid.")
    problems.extend(_bad_terms(record.get("PaymentTerms")))
    problems.extend(_taken(books, record, own=own))
    if problems:
        raise InvalidElementError(*problems)


def _bad_terms(terms: object) -> list[str]:
    if not isinstance(terms, dict):
        return []
    problems = []
    for side in ("Sales", "Bills"):
        told = terms.get(side)
        if not told:
            continue
        if told.get("Type") not in _TERMS:
            problems.append(f"The payment terms type {told.get('Type')} is not valid.")
        day = told.get("Day")
        if not isinstance(day, int) or day < 0:
            problems.append("The payment terms day is not valid.")
        elif told.get("Type") in {"OFCURRENTMONTH", "OFFOLLOWINGMONTH"} and not (
            1 <= day <= _LATEST_DAY_OF_MONTH
        ):
            problems.append("The payment terms day must be a day of a month.")
    return problems


def _taken(books: Books, record: Record, *, own: Record | None) -> list[str]:
    problems = []
    name = str(record.get("Name") or "").strip()
    number = record.get("ContactNumber")
    for other in books.all("Contacts"):
        if other is own:
            continue
        is_active = other["ContactStatus"] == "ACTIVE"
        if name and is_active and other["Name"].casefold() == name.casefold():
            problems.append(
                f"The contact name {name} is already assigned to another contact. The contact "
                "name must be unique across all active contacts."
            )
        if number and other.get("ContactNumber") == number:
            problems.append(f"The contact number {number} is already assigned to another contact.")
    return problems


def _addresses(sent: list[Record]) -> list[Record]:
    by_kind = {one.get("AddressType"): one for one in sent}
    return [
        {"AddressType": kind, **{k: v for k, v in by_kind.get(kind, {}).items() if v is not None}}
        for kind in ("STREET", "POBOX")
    ]


def _phones(sent: list[Record]) -> list[Record]:
    by_kind = {one.get("PhoneType"): one for one in sent}
    return [
        {"PhoneType": kind, **{k: v for k, v in by_kind.get(kind, {}).items() if v is not None}}
        for kind in ("DDI", "DEFAULT", "FAX", "MOBILE")
    ]
