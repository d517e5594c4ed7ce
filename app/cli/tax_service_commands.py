"""The command `tax service`: a tax service connected, looked at, given up."""

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from app.cli.output import table_lines
from app.cli.session import answer, company_argument, company_office, json_option

if TYPE_CHECKING:
    from app.operations.connect_tax_service import ServiceState
    from app.operations.office import Office


@click.command("service")
@company_argument
@click.option("--connect", metavar="NAME", help="Use this tax service: avalara.")
@click.option("--set", "given", multiple=True, metavar="KEY=VALUE", help="May be repeated.")
@click.option("--secret-from-stdin", is_flag=True, help="Read password or key from stdin.")
@click.option("--health", is_flag=True, help="Ask it whether it answers.")
@click.option("--lists", is_flag=True, help="Its transaction, service and tax types.")
@click.option("--off", is_flag=True, help="Work taxes out here again.")
@click.option("--settled", metavar="CODE", help="You have seen to this document at the service.")
@click.option("--why", default="", help="Why, for the audit; with --settled.")
@json_option
def service(
    company: Path,
    connect: str | None,
    given: Sequence[str],
    secret_from_stdin: bool,
    health: bool,
    lists: bool,
    off: bool,
    settled: str | None,
    why: str,
    as_json: bool,
) -> None:
    """Tell, connect or give up the tax service of a company."""
    writes = connect is not None or settled is not None or off
    if sum((connect is not None, settled is not None, health, lists, off)) > 1:
        message = "Give one of --connect, --health, --lists, --off and --settled."
        raise click.UsageError(message)
    if connect is None and (given or secret_from_stdin):
        message = "--set and --secret-from-stdin go with --connect."
        raise click.UsageError(message)
    with company_office(company, write=writes) as office:
        if connect is not None:
            _connect(office, connect, given, secret_from_stdin=secret_from_stdin)
        if health:
            _tell_health(office, as_json=as_json)
        elif lists:
            _tell_lists(office, as_json=as_json)
        elif off:
            _switch_off(office, as_json=as_json)
        elif settled is not None:
            _settle(office, settled, why, as_json=as_json)
        else:
            _tell_state(office, as_json=as_json)


def _connect(office: "Office", name: str, given: Sequence[str], *, secret_from_stdin: bool) -> None:
    from app.operations.connect_tax_service import connect_service, keeps_secret

    settings = {}
    for text in given:
        key, is_pair, value = text.partition("=")
        if not is_pair:
            message = f"--set {text} has no value; write it as KEY=VALUE."
            raise click.UsageError(message)
        settings[key.strip()] = value.strip()
    secret = None
    if secret_from_stdin:
        secret = sys.stdin.readline().rstrip("\r\n")
    elif sys.stdin.isatty() and not keeps_secret(office, name):
        secret = str(click.prompt("Password or key", hide_input=True, err=True))
    if secret is not None and not secret:
        message = "The secret is blank."
        raise click.UsageError(message)
    connect_service(office, name, settings, secret=secret)


def _tell_state(office: "Office", *, as_json: bool) -> None:
    from app.operations.connect_tax_service import service_state

    state = service_state(office)
    answer(_state_facts(state), _state_lines(state), as_json=as_json)


def _state_facts(state: "ServiceState") -> dict[str, object]:
    return {
        "service": state.service,
        "settings": dict(state.settings),
        "has_secret": state.has_secret,
        "documents": dict(sorted(state.documents.items())),
        "not_settled": [
            {
                "code": each.code,
                "account_number": each.account_number,
                "period": each.period,
                "state": each.state.value,
                "why": each.last_error,
            }
            for each in state.loose
        ],
    }


def _state_lines(state: "ServiceState") -> list[str]:
    if state.service is None:
        lines = ["No tax service is connected: taxes are worked out here."]
    else:
        lines = [f"Taxes come from {state.title}."]
        lines += [f"  {name} = {value}" for name, value in state.settings.items() if value]
        if not state.has_secret:
            lines.append("This computer's keyring holds no credentials: give them by --connect.")
    if state.documents:
        counts = (f"{count} {name}" for name, count in sorted(state.documents.items()))
        lines.append(f"Documents: {', '.join(counts)}.")
    lines += [
        f"Not settled: {each.code} of {each.account_number}, {each.period}, {each.state.value}. "
        f"{each.last_error}".rstrip()
        for each in state.loose
    ]
    return lines


def _tell_health(office: "Office", *, as_json: bool) -> None:
    from app.operations.connect_tax_service import service_health

    told = service_health(office)
    answer({"answers": True, "words": told.words}, [f"It answers: {told.words}"], as_json=as_json)


def _tell_lists(office: "Office", *, as_json: bool) -> None:
    from app.operations.connect_tax_service import service_lists

    lists = service_lists(office)
    facts = {
        "pairs": [
            {"transaction": transaction, "service_type": kind, "words": words}
            for transaction, kind, words in lists.pairs
        ],
        "tax_types": [
            {"tax_type": number, "words": words, "category": category}
            for number, words, category in lists.tax_types
        ],
    }
    lines = table_lines(("transaction", "service_type", "words"), lists.pairs)
    lines += ["", *table_lines(("tax_type", "words", "category"), lists.tax_types)]
    answer(facts, lines, as_json=as_json)


def _switch_off(office: "Office", *, as_json: bool) -> None:
    from app.operations.connect_tax_service import disconnect_service

    title = disconnect_service(office)
    lines = [f"{title} is given up: taxes are worked out here."]
    answer({"service": None}, lines, as_json=as_json)


def _settle(office: "Office", code: str, why: str, *, as_json: bool) -> None:
    from app.operations.connect_tax_service import settle_by_hand

    state = settle_by_hand(office, code, why=why).value
    answer({"code": code, "state": state}, [f"{code} is taken as {state}."], as_json=as_json)


TAX_SERVICE_COMMANDS: Final = (service,)
