"""What a plan of postings is made from, and its customers and items."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Final

from app.billing.book_matching import outgoing_customer
from app.billing.flows import CLOSED_PERIOD, NEXT_OPEN_DAY
from app.billing.incoming import BookCreditNote, BookCustomer, BookInvoice
from app.billing.issuer import Company
from app.billing.outgoing import TO_BE_MADE, OutgoingCustomer, OutgoingItem
from app.billing.posting import Books, item_on
from app.connectors.dealings import Ability, Choices
from app.connectors.ports import AccountingPort
from app.customers.account import Account
from app.customers.matching import MatchState, Pairing
from app.operations.map_view import pairing_words, pairings_of
from app.operations.office import Office
from app.operations.posting_corrections import Corrected
from app.operations.posting_plan import PlanAction, PlanRecord, Verb
from app.operations.system_connection import ConnectedSystem
from app.progress import Progress
from app.store.decisions import answers
from app.store.invoices import StoredInvoice
from app.store.links import Link, LinkKind, PairKind, links, pairs
from app.store.outbox import open_errands
from app.store.setup import load
from app.values.plain_form import plain_of

_ITEM_NAME: Final = 100
_NOBODY_THERE: Final = "No customer there has this number or name."


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What a plan is made from."""

    port: AccountingPort
    title: str
    """Of the system."""
    abilities: frozenset[Ability]
    choices: Choices
    books: Books
    company: Company
    accounts: Mapping[str, Account]
    customers: Mapping[str, Link]
    invoices: Mapping[str, Link]
    credit_notes: Mapping[str, Link]
    items: Mapping[str, Link]
    batch: int
    who: Callable[[Sequence[BookCustomer]], Mapping[str, Pairing]]
    """Who is who there by account, with these as they were told just now."""
    dates_on_open_day: bool = False
    """Whether what falls into a closed period there is dated on the next open day."""
    terms_pairs: Mapping[str, str] = field(default_factory=dict)
    """Their terms by our words, as somebody paired them."""
    open: frozenset[tuple[str, str]] = frozenset()
    """Kinds and our ids of what was sent once, and nobody knows what became of it."""
    corrected: Mapping[str, Sequence[Corrected]] = field(default_factory=dict)
    """By number of our credit notes: the invoices that they correct."""
    seen_invoices: dict[str, BookInvoice] = field(default_factory=dict)
    """What stood there when it was looked for while planning, by number."""
    seen_notes: dict[str, BookCreditNote] = field(default_factory=dict)
    """The same of credit notes."""


def desk_of(
    office: Office,
    connected: ConnectedSystem,
    port: AccountingPort,
    *,
    corrected: Mapping[str, Sequence[Corrected]],
) -> Desk:
    """The lists of both sides, asked once."""
    choices = port.choices()
    key = connected.key
    with office.file.read() as conn:
        paired = pairs(conn, key)
        return Desk(
            port=port,
            title=connected.system.title,
            abilities=connected.system.abilities,
            choices=choices,
            books=Books(
                accounts=choices.accounts,
                items=choices.items,
                tax_codes=choices.tax_codes,
                terms=choices.terms,
                needs_items=choices.needs_items,
                needs_tax_code=choices.needs_tax_code,
                revenue_pairs=_of_kind(paired, PairKind.REVENUE),
                tax_pairs=_of_kind(paired, PairKind.TAX),
            ),
            company=load(conn, Company)[0],
            accounts={each.account_number: each for each in load(conn, Account)},
            customers=links(conn, key, LinkKind.CUSTOMER),
            invoices=links(conn, key, LinkKind.INVOICE),
            credit_notes=links(conn, key, LinkKind.CREDIT_NOTE),
            items=links(conn, key, LinkKind.ITEM),
            batch=max(connected.system.batch_size, 1),
            dates_on_open_day=answers(conn).get(CLOSED_PERIOD) == NEXT_OPEN_DAY,
            who=partial(_who, office, key),
            terms_pairs=_of_kind(paired, PairKind.TERMS),
            open=frozenset((e.errand.kind, e.errand.our_id) for e in open_errands(conn, key)),
            corrected=corrected,
        )


def _who(office: Office, key: str, told: Sequence[BookCustomer]) -> dict[str, Pairing]:
    with office.file.read() as conn:
        pairings = pairings_of(conn, key, also=told)
    return {each.ours.id: each for each in pairings if each.ours is not None}


def _of_kind(paired: Mapping[tuple[PairKind, str], str], kind: PairKind) -> dict[str, str]:
    return {code: their for (each, code), their in paired.items() if each is kind}


def customer_records(
    desk: Desk,
    stored: Sequence[StoredInvoice],
    progress: Progress,
    *,
    also: Collection[str] = (),
) -> list[PlanRecord]:
    """The customers of these invoices: known, found, to be made, or in need of a hand."""
    wanted = dict.fromkeys([*(each.invoice.account_number for each in stored), *also])
    unlinked = [desk.accounts[number] for number in wanted if number not in desk.customers]
    progress.step(0, len(unlinked), "Looking for customers")
    answers = desk.port.find_all_customers([as_outgoing(desk, each) for each in unlinked])
    found = {
        account.account_number: answer for account, answer in zip(unlinked, answers, strict=True)
    }
    told = [each for several in answers for each in several]
    pairings = desk.who(told) if unlinked else {}
    return [
        _customer_record(desk, desk.accounts[number], found.get(number, ()), pairings.get(number))
        for number in wanted
    ]


