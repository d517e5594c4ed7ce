"""The inbox for a list: each entry with whose it is, what mends it, and where it is looked at."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import Any, Final

from app.billing.decision import BASE_PRODUCT, TIME_PRODUCT, question_of
from app.billing.flows import CLOSED_PERIOD, FLOWS
from app.connectors.registry import system_of
from app.connectors.web_pages import web_page
from app.customers.account import Account
from app.customers.product import Product
from app.operations.browse_sync import FieldPair, field_pairs, field_text
from app.operations.keep_inbox import list_inbox
from app.operations.office import Office
from app.store.connections import connections
from app.store.inbox import ITSELF, InboxEntry, Problem
from app.store.setup import load


class Deed(Enum):
    """What mends an entry."""

    RETRY = "retry"
    """It is tried again, alone."""
    SIGN_IN = "sign_in"
    MAP = "map"
    """One of several is chosen, on the customer map."""
    DRIFT = "drift"
    """Somebody decides what of an invoice shall hold."""
    FIELDS = "fields"
    """Somebody decides whose value each field keeps."""
    CUSTOMER = "customer"
    """Something of the customer is changed here."""
    INVOICE = "invoice"
    """Something of the invoice is done here."""
    DECIDE = "decide"
    """A question is answered once, and holds for all of them."""
    CODES = "codes"
    """A code of ours gets its place there."""
    THERE = "there"
    """It is put right over there, and looked at again here."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedField:
    """A field of which somebody decides whose value it keeps."""

    name: str
    ours: str
    theirs: str
    agreed: str
    can_be_taken: bool
    """Whether there is a value of theirs."""
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxRow:
    """One entry of the inbox."""

    id: int
    kind: str
    title: str
    why: str
    remedy: str
    which: str
    """The record in words: customer and number."""
    system: str
    system_title: str
    account_number: str
    customer: str
    record_kind: str
    our_id: str
    amount: Decimal | None
    first_at: datetime
    last_at: datetime
    times: int
    deed: Deed
    decides: str
    """The question that is to be answered; blank: none is."""
    asked: tuple[AskedField, ...]
    fields: tuple[FieldPair, ...]
    """What the record would change, and could not."""
    link: str
    """The record's page there; blank: not known."""
    solved_at: datetime | None = None
    by_itself: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxRows:
    """The inbox."""

    now: datetime
    open: tuple[InboxRow, ...]
    """The most money first."""
    solved: tuple[InboxRow, ...]
    """Of a month, the last one first."""
    systems: Mapping[str, str]
    """Titles of the systems that something is open of."""

    @property
    def solved_themselves(self) -> int:
        """How many went away without anybody's doing."""
        return sum(each.by_itself for each in self.solved)


_DEEDS: Final[Mapping[str, Deed]] = {
    "drift": Deed.DRIFT,
    "sign_in_ends": Deed.SIGN_IN,
    "sign_in_needed": Deed.SIGN_IN,
    "ambiguous": Deed.MAP,
    "agreement_ended": Deed.CUSTOMER,
    "void_there": Deed.INVOICE,
    "overpaid": Deed.THERE,
    "unapplied": Deed.THERE,
    "turned_away": Deed.SIGN_IN,
}
_OF_CUSTOMERS: Final = frozenset({"account", "location", "contact", "terms", "service"})
_COMING_IN: Final = frozenset(each.name for each in FLOWS if each.direction.value == "in")


def browse_inbox(office: Office) -> InboxRows:
    """The inbox as it stands; nothing is asked or worked out."""
    found = list_inbox(office)
    with office.file.read() as conn:
        names = {each.account_number: each.name for each in load(conn, Account)}
        settings = {each.system: each.settings for each in connections(conn)}
    rows = [_row(each, names, settings) for each in found.open]
    return InboxRows(
        now=office.clock.now(),
        open=tuple(rows),
        solved=tuple(_row(each, names, settings) for each in found.solved),
        systems={each.system: each.system_title for each in rows},
    )


