"""What is said about call files, and what follows: the format they are read by, the settings."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from app.errors import InputError
from app.usage.call_file import CallFile
from app.usage.detection import detect
from app.usage.formats import FORMATS
from app.usage.formats.declaration import CallFormat
from app.usage.profile import MappingProfile, as_format, read_profile
from app.usage.settings import ReadSettings
from app.usage.source import Source


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the user says about the files; a blank is told by the file or its source."""

    format: str | None = None
    source: str | None = None
    profile: str | None = None
    timezone: str | None = None
    date_order: str | None = None


def layout_of(
    call_file: CallFile,
    choices: Choices,
    *,
    row: Source | None,
    saved: Mapping[str, MappingProfile],
) -> CallFormat:
    """The format the user or the source names, else the one its content shows.

    ``row``: the source chosen, as the company has it. Raises InputError where none fits.
    """
    profile = choices.profile or (row.profile if row else None)
    wanted = choices.format or (row.format if row else None)
    if profile:
        if profile not in saved and Path(profile).is_file():
            return detect(call_file, [as_format(read_profile(Path(profile)))])
        if profile not in saved:
            raise InputError(
                f"There is no saved profile {profile}.",
                f"Saved are: {', '.join(sorted(saved)) or 'none'}.",
                "Save it with: switchbook profile save.",
            )
        return detect(call_file, [as_format(saved[profile])])
    if wanted:
        if wanted not in FORMATS:
            raise InputError(
                f"There is no call format {wanted}.",
                f"Known are: {', '.join(sorted(FORMATS))}.",
                "Leave it out to have the format recognised.",
            )
        return detect(call_file, [FORMATS[wanted]])
    return detect(call_file, [*FORMATS.values(), *map(as_format, saved.values())])


def settings_of(row: Source | None, choices: Choices, *, company_zone: str) -> ReadSettings:
    """What the file itself does not tell: from the user, its source, the company."""
    return ReadSettings(
        zone=choices.timezone or (row.timezone if row else None) or company_zone,
        date_order=choices.date_order or (row.date_order if row else "ymd"),
        inbound_contexts=_listed(row.inbound_contexts if row else None),
        trunk_channels=_listed(row.trunk_channels if row else None),
        access_code=row.access_code if row else None,
    )


def _listed(text: str | None) -> tuple[str, ...]:
    return tuple(part.strip() for part in (text or "").split("|") if part.strip())
