"""What has to be in order before invoices are posted to a system: told line by line."""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from app.billing.decision import GO_LIVE
from app.billing.flows import FlowSetting, flow_of, setting_of
from app.operations.connect_systems import connection_state
from app.operations.map_codes import show_codes
from app.operations.map_customers import show_map
from app.operations.office import Office
from app.store.decisions import answers
from app.values.money import ZERO


class LiveThing(Enum):
    """What is looked at."""

    SIGN_IN = "sign_in"
    READ = "read"
    CUSTOMERS = "customers"
    CODES = "codes"
    FLOW = "flow"
    DAY = "day"


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveLine:
    """One thing, and how it stands."""

    thing: LiveThing
    is_ready: bool
    blocks: bool = False
    """Whether nothing can be posted while it is so."""
    count: int = 0
    amount: Decimal = ZERO
    words: str = ""


def live_readiness(office: Office, system: str) -> list[LiveLine]:
    """Sign-in, what was read, customers, codes, the flow and the day; no network is asked.

    NotAllowed where the system is not connected.
    """
    state = connection_state(office, system)
    known = show_map(office, system)
    codes = show_codes(office, system).coverage
    with office.file.read() as conn:
        given = answers(conn)
    lacking = [each for each in codes.missing if each.is_in_the_way]
    setting = setting_of(flow_of("invoices"), given)
    day = given.get(GO_LIVE + system, "")
    return [
        LiveLine(
            thing=LiveThing.SIGN_IN,
            is_ready=not state.missing_secrets,
            blocks=bool(state.missing_secrets),
            words=", ".join(state.missing_secrets),
        ),
        LiveLine(thing=LiveThing.READ, is_ready=known.is_pulled, blocks=not known.is_pulled),
        LiveLine(
            thing=LiveThing.CUSTOMERS,
            is_ready=not known.need_a_look,
            count=known.need_a_look,
            amount=known.coverage.missing_amount,
        ),
        LiveLine(
            thing=LiveThing.CODES,
            is_ready=not lacking,
            count=len(lacking),
            amount=codes.missing_amount,
            words=", ".join(each.key for each in lacking[:3]),
        ),
        LiveLine(
            thing=LiveThing.FLOW,
            is_ready=setting is not FlowSetting.OFF,
            words=setting.value,
        ),
        LiveLine(thing=LiveThing.DAY, is_ready=bool(day), words=day),
    ]
