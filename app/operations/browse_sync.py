"""Saved plans of syncs for lists: what each holds record by record, and what became of it."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from app.billing.flows import flow_of
from app.customers.account import Account
from app.operations.apply_sync import saved_sync_plan
from app.operations.office import Office
from app.operations.posting_errands import Result
from app.operations.posting_plan import PlanAction, PlanRecord, Verb
from app.operations.sync_plan import GOOD, SyncPart, SyncPlan, acts
from app.store.invoice_heads import invoice_heads
from app.store.setup import load
from app.store.sync_plans import PlanHead, PlanState, plan_heads, saved_plan
from app.store.transaction import Transaction
from app.values.money import ZERO


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRow:
    """A saved plan in a list."""

    id: int
    title: str
    state: PlanState
    made_at: datetime
    made_by: str
    applied_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldPair:
    """One field of a record, there and as it is to be."""

    name: str
    before: str
    after: str
    is_money: bool = False

    @property
    def is_changed(self) -> bool:
        """Whether the plan changes it."""
        return self.before != self.after


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanLine:
    """One record of a plan."""

    part: int
    place: int
    flow: str
    system: str
    title: str
    """Of the system."""
    goes_out: bool
    """Whether it is written there."""
    kind: str
    our_id: str
    who: str
    """The customer's name, as far as it is known."""
    account_number: str
    action: PlanAction
    verb: str
    reason: str
    amount: Decimal | None
    their_id: str
    fields: tuple[FieldPair, ...]
    lines: tuple[tuple[str, Decimal], ...]
    """Of a document: its accounts there, and what goes to each."""
    result: str = ""
    """What became of it: a word of ``Result``; blank: it was not tried."""
    why: str = ""

    @property
    def is_stale(self) -> bool:
        """Whether it has changed since the plan, and is left out."""
        return self.result == Result.STALE.value

    @property
    def is_to_do(self) -> bool:
        """Whether applying the plan does something about it."""
        works = self.verb != Verb.NONE.value or self.action in {
            PlanAction.CREATE,
            PlanAction.UPDATE,
        }
        is_open = self.action is not PlanAction.CONFLICT and not self.is_stale
        return works and is_open and self.result not in _WELL


