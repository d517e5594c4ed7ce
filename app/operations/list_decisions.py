"""All that a company can decide, and what it decided: for the command line."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from app.billing.decision import (
    ACCOUNTING,
    BACKUP_FOLDER,
    BACKUP_TIMES,
    BASE_PRODUCT,
    FREE,
    GO_LIVE,
    QUESTIONS,
    RELAY_GL_CODE,
    SECOND_FOLDER,
    TELECOM_AGREEMENTS,
    TIME_PRODUCT,
    Question,
    is_of_family,
    is_open,
    question_of,
)
from app.billing.flows import FLOW_KEY, FLOWS
from app.billing.retention import RETENTION
from app.operations.office import Office
from app.store.connections import connections
from app.store.decisions import Decided, decided

_TIMES: Final = {each.key: each.question for each in RETENTION}
_STANDING: Final = (*QUESTIONS, BACKUP_TIMES, *_TIMES.values())
_FREE_TITLES: Final = {
    BACKUP_FOLDER: "Where backups go",
    SECOND_FOLDER: "Where a second copy goes",
    TIME_PRODUCT: "As which product is technician time billed?",
    TELECOM_AGREEMENTS: "Which kinds of agreement are about telecom?",
    BASE_PRODUCT: "As which product is an agreement's own fee billed?",
    RELAY_GL_CODE: "To which GL code do invoices of the PSA go?",
}
_GO_LIVE_TITLE: Final = "From which day are invoices posted there?"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Something to decide, and what was decided."""

    key: str
    title: str
    answer: str
    """As it is kept; blank: nobody decided."""
    usual: str
    """What holds, or is suggested, until somebody decides; blank: nothing."""
    choices: tuple[str, ...]
    """Empty: any text, or a day."""
    is_asked: bool
    """Whether somebody still has to decide."""
    at: datetime | None = None
    by: str = ""


def list_decisions(office: Office) -> list[Decision]:
    """The questions, flows and free answers; and what was decided of fields and days."""
    with office.file.read() as conn:
        given = decided(conn)
        books = [each.system for each in connections(conn) if each.role == ACCOUNTING]
    answers = {key: each.value for key, each in given.items()}
    keys = [
        *(each.key for each in _STANDING),
        *(FLOW_KEY + each.name for each in FLOWS),
        *(GO_LIVE + system for system in books),
        *FREE,
    ]
    keys += sorted(given.keys() - set(keys))
    return [_decision(key, given.get(key), answers) for key in keys]


def _decision(key: str, kept: Decided | None, answers: Mapping[str, str]) -> Decision:
    question = _question(key)
    return Decision(
        key=key,
        title=_FREE_TITLES.get(key, _GO_LIVE_TITLE) if question is None else question.title,
        answer=kept.value if kept else "",
        usual=question.usual if question else "",
        choices=tuple(each.value for each in question.choices) if question else (),
        is_asked=question in QUESTIONS and is_open(question, answers) if question else False,
        at=kept.at if kept else None,
        by=kept.by if kept else "",
    )


def _question(key: str) -> Question | None:
    """The question of a key; None where any text or a day is the answer."""
    standing = next((each for each in _STANDING if each.key == key), None)
    if standing is None and is_of_family(key) and not key.startswith(GO_LIVE):
        return question_of(key)
    return standing
