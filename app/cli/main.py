"""The command line: one command a verb, for people and for scripts."""

import os
import sys
from collections.abc import Sequence
from typing import Any, Final

import click

from app.cli.bill_commands import BILL_COMMANDS
from app.cli.company_commands import COMPANY_COMMANDS
from app.cli.counts_commands import COUNTS_COMMANDS
from app.cli.decide_command import DECIDE_COMMANDS
from app.cli.demo_command import demo
from app.cli.mail_commands import MAIL_COMMANDS
from app.cli.map_commands import MAP_COMMANDS
from app.cli.month_commands import MONTH_COMMANDS
from app.cli.output import error_facts, to_json
from app.cli.report_commands import REPORT_COMMANDS
from app.cli.step_commands import STEP_COMMANDS
from app.cli.sync_commands import SYNC_COMMANDS
from app.cli.tax_commands import TAX_COMMANDS
from app.cli.usage_commands import USAGE_COMMANDS
from app.errors import AppError, Cancelled
from app.host.crash_notes import write_crash_note
from app.stopping import STOP, heeding_ctrl_c

STOPPED: Final = "Stopped. What was being done was taken back; what was done before stays."
BLOCKED: Final = 1
"""Exit code where something stands in the way; 0 is done, 2 is wrong usage."""


class _InOrder(click.Group):
    """A group that lists its commands as they were added: in the order of a month."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names in the order in which they were added."""
        del ctx
        return list(self.commands)


@click.group(cls=_InOrder, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name=None, version="0.1.0", prog_name="Switchbook")
def switchbook() -> None:
    """From call records and a spreadsheet to exact telecom invoices.

    A month: new, import, suspense, bill, bill --approve, documents, export, proof, close.
    """


for _command in (
    demo,
    *COMPANY_COMMANDS,
    *DECIDE_COMMANDS,
    *USAGE_COMMANDS,
    *BILL_COMMANDS,
    *MAIL_COMMANDS,
    *MONTH_COMMANDS,
    *REPORT_COMMANDS,
    *TAX_COMMANDS,
    *SYNC_COMMANDS,
    *MAP_COMMANDS,
    *COUNTS_COMMANDS,
    *STEP_COMMANDS,
):
    switchbook.add_command(_command)


def run(arguments: Sequence[str]) -> int:
    """Runs a command line; its exit code."""
    try:
        with heeding_ctrl_c():
            done: Any = switchbook.main(list(arguments), "switchbook", standalone_mode=False)
    except click.ClickException as problem:
        problem.show()
        return problem.exit_code
    except BrokenPipeError:
        # The reader went away, as `head` does: nothing more can be told.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except AppError as problem:
        if "--json" in arguments:
            click.echo(to_json(error_facts(problem)))
        click.echo(str(problem), err=True)
    except (click.Abort, Cancelled):
        click.echo(STOPPED, err=True)
    except Exception as fault:  # noqa: BLE001  the last resort: our own fault, told in words
        if STOP.is_asked:
            click.echo(STOPPED, err=True)
            return BLOCKED
        note = write_crash_note(fault)
        click.echo(
            f"Switchbook made a mistake of its own: {type(fault).__name__}. Nothing half done was "
            f"kept. What happened stands in {note}; send it to whoever looks after the program.",
            err=True,
        )
    else:
        return done if isinstance(done, int) else 0
    return BLOCKED
