"""The commands about counts that differ, and about what is on no invoice."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from app.cli.output import finding_facts, finding_line, money, table_lines
from app.cli.parameters import PERIOD
from app.cli.session import answer, company_argument, company_office, json_option, progress
from app.values.money import ZERO, plain

if TYPE_CHECKING:
    from decimal import Decimal

    from app.billing.counts import CountRow
    from app.operations.billed_twice import BilledTwice
    from app.operations.compare_counts import Counts
    from app.operations.left_out import LeftOutList, LeftOutThing
    from app.operations.list_carrier_numbers import Listed
    from app.operations.office import Office
    from app.operations.row_editing import Edited

BLOCKED: Final = 1
_HEADER: Final = ("customer", "product", "contract", "here", "carrier", "billed", "a month", "")


@click.command("counts")
@company_argument
@click.option("--period", type=PERIOD, metavar="2026-10", help="By default the one to be billed.")
@click.option("--all", "all_rows", is_flag=True, help="Rows that agree, too.")
@click.option(
    "--carrier",
    "carrier_list",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    metavar="LIST.csv",
    help="Bring in a carrier's list of numbers first.",
)
@click.option(
    "--settle",
    multiple=True,
    metavar="ACCOUNT/PRODUCT=bill_provisioned|bill_contracted|lower",
    help="Settle a row.",
)
@click.option(
    "--free",
    multiple=True,
    metavar="ACCOUNT/PRODUCT=DATE:REASON",
    help="What is beyond the contract costs nothing until a day.",
)
@json_option
def counts(
    company: Path,
    period: str | None,
    all_rows: bool,
    carrier_list: Path | None,
    settle: Sequence[str],
    free: Sequence[str],
    as_json: bool,
) -> int:
    """Compare contract, provisioned, carrier's list and last invoices; with money, and settle."""
    from app.operations.compare_counts import compare_counts
    from app.operations.list_carrier_numbers import import_carrier_list

    wanted = [*(_settling(each) for each in settle), *(_freeing(each) for each in free)]
    writes = bool(wanted) or carrier_list is not None
    with company_office(company, write=writes) as office, progress() as told:
        listed = None
        if carrier_list is not None:
            listed = import_carrier_list(office, carrier_list, progress=told)
        edits = [_settle(office, each, period) for each in wanted]
        found = compare_counts(office, period, progress=told)
    refused = any(each.refusals for each in edits)
    lines = [
        *_listed_lines(listed),
        *(finding_line(finding) for each in edits for finding in each.refusals),
        *_counts_lines(found, all_rows=all_rows),
    ]
    answer(_counts_facts(found, listed, edits), lines, as_json=as_json)
    return BLOCKED if found.differing or refused else 0


class _Wanted:
    """A row to be settled, as it was written."""

    def __init__(self, key: str, action: str, until: date | None = None, reason: str = "") -> None:
        """``key`` is ACCOUNT/PRODUCT."""
        self.account_number, slash, self.product_code = key.partition("/")
        if not slash or not self.account_number or not self.product_code:
            message = f"{key} is not ACCOUNT/PRODUCT."
            raise click.UsageError(message)
        self.action, self.until, self.reason = action, until, reason


def _settling(text: str) -> _Wanted:
    key, _, action = text.partition("=")
    if action not in {"bill_provisioned", "bill_contracted", "lower"}:
        message = f"{action or 'Nothing'} is none of bill_provisioned, bill_contracted, lower."
        raise click.UsageError(message)
    return _Wanted(key, action)


def _freeing(text: str) -> _Wanted:
    key, _, rest = text.partition("=")
    day, _, reason = rest.partition(":")
    try:
        until = date.fromisoformat(day)
    except ValueError:
        message = f"{day or 'Nothing'} is no day: write ACCOUNT/PRODUCT=2026-12-31:REASON."
        raise click.UsageError(message) from None
    if not reason.strip():
        message = "What is free needs a reason: write ACCOUNT/PRODUCT=2026-12-31:REASON."
        raise click.UsageError(message)
    return _Wanted(key, "free", until, reason.strip())


def _settle(office: "Office", wanted: _Wanted, period: str | None) -> "Edited":
    from app.billing.counts import CountAction
    from app.operations.compare_counts import settle_count

    return settle_count(
        office,
        wanted.account_number,
        wanted.product_code,
        CountAction(wanted.action),
        period=period,
        until=wanted.until,
        reason=wanted.reason,
    )


def _counts_facts(
    found: "Counts", listed: "Listed | None", edits: Sequence["Edited"]
) -> dict[str, object]:
    return {
        "period": found.period,
        "billed_period": found.billed_period,
        "rows": [_row_facts(each) for each in found.rows],
        "differences": len(found.differing),
        "amount": money(found.total),
        "unpaired": [
            {
                "system": each.system,
                "account_number": each.account_number,
                "account_name": each.account_name,
                "product": each.product_code,
                "quantity": each.quantity,
                "amount": money(each.amount),
            }
            for each in found.unpaired
        ],
        "strangers": found.strangers,
        "lists": [
            {
                "carrier": each.carrier,
                "listed_on": each.listed_on,
                "file": each.file,
                "numbers": each.numbers,
            }
            for each in found.lists
        ],
        "listed": None
        if listed is None
        else {
            "carriers": dict(listed.carriers),
            "findings": [finding_facts(each) for each in listed.findings],
        },
        "settled": [
            {
                "services": [
                    {"before": _code(each.before), "after": _code(each.after)}
                    for each in edit.edits
                ],
                "findings": [finding_facts(each) for each in edit.findings],
            }
            for edit in edits
        ],
    }


