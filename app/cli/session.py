"""What commands share: opening the company file, the clock, and how they answer."""

import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from app.cli.output import TerminalProgress, to_json
from app.cli.parameters import COMPANY
from app.host.clock import Clock, clock_of

if TYPE_CHECKING:
    from app.operations.office import Office

F = TypeVar("F", bound=Callable[..., Any])


def company_argument(function: F) -> F:
    """The company file, first of a command's arguments."""
    return click.argument("company", metavar="FILE.switchbook", type=COMPANY)(function)


def json_option(function: F) -> F:
    """One JSON object instead of words."""
    return click.option("--json", "as_json", is_flag=True, help="One JSON object on stdout.")(
        function
    )


def the_clock() -> Clock:
    """The computer's clock, or the one the environment holds still."""
    return clock_of(os.environ)


@contextmanager
def progress() -> Iterator[TerminalProgress]:
    """How far the work is, on stderr and only on a terminal."""
    told = TerminalProgress(sys.stderr)
    try:
        yield told
    finally:
        told.end()


@contextmanager
def company_office(company: Path, *, write: bool) -> Iterator["Office"]:
    """The company file, open for work."""
    from app.operations.make_company import open_company

    with (
        progress() as told,
        open_company(company, the_clock(), write=write, progress=told) as office,
    ):
        yield office


def answer(facts: Mapping[str, object], lines: list[str], *, as_json: bool) -> None:
    """Prints an answer for people or for scripts."""
    click.echo(to_json(dict(facts)) if as_json else "\n".join(lines))
