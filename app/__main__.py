"""Starts the program."""

import multiprocessing
import sys


def main() -> None:
    """Runs the command line."""
    # A frozen program starts itself anew for each process that draws invoices.
    multiprocessing.freeze_support()
    from app.cli.main import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