def _row(
    entry: InboxEntry, names: Mapping[str, str], settings: Mapping[str, Mapping[str, str]]
) -> InboxRow:
    problem, facts = entry.problem, entry.problem.facts
    account = problem.account_number or ""
    kind, our_id = str(facts.get("kind") or ""), str(facts.get("our_id") or "")
    told = facts.get("after") or {}
    customer = names.get(account, "") or str(told.get("name") or "")
    return InboxRow(
        id=entry.id,
        kind=problem.kind,
        title=problem.title,
        why=problem.why,
        remedy=problem.remedy,
        which=_which(customer, account, kind, our_id),
        system=problem.system,
        system_title=str(facts.get("system_title") or system_of(problem.system).title),
        account_number=account,
        customer=customer,
        record_kind=kind,
        our_id=our_id,
        amount=problem.amount,
        first_at=entry.first_at,
        last_at=entry.last_at,
        times=entry.times,
        deed=_deed(problem, is_known=account in names),
        decides=_question(problem),
        asked=_asked(facts.get("fields") or {}),
        fields=field_pairs(facts.get("before") or {}, facts.get("after") or {}),
        link=web_page(
            problem.system,
            settings.get(problem.system, {}),
            kind="customer" if kind == "account" else kind,
            their_id=str(facts.get("their_id") or ""),
        ),
        solved_at=entry.solved_at,
        by_itself=entry.solved_by == ITSELF,
    )


def _asked(fields: Mapping[str, Any]) -> tuple[AskedField, ...]:
    return tuple(
        AskedField(
            name=name,
            ours=_joined(told.get("ours")),
            theirs=_joined(told.get("theirs")),
            agreed=_joined(told.get("agreed")),
            can_be_taken=told.get("theirs") is not None,
            why=str(told.get("why") or ""),
        )
        for name, told in fields.items()
    )


def _joined(value: Mapping[str, Any] | None) -> str:
    """The columns of a field, such as the lines of an address, beside each other."""
    return ", ".join(field_text(each) for each in (value or {}).values() if each not in (None, ""))


def _deed(problem: Problem, *, is_known: bool) -> Deed:
    if problem.facts.get("fields"):
        return Deed.FIELDS
    if _question(problem):
        return Deed.DECIDE
    if problem.why.startswith(_NOT_LINKED):
        return Deed.CODES
    if problem.kind in _DEEDS:
        return _DEEDS[problem.kind]
    kind = problem.facts.get("kind")
    if problem.kind != "conflict" or problem.flow not in _COMING_IN or kind not in _OF_CUSTOMERS:
        return Deed.RETRY
    # Who is nobody here yet is settled where the two sides are compared.
    return Deed.CUSTOMER if is_known else Deed.MAP


_UNDECIDED: Final = "Nobody has decided as which product"
_NOT_LINKED: Final = "No product of ours is linked"


def _question(problem: Problem) -> str:
    """The decision that an entry waits for; blank: none."""
    if problem.kind == "closed_period":
        return CLOSED_PERIOD
    if problem.why.startswith(_UNDECIDED):
        return BASE_PRODUCT if problem.facts.get("kind") == "service" else TIME_PRODUCT
    return ""


def decision_choices(office: Office, key: str) -> list[tuple[str, str]]:
    """The answers to a question of the inbox, and their words: products, or what it offers."""
    if key == CLOSED_PERIOD:
        return [(each.value, each.title) for each in question_of(key).choices]
    with office.file.read() as conn:
        products = load(conn, Product)
    return [(each.product_code, f"{each.product_code}, {each.name}") for each in products]


def _which(customer: str, account: str, kind: str, our_id: str) -> str:
    noun = kind.replace("_", " ")
    record = f"{noun} {our_id}".strip() if our_id and our_id != account else ""
    who = f"{customer}, {account}" if account and customer else customer or account
    return ", ".join(each for each in (who, record) if each)
