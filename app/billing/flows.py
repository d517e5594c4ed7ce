"""What flows between the systems, which way, and whether by itself: declared once.

Each flow is set by the decision ``flow.NAME``; what nobody decided is as usual.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Final

from app.errors import InputError


class Direction(Enum):
    """Which way a flow goes."""

    IN = "in"
    """From there to here."""
    OUT = "out"
    """From here to there."""
    ACROSS = "across"
    """From one other system to another, by way of here."""


class FlowSetting(Enum):
    """When a flow is applied."""

    AUTOMATIC = "automatic"
    """With every sync."""
    NEXT_BATCH = "next_batch"
    """It is planned with every sync, and applied when somebody says so."""
    OFF = "off"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flow:
    """One flow between a kind of system and here."""

    name: str
    title: str
    role: str
    """Of the system at its other end: psa or accounting."""
    direction: Direction
    usual: FlowSetting


FLOWS: Final = (
    Flow(
        name="customers",
        title="Customers, sites, contacts and terms from the PSA",
        role="psa",
        direction=Direction.IN,
        usual=FlowSetting.AUTOMATIC,
    ),
    Flow(
        name="contracts",
        title="Agreement lines from the PSA",
        role="psa",
        direction=Direction.IN,
        usual=FlowSetting.NEXT_BATCH,
    ),
    Flow(
        name="work",
        title="Time and charges from the PSA",
        role="psa",
        direction=Direction.IN,
        usual=FlowSetting.AUTOMATIC,
    ),
    Flow(
        name="payments",
        title="Payments from accounting",
        role="accounting",
        direction=Direction.IN,
        usual=FlowSetting.AUTOMATIC,
    ),
    Flow(
        name="invoices",
        title="Customers, invoices and credit notes to accounting",
        role="accounting",
        direction=Direction.OUT,
        usual=FlowSetting.NEXT_BATCH,
    ),
    Flow(
        name="relay",
        title="Invoices of the PSA to accounting",
        role="accounting",
        direction=Direction.ACROSS,
        usual=FlowSetting.NEXT_BATCH,
    ),
    Flow(
        name="status",
        title="Numbers, billed marks and payments to the PSA",
        role="psa",
        direction=Direction.OUT,
        usual=FlowSetting.AUTOMATIC,
    ),
)
"""In the order in which they run: what comes in before what goes out."""

FLOW_KEY: Final = "flow."
"""How the key of a flow's decision begins."""

CLOSED_PERIOD: Final = "closed_period"
NEXT_OPEN_DAY: Final = "next_open_day"
"""The decision about documents of a period that the books have closed, and one of its answers."""

_BY_NAME: Final = {each.name: each for each in FLOWS}


def flow_of(name: str) -> Flow:
    """The flow of a name; InputError for one that is none."""
    found = _BY_NAME.get(name)
    if found is None:
        raise InputError(f"There is no flow {name}.", "", f"Flows are: {', '.join(_BY_NAME)}.")
    return found


def setting_of(flow: Flow, answers: Mapping[str, str]) -> FlowSetting:
    """How a flow is set: as decided, else as usual."""
    given = answers.get(FLOW_KEY + flow.name, "")
    known = {each.value: each for each in FlowSetting}
    return known.get(given, flow.usual)
