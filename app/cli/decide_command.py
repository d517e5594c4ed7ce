"""The command about what a company decides once: the readiness checklist's answers."""

from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from app.cli.output import table_lines
from app.cli.session import answer, company_argument, company_office, json_option

if TYPE_CHECKING:
    from app.operations.list_decisions import Decision


@click.command("decide")
@company_argument
@click.argument("decision", metavar="[KEY=VALUE]", required=False)
@json_option
def decide(company: Path, decision: str | None, as_json: bool) -> None:
    """Answer a question of the readiness checklist; without one, list them all.

    A blank VALUE takes an answer back. Beside the questions: owner.TYPE[.FIELD],
    conflict.TYPE[.FIELD], flow.NAME, go_live.SYSTEM, time_product, telecom_agreements.
    """
    if decision is None:
        _list(company, as_json=as_json)
        return
    key, equals, value = decision.partition("=")
    if not equals or not key.strip():
        message = f"{decision!r} is no decision; write it as KEY=VALUE."
        raise click.UsageError(message)
    from app.operations.decide import decide as keep

    with company_office(company, write=True) as office:
        done = keep(office, key.strip(), value.strip())
    facts = {"key": done.key, "before": done.before or None, "after": done.after or None}
    words = f"{done.key} is {done.after}" if done.after else f"{done.key} is not decided"
    was = f"; it was {done.before}" if done.before not in {"", done.after} else ""
    answer(facts, [f"{words}{was}."], as_json=as_json)


def _list(company: Path, *, as_json: bool) -> None:
    from app.operations.list_decisions import list_decisions

    with company_office(company, write=False) as office:
        found = list_decisions(office)
    facts = {
        "open": [each.key for each in found if each.is_asked],
        "decisions": [_facts(each) for each in found],
    }
    answer(facts, _lines(found), as_json=as_json)


def _facts(each: "Decision") -> dict[str, object]:
    return {
        "key": each.key,
        "title": each.title,
        "answer": each.answer or None,
        "usual": each.usual or None,
        "choices": each.choices,
        "open": each.is_asked,
        "decided_at": each.at,
        "decided_by": each.by or None,
    }


def _lines(found: "list[Decision]") -> list[str]:
    rows = [
        (
            "?" if each.is_asked else "",
            each.key,
            each.answer or (f"({each.usual})" if each.usual else ""),
            each.title,
            ", ".join(each.choices),
        )
        for each in found
    ]
    waiting = sum(each.is_asked for each in found)
    return [
        *table_lines(("", "key", "answer", "what", "answers are"), rows),
        "",
        f"{waiting} to decide. In brackets: as usual, until somebody decides.",
    ]


DECIDE_COMMANDS: Final = (decide,)
