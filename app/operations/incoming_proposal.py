"""What an incoming record would change here: what the plan shows, and what applying it writes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from app.customers.account import Account
from app.customers.incoming_changes import FieldChange, now_agreed
from app.customers.location import ServiceLocation
from app.customers.ownership import Settlement
from app.operations.incoming_view import View
from app.operations.posting_plan import PlanAction, PlanRecord, digest_of
from app.store.agreed import AgreedRecord
from app.store.links import Link
from app.store.onboarding import CardItem
from app.values.plain_form import plain_of

Row = Account | ServiceLocation


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A record of a plan, with all that it writes."""

    record: PlanRecord
    target: type[Row] | None = None
    """Whose row it changes or adds; None: none."""
    key: str = ""
    """The account number or location code of that row."""
    values: Mapping[str, Any] = field(default_factory=dict)
    """The columns that are written."""
    link: Link | None = None
    agreed: AgreedRecord | None = None
    card: tuple[CardItem, ...] = ()

    @property
    def place(self) -> tuple[type[Row] | None, str]:
        """Whose row it is, and that row's key."""
        return self.target, self.key

    @property
    def makes_account(self) -> bool:
        """Whether it brings a new account."""
        return self.target is Account and "account_number" in self.values

    @property
    def account_number(self) -> str | None:
        """The account that has to be there; None: none has to."""
        if self.target is Account:
            return self.key
        number = self.values.get("account_number")
        return None if number is None else str(number)

    @property
    def identity(self) -> tuple[str, str, str, str]:
        """By what a plan's record is found again."""
        return identity_of(self.record)


def identity_of(record: PlanRecord) -> tuple[str, str, str, str]:
    """By what a plan's record is found again."""
    return record.kind, record.our_id, record.their_id or "", record.action.value


def conflict(
    kind: str,
    our_id: str,
    *,
    their_id: str | None,
    why: str,
    account: str | None = None,
    changes: Sequence[FieldChange] = (),
) -> Proposal:
    """Something that a person has to decide; ``account``: whose it is, where one is here."""
    asked = [each for each in changes if each.settlement is Settlement.ASK]
    document: dict[str, Any] = {"account_number": account} if account else {}
    if asked:
        document["fields"] = {each.field.name: _told(each) for each in asked}
    record = PlanRecord(
        kind=kind,
        our_id=our_id,
        action=PlanAction.CONFLICT,
        their_id=their_id,
        before=_merged(each.ours for each in asked),
        after=_merged(each.theirs or {} for each in asked),
        reason=why,
        document=document,
        version=version_of(changes) if changes else digest_of({"why": why}),
    )
    return Proposal(record=record)


def _merged(values: Iterable[Mapping[str, object]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for each in values:
        found |= plain(each)
    return found


def _told(change: FieldChange) -> dict[str, Any]:
    agreed = change.agreed
    return {
        "ours": plain(change.ours),
        "theirs": None if change.theirs is None else plain(change.theirs),
        "agreed": None if agreed is None else plain(agreed.ours),
        "why": change.why,
    }


def plain(values: object) -> Any:  # noqa: ANN401  JSON
    """The values as JSON has them."""
    return plain_of(values)


def version_of(changes: Iterable[FieldChange]) -> str:
    """A hash of what fields are on both sides, and last were."""
    told = {
        each.field.name: [
            plain(each.ours),
            None if each.theirs is None else plain(each.theirs),
            None if each.agreed is None else [plain(each.agreed.ours), plain(each.agreed.theirs)],
        ]
        for each in changes
    }
    return digest_of(told)


def proposals_of(
    view: View,
    kind: str,
    before: Row,
    after: Row,
    changes: tuple[FieldChange, ...],
    *,
    their_id: str,
    link: Link | None = None,
) -> list[Proposal]:
    """What the settled fields of a record come to: one that writes or notes, and what is asked.

    Where both sides agree, and that is noted, there is none.
    """
    our_id = before.location_code if isinstance(before, ServiceLocation) else before.account_number
    values = {
        name: getattr(after, name)
        for name in type(before).__dataclass_fields__
        if getattr(after, name) != getattr(before, name)
    }
    settled = now_agreed(changes)
    known = view.agreed.get((kind, our_id), {})
    news = {name: each for name, each in settled.items() if known.get(name) != each}
    does = bool(values) or link is not None
    stays = any(each.settlement is Settlement.KEEP for each in changes)
    asked = [each.why for each in changes if each.settlement is Settlement.ASK]
    found: list[Proposal] = []
    if asked:
        why = " ".join(asked)
        account = before.account_number
        found.append(
            conflict(kind, our_id, their_id=their_id, why=why, account=account, changes=changes)
        )
    if not does and not news and (asked or not stays):
        return found
    record = PlanRecord(
        kind=kind,
        our_id=our_id,
        action=PlanAction.UPDATE if does else PlanAction.SKIP,
        their_id=their_id,
        before=plain({name: getattr(before, name) for name in values}),
        after=plain(values),
        reason=_reason(changes, link=link),
        version=version_of(changes),
    )
    first = Proposal(
        record=record,
        target=type(before) if values else None,
        key=our_id,
        values=values,
        link=link,
        agreed=AgreedRecord(kind=kind, our_id=our_id, fields=news) if news else None,
    )
    # The last word on a record is what still needs a hand.
    return [first, *found]


def _reason(changes: Iterable[FieldChange], *, link: Link | None) -> str:
    told = [each for each in changes if each.settlement in {Settlement.TAKE, Settlement.KEEP}]
    words = [each.why for each in told]
    if link is not None:
        words.insert(0, "It is the same place.")
    return " ".join(words) or "Both sides agree."


def refused(proposal: Proposal, why: str) -> Proposal:
    """The proposal as a conflict: its row cannot be written, and why."""
    record = replace(proposal.record, action=PlanAction.CONFLICT, reason=why)
    return Proposal(record=record)


def merged_rows(
    proposals: Iterable[Proposal], here: Mapping[tuple[type[Row], str], Row]
) -> dict[tuple[type[Row], str], Row]:
    """The rows that proposals come to together, by class and key; each row once.

    ``here``: the rows that are there already.
    """
    values: dict[tuple[type[Row], str], dict[str, Any]] = {}
    for each in proposals:
        if each.target is not None:
            values.setdefault((each.target, each.key), {}).update(each.values)
    return {
        place: replace(here[place], **columns) if place in here else place[0](**columns)
        for place, columns in values.items()
    }
