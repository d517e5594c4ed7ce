"""The commands that keep systems in step: sync, inbox."""

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from app.cli.output import money, table_lines
from app.cli.session import (
    answer,
    company_argument,
    company_office,
    json_option,
    progress,
    the_clock,
)

if TYPE_CHECKING:
    from app.operations.keep_inbox import Inbox, Retried
    from app.operations.office import Office
    from app.operations.posting_errands import Outcome
    from app.operations.posting_plan import PlanRecord
    from app.operations.sync_plan import SyncPart, SyncPlan, SyncResult
    from app.store.inbox import InboxEntry

_BLOCKED: Final = 1
_OUT: Final = click.Path(dir_okay=False, path_type=Path)
_IN: Final = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command("sync")
@company_argument
@click.option("--plan", "plan_to", type=_OUT, metavar="OUT.json", help="Plan; apply nothing.")
@click.option("--apply", "apply_from", type=_IN, metavar="PLAN.json", help="Exactly that plan.")
@click.option("--go", is_flag=True, help="Apply the flows of the next batch too.")
@click.option("--flow", "flows", multiple=True, metavar="NAME", help="This flow alone.")
@click.option("--take-back", type=int, metavar="PLAN", help="Plan to take back what it posted.")
@click.option(
    "--schedule",
    type=click.Choice(["hourly", "daily", "off"]),
    help="Let the system run it by itself.",
)
@json_option
def sync(company: Path, as_json: bool, **chosen: Any) -> int:  # noqa: ANN401  the options
    """Read every system, plan, and apply what is set to automatic."""
    plan_to, apply_from = chosen["plan_to"], chosen["apply_from"]
    ways = [plan_to is not None, apply_from is not None, chosen["go"], chosen["schedule"]]
    if sum(map(bool, ways)) > 1:
        raise click.UsageError("Give one of --plan, --apply, --go and --schedule.")
    if chosen["take_back"] is not None and plan_to is None:
        raise click.UsageError("--take-back makes a plan: give --plan OUT.json too.")
    if chosen["schedule"]:
        return _schedule(company, chosen["schedule"], as_json=as_json)
    flows = chosen["flows"] or None
    if plan_to is None and apply_from is None:
        return _sync(company, go=chosen["go"], flows=flows, as_json=as_json)
    with company_office(company, write=True) as office:
        if apply_from is not None:
            return _apply(office, apply_from, flows, as_json=as_json)
        return _plan(office, plan_to, flows, chosen["take_back"], as_json=as_json)


def _sync(company: Path, *, go: bool, flows: Any, as_json: bool) -> int:  # noqa: ANN401  names
    from app.operations.sync_company import sync_company
    from app.store.failures import InUseError

    try:
        with company_office(company, write=True) as office, progress() as told:
            result = sync_company(office, go=go, flows=flows, progress=told)
    except InUseError as busy:
        # Whoever writes the file syncs it: nothing is wrong, and nothing is to be done.
        words = f"{company.name} is open elsewhere: it is synced there. {busy.why}".rstrip()
        answer({"synced_elsewhere": True, "why": words}, [words], as_json=as_json)
        return 0
    answer(_result_facts(result), _result_lines(result), as_json=as_json)
    return 0 if result.is_clear else _BLOCKED


def _plan(
    office: "Office",
    target: Path,
    flows: Any,  # noqa: ANN401  names
    take_back: int | None,
    *,
    as_json: bool,
) -> int:
    from app.operations.sync_company import plan_company
    from app.operations.sync_plan import sync_plan_facts, sync_plan_text
    from app.operations.take_back import plan_take_back

    with progress() as told:
        if take_back is not None:
            plan = plan_take_back(office, take_back, progress=told)
        else:
            plan = plan_company(office, flows=flows, progress=told)
    target.write_text(sync_plan_text(plan), encoding="utf-8")
    facts = {"plan": str(target), **sync_plan_facts(plan)}
    answer(facts, _plan_lines(plan, target), as_json=as_json)
    return 0


