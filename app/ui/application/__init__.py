"""The program with its windows: started, its companies opened and closed, backed up, locked."""

from app.ui.application.program import Program
from app.ui.application.start import run_window

__all__ = ["Program", "run_window"]
