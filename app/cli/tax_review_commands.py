"""Commands that look at final invoices again: tax review, tax adjust."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from app.cli.output import finding_facts, finding_line, money, table_lines
from app.cli.parameters import DAY, EXISTING, OUT
from app.cli.session import answer, company_argument, company_office, json_option

if TYPE_CHECKING:
    from app.billing.tax_review import TaxReview

_SHOWN: Final = 40


@click.command()
@company_argument
@click.option("--from", "first", type=DAY, help="The earliest invoice date; default: any.")
@click.option("--to", "last", type=DAY, help="The latest invoice date, inside; default: any.")
@click.option("--account", "accounts", multiple=True, help="Only this payer; may be repeated.")
@click.option("--code", "codes", multiple=True, help="Only this tax code; may be repeated.")
@click.option("--plan", "out", type=OUT, help="A file to save the corrections in, as JSON.")
@json_option
def review(
    company: Path,
    first: datetime | None,
    last: datetime | None,
    accounts: Sequence[str],
    codes: Sequence[str],
    out: Path | None,
    as_json: bool,
) -> None:
    """Tell what today's tax tables would have taken of final invoices; they stay as they are."""
    from app.billing.tax_plan import change_facts, plan_of
    from app.operations.review_taxes import ReviewChoices, review_taxes, save_plan

    choices = ReviewChoices(
        first=first.date() if first else None,
        last=last.date() if last else None,
        accounts=frozenset(accounts),
        codes=frozenset(codes),
    )
    with company_office(company, write=False) as office:
        found = review_taxes(office, choices)
    plan = plan_of(found.changes)
    if out is not None:
        save_plan(plan, out)
    facts = {
        "invoices": found.invoices,
        "changes": [change_facts(change) for change in found.changes],
        "difference": money(found.difference),
        "findings": [finding_facts(finding) for finding in found.findings],
        "plan": plan.digest if out is not None else None,
        "out": str(out) if out is not None else None,
    }
    answer(facts, _review_lines(found, out), as_json=as_json)


def _review_lines(found: "TaxReview", out: Path | None) -> list[str]:
    lines = table_lines(
        ("invoice", "date", "tax", "jurisdiction", "billed", "would be", "difference", "why"),
        [
            (
                change.invoice_number,
                change.invoice_date,
                change.tax_code,
                change.jurisdiction,
                money(change.billed),
                money(change.would_be),
                money(change.difference),
                change.why.value,
            )
            for change in found.changes[:_SHOWN]
        ],
    )
    if len(found.changes) > _SHOWN:
        lines.append(f"{len(found.changes) - _SHOWN} more.")
    lines += [finding_line(finding) for finding in found.findings]
    lines.append(
        f"{found.invoices} final invoices: {len(found.changes)} taxes would be others,"
        f" {money(found.difference)} in all."
    )
    if out is not None:
        lines.append(f"The corrections are in {out}; nothing is corrected yet.")
    return lines


@click.command()
@company_argument
@click.argument("plan", type=EXISTING)
@click.option("--why", required=True, help="Why, for the audit.")
@json_option
def adjust(company: Path, plan: Path, why: str, as_json: bool) -> None:
    """Apply a plan of `tax review`: its corrections stand on the accounts' next invoices."""
    from app.operations.review_taxes import adjust_taxes, saved_plan

    wanted = saved_plan(plan)
    with company_office(company, write=True) as office:
        made = adjust_taxes(office, wanted, why=why)
    facts = {
        "plan": made.plan,
        "lines": made.lines,
        "invoices": made.invoices,
        "difference": money(made.difference),
        "applied_before": made.applied_before,
    }
    told = (
        "The plan was applied before; nothing is done twice."
        if made.applied_before
        else f"{made.lines} lines correct {made.invoices} invoices by {money(made.difference)};"
        " they stand on the accounts' next invoices."
    )
    answer(facts, [told], as_json=as_json)


TAX_REVIEW_COMMANDS: Final = (review, adjust)
