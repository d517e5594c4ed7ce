"""The stand-in of the Sage Accounting API, version 3.1."""

from app.practice.clock import PracticeClock
from app.practice.faults import FaultSwitch
from app.practice.limits import Grant, TokenRules, TokenStore
from app.practice.records import World
from app.practice.sage.acts import acts, state
from app.practice.sage.application import API_PATH, Application
from app.practice.sage.business import Business, Settings
from app.practice.sage.opening import open_books, open_settings
from app.practice.sage.sign_in import (
    ACCESS_SECONDS,
    AUTHORIZE_PATH,
    CODE_SECONDS,
    REFRESH_SECONDS,
    TOKEN_PATH,
    SignIn,
)
from app.practice.sage.values import made_id
from app.practice.serving import PracticeSystem, Vendor, assemble
from app.practice.striking import Strikes

_CLIENT_ID = "1f9b3c5d-7e2a-4b6c-8d0e-9f1a2b3c4d5e"
_CLIENT_SECRET = "practice-sage-client-secret"  # noqa: S105 - opens nothing real


def practice_system(clock: PracticeClock, world: World) -> PracticeSystem:
    """A Sage business filled from a world, and a British one beside it, ready to be served."""
    company = Business(clock, made_id("business", 1), Settings(world.company, "US", "USD"))
    other = Business(clock, made_id("business", 2), Settings("Second Business", "GB", "GBP"))
    for business in (company, other):
        open_settings(business, world)
    open_books(company, world)
    return assembled(company, other, clock=clock)


def assembled(company: Business, other: Business, *, clock: PracticeClock) -> PracticeSystem:
    """The businesses behind the vendor's sign-in."""
    switch = FaultSwitch()
    rules = TokenRules(
        access_seconds=ACCESS_SECONDS,
        refresh_seconds=REFRESH_SECONDS,
        code_seconds=CODE_SECONDS,
    )
    store = TokenStore(clock, rules, "sage")
    sign_in = SignIn(store, _CLIENT_ID, _CLIENT_SECRET)
    businesses = {one.id: one for one in (company, other)}
    application = Application(clock, businesses, sign_in, switch)
    ready = store.issue(Grant(subject="practice-user", client=_CLIENT_ID, scope="full_access"))
    vendor = Vendor(
        key="sage",
        title="Sage Accounting",
        http=application.http(),
        state=lambda: state(company),
        acts=acts(company),
        strikes=Strikes(
            too_many=application.too_many,
            server_error=application.server_error,
            expire=lambda _: store.expire_access(),
            revoke=lambda _: store.revoke_all(),
        ),
        api_path=API_PATH,
        credentials={
            "client_id": _CLIENT_ID,
            "client_secret": _CLIENT_SECRET,
            "refresh_token": ready.refresh,
        },
        access_token=ready.access,
        tenant=company.id,
        authorize_path=AUTHORIZE_PATH,
        token_path=TOKEN_PATH,
    )
    return assemble(vendor, clock=clock, switch=switch)
