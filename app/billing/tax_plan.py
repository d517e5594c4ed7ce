"""Plans of tax corrections: what a review found, saved to be looked at and applied as it is."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from app.billing.tax_adjustment import TaxAdjustment, line_facts, read_line
from app.billing.tax_review import TaxChange, Why
from app.errors import InputError


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxPlan:
    """Corrections to be made, under the digest of all they say."""

    digest: str
    changes: tuple[TaxChange, ...]

    @property
    def adjustments(self) -> list[TaxAdjustment]:
        """Its lines, each with the invoice that it corrects."""
        return [
            TaxAdjustment(
                account_number=change.account_number,
                invoice_number=change.invoice_number,
                line=line,
            )
            for change in self.changes
            for line in change.lines
        ]


def plan_of(changes: Sequence[TaxChange]) -> TaxPlan:
    """The plan that makes these changes."""
    return TaxPlan(digest=_digest([change_facts(each) for each in changes]), changes=tuple(changes))


def plan_text(plan: TaxPlan) -> str:
    """The plan as a JSON file."""
    facts = {"plan": plan.digest, "changes": [change_facts(each) for each in plan.changes]}
    return json.dumps(facts, ensure_ascii=False, indent=1) + "\n"


def change_facts(change: TaxChange) -> dict[str, object]:
    """One change as JSON has it."""
    return {
        "invoice_number": change.invoice_number,
        "account_number": change.account_number,
        "invoice_date": change.invoice_date.isoformat(),
        "tax_code": change.tax_code,
        "bill_label": change.bill_label,
        "class": change.class_,
        "jurisdiction": change.jurisdiction,
        "location_code": change.location_code,
        "billed": f"{change.billed:.2f}",
        "would_be": f"{change.would_be:.2f}",
        "difference": f"{change.difference:.2f}",
        "why": change.why.name.lower(),
        "lines": [line_facts(line) for line in change.lines],
    }


def read_plan(text: str, *, name: str) -> TaxPlan:
    """A saved plan; InputError where the file is none, or was changed by hand."""
    try:
        facts = json.loads(text)
        digest, listed = facts["plan"], facts["changes"]
        changes = tuple(_read_change(each) for each in listed)
    except (ValueError, KeyError, TypeError, AttributeError, ArithmeticError) as problem:
        raise InputError(
            f"{name} is no plan of tax corrections.",
            "Its content cannot be read.",
            "Make one with `tax review --plan`.",
        ) from problem
    if _digest(listed) != digest:
        raise InputError(
            f"{name} was changed after it was made.",
            "A plan is applied exactly as it was shown.",
            "Make a new one with `tax review --plan`.",
        )
    return TaxPlan(digest=digest, changes=changes)


def _read_change(facts: dict[str, Any]) -> TaxChange:
    return TaxChange(
        invoice_number=facts["invoice_number"],
        account_number=facts["account_number"],
        invoice_date=date.fromisoformat(facts["invoice_date"]),
        tax_code=facts["tax_code"],
        bill_label=facts["bill_label"],
        class_=facts["class"],
        jurisdiction=facts["jurisdiction"],
        location_code=facts["location_code"],
        billed=Decimal(facts["billed"]),
        would_be=Decimal(facts["would_be"]),
        why=Why[facts["why"].upper()],
        lines=tuple(read_line(line) for line in facts["lines"]),
    )


def _digest(changes: list[dict[str, object]]) -> str:
    text = json.dumps(changes, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()
