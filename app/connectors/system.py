"""Systems: one external system declared as a value. Its form, its words, how it opens."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches

from app.connectors.ports import Settings, TaxService
from app.errors import InputError
from app.tax.service_answer import ServiceAnswer
from app.tax.service_document import TaxDocument


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One field of the form by which a system is connected."""

    name: str
    doc: str
    default: str | None = ""
    """None: it must be given."""
    choices: tuple[str, ...] = ()
    is_number: bool = False
    """Whether it is a number above zero."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxSystem:
    """A tax service: its form, and what turns our documents into its words and back."""

    key: str
    title: str
    source: str
    """What the tax lines it answers are marked with."""
    settings: tuple[Setting, ...]
    secret: str
    """What the secret is, in words."""
    written: Callable[[TaxDocument, Settings], str]
    """The request of one document."""
    read: Callable[[str, str], ServiceAnswer]
    """The answer, from a document's request and what came back for it."""
    open: Callable[[Settings, str], TaxService]
    """The service at work, by settings and secret."""


def checked_settings(system: TaxSystem, given: Mapping[str, str]) -> dict[str, str]:
    """The settings of a system, all of them; InputError names what is unknown, wrong or missing."""
    known = {setting.name: setting for setting in system.settings}
    for name in given:
        if name not in known:
            near = get_close_matches(name, known, n=1)
            raise InputError(
                f"{system.title} has no setting “{name}”.",
                f"Settings are: {', '.join(known)}.",
                f"Did you mean {near[0]}?" if near else "",
            )
    found = {}
    for name, setting in known.items():
        value = given.get(name, "").strip() or setting.default
        if value is None:
            raise InputError(
                f"{system.title} needs {name}.", f"{setting.doc}.", f"Add --set {name}=VALUE."
            )
        _check(system, setting, value)
        found[name] = value
    return found


def _check(system: TaxSystem, setting: Setting, value: str) -> None:
    if setting.choices and value not in setting.choices:
        raise InputError(
            f"{setting.name} of {system.title} cannot be “{value}”.",
            f"{setting.doc}.",
            f"Use one of: {', '.join(setting.choices)}.",
        )
    if setting.is_number and not _is_above_zero(value):
        raise InputError(
            f"{setting.name} of {system.title} cannot be “{value}”.",
            f"{setting.doc}.",
            "Use a number above zero.",
        )


def _is_above_zero(text: str) -> bool:
    try:
        number = Decimal(text)
    except InvalidOperation:
        return False
    return number.is_finite() and number > 0
