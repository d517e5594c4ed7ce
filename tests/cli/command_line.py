"""The command line, called in this process as a user calls it."""

import json
from dataclasses import dataclass
from typing import Any

import pytest

from app.cli.main import run


@dataclass(frozen=True)
class Answer:
    """What a command did."""

    code: int
    out: str
    err: str

    @property
    def facts(self) -> dict[str, Any]:
        """The one JSON object on stdout."""
        found: dict[str, Any] = json.loads(self.out)
        return found


@dataclass(frozen=True)
class CommandLine:
    """Runs commands and keeps what they print."""

    captured: pytest.CaptureFixture[str]

    def __call__(self, *words: object) -> Answer:
        code = run([str(word) for word in words])
        out, err = self.captured.readouterr()
        return Answer(code, out, err)

    def facts(self, *words: object, code: int = 0) -> dict[str, Any]:
        """The JSON of a command that must end with ``code``."""
        answer = self(*words, "--json")
        assert answer.code == code, answer
        return answer.facts
