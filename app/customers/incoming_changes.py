"""What a PSA's customer, sites, contact and terms change in an account and its locations.

A field is one or several columns of ours that belong together: an address is taken whole or not at
all. Who owns what stands in ``ownership.py``; nothing is written here.
"""

import re
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from app.customers.account import Account
from app.customers.address import written_alike
from app.customers.incoming import PsaContact, PsaCustomer
from app.customers.location import ServiceLocation
from app.customers.ownership import (
    Agreed,
    Owner,
    Settlement,
    ThreeWays,
    conflict_rule,
    owner_of,
    settled,
)
from app.customers.regions import country_code, region_code
from app.values.foreign_record import PostalAddress

ACCOUNT: Final = "account"
LOCATION: Final = "location"
CONTACT: Final = "contact"
TERMS: Final = "terms"

Value = Mapping[str, object]
"""The columns of a field and what they hold: texts, flags, None."""
Told = Mapping[str, Value | None]
"""Fields by their names; None: the other side says nothing of it."""
Alike = Callable[[str], Hashable]

_ADDRESS: Final = (
    "address_line1",
    "address_line2",
    "city",
    "region",
    "postal_code",
    "country",
)
_NEEDED: Final = {
    "address_line1": "street",
    "city": "city",
    "region": "state",
    "postal_code": "postal code",
}
_ZIP: Final = re.compile(r"(\d{5})(?:-\d{4})?", re.ASCII)
_NOT_DIGITS: Final = re.compile(r"\D", re.ASCII)
_NANP_DIGITS: Final = 11


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field that both sides have."""

    name: str
    title: str
    data_type: str
    columns: tuple[str, ...]
    is_required: bool = False


FIELDS: Final[Mapping[str, tuple[Field, ...]]] = {
    ACCOUNT: (
        Field(name="name", title="name", data_type="customer", columns=("name",), is_required=True),
        Field(
            name="address",
            title="billing address",
            data_type="customer",
            columns=_ADDRESS,
            is_required=True,
        ),
        Field(
            name="bill_to",
            title="customer who is billed",
            data_type="customer",
            columns=("parent_account_number", "bill_to_parent"),
        ),
        Field(
            name="reference",
            title="contract reference",
            data_type="contract",
            columns=("contract_reference",),
        ),
    ),
    CONTACT: (
        Field(name="name", title="contact", data_type="contact", columns=("contact_name",)),
        Field(name="email", title="e-mail", data_type="contact", columns=("billing_email",)),
        Field(name="phone", title="telephone", data_type="contact", columns=("phone",)),
    ),
    TERMS: (Field(name="terms", title="term of payment", data_type="terms", columns=("terms",)),),
    LOCATION: (
        Field(name="name", title="name", data_type="site", columns=("name",)),
        Field(
            name="address",
            title="address",
            data_type="site",
            columns=_ADDRESS,
            is_required=True,
        ),
    ),
}
"""By kind of record: account, contact and terms are parts of one row of accounts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """A field, what it is on both sides, and what it ends with."""

    field: Field
    settlement: Settlement
    ours: Value
    theirs: Value | None
    agreed: Agreed | None
    why: str = ""
    """A sentence; blank where both sides say the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sides:
    """Between whom fields are settled, and by which answers."""

    side: Owner
    title: str
    """What the other system is called."""
    answers: Mapping[str, str]
    terms_alike: Alike = str.casefold
    """Makes equal what is the same in other words, as in ``Net 30`` and ``30 days``."""
    ours_at: datetime | None = None
    theirs_at: datetime | None = None


def value_of(row: Account | ServiceLocation, field: Field) -> Value:
    """What a field is in a row of ours."""
    return {column: getattr(row, column) for column in field.columns}


def told_address(address: PostalAddress | None, *, country: str) -> Value | None:
    """An address in our columns; None where there is none.

    ``country``: two letters, where the address names none.
    """
    if address is None or address.is_blank:
        return None
    land = country_code(address.country) or country
    more = " ".join(filter(None, (address.line2.strip(), address.line3.strip())))
    first = address.line1.strip()
    return {
        "address_line1": first or more,
        "address_line2": (more or None) if first else None,
        "city": address.city.strip(),
        "region": region_code(address.region, land),
        "postal_code": address.postal_code.strip(),
        "country": land,
    }


def lacking(value: Value | None) -> tuple[str, ...]:
    """Which needed parts an address lacks, in words."""
    if value is None:
        return ("address",)
    return tuple(words for column, words in _NEEDED.items() if not value.get(column))


def told_contact(customer: PsaCustomer, contact: PsaContact | None) -> Told:
    """To whom invoices go: the billing contact, at the customer's own addresses for bills."""
    names = () if contact is None else (contact.first_name.strip(), contact.last_name.strip())
    # A dash or dot stands where a system wants a last name of somebody who has none.
    name = " ".join(each for each in names if any(map(str.isalnum, each)))
    email = customer.billing_email or (contact.email if contact else None)
    phone = (contact.phone if contact else None) or customer.phone
    return {
        "name": {"contact_name": name} if name else None,
        "email": {"billing_email": email} if email else None,
        "phone": {"phone": phone} if phone else None,
    }


