"""What a PSA was last read to bill, beside what is billed here: read once, judged by the rules."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

from app.billing.charge import OneTimeCharge
from app.billing.closing import ClosedMonth
from app.billing.consolidation import Desk, Verdict, hand_entered, is_own, judged
from app.billing.contract_lines import (
    ContractLine,
    LineDesk,
    LineVerdict,
    Terms,
    base_line,
    line_of,
)
from app.billing.cycle import bill_period
from app.billing.decision import BASE_PRODUCT, COVERED_TIME, GO_LIVE, TIME_PRODUCT
from app.billing.issuer import Company
from app.billing.line_proposals import proposals
from app.billing.psa_work import Work, work_of
from app.connectors.registry import system_of
from app.customers.account import Account
from app.customers.incoming import (
    PsaAgreement,
    PsaAgreementLine,
    PsaCharge,
    PsaFamily,
    PsaInvoice,
    PsaProduct,
    PsaTimeEntry,
)
from app.customers.location import ServiceLocation
from app.customers.product import Product
from app.customers.service import Service
from app.operations.office import Office
from app.store.bill_runs import closed_periods
from app.store.closed_months import closed_months
from app.store.decisions import answers
from app.store.invoice_heads import billed_on
from app.store.links import Link, LinkKind, links
from app.store.psa_billing import BilledLine, LedgerRow, billed_lines, ledger
from app.store.remote_records import records_of
from app.store.setup import load
from app.store.transaction import Transaction
from app.values.money import ZERO, cents
from app.values.plain_form import value_of

Key = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceView:
    """A PSA's own invoices, and for whom we bill."""

    system: str
    account_of: Mapping[str, Account]
    """By their customer."""
    invoices: Sequence[PsaInvoice]
    go_live: date | None
    final: Mapping[str, frozenset[str]]
    """By account the bill periods that an approved run closed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BillingView:
    """Both sides."""

    system: str
    title: str
    today: date
    accounts: Mapping[str, Account]
    products: Mapping[str, Product]
    charges: Mapping[str, OneTimeCharge]
    """By reference."""
    services: Mapping[str, Service]
    desk: Desk
    line_desk: LineDesk
    verdicts: Sequence[Verdict]
    """Of each time entry and charge."""
    lines: Sequence[LineVerdict]
    ledger: Mapping[Key, LedgerRow]
    billed: Mapping[Key, BilledLine]
    hand_billed: Mapping[str, str]
    """Our invoices by reference of rows that people entered, and that are work of the PSA."""
    invoices: Sequence[PsaInvoice]
    closed: Mapping[str, ClosedMonth]
    final: Mapping[str, frozenset[str]]
    """By account the bill periods that an approved run closed."""
    line_links: Mapping[str, Link]
    """By service code."""
    credits: Mapping[str, Decimal]
    """What rows of charges give back, by the reference that they reverse."""

    @property
    def invoicing(self) -> InvoiceView:
        """What of it concerns the PSA's own invoices."""
        return InvoiceView(
            system=self.system,
            account_of=self.desk.account_of,
            invoices=self.invoices,
            go_live=self.desk.go_live,
            final=self.final,
        )

    def credited(self, reference: str) -> Decimal:
        """What of a charge was given back, or is to be with the next run."""
        return self.credits.get(reference, ZERO)

    def invoice_named(self, reference: str) -> PsaInvoice | None:
        """The PSA's own invoice that a reference names: by its number, or its id."""
        return _invoice_named(self.invoices, reference)