def _customer_record(
    desk: Desk, account: Account, found: Sequence[BookCustomer], pairing: Pairing | None
) -> PlanRecord:
    ours = as_outgoing(desk, account)
    link = desk.customers.get(account.account_number)
    document = plain_of(ours)
    base = {"kind": "customer", "our_id": account.account_number, "document": document}
    if link is not None:
        changed = {
            name: value
            for name, value in document.items()
            if link.sent and link.sent.get(name) != value
        }
        if not changed:
            reason = "It is linked, and as we last sent it."
            return PlanRecord(action=PlanAction.SKIP, their_id=link.their_id, reason=reason, **base)
        may = Ability.UPDATE_CUSTOMERS in desk.abilities
        by_hand = f" {desk.title} is not told so from here: change it there by hand."
        return PlanRecord(
            action=PlanAction.UPDATE if may else PlanAction.CONFLICT,
            # A conflict that is linked is told once.
            verb=Verb.UPDATE if may else Verb.LINK,
            their_id=link.their_id,
            before={name: link.sent.get(name) for name in changed},
            after=changed,
            reason=f"It has changed here since it was sent.{'' if may else by_hand}",
            version=link.version,
            **base,
        )
    return _unlinked_customer(desk, pairing, [e for e in found if not e.is_gone], base)


def _unlinked_customer(
    desk: Desk,
    pairing: Pairing | None,
    found: Sequence[BookCustomer],
    base: Mapping[str, Any],
) -> PlanRecord:
    """Who is not linked goes by the map: only who is surely there, or surely not, goes on."""
    if pairing is None:
        return PlanRecord(action=PlanAction.CONFLICT, reason="It is closed here.", **base)
    if pairing.state is MatchState.EXACT and pairing.theirs is not None:
        theirs = pairing.theirs.id
        versions = (each.version for each in found if each.source_id == theirs)
        return PlanRecord(
            action=PlanAction.SKIP,
            verb=Verb.LINK,
            their_id=theirs,
            reason=f"{pairing.reasons[0].words}.",
            version=next(versions, ""),
            **base,
        )
    doubt = _doubt(desk, pairing, found, base["document"]["name"])
    # What was sent without an answer is perhaps the very one: making it looks for it first.
    is_under_way = ("customer", base["our_id"]) in desk.open
    if doubt and not is_under_way:
        return PlanRecord(action=PlanAction.CONFLICT, reason=doubt, **base)
    after = {name: value for name, value in base["document"].items() if value or value is False}
    return PlanRecord(
        action=PlanAction.CREATE,
        verb=Verb.CREATE,
        after=after,
        reason="It was sent, and no answer came." if is_under_way else _NOBODY_THERE,
        **base,
    )


def _doubt(desk: Desk, pairing: Pairing, found: Sequence[BookCustomer], name: str) -> str:
    """Why it is not surely nobody there; blank: it is."""
    if pairing.state is not MatchState.NEW:
        return pairing_words(pairing, desk.title)
    if any(each.name.strip().casefold() == name.casefold() for each in found):
        return f"{desk.title} has a customer of this name: link to it, or give ours another name."
    return ""


def their_customers(records: Sequence[PlanRecord]) -> dict[str, str]:
    """Their customers by account, those too that the plan makes; left out: who is not clear."""
    return {
        each.our_id: each.their_id or f"{TO_BE_MADE}{each.our_id}"
        for each in records
        if each.action is not PlanAction.CONFLICT or each.their_id is not None
    }


def item_records(desk: Desk, documents: Sequence[PlanRecord]) -> list[PlanRecord]:
    """The items that are made for lines of documents; and those of which nobody knew an end."""
    wanted = {
        line["account_id"]
        for each in documents
        if each.action in {PlanAction.CREATE, PlanAction.UPDATE}
        for line in each.document.get("lines", ())
        if (line.get("item_id") or "").startswith(TO_BE_MADE)
    }
    left = {our_id for kind, our_id in desk.open if kind == "item"} - wanted
    return [
        *(_item_record(desk, each) for each in sorted(wanted)),
        *(_open_item(desk, each) for each in sorted(left)),
    ]


def _item_record(desk: Desk, account_id: str) -> PlanRecord:
    account = next(each for each in desk.choices.accounts if each.source_id == account_id)
    name = f"{account.code} {account.name}".replace(":", " ").strip()[:_ITEM_NAME]
    document = plain_of(OutgoingItem(name=name, account_id=account_id))
    return PlanRecord(
        kind="item",
        our_id=account_id,
        action=PlanAction.CREATE,
        verb=Verb.CREATE,
        after=document,
        reason="Lines reach this account by an item alone, and it has none.",
        document=document,
    )


def _open_item(desk: Desk, account_id: str) -> PlanRecord:
    """What became of an item that was sent, and is not to be made now."""
    found = item_on(account_id, desk.choices.items)
    if found is None:
        reason = "It was sent once, did not arrive, and no line needs it now."
        return PlanRecord(kind="item", our_id=account_id, action=PlanAction.SKIP, reason=reason)
    return PlanRecord(
        kind="item",
        our_id=account_id,
        action=PlanAction.SKIP,
        verb=Verb.LINK,
        their_id=found.source_id,
        reason="It was sent once without an answer, and is there.",
    )


def as_outgoing(desk: Desk, account: Account) -> OutgoingCustomer:
    """An account as the books are to have it."""
    return outgoing_customer(
        account,
        terms_words=desk.company.terms,
        currency=desk.company.currency,
        choices=desk.choices.terms,
        paired=desk.terms_pairs,
    )
