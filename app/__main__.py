"""Starts the program."""

import multiprocessing
import sys


def main() -> None:
    """Runs the command line."""
    # A frozen program starts itself anew for each process that draws invoices.
    multiprocessing.freeze_support()
    try:
        from app.cli.main import run

        code = run(sys.argv[1:])
    except KeyboardInterrupt:  # before the command line could listen
        sys.stderr.write("Stopped before anything was done.\n")
        code = 1
    sys.exit(code)


if __name__ == "__main__":
    main()
