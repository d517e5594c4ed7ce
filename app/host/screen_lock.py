"""The lock of this computer's own screen, where it can be asked for."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

_COMMANDS: Final = {
    "linux": (("loginctl", "lock-session"), ("xdg-screensaver", "lock")),
    "darwin": (
        (
            "/System/Library/CoreServices/Menu Extras/User.menu/Contents/Resources/CGSession",
            "-suspend",
        ),
        ("pmset", "displaysleepnow"),
    ),
    "win32": (("rundll32.exe", "user32.dll,LockWorkStation"),),
}


def screen_lock() -> tuple[str, ...] | None:
    """The command that locks the screen; None where this computer has none."""
    for command in _COMMANDS.get(sys.platform, ()):
        program = command[0]
        if shutil.which(program) or Path(program).is_file():
            return command
    return None


def lock_screen() -> bool:
    """Locks the screen; whether the computer did so."""
    command = screen_lock()
    if command is None:
        return False
    try:
        done = subprocess.run(command, check=False, capture_output=True, timeout=10)  # noqa: S603  a fixed list
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
