"""What a company says on its invoices by law or by its terms: a small TOML file of its own."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from app.documents.invoice.document import Copy
from app.errors import InputError

TEXTS: Final = ("surcharges", "dispute", "late_payment", "nonpayment")
_DAYS: Final = "dispute_days"
_REGULATOR: Final = "regulator"
_MOST_DAYS: Final = 730


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnWords:
    """The words of a company for all its invoices."""

    copy: Copy = field(default_factory=Copy)
    regulators: Mapping[str, str] = field(default_factory=dict)
    """By state or province, or ``*``, how to reach the commission that hears complaints."""

    def copy_for(self, region: str) -> Copy:
        """The words for a customer in a state or province."""
        known = {name.upper(): words for name, words in self.regulators.items()}
        return replace(self.copy, regulator=known.get(region.upper()) or known.get("*"))


def read_words(path: Path) -> OwnWords:
    """The words of a TOML file: texts, ``dispute_days``, and a table ``regulator`` by state.

    InputError where it is no TOML, or holds something else.
    """
    facts = _parsed(path)
    strange = sorted(set(facts) - {*TEXTS, _DAYS, _REGULATOR})
    regulators = facts.get(_REGULATOR, {})
    texts = {name: facts[name] for name in TEXTS if name in facts}
    days = facts.get(_DAYS)
    if strange:
        raise _refused(path, f"“{strange[0]}” is none of its words.")
    if not isinstance(regulators, dict) or not all(map(_is_text, regulators.values())):
        raise _refused(path, "“regulator” is a table of states, each with its words.")
    for name, words in texts.items():
        if not _is_text(words):
            raise _refused(path, f"“{name}” holds no words.")
    if days is not None and (type(days) is not int or not 0 < days <= _MOST_DAYS):
        raise _refused(path, f"“{_DAYS}” is a whole number of days, at most {_MOST_DAYS}.")
    return OwnWords(copy=Copy(**texts, dispute_days=days), regulators=regulators)


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _parsed(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise _refused(path, f"{problem}.") from problem


def _refused(path: Path, why: str) -> InputError:
    return InputError(
        f"{path} holds no words for invoices.",
        why,
        f"It is TOML with {', '.join(TEXTS)}, {_DAYS} and a table {_REGULATOR}.",
    )
