"""The commands that read and write other systems: pull, post, payments."""

from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from app.cli.connect_commands import CONNECT_COMMANDS, system_argument
from app.cli.output import finding_facts, finding_line, money, table_lines
from app.cli.session import (
    answer,
    company_argument,
    company_office,
    json_option,
    progress,
)
from app.errors import AppError

if TYPE_CHECKING:
    from app.operations.collect_payments import Collected
    from app.operations.office import Office
    from app.operations.posting_errands import PostingResult
    from app.operations.posting_plan import Plan

_BLOCKED: Final = 1
_COUNTED: Final = ("new", "changed", "unchanged", "gone")


@click.command("pull")
@company_argument
@system_argument
@click.option("--full", is_flag=True, help="All there is, not only what changed.")
@json_option
def pull(company: Path, system: str, full: bool, as_json: bool) -> None:
    """Read what another system tells: new, changed, unchanged, gone."""
    from app.operations.connect_systems import due_notices
    from app.operations.pull_records import pull_records

    try:
        with company_office(company, write=True) as office, progress() as told:
            pulled = pull_records(office, system, full=full, progress=told)
            notices = due_notices(office)
    except AppError as problem:
        if not as_json:
            _tell_kept(problem)
        raise
    counts = {family: asdict(each) for family, each in pulled.counts.items()}
    facts = {
        "system": system,
        "company": pulled.company,
        "counts": counts,
        "sign_ins_ending": {each.system: each.days_left for each in notices},
    }
    lines = _count_lines(counts)
    lines += [f"The sign-in at {each.title} ends in {each.days_left} days." for each in notices]
    answer(facts, lines, as_json=as_json)


def _count_lines(counts: Mapping[str, Mapping[str, int]]) -> list[str]:
    rows = [
        [family.replace("_", " "), *(each[name] for name in _COUNTED)]
        for family, each in counts.items()
    ]
    return table_lines(("", *_COUNTED), rows)


def _tell_kept(problem: AppError) -> None:
    """What a pull that broke has read and kept, before its error is told."""
    if problem.kept:
        lines = ["It broke off. What was read before is kept:", *_count_lines(problem.kept)]
        click.echo("\n".join(lines))


@click.command("post")
@company_argument
@system_argument
@click.option("--run", "run_id", type=int, help="This bill run alone.")
@click.option(
    "--plan", "plan_to", type=click.Path(dir_okay=False, path_type=Path), metavar="OUT.json"
)
@click.option(
    "--apply",
    "apply_from",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="PLAN.json",
)
@json_option
def post(
    company: Path,
    system: str,
    run_id: int | None,
    plan_to: Path | None,
    apply_from: Path | None,
    as_json: bool,
) -> int:
    """Plan what is to go out to another system, or apply a plan: exactly that, each once."""
    if (plan_to is None) == (apply_from is None):
        message = "Give one of --plan OUT.json and --apply PLAN.json."
        raise click.UsageError(message)
    with company_office(company, write=apply_from is not None) as office, progress() as told:
        if apply_from is not None:
            return _apply(office, system, apply_from, told, as_json=as_json)
        return _plan(office, system, plan_to or Path(), run_id, told, as_json=as_json)


def _plan(
    office: "Office",
    system: str,
    target: Path,
    run_id: int | None,
    told: Any,  # noqa: ANN401  progress
    *,
    as_json: bool,
) -> int:
    from app.operations.plan_posting import plan_posting
    from app.operations.posting_plan import plan_facts, plan_text
    from app.operations.psa_writing import plan_psa_writing
    from app.operations.system_connection import is_psa

    if is_psa(system):
        plan = plan_psa_writing(office, system, progress=told)
    else:
        plan = plan_posting(office, system, run_id=run_id, progress=told)
    target.write_text(plan_text(plan), encoding="utf-8")
    answer({"plan": str(target), **plan_facts(plan)}, _plan_lines(plan, target), as_json=as_json)
    return 0


