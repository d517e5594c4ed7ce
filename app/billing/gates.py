"""Gates: what must be clear, or waived with a reason, before a run is approved.

Each shows how many records stand in the way and the money at stake. Waiving never bills a wrong
invoice: the invoices that a gate concerns stay left out, and the rest goes. What a PSA has billed
too is the one thing that a waiver bills: only a person can know that it is something else.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Final

from app.billing.draft import DraftInvoice
from app.errors import InputError
from app.findings import Finding
from app.values.money import ZERO


class GateName(Enum):
    """The gates."""

    SUSPENDED_USAGE = "suspended_usage"
    ACCOUNTS_NOT_READY = "accounts_not_ready"
    PROBABLE_DUPLICATES = "probable_duplicates"
    EXPIRED_TABLES = "expired_tables"
    NO_TAX_RULES = "no_tax_rules"
    NOT_REGISTERED = "not_registered"
    USF_FACTOR_MISSING = "usf_factor_missing"
    UNDECIDED_CHARGE = "undecided_charge"
    SHARE_MISSING = "share_missing"
    TAX_SERVICE = "tax_service"
    HELD_IN_REVIEW = "held_in_review"
    """Never stands in the way: a person held these back, and said why."""
    BILLED_IN_BOTH = "billed_in_both"
    PSA_LEFT_OUT = "psa_left_out"
    """Never stands in the way: what a PSA has to bill, and this run does not."""
    PERIOD_NOT_OVER = "period_not_over"


LEAVING_OUT: Final = (
    GateName.ACCOUNTS_NOT_READY,
    GateName.USF_FACTOR_MISSING,
    GateName.UNDECIDED_CHARGE,
    GateName.SHARE_MISSING,
    GateName.TAX_SERVICE,
    GateName.HELD_IN_REVIEW,
)
"""Gates that leave the invoices concerned out, waived or not."""

WARNING: Final = frozenset({GateName.PSA_LEFT_OUT})
"""Gates that tell, and hold nothing: there is nothing to waive."""

_BY_PROBLEM: Final = {
    gate.value: gate for gate in LEAVING_OUT if gate is not GateName.ACCOUNTS_NOT_READY
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """One gate of a run."""

    name: GateName
    count: int
    amount: Decimal
    records: tuple[str, ...] = ()
    """What stands in the way, by name."""
    waiver: str | None = None
    """The reason for which it was waived."""

    @property
    def is_clear(self) -> bool:
        """Whether nothing stands in the way."""
        return self.count == 0

    @property
    def warns(self) -> bool:
        """Whether it tells of something that holds nothing."""
        return self.name in WARNING and not self.is_clear

    @property
    def cleared(self) -> bool:
        """Whether the run may pass: nothing stands in the way, it was waived, or only warns."""
        return self.is_clear or self.waiver is not None or self.warns


@dataclass(frozen=True, slots=True, kw_only=True)
class AtStake:
    """Records that stand in the way of a gate, and their money."""

    count: int = 0
    amount: Decimal = ZERO
    records: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFacts:
    """What the gates look at."""

    drafts: Sequence[DraftInvoice]
    today: date
    has_tax_rules: bool
    """Whether the company has any row of ``taxes``."""
    suspended: AtStake = field(default_factory=AtStake)
    """Suspended calls that began before the period's end, by estimate of their price. Not among
    them: unanswered ones, held ones, probable duplicates."""
    probable_duplicates: AtStake = field(default_factory=AtStake)
    """Of the same calls those of reason ``probable_duplicate``."""
    expired: Sequence[AtStake] = ()
    """One for each table that ended (``expiry.py``)."""
    tax_service: AtStake | None = None
    """Invoices the tax service did not answer for; None where none is connected."""
    billed_in_both: AtStake | None = None
    """What a PSA has billed too; None where no PSA is connected."""
    psa_left_out: AtStake | None = None
    """What a PSA has to bill and no invoice holds; None where no PSA is connected."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeftOut:
    """A payer that a run leaves out, why, and the money at stake."""

    account_number: str
    gates: tuple[GateName, ...]
    amount: Decimal
    """Its charges before tax."""
    findings: tuple[Finding, ...]