_WELL: Final = frozenset(each.value for each in GOOD)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tile:
    """The records of one action."""

    action: PlanAction
    count: int
    money: Decimal
    kinds: tuple[tuple[str, int], ...]
    """How many of each kind, the most first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanView:
    """A saved plan with its records."""

    row: PlanRow
    lines: tuple[PlanLine, ...]
    tiles: tuple[Tile, ...]
    waits: tuple[tuple[str, str], ...]
    """Systems that could not be planned, and why."""
    warnings: tuple[str, ...]
    takes_back: int | None
    to_do: tuple[tuple[str, int], ...]
    """What applying it does, by kind of record; documents first."""
    to_do_money: Decimal
    goes_out: bool
    """Whether something of what is to be done is written in another system."""
    can_take_back: bool
    """Whether it has posted something that could be taken back."""

    @property
    def titles(self) -> tuple[str, ...]:
        """Of the systems it is about."""
        return tuple(dict.fromkeys(each.title for each in self.lines))


def list_plans(office: Office) -> list[PlanRow]:
    """The saved plans, the newest first."""
    with office.file.read() as conn:
        return [_row(each) for each in plan_heads(conn)]


def _row(head: PlanHead) -> PlanRow:
    return PlanRow(
        id=head.id,
        title=head.title,
        state=head.state,
        made_at=head.made_at,
        made_by=head.made_by,
        applied_at=head.applied_at,
    )


def show_plan(office: Office, number: int) -> PlanView:
    """A saved plan; InputError where there is none of that number."""
    plan = saved_sync_plan(office, number)
    with office.file.read() as conn:
        saved = saved_plan(conn, number)
        names = _names(conn)
    outcomes: dict[tuple[int, int], Mapping[str, Any]] = {
        (int(each["part"]), int(each["record"])): each
        for each in (saved.outcomes if saved is not None else ())
    }
    lines = tuple(
        _line(part, place, record, number_of_part, names, outcomes.get((number_of_part, place)))
        for number_of_part, part in enumerate(plan.parts)
        for place, record in enumerate(part.records)
    )
    head = next(each for each in _heads(office) if each.id == number)
    return _view(head, plan, lines)


def _heads(office: Office) -> list[PlanRow]:
    return list_plans(office)


def plan_preview(office: Office, plan: SyncPlan) -> tuple[PlanLine, ...]:
    """The records of a plan that need not have been saved."""
    with office.file.read() as conn:
        names = _names(conn)
    return tuple(
        _line(part, place, record, number, names, None)
        for number, part in enumerate(plan.parts)
        for place, record in enumerate(part.records)
    )


def tiles_of(lines: Sequence[PlanLine]) -> tuple[Tile, ...]:
    """How much of each action; all four in any case."""
    return tuple(
        Tile(
            action=action,
            count=len(mine),
            money=_money(mine),
            kinds=tuple(Counter(each.kind for each in mine).most_common()),
        )
        for action in PlanAction
        for mine in ([each for each in lines if each.action is action],)
    )


def _view(row: PlanRow, plan: SyncPlan, lines: tuple[PlanLine, ...]) -> PlanView:
    doing = [each for each in lines if each.is_to_do]
    kinds = Counter(each.kind for each in doing)
    posted = any(
        each.goes_out and each.result in _WELL and each.verb == Verb.CREATE.value for each in lines
    )
    return PlanView(
        row=row,
        lines=lines,
        tiles=tiles_of(lines),
        waits=tuple((part.title, part.waits) for part in plan.parts if part.waits),
        warnings=tuple(
            f"{part.title}: {each}"
            for part in plan.parts
            if part.plan is not None
            for each in part.plan.warnings
        ),
        takes_back=plan.takes_back,
        to_do=tuple(sorted(kinds.items(), key=lambda each: (_rank(each[0]), -each[1]))),
        to_do_money=_money([each for each in doing if each.kind in _DOCUMENTS] or doing),
        goes_out=any(each.goes_out for each in doing),
        can_take_back=posted and plan.takes_back is None,
    )


_DOCUMENTS: Final = ("invoice", "credit_note", "psa_invoice", "payment")


def _rank(kind: str) -> int:
    return _DOCUMENTS.index(kind) if kind in _DOCUMENTS else len(_DOCUMENTS)


def _money(lines: Sequence[PlanLine]) -> Decimal:
    return sum((each.amount for each in lines if each.amount is not None), ZERO)


def _names(conn: Transaction) -> dict[str, tuple[str, str]]:
    """Account number and name by what records are called: accounts, invoices."""
    accounts = {each.account_number: each.name for each in load(conn, Account)}
    found = {number: (number, name) for number, name in accounts.items()}
    for head in invoice_heads(conn):
        number = head.account_number
        found[f"invoice {head.invoice_number}"] = (number, accounts.get(number, ""))
    return found


def _line(
    part: SyncPart,
    place: int,
    record: PlanRecord,
    number_of_part: int,
    names: Mapping[str, tuple[str, str]],
    outcome: Mapping[str, Any] | None,
) -> PlanLine:
    account, who = _whose(record, names)
    return PlanLine(
        part=number_of_part,
        place=place,
        flow=part.flow,
        system=part.system,
        title=part.title,
        goes_out=flow_of(part.flow).direction.value != "in",
        kind=record.kind,
        our_id=record.our_id,
        who=who,
        account_number=account,
        action=record.action,
        verb=record.verb.value if acts(record) else Verb.NONE.value,
        reason=record.reason,
        amount=record.amount,
        their_id=record.their_id or "",
        fields=_fields(record),
        lines=_book_lines(record),
        result=str(outcome["result"]) if outcome else "",
        why=str(outcome["why"]) if outcome else "",
    )


def _whose(record: PlanRecord, names: Mapping[str, tuple[str, str]]) -> tuple[str, str]:
    document = record.document
    told = document.get("customer_number") or document.get("account_number")
    for each in (f"invoice {record.our_id}", str(told or ""), record.our_id):
        if each in names:
            return names[each]
    return str(told or ""), str(document.get("name") or record.after.get("name") or "")


_MONEY: Final = frozenset({"total", "amount", "balance", "unit_price", "price", "paid"})


def field_pairs(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[FieldPair, ...]:
    """Fields as they are and as they are to be, in words."""
    names = [*before, *(each for each in after if each not in before)]
    return tuple(
        FieldPair(
            name=_words(each),
            before=field_text(before.get(each)),
            after=field_text(after.get(each)),
            is_money=each in _MONEY,
        )
        for each in names
    )


def _fields(record: PlanRecord) -> tuple[FieldPair, ...]:
    """The fields that change, else those that are sent and can be read."""
    if record.before or record.after:
        return field_pairs(record.before, record.after)
    shown = {k: v for k, v in record.document.items() if k not in _HIDDEN and _is_plain(v)}
    return tuple(
        FieldPair(name=_words(each), before="", after=field_text(value), is_money=each in _MONEY)
        for each, value in shown.items()
        if value not in (None, "", [])
    )


_HIDDEN: Final = frozenset({"lines", "key", "tax_lines"})


def _is_plain(value: object) -> bool:
    return not isinstance(value, Mapping | list | tuple)


def _words(name: str) -> str:
    return name.replace("_", " ").capitalize()


def field_text(value: object) -> str:
    """A value of a record as a line of text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return ", ".join(
            f"{_words(k)} {field_text(v)}" for k, v in value.items() if v not in (None, "")
        )
    if isinstance(value, list | tuple):
        return "; ".join(field_text(each) for each in value)
    return str(value)


def _book_lines(record: PlanRecord) -> tuple[tuple[str, Decimal], ...]:
    """What of a document goes to each account there."""
    sums: dict[str, Decimal] = {}
    lines = record.document.get("lines")
    for each in lines if isinstance(lines, list | tuple) else ():
        if isinstance(each, Mapping) and each.get("amount") is not None:
            name = str(each.get("account_code") or each.get("account_id") or "")
            sums[name] = sums.get(name, ZERO) + Decimal(str(each["amount"]))
    return tuple((name, amount) for name, amount in sums.items() if name)
