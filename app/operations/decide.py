"""What a company decides once, and what it still lacks: the readiness checklist."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum
from typing import Final
from zoneinfo import ZoneInfo

from app.billing.decision import (
    BACKUP_FOLDER,
    BACKUP_TIMES,
    BACKUP_WHEN,
    FREE,
    GO_LIVE,
    QUESTIONS,
    TIME_PRODUCT,
    Owned,
    Question,
    answered,
    checked_answer,
    choice_of,
    is_asked,
    owners,
    question_of,
)
from app.billing.issuer import Company
from app.billing.retention import RETENTION
from app.connectors.registry import system_of
from app.customers.product import Product
from app.errors import InputError
from app.operations.office import Office
from app.operations.system_connection import is_psa
from app.progress import Progress
from app.store.decisions import Decided, decided, save_answer
from app.store.facts import BACKED_UP, BACKED_UP_TO, facts
from app.store.setup import load
from app.store.transaction import Transaction
from app.tax.rule import TaxRule

SOON: Final = timedelta(days=60)
"""A tax row that ends within this time, with none after it, is told of."""
COMPANY: Final = "company"
GL_CODES: Final = "gl_codes"
TAX_TABLES: Final = "tax_tables"
BACKUP: Final = "backup"
_TIMES: Final = {each.key: each.question for each in RETENTION}


class Readiness(Enum):
    """How a line of the checklist stands."""

    READY = "ready"
    OPEN = "open"
    NOT_NEEDED = "not_needed"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyLine:
    """One line of the checklist."""

    key: str
    title: str
    state: Readiness
    answer: str = ""
    detail: str = ""
    at: datetime | None = None
    by: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RevenueCategory:
    """Products of one tax category, and the GL codes they post to."""

    category: str
    products: tuple[Product, ...]

    @property
    def gl_codes(self) -> tuple[str, ...]:
        """The different codes, in order."""
        return tuple(sorted({product.gl_code for product in self.products if product.gl_code}))


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """What is decided and what is open."""

    lines: tuple[ReadyLine, ...]
    answers: Mapping[str, str]
    owners: tuple[Owned, ...]
    company: Company | None
    categories: tuple[RevenueCategory, ...]

    @property
    def open(self) -> tuple[ReadyLine, ...]:
        """What needs a person."""
        return tuple(line for line in self.lines if line.state is Readiness.OPEN)

    @property
    def counted(self) -> tuple[int, int]:
        """How many lines are ready, of how many that are needed."""
        needed = [line for line in self.lines if line.state is not Readiness.NOT_NEEDED]
        return len(needed) - len(self.open), len(needed)


@dataclass(frozen=True, slots=True, kw_only=True)
class DecidedNow:
    """What an answer replaced, so that it can be taken back."""

    key: str
    before: str
    after: str


def decide(office: Office, key: str, value: str) -> DecidedNow:
    """Keeps an answer, with who gave it and when; blank takes it back.

    InputError for a question nobody asks and an answer it does not have.
    """
    kept = _checked(key, value) if value else _known(key)
    with office.write() as conn:
        if key == TIME_PRODUCT and kept:
            _check_product(conn, kept)
        before = save_answer(conn, key, value=kept, stamp=office.stamp("decide"))
    return DecidedNow(key=key, before=before or "", after=kept)


def _checked(key: str, value: str) -> str:
    time = _TIMES.get(key)
    if time is not None:
        return choice_of(time, value).value
    if key.startswith(GO_LIVE):
        _check_system(key)
    return checked_answer(key, value)


def _known(key: str) -> str:
    """Blank, for a key that may be taken back; InputError for one nobody asks."""
    if key.startswith(GO_LIVE):
        _check_system(key)
    elif key not in (*_TIMES, *FREE):
        question_of(key)
    return ""


def _check_system(key: str) -> None:
    system = key.removeprefix(GO_LIVE)
    if is_psa(system):
        raise InputError(
            f"{system_of(system).title} is a PSA.",
            "The day tells from when invoices are posted to the books.",
            "Name the accounting system.",
        )


def _check_product(conn: Transaction, code: str) -> None:
    if code not in {each.product_code for each in load(conn, Product)}:
        raise InputError(
            f"There is no product {code}.", "", "Name one of the sheet products, such as LABOR."
        )


def show_readiness(office: Office, *, progress: Progress | None = None) -> Checklist:
    """The checklist as it stands."""
    del progress
    with office.file.read() as conn:
        given = decided(conn)
        company = next(iter(load(conn, Company)), None)
        categories = _categories(load(conn, Product))
        today = office.clock.today(ZoneInfo(company.timezone if company else "UTC"))
        lines = (
            _company(company),
            *(_asked(question, given) for question in QUESTIONS),
            _gl_codes(categories),
            _tax_tables(load(conn, TaxRule), today),
            _backup(conn, given, office.clock.now()),
        )
    answers = {key: each.value for key, each in given.items()}
    return Checklist(
        lines=lines,
        answers=answers,
        owners=owners(answers),
        company=company,
        categories=categories,
    )


def _company(company: Company | None) -> ReadyLine:
    state = Readiness.READY if company else Readiness.OPEN
    return ReadyLine(
        key=COMPANY,
        title="Your company",
        state=state,
        answer=company.name if company else "Not filled in yet",
        detail=f"{company.city}, {company.region}" if company else "name, address and time zone",
    )


def _asked(question: Question, given: Mapping[str, Decided]) -> ReadyLine:
    answers = {key: each.value for key, each in given.items()}
    if not is_asked(question, answers):
        return ReadyLine(
            key=question.key,
            title=question.title,
            state=Readiness.NOT_NEEDED,
            answer="Not needed",
            detail="no other system is used",
        )
    choice = answered(question, answers)
    if choice is None:
        return ReadyLine(
            key=question.key,
            title=question.title,
            state=Readiness.OPEN,
            answer="Not decided yet",
        )
    kept = given[question.key]
    return ReadyLine(
        key=question.key,
        title=question.title,
        state=Readiness.READY,
        answer=choice.title,
        detail=choice.follows,
        at=kept.at,
        by=kept.by,
    )


def _categories(products: Sequence[Product]) -> tuple[RevenueCategory, ...]:
    found: dict[str, list[Product]] = {}
    for product in products:
        found.setdefault(product.tax_category, []).append(product)
    return tuple(
        RevenueCategory(category=name, products=tuple(found[name])) for name in sorted(found)
    )


def _gl_codes(categories: Sequence[RevenueCategory]) -> ReadyLine:
    coded = [each for each in categories if all(p.gl_code for p in each.products)]
    title = "GL codes for revenue"
    if not categories:
        return ReadyLine(
            key=GL_CODES,
            title=title,
            state=Readiness.OPEN,
            answer="No products yet",
            detail="bring in a workbook, or add them under Rates",
        )
    state = Readiness.READY if len(coded) == len(categories) else Readiness.OPEN
    codes = len({code for each in categories for code in each.gl_codes})
    return ReadyLine(
        key=GL_CODES,
        title=title,
        state=state,
        answer=f"{len(coded)} of {len(categories)} categories",
        detail=f"{codes} {'code' if codes == 1 else 'codes'} in use",
    )


def _tax_tables(rules: Sequence[TaxRule], today: date) -> ReadyLine:
    title = "Tax tables"
    if not rules:
        return ReadyLine(
            key=TAX_TABLES,
            title=title,
            state=Readiness.OPEN,
            answer="None yet",
            detail="bring in a tax table under Taxes",
        )
    ending = [rule for rule in rules if _ends_soon(rule, rules, today)]
    if ending:
        first = min(ending, key=lambda rule: rule.effective_to or date.max)
        rows = f"{len(ending)} {'row' if len(ending) == 1 else 'rows'}"
        return ReadyLine(
            key=TAX_TABLES,
            title=title,
            state=Readiness.OPEN,
            answer=f"{first.tax_code} ends {_day(first.effective_to or today)}",
            detail=f"{rows} with none after, by {_day(today + SOON)}",
        )
    return ReadyLine(
        key=TAX_TABLES,
        title=title,
        state=Readiness.READY,
        answer=f"{len(rules)} {'row' if len(rules) == 1 else 'rows'}",
        detail=f"none ends before {_day(today + SOON)}",
    )


def _day(day: date) -> str:
    return f"{day:%b} {day.day}, {day.year}"


def _ends_soon(rule: TaxRule, rules: Sequence[TaxRule], today: date) -> bool:
    last = rule.effective_to
    if last is None or not today <= last <= today + SOON:
        return False
    return not any(
        _of_one_place(rule, other)
        and other.effective_from > rule.effective_from
        and (other.effective_to is None or other.effective_to > last)
        for other in rules
    )


def _of_one_place(rule: TaxRule, other: TaxRule) -> bool:
    names = ("tax_code", "country", "state", "county_fips", "place_fips", "district")
    return all(getattr(rule, name) == getattr(other, name) for name in names)


def _backup(conn: Transaction, given: Mapping[str, Decided], now: datetime) -> ReadyLine:
    known = facts(conn)
    made = known.get(BACKED_UP)
    answers = {key: each.value for key, each in given.items()}
    when = answered(BACKUP_TIMES, {BACKUP_WHEN: BACKUP_TIMES.usual} | answers)
    words = when.title if when else ""
    if made is None:
        return ReadyLine(
            key=BACKUP,
            title="Backup",
            state=Readiness.OPEN,
            answer="None made yet",
            detail=words.lower(),
        )
    at = datetime.fromisoformat(made)
    age = (now - at).days
    ages = "today" if age < 1 else f"{age} {'day' if age == 1 else 'days'} ago"
    where = answers.get(BACKUP_FOLDER) or known.get(BACKED_UP_TO, "")
    return ReadyLine(
        key=BACKUP,
        title="Backup",
        state=Readiness.READY,
        answer=words,
        detail=f"last {ages}, to {where}",
        at=at,
    )
