import plistlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from app.errors import InputError, NotAllowed
from app.host.schedule import Scheduled, Scheduler, program, schedule, this_scheduler

FILE = Path("/data/cedar fork 100%.switchbook")
COMMAND = ("/opt/switch book/switchbook", "sync", str(FILE))
SINCE = date(2026, 11, 2)
TASK = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"


@dataclass
class Asked:
    """What the system's own commands are told."""

    answer: int = 0
    commands: list[list[str]] = field(default_factory=list)

    def run(self, command: Sequence[str]) -> int:
        self.commands.append(list(command))
        return self.answer


def of(platform: str, home: Path, asked: Asked) -> Scheduler:
    return Scheduler(platform=platform, home=home, run=asked.run, environment={})


def set_to(often: str, scheduler: Scheduler) -> Scheduled:
    return schedule(FILE, often, command=COMMAND, scheduler=scheduler, since=SINCE)


def test_linux_has_a_user_timer_that_is_taken_out_again(tmp_path: Path) -> None:
    asked = Asked()
    scheduler = of("linux", tmp_path, asked)
    found = set_to("hourly", scheduler)
    service, timer = found.files
    assert service.parent == tmp_path / ".config/systemd/user"
    text = service.read_text(encoding="utf-8")
    assert (
        'ExecStart="/opt/switch book/switchbook" "sync" "/data/cedar fork 100%%.switchbook"' in text
    )
    assert "OnCalendar=hourly" in timer.read_text(encoding="utf-8")
    assert asked.commands == [
        ["systemctl", "--user", "daemon-reload"],
        ["systemctl", "--user", "enable", "--now", timer.name],
    ]
    assert found.is_running
    set_to("daily", scheduler)
    assert "OnCalendar=*-*-* 06:00:00" in timer.read_text(encoding="utf-8")
    gone = set_to("off", scheduler)
    assert gone.files == (service, timer)
    assert list(service.parent.iterdir()) == []
    assert set_to("off", scheduler).files == ()


def test_linux_goes_by_its_own_folder_of_settings(tmp_path: Path) -> None:
    scheduler = Scheduler(
        platform="linux",
        home=tmp_path,
        run=Asked().run,
        environment={"XDG_CONFIG_HOME": str(tmp_path / "settings")},
    )
    service, _ = set_to("daily", scheduler).files
    assert service.parent == tmp_path / "settings/systemd/user"


def test_a_scheduler_that_cannot_be_asked_now_begins_later(tmp_path: Path) -> None:
    found = set_to("daily", of("linux", tmp_path, Asked(answer=1)))
    assert not found.is_running
    assert all(each.exists() for each in found.files)


def test_macos_has_an_agent_that_is_taken_out_again(tmp_path: Path) -> None:
    asked = Asked()
    scheduler = of("darwin", tmp_path, asked)
    (agent,) = set_to("daily", scheduler).files
    assert agent.parent == tmp_path / "Library/LaunchAgents"
    told = plistlib.loads(agent.read_bytes())
    assert told["ProgramArguments"] == list(COMMAND)
    assert told["StartCalendarInterval"] == {"Hour": 6, "Minute": 0}
    assert told["Label"] == agent.stem
    set_to("hourly", scheduler)
    assert plistlib.loads(agent.read_bytes())["StartCalendarInterval"] == {"Minute": 0}
    assert asked.commands[-1] == ["launchctl", "load", str(agent)]
    assert set_to("off", scheduler).files == (agent,)
    assert not agent.exists()


def test_windows_has_a_task_that_is_taken_out_again(tmp_path: Path) -> None:
    asked = Asked()
    scheduler = of("win32", tmp_path, asked)
    (task,) = set_to("hourly", scheduler).files
    text = task.read_text(encoding="utf-16")
    root = ET.fromstring(text.partition("?>")[2])  # noqa: S314  written by us
    assert root.findtext(f".//{TASK}Command") == COMMAND[0]
    assert root.findtext(f".//{TASK}Arguments") == 'sync "/data/cedar fork 100%.switchbook"'
    assert root.findtext(f".//{TASK}Interval") == "PT1H"
    assert root.findtext(f".//{TASK}StartBoundary") == "2026-11-02T06:00:00"
    (command,) = asked.commands
    assert command[:3] == ["schtasks", "/Create", "/TN"]
    assert command[4:] == ["/XML", str(task), "/F"]
    set_to("daily", scheduler)
    assert "Repetition" not in task.read_text(encoding="utf-16")
    assert set_to("off", scheduler).files == (task,)
    assert asked.commands[-1][:2] == ["schtasks", "/Delete"]


def test_two_files_have_two_timers(tmp_path: Path) -> None:
    scheduler = of("linux", tmp_path, Asked())
    set_to("hourly", scheduler)
    schedule(Path("/other"), "hourly", command=COMMAND, scheduler=scheduler, since=SINCE)
    assert len(list((tmp_path / ".config/systemd/user").iterdir())) == 4


def test_another_rhythm_or_system_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="hourly, daily, off"):
        set_to("weekly", of("linux", tmp_path, Asked()))
    with pytest.raises(NotAllowed, match="sync"):
        set_to("hourly", of("plan9", tmp_path, Asked()))


def test_this_computer_answers_for_what_it_has_not() -> None:
    scheduler = this_scheduler()
    assert scheduler.run(("switchbook-no-such-command",)) == 127
    assert program()[0]
