"""What a company decides once: which systems it uses, who owns what, how it bills; declared.

One declaration serves the first run, the settings and the command line. A question that is not
answered is open; one that an earlier answer makes pointless is not asked.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from app.billing.flows import CLOSED_PERIOD, FLOW_KEY, NEXT_OPEN_DAY, FlowSetting, flow_of
from app.customers.ownership import DATA_TYPES, DataType, Owner, owner_of
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
            Choice(value="minute", title="Every minute while open", follows="as good as at once"),
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
            Choice(value="newest", title="The later change", follows="asked where nobody can tell"),
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
TIME_PRODUCT: Final = "time_product"
"""The product that a PSA's time is billed as, where nothing else tells."""
TELECOM_AGREEMENTS: Final = "telecom_agreements"
"""The kinds of agreement that are about telecom, separated by ``|``."""
BASE_PRODUCT: Final = "base_product"
"""The product that an agreement's own fee is billed as, beside its lines."""
RELAY_GL_CODE: Final = "relay_gl_code"
"""The GL code of a PSA's own invoices in the books; else that of the product of time."""
FREE: Final = (
    BACKUP_FOLDER,
    SECOND_FOLDER,
    TIME_PRODUCT,
    TELECOM_AGREEMENTS,
    BASE_PRODUCT,
    RELAY_GL_CODE,
)
"""Answers that are any text."""
GO_LIVE: Final = "go_live."
"""With a system's name: the first day whose invoices are posted there."""
OWNER_KEY: Final = "owner."
CONFLICT_KEY: Final = "conflict."
FAMILIES: Final = (
    "owner.TYPE or owner.TYPE.FIELD",
    "conflict.TYPE or conflict.TYPE.FIELD",
    "flow.NAME",
    "go_live.SYSTEM",
)
"""Keys that are made of names, in words."""

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

CLOSED_IN_BOOKS: Final = Question(
    key=CLOSED_PERIOD,
    title="What of invoices dated in a closed period?",
    why="Accounting takes nothing for days that it has closed.",
    choices=(
        Choice(value="ask", title="They wait", follows="each is told, with the next open day"),
        Choice(value=NEXT_OPEN_DAY, title="They are dated on the next open day there"),
    ),
    usual="ask",
)
COVERED_TIME: Final = Question(
    key="show_covered_time",
    title="Is covered time shown on invoices?",
    why="Work that an agreement covers, or that is not billable, stands there as lines of 0.00.",
    choices=(
        Choice(value="yes", title="Yes", follows="customers see what was done for them"),
        Choice(value="no", title="No"),
    ),
    usual="no",
    needs=(PSA,),
)

_BY_KEY: Final = {
    each.key: each for each in (*QUESTIONS, BACKUP_TIMES, COVERED_TIME, CLOSED_IN_BOOKS)
}

_OWNER_CHOICES: Final = (
    Choice(value=Owner.PSA.value, title="The PSA"),
    Choice(value=Owner.ACCOUNTING.value, title="The accounting system"),
    Choice(value=Owner.HERE.value, title="Switchbook"),
)
_FLOW_CHOICES: Final = (
    Choice(value=FlowSetting.AUTOMATIC.value, title="By itself", follows="with every sync"),
    Choice(
        value=FlowSetting.NEXT_BATCH.value,
        title="With the next batch",
        follows="planned, and applied when somebody says so",
    ),
    Choice(value=FlowSetting.OFF.value, title="Off"),
)


def question_of(key: str) -> Question:
    """The question of a key; InputError for one nobody asks."""
    found = _BY_KEY.get(key)
    if found is not None:
        return found
    if key.startswith(FLOW_KEY):
        return _flow_question(key.removeprefix(FLOW_KEY))
    for start in (OWNER_KEY, CONFLICT_KEY):
        if key.startswith(start):
            return _field_question(start, *_type_and_field(key.removeprefix(start)))
    keys = ", ".join((*_BY_KEY, *FREE, *FAMILIES))
    raise InputError(f"There is nothing to decide called {key}.", "", f"There are: {keys}.")


