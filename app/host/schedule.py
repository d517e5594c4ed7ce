"""A command run by this computer's own scheduler, for the user who is signed in.

Linux: a systemd user timer. macOS: a launchd agent. Windows: a task of the Task Scheduler. What is
written names the program and the file, and no secret; taking it out removes all of it.
"""

import hashlib
import os
import plistlib
import shlex
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import escape

from app.errors import InputError, NotAllowed

HOURLY: Final = "hourly"
DAILY: Final = "daily"
OFF: Final = "off"
OFTEN: Final = (HOURLY, DAILY, OFF)

_DAILY_HOUR: Final = 6
_NAME: Final = "switchbook-sync"
_AGENT: Final = "app.switchbook.sync"
_SECONDS: Final = 60

Run = Callable[[Sequence[str]], int]
"""Runs a command of the system; its exit code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheduled:
    """What was written or removed."""

    often: str
    files: tuple[Path, ...]
    is_running: bool
    """Whether the scheduler took it at once; else it does when the user signs in next."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheduler:
    """The scheduler of one system; what a test gives in place of this computer's."""

    platform: str
    home: Path
    run: Run
    environment: dict[str, str]


def this_scheduler() -> Scheduler:
    """The one of this computer."""
    return Scheduler(
        platform=sys.platform, home=Path.home(), run=_run, environment=dict(os.environ)
    )


def program() -> list[str]:
    """The command by which this program is started once more."""
    if getattr(sys, "frozen", False):
        return [sys.executable]
    return [sys.executable, "-m", "app"]


def schedule(
    file: Path, often: str, *, command: Sequence[str], scheduler: Scheduler, since: date
) -> Scheduled:
    """Lets a command run hourly or daily for a file, or no more; what was set before is replaced.

    InputError for another rhythm; NotAllowed on a system whose scheduler is not known.
    """
    if often not in OFTEN:
        raise InputError(f"{often} is no rhythm.", "", f"There are: {', '.join(OFTEN)}.")
    mark = hashlib.sha256(str(file).encode()).hexdigest()[:12]
    if scheduler.platform == "darwin":
        return _launchd(scheduler, f"{_AGENT}.{mark}", often, command)
    if scheduler.platform == "win32":
        return _windows(scheduler, f"{_NAME}-{mark}", often, command, since)
    if scheduler.platform.startswith("linux"):
        return _systemd(scheduler, f"{_NAME}-{mark}", often, command, file)
    raise NotAllowed(
        f"The scheduler of {scheduler.platform} is not known.",
        "",
        f"Let it run this: {shlex.join(command)}",
    )


# --------------------------------------------------------------------------------------- Linux


def _systemd(
    scheduler: Scheduler, name: str, often: str, command: Sequence[str], file: Path
) -> Scheduled:
    config = scheduler.environment.get("XDG_CONFIG_HOME")
    folder = (Path(config) if config else scheduler.home / ".config") / "systemd" / "user"
    service, timer = folder / f"{name}.service", folder / f"{name}.timer"
    control = ("systemctl", "--user")
    if often == OFF:
        scheduler.run((*control, "disable", "--now", timer.name))
        files = _removed(service, timer)
        taken = scheduler.run((*control, "daemon-reload")) == 0
        return Scheduled(often=often, files=files, is_running=taken)
    started = " ".join(_systemd_word(each) for each in command)
    calendar = "hourly" if often == HOURLY else f"*-*-* {_DAILY_HOUR:02}:00:00"
    folder.mkdir(parents=True, exist_ok=True)
    service.write_text(
        "[Unit]\n"
        f"Description=Switchbook: sync {_systemd_text(file.name)}\n"
        "\n"
        "[Service]\n"
        "Type=oneshot\n"
        f"ExecStart={started}\n",
        encoding="utf-8",
    )
    timer.write_text(
        "[Unit]\n"
        f"Description=Switchbook: when {_systemd_text(file.name)} is synced\n"
        "\n"
        "[Timer]\n"
        f"OnCalendar={calendar}\n"
        "RandomizedDelaySec=120\n"
        "Persistent=true\n"
        "\n"
        "[Install]\n"
        "WantedBy=timers.target\n",
        encoding="utf-8",
    )
    taken = scheduler.run((*control, "daemon-reload")) == 0
    taken = scheduler.run((*control, "enable", "--now", timer.name)) == 0 and taken
    return Scheduled(often=often, files=(service, timer), is_running=taken)


