"""Commands about mail: the server and its words, and sending invoices."""

import sys
from collections.abc import Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from app.cli.output import money, table_lines
from app.cli.session import answer, company_argument, company_office, json_option, progress

if TYPE_CHECKING:
    from app.billing.mailing import MailSettings
    from app.operations.send_invoices import MailPlan, SendResult

BLOCKED: Final = 1
_SHOWN: Final = 30


@click.command()
@company_argument
@click.option("--set", "given", multiple=True, metavar="NAME=VALUE", help="May be repeated.")
@click.option("--password-from-stdin", is_flag=True, help="It goes to the system keyring.")
@click.option("--test", "to", metavar="ADDRESS", help="Send one test mail there.")
@json_option
def mail(
    company: Path,
    given: Sequence[str],
    password_from_stdin: bool,
    to: str | None,
    as_json: bool,
) -> None:
    """Tell the mail server and the words of mails, change them, or try them."""
    from app.operations.keep_mail import keep_mail, kept_mail, try_mail

    with company_office(company, write=bool(given) or password_from_stdin) as office:
        found = kept_mail(office)
        if given or password_from_stdin:
            password = sys.stdin.readline().rstrip("\r\n") if password_from_stdin else None
            wanted = _changed(found.settings, given)
            found = keep_mail(office, wanted, password=password)
        said = try_mail(office, to) if to else ""
    settings = asdict(found.settings) | {"security": found.settings.security.value}
    facts = {**settings, "has_password": found.has_password, "test": said or None}
    lines = [f"{name}: {value}" for name, value in settings.items() if name != "body"]
    lines.append(f"password: {'in the keyring' if found.has_password else 'none'}")
    if said:
        lines.append(f"The server took the test mail: {said}")
    answer(facts, lines, as_json=as_json)


def _changed(settings: "MailSettings", given: Sequence[str]) -> "MailSettings":
    from app.billing.mailing import PORTS, Security

    values: dict[str, object] = {}
    for each in given:
        name, parted, value = each.partition("=")
        if not parted or name not in asdict(settings):
            message = f"“{each}” sets nothing. Names are: {', '.join(asdict(settings))}."
            raise click.UsageError(message)
        values[name] = value.replace("\\n", "\n") if name == "body" else value
    try:
        if "security" in values:
            values["security"] = Security(values["security"])
            values.setdefault("port", PORTS[Security(values["security"])])
        if "port" in values:
            values["port"] = int(str(values["port"]))
    except ValueError as problem:
        raise click.UsageError(str(problem)) from problem
    return replace(settings, **values)  # type: ignore[arg-type]  # fields by name


@click.command()
@company_argument
@click.option("--run", type=int, required=True)
@click.option("--apply", "applies", is_flag=True, help="Send them; without, they are only shown.")
@click.option("--with-calls", is_flag=True, help="Attach call detail, numbers masked.")
@click.option("--refused", is_flag=True, help="Only those that were refused before.")
@json_option
def send(
    company: Path, run: int, applies: bool, with_calls: bool, refused: bool, as_json: bool
) -> int:
    """Show the mails of a run, or send them; each invoice is sent once."""
    from app.operations.send_invoices import (
        numbers_of_run,
        plan_mail,
        save_mail_plan,
        send_queued,
    )

    result = None
    with company_office(company, write=applies) as office, progress() as told:
        numbers = numbers_of_run(office, run, refused=refused)
        plan = plan_mail(office, numbers, with_calls=with_calls)
        if applies:
            save_mail_plan(office, plan)
            result = send_queued(office, progress=told)
    answer(_facts(plan, result), _lines(plan, result), as_json=as_json)
    return BLOCKED if result and (result.refused or result.unknown or result.problem) else 0


def _facts(plan: "MailPlan", result: "SendResult | None") -> dict[str, object]:
    return {
        "mails": [
            {
                "invoice_number": each.invoice_number,
                "customer": each.customer,
                "total": money(each.total),
                "way": each.way.value,
                "address": each.address,
                "subject": each.subject,
            }
            for each in plan.mails
        ],
        "left_alone": [
            {"invoice_number": each.invoice_number, "why": each.why} for each in plan.left
        ],
        "result": asdict(result) if result else None,
    }


def _lines(plan: "MailPlan", result: "SendResult | None") -> list[str]:
    rows = [(m.invoice_number, m.way.value, money(m.total), m.address) for m in plan.mails[:_SHOWN]]
    lines = table_lines(("invoice", "way", "total", "address"), rows)
    if len(plan.mails) > _SHOWN:
        lines.append(f"{len(plan.mails) - _SHOWN} more.")
    lines += [f"Left alone: {each.invoice_number}. {each.why}" for each in plan.left]
    if result is None:
        lines.append(f"{len(plan.letters)} to send, {len(plan.papers)} to print. --apply sends.")
    else:
        lines.append(
            f"{result.sent} sent, {result.refused} refused, {result.unknown} unknown, "
            f"{result.waiting} still queued. {result.problem}".rstrip()
        )
    return lines


MAIL_COMMANDS: Final = (mail, send)
