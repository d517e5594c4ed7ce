"""The filter language: ``conditions``, ``childConditions``, ``customFieldConditions``, ``orderBy``.

A text is read into a test of rows. Strings stand in double quotes, moments in square brackets;
numbers, True, False and null stand bare. Texts compare without regard to case, as the vendor's
database does; what is absent equals nothing but null.
"""

import operator
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final

from app.practice.connectwise.schema import FieldPath, Shape, field_path, value_at

Row = Mapping[str, Any]
Test = Callable[[Row], bool]
Match = Callable[[object], bool]

_TOKEN = re.compile(
    r"""\s*(?:(?P<text>"(?:\\.|[^"\\])*")|\[(?P<moment>[^\]]*)\]|(?P<number>-?\d+(?:\.\d+)?)(?![\w.])
    |(?P<sign><=|>=|!=|<>|=|<|>)|(?P<mark>[(),])|(?P<word>[A-Za-z_][\w/]*))""",
    re.VERBOSE,
)
_ORDERS: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "=": operator.eq,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}


class BadCondition(ValueError):  # noqa: N818  said of the text, not of this program
    """A filter text that cannot be carried out."""


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str


@dataclass(slots=True)
class _Reader:
    """Reads one filter text from left to right."""

    tokens: Sequence[_Token]
    path_of: Callable[[str], FieldPath]
    place: int = 0

    def whole(self) -> Test:
        test = self._any_of()
        if self.place < len(self.tokens):
            message = f"unexpected {self.tokens[self.place].text}"
            raise BadCondition(message)
        return test

    def _any_of(self) -> Test:
        tests = [self._all_of()]
        while self._took("or"):
            tests.append(self._all_of())
        return tests[0] if len(tests) == 1 else lambda row: any(test(row) for test in tests)

    def _all_of(self) -> Test:
        tests = [self._one()]
        while self._took("and"):
            tests.append(self._one())
        return tests[0] if len(tests) == 1 else lambda row: all(test(row) for test in tests)

    def _one(self) -> Test:
        if self._took("not"):
            inner = self._one()
            return lambda row: not inner(row)
        if self._took("("):
            test = self._any_of()
            self._need(")")
            return test
        path = self.path_of(self._next("word").text)
        match = self._match(path.shape)
        steps = path.steps
        return lambda row: match(value_at(row, steps))

    def _match(self, shape: Shape) -> Match:
        if self._took("not"):
            inner = self._word_match(shape)
            return lambda value: value is not None and not inner(value)
        sign = self._peek()
        if sign is not None and sign.kind == "sign":
            self.place += 1
            return _compared(sign.text, self._value(shape))
        return self._word_match(shape)

    def _word_match(self, shape: Shape) -> Match:
        if self._took("in"):
            self._need("(")
            values = [self._value(shape)]
            while self._took(","):
                values.append(self._value(shape))
            self._need(")")
            return lambda value: _comparable(value) in values
        if self._took("like"):
            return _like(self._text(shape))
        if self._took("contains"):
            return _like(f"*{self._text(shape)}*")
        found = self._peek()
        message = f"an operator is missing before {found.text if found else 'the end'}"
        raise BadCondition(message)

    def _text(self, shape: Shape) -> str:
        value = self._value(shape)
        if not isinstance(value, str):
            message = "like and contains need a text in double quotes"
            raise BadCondition(message)
        return value

    def _value(self, shape: Shape) -> object:
        token = self._next()
        if token.kind == "word" and token.text.lower() == "null":
            return None
        value = _literal(token)
        kinds = _KINDS.get(shape.kind)
        if kinds is not None and not isinstance(value, kinds):
            message = f"{token.text} is no value for a field of type {shape.kind}"
            raise BadCondition(message)
        return value

    def _peek(self) -> _Token | None:
        return self.tokens[self.place] if self.place < len(self.tokens) else None

    def _next(self, kind: str = "") -> _Token:
        token = self._peek()
        if token is None or (kind and token.kind != kind):
            message = f"unexpected {token.text if token else 'end of the conditions'}"
            raise BadCondition(message)
        self.place += 1
        return token

    def _took(self, text: str) -> bool:
        token = self._peek()
        if token is None or token.kind not in {"word", "mark"} or token.text.lower() != text:
            return False
        self.place += 1
        return True

    def _need(self, text: str) -> None:
        if not self._took(text):
            found = self._peek()
            message = f"{text} is missing before {found.text if found else 'the end'}"
            raise BadCondition(message)


_KINDS: Final[dict[str, type | tuple[type, ...]]] = {
    "int": Decimal,
    "number": Decimal,
    "text": str,
    "word": str,
    "date": datetime,
    "flag": bool,
}


