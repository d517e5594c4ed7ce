"""Sage Accounting as it is declared, and at work on the practice system."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import pytest

from app.billing.incoming import BookAccountKind, BookFamily, DocumentStanding, PaymentKind
from app.billing.outgoing import OutgoingInvoice
from app.connectors.json_value import read_json
from app.connectors.ports import AccountingPort
from app.connectors.sage import declaration
from app.connectors.sage.declaration import SAGE
from app.connectors.sign_in import begin
from app.connectors.system import checked_settings
from app.connectors.tokens import Tokens, keep_tokens, kept_tokens
from app.errors import RemoteUnavailable, SignInNeeded
from app.practice.clock import VirtualClock
from app.practice.registry import MAKERS
from app.practice.serving import PracticeSystem
from app.practice.world import world
from tests.connectors.openings import START, MemorySecrets, VirtualTime, opening_of
from tests.connectors.sage.counter import SECRETS, Counter, listed, opened, opening
from tests.connectors.sage.documents_of_ours import CREDIT, CUSTOMER, INVOICE, USE
from tests.practice.transport import PracticeTransport

SPEC = (
    Path(__file__).parents[4]
    / "shared"
    / "specs"
    / "sage-accounting"
    / "sage-accounting-v3.1.trimmed.json"
)
KEY = "0a1b2c3d-0a1b-4c2d-8e3f-0123456789ab"


def test_consent_is_asked_for_by_filter_and_country() -> None:
    assert SAGE.oauth is not None
    app = SAGE.oauth(
        checked_settings(SAGE, {"client_id": "app", "country": "GB"}), MemorySecrets(SECRETS)
    )
    url = begin(app).url
    query = dict(parse_qsl(urlsplit(url).query))
    assert (query["filter"], query["country"], query["scope"]) == (
        "apiv3.1",
        "gb",
        "full_access",
    )
    assert "code_challenge" not in query
    assert "very-hidden" not in repr(app)
    with pytest.raises(SignInNeeded, match="client_secret"):
        SAGE.oauth(checked_settings(SAGE, {"client_id": "app"}), MemorySecrets())


def test_access_lives_five_minutes() -> None:
    counter = Counter()
    port = opened(counter)
    list(port.pull(BookFamily.ACCOUNTS, since=None))
    assert counter.tokens == []
    counter.time.sleep(290)
    list(port.pull(BookFamily.ACCOUNTS, since=None))
    assert [each["refresh_token"] for each in counter.tokens] == ["refresh-0"]
    assert counter.asked[-1].headers["Authorization"] == "Bearer access-1"


def test_a_refresh_token_is_used_once_and_kept_first() -> None:
    counter = Counter()
    port = opened(counter)
    for _ in range(3):
        counter.time.sleep(290)
        list(port.pull(BookFamily.ACCOUNTS, since=None))
    assert [each["refresh_token"] for each in counter.tokens] == [
        "refresh-0",
        "refresh-1",
        "refresh-2",
    ]
    assert {each["client_secret"] for each in counter.tokens} == {"very-hidden"}
    kept = kept_tokens(counter.secrets)
    assert kept is not None
    assert kept.refresh == "refresh-3"
    assert kept.refresh_until == counter.time.now() + timedelta(days=31)


def test_businesses_are_listed_after_the_sign_in() -> None:
    counter = Counter()
    counter.on("GET /businesses", listed({"id": "b1", "displayed_as": "Cedar"}))
    assert SAGE.tenants is not None
    (tenant,) = SAGE.tenants(opening(counter, business_id=""))
    assert (tenant.id, tenant.name) == ("b1", "Cedar")
    assert "X-Business" not in counter.asked[0].headers


def test_the_limit_of_a_day_goes_on_later() -> None:
    counter = Counter()
    port = opened(counter, calls_a_day="10")
    for _ in range(9):
        list(port.pull(BookFamily.ACCOUNTS, since=None))
    with pytest.raises(RemoteUnavailable, match="no more calls a day") as raised:
        list(port.pull(BookFamily.ACCOUNTS, since=None))
    assert not raised.value.may_have_happened
    assert "goes on from there" in raised.value.remedy
    counter.time.sleep(86_400)
    assert list(port.pull(BookFamily.ACCOUNTS, since=None))


def test_limits_are_those_of_a_minute_and_a_day() -> None:
    limits = SAGE.limits(checked_settings(SAGE, {"client_id": "app"}))
    assert [(each.calls, each.seconds) for each in limits] == [
        (100, Decimal(60)),
        (2500, Decimal(86_400)),
    ]


def test_every_quirk_names_a_test_that_is_there() -> None:
    assert declaration.__doc__ is not None
    named = re.findall(r"``(test_\w+)``", declaration.__doc__)
    texts = "".join(each.read_text("utf-8") for each in Path(__file__).parent.glob("test_*.py"))
    assert [name for name in named if f"def {name}(" not in texts] == []


# --------------------------------------------------------------------------- on the practice system


class Recording(httpx.BaseTransport):
    """Passes requests on to a practice system, and keeps them."""

    def __init__(self, system: PracticeSystem) -> None:
        self.requests: list[httpx.Request] = []
        self._inner = PracticeTransport(system.app)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return self._inner.handle_request(request)


class Bench:
    """The connector on a practice system."""

    def __init__(self) -> None:
        self.system = MAKERS["sage"](VirtualClock(START), world())
        self.transport = Recording(self.system)
        secrets = MemorySecrets({"client_secret": self.system.credentials["client_secret"]})
        keep_tokens(
            secrets,
            Tokens(
                access=self.system.access_token,
                access_until=START + timedelta(minutes=5),
                refresh=self.system.credentials["refresh_token"],
            ),
        )
        root = "http://localhost"
        settings = {
            "client_id": self.system.credentials["client_id"],
            "business_id": self.system.tenant,
            "country": "us",
            "api_url": f"{root}/v3.1",
            "token_url": f"{root}{self.system.token_path}",
        }
        self.port: AccountingPort = SAGE.open(
            opening_of(
                SAGE, settings, secrets=secrets, transport=self.transport, time=VirtualTime()
            )
        )

    def act(self, **what: str) -> None:
        """Acts as somebody else."""
        with httpx.Client(transport=PracticeTransport(self.system.app)) as client:
            answer = client.post("http://localhost/_practice/faults", json=what)
            assert answer.is_success, answer.text

    def invoice(self, number: str = "TB-42") -> OutgoingInvoice:
        """An invoice of ours for a customer and accounts that are there."""
        choices = self.port.choices()
        usable = [each for each in choices.accounts if each.is_for_lines]
        income = next(e for e in usable if e.kind is BookAccountKind.INCOME)
        liability = next(e for e in usable if e.kind is BookAccountKind.LIABILITY)
        found = self.port.find_customers(CUSTOMER)
        customer_id = (
            found[0].source_id if found else self.port.create_customer(CUSTOMER, key=KEY).id
        )
        first, second = INVOICE.lines
        lines = (
            replace(first, account_id=income.source_id),
            replace(second, account_id=liability.source_id),
        )
        return replace(INVOICE, number=number, customer_id=customer_id, lines=lines)


@pytest.fixture
def bench() -> Iterator[Bench]:
    made = Bench()
    yield made
    made.port.close()


def _walk_through(bench: Bench) -> None:
    """Posts, changes, credits and voids; everything that the connector writes."""
    port, ours = bench.port, bench.invoice()
    posted = port.create_invoice(ours, key=KEY)
    assert posted.total == ours.total
    there = port.read_invoice(posted.id)
    assert there is not None
    changed = port.update_invoice(
        posted.id, replace(ours, memo="changed"), version=there.version, key=KEY
    )
    assert changed.total == ours.total
    note = replace(CREDIT, customer_id=ours.customer_id, lines=ours.lines[1:])
    credit = port.create_credit_note(note, key=KEY)
    use = replace(
        USE,
        credit_note_id=credit.id,
        invoice_id=posted.id,
        customer_id=ours.customer_id,
        amount=Decimal("2.31"),
    )
    assert port.apply_credit(use, key=KEY).total == Decimal("2.31")
    assert port.applied(credit.id, posted.id) == Decimal("2.31")
    kinds = [each.kind for each in port.payments_of(posted.id)]
    assert kinds == [PaymentKind.CREDIT]
    other = port.create_invoice(replace(ours, number="TB-43"), key=KEY)
    assert port.void_invoice(other.id, version="", reason="wrong").balance == 0
    found = {each.number: each.standing for each in port.find_invoices(["TB-42", "TB-43"])}
    assert found["TB-42"] is DocumentStanding.PART_PAID
    assert found.get("TB-43") in {None, DocumentStanding.VOID}
    customer = port.find_customers(CUSTOMER)[0]
    port.update_customer(customer.source_id, CUSTOMER, version=customer.version, key=KEY)
    for family in SAGE.families:
        assert isinstance(family, BookFamily)
        pages = list(port.pull(family, since=None))
        assert list(port.pull(family, since=pages[-1].mark))
    assert list(port.balances())
    assert all(each.is_given for each in port.rights())


def test_the_practice_system_takes_all_that_is_written(bench: Bench) -> None:
    bench.port.company()
    _walk_through(bench)


def test_acts_of_somebody_else_come_with_the_next_pull(bench: Bench) -> None:
    port = bench.port
    ours = [bench.invoice(number) for number in ("TB-1", "TB-2", "TB-3")]
    ids = [port.create_invoice(each, key=KEY).id for each in ours]
    mark = list(port.pull(BookFamily.INVOICES, since=None))[-1].mark
    paid = list(port.pull(BookFamily.PAYMENTS, since=None))[-1].mark
    bench.act(act="pay", number="TB-1", amount="10.00")
    bench.act(act="pay", number="TB-2", amount="50.00")
    bench.act(act="void", number="TB-3")
    found = {
        each.source_id: each
        for page in port.pull(BookFamily.INVOICES, since=mark)
        for each in page.records
    }
    assert [getattr(found[each], "standing", None) for each in ids] == [
        DocumentStanding.PART_PAID,
        DocumentStanding.PAID,
        DocumentStanding.VOID,
    ]
    money: list[Any] = [
        each for page in port.pull(BookFamily.PAYMENTS, since=paid) for each in page.records
    ]
    ours_paid = {
        part.document_id: (each.total, each.unapplied)
        for each in money
        for part in each.allocations
        if part.document_id in ids
    }
    assert ours_paid == {
        ids[0]: (Decimal("10.00"), Decimal(0)),
        ids[1]: (Decimal("50.00"), Decimal("50.00") - ours[1].total),
    }


def test_requests_keep_to_the_published_description(bench: Bench) -> None:
    if not SPEC.exists():
        pytest.skip("the published description is not here")
    _walk_through(bench)
    spec = json.loads(SPEC.read_text("utf-8"))
    checked = 0
    for request in bench.transport.requests:
        path = urlsplit(str(request.url)).path.removeprefix("/v3.1")
        operation = _operation(spec, path, request.method.lower())
        if operation is None:
            # Not in the description: the businesses, and tokens.
            assert path in {"/businesses", bench.system.token_path}
            continue
        _check_query(operation, request)
        if request.content:
            schema = next(e["schema"] for e in operation["parameters"] if e["in"] == "body")
            _check_body(spec, schema, read_json(request.content.decode()), path)
        checked += 1
    assert checked > 30


def _operation(spec: dict[str, Any], path: str, method: str) -> dict[str, Any] | None:
    for template, operations in spec["paths"].items():
        shape = re.sub(r"\\?\{[^}]*\\?\}", "[^/]+", template)
        if re.fullmatch(shape, path):
            found: dict[str, Any] | None = operations.get(method)
            assert found is not None, f"{method} {path}"
            return found
    return None


def _check_query(operation: dict[str, Any], request: httpx.Request) -> None:
    known = {each["name"]: each for each in operation["parameters"] if each["in"] == "query"}
    for name, value in request.url.params.multi_items():
        assert name in known, f"{request.url.path} knows no {name}"
        assert value in known[name].get("enum", [value])


def _check_body(spec: dict[str, Any], schema: dict[str, Any], value: Any, where: str) -> None:  # noqa: ANN401
    if "$ref" in schema:
        schema = spec["definitions"][schema["$ref"].rsplit("/", 1)[1]]
    if isinstance(value, dict):
        known = schema.get("properties", {})
        assert set(schema.get("required", ())) <= value.keys(), where
        for name, each in value.items():
            assert name in known, f"{where} knows no {name}"
            _check_body(spec, known[name], each, f"{where}.{name}")
    elif isinstance(value, list):
        for each in value:
            _check_body(spec, schema.get("items", {}), each, where)
    elif schema.get("type") == "string":
        assert isinstance(value, str), where
        assert len(value) <= schema.get("maxLength", len(value)), where
        assert value in schema.get("enum", [value]), where
    elif schema.get("type") in {"number", "integer"}:
        assert isinstance(value, int | Decimal), where