def _plan_lines(plan: "Plan", target: Path) -> list[str]:
    from app.operations.posting_plan import PlanAction

    rows = [
        (
            each.action.value,
            each.kind.replace("_", " "),
            each.our_id,
            each.their_id or "",
            "" if each.amount is None else money(each.amount),
            each.reason,
        )
        for each in plan.records
    ]
    counts = ", ".join(f"{plan.count(each)} {each.value}" for each in PlanAction)
    return [
        *table_lines(("", "what", "ours", "theirs", "amount", "why"), rows),
        "",
        *(f"Look at: {each}" for each in plan.warnings),
        f"{plan.company}: {counts}. Saved as {target}; nothing was sent.",
    ]


def _apply(
    office: "Office",
    system: str,
    source: Path,
    told: Any,  # noqa: ANN401  progress
    *,
    as_json: bool,
) -> int:
    from app.operations.post_invoices import post_invoices
    from app.operations.psa_writing import write_to_psa
    from app.operations.system_connection import is_psa

    apply = write_to_psa if is_psa(system) else post_invoices
    result = apply(office, system, source, progress=told)
    answer(_result_facts(result), _result_lines(result), as_json=as_json)
    return 0 if result.is_clear else _BLOCKED


def _result_facts(result: "PostingResult") -> dict[str, object]:
    from app.operations.posting_errands import Result

    return {
        "system": result.system,
        "counts": {each.value: result.count(each) for each in Result},
        "stopped": result.stopped,
        "records": [
            {
                "kind": each.record.kind,
                "our_id": each.record.our_id,
                "action": each.record.action.value,
                "outcome": each.result.value,
                "their_id": each.their_id,
                "their_number": each.their_number,
                "amount": None if each.record.amount is None else money(each.record.amount),
                "why": each.why,
            }
            for each in result.outcomes
        ],
    }


def _result_lines(result: "PostingResult") -> list[str]:
    rows = [
        (
            each.result.value,
            each.record.kind.replace("_", " "),
            each.record.our_id,
            each.their_id or "",
            each.their_number or "",
            each.why,
        )
        for each in result.outcomes
    ]
    lines = table_lines(("", "what", "ours", "their id", "their number", "why"), rows)
    if result.stopped:
        lines += ["", f"It stopped: {result.stopped} Apply the same plan again to go on."]
    return lines


@click.command("payments")
@company_argument
@system_argument
@json_option
def payments(company: Path, system: str, as_json: bool) -> None:
    """Read payments, credits and changes from the books onto our invoices."""
    from app.operations.collect_payments import collect_payments

    with company_office(company, write=True) as office, progress() as told:
        collected = collect_payments(office, system, progress=told)
    answer(_payment_facts(collected), _payment_lines(collected), as_json=as_json)


def _payment_facts(collected: "Collected") -> dict[str, object]:
    return {
        "system": collected.system,
        "changed": [
            {
                "id": each.source_id,
                "kind": each.kind,
                "state": each.state,
                "account_number": each.account_number,
                "paid_on": each.paid_on,
                "total": money(each.total),
                "unapplied": money(each.unapplied),
                "reference": each.reference,
                "allocations": [
                    {
                        "invoice_number": part.invoice_number,
                        "document_id": part.document_id,
                        "amount": money(part.amount),
                    }
                    for part in each.allocations
                ],
            }
            for each in collected.changed
        ],
        "invoices": {
            number: {"paid": money(paid), "open": money(collected.open[number])}
            for number, paid in collected.settled.items()
        },
        "unapplied": money(collected.unapplied),
        "findings": [finding_facts(each) for each in collected.findings],
    }


def _payment_lines(collected: "Collected") -> list[str]:
    rows = [
        (number, money(paid), money(collected.open[number]))
        for number, paid in collected.settled.items()
        if paid
    ]
    lines = table_lines(("invoice", "paid", "open"), rows) if rows else ["Nothing is paid yet."]
    lines += [finding_line(each) for each in collected.findings]
    changed = len(collected.changed)
    return [
        *lines,
        f"{changed} payments are new or changed. On account: {money(collected.unapplied)}.",
    ]


SYNC_COMMANDS: Final = (*CONNECT_COMMANDS, pull, post, payments)
