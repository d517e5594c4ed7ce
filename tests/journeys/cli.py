"""The real command line, called in this process."""

import contextlib
import csv
import io
import json
from pathlib import Path
from typing import Any

from app.cli.main import run


def switchbook(*words: object, codes: tuple[int, ...] = (0,)) -> str:
    """What a command prints; it must end with one of the codes."""
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = run([str(word) for word in words])
    assert code in codes, (code, words, out.getvalue()[-3000:], err.getvalue()[-3000:])
    return out.getvalue()


def as_json(*words: object, codes: tuple[int, ...] = (0,)) -> dict[str, Any]:
    """The JSON a command prints."""
    facts: dict[str, Any] = json.loads(switchbook(*words, "--json", codes=codes))
    return facts


def usage_rows(company: Path, out: Path, *words: object) -> list[dict[str, str]]:
    """The rows of `export usage`."""
    switchbook("export", company, "usage", "--format", "csv", "--out", out, *words)
    with out.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))
