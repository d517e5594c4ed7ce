"""The program's window on a company file, which tells in a file what it shows; for test_by_hand.

python -m tests.ui.xserver.told_window COMPANY TOLD
"""

import json
import sys
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication

from app.host.clock import fixed
from app.operations.window_fonts import window_fonts
from app.ui.appearance.look import LOOK
from app.ui.application import Program

NOW = datetime(2026, 11, 2, 15, tzinfo=UTC)


def main() -> None:
    company, told = Path(sys.argv[1]), Path(sys.argv[2])
    application = QApplication(sys.argv[:1])
    window_fonts(make=True)
    LOOK.start(application)
    settings = QSettings(str(company.with_suffix(".ini")), QSettings.Format.IniFormat)
    program = Program(fixed(NOW), settings)
    window = program.open_window()
    window.desk.open(company)

    def tell() -> None:
        dialog = QApplication.activeModalWidget()
        focus = QApplication.focusWidget()
        facts = {
            "page": window.page.name if window.page is not None else "",
            "dialog": dialog.windowTitle() if dialog is not None else "",
            "focus": type(focus).__name__ if focus is not None else "",
            "active": window.isActiveWindow(),
            "body_pt": LOOK.body_pt,
        }
        part = told.with_suffix(".part")
        part.write_text(json.dumps(facts), encoding="utf-8")
        part.replace(told)

    timer = QTimer()
    timer.timeout.connect(tell)
    timer.start(50)
    sys.exit(application.exec())


if __name__ == "__main__":
    main()
