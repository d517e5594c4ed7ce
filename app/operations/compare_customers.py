"""An account and a customer of another system, side by side."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from app.billing.incoming import BookCustomer
from app.customers.account import Account
from app.customers.incoming import PsaCustomer
from app.customers.name_folding import (
    folded_emails,
    folded_name,
    folded_phone,
    folded_postal_code,
    folded_street,
)
from app.operations.map_view import account_of, told_customer
from app.operations.office import Office

_FIELDS: Final = ("name", "phone", "email", "line1", "city", "region", "postal_code", "number")
_FOLDED: Final = {
    "name": folded_name,
    "phone": folded_phone,
    "email": lambda text: " ".join(sorted(folded_emails(text))),
    "line1": folded_street,
    "postal_code": folded_postal_code,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldPair:
    """A field as each side has it."""

    field: str
    ours: str
    theirs: str
    is_same: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """One pair in full."""

    fields: tuple[FieldPair, ...]
    balance: Decimal | None
    """What the customer owes by the books, where they tell it."""


def compare_pair(office: Office, system: str, *, ours: str, theirs: str) -> Comparison:
    """An account and a customer there; InputError where either is not there."""
    with office.file.read() as conn:
        here = _ours(account_of(conn, ours))
        told = told_customer(conn, system, theirs)
    there = _theirs(told)
    return Comparison(
        fields=tuple(
            FieldPair(
                field=name,
                ours=here[name],
                theirs=there[name],
                is_same=_folded(name, here[name]) == _folded(name, there[name]),
            )
            for name in _FIELDS
        ),
        balance=told.balance if isinstance(told, BookCustomer) else None,
    )


def _folded(name: str, text: str) -> str:
    fold = _FOLDED.get(name)
    return fold(text) if fold is not None else text.strip().casefold()


def _ours(account: Account) -> dict[str, str]:
    return {
        "name": account.name,
        "phone": account.phone or account.btn or "",
        "email": account.billing_email or "",
        "line1": account.address_line1,
        "city": account.city,
        "region": account.region,
        "postal_code": account.postal_code,
        "number": account.account_number,
    }


def _theirs(told: PsaCustomer | BookCustomer) -> dict[str, str]:
    if isinstance(told, BookCustomer):
        address, email, number = told.address, told.email, told.number
    else:
        address, email, number = told.billing_address, told.billing_email, told.external_id
    return {
        "name": told.name,
        "phone": told.phone or "",
        "email": email or "",
        "line1": address.line1 if address else "",
        "city": address.city if address else "",
        "region": address.region if address else "",
        "postal_code": address.postal_code if address else "",
        "number": number or "",
    }