def compiled(text: str, record: str) -> Test:
    """The test of ``conditions`` on rows of a record; BadCondition for what cannot be read."""
    return _Reader(_tokens(text), lambda name: _plain_path(record, name)).whole()


def compiled_children(text: str, record: str) -> Test:
    """The test of ``childConditions``: one row of a list has to fulfil all of it."""
    lists: set[str] = set()

    def path_of(name: str) -> FieldPath:
        first, slash, rest = name.partition("/")
        parent = field_path(record, first)
        if parent is None or not parent.shape.is_list or not slash:
            message = f"{name} is no field of a list of {record}"
            raise BadCondition(message)
        lists.add(parent.steps[0])
        return _plain_path(parent.shape.record, rest)

    test = _Reader(_tokens(text), path_of).whole()
    if len(lists) != 1:
        message = "childConditions take the fields of one list"
        raise BadCondition(message)
    (name,) = lists
    return lambda row: any(test(child) for child in _children(row, name))


def compiled_custom(text: str) -> Test:
    """The test of ``customFieldConditions``: one custom field has to fulfil all of it."""
    test = compiled(text, "CustomFieldValue")
    return lambda row: any(test(child) for child in _children(row, "customFields"))


def sorted_rows(rows: Iterable[Row], text: str, record: str) -> list[Row]:
    """Rows by ``name asc, id desc``; what is absent comes first, as in the vendor's database."""
    made = list(rows)
    for part in reversed(text.split(",")):
        words = part.split()
        if len(words) not in {1, 2} or (words[1:] and words[1].lower() not in {"asc", "desc"}):
            message = f"{part.strip()} is no order"
            raise BadCondition(message)
        steps = _plain_path(record, words[0]).steps
        is_down = bool(words[1:]) and words[1].lower() == "desc"
        made.sort(key=lambda row, at=steps: _rank(value_at(row, at)), reverse=is_down)  # type: ignore[misc]  # a default carries the loop's value
    return made


def _plain_path(record: str, name: str) -> FieldPath:
    path = field_path(record, name)
    if path is None:
        message = f"{name} is no field of {record}"
        raise BadCondition(message)
    return path


def _children(row: Row, name: str) -> list[Row]:
    found = row.get(name)
    return found if isinstance(found, list) else []


def _tokens(text: str) -> list[_Token]:
    tokens, place = [], 0
    text = text.rstrip()
    while place < len(text):
        found = _TOKEN.match(text, place)
        if found is None or found.lastgroup is None:
            message = f"cannot be read from: {text[place : place + 20]}"
            raise BadCondition(message)
        tokens.append(_Token(found.lastgroup, found[found.lastgroup]))
        place = found.end()
    return tokens


def _literal(token: _Token) -> object:
    match token.kind:
        case "text":
            return re.sub(r"\\(.)", r"\1", token.text[1:-1]).casefold()
        case "number":
            return Decimal(token.text)
        case "moment":
            return moment(token.text)
        case "word" if token.text.lower() in {"true", "false"}:
            return token.text.lower() == "true"
    message = f"{token.text} is no value; texts stand in double quotes"
    raise BadCondition(message)


def moment(text: str) -> datetime:
    """A moment in UTC; BadCondition for a text that is none."""
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError as error:
        message = f"[{text}] is no date"
        raise BadCondition(message) from error
    return found.astimezone(UTC) if found.tzinfo else found.replace(tzinfo=UTC)


def _comparable(value: object) -> object:
    if isinstance(value, bool) or value is None:
        return value
    if isinstance(value, (int, Decimal)):
        return Decimal(value)
    return str(value).casefold()


def _compared(sign: str, wanted: object) -> Match:
    if wanted is None:
        if sign not in {"=", "!=", "<>"}:
            message = f"null cannot be compared by {sign}"
            raise BadCondition(message)
        return lambda value: (value is None) == (sign == "=")
    if sign in {"!=", "<>"}:
        same = _ordered(operator.eq, wanted)
        return lambda value: value is not None and not same(value)
    return _ordered(_ORDERS[sign], wanted)


def _ordered(compare: Callable[[Any, Any], bool], wanted: object) -> Match:
    if isinstance(wanted, datetime):
        return lambda value: isinstance(value, str) and compare(moment(value), wanted)

    def match(value: object) -> bool:
        held = _comparable(value)
        return type(held) is type(wanted) and compare(held, wanted)

    return match


def _like(pattern: str) -> Match:
    parts = (re.escape(part) for part in re.split(r"[*%]", pattern))
    wanted = re.compile(".*".join(parts), re.DOTALL)
    return lambda value: value is not None and bool(wanted.fullmatch(str(value).casefold()))


def _rank(value: object) -> tuple[int, Any]:
    if value is None or isinstance(value, (dict, list)):
        return (0, 0)
    return (1, _comparable(value))
