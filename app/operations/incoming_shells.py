"""Customers of a PSA who signed a telecom contract and are not here: account shells.

A shell has what the PSA knows; what only people know stands on its onboarding card.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from itertools import chain, count
from typing import Any, Final

from app.customers.account import Account
from app.customers.incoming import PsaCustomer, PsaSite
from app.customers.incoming_changes import (
    ACCOUNT,
    CONTACT,
    FIELDS,
    LOCATION,
    TERMS,
    Told,
    Value,
    billing_contact,
    lacking,
    told_address,
    told_contact,
)
from app.customers.location import ServiceLocation
from app.customers.ownership import Agreed
from app.customers.telecom_agreements import reference_of
from app.operations.incoming_proposal import Proposal, conflict, plain
from app.operations.incoming_view import Contract, View
from app.operations.posting_plan import PlanAction, PlanRecord, digest_of
from app.store.agreed import AgreedRecord
from app.store.links import Link, LinkKind
from app.store.onboarding import CardItem, Item

_FIRST_NUMBER: Final = 10001
_SLUG: Final = 10
_ONE_INVOICE: Final = "one"
MAP_WAY_OUT: Final = "Decide in the customer map."
FILL_IN: Final = "Fill it in there."


def shells(
    view: View, doubtful: Mapping[str, str], *, ignored: Collection[str]
) -> Iterator[Proposal]:
    """A shell for every signed customer who is not here, and what keeps others from one.

    ``doubtful``: customers who may be one of ours, and why; ``ignored``: those left alone.
    """
    here = view.account_of
    wanted: list[tuple[PsaCustomer, Value]] = []
    for customer_id in sorted(view.contracts, key=_order):
        customer = view.customers.get(customer_id)
        is_served = customer is not None and customer.is_active and not customer.is_gone
        if customer is None or not is_served or customer_id in here or customer_id in ignored:
            continue
        name = f"{view.title} {customer_id}"
        address = billing_address(view, customer, of_shell=True)
        lacks = lacking(address)
        if customer_id in doubtful:
            why = f"{customer.name}: {doubtful[customer_id]} {MAP_WAY_OUT}"
            yield conflict(ACCOUNT, name, their_id=customer_id, why=why)
        elif address is None or lacks:
            why = f"{customer.name} has no {' and no '.join(lacks)} in {view.title}."
            yield conflict(ACCOUNT, name, their_id=customer_id, why=f"{why} {FILL_IN}")
        else:
            wanted.append((customer, address))
    numbers = _numbers(view, [customer for customer, _ in wanted])
    for customer, address in wanted:
        yield from _shell(view, customer, numbers=numbers, address=address)


def _order(customer_id: str) -> tuple[int, str]:
    return len(customer_id), customer_id


def _numbers(view: View, customers: Sequence[PsaCustomer]) -> dict[str, str]:
    """The numbers of new accounts by customer: those kept there, then the next that are free."""
    taken = set(view.accounts)
    found: dict[str, str] = {}
    for customer in customers:
        kept = (customer.external_id or "").strip()
        if kept and kept not in taken:
            found[customer.source_id] = kept
            taken.add(kept)
    known = [int(each) for each in taken if each.isascii() and each.isdigit()]
    following = count(max(known, default=_FIRST_NUMBER - 1) + 1)
    rest = (each for each in customers if each.source_id not in found)
    return found | {customer.source_id: str(next(following)) for customer in rest}


def billing_address(view: View, customer: PsaCustomer, *, of_shell: bool = False) -> Value | None:
    """Where bills go: the customer's address for that, or its billing site's.

    Of a new customer also its main or only site's.
    """
    found = told_address(customer.billing_address, country=view.country)
    if found is not None:
        return found
    sites = [each for each in view.sites.get(customer.source_id, ()) if not each.is_gone]
    chosen = [each for each in sites if each.source_id == customer.billing_site_id]
    chosen += [each for each in sites if each.is_billing]
    if of_shell:
        active = [each for each in sites if each.is_active]
        chosen += [each for each in active if each.is_primary]
        chosen += active if len(active) == 1 else []
    told = (told_address(each.address, country=view.country) for each in chosen)
    return next((each for each in told if each is not None), None)


def told_account(
    view: View, customer: PsaCustomer, *, numbers: Mapping[str, str], of_shell: bool = False
) -> Told:
    """What the PSA says of an account's own fields; ``numbers``: our accounts by customer."""
    payer = numbers.get(customer.bill_to_id or "")
    reference = reference_of(each.agreement for each in view.contracts.get(customer.source_id, ()))
    return {
        "name": {"name": customer.name.strip()} if customer.name.strip() else None,
        "address": billing_address(view, customer, of_shell=of_shell),
        "bill_to": {"parent_account_number": payer, "bill_to_parent": True} if payer else None,
        "reference": {"contract_reference": reference} if reference else None,
    }


def told_person(view: View, customer: PsaCustomer) -> Told:
    """Whom the PSA says to write to."""
    contacts = view.contacts.get(customer.source_id, {})
    return told_contact(customer, billing_contact(customer, contacts))


def told_terms(view: View, customer: PsaCustomer) -> Told:
    """What the PSA says of the terms."""
    terms = view.terms_of(customer)
    return {"terms": {"terms": terms} if terms else None}