def _apply(office: "Office", source: Path, flows: Any, *, as_json: bool) -> int:  # noqa: ANN401
    from app.operations.apply_sync import apply_sync
    from app.operations.sync_plan import read_sync_plan

    plan = read_sync_plan(source)
    wanted = {(e.flow, e.system) for e in plan.parts if flows is None or e.flow in flows}
    with progress() as told:
        result = apply_sync(office, plan, parts=wanted, progress=told)
    answer(_result_facts(result), _result_lines(result), as_json=as_json)
    return 0 if result.is_clear else _BLOCKED


def _schedule(company: Path, often: str, *, as_json: bool) -> int:
    from app.operations.schedule_sync import schedule_sync

    done = schedule_sync(company, often, clock=the_clock())
    facts = {
        "schedule": often,
        "files": [str(each) for each in done.written],
        "running": done.is_running,
    }
    answer(facts, [done.words], as_json=as_json)
    return 0


# ------------------------------------------------------------------------------------ in words


def _plan_lines(plan: "SyncPlan", target: Path) -> list[str]:
    from app.operations.posting_plan import PlanAction

    lines: list[str] = []
    for part in plan.parts:
        lines += [f"{part.title}: {part.flow}", *_part_lines(part), ""]
    counts = ", ".join(
        f"{plan.count(each)} {each.value} ({money(plan.money(each))})" for each in PlanAction
    )
    return [*lines, f"Plan {plan.id}: {counts}. Saved as {target}; nothing was applied."]


def _part_lines(part: "SyncPart") -> list[str]:
    if part.waits:
        return [f"  It waits: {part.waits}"]
    if part.plan is None:
        return ["  It is off."]
    rows = [
        (
            each.action.value,
            each.kind.replace("_", " "),
            each.our_id,
            each.their_id or "",
            "" if each.amount is None else money(each.amount),
            each.reason,
        )
        for each in part.records
        if each.action.value != "skip"
    ]
    warnings = [f"  Look at: {each}" for each in part.plan.warnings]
    table = table_lines(("", "what", "ours", "theirs", "amount", "why"), rows) if rows else []
    return [*warnings, *table] or ["  Nothing to do."]


def _result_facts(result: "SyncResult") -> dict[str, object]:
    from app.operations.posting_errands import Result
    from app.operations.posting_plan import PlanAction
    from app.operations.sync_plan import money_of

    return {
        "plans": list(result.plans),
        "pulled": {
            key: {n: getattr(each, n) for n in ("new", "changed", "unchanged", "gone")}
            for key, each in result.pulled.items()
        },
        "flows": [
            {
                "flow": each.part.flow,
                "system": each.part.system,
                "direction": each.flow.direction.value,
                "setting": each.part.setting.value,
                "state": each.state.value,
                "why": each.why or each.part.waits,
                "planned": {
                    action.value: sum(e.action is action for e in each.part.records)
                    for action in PlanAction
                },
                "money": {
                    action.value: money(
                        money_of(e for e in each.part.records if e.action is action)
                    )
                    for action in PlanAction
                },
                "outcomes": {one.value: each.count(one) for one in Result if each.count(one)},
            }
            for each in result.flows
        ],
        "records": [
            _outcome_facts(flow.part, each) for flow in result.flows for each in flow.outcomes
        ]
        + [
            _record_facts(flow.part, each)
            for flow in result.flows
            if not flow.outcomes
            for each in flow.part.records
        ],
        "outcomes": {each.value: result.count(each) for each in Result},
        "money": {each.value: money(result.money(each)) for each in PlanAction},
        "inbox": {
            "opened": result.opened,
            "solved": result.solved,
            "open": result.waiting_problems,
        },
    }


def _record_facts(part: "SyncPart", record: "PlanRecord") -> dict[str, object]:
    """A record that is planned, and was not applied."""
    return {
        "flow": part.flow,
        "system": part.system,
        "kind": record.kind,
        "our_id": record.our_id,
        "their_id": record.their_id,
        "their_number": None,
        "action": record.action.value,
        "outcome": "planned",
        "amount": None if record.amount is None else money(record.amount),
        "why": record.reason,
    }


def _outcome_facts(part: "SyncPart", outcome: "Outcome") -> dict[str, object]:
    return {
        **_record_facts(part, outcome.record),
        "their_id": outcome.their_id or outcome.record.their_id,
        "their_number": outcome.their_number,
        "outcome": outcome.result.value,
        "why": outcome.why,
    }


