"""The command that tells where every customer is: presence."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.cli.output import money, table_lines
from app.cli.session import answer, company_argument, company_office, json_option

if TYPE_CHECKING:
    from app.operations.presence import Cell, Presence, PresenceRow


@click.command("presence")
@company_argument
@json_option
def presence_command(company: Path, as_json: bool) -> int:
    """Tell where every customer is: in the PSA, here, in accounting; and what lacks."""
    from app.operations.presence import presence

    with company_office(company, write=False) as office:
        shown = presence(office)
    facts = {
        "systems": dict(shown.systems),
        "not_read": list(shown.not_read),
        "period": shown.period,
        "counts": {state.value: count for state, count in shown.counts.items()},
        "customers": [_presence_facts(each) for each in shown.rows],
    }
    answer(facts, _presence_lines(shown), as_json=as_json)
    return 0


def _presence_facts(row: "PresenceRow") -> dict[str, object]:
    return {
        "name": row.name,
        "account": row.account_number,
        "here": _cell_facts(row.here),
        "there": {system: _cell_facts(cell) for system, cell in row.there.items()},
        "contract": {"running": row.running, "agreements": row.agreements},
        "billed": money(row.billed),
        "state": row.state.value,
    }


def _cell_facts(cell: "Cell") -> dict[str, object]:
    return {
        "state": cell.state.value,
        "id": cell.id or None,
        "name": cell.name or None,
        "words": cell.words,
        "candidates": cell.candidates,
        "fix": None if cell.fix is None else cell.fix.value,
    }


def _presence_lines(shown: "Presence") -> list[str]:
    titles = [title for key, title in shown.systems if key not in shown.not_read]
    rows = [
        (
            each.state.value.replace("_", " "),
            each.name,
            _cell_words(each.here),
            *(_cell_words(cell) for cell in each.there.values()),
            each.contract,
            money(each.billed),
        )
        for each in shown.rows
    ]
    header = ("", "customer", "here", *titles, "contract", shown.period or "billed")
    counts = ", ".join(
        f"{count} {state.value.replace('_', ' ')}" for state, count in shown.counts.items() if count
    )
    missing = [f"Nothing was read from {each} yet: pull FILE {each}." for each in shown.not_read]
    return [*table_lines(header, rows), "", *missing, f"{counts or 'nobody'}."]


def _cell_words(cell: "Cell") -> str:
    if cell.state.value == "linked":
        return cell.id
    if cell.state.value == "candidates":
        return f"{cell.candidates} {'candidate' if cell.candidates == 1 else 'candidates'}"
    return cell.state.value.replace("_", " ")
