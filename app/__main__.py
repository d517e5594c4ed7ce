"""Starts the program."""

import sys


def main() -> None:
    """Runs the command line."""
    from app.cli.main import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
