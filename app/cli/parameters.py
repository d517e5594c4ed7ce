"""Kinds of arguments and options, refused in words where they are none."""

import re
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

import click

_SQLITE: Final = b"SQLite format 3\0"
_PERIOD: Final = re.compile(r"\d{4}-(0[1-9]|1[0-2])", re.ASCII)


class _Period(click.ParamType[str]):
    """A bill period such as 2026-10."""

    name = "period"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The text itself."""
        if not _PERIOD.fullmatch(value):
            self.fail(f"{value!r} is no bill period; write it as 2026-10.", param, ctx)
        return value


class _Zone(click.ParamType[str]):
    """A time zone such as America/Denver."""

    name = "zone"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The name itself."""
        try:
            ZoneInfo(value)
        except (KeyError, ValueError, OSError):
            self.fail(f"{value!r} is no time zone; write it as America/Denver.", param, ctx)
        return value


class _Name(click.ParamType[str]):
    """A name that is not blank."""

    name = "name"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The name, trimmed."""
        if not value.strip():
            self.fail("it is blank.", param, ctx)
        return value.strip()


class _Out(click.Path):
    """A file or folder to write, never a company file."""

    def __init__(self) -> None:
        super().__init__(path_type=Path)

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Path:
        """The path; what is a company file, or named as one, is not written over."""
        text = str(value)
        if not text.strip():
            self.fail("it is blank.", param, ctx)
        path = Path(text)
        if path.suffix.lower() == ".switchbook" or _is_database(path):
            self.fail(f"{text} is a company file; choose another name.", param, ctx)
        return path


def _is_database(path: Path) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(len(_SQLITE)) == _SQLITE
    except OSError:
        return False


PERIOD: Final = _Period()
ZONE: Final = _Zone()
NAME: Final = _Name()
OUT: Final = _Out()
COMPANY: Final = click.Path(dir_okay=False, path_type=Path)
EXISTING: Final = click.Path(exists=True, path_type=Path)
"""A file or folder that is there."""
DAY: Final = click.DateTime(formats=["%Y-%m-%d"])
