"""The command that tells who is who in another system, and settles it: map."""

import json
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from app.cli.connect_commands import system_argument
from app.cli.output import money, table_lines
from app.cli.parameters import DAY
from app.cli.presence_command import presence_command
from app.cli.session import answer, company_argument, company_office, json_option

if TYPE_CHECKING:
    from app.billing.coverage import Coverage
    from app.customers.matching import Pairing
    from app.operations.map_codes import CodeMap
    from app.operations.map_customers import CustomerMap
    from app.operations.map_writing import MapChange
    from app.operations.office import Office

_ACTS: Final = (
    "link",
    "unlink",
    "new",
    "ignore",
    "not_needed",
    "take_back",
    "pair",
)


@click.command("map")
@company_argument
@system_argument
@click.option("--accept-exact", is_flag=True, help="Link every exact pair.")
@click.option("--link", multiple=True, metavar="OURS=THEIRS", help="Link an account.")
@click.option("--unlink", multiple=True, metavar="OURS", help="Take a link out.")
@click.option("--new", multiple=True, metavar="OURS", help="It is made there by posting.")
@click.option("--ignore", multiple=True, metavar="THEIRS=REASON", help="Leave one there alone.")
@click.option("--not-needed", multiple=True, metavar="OURS=REASON", help="It is not needed there.")
@click.option("--take-back", multiple=True, metavar="OURS or THEIRS", help="Ask about it again.")
@click.option("--history", metavar="OURS", help="What happened to the links of an account.")
@click.option(
    "--first-connect",
    type=DAY,
    metavar="DAY",
    help="Take over what is there; older invoices are never posted.",
)
@click.option("--site", multiple=True, metavar="THEIRS=LOCATION|new", help="Settle a PSA's site.")
@click.option("--codes", is_flag=True, help="GL codes, tax codes, terms, items, products.")
@click.option("--pair", multiple=True, metavar="KIND.CODE=THEIRS", help="Pair a code.")
@json_option
def map_command(
    company: Path, system: str, accept_exact: bool, codes: bool, as_json: bool, **given: object
) -> int:
    """Tell who is who in another system, and settle it.

    Pairs are linked, exact, likely, ambiguous or new, with score and reasons. Exact ones can be
    linked at once, likely and ambiguous ones are linked one by one.
    """
    wanted = {name: _words(given[name]) for name in _ACTS if given[name]}
    history, since, sites = given["history"], given["first_connect"], _words(given["site"])
    others = (history is not None, since is not None, bool(sites))
    asked = len(wanted) + accept_exact + codes + sum(others)
    if asked > 1 and not (codes and set(wanted) == {"pair"}):
        message = "Give one of --accept-exact, --link, --new, --ignore, --codes and the like."
        raise click.UsageError(message)
    with company_office(company, write=bool(wanted or accept_exact or since or sites)) as office:
        if isinstance(since, datetime):
            return _take_over(office, system, since.date(), as_json=as_json)
        if history is not None:
            return _tell_history(office, str(history), as_json=as_json)
        for each in sites:
            _settle_site(office, system, each)
        done = _done(office, system, wanted, accept_exact=accept_exact)
        if codes or "pair" in wanted:
            return _tell_codes(office, system, done, as_json=as_json)
        return _tell_map(office, system, done, as_json=as_json)


def _words(value: object) -> list[str]:
    return [str(each) for each in value] if isinstance(value, Sequence) else []


def _done(
    office: "Office", system: str, wanted: dict[str, list[str]], *, accept_exact: bool
) -> list["MapChange"]:
    from app.operations import map_customers as acts

    if accept_exact:
        return [acts.accept_exact(office, system)]
    return [_ACT[name](office, system, text) for name, those in wanted.items() for text in those]


def _link(office: "Office", system: str, text: str) -> "MapChange":
    from app.operations.map_customers import link_customer

    ours, theirs = _pair(text, "--link", "OURS=THEIRS")
    return link_customer(office, system, ours=ours, theirs=theirs)


def _unlink(office: "Office", system: str, text: str) -> "MapChange":
    from app.operations.map_customers import unlink_customer

    return unlink_customer(office, system, ours=text)


def _new(office: "Office", system: str, text: str) -> "MapChange":
    from app.operations.map_customers import make_new

    return make_new(office, system, ours=text)


def _ignore(office: "Office", system: str, text: str) -> "MapChange":
    from app.operations.map_customers import ignore_customer

    theirs, reason = _pair(text, "--ignore", "THEIRS=REASON")
    return ignore_customer(office, system, theirs=theirs, reason=reason)