def billing_view(office: Office, conn: Transaction, system: str) -> BillingView:
    """Both sides as the file has them; no network is asked."""
    company = next(iter(load(conn, Company)), None)
    today = office.clock.today(ZoneInfo(company.timezone if company else "UTC"))
    given = answers(conn)
    accounts = {each.account_number: each for each in load(conn, Account)}
    products = {each.product_code: each for each in load(conn, Product)}
    charges = {each.reference: each for each in load(conn, OneTimeCharge)}
    services = {each.service_code: each for each in load(conn, Service)}
    final = _final(conn)
    kept = ledger(conn, system)
    invoices = list(records_of(conn, system, PsaFamily.INVOICES.value, PsaInvoice))
    works = _works(conn, system)
    desk = _desk(conn, system, accounts, products, given)
    desk = _with_rows(desk, works, charges, products, kept, invoices)
    line_links = links(conn, system, LinkKind.AGREEMENT_LINE)
    line_desk = LineDesk(
        account_of=desk.account_of,
        location_of=desk.location_of,
        first_location=desk.first_location,
        places=desk.places,
        product_of=desk.product_of,
        products=products,
        services=services,
        linked={each.their_id: code for code, each in line_links.items() if code in services},
        last={each.their_id: value_of(Terms, each.sent) for each in line_links.values()},
        open_from={number: _open_from(each, final) for number, each in accounts.items()},
        today=today,
        base_product=given.get(BASE_PRODUCT),
    )
    return BillingView(
        system=system,
        title=system_of(system).title,
        today=today,
        accounts=accounts,
        products=products,
        charges=charges,
        services=services,
        desk=desk,
        line_desk=line_desk,
        verdicts=[judged(each, desk) for each in works],
        lines=proposals(contract_lines(conn, system, today=today), line_desk),
        ledger=kept,
        billed=billed_lines(conn, system),
        hand_billed=billed_on(conn, list(desk.by_hand.values())),
        invoices=invoices,
        closed=closed_months(conn),
        final=final,
        line_links=line_links,
        credits=_credits(charges.values(), products),
    )


def invoice_view(conn: Transaction, system: str) -> InvoiceView:
    """What concerns a PSA's own invoices alone: nothing of its work is looked at."""
    accounts = {each.account_number: each for each in load(conn, Account)}
    return InvoiceView(
        system=system,
        account_of=linked_accounts(conn, system, accounts),
        invoices=list(records_of(conn, system, PsaFamily.INVOICES.value, PsaInvoice)),
        go_live=went_live(answers(conn)),
        final=_final(conn),
    )


def _credits(
    charges: Iterable[OneTimeCharge], products: Mapping[str, Product]
) -> dict[str, Decimal]:
    found: dict[str, Decimal] = {}
    for each in charges:
        if each.credits:
            price = each.unit_price
            if price is None:
                price = products[each.product_code].price
            amount = cents(Fraction(each.quantity) * Fraction(price))
            found[each.credits] = found.get(each.credits, ZERO) - amount
    return found


def _works(conn: Transaction, system: str) -> list[Work]:
    times = records_of(conn, system, PsaFamily.TIME.value, PsaTimeEntry, gone=True)
    charges = records_of(conn, system, PsaFamily.CHARGES.value, PsaCharge, gone=True)
    return [*(work_of(each) for each in times), *(work_of(each) for each in charges)]


def contract_lines(conn: Transaction, system: str, *, today: date) -> list[ContractLine]:
    """The agreement lines as they concern billing, and the fees of agreements themselves."""
    family = PsaFamily.AGREEMENTS.value
    agreements = {
        each.source_id: each for each in records_of(conn, system, family, PsaAgreement, gone=True)
    }
    found = [
        line_of(
            each,
            agreements.get(each.agreement_id),
            today=today,
            changed_on=None if each.modified_at is None else each.modified_at.date(),
        )
        for each in records_of(
            conn, system, PsaFamily.AGREEMENT_LINES.value, PsaAgreementLine, gone=True
        )
    ]
    for each in agreements.values():
        at = None if each.modified_at is None else each.modified_at.date()
        fee = base_line(each, today=today, changed_on=at)
        if fee is not None:
            found.append(fee)
    return found


def went_live(given: Mapping[str, str]) -> date | None:
    """The first day from which invoices are posted to any books; None: nobody decided."""
    days = [date.fromisoformat(each) for key, each in given.items() if key.startswith(GO_LIVE)]
    return min(days, default=None)


