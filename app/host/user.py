"""Who sits at this computer."""

import getpass
import os


def user_name() -> str:
    """The name the operating system knows the user by; his number where he has no name."""
    try:
        return getpass.getuser()
    except (KeyError, OSError, ImportError):
        number = getattr(os, "getuid", lambda: 0)()
        return f"user {number}"
