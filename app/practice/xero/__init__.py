"""The stand-in of the Xero Accounting API, version 2.0."""

from app.practice.clock import PracticeClock
from app.practice.faults import FaultSwitch
from app.practice.limits import Grant, TokenRules, Tokens, TokenStore
from app.practice.records import World
from app.practice.serving import PracticeSystem, Vendor, assemble
from app.practice.striking import Strikes
from app.practice.xero.acts import acts, state
from app.practice.xero.application import Application
from app.practice.xero.books import Books, Settings
from app.practice.xero.gateway import API_PATH, Gateway
from app.practice.xero.opening import open_books, open_settings
from app.practice.xero.sign_in import (
    ACCESS_SECONDS,
    AUTHORIZE_PATH,
    CODE_SECONDS,
    FULL_SCOPE,
    GRACE_SECONDS,
    REFRESH_SECONDS,
    TOKEN_PATH,
    SignIn,
)
from app.practice.xero.values import Record, made_id

_CLIENT_ID = "9C1B2F7A4E5D4C0B8A3F6E1D2C3B4A59"
_WEB_CLIENT_ID = "0F3E5D7C9B1A4E2D8C6B5A4F3E2D1C0B"
_WEB_SECRET = "practice-xero-web-client-secret"  # noqa: S105 - opens nothing real


def practice_system(clock: PracticeClock, world: World) -> PracticeSystem:
    """A Xero organisation filled from a world, and a demo company beside it, ready to be served."""
    company = Books(clock, made_id("tenant", 1), Settings(world.company))
    demo = Books(clock, made_id("tenant", 2), Settings("Demo Company (US)", is_demo=True))
    for books in (company, demo):
        open_settings(books, world)
    open_books(company, world)
    return assembled(company, demo, clock=clock)


def assembled(company: Books, demo: Books, *, clock: PracticeClock) -> PracticeSystem:
    """The organisations behind the vendor's gateway and sign-in."""
    switch = FaultSwitch()
    rules = TokenRules(
        access_seconds=ACCESS_SECONDS,
        refresh_seconds=REFRESH_SECONDS,
        code_seconds=CODE_SECONDS,
        grace_seconds=GRACE_SECONDS,
    )
    store = TokenStore(clock, rules, "xero")
    connections = [_connection(books, clock) for books in (company, demo)]
    clients = {_CLIENT_ID: "", _WEB_CLIENT_ID: _WEB_SECRET}
    sign_in = SignIn(store, clients, connections)
    gateway = Gateway(clock, sign_in)
    organisations = {books.tenant: books for books in (company, demo)}
    application = Application(organisations, sign_in, gateway, switch)
    subject = made_id("user", 1)
    ready = store.issue(Grant(subject=subject, client=_CLIENT_ID, scope=FULL_SCOPE))
    web = store.issue(Grant(subject=subject, client=_WEB_CLIENT_ID, scope=FULL_SCOPE))
    vendor = Vendor(
        key="xero",
        title="Xero",
        http=application.http(),
        state=lambda: state(company),
        acts=acts(company),
        strikes=Strikes(
            too_many=gateway.struck,
            server_error=application.server_error,
            expire=lambda _: store.expire_access(),
            revoke=lambda _: store.revoke_all(),
        ),
        api_path=API_PATH,
        credentials=_credentials(ready, web),
        access_token=ready.access,
        tenant=company.tenant,
        authorize_path=AUTHORIZE_PATH,
        token_path=TOKEN_PATH,
    )
    return assemble(vendor, clock=clock, switch=switch)


def _credentials(ready: Tokens, web: Tokens) -> dict[str, str]:
    """Those of the application without a secret, and of the one with a secret."""
    return {
        "client_id": _CLIENT_ID,
        "refresh_token": ready.refresh,
        "web_client_id": _WEB_CLIENT_ID,
        "web_client_secret": _WEB_SECRET,
        "web_refresh_token": web.refresh,
    }


def _connection(books: Books, clock: PracticeClock) -> Record:
    at = clock.now().replace(tzinfo=None).isoformat(timespec="microseconds")
    return {
        "id": made_id("connection", books.tenant),
        "authEventId": made_id("event", 1),
        "tenantId": books.tenant,
        "tenantType": "ORGANISATION",
        "tenantName": books.settings.name,
        "createdDateUtc": at,
        "updatedDateUtc": at,
    }
