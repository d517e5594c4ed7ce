"""Lets this computer sync a company by itself, or no more."""

from dataclasses import dataclass
from datetime import UTC
from pathlib import Path

from app.host.clock import Clock
from app.host.schedule import OFF, Scheduled, Scheduler, program, schedule, this_scheduler


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncSchedule:
    """What was set."""

    often: str
    written: tuple[Path, ...]
    """What was written, or removed where it is off."""
    is_running: bool
    words: str


def schedule_sync(
    company: Path, often: str, *, clock: Clock, scheduler: Scheduler | None = None
) -> SyncSchedule:
    """Has ``sync`` run hourly or daily for a company file by the system's scheduler, or no more.

    InputError for another rhythm; NotAllowed on a system whose scheduler is not known.
    """
    file = company.resolve()
    found = schedule(
        file,
        often,
        command=[*program(), "sync", str(file)],
        scheduler=scheduler or this_scheduler(),
        since=clock.now().astimezone(UTC).date(),
    )
    return SyncSchedule(
        often=often,
        written=found.files,
        is_running=found.is_running,
        words=_words(file, found),
    )


def _words(file: Path, found: Scheduled) -> str:
    if found.often == OFF:
        return f"{file.name} is no longer synced by itself."
    begins = "" if found.is_running else " It begins when you sign in to this computer next."
    return f"{file.name} is synced {found.often} by this computer.{begins}"
