"""IBM Plex, loaded into Qt: the sans in three static weights, the mono for raw records.

Qt's own font engine takes no weight from a variable font, so the weights are made once and kept;
until they are, the variable font stands in with its one weight.
"""

from importlib.util import find_spec
from pathlib import Path
from typing import Final

from PySide6.QtGui import QFontDatabase

from app.operations.window_fonts import window_fonts

_WEIGHTS: Final = 3
_VARIABLE: Final = ("fontpkg_ibm_plex_sans", "IBMPlexSans[wdth,wght].ttf")
_MONO: Final = ("fontpkg_ibm_plex_mono", "IBMPlexMono-Regular.ttf")


def load_fonts() -> bool:
    """Loads what is there; whether all weights were."""
    paths = window_fonts(make=False)
    complete = len(paths) == _WEIGHTS
    if not complete:
        paths = [_packaged(*_VARIABLE)]
    _load([*paths, _packaged(*_MONO)])
    return complete


def load_weights(paths: list[Path]) -> None:
    """Loads the weights once they have been made."""
    QFontDatabase.removeAllApplicationFonts()
    _load([*paths, _packaged(*_MONO)])


def _load(paths: list[Path]) -> None:
    for path in paths:
        QFontDatabase.addApplicationFont(str(path))


def _packaged(package: str, name: str) -> Path:
    spec = find_spec(package)
    folders = list(spec.submodule_search_locations or ()) if spec else []
    return Path(folders[0]) / "files" / name