def _flow_question(name: str) -> Question:
    flow = flow_of(name)
    return Question(
        key=FLOW_KEY + name,
        title=flow.title,
        why="Whether it happens by itself, when somebody says so, or not at all.",
        choices=_FLOW_CHOICES,
        usual=flow.usual.value,
    )


def _type_and_field(name: str) -> tuple[DataType, str]:
    """A kind of record and one of its fields, or blank for all; InputError for others."""
    kind, _, field = name.partition(".")
    data_type = DATA_TYPES.get(kind)
    if data_type is None:
        raise InputError(
            f"There is no kind of record called {kind}.", "", f"There are: {', '.join(DATA_TYPES)}."
        )
    if field not in ("", *data_type.fields) or name.endswith("."):
        fields = ", ".join(data_type.fields) or "none by itself"
        raise InputError(
            f"{data_type.title} have no field {field or 'without a name'}.",
            "",
            f"Fields are: {fields}.",
        )
    return data_type, field


def _field_question(start: str, data_type: DataType, field: str) -> Question:
    key = f"{start}{data_type.key}.{field}" if field else f"{start}{data_type.key}"
    words = f"{data_type.title}, {field.replace('_', ' ')}" if field else data_type.title
    if start == OWNER_KEY:
        return Question(
            key=key,
            title=f"Who owns it: {words}",
            why="It is changed where its owner is, and locked elsewhere.",
            choices=_OWNER_CHOICES,
            usual=data_type.usual.value,
        )
    conflict = _BY_KEY["conflict"]
    return Question(
        key=key,
        title=f"Who wins a conflict: {words}",
        why=conflict.why,
        choices=conflict.choices,
        usual=conflict.usual,
    )


def checked_answer(key: str, value: str) -> str:
    """The answer as it is kept; InputError for one that the question does not have."""
    if key in FREE:
        return value.strip()
    if key.startswith(GO_LIVE):
        return _checked_day(key, value)
    return choice_of(question_of(key), value).value


def _checked_day(key: str, value: str) -> str:
    try:
        return date.fromisoformat(value.strip()).isoformat()
    except ValueError:
        raise InputError(
            f"{key} is a day; {value} is none.", "", "Write it as 2026-11-01."
        ) from None


def is_of_family(key: str) -> bool:
    """Whether a key is made of names, as ``flow.customers`` is."""
    return key.startswith((OWNER_KEY, CONFLICT_KEY, FLOW_KEY, GO_LIVE))


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


_OWNED_GROUPS: Final[Mapping[str, tuple[str, ...]]] = {
    "Customers, contacts": ("customer", "contact"),
    "Sites, terms, contracts": ("site", "terms", "contract"),
    "Numbers, circuits, plans": ("service", "rate_plan"),
    "Calls and telecom charges": (),
    "Technician time": ("time",),
    "Invoices": ("invoice",),
    "Payments, ledger": ("payment", "ledger"),
    "Credit terms": ("ledger",),
}
"""The kinds of record behind each group; of none: always here."""


def owners(answers: Mapping[str, str]) -> tuple[Owned, ...]:
    """Who owns what, as the answers have it: what no other system keeps is kept here.

    A group whose kinds have several owners is told kind by kind, and a field that has another owner
    than its kind is told by itself.
    """
    found: list[Owned] = []
    for title, kinds in _OWNED_GROUPS.items():
        of_kinds = {kind: owner_of(kind, "", answers).value for kind in kinds}
        if len(set(of_kinds.values())) > 1:
            found += [Owned(DATA_TYPES[kind].title, each) for kind, each in of_kinds.items()]
        else:
            found.append(Owned(title, next(iter(of_kinds.values()), Owner.HERE.value)))
    return (*found, *_apart(answers))


def _apart(answers: Mapping[str, str]) -> Iterator[Owned]:
    """Fields with another owner than their kind."""
    for data_type in DATA_TYPES.values():
        usual = owner_of(data_type.key, "", answers)
        for field in data_type.fields:
            owner = owner_of(data_type.key, field, answers)
            if owner is not usual:
                yield Owned(f"{data_type.title}: {field.replace('_', ' ')}", owner.value)