def _not_needed(office: "Office", system: str, text: str) -> "MapChange":
    from app.operations.map_customers import not_needed

    ours, reason = _pair(text, "--not-needed", "OURS=REASON")
    return not_needed(office, system, ours=ours, reason=reason)


def _take_back(office: "Office", system: str, text: str) -> "MapChange":
    from app.operations.map_customers import take_back

    return take_back(office, system, ours=text, theirs=text)


def _settle_site(office: "Office", system: str, text: str) -> None:
    from app.operations.settle_incoming import settle_site

    theirs, code = _pair(text, "--site", "THEIRS=LOCATION, or THEIRS=new")
    settle_site(office, system, site_id=theirs, location_code=None if code == "new" else code)


def _pair_code(office: "Office", system: str, text: str) -> "MapChange":
    from app.operations.map_codes import CodeKind, pair_code

    place, theirs = _pair(text, "--pair", "KIND.CODE=THEIRS", may_be_blank=True)
    kind, _, code = place.partition(".")
    kinds = [each.value for each in CodeKind]
    if kind not in kinds:
        message = f"--pair {text}: KIND is one of {', '.join(kinds)}."
        raise click.UsageError(message)
    return pair_code(office, system, kind=CodeKind(kind), code=code, theirs=theirs)


_ACT: Final[dict[str, Callable[["Office", str, str], "MapChange"]]] = {
    "link": _link,
    "unlink": _unlink,
    "new": _new,
    "ignore": _ignore,
    "not_needed": _not_needed,
    "take_back": _take_back,
    "pair": _pair_code,
}


def _pair(text: str, option: str, form: str, *, may_be_blank: bool = False) -> tuple[str, str]:
    first, is_pair, second = (each.strip() for each in text.partition("="))
    if not (is_pair and first and (second or may_be_blank)):
        message = f"{option} {text}: write it as {form}."
        raise click.UsageError(message)
    return first, second


# ------------------------------------------------------------------------------------- customers


def _tell_map(office: "Office", system: str, done: Sequence["MapChange"], *, as_json: bool) -> int:
    from app.operations.map_customers import show_map

    shown = show_map(office, system)
    facts = {
        "system": system,
        "title": shown.title,
        "was_read": shown.is_pulled,
        "done": _done_facts(done),
        "counts": {state.value: count for state, count in shown.counts.items()},
        "only_there": shown.only_there,
        "pairs": [_pairing_facts(each) for each in shown.pairings],
        "coverage": _coverage_facts(shown.coverage),
    }
    answer(facts, _map_lines(shown, done), as_json=as_json)
    return 0


def _done_facts(done: Sequence["MapChange"]) -> list[dict[str, object]]:
    return [
        {"title": each.title, "changed": not each.is_empty, "links": each.count} for each in done
    ]


def _pairing_facts(pairing: "Pairing") -> dict[str, object]:
    ours, theirs = pairing.ours, pairing.theirs
    return {
        "ours": None if ours is None else ours.id,
        "name": None if ours is None else ours.name,
        "theirs": None if theirs is None else theirs.id,
        "their_name": None if theirs is None else theirs.name,
        "state": pairing.state.value,
        "score": pairing.score,
        "reasons": [{"words": each.words, "points": each.points} for each in pairing.reasons],
        "candidates": [
            {"id": each.theirs.id, "name": each.theirs.name, "score": each.score}
            for each in pairing.candidates
        ],
    }


def _coverage_facts(coverage: "Coverage") -> dict[str, object]:
    return {
        "period": coverage.period,
        "share": f"{coverage.share:.1f}",
        "mapped": money(coverage.mapped),
        "total": money(coverage.total),
        "missing": [
            {
                "kind": each.kind,
                "key": each.key,
                "words": each.words,
                "amount": money(each.amount),
                "is_in_the_way": each.is_in_the_way,
            }
            for each in coverage.missing
        ],
    }


def _map_lines(shown: "CustomerMap", done: Sequence["MapChange"]) -> list[str]:
    rows = [
        (
            each.state.value,
            "" if each.ours is None else f"{each.ours.id} {each.ours.name}",
            _there(each),
            each.score or "",
            each.why,
        )
        for each in shown.pairings
    ]
    counts = ", ".join(f"{count} {state.value}" for state, count in shown.counts.items() if count)
    lines = table_lines(("", "here", shown.title, "score", "why"), rows)
    lines += ["", *(f"Done: {each.title}." for each in done if not each.is_empty)]
    lines += ["Nothing was changed."] if done and all(each.is_empty for each in done) else []
    if not shown.is_pulled:
        lines.append(f"Nothing was read from {shown.title} yet: pull FILE {shown.system}.")
    there = f"; {shown.only_there} only there" if shown.only_there else ""
    return [*lines, f"{counts or 'nobody'}{there}.", _coverage_line(shown.coverage)]


