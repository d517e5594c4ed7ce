"""The stand-in of the QuickBooks Online Accounting API, version 3."""

from app.practice.clock import PracticeClock
from app.practice.faults import FaultSwitch
from app.practice.limits import Grant, TokenRules, TokenStore
from app.practice.quickbooks.acts import acts, state
from app.practice.quickbooks.application import API_PATH, Application
from app.practice.quickbooks.books import Books
from app.practice.quickbooks.opening import open_books
from app.practice.quickbooks.sign_in import (
    ACCESS_SECONDS,
    AUTHORIZE_PATH,
    REFRESH_SECONDS,
    SCOPE,
    TOKEN_PATH,
    SignIn,
)
from app.practice.records import World
from app.practice.serving import PracticeSystem, Vendor, assemble
from app.practice.striking import Strikes

_REALM = "9341452800012345"
_CLIENT_ID = "ABpracticeQuickBooksClientId0001"
_CLIENT_SECRET = "practice-quickbooks-client-secret"  # noqa: S105 - opens nothing real


def practice_system(clock: PracticeClock, world: World) -> PracticeSystem:
    """A QuickBooks Online company filled from a world, ready to be served."""
    switch = FaultSwitch()
    books = Books(clock=clock, realm=_REALM)
    books.settings.name = world.company
    open_books(books, world)
    return assembled(books, clock=clock, switch=switch)


def assembled(books: Books, *, clock: PracticeClock, switch: FaultSwitch) -> PracticeSystem:
    """Books behind the vendor's gateway and sign-in."""
    rules = TokenRules(access_seconds=ACCESS_SECONDS, refresh_seconds=REFRESH_SECONDS)
    store = TokenStore(clock, rules, "quickbooks")
    sign_in = SignIn(
        store=store, client_id=_CLIENT_ID, client_secret=_CLIENT_SECRET, realm=books.realm
    )
    application = Application(books=books, sign_in=sign_in, switch=switch)
    ready = store.issue(Grant(subject=books.realm, client=_CLIENT_ID, scope=SCOPE))
    strikes = Strikes(
        too_many=application.too_many,
        server_error=application.server_error,
        expire=lambda _: store.expire_access(),
        revoke=lambda _: store.revoke_all(),
    )
    vendor = Vendor(
        key="quickbooks",
        title="QuickBooks Online",
        http=application.http(),
        state=lambda: state(books),
        acts=acts(books),
        strikes=strikes,
        api_path=API_PATH,
        credentials={
            "client_id": _CLIENT_ID,
            "client_secret": _CLIENT_SECRET,
            "realm_id": books.realm,
            "refresh_token": ready.refresh,
        },
        access_token=ready.access,
        tenant=books.realm,
        authorize_path=AUTHORIZE_PATH,
        token_path=TOKEN_PATH,
    )
    return assemble(vendor, clock=clock, switch=switch)
