"""Connecting: settings in the file, secrets in the keyring, consent, companies, notices."""

import json
from collections.abc import Iterator, Sequence
from datetime import timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx
import pytest

from app.connectors import registry
from app.connectors.auth import Secrets
from app.connectors.dealings import Company
from app.connectors.oauth import OAuthApp
from app.connectors.ports import Settings
from app.connectors.system import (
    CONSENT_SETTINGS,
    AccountingSystem,
    Opening,
    SecretField,
    Setting,
    SignInKind,
    System,
    Tenant,
    redirect_of,
)
from app.connectors.tokens import keep_tokens
from app.errors import InputError, NotAllowed, SignInNeeded
from app.operations.connect_systems import (
    SignIn,
    connect_system,
    connection_state,
    connection_states,
    disconnect_system,
    due_notices,
    rights_of,
)
from app.operations.office import Office
from app.operations.system_connection import KeyringSecrets, Ways
from app.store import audit
from app.store.connections import connection_to
from app.store.tax_service import company_id
from tests.connectors.test_oauth import TokenHost, tokens
from tests.keyrings import MemoryKeyring, memory_keyring
from tests.operations.companies import NOW, dump
from tests.operations.fake_books import KEY, FakeBooks, FakePort, connect_books, nobody
from tests.operations.fake_psa import KEY as PSA
from tests.operations.fake_psa import FakePsa, connect_psa

CONSENT = "fakeconsent"


@pytest.fixture
def keyring() -> Iterator[MemoryKeyring]:
    with memory_keyring() as made:
        yield made


