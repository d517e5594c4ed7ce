"""Commands about calls: import, profile, undo-import, suspense, rerate, explain."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from app.cli.output import finding_facts, finding_line, money, table_lines
from app.cli.parameters import DAY, EXISTING, NAME, OUT, ZONE
from app.cli.session import answer, company_argument, company_office, json_option, progress

if TYPE_CHECKING:
    from app.operations.clear_suspense import Cleared, Selection
    from app.operations.import_usage import FileResult
    from app.operations.office import Office
    from app.store.suspense import SuspenseGroup

BLOCKED: Final = 1
_SHOWN: Final = 20
_ZERO: Final = Decimal(0)
_OUTCOMES: Final = (
    "rated",
    "not_chargeable",
    "suspended",
    "duplicate",
    "malformed",
)


@click.command("import")
@company_argument
@click.argument("files", metavar="CALLFILE...", nargs=-1, required=True, type=EXISTING)
@click.option("--format", "file_format", help="The files' format; else recognised by content.")
@click.option("--source", type=NAME, help="The switch, PBX or carrier they come from.")
@click.option("--profile", help="A saved mapping of their columns, or its JSON file.")
@click.option("--timezone", type=ZONE, help="Time zone of stamps without an offset.")
@click.option("--date-order", type=click.Choice(["ymd", "dmy", "mdy"]), help="Of their dates.")
@json_option
def import_calls(
    company: Path,
    files: Sequence[Path],
    file_format: str | None,
    source: str | None,
    profile: str | None,
    timezone: str | None,
    date_order: str | None,
    as_json: bool,
) -> int:
    """Import call files: good records go on, bad ones are set aside."""
    from app.operations.import_usage import Choices, import_usage
    from app.usage.formats import FORMATS

    if file_format is not None and file_format not in FORMATS:
        message = f"There is no call format {file_format}. Known are: {', '.join(sorted(FORMATS))}."
        raise click.UsageError(message)
    choices = Choices(
        format=file_format,
        source=source,
        profile=profile,
        timezone=timezone,
        date_order=date_order,
    )
    with company_office(company, write=True) as office, progress() as told:
        results = import_usage(office, files, choices=choices, progress=told)
    answer(_import_facts(results), _import_lines(results), as_json=as_json)
    failed = [each.error for each in results if each.error is not None]
    for problem in failed:
        click.echo(str(problem), err=True)
    return BLOCKED if failed else 0


def _import_facts(results: "Sequence[FileResult]") -> dict[str, object]:
    return {
        "counts": {
            "records": sum(each.records for each in results),
            **{word: sum(e.outcomes.get(word, 0) for e in results) for word in _OUTCOMES},
        },
        "reasons": _reasons(results),
        "files": [
            {
                "file": each.file,
                "import": each.import_id,
                "imported_before_as": each.earlier_import,
                "source": each.source,
                "format": each.format,
                "records": each.records,
                **{word: each.outcomes.get(word, 0) for word in _OUTCOMES},
            }
            for each in results
        ],
        "findings": [finding_facts(finding) for each in results for finding in each.findings],
    }


def _reasons(results: "Sequence[FileResult]") -> dict[str, int]:
    found: dict[str, int] = {}
    for each in results:
        for word, number in each.outcomes.items():
            if ":" in word:
                reason = word.partition(":")[2]
                found[reason] = found.get(reason, 0) + number
    return dict(sorted(found.items()))


def _import_lines(results: "Sequence[FileResult]") -> list[str]:
    lines = table_lines(
        ("file", "format", "import", "records", *_OUTCOMES),
        [
            (
                each.file,
                each.format,
                each.import_id or (f"as {each.earlier_import}" if each.earlier_import else "no"),
                each.records,
                *(each.outcomes.get(word, 0) for word in _OUTCOMES),
            )
            for each in results
        ],
    )
    # Why a file was set aside is told apart, where errors are.
    findings = [f for each in results if each.error is None for f in each.findings]
    lines += [finding_line(finding) for finding in findings[:_SHOWN]]
    if len(findings) > _SHOWN:
        lines.append(f"{len(findings) - _SHOWN} more findings; --json lists them.")
    return lines


@click.command("undo-import")
@company_argument
@click.argument("number", metavar="IMPORT", type=int)
@json_option
def undo_import(company: Path, number: int, as_json: bool) -> None:
    """Take a call file back, while none of its calls is on an approved invoice."""
    from app.operations.undo_import import undo_import as undo

    with company_office(company, write=True) as office:
        undone = undo(office, number)
    facts = {"file": undone.file, "records": undone.records, "revived": undone.revived}
    lines = [f"Took back {undone.file}: {undone.records} records."]
    if undone.revived:
        lines.append(f"{undone.revived} records of other files, repeats until now, count again.")
    answer(facts, lines, as_json=as_json)


@click.command()
@company_argument
@click.option("--retry", is_flag=True, help="Try again by what the file says now.")
@click.option("--assign", metavar="NUMBER", help="Give the calls to a number, once.")
@click.option("--remember", is_flag=True, help="With --assign: from now on (needs --party).")
@click.option("--hold", is_flag=True, help="Let them wait; they hold no gate.")
@click.option("--accept", is_flag=True, help="They are real: set the doubt aside.")
@click.option("--write-off", is_flag=True, help="Give them up (needs --why).")
@click.option("--call", "calls", multiple=True, help="Only this call id; may be repeated.")
@click.option("--reason", help="Only calls that wait for this reason.")
@click.option("--party", help="Only calls whose payer was looked for by this text.")
@click.option("--source", help="Only calls of this source.")
@click.option("--why", default="", help="Why, for the audit.")
@json_option
def suspense(
    company: Path,
    retry: bool,
    assign: str | None,
    remember: bool,
    hold: bool,
    accept: bool,
    write_off: bool,
    calls: Sequence[str],
    reason: str | None,
    party: str | None,
    source: str | None,
    why: str,
    as_json: bool,
) -> int:
    """List calls in suspense, or clear them."""
    from app.operations import clear_suspense as verbs
    from app.usage.table import Reason

    chosen = verbs.Selection(call_ids=calls, reason=reason, party=party, source=source)
    if reason is not None and reason.upper() not in Reason.__members__:
        message = f"There is no suspense reason {reason}."
        raise click.UsageError(message)
    asked = sum((retry, assign is not None, hold, accept, write_off))
    if asked > 1:
        message = "Take one of --retry, --assign, --hold, --accept, --write-off."
        raise click.UsageError(message)
    with company_office(company, write=asked == 1) as office:
        if asked == 0:
            _show_groups(verbs.list_suspense(office), as_json=as_json)
            return 0
        if asked == 1 and not retry and chosen == verbs.Selection():
            message = "Say which calls: --call, --reason, --party or --source."
            raise click.UsageError(message)
        if assign is not None:
            verb = verbs.remember_alias if remember else verbs.assign_suspense
            done = verb(office, chosen, number=assign, why=why)
        elif retry:
            done = verbs.retry_suspense(office, chosen)
        else:
            done = _decide(office, chosen, why, hold=hold, accept=accept)
    facts = {"calls": done.calls, "still_suspended": done.left}
    answer(facts, [f"{done.calls} calls; {done.left} still in suspense."], as_json=as_json)
    return 0


def _decide(
    office: "Office", chosen: "Selection", why: str, *, hold: bool, accept: bool
) -> "Cleared":
    from app.operations import clear_suspense as verbs

    if hold:
        return verbs.hold_suspense(office, chosen, why=why)
    if accept:
        return verbs.accept_suspense(office, chosen, why=why)
    return verbs.write_off_suspense(office, chosen, why=why)


def _show_groups(groups: "Sequence[SuspenseGroup]", *, as_json: bool) -> None:
    facts = {
        "calls": sum(group.calls for group in groups),
        "estimate": money(sum((group.estimate for group in groups), start=_ZERO)),
        "groups": [
            {
                "reason": group.reason.name.lower(),
                "source": group.source,
                "party": group.party,
                "calls": group.calls,
                "answered": group.answered,
                "held": group.held,
                "raw_seconds": group.raw_seconds,
                "estimate": money(group.estimate),
            }
            for group in groups
        ],
    }
    lines = table_lines(
        ("reason", "source", "party", "calls", "held", "seconds", "estimate"),
        [
            (
                group.reason.name.lower(),
                group.source,
                group.party,
                group.calls,
                group.held,
                group.raw_seconds,
                money(group.estimate),
            )
            for group in groups
        ],
    )
    answer(facts, lines if groups else ["Nothing is in suspense."], as_json=as_json)


@click.command()
@company_argument
@click.option("--from", "first", type=DAY, help="First day, in the company's zone.")
@click.option("--to", "last", type=DAY, help="Last day.")
@json_option
def rerate(company: Path, first: datetime | None, last: datetime | None, as_json: bool) -> None:
    """Price unbilled calls again by what the file says now."""
    from app.operations.rerate_usage import rerate_usage

    if first and last and first > last:
        message = "--from lies after --to."
        raise click.UsageError(message)
    with company_office(company, write=True) as office, progress() as told:
        done = rerate_usage(
            office,
            first=first.date() if first else None,
            last=last.date() if last else None,
            progress=told,
        )
    facts = {"calls": done.calls, "changed": done.changed}
    answer(facts, [f"{done.calls} calls looked at, {done.changed} changed."], as_json=as_json)


@click.command()
@company_argument
@click.argument("call_id", metavar="CALL_ID")
@json_option
def explain(company: Path, call_id: str, as_json: bool) -> None:
    """Tell why a call costs what it costs, in words for the telephone."""
    from app.operations.explain_call import explain_call

    with company_office(company, write=False) as office:
        found = explain_call(office, call_id)
    facts = {
        "call_id": call_id,
        "records": [
            {
                "source": each.source,
                "file": each.file,
                "row": each.row,
                "sentences": each.sentences,
            }
            for each in found
        ],
    }
    lines: list[str] = []
    for each in found:
        lines += [f"{each.call_id}: {each.file} row {each.row}, source {each.source}"]
        lines += each.sentences
    answer(facts, lines, as_json=as_json)


@click.group()
def profile() -> None:
    """Mappings of call files of other layouts: propose, save, list."""


@profile.command()
@click.argument("call_file", metavar="CALLFILE", type=EXISTING)
@click.option("--out", type=OUT, required=True, help="A JSON file.")
@json_option
def propose(call_file: Path, out: Path, as_json: bool) -> None:
    """Propose a mapping from a file's header and values."""
    from app.operations.mapping_profiles import propose_profile

    proposal = propose_profile(call_file, out)
    facts = {"out": str(out), "reasons": proposal.reasons, "unsure": proposal.unsure}
    lines = [f"{meaning}: {reason}" for meaning, reason in proposal.reasons.items()]
    lines += [f"To look at: {sentence}" for sentence in proposal.unsure]
    answer(facts, [*lines, f"Wrote {out}."], as_json=as_json)


@profile.command()
@company_argument
@click.argument("file", metavar="P.json", type=EXISTING)
@json_option
def save(company: Path, file: Path, as_json: bool) -> None:
    """Save a mapping in the company file."""
    from app.operations.mapping_profiles import keep_profile

    with company_office(company, write=True) as office:
        kept = keep_profile(office, file)
    answer({"profile": kept.name}, [f"Saved {kept.name}."], as_json=as_json)


@profile.command("list")
@company_argument
@json_option
def list_command(company: Path, as_json: bool) -> None:
    """List the saved mappings."""
    from app.operations.mapping_profiles import list_profiles

    with company_office(company, write=False) as office:
        kept = list_profiles(office)
    facts = {"profiles": [{"name": each.name, "columns": each.columns} for each in kept]}
    lines = [each.name for each in kept] or ["No profile is saved."]
    answer(facts, lines, as_json=as_json)


USAGE_COMMANDS: Final = (import_calls, profile, undo_import, suspense, rerate, explain)
