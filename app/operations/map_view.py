"""Both sides of the map of customers, read from the file: who is who, as the rules say now.

It is the one place where accounts and customers of other systems are compared; no network is asked.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Final

from app.billing.decision import GO_LIVE
from app.billing.incoming import BookCustomer, BookFamily
from app.connectors.registry import system_of
from app.customers.account import Account
from app.customers.incoming import PsaContact, PsaCustomer, PsaFamily, PsaSite
from app.customers.likeness import folded_phones
from app.customers.location import ServiceLocation
from app.customers.matching import MatchState, Pairing, Side, Strategy, match_customers
from app.customers.name_folding import folded_emails
from app.errors import InputError, NotAllowed
from app.operations.system_connection import PSA, is_psa
from app.store.connections import connection_to, connections, watermark
from app.store.decisions import answers
from app.store.links import LinkKind, links, our_ids
from app.store.mapping import ignored, not_needed, to_be_made
from app.store.remote_records import record_of, records_of
from app.store.setup import load
from app.store.transaction import Transaction
from app.values.foreign_record import NO_ADDRESS, PostalAddress

_FIELDS: Final = {True: "psa_id", False: "accounting_id"}


def customer_family(system: str) -> str:
    """Where customers of a system are kept."""
    return PsaFamily.CUSTOMERS.value if is_psa(system) else BookFamily.CUSTOMERS.value


def is_pulled(conn: Transaction, system: str) -> bool:
    """Whether customers were ever read from it."""
    return watermark(conn, system, customer_family(system)).pulled_at is not None


def id_field(conn: Transaction, system: str) -> str | None:
    """The field of an account that holds this system's ids; None where it holds another's.

    It is the field of the system that was chosen for the role, or of the only one there is.
    """
    roles = {each.system: each.role for each in connections(conn)}
    role = roles.get(system)
    if role is None:
        return None
    chosen = answers(conn).get(role, "")
    is_chosen = chosen == system if roles.get(chosen) == role else len(_of(roles, role)) == 1
    return _FIELDS[role == PSA] if is_chosen else None


def _of(roles: Mapping[str, str], role: str) -> list[str]:
    return [system for system, each in roles.items() if each == role]


def pairings_of(
    conn: Transaction,
    system: str,
    *,
    also: Iterable[BookCustomer] = (),
    only: Collection[str] | None = None,
) -> list[Pairing]:
    """Who is who, and who is nobody yet.

    ``also``: customers as they were told just now, in place of what was pulled. ``only``: leaves
    out accounts without a link but these.
    """
    linked = {ours: each.their_id for ours, each in links(conn, system, LinkKind.CUSTOMER).items()}
    here = sides_here(conn, system, linked)
    if only is not None:
        here = [each for each in here if each.id in only or each.id in linked]
    there = {each.id: each for each in sides_there(conn, system)}
    for each in also:
        there.pop(each.source_id, None)
        if not each.is_gone and each.merged_into_id is None:
            there[each.source_id] = _of_books(each)
    known = {each.id for each in here}
    return match_customers(
        here,
        list(there.values()),
        links={ours: theirs for ours, theirs in linked.items() if ours in known},
        ignored={k: e.reason for k, e in ignored(conn, system, LinkKind.CUSTOMER).items()},
        not_needed={key: each.reason for key, each in not_needed(conn, system).items()},
        to_be_made=to_be_made(conn, system),
        strategy=strategy_of(conn),
    )


def strategy_of(conn: Transaction) -> Strategy:
    """How customers are matched, as was decided."""
    given = answers(conn).get("matching", "")
    known = {each.value for each in Strategy}
    return Strategy(given) if given in known else Strategy.IDS_AND_NAMES


def sides_here(conn: Transaction, system: str, linked: Collection[str] = ()) -> list[Side]:
    """Accounts as they are compared: those that are open, and those that are ``linked``."""
    field = id_field(conn, system)
    places: dict[str, list[PostalAddress]] = defaultdict(list)
    for each in load(conn, ServiceLocation):
        places[each.account_number].append(_postal(each))
    taxes = _tax_ids(conn, system)
    return [
        side_of_account(
            each,
            named_id=(getattr(each, field) or "") if field else "",
            places=places.get(each.account_number, ()),
            tax_id=taxes.get(each.account_number, ""),
        )
        for each in load(conn, Account)
        if each.closed_on is None or each.account_number in linked
    ]


def side_of_account(
    account: Account,
    *,
    named_id: str = "",
    places: Sequence[PostalAddress] = (),
    tax_id: str = "",
) -> Side:
    """An account as it is compared."""
    return Side(
        id=account.account_number,
        name=account.name,
        also=(account.billing_name,) if account.billing_name else (),
        number=account.account_number,
        named_id=named_id,
        tax_id=tax_id,
        emails=folded_emails(account.billing_email),
        phones=folded_phones(account.phone, account.btn),
        address=_postal(account),
        also_at=tuple(places),
    )


def _postal(row: Account | ServiceLocation) -> PostalAddress:
    return PostalAddress(
        line1=row.address_line1,
        line2=row.address_line2 or "",
        city=row.city,
        region=row.region,
        postal_code=row.postal_code,
        country=row.country,
    )


def _tax_ids(conn: Transaction, system: str) -> dict[str, str]:
    """Tax ids of accounts, as the PSA's that they are linked with tell them."""
    found: dict[str, str] = {}
    for each in connections(conn):
        if each.system == system or each.role != PSA:
            continue
        ours = our_ids(conn, each.system, LinkKind.CUSTOMER)
        family = PsaFamily.CUSTOMERS.value
        for customer in records_of(conn, each.system, family, PsaCustomer):
            number = ours.get(customer.source_id)
            if number is not None and customer.tax_number:
                found.setdefault(number, customer.tax_number)
    return found