def _code(row: object) -> object:
    return getattr(row, "service_code", None)


def _row_facts(row: "CountRow") -> dict[str, object]:
    return {
        "account_number": row.account_number,
        "account_name": row.account_name,
        "product_code": row.product_code,
        "product_name": row.product_name,
        "contract": row.contract,
        "provisioned": row.provisioned,
        "carrier": row.carrier,
        "billed": row.billed,
        "target": row.target,
        "unit_price": row.unit_price,
        "amount": money(row.amount),
        "differs": row.differs,
        "suggestion": row.suggestion.value,
        "words": row.words,
        "settled": None
        if row.settled is None
        else {
            "action": row.settled.action.value,
            "until": row.settled.until,
            "reason": row.settled.reason,
            "at": row.settled.at,
            "by": row.settled.by,
        },
    }


def _listed_lines(listed: "Listed | None") -> list[str]:
    if listed is None:
        return []
    told = ", ".join(f"{carrier}: {count}" for carrier, count in listed.carriers.items())
    return [f"Numbers listed: {told or 'none'}.", *map(finding_line, listed.findings), ""]


def _counts_lines(found: "Counts", *, all_rows: bool) -> list[str]:
    shown = found.rows if all_rows else found.differing
    rows = [
        (
            each.account_name,
            each.product_code,
            _number(each.contract, "none"),
            _number(each.provisioned, ""),
            _number(each.carrier, "no list"),
            _number(each.billed, "nothing"),
            f"{each.amount:+.2f}" if each.differs else "",
            each.words,
        )
        for each in shown
    ]
    agree = len(found.rows) - len(found.differing)
    lines = table_lines(_HEADER, rows) if rows else []
    lines += ["", f"{found.period}: {len(found.differing)} differ, {found.total:+.2f} a month."]
    lines[-1] += f" {agree} agree or are settled."
    lines += [
        f"No product of ours is linked to {each.product_code} of {each.system}: "
        f"{_number(each.quantity, '')} for {each.account_name}, {money(each.amount)} a month."
        for each in found.unpaired
    ]
    if found.strangers:
        lines.append(f"Carriers list numbers that nobody has: {', '.join(found.strangers[:20])}.")
    return lines


def _number(value: "Decimal | None", nothing: str) -> str:
    return nothing if value is None else f"{plain(value):f}"


@click.command("left-out")
@company_argument
@click.argument("period", type=PERIOD, metavar="2026-10")
@click.option("--covered", is_flag=True, help="What nobody owes, too: covered and not billable.")
@json_option
def left_out_command(company: Path, period: str, covered: bool, as_json: bool) -> int:
    """List what a PSA has to bill and no invoice holds, why, and what two systems bill."""
    from app.operations.billed_twice import billed_twice
    from app.operations.left_out import left_out

    with company_office(company, write=False) as office, progress() as told:
        found = left_out(office, period, progress=told)
        twice = billed_twice(office)
    answer(_left_facts(found, twice), _left_lines(found, twice, covered=covered), as_json=as_json)
    return BLOCKED if twice else 0


def _left_facts(found: "LeftOutList", twice: Sequence["BilledTwice"]) -> dict[str, object]:
    return {
        "period": found.period,
        "amount": money(found.total),
        "left_out": [_thing_facts(each) for each in found.things],
        "not_owed": [_thing_facts(each) for each in found.not_owed],
        "billed_twice": [
            {
                "system": each.system,
                "kind": each.kind,
                "record": each.record,
                "account_number": each.account_number,
                "our_number": each.our_number or None,
                "their_number": each.their_number,
                "amount": money(each.amount),
                "words": each.words,
            }
            for each in twice
        ],
        "billed_twice_amount": money(sum((each.amount for each in twice), ZERO)),
    }


def _thing_facts(thing: "LeftOutThing") -> dict[str, object]:
    return {
        "system": thing.system,
        "kind": thing.kind,
        "source_id": thing.source_id,
        "account_number": thing.account_number,
        "customer": thing.customer,
        "day": thing.day,
        "text": thing.text,
        "why": thing.why,
        "words": thing.words,
        "amount": money(thing.amount),
    }


def _left_lines(
    found: "LeftOutList", twice: Sequence["BilledTwice"], *, covered: bool
) -> list[str]:
    shown = (*found.things, *(found.not_owed if covered else ()))
    rows = [
        (
            each.customer,
            each.kind.replace("_", " "),
            "" if each.day is None else each.day.isoformat(),
            each.text[:48],
            money(each.amount),
            each.words,
        )
        for each in shown
    ]
    lines = table_lines(("customer", "what", "day", "", "amount", "why"), rows) if rows else []
    lines += ["", f"{found.period}: {len(found.things)} on no invoice, {money(found.total)}."]
    lines += [f"Billed twice: {each.words}" for each in twice]
    return lines


COUNTS_COMMANDS: Final = (counts, left_out_command)