def _result_lines(result: "SyncResult") -> list[str]:
    rows = [
        (
            each.part.title,
            each.part.flow,
            each.state.value,
            ", ".join(
                f"{count} {name.value}"
                for name, count in _counts(each.outcomes or (), each.part.records)
            ),
            each.why or each.part.waits,
        )
        for each in result.flows
    ]
    lines = table_lines(("system", "flow", "", "records", ""), rows)
    for flow in result.flows:
        lines += [
            f"  {each.record.kind.replace('_', ' ')} {each.record.our_id}: {each.result.value}. "
            f"{each.why}".rstrip()
            for each in flow.outcomes
            if each.result.value not in {"skipped", "already"}
        ]
    problems = result.waiting_problems
    if problems:
        lines.append(f"Inbox: {problems} need a hand. List them: switchbook inbox FILE.")
    return lines


def _counts(outcomes: Any, records: Any) -> list[tuple[Any, int]]:  # noqa: ANN401  any of both
    kinds = [each.result for each in outcomes] or [each.action for each in records]
    return [(each, kinds.count(each)) for each in dict.fromkeys(kinds)]


# -------------------------------------------------------------------------------------- the inbox


@click.command("inbox")
@company_argument
@click.option("--retry", type=int, metavar="N", help="Try this entry again.")
@json_option
def inbox(company: Path, retry: int | None, as_json: bool) -> int:
    """List what needs a hand, the most money first; or try one entry again."""
    from app.operations.keep_inbox import list_inbox, retry_problem

    if retry is None:
        with company_office(company, write=False) as office:
            found = list_inbox(office)
        answer(_inbox_facts(found), _inbox_lines(found), as_json=as_json)
        return 0
    with company_office(company, write=True) as office, progress() as told:
        retried = retry_problem(office, retry, progress=told)
    answer(_retried_facts(retried), _retried_lines(retried), as_json=as_json)
    return 0 if retried.is_solved else _BLOCKED


def _inbox_facts(found: "Inbox") -> dict[str, object]:
    return {
        "open": [_entry_facts(each) for each in found.open],
        "solved": len(found.solved),
        "solved_themselves": found.solved_themselves,
    }


def _entry_facts(entry: "InboxEntry") -> dict[str, object]:
    problem = entry.problem
    return {
        "id": entry.id,
        "system": problem.system,
        "kind": problem.kind,
        "record": problem.record,
        "account_number": problem.account_number,
        "title": problem.title,
        "why": problem.why,
        "remedy": problem.remedy,
        "amount": None if problem.amount is None else money(problem.amount),
        "first_at": entry.first_at,
        "last_at": entry.last_at,
        "times": entry.times,
        "solved_at": entry.solved_at,
        "solved_by": entry.solved_by,
        "facts": dict(problem.facts),
    }


def _inbox_lines(found: "Inbox") -> list[str]:
    if not found.open:
        return ["Nothing needs a hand."]
    lines = []
    for each in found.open:
        problem = each.problem
        amount = "" if problem.amount is None else f"  {money(problem.amount)}"
        times = "" if each.times == 1 else f", {each.times} times"
        since = f"since {each.first_at:%Y-%m-%d %H:%M}{times}"
        lines += [
            f"{each.id:4}  {problem.title}{amount}",
            f"      {problem.facts.get('system_title', problem.system)}, {since}",
            f"      {problem.why} {problem.remedy}".rstrip(),
        ]
    solved = f"{len(found.solved)} solved within a month, {found.solved_themselves} by themselves."
    return [*lines, "", solved]


def _retried_facts(retried: "Retried") -> dict[str, object]:
    return {
        "solved": retried.is_solved,
        "why": retried.why,
        "entry": _entry_facts(retried.entry),
        "outcomes": [
            {
                "kind": each.record.kind,
                "our_id": each.record.our_id,
                "outcome": each.result.value,
                "why": each.why,
            }
            for each in retried.outcomes
        ],
    }


def _retried_lines(retried: "Retried") -> list[str]:
    if retried.is_solved:
        return [f"Solved: {retried.entry.problem.title}."]
    return [f"It is still so: {retried.why or retried.entry.problem.why}"]


STEP_COMMANDS: Final = (sync, inbox)