def linked_accounts(
    conn: Transaction, system: str, accounts: Mapping[str, Account]
) -> dict[str, Account]:
    """Our accounts by their customers: as linked, else by the account's own PSA id."""
    found = {
        each.their_id: accounts[number]
        for number, each in links(conn, system, LinkKind.CUSTOMER).items()
        if number in accounts
    }
    linked = {each.account_number for each in found.values()}
    for account in accounts.values():
        if account.psa_id and account.account_number not in linked:
            found.setdefault(account.psa_id, account)
    return found


def _desk(
    conn: Transaction,
    system: str,
    accounts: Mapping[str, Account],
    products: Mapping[str, Product],
    given: Mapping[str, str],
) -> Desk:
    places: dict[str, str] = {}
    first: dict[str, str] = {}
    for each in load(conn, ServiceLocation):
        places[each.location_code] = each.account_number
        first.setdefault(each.account_number, each.location_code)
    sites = links(conn, system, LinkKind.SITE)
    time_product = given.get(TIME_PRODUCT)
    return Desk(
        system=system,
        account_of=linked_accounts(conn, system, accounts),
        location_of={each.their_id: code for code, each in sites.items() if code in places},
        first_location=first,
        places=places,
        product_of=_products_there(conn, system, products),
        time_product=time_product if time_product in products else None,
        go_live=went_live(given),
        shows_covered=given.get(COVERED_TIME.key) == "yes",
    )


def _products_there(
    conn: Transaction, system: str, products: Mapping[str, Product]
) -> dict[str, str]:
    """Our codes by what products are called there: the links before equal codes and names."""
    names: dict[str, list[str]] = defaultdict(list)
    for each in products.values():
        names[each.name.casefold()].append(each.product_code)
    found = {name: codes[0] for name, codes in names.items() if len(codes) == 1}
    found |= {code.casefold(): code for code in products}
    linked = {
        each.their_id: code
        for code, each in links(conn, system, LinkKind.PRODUCT).items()
        if code in products
    }
    by_id: dict[str, str] = {}
    for theirs in records_of(conn, system, PsaFamily.PRODUCTS.value, PsaProduct, gone=True):
        names_there = (theirs.code.casefold(), theirs.name.casefold())
        code = linked.get(theirs.source_id) or next(
            (found[name] for name in names_there if name in found), None
        )
        if code is not None:
            by_id[theirs.source_id] = code
            if theirs.source_id in linked:
                found |= {name: code for name in names_there if name and name not in found}
    return {**found, **by_id, **linked}


def _with_rows(
    desk: Desk,
    works: Sequence[Work],
    charges: Mapping[str, OneTimeCharge],
    products: Mapping[str, Product],
    kept: Mapping[Key, LedgerRow],
    invoices: Sequence[PsaInvoice],
) -> Desk:
    """The desk that knows what stands among the charges already, and what we marked there."""
    from_people = {
        key: row.reference
        for key, row in kept.items()
        if row.reference in charges and not is_own(row.reference)
    }
    known = set(from_people.values())
    own = {key for key, row in kept.items() if row.reference in charges}
    prices: dict[str, Decimal] = {code: each.price for code, each in products.items()}
    found = hand_entered(
        [each for each in works if each.key not in own],
        [each for each in charges.values() if each.reference not in known],
        desk,
        prices,
    )
    marked = {
        each.key
        for each in works
        if each.is_billed
        and each.key in kept
        and kept[each.key].told_number is not None
        and _invoice_named(invoices, each.billed_reference) is None
    }
    return replace(desk, by_hand={**from_people, **found}, marked=frozenset(marked))


def _final(conn: Transaction) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for account_number, label in closed_periods(conn):
        found[account_number].add(label)
    return {number: frozenset(labels) for number, labels in found.items()}


def _open_from(account: Account, final: Mapping[str, frozenset[str]]) -> date:
    """The first day that no final run of an account has billed."""
    labels = final.get(account.account_number)
    return bill_period(max(labels), account.bill_cycle_day).end if labels else date.min


def _invoice_named(invoices: Sequence[PsaInvoice], reference: str) -> PsaInvoice | None:
    words = reference.split()
    if not words:
        return None
    for each in invoices:
        if each.number and each.number in {reference, words[-1]}:
            return each
    return next((each for each in invoices if each.source_id == words[-1]), None)