def sides_there(conn: Transaction, system: str) -> list[Side]:
    """Customers of a system as they are compared, by what was last pulled."""
    family = customer_family(system)
    if not is_psa(system):
        told = records_of(conn, system, family, BookCustomer)
        return [_of_books(each) for each in told if each.merged_into_id is None]
    sites: dict[str, list[PsaSite]] = defaultdict(list)
    for site in records_of(conn, system, PsaFamily.SITES.value, PsaSite):
        sites[site.customer_id].append(site)
    mails: dict[str, list[str]] = defaultdict(list)
    for contact in records_of(conn, system, PsaFamily.CONTACTS.value, PsaContact):
        if contact.is_billing and contact.email:
            mails[contact.customer_id].append(contact.email)
    return [
        _of_psa(each, sites.get(each.source_id, ()), mails.get(each.source_id, ()))
        for each in records_of(conn, system, family, PsaCustomer)
    ]


def _of_psa(customer: PsaCustomer, sites: Sequence[PsaSite], mails: Sequence[str]) -> Side:
    first = sorted(sites, key=lambda each: (not each.is_billing, not each.is_primary))
    placed = [each.address for each in first if not each.address.is_blank]
    own = customer.billing_address
    if own is not None and not own.is_blank:
        placed = [own, *placed]
    mail = ", ".join([customer.billing_email or "", *mails])
    return Side(
        id=customer.source_id,
        name=customer.name,
        number=customer.external_id or "",
        code=customer.code,
        tax_id=customer.tax_number or "",
        emails=folded_emails(mail),
        phones=folded_phones(customer.phone, *(each.phone for each in sites)),
        address=placed[0] if placed else NO_ADDRESS,
        also_at=tuple(placed[1:]),
        is_active=customer.is_active,
    )


def _of_books(customer: BookCustomer) -> Side:
    names = (customer.company_name,) if customer.company_name else ()
    return Side(
        id=customer.source_id,
        name=customer.name,
        also=tuple(each for each in names if each != customer.name),
        number=customer.number or "",
        emails=folded_emails(customer.email),
        phones=folded_phones(customer.phone),
        address=customer.address or NO_ADDRESS,
        is_active=customer.is_active,
    )


def pairing_words(pairing: Pairing, title: str) -> str:
    """Why an account is not clear there, and what to do about it."""
    if pairing.state is MatchState.AMBIGUOUS:
        ids = ", ".join(each.theirs.id for each in pairing.candidates)
        who = f" ({ids})" if ids and ids not in pairing.why else ""
        return f"{pairing.reasons[0].words}{who}: say who it is in the map."
    if pairing.state is MatchState.LIKELY and pairing.theirs is not None:
        return (
            f"{title} has {pairing.theirs.name}, {pairing.theirs.id}, which is likely it"
            f" ({pairing.score}): {pairing.why}. Say so in the map, or that it is another."
        )
    return f"{pairing.why}."


def go_live_of(conn: Transaction, system: str) -> date | None:
    """The first day whose invoices are posted there; None: nobody decided, all are."""
    given = answers(conn).get(f"{GO_LIVE}{system}")
    return None if given is None else date.fromisoformat(given)


def check_connected(conn: Transaction, system: str) -> None:
    """NotAllowed where the company is not connected to that system; InputError for no system."""
    title = system_of(system).title
    if connection_to(conn, system) is None:
        raise NotAllowed(f"{title} is not connected.", "", f"Connect it: connect FILE {system}.")


def account_of(conn: Transaction, number: str) -> Account:
    """An account by its number; InputError where there is none."""
    for each in load(conn, Account):
        if each.account_number == number:
            return each
    raise InputError(f"There is no account {number}.", "", "List them: map FILE SYSTEM.")


def known_name(conn: Transaction, system: str, theirs: str) -> str:
    """The name of a customer there as it was last told; blank: it never was."""
    try:
        return told_customer(conn, system, theirs).name
    except InputError:
        return ""


def told_customer(conn: Transaction, system: str, theirs: str) -> PsaCustomer | BookCustomer:
    """A customer there as it was last told; InputError where there is none."""
    family = customer_family(system)
    found: PsaCustomer | BookCustomer | None
    if is_psa(system):
        found = record_of(conn, system, family, PsaCustomer, source_id=theirs)
    else:
        found = record_of(conn, system, family, BookCustomer, source_id=theirs)
    if found is None or found.is_gone:
        title = system_of(system).title
        raise InputError(
            f"{title} has no customer {theirs}, as far as was read.", "", f"pull FILE {system}."
        )
    return found
