"""The practice Autotask put together: database, calls, limits, faults, acts."""

from dataclasses import replace

from app.practice.autotask import refusals
from app.practice.autotask.acts import Acts
from app.practice.autotask.seeding import filled
from app.practice.autotask.service import BASE, HOUR, HOURLY_CALLS, Service
from app.practice.autotask.threads import ThreadGate
from app.practice.autotask.users import USER
from app.practice.clock import PracticeClock
from app.practice.faults import FaultSwitch
from app.practice.http_app import HttpApp, Manners
from app.practice.limits import RateLimit, Window
from app.practice.records import World
from app.practice.serving import PracticeSystem, Vendor, assemble
from app.practice.striking import Strikes


def practice_system(
    clock: PracticeClock, world: World, *, hourly_calls: int = HOURLY_CALLS
) -> PracticeSystem:
    """An Autotask database that holds the world and takes so many calls an hour."""
    switch, database = FaultSwitch(), filled(clock, world)
    limit = RateLimit(clock, [Window("hour", hourly_calls, HOUR)])
    service, acts = Service(database, switch, limit), Acts(database)
    vendor = Vendor(
        key="autotask",
        title="Autotask PSA",
        http=HttpApp(
            routes=service.routes(),
            manners=Manners(
                missing=refusals.missing,
                wrong_method=refusals.wrong_method,
                before=service.before,
            ),
            fold_case=True,
        ),
        state=acts.state,
        acts={
            "pay": acts.pay,
            "edit": acts.edit,
            "void": acts.void,
            "delete": acts.delete,
            "approve": acts.approve,
        },
        strikes=Strikes(
            too_many=lambda _: refusals.too_many_requests(refusals.THRESHOLD_WAIT_SECONDS),
            server_error=refusals.server_error,
            # There are no tokens: what ends is the right to call, until it is asked again.
            expire=lambda _: refusals.unauthorized().response,
            revoke=lambda _: refusals.unauthorized().response,
        ),
        api_path=BASE,
        credentials=USER.credentials(),
        tenant="Practice",
    )
    system = assemble(vendor, clock=clock, switch=switch)
    return replace(system, app=ThreadGate(system.app))