def _shell(
    view: View,
    customer: PsaCustomer,
    *,
    numbers: Mapping[str, str],
    address: Value,
) -> Iterator[Proposal]:
    number, contracts = numbers[customer.source_id], view.contracts[customer.source_id]
    known = {**view.account_of, **numbers}
    told = {
        ACCOUNT: told_account(view, customer, numbers=known, of_shell=True),
        CONTACT: told_person(view, customer),
        TERMS: told_terms(view, customer),
    }
    values: dict[str, Any] = {"account_number": number}
    if view.id_column is not None:
        values[view.id_column] = customer.source_id
    for fields in told.values():
        for value in fields.values():
            values |= value or {}
    values |= address
    starts = [each.agreement.starts_on for each in contracts if each.agreement.starts_on]
    values["opened_on"] = min(starts, default=None)
    values["delivery"] = "email" if values.get("billing_email") else "print"
    values["consolidated"] = view.answers.get("invoices", _ONE_INVOICE) == _ONE_INVOICE
    values = {name: each for name, each in values.items() if each is not None}
    names = " and ".join(each.agreement.name or each.agreement.number for each in contracts)
    record = PlanRecord(
        kind=ACCOUNT,
        our_id=number,
        action=PlanAction.CREATE,
        their_id=customer.source_id,
        after=plain(values),
        reason=f"{names} is signed in {view.title}, and the customer is not here.",
        document={"onboarding": [each.item.value for each in _card(customer, contracts, number)]},
        version=digest_of(plain(values)),
    )
    link = Link(kind=LinkKind.CUSTOMER, our_id=number, their_id=customer.source_id, sent={})
    yield Proposal(
        record=record,
        target=Account,
        key=number,
        values=values,
        link=link,
        agreed=_first(ACCOUNT, number, told[ACCOUNT]),
        card=_card(customer, contracts, number),
    )
    for kind in (CONTACT, TERMS):
        yield from _noted(kind, number, customer.source_id, told[kind])
    yield from new_places(view, number, view.sites.get(customer.source_id, ()), taken=set())


def _first(kind: str, our_id: str, told: Told) -> AgreedRecord:
    """What a new record is on both sides."""
    known = {name: each for name, each in told.items() if each is not None}
    fields = {name: Agreed(ours=each, theirs=each) for name, each in known.items()}
    return AgreedRecord(kind=kind, our_id=our_id, fields=fields)


def _noted(kind: str, number: str, their_id: str, told: Told) -> Iterator[Proposal]:
    """That contact and terms of a new account are what both sides have."""
    columns = {name for field in FIELDS[kind] for name in field.columns}
    values = {name: each for value in told.values() for name, each in (value or {}).items()}
    if not values:
        return
    record = PlanRecord(
        kind=kind,
        our_id=number,
        action=PlanAction.CREATE,
        their_id=their_id,
        after=plain({name: values[name] for name in sorted(columns & values.keys())}),
        reason="It comes with the new account.",
        version=digest_of(plain(values)),
    )
    yield Proposal(
        record=record,
        target=Account,
        key=number,
        values=values,
        agreed=_first(kind, number, told),
    )


def _card(
    customer: PsaCustomer, contracts: Sequence[Contract], number: str
) -> tuple[CardItem, ...]:
    lines = [
        f"{each.quantity.normalize():f} x {each.description or each.product_code}"
        for contract in contracts
        for each in contract.lines
        if each.is_billable and each.quantity
    ]
    items = [
        CardItem(account_number=number, item=Item.NUMBERS, note="; ".join(lines)),
        CardItem(account_number=number, item=Item.CIRCUIT),
        CardItem(account_number=number, item=Item.RATE_PLAN),
    ]
    if customer.is_tax_exempt:
        items.append(CardItem(account_number=number, item=Item.CERTIFICATE))
    return tuple(items)


def new_places(
    view: View, number: str, sites: Sequence[PsaSite], *, taken: set[str]
) -> Iterator[Proposal]:
    """A location for each site that is in use, the main one first; one without address is told.

    ``taken``: location codes of the account; those that are given out are added.
    """
    active = [each for each in sites if each.is_active and not each.is_gone]
    for site in sorted(active, key=lambda each: (not each.is_primary, _order(each.source_id))):
        code = _code(view, number, site, taken)
        taken.add(code)
        address = told_address(site.address, country=view.country)
        lacks = lacking(address)
        if address is None or lacks:
            parts = " and no ".join(lacks)
            why = f"Site {site.name or site.source_id} has no {parts} in {view.title}."
            why = f"{why} {FILL_IN}"
            here = number if number in view.accounts else None
            yield conflict(LOCATION, code, their_id=site.source_id, why=why, account=here)
            continue
        name = {"name": site.name.strip()} if site.name.strip() else None
        values: dict[str, Any] = {
            "location_code": code,
            "account_number": number,
            **(name or {}),
            **{key: each for key, each in address.items() if each is not None},
        }
        record = PlanRecord(
            kind=LOCATION,
            our_id=code,
            action=PlanAction.CREATE,
            their_id=site.source_id,
            after=plain(values),
            reason=f"The site is in {view.title}, and not here.",
            version=digest_of(plain(values)),
        )
        yield Proposal(
            record=record,
            target=ServiceLocation,
            key=code,
            values=values,
            link=Link(kind=LinkKind.SITE, our_id=code, their_id=site.source_id, sent={}),
            agreed=_first(LOCATION, code, {"name": name, "address": address}),
        )


def _code(view: View, number: str, site: PsaSite, taken: set[str]) -> str:
    """The code of a new location: the main one's is MAIN, others' are of their names."""
    words = "".join(filter(str.isalnum, site.name.upper()))[:_SLUG]
    base = "MAIN" if site.is_primary or not words else words
    tried = (f"{number}-{base}{place}" for place in chain([""], count(2)))
    return next(each for each in tried if each not in taken and each not in view.codes)
