"""The practice system of HaloPSA: its REST API as a hosted tenant answers it.

Left out: reports (their text is SQL of the server), quotations and purchasing. Not published, and
so of our own wording: the texts and numbers inside error bodies; that ``/ExternalLink`` and
``/InvoicePayment`` answer bare arrays.
"""

from typing import Final

from app.practice.clock import PracticeClock
from app.practice.faults import FaultSwitch
from app.practice.halopsa.access import (
    CLIENT_ID,
    CLIENT_SECRET,
    EVERYTHING,
    TENANT,
    TOKEN_SECONDS,
    Access,
)
from app.practice.halopsa.api import TOKEN_PATH, Api
from app.practice.halopsa.errors import broken, throttled
from app.practice.halopsa.filling import filled
from app.practice.halopsa.others import Others
from app.practice.halopsa.reading import Reading
from app.practice.halopsa.writing import Writing
from app.practice.limits import Grant, RateLimit, TokenRules, TokenStore, Window
from app.practice.records import World
from app.practice.serving import PracticeSystem, Vendor, assemble
from app.practice.striking import Strikes

LIMIT: Final = Window("five minutes", 700, 300)
"""The number that users quote; the vendor publishes none."""


def practice_system(clock: PracticeClock, world: World) -> PracticeSystem:
    """A stand-in that holds this world."""
    tables, switch = filled(clock, world), FaultSwitch()
    tokens = TokenStore(clock, TokenRules(access_seconds=TOKEN_SECONDS), "halopsa")
    reading = Reading(tables, switch)
    others = Others(tables, reading)
    api = Api(Access(tokens), reading, Writing(tables, reading), RateLimit(clock, [LIMIT]))
    ready = tokens.issue(Grant(subject=TENANT, client=CLIENT_ID, scope=EVERYTHING))
    vendor = Vendor(
        key="halopsa",
        title="HaloPSA",
        http=api.app(),
        state=others.state,
        acts=others.acts(),
        strikes=Strikes(
            too_many=throttled,
            server_error=broken,
            expire=lambda _: tokens.expire_access(),
            revoke=lambda _: tokens.revoke_all(),
        ),
        api_path="/api",
        credentials={
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
            "tenant": TENANT,
            "scope": EVERYTHING,
        },
        access_token=ready.access,
        tenant=TENANT,
        token_path=TOKEN_PATH,
    )
    return assemble(vendor, clock=clock, switch=switch)
