"""The outlines of icons as SVG text: Lucide's from its package, our own from ``resources``."""

import zipfile
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

_OWN: Final = Path(__file__).resolve().parents[3] / "resources" / "icons"
_PACKAGE: Final = "justmyresource_lucide"


@cache
def _archive() -> zipfile.ZipFile:
    spec = find_spec(_PACKAGE)
    folders = list(spec.submodule_search_locations or ()) if spec else []
    return zipfile.ZipFile(Path(folders[0]) / "icons.zip")


@cache
def svg(name: str) -> str:
    """The drawing as SVG text; KeyError for an unknown name."""
    own = _OWN / f"{name}.svg"
    if own.exists():
        return own.read_text(encoding="utf-8")
    return _archive().read(f"{name}.svg").decode("utf-8")
