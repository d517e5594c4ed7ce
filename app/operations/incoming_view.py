"""What a PSA was last read to say, beside what is here: all that planning looks at, read once."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain
from typing import Final
from zoneinfo import ZoneInfo

from app.billing.decision import NONE, PSA, TELECOM_AGREEMENTS
from app.billing.issuer import Company
from app.billing.terms import read_terms
from app.connectors.registry import system_of
from app.customers.account import Account
from app.customers.incoming import (
    PsaAgreement,
    PsaAgreementLine,
    PsaContact,
    PsaCustomer,
    PsaFamily,
    PsaSite,
    PsaTerms,
)
from app.customers.incoming_changes import Sides
from app.customers.location import ServiceLocation
from app.customers.matching import MatchState
from app.customers.ownership import Agreed, ConflictRule, Owner
from app.customers.product import Product
from app.customers.telecom_agreements import (
    is_signed,
    is_telecom,
    kind_names,
    telecom_products,
)
from app.operations.map_view import id_field, pairings_of
from app.operations.office import Office
from app.store.agreed import agreed_fields, last_changes
from app.store.decisions import answers
from app.store.links import LinkKind, links
from app.store.mapping import ignored, not_needed
from app.store.remote_records import records_of
from app.store.setup import load
from app.store.transaction import Transaction
from app.values.foreign_record import ForeignRecord

SYNC: Final = "sync customers"
"""How the audit calls what a PSA's records change here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """A signed agreement about telecom."""

    agreement: PsaAgreement
    lines: tuple[PsaAgreementLine, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """Both sides."""

    system: str
    title: str
    company: Company | None
    answers: Mapping[str, str]
    today: date
    accounts: Mapping[str, Account]
    locations: Mapping[str, Sequence[ServiceLocation]]
    """By account number."""
    customers: Mapping[str, PsaCustomer]
    """By their ids; gone ones too."""
    sites: Mapping[str, Sequence[PsaSite]]
    """By customer; gone ones too."""
    contacts: Mapping[str, Mapping[str, PsaContact]]
    contracts: Mapping[str, Sequence[Contract]]
    """By customer: those signed and about telecom."""
    terms: Mapping[str, str]
    customer_links: Mapping[str, str]
    """Their customers by account number; of accounts that are here."""
    account_of: Mapping[str, str]
    """The same, by their customers."""
    site_links: Mapping[str, str]
    """Their sites by location code; of locations that are here."""
    codes: Collection[str]
    """The codes of all locations."""
    id_column: str | None
    """The column of an account that holds this system's ids; None: none does."""
    agreed: Mapping[tuple[str, str], Mapping[str, Agreed]]
    not_needed: Collection[str]
    """Accounts that are not to be in this system."""
    ignored: Collection[str]
    """Their customers that are left alone."""
    ignored_sites: Collection[str]
    doubtful: Mapping[str, str]
    """Their customers that may be one of ours, and why."""
    changed_at: Mapping[tuple[str, str], datetime]
    """When rows of ours were last changed by somebody; empty where no rule asks for it."""

    @property
    def country(self) -> str:
        """Where an address is that names no country."""
        return self.company.country if self.company else "US"

    def terms_of(self, customer: PsaCustomer) -> str | None:
        """The customer's terms in our words; None where none are told."""
        named = self.terms.get(customer.terms_id or "")
        if named is not None:
            return named
        return None if customer.terms_days is None else _net(customer.terms_days)

    def sides(self, sheet: str, record: str, theirs: ForeignRecord) -> Sides:
        """Between whom the fields of a record are settled."""
        return Sides(
            side=Owner.PSA,
            title=self.title,
            answers=self.answers,
            terms_alike=terms_alike,
            ours_at=self.changed_at.get((sheet, record)),
            theirs_at=theirs.modified_at,
        )


def view_of(office: Office, conn: Transaction, system: str) -> View:
    """Both sides as the file has them; no network is asked."""
    company = next(iter(load(conn, Company)), None)
    today = office.clock.today(ZoneInfo(company.timezone if company else "UTC"))
    given = answers(conn)
    if given.get(PSA, NONE) == NONE:
        given = {**given, PSA: system}
    accounts = {each.account_number: each for each in load(conn, Account)}
    locations: dict[str, list[ServiceLocation]] = defaultdict(list)
    for place in load(conn, ServiceLocation):
        locations[place.account_number].append(place)
    codes = frozenset(each.location_code for each in chain.from_iterable(locations.values()))
    linked = _linked(conn, system, LinkKind.CUSTOMER, accounts)
    contracts = _contracts(conn, system, given, today)
    return View(
        system=system,
        title=system_of(system).title,
        company=company,
        answers=given,
        today=today,
        accounts=accounts,
        locations=locations,
        customers=_by_id(conn, system, PsaFamily.CUSTOMERS, PsaCustomer),
        sites=_sites(conn, system),
        contacts=_contacts(conn, system),
        contracts=contracts,
        terms=_terms(conn, system),
        customer_links=linked,
        account_of={theirs: ours for ours, theirs in linked.items()},
        site_links=_linked(conn, system, LinkKind.SITE, codes),
        codes=codes,
        id_column=id_field(conn, system),
        agreed=agreed_fields(conn, system),
        not_needed=not_needed(conn, system).keys(),
        ignored=ignored(conn, system, LinkKind.CUSTOMER).keys(),
        ignored_sites=ignored(conn, system, LinkKind.SITE).keys(),
        doubtful=_doubtful(conn, system, contracts.keys(), frozenset(linked.values())),
        changed_at=_changed_at(conn, given),
    )


_OPEN: Final = frozenset({MatchState.EXACT, MatchState.LIKELY, MatchState.AMBIGUOUS})


def _doubtful(
    conn: Transaction, system: str, customers: Collection[str], linked: Collection[str]
) -> dict[str, str]:
    """Customers without a link that may be an account without one, and which; of those given."""
    if all(each in linked for each in customers):
        return {}
    found: dict[str, str] = {}
    for pairing in pairings_of(conn, system):
        if pairing.ours is None or pairing.state not in _OPEN:
            continue
        surely = "is surely" if pairing.state is MatchState.EXACT else "may be"
        words = f"It {surely} account {pairing.ours.id} ({pairing.why})."
        meant = [pairing.theirs] if pairing.theirs else [e.theirs for e in pairing.candidates]
        for each in meant:
            found.setdefault(each.id, words)
    return found


def _linked(
    conn: Transaction, system: str, kind: LinkKind, here: Collection[str]
) -> dict[str, str]:
    return {ours: link.their_id for ours, link in links(conn, system, kind).items() if ours in here}


def _by_id(
    conn: Transaction, system: str, family: PsaFamily, kind: type[PsaCustomer]
) -> dict[str, PsaCustomer]:
    found = records_of(conn, system, family.value, kind, gone=True)
    return {each.source_id: each for each in found}


def _sites(conn: Transaction, system: str) -> dict[str, list[PsaSite]]:
    found: dict[str, list[PsaSite]] = defaultdict(list)
    for each in records_of(conn, system, PsaFamily.SITES.value, PsaSite, gone=True):
        found[each.customer_id].append(each)
    return found


def _contacts(conn: Transaction, system: str) -> dict[str, dict[str, PsaContact]]:
    found: dict[str, dict[str, PsaContact]] = defaultdict(dict)
    for each in records_of(conn, system, PsaFamily.CONTACTS.value, PsaContact):
        found[each.customer_id][each.source_id] = each
    return found


def _contracts(
    conn: Transaction, system: str, given: Mapping[str, str], today: date
) -> dict[str, list[Contract]]:
    lines: dict[str, list[PsaAgreementLine]] = defaultdict(list)
    family = PsaFamily.AGREEMENT_LINES.value
    for line in records_of(conn, system, family, PsaAgreementLine):
        lines[line.agreement_id].append(line)
    paired = {code: each.their_id for code, each in links(conn, system, LinkKind.PRODUCT).items()}
    products = telecom_products(load(conn, Product), paired)
    kinds = kind_names(given.get(TELECOM_AGREEMENTS, ""))
    found: dict[str, list[Contract]] = defaultdict(list)
    for each in records_of(conn, system, PsaFamily.AGREEMENTS.value, PsaAgreement):
        own = tuple(lines[each.source_id])
        if is_signed(each, today) and is_telecom(each, own, products=products, kinds=kinds):
            found[each.customer_id].append(Contract(agreement=each, lines=own))
    return found


def _terms(conn: Transaction, system: str) -> dict[str, str]:
    """Terms by their ids, in words whose due day can be told."""
    found = {}
    for each in records_of(conn, system, PsaFamily.TERMS.value, PsaTerms):
        if each.name and read_terms(each.name) is not None:
            found[each.source_id] = each.name
        elif each.days is not None:
            found[each.source_id] = _net(each.days)
    return found


def _net(days: int) -> str:
    return f"Net {days}" if days else "Due on receipt"


def terms_alike(text: str) -> Hashable:
    """What is equal for terms that make an invoice due on the same day."""
    return read_terms(text) or text.casefold()


def _changed_at(conn: Transaction, given: Mapping[str, str]) -> dict[tuple[str, str], datetime]:
    if ConflictRule.NEWEST.value not in given.values():
        return {}
    return last_changes(conn, ("accounts", "locations"), without=SYNC)
