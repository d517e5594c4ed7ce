"""Traffic: interstate shares measured on the rated calls of a bill period.

One figure a category for the whole company and period: an election of the provider, not of a
customer (47 CFR 54.712; ``telecom-tax.md`` 2.1). It is measured by billed time and not by money:
where calls are included in a flat price, their charges tell nothing.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from app.tax.request import TrafficShare

TOLL_FREE = "TOLL_FREE"
"""The category that is measured on calls to toll-free numbers, and these on no other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallSeconds:
    """Billed seconds of rated calls of one kind."""

    interstate: int = 0
    international: int = 0
    intrastate: int = 0
    is_toll_free: bool = False
    """Whether they were calls to toll-free numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Traffic:
    """The billed seconds behind the share of one category."""

    category: str
    interstate: int
    international: int
    intrastate: int

    @property
    def share(self) -> TrafficShare | None:
        """The parts; None where there is no call whose two ends are known."""
        whole = self.interstate + self.international + self.intrastate
        if not whole:
            return None
        return TrafficShare(
            interstate=Fraction(self.interstate, whole),
            international=Fraction(self.international, whole),
        )


def measured(category: str, calls: Iterable[CallSeconds]) -> Traffic:
    """What the calls of a period say of a category.

    Calls of which one end is not known say nothing and are left out.
    """
    own = [each for each in calls if each.is_toll_free is (category == TOLL_FREE)]
    return Traffic(
        category=category,
        interstate=sum(each.interstate for each in own),
        international=sum(each.international for each in own),
        intrastate=sum(each.intrastate for each in own),
    )
