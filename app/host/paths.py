"""Where things lie on this computer."""

from pathlib import Path
from typing import Final

import platformdirs

import app

_PROGRAM: Final = "Switchbook"


def resources() -> Path:
    """The folder of fonts, icons and reference tables.

    It lies beside the package ``app`` in a source tree, in an installed wheel and in a frozen
    program alike.
    """
    return Path(app.__path__[0]).parent / "resources"


def sample_data() -> Path:
    """The folder of the sample company, beside the package ``app``."""
    return Path(app.__path__[0]).parent / "sample_data"


def documents_folder() -> Path:
    """The user's folder for documents."""
    return platformdirs.user_documents_path()


def settings_folder() -> Path:
    """Where what the user prefers lies; made if it is missing."""
    return platformdirs.user_config_path(_PROGRAM, appauthor=False, ensure_exists=True)


def cache_folder() -> Path:
    """Where lies what can be made again; made if it is missing."""
    return platformdirs.user_cache_path(_PROGRAM, appauthor=False, ensure_exists=True)


def log_folder() -> Path:
    """Where notes of faults lie; made if it is missing."""
    return platformdirs.user_log_path(_PROGRAM, appauthor=False, ensure_exists=True)
