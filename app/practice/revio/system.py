"""The practice Rev.io PSA put together: tenant, tokens, calls, faults, acts."""

from app.practice.clock import PracticeClock
from app.practice.faults import FaultSwitch
from app.practice.http_app import HttpApp, Manners
from app.practice.limits import TokenStore
from app.practice.records import World
from app.practice.revio.acts import Acts
from app.practice.revio.service import (
    EXCHANGE,
    Service,
    missing,
    server_error,
    too_many,
    wrong_method,
)
from app.practice.revio.sign_in import API_KEY, HOST, grant, token_store
from app.practice.revio.tenant import filled
from app.practice.serving import PracticeSystem, Vendor, assemble
from app.practice.striking import Strikes


def practice_system(clock: PracticeClock, world: World) -> PracticeSystem:
    """A Rev.io PSA tenant that holds what it would hold of the world."""
    switch, tenant, tokens = FaultSwitch(), filled(clock, world), token_store(clock)
    service, acts = Service(tenant, tokens, switch), Acts(tenant)
    vendor = Vendor(
        key="revio",
        title="Rev.io PSA",
        http=HttpApp(
            routes=service.routes(),
            manners=Manners(missing=missing, wrong_method=wrong_method, before=service.before),
        ),
        state=acts.state,
        acts={
            "pay": acts.pay,
            "edit": acts.edit,
            "void": acts.void,
            "delete": acts.delete,
            "hide": acts.hide,
            "show": acts.show,
        },
        strikes=_strikes(tokens),
        api_path="",
        credentials={"apiKey": API_KEY, "X-Revio-Host": HOST},
        access_token=tokens.issue(grant()).access,
        tenant=HOST,
        token_path=EXCHANGE,
    )
    return assemble(vendor, clock=clock, switch=switch)


def _strikes(tokens: TokenStore) -> Strikes:
    return Strikes(
        too_many=too_many,
        server_error=server_error,
        expire=lambda _: tokens.expire_access(),
        revoke=lambda _: tokens.revoke_all(),
    )
