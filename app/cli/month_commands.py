"""Commands about a month: how far it is, closing it, opening it again."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from app.cli.output import finding_facts, finding_line, money, table_lines
from app.cli.parameters import PERIOD
from app.cli.session import answer, company_argument, company_office, json_option, progress
from app.errors import InputError

if TYPE_CHECKING:
    from app.billing.month_steps import MonthState, Step
    from app.operations.close_month import ClosedOrNot
    from app.operations.office import Office
    from app.store.closed_months import Closing

BLOCKED: Final = 1


@click.command()
@company_argument
@click.option("--period", required=True, type=PERIOD, metavar="2026-10")
@json_option
def month(company: Path, period: str, as_json: bool) -> None:
    """Tell how far a month is: its ten steps, what waits, and its closings."""
    from app.operations.close_month import list_closings
    from app.operations.show_month import show_month

    with company_office(company, write=False) as office:
        found = show_month(office, period)
        closings = [each for each in list_closings(office) if each.month.label == period]
    facts = {
        "period": period,
        "done": found.done,
        "needing": found.needing,
        "money": money(found.money),
        "closed": found.closed is not None,
        "steps": [_step_facts(step) for step in found.steps],
        "closings": [_closing_facts(each) for each in closings],
    }
    answer(facts, _month_lines(found, closings), as_json=as_json)


def _step_facts(step: "Step") -> dict[str, object]:
    return {
        "step": step.name.value,
        "state": step.state.value,
        "count": step.count,
        "amount": None if step.amount is None else money(step.amount),
        "waits_for": step.waits_for.value if step.waits_for else None,
        "seconds": step.seconds,
        "seconds_last_month": step.seconds_before,
        "rows": [
            {
                "kind": row.kind,
                "name": row.name,
                "state": row.state.value,
                "count": row.count,
                "amount": None if row.amount is None else money(row.amount),
                "missing_days": row.days,
                "waive_as": row.item or None,
                "waived": row.waiver.why if row.waiver else None,
            }
            for row in step.rows
        ],
    }


def _closing_facts(closing: "Closing") -> dict[str, object]:
    return {
        "closed_at": closing.month.closed_at,
        "closed_by": closing.month.closed_by,
        "proof": closing.proof,
        "reopened_at": closing.reopened_at,
        "reopened_by": closing.reopened_by,
        "reopened_why": closing.reopened_why,
    }


def _month_lines(found: "MonthState", closings: Sequence["Closing"]) -> list[str]:
    lines = table_lines(
        ("step", "", "state", "count", "money"),
        [
            (
                step.number,
                step.name.value,
                step.state.value,
                step.count,
                "" if step.amount is None else money(step.amount),
            )
            for step in found.steps
        ],
    )
    wanted = found.next_need
    lines += [
        f"  {row.kind} {row.name}: {row.count}" + (f", {money(row.amount)}" if row.amount else "")
        for row in (wanted.open_rows if wanted else ())
    ]
    for each in closings:
        lines.append(f"Closed on {each.month.closed_at:%Y-%m-%d} by {each.month.closed_by}.")
        if each.reopened_at is not None:
            lines.append(
                f"Reopened on {each.reopened_at:%Y-%m-%d} by {each.reopened_by}: "
                f"{each.reopened_why}"
            )
    return lines


@click.command("close")
@company_argument
@click.option("--period", required=True, type=PERIOD, metavar="2026-10")
@click.option("--waive", "waivers", multiple=True, metavar="GATE=REASON", help="May be repeated.")
@click.option("--reopen", is_flag=True, help="Open it again; needs --why.")
@click.option("--why", default="", help="Why it is opened again, for the audit.")
@json_option
def close(
    company: Path, period: str, waivers: Sequence[str], reopen: bool, why: str, as_json: bool
) -> int:
    """Close a month with its proof: nothing of it changes any more, but by a credit."""
    from app.billing.gates import read_waivers
    from app.operations.close_month import close_month
    from app.operations.keep_steps import waive_item

    try:
        waived = read_waivers(waivers)
    except InputError as problem:
        raise click.UsageError(str(problem)) from problem
    with company_office(company, write=True) as office, progress() as told:
        if reopen:
            return _reopen(office, period, why=why, as_json=as_json)
        for gate, reason in waived.items():
            waive_item(office, period, gate.value, why=reason)
        result = close_month(office, period, progress=told)
    answer(_close_facts(result), _close_lines(result), as_json=as_json)
    return 0 if result.month is not None else BLOCKED


def _reopen(office: "Office", period: str, *, why: str, as_json: bool) -> int:
    from app.operations.close_month import reopen_month

    reopen_month(office, period, why=why)
    answer(
        {"period": period, "closed": False, "why": why},
        [f"{period} is open again: {why}"],
        as_json=as_json,
    )
    return 0


def _close_facts(result: "ClosedOrNot") -> dict[str, object]:
    from app.operations.close_month import proof_sums_of

    return {
        "period": result.label,
        "closed": result.month is not None,
        "closed_at": result.month.closed_at if result.month else None,
        "closed_by": result.month.closed_by if result.month else None,
        "proof": proof_sums_of(result.proof),
        "findings": [finding_facts(finding) for finding in result.findings],
    }


def _close_lines(result: "ClosedOrNot") -> list[str]:
    lines = [finding_line(finding) for finding in result.findings]
    return [*lines, f"{result.summary()}."]


MONTH_COMMANDS: Final = (month, close)
