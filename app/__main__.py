"""Starts the program: its window, or one command of the command line."""

import multiprocessing
import os
import signal
import sys
from pathlib import Path

_EXTENSION = ".switchbook"


def main() -> None:
    """Opens the window where nothing or a company file is named; else runs the command line."""
    # A frozen program starts itself anew for each process that draws invoices.
    multiprocessing.freeze_support()
    arguments = sys.argv[1:]
    try:
        if _wants_window(arguments):
            code = _open_window(Path(arguments[0]) if arguments else None)
        else:
            from app.cli.main import run

            code = run(arguments)
            # It is told; on the way out there is nothing left to stop.
            signal.signal(signal.SIGINT, signal.SIG_IGN)
    except KeyboardInterrupt:  # before anything could listen
        sys.stderr.write("Stopped before anything was done.\n")
        code = 1
    sys.exit(code)


def _open_window(company: Path | None) -> int:
    """Opens the window, on a company file or on the one that was open last; the exit code."""
    from app.errors import AppError
    from app.host.clock import clock_of
    from app.ui.application import run_window

    try:
        return run_window(clock_of(os.environ), company)
    except AppError as problem:
        sys.stderr.write(f"{problem}\n")
        return 1


def _wants_window(arguments: list[str]) -> bool:
    """Whether the window is meant: no command is named, or a company file alone."""
    return not arguments or (len(arguments) == 1 and arguments[0].lower().endswith(_EXTENSION))


if __name__ == "__main__":
    main()
