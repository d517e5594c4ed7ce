"""Starting: the window stands first; pages, fonts and the company come once it can be seen."""

import os
import sys
from pathlib import Path
from types import TracebackType
from typing import Final, TypeVar

from PySide6.QtCore import QLocale, QSettings, QTimer
from PySide6.QtWidgets import QApplication

from app.errors import StoreError
from app.operations.office import Clock
from app.operations.program_settings import settings_file
from app.operations.window_fonts import window_fonts
from app.ui.appearance.icons import icon
from app.ui.appearance.look import LOOK
from app.ui.appearance.tokens import Density, Theme
from app.ui.application.locking import IdleLock
from app.ui.application.program import Program
from app.ui.main_window import MainWindow
from app.ui.messages import ErrorDialog, told
from app.ui.tasks import Job, Lane

E = TypeVar("E", Theme, Density)
_SCREENS: Final = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")


def run_window(clock: Clock, path: Path | None = None) -> int:
    """Opens the window, with a company file or the one that was open last; the exit code.

    StoreError where this computer has no screen to show it on.
    """
    if sys.platform == "linux" and not any(os.environ.get(name) for name in _SCREENS):
        raise StoreError(
            "The window cannot be shown.",
            "There is no screen here: neither DISPLAY nor WAYLAND_DISPLAY is set.",
            "Start it at a desk, or use the command line: switchbook --help.",
        )
    application = QApplication(sys.argv[:1])
    application.setApplicationName("Switchbook")
    application.setDesktopFileName("switchbook")
    settings = QSettings(str(settings_file()), QSettings.Format.IniFormat)
    speak(settings)
    complete = LOOK.start(application)
    dress(settings)
    application.setWindowIcon(icon("switchbook-mark", "accent"))
    program = Program(clock, settings)
    program.lock = IdleLock(program, settings)
    _catch_faults(program)
    window = program.open_window(with_pages=False)
    wanted = path or program.recent.last()
    # After the window has been drawn once, so that it stands at once.
    QTimer.singleShot(0, window, lambda: _go_on(program, window, wanted, fonts=not complete))
    code = application.exec()
    settings.sync()
    return code


def _go_on(program: Program, window: MainWindow, wanted: Path | None, *, fonts: bool) -> None:
    if wanted is not None:
        program.files.open(window.desk, wanted)
    else:
        program.with_pages(window.desk, lambda: None)
    if fonts:
        _make_weights(window)


def speak(settings: QSettings) -> None:
    """Dates, money and numbers as the person chose; else as the system has them."""
    chosen = str(settings.value("program/locale") or "")
    if chosen:
        QLocale.setDefault(QLocale(chosen))


def dress(settings: QSettings) -> None:
    """Takes theme, density, text size and key hints as the person chose them."""
    theme = settings.value("program/theme")
    density = settings.value("program/density")
    size = settings.value("program/body_pt")
    hints = settings.value("program/key_hints")
    if all(each is None for each in (theme, density, size, hints)):
        return
    LOOK.choose(
        theme=_one_of(Theme, theme),
        density=_one_of(Density, density),
        body_pt=int(str(size)) if str(size or "").isdigit() else None,
        key_hints=None if hints is None else str(hints).lower() == "true",
    )


def _one_of(kind: type[E], value: object) -> E | None:
    """The value where it is one; preferences are a file that anybody can write."""
    return next((each for each in kind if each.value == str(value)), None)


def _make_weights(window: MainWindow) -> None:
    from app.ui.appearance.fonts import load_weights

    def made(paths: object) -> None:
        if isinstance(paths, list):
            load_weights(paths)
            LOOK.apply()

    window.desk.tasks.start(
        Job(run=lambda _: window_fonts(make=True), lane=Lane.LOOK, key="fonts"), done=made
    )


def _catch_faults(program: Program) -> None:
    """A fault of the program's own is told in words and the window goes on."""

    def hook(kind: type[BaseException], fault: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, fault, trace)
            return
        parent = program.windows[-1] if program.windows else None
        ErrorDialog(told(fault), parent).open()

    sys.excepthook = hook