def evaluate(facts: RunFacts, waivers: Mapping[GateName, str]) -> list[Gate]:
    """All gates of a run, in their fixed order.

    That of the tax service only where one is used, those of PSAs where one is connected, that of
    the review where somebody held an invoice back; the reason of the hold is its waiver.
    """
    found = {
        GateName.SUSPENDED_USAGE: facts.suspended,
        GateName.PROBABLE_DUPLICATES: facts.probable_duplicates,
        GateName.EXPIRED_TABLES: _together(facts.expired),
        GateName.NO_TAX_RULES: AtStake() if facts.has_tax_rules else _invoices(facts.drafts),
        GateName.NOT_REGISTERED: _not_registered(facts.drafts),
        GateName.PERIOD_NOT_OVER: _not_over(facts),
    }
    for gate in LEAVING_OUT:
        concerned = [draft for draft in facts.drafts if gate in gates_of(draft)]
        found[gate] = _invoices(concerned)
    said = dict(waivers)
    if found[GateName.HELD_IN_REVIEW].count:
        said[GateName.HELD_IN_REVIEW] = _why_held(facts.drafts)
    else:
        del found[GateName.HELD_IN_REVIEW]
    del found[GateName.TAX_SERVICE]
    found |= {name: stake for name, stake in _of_others(facts).items() if stake is not None}
    return [
        Gate(
            name=name,
            count=found[name].count,
            amount=found[name].amount,
            records=found[name].records,
            waiver=said.get(name),
        )
        for name in GateName
        if name in found
    ]


def _of_others(facts: RunFacts) -> dict[GateName, AtStake | None]:
    """What other systems say; None where there is none."""
    return {
        GateName.TAX_SERVICE: facts.tax_service,
        GateName.BILLED_IN_BOTH: facts.billed_in_both,
        GateName.PSA_LEFT_OUT: facts.psa_left_out,
    }


def can_approve(gates: Iterable[Gate]) -> bool:
    """Whether every gate is clear or waived."""
    return all(gate.cleared for gate in gates)


def gates_of(draft: DraftInvoice) -> tuple[GateName, ...]:
    """The gates that leave this invoice out, in their fixed order; empty: it is billed.

    What is wrong with no gate of its own (a place not known, a tax row that cannot be computed, a
    credit of something never billed) makes the account not ready.
    """
    if not draft.is_left_out:
        return ()
    names = {_BY_PROBLEM.get(problem.code, GateName.ACCOUNTS_NOT_READY) for problem in draft.errors}
    return tuple(name for name in GateName if name in names)


def left_out(drafts: Iterable[DraftInvoice]) -> list[LeftOut]:
    """The payers that the run leaves out, in the drafts' order."""
    return [
        LeftOut(
            account_number=draft.account_number,
            gates=gates_of(draft),
            amount=_charges(draft),
            findings=draft.errors,
        )
        for draft in drafts
        if draft.is_left_out
    ]


def read_waivers(texts: Iterable[str]) -> dict[GateName, str]:
    """The waivers written as GATE=REASON; InputError where there is no such gate or no reason."""
    waivers = {}
    names = {gate.value: gate for gate in GateName if gate not in WARNING}
    for text in texts:
        name, _, reason = (part.strip() for part in text.partition("="))
        if name not in names:
            raise InputError(
                f"There is no gate “{name}”.", "", f"Gates are: {', '.join(sorted(names))}."
            )
        if not reason:
            raise InputError(
                f"Gate {name} is waived without a reason.",
                "A waiver is kept with its reason.",
                f"Write {name}=REASON.",
            )
        waivers[names[name]] = reason
    return waivers


def _invoices(drafts: Iterable[DraftInvoice]) -> AtStake:
    concerned = [draft for draft in drafts if draft.invoice is not None]
    return AtStake(
        count=len(concerned),
        amount=sum((_charges(draft) for draft in concerned), ZERO),
        records=tuple(draft.account_number for draft in concerned),
    )


def _why_held(drafts: Iterable[DraftInvoice]) -> str:
    """The reasons of all holds, each once."""
    reasons = dict.fromkeys(
        problem.message
        for draft in drafts
        for problem in draft.errors
        if problem.code == GateName.HELD_IN_REVIEW.value
    )
    return "; ".join(reasons)


def _charges(draft: DraftInvoice) -> Decimal:
    return draft.invoice.charges if draft.invoice else ZERO


def _not_over(facts: RunFacts) -> AtStake:
    return _invoices(
        draft
        for draft in facts.drafts
        if draft.invoice is not None and draft.invoice.period_end > facts.today
    )


def _not_registered(drafts: Iterable[DraftInvoice]) -> AtStake:
    exposures = [exposure for draft in drafts if draft.billed for exposure in draft.exposure]
    rows = sorted({f"{each.tax_code} {each.jurisdiction}" for each in exposures})
    return AtStake(
        count=len(rows),
        amount=sum((each.amount for each in exposures), ZERO),
        records=tuple(rows),
    )


def _together(tables: Sequence[AtStake]) -> AtStake:
    return AtStake(
        count=sum(table.count for table in tables),
        amount=sum((table.amount for table in tables), ZERO),
        records=tuple(record for table in tables for record in table.records),
    )