def billing_contact(customer: PsaCustomer, contacts: Mapping[str, PsaContact]) -> PsaContact | None:
    """The one who is written to: named at the customer, marked so, the main one, or the only."""
    named = contacts.get(customer.billing_contact_id or "")
    if named is not None:
        return named
    active = [each for each in contacts.values() if each.is_active and not each.is_gone]
    for group in (
        [each for each in active if each.is_billing],
        [each for each in active if each.is_primary],
        active,
    ):
        if len(group) == 1:
            return group[0]
    return None


def field_changes(
    kind: str,
    row: Account | ServiceLocation,
    told: Told,
    *,
    agreed: Mapping[str, Agreed],
    sides: Sides,
) -> tuple[FieldChange, ...]:
    """Every field of a record, and what it ends with."""
    return tuple(
        _settled(field, value_of(row, field), told.get(field.name), agreed, sides)
        for field in FIELDS[kind]
    )


def _settled(
    field: Field, ours: Value, theirs: Value | None, agreed: Mapping[str, Agreed], sides: Sides
) -> FieldChange:
    known = agreed.get(field.name)
    if known is not None and known.ours == known.theirs == theirs == ours:
        # Most fields of most records, at every sync.
        return FieldChange(
            field=field, settlement=Settlement.SAME, ours=ours, theirs=theirs, agreed=known
        )
    owner = owner_of(field.data_type, field.name, sides.answers)
    settlement = settled(
        ThreeWays(
            ours=ours,
            theirs=theirs,
            agreed=known,
            ours_at=sides.ours_at,
            theirs_at=sides.theirs_at,
        ),
        owner=owner,
        side=sides.side,
        rule=conflict_rule(field.data_type, field.name, sides.answers),
        key=lambda value: alike(field, value, sides.terms_alike),
    )
    if settlement is Settlement.TAKE and _cannot_take(field, theirs):
        settlement = Settlement.ASK
    return FieldChange(
        field=field,
        settlement=settlement,
        ours=ours,
        theirs=theirs,
        agreed=known,
        why=_why(field, settlement, ours, theirs, owner=owner, known=known, sides=sides),
    )


def _cannot_take(field: Field, theirs: Value | None) -> bool:
    return field.is_required and field.columns == _ADDRESS and bool(lacking(theirs))


def _why(
    field: Field,
    settlement: Settlement,
    ours: Value,
    theirs: Value | None,
    *,
    owner: Owner,
    known: Agreed | None,
    sides: Sides,
) -> str:
    title, there = field.title, sides.title
    if settlement is Settlement.ASK:
        return _why_asked(field, ours, theirs, known, owner=owner, sides=sides)
    if settlement is Settlement.TAKE:
        changed = "was changed there" if known else "is theirs to say"
        return f"The {title} {changed}."
    is_same = settlement is Settlement.SAME
    return "" if is_same else f"The {title} stays as it is here; {there} shows another."


