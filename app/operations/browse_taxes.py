"""The tax tables as lists, and what one rule says and whom it reaches."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from zoneinfo import ZoneInfo

from app.billing.issuer import Company
from app.errors import InputError
from app.operations.office import Office
from app.store.customer_lists import account_heads
from app.store.run_records import FIRST_ROW, load_tax_book
from app.store.setup import load
from app.store.tax_demand import load_demands, rows_priced
from app.store.transaction import Transaction
from app.tax.exemption import Exemption
from app.tax.explain import place_words
from app.tax.registration import Registration
from app.tax.rule import TAXES, TaxRule
from app.tax.rule_row import RuleRow
from app.tax.service_pair import ServicePair
from app.tax.share import TaxShare


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxSetup:
    """The tables behind the taxes."""

    rules: Sequence[TaxRule]
    shares: Sequence[TaxShare]
    registrations: Sequence[Registration]
    exemptions: Sequence[Exemption]
    pairs: Sequence[ServicePair]
    """What a tax service calls what is billed."""
    customers: Mapping[str, str]
    """Names by account number."""
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleTold:
    """One rule in words, and whom it reaches."""

    sentences: tuple[str, ...]
    customers: tuple[tuple[str, str], ...]
    """Account number and name of each customer that it reaches while it is in force."""
    invoices: int
    """How many final invoices it has priced; from then on it is ended, never changed."""


def tax_setup(office: Office) -> TaxSetup:
    """All tax tables of the company."""
    with office.file.read() as conn:
        return TaxSetup(
            rules=load(conn, TaxRule),
            shares=load(conn, TaxShare),
            registrations=load(conn, Registration),
            exemptions=load(conn, Exemption),
            pairs=load(conn, ServicePair),
            customers={each.account_number: each.name for each in account_heads(conn)},
            today=_today(office, conn),
        )


def tell_rule(office: Office, rule: TaxRule) -> RuleTold:
    """What a rule says in words, which customers it reaches, which invoices it priced.

    InputError where it is no longer in the tables.
    """
    with office.file.read() as conn:
        book = load_tax_book(conn)
        keys = [TAXES.key_of(each) for each in load(conn, TaxRule)]
        if TAXES.key_of(rule) not in keys:
            raise InputError(f"The rule {rule.tax_code} is no longer there.", "", "Read again.")
        number = keys.index(TAXES.key_of(rule)) + FIRST_ROW
        row = next((each for each in book.rows if each.number == number), None)
        if row is None:
            return RuleTold(sentences=("It cannot be computed.",), customers=(), invoices=0)
        names = {each.account_number: each.name for each in account_heads(conn)}
        demands = load_demands(conn, book, _today(office, conn))
        reached = demands.customers(row, first=row.first, last=row.last)
        priced = rows_priced(conn, book, row.code).get(number, ())
    return RuleTold(
        sentences=rule_words(rule, row),
        customers=tuple(sorted((each, names.get(each, "")) for each in reached)),
        invoices=len(priced),
    )


def rule_words(rule: TaxRule, row: RuleRow) -> tuple[str, ...]:
    """A rule in sentences: whose money, how much of what, where, on what, when."""
    whose = {
        "TAX": "A tax that the customer owes and you pay over",
        "PASS_THROUGH": "A duty of your own that you pass on",
        "PROVIDER_FEE": "A fee of your own",
    }[rule.class_]
    categories = ", ".join(row.patterns) or "every category"
    customers = "every customer" if "*" in row.classes else f"{', '.join(row.classes)} customers"
    last = f" to {rule.effective_to}" if rule.effective_to else ", with no end yet"
    found = [
        f"{whose}: {_price(rule)}.",
        f"Where: {place_words(row.jurisdiction.text)}.",
        f"On {'all categories' if categories == '*' else categories}, of {customers}.",
        f"In force from {rule.effective_from}{last}.",
        *_limits(rule),
    ]
    if rule.base_includes:
        found.append(f"These taxes join its base: {rule.base_includes.replace('|', ', ')}.")
    if rule.source_note:
        found.append(f"Read in: {rule.source_note}.")
    return tuple(found)


def _price(rule: TaxRule) -> str:
    if rule.unit_amount is not None:
        kinds = (rule.unit_kind or "unit").replace("|", " or ").replace("_", " ").lower()
        return f"{_plain(rule.unit_amount)} for each {kinds}"
    base = {
        "CHARGE": "the charge",
        "INTERSTATE": "the interstate part of the charge",
        "INTERNATIONAL": "the international part of the charge",
        "INTERSTATE_INTL": "the interstate and international part of the charge",
        "INTRASTATE": "the part of the charge inside the state",
        "COUNT": "what is counted",
        "MINUTES": "the minutes",
        "TAX_OF": "other taxes",
    }[rule.base_kind]
    if rule.rate is None:
        return f"an amount by steps of {base}"
    return f"{_plain(rule.rate * 100)} % of {base}"


def _limits(rule: TaxRule) -> list[str]:
    found = []
    if rule.taxable_pct is not None:
        found.append(f"Only {_plain(rule.taxable_pct * 100)} % of it is taxable.")
    if rule.cap_units is not None:
        found.append(f"At most {_plain(rule.cap_units)} are counted.")
    if rule.min_base is not None:
        found.append(f"Only what is above {_plain(rule.min_base)}.")
    if rule.max_base is not None:
        found.append(f"Only what is up to {_plain(rule.max_base)}.")
    return found


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _today(office: Office, conn: Transaction) -> date:
    company = load(conn, Company)
    return office.clock.today(ZoneInfo(company[0].timezone if company else "UTC"))
