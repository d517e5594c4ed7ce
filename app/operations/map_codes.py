"""The map of codes: where GL codes, tax codes, terms, items and products of ours are in a system.

What a code maps to without a word of anybody follows from the rules that posting goes by.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from typing import Final

from app.billing.coverage import Coverage, Missing, covered
from app.billing.incoming import BookAccount, BookFamily, BookItem, BookTerms
from app.billing.issuer import Company
from app.billing.posting import Books, Destination, account_for, invoice_parts, item_on
from app.billing.terms import read_terms
from app.connectors.dealings import Ability
from app.connectors.registry import system_of
from app.customers.account import Account
from app.customers.incoming import PsaFamily, PsaProduct, PsaTerms
from app.customers.matching import MatchState
from app.customers.product import Product
from app.errors import InputError
from app.operations.map_coverage import last_month
from app.operations.map_view import check_connected
from app.operations.map_writing import MapChange, fact_edit, write_map
from app.operations.office import Office
from app.operations.system_connection import is_psa
from app.store.invoices import load_invoices
from app.store.links import Link, LinkKind, PairKind, links, pairs
from app.store.mapping import FactKind
from app.store.remote_records import records_of
from app.store.setup import load
from app.store.transaction import Transaction
from app.values.money import ZERO


class CodeKind(Enum):
    """What a code of ours is."""

    REVENUE = "revenue"
    """A GL code."""
    TAX = "tax"
    ITEM = "item"
    """By the account that lines reach through it."""
    TERMS = "terms"
    PRODUCT = "product"


@dataclass(frozen=True, slots=True, kw_only=True)
class There:
    """One of theirs that a code may be paired with."""

    id: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeRow:
    """A code of ours and what it is there."""

    kind: CodeKind
    code: str
    words: str
    theirs: There | None
    state: MatchState
    """Linked: paired by somebody; exact: by a rule; new: nothing there is it."""
    reason: str
    amount: Decimal
    """Of the last month's charges."""
    is_wanted: bool = True
    """Whether it is a matter of that system at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeMap:
    """Every code that is in use."""

    system: str
    title: str
    rows: tuple[CodeRow, ...]
    choices: Mapping[CodeKind, Sequence[There]]
    coverage: Coverage


def show_codes(office: Office, system: str) -> CodeMap:
    """Where every code in use goes, by what was last pulled. NotAllowed: not connected."""
    with office.file.read() as conn:
        check_connected(conn, system)
        period, heads = last_month(conn)
        month = _Month(conn, [each.invoice_number for each in heads])
        if is_psa(system):
            rows, choices, total = _psa_rows(conn, system, month)
        else:
            rows, choices, total = _book_rows(conn, system, month)
    missing = [
        Missing(
            kind=each.kind.value,
            key=each.code,
            words=each.words,
            amount=each.amount,
            is_in_the_way=each.kind in {CodeKind.REVENUE, CodeKind.TAX, CodeKind.PRODUCT},
        )
        for each in rows
        if each.theirs is None and each.is_wanted and (each.amount or each.kind is CodeKind.TERMS)
    ]
    return CodeMap(
        system=system,
        title=system_of(system).title,
        rows=tuple(rows),
        choices=choices,
        coverage=covered(period, total, missing),
    )


def coverage(office: Office, system: str) -> Coverage:
    """How much of the last month's charges would map there, and what lacks."""
    return show_codes(office, system).coverage


def pair_code(office: Office, system: str, *, kind: CodeKind, code: str, theirs: str) -> MapChange:
    """Pairs a code of ours with one of theirs; blank takes the pair out.

    InputError for a kind that is not paired by hand, or one of theirs that is not there.
    """
    shown = show_codes(office, system)
    if kind not in shown.choices:
        kinds = ", ".join(each.value for each in shown.choices)
        raise InputError(f"{kind.value} is not paired there.", "", f"There are: {kinds}.")
    if theirs and theirs not in {each.id for each in shown.choices[kind]}:
        raise InputError(
            f"{shown.title} has no {theirs} for {kind.value}.", "", f"pull FILE {system}."
        )
    with office.write() as conn:
        if kind is CodeKind.PRODUCT:
            link = Link(kind=LinkKind.PRODUCT, our_id=code, their_id=theirs, sent={})
            edits = fact_edit(
                conn,
                system,
                FactKind.LINK,
                kind=LinkKind.PRODUCT,
                key=code,
                after=link if theirs else None,
            )
        else:
            edits = fact_edit(
                conn,
                system,
                FactKind.PAIR,
                kind=PairKind(kind.value),
                key=code,
                after=theirs or None,
            )
        title = f"{kind.value} {code} is {theirs}" if theirs else f"{kind.value} {code} has no pair"
        change = MapChange(system=system, title=title, edits=tuple(edits))
        return write_map(office, conn, change, why="said so")


