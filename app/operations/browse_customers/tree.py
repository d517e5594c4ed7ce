"""The tree of customers: account, location, circuit, number; numbers are read when asked for."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from zoneinfo import ZoneInfo

from app.billing.issuer import Company
from app.host.collection import collecting_later
from app.operations.office import Office
from app.store.customer_lists import (
    CircuitHead,
    Fitting,
    LocationHead,
    NumberHead,
    account_heads,
    circuit_heads,
    fitting,
    location_heads,
    number_counts,
    number_heads,
)
from app.store.setup import load
from app.store.transaction import Transaction


class Level(Enum):
    """What a branch of the tree is."""

    ALL = "all"
    ACCOUNT = "customer"
    LOCATION = "location"
    CIRCUIT = "circuit"
    NUMBER = "number"


@dataclass(frozen=True, slots=True, kw_only=True)
class Branch:
    """One line of the tree."""

    level: Level
    key: str
    """Its own name: an account number, a code, a number."""
    title: str
    second: str = ""
    account_number: str = ""
    location_code: str = ""
    circuit_code: str = ""
    numbers: int = 0
    """How many numbers are below it."""
    is_closed: bool = False
    is_hit: bool = False
    """Whether it is this very line that was looked for."""
    below: tuple["Branch", ...] = ()
    loose_numbers: int = 0
    """How many numbers stand right below it and are read when it is opened."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerTree:
    """All customers, or those that fit."""

    branches: tuple[Branch, ...]
    customers: int
    """How many there are, whatever was looked for."""
    numbers: int


@collecting_later()
def customer_tree(office: Office, text: str = "") -> CustomerTree:
    """The tree without its numbers; with a text only what fits, with the numbers that fit."""
    with office.file.read() as conn:
        today = _today(office, conn)
        heads = account_heads(conn)
        counts = number_counts(conn, today)
        locations = _by_account(location_heads(conn))
        circuits = _by_location(circuit_heads(conn, today))
        found = fitting(conn, text, today) if text.strip() else None
    numbers = _numbers_by_account(found) if found is not None else {}
    branches = []
    for head in heads:
        places = [
            _location(each, circuits.get(each.location_code, ()), counts)
            for each in locations.get(head.account_number, ())
        ]
        branch = Branch(
            level=Level.ACCOUNT,
            key=head.account_number,
            title=head.name,
            second=head.account_number,
            account_number=head.account_number,
            numbers=sum(each.numbers for each in places),
            is_closed=head.closed_on is not None and head.closed_on <= today,
            below=tuple(places),
        )
        kept = branch if found is None else _kept(branch, found, numbers)
        if kept is not None:
            branches.append(kept)
    return CustomerTree(
        branches=tuple(branches), customers=len(heads), numbers=sum(counts.values())
    )


def numbers_below(office: Office, branch: Branch) -> tuple[Branch, ...]:
    """The numbers right below a location or circuit."""
    with office.file.read() as conn:
        found = number_heads(
            conn,
            branch.account_number,
            location_code=branch.location_code,
            circuit_code=branch.circuit_code,
            today=_today(office, conn),
        )
    return tuple(_number(each) for each in found)


def _today(office: Office, conn: Transaction) -> date:
    company = load(conn, Company)
    return office.clock.today(ZoneInfo(company[0].timezone if company else "UTC"))


def _by_account(heads: Iterable[LocationHead]) -> dict[str, list[LocationHead]]:
    found: dict[str, list[LocationHead]] = {}
    for each in heads:
        found.setdefault(each.account_number, []).append(each)
    return found


def _by_location(heads: Iterable[CircuitHead]) -> dict[str, list[CircuitHead]]:
    found: dict[str, list[CircuitHead]] = {}
    for each in heads:
        found.setdefault(each.location_code, []).append(each)
    return found


def _location(
    head: LocationHead,
    circuits: Iterable[CircuitHead],
    counts: Mapping[tuple[str, str, str], int],
) -> Branch:
    every = [(each, _circuit(each, counts)) for each in circuits]
    # One that has ended stays only while numbers are still on it.
    lines = [line for each, line in every if line.numbers or not each.has_ended]
    loose = counts.get((head.account_number, head.location_code, ""), 0)
    return Branch(
        level=Level.LOCATION,
        key=head.location_code,
        title=head.title,
        second=head.city if head.city != head.title else "",
        account_number=head.account_number,
        location_code=head.location_code,
        numbers=loose + sum(each.numbers for each in lines),
        below=tuple(lines),
        loose_numbers=loose,
    )


def _circuit(head: CircuitHead, counts: Mapping[tuple[str, str, str], int]) -> Branch:
    count = counts.get((head.account_number, head.location_code, head.circuit_code), 0)
    return Branch(
        level=Level.CIRCUIT,
        key=head.circuit_code,
        title=head.circuit_code,
        account_number=head.account_number,
        location_code=head.location_code,
        circuit_code=head.circuit_code,
        numbers=count,
        loose_numbers=count,
    )


def _number(head: NumberHead) -> Branch:
    return Branch(
        level=Level.NUMBER,
        key=head.number,
        title=head.number,
        account_number=head.account_number,
        location_code=head.location_code,
        circuit_code=head.circuit_code or "",
    )


# ---- what fits

_NumbersOf = Mapping[str, list[NumberHead]]


def _numbers_by_account(found: Fitting) -> _NumbersOf:
    numbers: dict[str, list[NumberHead]] = {}
    for each in found.numbers:
        numbers.setdefault(each.account_number, []).append(each)
    return numbers


def _kept(branch: Branch, found: Fitting, numbers: _NumbersOf) -> Branch | None:
    """The customer whole where it fits itself, else only what fits below it; None: nothing does."""
    if branch.key in found.accounts:
        return replace(branch, is_hit=True)
    below = [_kept_place(each, found, numbers.get(branch.key, [])) for each in branch.below]
    kept = tuple(each for each in below if each is not None)
    return replace(branch, below=kept) if kept else None


def _kept_place(place: Branch, found: Fitting, numbers: list[NumberHead]) -> Branch | None:
    if place.key in found.locations:
        return replace(place, is_hit=True)
    here = [each for each in numbers if each.location_code == place.key]
    below: list[Branch] = []
    for line in place.below:
        own = [_hit(each) for each in here if each.circuit_code == line.key]
        if line.key in found.circuits:
            below.append(replace(line, is_hit=True))
        elif own:
            below.append(replace(line, below=tuple(own), loose_numbers=0))
    below += [_hit(each) for each in here if each.circuit_code is None]
    return replace(place, below=tuple(below), loose_numbers=0) if below else None


def _hit(head: NumberHead) -> Branch:
    return replace(_number(head), is_hit=True)