def _why_asked(
    field: Field,
    ours: Value,
    theirs: Value | None,
    known: Agreed | None,
    *,
    owner: Owner,
    sides: Sides,
) -> str:
    title, there = field.title, sides.title
    if theirs is None:
        return f"The {title} is blank in {there} now."
    if _cannot_take(field, theirs):
        parts = " and ".join(lacking(theirs))
        return f"The {title} in {there} lacks its {parts}."
    if known is None:
        return f"The {title} differs from {there}, and was never agreed."
    terms = sides.terms_alike
    ours_changed = alike(field, ours, terms) != alike(field, known.ours, terms)
    theirs_changed = alike(field, theirs, terms) != alike(field, known.theirs, terms)
    if ours_changed and theirs_changed:
        return f"The {title} was changed here and in {there}."
    who = there if owner is sides.side else "Switchbook"
    where = "here" if ours_changed else f"in {there}"
    return f"The {title} was changed {where}, but {who} owns it."


def alike(field: Field, value: object, terms_alike: Alike = str.casefold) -> Hashable:
    """What is equal where two values of a field mean the same, however they are written."""
    if not isinstance(value, Mapping):
        return repr(value)
    if field.columns == _ADDRESS:
        return _address_alike(value)
    if field.name == "bill_to":
        return value["parent_account_number"] if value["bill_to_parent"] else None
    (column,) = field.columns
    text = " ".join(str(value.get(column) or "").split())
    if column == "terms":
        return terms_alike(text)
    return _phone_alike(text) if column == "phone" else _ALIKE.get(column, str)(text)


_ALIKE: Final[Mapping[str, Alike]] = {"billing_email": str.casefold}


def _phone_alike(text: str) -> str:
    digits = _NOT_DIGITS.sub("", text)
    return digits.removeprefix("1") if len(digits) == _NANP_DIGITS else digits or text


def _address_alike(value: Value) -> Hashable:
    texts = {column: str(value.get(column) or "").strip() for column in _ADDRESS}
    lines = written_alike(f"{texts['address_line1']} {texts['address_line2']}")
    code = _ZIP.fullmatch(texts["postal_code"])
    return (
        lines,
        texts["city"].casefold(),
        texts["region"].upper(),
        code[1] if code else texts["postal_code"].upper().replace(" ", ""),
        (texts["country"] or "US").upper(),
    )


def taken(row: Account, changes: tuple[FieldChange, ...]) -> Account:
    """The account with the fields that come from there."""
    return replace(row, **_columns(changes))  # type: ignore[arg-type]  # columns of the row


def taken_place(row: ServiceLocation, changes: tuple[FieldChange, ...]) -> ServiceLocation:
    """The location with the fields that come from there.

    In another city, or another ZIP code's area, what taxes knew of the old place is not known: the
    new address tells its state and, where its ZIP code lies in one county, that.
    """
    moved = replace(row, **_columns(changes))  # type: ignore[arg-type]  # columns of the row
    if _area(row) == _area(moved):
        return moved
    return replace(moved, county_fips=None, place_fips=None, inside_city=None, district=None)


def _area(row: ServiceLocation) -> Hashable:
    found = _address_alike({column: getattr(row, column) for column in _ADDRESS})
    assert isinstance(found, tuple)  # noqa: S101  for the type alone
    return found[1:]


def _columns(changes: tuple[FieldChange, ...]) -> dict[str, object]:
    found: dict[str, object] = {}
    for change in changes:
        if change.settlement is Settlement.TAKE and change.theirs is not None:
            found |= change.theirs
    return found


def now_agreed(changes: tuple[FieldChange, ...]) -> dict[str, Agreed]:
    """What both sides have when the changes are written; asked fields stay as they were."""
    found: dict[str, Agreed] = {}
    for change in changes:
        if change.settlement is Settlement.ASK or (change.theirs is None and not change.agreed):
            continue
        ours = change.theirs if change.settlement is Settlement.TAKE else change.ours
        found[change.field.name] = Agreed(ours=ours, theirs=change.theirs)
    return found


def columns_of(kind: str) -> dict[str, Field]:
    """The fields of a kind of record, by column."""
    return {column: field for field in FIELDS[kind] for column in field.columns}