class _Month:
    """What was billed in the last month, by code."""

    def __init__(self, conn: Transaction, numbers: Sequence[str]) -> None:
        self.parts: dict[tuple[Destination, str], Decimal] = defaultdict(lambda: ZERO)
        self.words: dict[tuple[Destination, str], str] = {}
        self.products: dict[str, Decimal] = defaultdict(lambda: ZERO)
        self.accounts: dict[str, Decimal] = defaultdict(lambda: ZERO)
        for stored in load_invoices(conn, numbers=numbers, lean=True) if numbers else ():
            self.accounts[stored.invoice.account_number] += abs(stored.total)
            for destination, code, words, amount in invoice_parts(stored.invoice):
                self.parts[destination, code] += abs(amount)
                self.words.setdefault((destination, code), words)
            for line in stored.invoice.lines:
                self.products[line.product_code] += abs(line.amount)

    @property
    def total(self) -> Decimal:
        """Charges, credits and taxes, each by its size."""
        return sum(self.parts.values(), ZERO)


_Rows = tuple[list[CodeRow], dict[CodeKind, Sequence[There]], Decimal]
_OF_TAX: Final = (Destination.TAX, Destination.OWN_FEE)


def _book_rows(conn: Transaction, system: str, month: _Month) -> _Rows:
    accounts = list(records_of(conn, system, BookFamily.ACCOUNTS.value, BookAccount))
    items = list(records_of(conn, system, BookFamily.ITEMS.value, BookItem))
    paired = pairs(conn, system)
    books = Books(
        accounts=accounts,
        items=items,
        revenue_pairs=_of_kind(paired, PairKind.REVENUE),
        tax_pairs=_of_kind(paired, PairKind.TAX),
    )
    rows, used = [], dict[str, Decimal]()
    for (destination, code), words in sorted(_codes(conn, month).items(), key=_in_order):
        row, account = _account_row(books, destination, code, words, month)
        rows.append(row)
        if account is not None:
            used[account.source_id] = used.get(account.source_id, ZERO) + row.amount
    if items:
        may = Ability.CREATE_ITEMS in system_of(system).abilities
        named = {each.source_id: each for each in accounts}
        rows += [_item_row(named[key], items, used[key], may=may) for key in sorted(used)]
    terms = [
        (each.source_id, each.name, each.days)
        for each in records_of(conn, system, BookFamily.TERMS.value, BookTerms)
        if each.is_active
    ]
    rows += _terms_rows(conn, terms, _of_kind(paired, PairKind.TERMS), month)
    places = [
        There(id=each.source_id, words=f"{each.code} {each.name}".strip())
        for each in accounts
        if each.is_active and each.is_for_lines
    ]
    choices: dict[CodeKind, Sequence[There]] = {CodeKind.REVENUE: places, CodeKind.TAX: places}
    if terms:
        choices[CodeKind.TERMS] = [There(id=key, words=name) for key, name, _ in terms]
    return rows, choices, month.total


def _of_kind(paired: Mapping[tuple[PairKind, str], str], kind: PairKind) -> dict[str, str]:
    return {code: their for (each, code), their in paired.items() if each is kind}


def _in_order(each: tuple[tuple[Destination, str], str]) -> tuple[bool, str]:
    (destination, code), _ = each
    return destination in _OF_TAX, code


def _codes(conn: Transaction, month: _Month) -> dict[tuple[Destination, str], str]:
    """GL codes of products, and every code of the month, with their words."""
    found: dict[tuple[Destination, str], str] = {}
    for product in load(conn, Product):
        found.setdefault((Destination.REVENUE, product.gl_code), product.name)
    billed = sorted(month.words.items(), key=lambda each: (each[0][0].value, each[0][1]))
    return found | {key: words for key, words in billed if key not in found}


def _account_row(
    books: Books, destination: Destination, code: str, words: str, month: _Month
) -> tuple[CodeRow, BookAccount | None]:
    account = account_for(destination, code, books)
    is_tax = destination in _OF_TAX
    given = books.tax_pairs if is_tax else books.revenue_pairs
    paired = given.get(code) or given.get("")
    if account is None:
        state = MatchState.NEW
        reason = "Its pair names no account in use" if paired else "No account there is for it"
    elif paired:
        state, reason = MatchState.LINKED, "Paired"
    else:
        state = MatchState.EXACT
        same = code in {account.code, account.name}
        reason = "Same number" if same else "The only account for it"
    row = CodeRow(
        kind=CodeKind.TAX if is_tax else CodeKind.REVENUE,
        code=code,
        words=words,
        theirs=_there(account),
        state=state,
        reason=reason,
        amount=month.parts.get((destination, code), ZERO),
    )
    return row, account


