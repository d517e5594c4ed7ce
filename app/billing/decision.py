"""What a company decides once: which systems it uses, who owns what, how it bills; declared.

One declaration serves the first run, the settings and the command line. A question that is not
answered is open; one that an earlier answer makes pointless is not asked.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from app.errors import InputError

NONE: Final = "none"
PSA: Final = "psa"
ACCOUNTING: Final = "accounting"


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One answer: its word for machines, its words, and what follows from it."""

    value: str
    title: str
    follows: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Something to decide."""

    key: str
    title: str
    why: str
    choices: tuple[Choice, ...]
    usual: str
    """The answer that most companies give."""
    needs: tuple[str, ...] = ()
    """Asked only where one of these was not answered with none."""


QUESTIONS: Final = (
    Question(
        key=PSA,
        title="Which PSA do you use?",
        why="The PSA is where your customers, sites and contracts are kept, if you have one.",
        choices=(
            Choice(value=NONE, title="None", follows="customers are kept here"),
            Choice(value="connectwise", title="ConnectWise PSA"),
            Choice(value="autotask", title="Autotask PSA"),
            Choice(value="halopsa", title="HaloPSA"),
            Choice(value="revio", title="Rev.io PSA"),
            Choice(value="spreadsheet", title="Another one", follows="lists come as spreadsheets"),
        ),
        usual=NONE,
    ),
    Question(
        key=ACCOUNTING,
        title="Which accounting system?",
        why="The books that your invoices are posted to.",
        choices=(
            Choice(value=NONE, title="None", follows="invoices leave as PDFs and lists"),
            Choice(value="quickbooks", title="QuickBooks Online"),
            Choice(value="xero", title="Xero"),
            Choice(value="sage", title="Sage"),
            Choice(
                value="journal", title="Another one", follows="a journal file is imported there"
            ),
        ),
        usual=NONE,
    ),
    Question(
        key="payments",
        title="Where are payments recorded?",
        why="Payments are recorded in one place alone, so that nobody is reminded twice.",
        choices=(
            Choice(
                value=ACCOUNTING, title="In the accounting system", follows="they come from there"
            ),
            Choice(value=PSA, title="In the PSA", follows="they come from there"),
            Choice(value="here", title="Here", follows="typed in, or imported from the bank"),
        ),
        usual=ACCOUNTING,
    ),
    Question(
        key="invoices",
        title="One invoice, or telecom apart?",
        why="Whether technician time and other PSA charges stand on the telecom invoice.",
        choices=(
            Choice(value="one", title="One invoice for everything"),
            Choice(value="apart", title="Telecom on an invoice of its own"),
        ),
        usual="one",
        needs=(PSA,),
    ),
    Question(
        key="matching",
        title="How are customers matched?",
        why="How a customer there is told to be a customer here. Doubtful pairs are always asked.",
        choices=(
            Choice(
                value="ids_and_names",
                title="By id, then by name and address",
                follows="exact ids first, the rest is proposed",
            ),
            Choice(value="ids", title="By id alone", follows="what has no id is asked"),
            Choice(value="by_hand", title="By hand", follows="every pair is asked once"),
        ),
        usual="ids_and_names",
        needs=(PSA, ACCOUNTING),
    ),
    Question(
        key="sync",
        title="How often to sync?",
        why="How often changes there are read. Posting happens only when you press it.",
        choices=(
            Choice(value="hourly", title="Every hour while open"),
            Choice(value="quarter_hour", title="Every 15 minutes while open"),
            Choice(value="daily", title="Once a day", follows="when the company is opened"),
            Choice(value="by_hand", title="When I press Refresh"),
        ),
        usual="hourly",
        needs=(PSA, ACCOUNTING),
    ),
    Question(
        key="conflict",
        title="Who wins a conflict?",
        why="A field was changed here and there since both last agreed.",
        choices=(
            Choice(value="owner", title="The owner of the field", follows="see Who owns what"),
            Choice(value="ask", title="Nobody, ask me each time"),
            Choice(value="here", title="What is here"),
            Choice(value="there", title="What is there"),
        ),
        usual="owner",
        needs=(PSA, ACCOUNTING),
    ),
)
"""In the order in which they are asked."""

BACKUP_FOLDER: Final = "backup_folder"
SECOND_FOLDER: Final = "backup_second_folder"
BACKUP_WHEN: Final = "backup_when"
FREE: Final = (BACKUP_FOLDER, SECOND_FOLDER)
"""Answers that are any text."""

BACKUP_TIMES: Final = Question(
    key=BACKUP_WHEN,
    title="When is it backed up?",
    why="A backup is made only where something changed since the last one.",
    choices=(
        Choice(value="daily", title="Daily, when something changed"),
        Choice(value="close", title="Each time the company is closed"),
        Choice(value="by_hand", title="Only when I press Back up"),
    ),
    usual="daily",
)

_BY_KEY: Final = {each.key: each for each in (*QUESTIONS, BACKUP_TIMES)}


def question_of(key: str) -> Question:
    """The question of a key; InputError for one nobody asks."""
    found = _BY_KEY.get(key)
    if found is None:
        keys = ", ".join((*_BY_KEY, *FREE))
        raise InputError(f"There is nothing to decide called {key}.", "", f"There are: {keys}.")
    return found


def checked_answer(key: str, value: str) -> str:
    """The answer as it is kept; InputError for one that the question does not have."""
    if key in FREE:
        return value.strip()
    return choice_of(question_of(key), value).value


def choice_of(question: Question, value: str) -> Choice:
    """The answer of that word; InputError for one that the question does not have."""
    for choice in question.choices:
        if choice.value == value:
            return choice
    words = ", ".join(choice.value for choice in question.choices)
    raise InputError(f"“{question.title}” has no answer {value}.", "", f"Answers are: {words}.")


def is_asked(question: Question, answers: Mapping[str, str]) -> bool:
    """Whether a question has a point, as far as is known."""
    return not question.needs or any(answers.get(key, "") != NONE for key in question.needs)


def choices_of(question: Question, answers: Mapping[str, str]) -> tuple[Choice, ...]:
    """The answers that can be given: payments are not recorded in a system that is not there."""
    return tuple(
        choice
        for choice in question.choices
        if choice.value not in {PSA, ACCOUNTING} or answers.get(choice.value, "") != NONE
    )


def answered(question: Question, answers: Mapping[str, str]) -> Choice | None:
    """The answer that holds; None where it is open, or an earlier answer took it away."""
    given = answers.get(question.key)
    return next((each for each in choices_of(question, answers) if each.value == given), None)


def is_open(question: Question, answers: Mapping[str, str]) -> bool:
    """Whether somebody still has to decide."""
    return is_asked(question, answers) and answered(question, answers) is None


@dataclass(frozen=True, slots=True)
class Owned:
    """A group of fields and the system that owns it: changed there, locked elsewhere."""

    title: str
    owner: str
    """``psa``, ``accounting`` or ``here``."""


_OWNERS: Final = (
    Owned("Customers, contacts", PSA),
    Owned("Sites, terms, contracts", PSA),
    Owned("Numbers, circuits, plans", "here"),
    Owned("Calls and telecom charges", "here"),
    Owned("Technician time", PSA),
    Owned("Invoices", "here"),
    Owned("Payments, ledger", ACCOUNTING),
    Owned("Credit terms", ACCOUNTING),
)


def owners(answers: Mapping[str, str]) -> tuple[Owned, ...]:
    """Who owns what, as the answers have it: what no other system keeps is kept here."""
    return tuple(
        each
        if each.owner == "here" or answers.get(each.owner, NONE) != NONE
        else Owned(each.title, "here")
        for each in _OWNERS
    )
