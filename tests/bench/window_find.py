"""Milliseconds from the last letter in Ctrl+K to the first hit, and of the search alone.

    python -m tests.bench.window_find FILE.switchbook

Of each query the best of some rounds counts, of all queries the worst.
"""

import json
import os
import sys
from pathlib import Path
from time import perf_counter

from PySide6.QtCore import QEventLoop, QSettings
from PySide6.QtWidgets import QApplication, QWidget

from app.host.clock import clock_of
from app.operations.find_anything import find_anything
from app.ui.appearance.look import LOOK
from app.ui.desk import Desk
from app.ui.palette import Palette

ROUNDS = 3
QUERIES = ("0142", "(303) 200", "customer 48", "albany", "a00017", "c99@")


def shown_after(palette: Palette, text: str) -> float:
    """Milliseconds until the hits for a text stand in the list."""
    loop = QEventLoop()
    palette.hits.modelReset.connect(loop.quit)
    begun = perf_counter()
    palette.field.setText(text)
    while palette.hits.text != text.casefold():
        loop.exec()
    palette.hits.modelReset.disconnect(loop.quit)
    return (perf_counter() - begun) * 1000


def main() -> None:
    """Measures and prints."""
    company = Path(sys.argv[1])
    application = QApplication([])
    LOOK.start(application)
    settings = QSettings(str(company.with_suffix(".ini")), QSettings.Format.IniFormat)
    desk = Desk(clock_of(os.environ), settings)
    desk.open(company)
    desk.tasks.wait()
    parent = QWidget()
    palette = Palette(desk, (), parent)
    first_hit, search = [], []
    for text in QUERIES:
        alone, shown = [], []
        for _ in range(ROUNDS):
            begun = perf_counter()
            find_anything(desk.office, text)
            alone.append((perf_counter() - begun) * 1000)
            shown_after(palette, "")
            shown.append(shown_after(palette, text))
        first_hit.append(min(shown))
        search.append(min(alone))
    print(json.dumps({"first_hit_ms": max(first_hit), "search_ms": max(search)}))
    desk.close()
    desk.tasks.quit()


if __name__ == "__main__":
    main()