def _systemd_text(text: str) -> str:
    return text.replace("%", "%%").replace("\n", " ")


def _systemd_word(word: str) -> str:
    """One argument as a unit has it: quoted, with nothing left to be expanded."""
    quoted = word.replace("\\", "\\\\").replace('"', '\\"').replace("$", "$$")
    return f'"{_systemd_text(quoted)}"'


# --------------------------------------------------------------------------------------- macOS


def _launchd(scheduler: Scheduler, label: str, often: str, command: Sequence[str]) -> Scheduled:
    path = scheduler.home / "Library" / "LaunchAgents" / f"{label}.plist"
    scheduler.run(("launchctl", "unload", str(path)))
    if often == OFF:
        return Scheduled(often=often, files=_removed(path), is_running=True)
    when: dict[str, Any] = {"Minute": 0}
    if often == DAILY:
        when["Hour"] = _DAILY_HOUR
    path.parent.mkdir(parents=True, exist_ok=True)
    agent = {
        "Label": label,
        "ProgramArguments": list(command),
        "StartCalendarInterval": when,
        "ProcessType": "Background",
    }
    path.write_bytes(plistlib.dumps(agent))
    taken = scheduler.run(("launchctl", "load", str(path))) == 0
    return Scheduled(often=often, files=(path,), is_running=taken)


# ------------------------------------------------------------------------------------- Windows


def _windows(
    scheduler: Scheduler, name: str, often: str, command: Sequence[str], since: date
) -> Scheduled:
    local = scheduler.environment.get("LOCALAPPDATA")
    base = Path(local) if local else scheduler.home / "AppData" / "Local"
    path = base / "Switchbook" / f"{name}.xml"
    if often == OFF:
        taken = scheduler.run(("schtasks", "/Delete", "/TN", name, "/F")) == 0
        return Scheduled(often=often, files=_removed(path), is_running=taken)
    path.parent.mkdir(parents=True, exist_ok=True)
    # The Task Scheduler reads its files as UTF-16 alone.
    path.write_text(_task(often, command, since), encoding="utf-16")
    taken = scheduler.run(("schtasks", "/Create", "/TN", name, "/XML", str(path), "/F")) == 0
    return Scheduled(often=often, files=(path,), is_running=taken)


def _task(often: str, command: Sequence[str], since: date) -> str:
    """A task as the scheduler imports it: schema ``2004/02/mit/task``, version 1.2."""
    begins = datetime.combine(since, time(_DAILY_HOUR)).isoformat()
    repeats = (
        "<Repetition><Interval>PT1H</Interval><StopAtDurationEnd>false</StopAtDurationEnd>"
        "</Repetition>"
    )
    return f"""<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <Triggers>
    <CalendarTrigger>
      {repeats if often == HOURLY else ""}
      <StartBoundary>{begins}</StartBoundary>
      <Enabled>true</Enabled>
      <ScheduleByDay><DaysInterval>1</DaysInterval></ScheduleByDay>
    </CalendarTrigger>
  </Triggers>
  <Principals>
    <Principal id="Author">
      <LogonType>InteractiveToken</LogonType>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>IgnoreNew</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <StartWhenAvailable>true</StartWhenAvailable>
    <Hidden>true</Hidden>
    <ExecutionTimeLimit>PT2H</ExecutionTimeLimit>
  </Settings>
  <Actions Context="Author">
    <Exec>
      <Command>{escape(command[0])}</Command>
      <Arguments>{escape(subprocess.list2cmdline(list(command[1:])))}</Arguments>
    </Exec>
  </Actions>
</Task>
"""


def _removed(*paths: Path) -> tuple[Path, ...]:
    there = tuple(each for each in paths if each.exists())
    for each in there:
        each.unlink()
    return there


def _run(command: Sequence[str]) -> int:
    """Runs a command of the system; 127 where it has none of that name."""
    try:
        done = subprocess.run(  # noqa: S603  a fixed command of the system's, without a shell
            list(command), check=False, capture_output=True, timeout=_SECONDS
        )
    except (OSError, subprocess.TimeoutExpired):
        return 127
    return done.returncode
