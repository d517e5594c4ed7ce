"""The parts of Connections that show customers across systems: map, presence, counts."""

from app.ui.desk import Desk
from app.ui.pages.connections.counts_part import CountsPart
from app.ui.pages.connections.customer_map_part import CustomerMapPart
from app.ui.pages.connections.presence_part import PresencePart

OtherPart = CustomerMapPart | PresencePart | CountsPart


def other_parts(desk: Desk) -> dict[str, OtherPart]:
    """The parts by the title of their tab."""
    return {
        "Customer map": CustomerMapPart(desk),
        "Presence": PresencePart(desk),
        "Counts": CountsPart(desk),
    }
