"""The commands by which other systems are reached: practice serve, connect."""

import sys
import webbrowser
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from app.cli.output import to_json
from app.cli.session import (
    answer,
    company_argument,
    company_office,
    json_option,
    progress,
    the_clock,
)

if TYPE_CHECKING:
    from app.operations.connect_systems import ConnectionState, SignIn
    from app.operations.office import Office

_BLOCKED: Final = 1

system_argument = click.argument("system", metavar="SYSTEM")
"""Which other system: xero, halopsa, ..."""


@click.group()
def practice() -> None:
    """Practice systems: the seven on this computer, to try everything on."""


@practice.command("serve")
@click.option("--port", type=click.IntRange(1024, 65000), help="The first of seven ports.")
@click.option("--faults", default="", metavar="NAME,...", help="How they misbehave.")
@json_option
def serve_command(port: int | None, faults: str, as_json: bool) -> None:
    """Serve each system on a port of its own, on this computer alone, until stopped."""
    from threading import Event

    from app.operations.serve_practice import serving_practice

    named = [each.strip() for each in faults.split(",") if each.strip()]
    with serving_practice(the_clock(), port=port, faults=named) as told:
        if as_json:
            click.echo(to_json({"systems": told}))
        else:
            click.echo("\n".join(_served_lines(told)))
        sys.stdout.flush()
        try:
            Event().wait()
        except KeyboardInterrupt:
            return


def _served_lines(told: Any) -> list[str]:  # noqa: ANN401  as JSON has it
    lines = []
    for key, each in told.items():
        lines += [key, f"  API address       {each['api_url']}"]
        if each["authorize_url"]:
            lines.append(f"  authorize address {each['authorize_url']}")
        if each["token_url"]:
            lines.append(f"  token address     {each['token_url']}")
        lines += [f"  {name} = {value}" for name, value in each["credentials"].items()]
        if each["access_token"]:
            lines.append(f"  a ready access token: {each['access_token']}")
        if each["tenant"]:
            lines.append(f"  tenant            {each['tenant']}")
        lines += [
            f"  state             {each['state_url']}",
            f"  faults            {each['faults_url']}",
        ]
    return [
        *lines,
        "",
        "Connect a company: switchbook connect FILE SYSTEM --practice. Stop: Ctrl+C.",
    ]


@click.command("connect")
@company_argument
@system_argument
@click.option("--practice", "is_practice", is_flag=True, help="The one of practice serve.")
@click.option("--set", "given", multiple=True, metavar="KEY=VALUE", help="May be repeated.")
@click.option("--test", "test", is_flag=True, help="Tell each right: yes, or no and why.")
@click.option("--off", is_flag=True, help="End the connection and forget its secrets.")
@json_option
def connect(
    company: Path,
    system: str,
    is_practice: bool,
    given: Sequence[str],
    test: bool,
    off: bool,
    as_json: bool,
) -> int:
    """Connect a PSA or an accounting system, set something of it, or test it.

    KEY is a setting or secret of the system; a VALUE of - is read from stdin. KEY may also be
    revenue.GLCODE or tax.TAXCODE: the id or number of the account in the books to which it goes
    (revenue. and tax. alone: any other code).
    """
    changes = is_practice or bool(given)
    with company_office(company, write=changes or off or not test) as office:
        if off:
            return _disconnect(office, system, as_json=as_json)
        if changes or not test:
            _connect(office, system, _pairs(given), is_practice=is_practice)
        if test:
            return _tell_rights(office, system, as_json=as_json)
        from app.operations.connect_systems import connection_state

        state = connection_state(office, system)
        answer(_state_facts(state), _state_lines(state), as_json=as_json)
    return 0


def _pairs(given: Sequence[str]) -> dict[str, str]:
    found = {}
    for text in given:
        key, is_pair, value = text.partition("=")
        if not is_pair:
            message = f"--set {text} has no value; write it as KEY=VALUE."
            raise click.UsageError(message)
        said = value.strip()
        found[key.strip()] = _from_stdin(key) if said == "-" else said
    return found


def _from_stdin(key: str) -> str:
    """A secret that is not to stand in a list of processes: typed unseen, or one line of stdin."""
    if sys.stdin.isatty():
        return str(click.prompt(key, hide_input=True, err=True))
    return sys.stdin.readline().rstrip("\r\n")


def _connect(office: "Office", system: str, given: dict[str, str], *, is_practice: bool) -> None:
    from app.operations.connect_systems import connect_system
    from app.operations.serve_practice import practice_settings, practice_sign_in

    sign_in = practice_sign_in(system) if is_practice else _person()
    if is_practice:
        given = {**practice_settings(system), **given}
    with progress() as told:
        connect_system(office, system, given, sign_in=sign_in, progress=told)


def _person() -> "SignIn":
    """Consent by whoever sits at this computer."""
    from app.operations.connect_systems import SignIn

    def paste(url: str) -> str:
        click.echo(f"Open this address, and sign in:\n\n  {url}\n", err=True)
        return str(click.prompt("Paste the address that the browser then shows", err=True))

    def choose(found: Sequence[Any]) -> str:
        for each in found:
            click.echo(f"  {each.id}  {each.name} {each.words}".rstrip(), err=True)
        ids = click.Choice([each.id for each in found])
        return str(click.prompt("Which company", type=ids, err=True))

    return SignIn(browse=webbrowser.open, paste=paste, choose=choose)


def _disconnect(office: "Office", system: str, *, as_json: bool) -> int:
    from app.operations.connect_systems import disconnect_system

    trouble = disconnect_system(office, system)
    lines = [f"{system} is not connected any more."]
    lines += [f"Its sign-in could not be ended there: {trouble}"] if trouble else []
    answer({"system": system, "connected": False, "trouble": trouble}, lines, as_json=as_json)
    return 0


def _tell_rights(office: "Office", system: str, *, as_json: bool) -> int:
    from app.operations.connect_systems import connection_state, rights_of

    rights = rights_of(office, system)
    facts = {
        **_state_facts(connection_state(office, system)),
        "rights": [
            {"right": each.name, "given": each.is_given, "why": each.why, "needed": each.is_needed}
            for each in rights
        ],
    }
    lines = [
        f"{each.name}: {'yes' if each.is_given else 'no'}{f', {each.why}' if each.why else ''}"
        for each in rights
    ]
    answer(facts, lines, as_json=as_json)
    return 0 if all(each.is_given or not each.is_needed for each in rights) else _BLOCKED


def _state_facts(state: "ConnectionState") -> dict[str, object]:
    return {
        "system": state.system,
        "title": state.title,
        "role": state.role,
        "company": state.company,
        "settings": {name: value for name, value in state.settings.items() if value},
        "pairs": dict(state.pairs),
        "missing": list(state.missing_secrets),
        "sign_in_ends_in_days": state.days_left,
    }


def _state_lines(state: "ConnectionState") -> list[str]:
    lines = [f"{state.title} is connected: {state.company}."]
    lines += [f"  {name} = {value}" for name, value in state.settings.items() if value]
    lines += [f"  {name} = {value}" for name, value in state.pairs.items()]
    if state.missing_secrets:
        lines.append(f"This computer's keyring lacks: {', '.join(state.missing_secrets)}.")
    if state.days_left is not None:
        lines.append(f"Its sign-in ends in {state.days_left} days: connect it again.")
    return lines


CONNECT_COMMANDS: Final = (practice, connect)
