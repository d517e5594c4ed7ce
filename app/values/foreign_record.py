"""A record as another system tells it: in our words, with its own id and its own text."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class ForeignRecord:
    """What every record of another system carries, whatever it is."""

    source_id: str
    """Its id there, as text; unique within its kind."""
    modified_at: datetime | None = None
    """When it last changed, by the other system's own stamp, in UTC; None where it has none."""
    is_gone: bool = False
    """Deleted there. A gone record may have an id and nothing else."""
    raw: str = field(default="", repr=False)
    """The record as it came, as JSON text; for the audit and for later mapping."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostalAddress:
    """An address as another system tells it; blank where it has none of a part."""

    line1: str = ""
    line2: str = ""
    line3: str = ""
    city: str = ""
    region: str = ""
    """State or province, as written there."""
    postal_code: str = ""
    country: str = ""
    """Two letters where they can be told, else the name as written there."""

    @property
    def is_blank(self) -> bool:
        """Whether no part of it is filled."""
        return not any(
            (self.line1, self.line2, self.line3, self.city, self.region, self.postal_code)
        )


NO_ADDRESS: Final = PostalAddress()