def _there(pairing: "Pairing") -> str:
    if pairing.theirs is not None:
        return f"{pairing.theirs.id} {pairing.theirs.name}"
    count = len(pairing.candidates)
    if not count:
        return ""
    ids = ", ".join(each.theirs.id for each in pairing.candidates)
    return f"{count} {'candidate' if count == 1 else 'candidates'}: {ids}"


def _coverage_line(coverage: "Coverage") -> str:
    if not coverage.period:
        return "Nothing was billed yet, so that nothing can be measured."
    count = len(coverage.missing)
    amount = money(sum((each.amount for each in coverage.missing), start=coverage.total * 0))
    lacking = f", {count} {'item' if count == 1 else 'items'} missing, {amount}" if count else ""
    return f"{coverage.share} % of the charges of {coverage.period} would map{lacking}."


# ----------------------------------------------------------------------------- codes and history


def _tell_codes(
    office: "Office", system: str, done: Sequence["MapChange"], *, as_json: bool
) -> int:
    from app.operations.map_codes import show_codes

    shown = show_codes(office, system)
    facts = {
        "system": system,
        "title": shown.title,
        "done": _done_facts(done),
        "codes": [
            {
                "kind": each.kind.value,
                "code": each.code,
                "words": each.words,
                "theirs": None if each.theirs is None else each.theirs.id,
                "their_words": None if each.theirs is None else each.theirs.words,
                "state": each.state.value,
                "reason": each.reason,
                "amount": money(each.amount),
            }
            for each in shown.rows
        ],
        "coverage": _coverage_facts(shown.coverage),
    }
    answer(facts, _code_lines(shown, done), as_json=as_json)
    return 0


def _code_lines(shown: "CodeMap", done: Sequence["MapChange"]) -> list[str]:
    rows = [
        (
            each.state.value,
            each.kind.value,
            each.code,
            "" if each.theirs is None else f"{each.theirs.id} {each.theirs.words}",
            money(each.amount),
            each.reason,
        )
        for each in shown.rows
    ]
    return [
        *table_lines(("", "what", "code", shown.title, "amount", "why"), rows),
        "",
        *(f"Done: {each.title}." for each in done if not each.is_empty),
        _coverage_line(shown.coverage),
    ]


def _tell_history(office: "Office", account: str, *, as_json: bool) -> int:
    from app.operations.map_customers import map_history

    found = map_history(office, account)
    facts = {
        "account": account,
        "history": [
            {
                "at": each.at,
                "by": each.actor,
                "did": each.action,
                "before": json.loads(each.before) if each.before else None,
                "after": json.loads(each.after) if each.after else None,
                "why": each.reason,
            }
            for each in found
        ],
    }
    rows = [
        (f"{each.at:%Y-%m-%d %H:%M}", each.actor, each.operation, each.reason or "")
        for each in found
    ]
    lines = table_lines(("when", "who", "what", "why"), rows)
    answer(facts, lines if rows else [f"Nothing was said about {account} yet."], as_json=as_json)
    return 0


def _take_over(office: "Office", system: str, go_live: date, *, as_json: bool) -> int:
    from app.operations.first_connect import first_connect

    found = first_connect(office, system, go_live)
    told = [each for each in found.known if each.problem]
    facts = {
        "system": system,
        "go_live": go_live,
        "changed": not found.is_empty,
        "customers": found.customers.count,
        "need_a_look": found.need_a_look,
        "invoices": found.invoices.count,
        "not_linked": [
            {"number": each.number, "theirs": each.their_id, "why": each.problem} for each in told
        ],
        "payments": found.payments,
        "never_posted": found.held_back,
    }
    lines = [
        f"{found.customers.count} customers were linked; {found.need_a_look} need a look.",
        f"{found.invoices.count} old invoices were linked, {found.payments} payments filled in.",
        *(f"{each.number} was not linked: {each.problem}" for each in told),
        f"Invoices before {go_live} are never posted: {found.held_back} of them.",
    ]
    answer(facts, lines, as_json=as_json)
    return 1 if found.need_a_look or told else 0


MAP_COMMANDS: Final = (map_command, presence_command)
