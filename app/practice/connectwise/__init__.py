"""The practice system of ConnectWise PSA: its REST API, version 2025.1, as its cloud answers it.

Left out: marketing, schedule, projects and orders. Not published, and so of our own wording: the
messages and inner codes of error bodies beyond those in the reference.
"""

from typing import Final

from app.practice.clock import PracticeClock
from app.practice.connectwise.access import (
    CLIENT_ID,
    COMPANY,
    PRIVATE_KEY,
    PUBLIC_KEY,
    STATIC_CODEBASE,
    Access,
)
from app.practice.connectwise.accounting import Accounting
from app.practice.connectwise.api import Api
from app.practice.connectwise.errors import broken, throttled, unauthenticated
from app.practice.connectwise.filling import filled
from app.practice.connectwise.others import Others
from app.practice.connectwise.reading import Reading
from app.practice.connectwise.writing import Writing
from app.practice.faults import FaultSwitch
from app.practice.limits import RateLimit, Window
from app.practice.records import World
from app.practice.serving import PracticeSystem, Vendor, assemble
from app.practice.striking import Strikes

LIMIT: Final = Window("minute", 1_200, 60)
"""The vendor publishes none; its gateway throttles well above ten calls a second."""
_RETRY_SECONDS: Final = 2


def practice_system(clock: PracticeClock, world: World) -> PracticeSystem:
    """A stand-in that holds this world."""
    tables, switch = filled(clock, world), FaultSwitch()
    access, accounting = Access(world.company), Accounting(tables)
    reading = Reading(tables, switch, accounting.views())
    others = Others(tables, access)
    api = Api(access, reading, Writing(tables, reading), accounting, RateLimit(clock, [LIMIT]))
    vendor = Vendor(
        key="connectwise",
        title="ConnectWise PSA",
        http=api.app(),
        state=others.state,
        acts=others.acts(),
        strikes=Strikes(
            too_many=lambda _: throttled(_RETRY_SECONDS),
            server_error=broken,
            expire=lambda _: unauthenticated(),
            revoke=lambda _: unauthenticated(),
        ),
        api_path=f"/{STATIC_CODEBASE}/apis/3.0",
        credentials={
            "companyId": COMPANY,
            "publicKey": PUBLIC_KEY,
            "privateKey": PRIVATE_KEY,
            "clientId": CLIENT_ID,
        },
    )
    return assemble(vendor, clock=clock, switch=switch)