def test_settings_go_to_the_file_and_secrets_to_the_keyring(
    office: Office, keyring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect_books(office, FakeBooks(), monkeypatch)
    assert list(keyring.secrets.values()) == ["hush-of-books"]
    assert "hush" not in repr(dump(office))
    state = connection_state(office, KEY)
    assert (state.company, state.role, state.missing_secrets) == (
        "Cedar Fork Books",
        "accounting",
        (),
    )
    with office.file.read() as conn:
        (entry,) = audit.entries_of(conn, "connections", record=KEY)
    assert (entry.action, "hush" in (entry.after or "")) == ("added", False)
    assert connection_states(office) == [state]


def test_what_is_not_given_stays(
    office: Office, keyring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert keyring.secrets == {}
    connect_books(office, FakeBooks(), monkeypatch)
    connect_system(office, KEY, {"api_url": "https://two.example"}, sign_in=nobody())
    connect_system(office, KEY, {"revenue.4010": "A9", "tax.": "A1"}, sign_in=nobody())
    state = connection_state(office, KEY)
    assert state.settings["api_url"] == "https://two.example"
    assert state.pairs == {"revenue.4010": "A9", "tax.": "A1"}


def test_what_is_unknown_or_missing_is_told(
    office: Office, keyring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect_books(office, FakeBooks(), monkeypatch)
    with pytest.raises(InputError, match="has no setting “api_ur”"):
        connect_system(office, KEY, {"api_ur": "x"}, sign_in=nobody())
    keyring.secrets.clear()
    assert connection_state(office, KEY).missing_secrets == ("api_key",)
    with pytest.raises(InputError, match="The Books needs api_key"):
        connect_system(office, KEY, {}, sign_in=nobody())
    with pytest.raises(InputError, match="There is no system “lotus”"):
        connect_system(office, "lotus", {}, sign_in=nobody())


def test_rights_are_told_one_by_one(
    office: Office, keyring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert keyring.secrets == {}
    connect_books(office, FakeBooks(), monkeypatch)
    connect_psa(office, FakePsa(), monkeypatch)
    assert [each.is_given for each in rights_of(office, KEY)] == [True]
    assert [each.why for each in rights_of(office, PSA)] == [
        "",
        "The role lacks it.",
        "No such call.",
    ]


def test_a_connection_that_is_ended_forgets_its_secrets(
    office: Office, keyring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect_books(office, FakeBooks(), monkeypatch)
    assert disconnect_system(office, KEY) == ""
    assert keyring.secrets == {}
    with pytest.raises(NotAllowed):
        connection_state(office, KEY)


class Vendor:
    """Consent that is given at once, tokens, and two companies."""

    def __init__(self, *names: str) -> None:
        self.host = TokenHost()
        self.tenants = [Tenant(id=each, name=each.title()) for each in names]
        self.opened: list[str] = []
        self.challenge = ""

    def answer(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == "/revoke":
            return httpx.Response(200)
        return self.host.answer(request)

    def consent(self, url: str) -> str:
        asked = {name: each[0] for name, each in parse_qs(urlsplit(url).query).items()}
        self.opened.append(url)
        return f"{asked['redirect_uri']}?{urlencode({'code': 'c', 'state': asked['state']})}"

    @property
    def ways(self) -> Ways:
        return Ways(transport=httpx.MockTransport(self.answer))

    @property
    def sign_in(self) -> SignIn:
        def choose(found: Sequence[Tenant]) -> str:
            return found[-1].id

        return SignIn(browse=self.consent, paste=self.consent, choose=choose)

    def system(self) -> AccountingSystem:
        def oauth(settings: Settings, secrets: Secrets) -> OAuthApp:
            return OAuthApp(
                title="The Cloud",
                authorize_url="https://cloud.example/authorize",
                token_url="https://cloud.example/token",  # noqa: S106  an address
                revoke_url="https://cloud.example/revoke",
                client_id=settings["client_id"],
                client_secret=secrets.read("client_secret"),
                redirect_uri=redirect_of(settings),
                scope="all",
                refresh_days=60,
            )

        def opened(opening: Opening) -> FakePort:
            return FakePort(FakeBooks(tenant=opening.settings["tenant_id"]))

        return System(
            key=CONSENT,
            title="The Cloud",
            settings=(
                Setting(name="client_id", doc="Its id", default="our-id"),
                Setting(name="token_url", doc="Where", default="https://cloud.example/token"),
                Setting(name="tenant_id", doc="The company"),
                *CONSENT_SETTINGS,
            ),
            secrets=(SecretField(name="client_secret", doc="Its secret"),),
            sign_in=SignInKind.CONSENT,
            families=(),
            abilities=frozenset(),
            limits=lambda _settings: (),
            open=opened,
            oauth=oauth,
            tenants=lambda _opening: self.tenants,
            tenant_setting="tenant_id",
        )


@pytest.fixture
def vendor(monkeypatch: pytest.MonkeyPatch) -> Vendor:
    made = Vendor("cedar", "maple")
    monkeypatch.setitem(registry.ACCOUNTING_SYSTEMS, CONSENT, made.system())
    return made


GIVEN = {"client_secret": "our-secret", "way_back": "paste"}


def test_consent_is_asked_once_and_its_company_chosen(
    office: Office, keyring: MemoryKeyring, vendor: Vendor
) -> None:
    state = connect_system(office, CONSENT, GIVEN, sign_in=vendor.sign_in, ways=vendor.ways)
    assert state.settings["tenant_id"] == "maple"
    with office.file.read() as conn:
        stored = connection_to(conn, CONSENT)
    assert stored is not None
    assert stored.fingerprint == "maple||USD"
    connect_system(office, CONSENT, {}, sign_in=vendor.sign_in, ways=vendor.ways)
    assert len(vendor.opened) == 1
    kept = json.dumps(dump(office), default=str)
    for secret in ("our-secret", "a1", "r1"):
        assert f'"{secret}"' not in kept
    assert any('"refresh": "r1"' in each for each in keyring.secrets.values())


def test_a_sign_in_that_is_taken_no_more_is_asked_for_again(
    office: Office, keyring: MemoryKeyring, vendor: Vendor, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert keyring.secrets == {}
    connect_system(office, CONSENT, GIVEN, sign_in=vendor.sign_in, ways=vendor.ways)
    company = FakePort.company

    def until_asked(port: FakePort) -> Company:
        if len(vendor.opened) == 1:
            raise SignInNeeded("Revoked.")
        return company(port)

    monkeypatch.setattr(FakePort, "company", until_asked)
    connect_system(office, CONSENT, {}, sign_in=vendor.sign_in, ways=vendor.ways)
    assert len(vendor.opened) == 2


def test_the_company_that_is_set_must_be_reached(
    office: Office, keyring: MemoryKeyring, vendor: Vendor
) -> None:
    assert keyring.secrets == {}
    given = {**GIVEN, "tenant_id": "oak"}
    with pytest.raises(InputError, match="does not reach oak"):
        connect_system(office, CONSENT, given, sign_in=vendor.sign_in, ways=vendor.ways)
    given = {**GIVEN, "tenant_id": "cedar"}
    state = connect_system(office, CONSENT, given, sign_in=vendor.sign_in, ways=vendor.ways)
    assert state.settings["tenant_id"] == "cedar"
    vendor.tenants.clear()
    with pytest.raises(SignInNeeded, match="reaches no company"):
        connect_system(
            office, CONSENT, {"client_id": "new"}, sign_in=vendor.sign_in, ways=vendor.ways
        )


def test_the_end_of_a_sign_in_is_told_three_times(
    office: Office, keyring: MemoryKeyring, vendor: Vendor
) -> None:
    assert keyring.secrets == {}
    connect_system(office, CONSENT, GIVEN, sign_in=vendor.sign_in, ways=vendor.ways)
    assert due_notices(office) == []
    with office.file.read() as conn:
        secrets = KeyringSecrets(company=company_id(conn), system=CONSENT)
    told = []
    for days in (13, 10, 7, 6, 2, 1):
        keep_tokens(secrets, tokens(refresh_until=NOW + timedelta(days=days)))
        told.append([each.days_left for each in due_notices(office)])
    assert told == [[13], [], [7], [], [2], []]


def test_ending_a_connection_revokes_its_sign_in(
    office: Office, keyring: MemoryKeyring, vendor: Vendor
) -> None:
    connect_system(office, CONSENT, GIVEN, sign_in=vendor.sign_in, ways=vendor.ways)
    assert disconnect_system(office, CONSENT, ways=vendor.ways) == ""
    assert keyring.secrets == {}


def test_where_the_vendor_cannot_be_told_the_sign_in_is_forgotten_here(
    office: Office, keyring: MemoryKeyring, vendor: Vendor
) -> None:
    connect_system(office, CONSENT, GIVEN, sign_in=vendor.sign_in, ways=vendor.ways)

    def gone(_request: httpx.Request) -> httpx.Response:
        message = "gone"
        raise httpx.ConnectError(message)

    trouble = disconnect_system(office, CONSENT, ways=Ways(transport=httpx.MockTransport(gone)))
    assert "did not answer while ending the sign-in" in trouble
    assert keyring.secrets == {}
