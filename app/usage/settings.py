"""What a source says about its call files that the files themselves do not."""

from dataclasses import dataclass

from app.usage.stamps import checked_zone


@dataclass(frozen=True, slots=True)
class ReadSettings:
    """How the values of one source's files are to be read.

    Raises InputError for a time zone that is not known.
    """

    zone: str
    """Time zone of stamps without an offset, such as ``America/Denver``."""
    date_order: str = "ymd"
    """Order of day, month and year where the year does not come first: ``dmy`` or ``mdy``.

    ``ymd`` leaves it to the format; a format that does not know refuses such dates.
    """
    inbound_contexts: tuple[str, ...] = ()
    """Contexts of a PBX whose calls come in."""
    trunk_channels: tuple[str, ...] = ()
    """Beginnings of channel or device names whose calls come in."""
    access_code: str | None = None
    """Digits dialled for an outside line."""

    def __post_init__(self) -> None:
        """Files whose stamps all have offsets are refused as well, before any call is read."""
        checked_zone(self.zone)