def _there(account: BookAccount | None) -> There | None:
    if account is None:
        return None
    return There(id=account.source_id, words=f"{account.code} {account.name}".strip())


def _item_row(
    account: BookAccount, items: Iterable[BookItem], amount: Decimal, *, may: bool
) -> CodeRow:
    item = item_on(account.source_id, items)
    made = "It is made with the first posting" if may else "Make it there: lines need one"
    return CodeRow(
        kind=CodeKind.ITEM,
        code=account.source_id,
        words=f"Item for {account.code} {account.name}",
        theirs=None if item is None else There(id=item.source_id, words=item.name),
        state=MatchState.NEW if item is None else MatchState.EXACT,
        reason=made if item is None else "It leads to that account",
        amount=amount,
    )


def _terms_rows(
    conn: Transaction,
    there: Sequence[tuple[str, str, int | None]],
    paired: Mapping[str, str],
    month: _Month,
) -> list[CodeRow]:
    """Terms in use; a system without a list of them needs none."""
    if not there:
        return []
    company = next(iter(load(conn, Company)), None)
    used: dict[str, Decimal] = defaultdict(lambda: ZERO)
    for account in load(conn, Account):
        words = account.terms or (company.terms if company else "")
        used[words] += month.accounts.get(account.account_number, ZERO)
    return [_terms_row(words, used[words], there, paired) for words in sorted(used) if words]


def _terms_row(
    words: str,
    amount: Decimal,
    there: Sequence[tuple[str, str, int | None]],
    paired: Mapping[str, str],
) -> CodeRow:
    named = {key: name for key, name, _ in there}
    chosen = paired.get(words)
    read = read_terms(words)
    days = read.days if read is not None and not read.from_month_end else None
    fitting = [key for key, _, each in there if days is not None and each == days]
    if chosen in named:
        found, state, reason = chosen, MatchState.LINKED, "Paired"
    elif fitting:
        found, state, reason = fitting[0], MatchState.EXACT, "As many days"
    else:
        found, state = None, MatchState.NEW
        reason = "None there has as many days; the due day goes along all the same"
    return CodeRow(
        kind=CodeKind.TERMS,
        code=words,
        words=words,
        theirs=None if found is None else There(id=found, words=named[found]),
        state=state,
        reason=reason,
        amount=amount,
    )


def _psa_rows(conn: Transaction, system: str, month: _Month) -> _Rows:
    products = {
        each.source_id: each
        for each in records_of(conn, system, PsaFamily.PRODUCTS.value, PsaProduct)
        if each.is_active
    }
    by_code: dict[str, list[PsaProduct]] = defaultdict(list)
    for each in products.values():
        by_code[each.code.strip().casefold()].append(each)
    linked = links(conn, system, LinkKind.PRODUCT)
    rows = []
    for product in load(conn, Product):
        code = product.product_code
        link, same = linked.get(code), by_code.get(code.casefold(), [])
        found = products.get(link.their_id) if link is not None else None
        state, reason = MatchState.LINKED, "Paired"
        if found is None and len(same) == 1:
            found, state, reason = same[0], MatchState.EXACT, "Same code"
        elif found is None:
            state = MatchState.AMBIGUOUS if same else MatchState.NEW
            reason = f"{len(same)} there have this code" if same else "Nothing there has its code"
            if product.billed == "usage" and not same:
                reason = "Calls are rated here, and no matter of the PSA"
        there = None if found is None else There(id=found.source_id, words=found.name)
        rows.append(
            CodeRow(
                kind=CodeKind.PRODUCT,
                code=code,
                words=product.name,
                theirs=there,
                state=state,
                reason=reason,
                amount=month.products.get(code, ZERO),
                is_wanted=product.billed != "usage" or found is not None,
            )
        )
    terms = [
        (each.source_id, each.name, each.days)
        for each in records_of(conn, system, PsaFamily.TERMS.value, PsaTerms)
        if each.is_active
    ]
    rows += _terms_rows(conn, terms, _of_kind(pairs(conn, system), PairKind.TERMS), month)
    choices: dict[CodeKind, Sequence[There]] = {
        CodeKind.PRODUCT: [There(id=e.source_id, words=e.name) for e in products.values()]
    }
    if terms:
        choices[CodeKind.TERMS] = [There(id=key, words=name) for key, name, _ in terms]
    unwanted = sum((each.amount for each in rows if not each.is_wanted), ZERO)
    return rows, choices, sum(month.products.values(), ZERO) - unwanted
