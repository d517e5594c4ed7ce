"""The query language of the QuickBooks Online API: text to a checked `Query`; runs nothing.

`SELECT * | COUNT(*) FROM Entity [WHERE a op v [AND ...]] [ORDERBY f [ASC|DESC], ...]
[STARTPOSITION n] [MAXRESULTS n]`; no OR, no joins, no grouping. Source: accounting-apis.md 1.4.
"""

import re
from dataclasses import dataclass

DEFAULT_RESULTS = 100
MOST_RESULTS = 1000

_TOKEN = re.compile(
    r"""\s*(?:
      (?P<text>'(?:[^'\\]|\\.)*')
    | (?P<number>-?\d+(?:\.\d+)?(?![\w.]))
    | (?P<word>[A-Za-z_][\w.]*)
    | (?P<sign><=|>=|=|<|>|\(|\)|,|\*)
    )""",
    re.VERBOSE,
)
_OPERATORS = ("=", "<", ">", "<=", ">=")


class QueryError(Exception):
    """A query that does not parse (code 4000) or that parses and is not valid (code 4001)."""

    def __init__(self, code: str, detail: str) -> None:
        super().__init__(detail)
        self.code = code
        self.detail = detail


@dataclass(frozen=True, slots=True)
class Literal:
    """A value of a condition: the text between quotes, or the digits or word as written."""

    text: str
    is_quoted: bool


@dataclass(frozen=True, slots=True)
class Condition:
    """One comparison: a dotted field, an operator in capitals, one value or several for IN."""

    field: str
    operator: str
    values: tuple[Literal, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """What is asked: an entity, conditions that all hold, an order and a slice of the answer."""

    entity: str
    counts: bool = False
    fields: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()
    order: tuple[tuple[str, bool], ...] = ()
    start: int = 1
    most: int = DEFAULT_RESULTS


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    at: int


def _tokens(text: str) -> list[_Token]:
    found = []
    at = 0
    stripped = text.rstrip().removesuffix(";").rstrip()
    while at < len(stripped):
        match = _TOKEN.match(stripped, at)
        if match is None:
            raise QueryError(
                "4000",
                f"QueryParserError: Lexical error at line 1, column {at + 1}. "
                f'Encountered: "{stripped[at:].lstrip()[:1]}"',
            )
        kind = match.lastgroup or ""
        found.append(_Token(kind, match.group(kind), match.start(kind)))
        at = match.end()
    return found


class _Reader:
    """A walk over the tokens of one query."""

    def __init__(self, text: str) -> None:
        self._tokens = _tokens(text)
        self._at = 0

    def refuse(self) -> QueryError:
        token = self.peek()
        seen = "<EOF>" if token is None else f'"{token.text}"'
        column = len(self._tokens) and (token.at + 1 if token else self._tokens[-1].at + 1)
        return QueryError(
            "4000", f"QueryParserError: Encountered {seen} at line 1, column {column}."
        )

    def peek(self) -> _Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def next(self, kind: str) -> str:
        token = self.peek()
        if token is None or token.kind != kind:
            raise self.refuse()
        self._at += 1
        return token.text

    def sees(self, *words: str) -> bool:
        token = self.peek()
        return token is not None and token.kind == "word" and token.text.upper() in words

    def takes(self, *words: str) -> bool:
        """Whether the next token is one of these words or signs; passes it if so."""
        token = self.peek()
        if token is None or token.kind not in {"word", "sign"} or token.text.upper() not in words:
            return False
        self._at += 1
        return True

    def needs(self, *words: str) -> None:
        if not self.takes(*words):
            raise self.refuse()


def parse_query(text: str) -> Query:
    """The query a text asks; `QueryError` when it does not parse or its slice is not valid."""
    reader = _Reader(text)
    reader.needs("SELECT")
    counts, fields = _selection(reader)
    reader.needs("FROM")
    entity = reader.next("word")
    conditions = _conditions(reader) if reader.takes("WHERE") else ()
    order = _order(reader)
    start, most = _slice(reader)
    if reader.peek() is not None:
        raise reader.refuse()
    return Query(entity, counts, fields, conditions, order, start, most)


def _selection(reader: _Reader) -> tuple[bool, tuple[str, ...]]:
    if reader.takes("*"):
        return False, ()
    if reader.sees("COUNT"):
        reader.needs("COUNT")
        for sign in "(*)":
            reader.needs(sign)
        return True, ()
    fields = [reader.next("word")]
    while reader.takes(","):
        fields.append(reader.next("word"))
    return False, tuple(fields)


def _conditions(reader: _Reader) -> tuple[Condition, ...]:
    found = [_condition(reader)]
    while reader.takes("AND"):
        found.append(_condition(reader))
    return tuple(found)


def _condition(reader: _Reader) -> Condition:
    field = reader.next("word")
    if reader.takes("IN"):
        reader.needs("(")
        values = [_literal(reader)]
        while reader.takes(","):
            values.append(_literal(reader))
        reader.needs(")")
        return Condition(field, "IN", tuple(values))
    if reader.takes("LIKE"):
        return Condition(field, "LIKE", (_literal(reader),))
    for operator in _OPERATORS:
        if reader.takes(operator):
            return Condition(field, operator, (_literal(reader),))
    raise reader.refuse()


def _literal(reader: _Reader) -> Literal:
    token = reader.peek()
    if token is None:
        raise reader.refuse()
    if token.kind == "text":
        inner = reader.next("text")[1:-1]
        return Literal(re.sub(r"\\(.)", r"\1", inner), is_quoted=True)
    if token.kind == "number":
        return Literal(reader.next("number"), is_quoted=False)
    if reader.sees("TRUE", "FALSE"):
        return Literal(reader.next("word").lower(), is_quoted=False)
    raise reader.refuse()


def _order(reader: _Reader) -> tuple[tuple[str, bool], ...]:
    if reader.takes("ORDER"):
        reader.needs("BY")
    elif not reader.takes("ORDERBY"):
        return ()
    found = []
    while True:
        field = reader.next("word")
        descends = reader.takes("DESC")
        if not descends:
            reader.takes("ASC")
        found.append((field, descends))
        if not reader.takes(","):
            return tuple(found)


def _slice(reader: _Reader) -> tuple[int, int]:
    start, most = 1, DEFAULT_RESULTS
    if reader.takes("STARTPOSITION"):
        start = _whole(reader)
        if start < 1:
            raise QueryError(
                "4001", "QueryValidationError: StartPosition should be greater than or equal to 1"
            )
    if reader.takes("MAXRESULTS"):
        most = _whole(reader)
        if most < 1:
            raise QueryError(
                "4001", "QueryValidationError: MaxResults should be greater than or equal to 1"
            )
    return start, min(most, MOST_RESULTS)


def _whole(reader: _Reader) -> int:
    text = reader.next("number")
    if not text.lstrip("-").isdecimal():
        raise QueryError("4000", f'QueryParserError: Encountered "{text}".')
    return int(text)
