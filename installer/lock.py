"""Remakes the two locks from `pyproject.toml`: names, versions and hashes, no addresses.

    python installer/lock.py             only what pyproject.toml asks for anew
    python installer/lock.py --upgrade   everything to its newest version

The locks hold the hashes of every build of a version, so they serve Linux, macOS and Windows.
Standard library only; the resolver is installed in a folder that is thrown away afterwards.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

INSTALLER = Path(__file__).resolve().parent
PROJECT = INSTALLER.parent / "pyproject.toml"
HEADER = "# Made by installer/lock.py from pyproject.toml; not edited by hand.\n"


def main(arguments: list[str]) -> int:
    """Write `lock.txt` and `lock-dev.txt` beside this file."""
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        scripts = Path(folder) / ("Scripts" if os.name == "nt" else "bin")
        subprocess.run([scripts / "python", "-m", "pip", "install", "--quiet", "uv"], check=True)
        runtime, dev = INSTALLER / "lock.txt", INSTALLER / "lock-dev.txt"
        _compile(scripts / "uv", runtime, arguments)
        # The dev lock takes the runtime's very versions, so that tests test what users run.
        _compile(scripts / "uv", dev, [*arguments, "--group", "dev", "--constraint", str(runtime)])
    return 0


def _compile(uv: Path, lock: Path, options: list[str]) -> None:
    universal = ["--universal", "--python-version", "3.11", "--fork-strategy", "fewest"]
    bare = ["--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"]
    command = [str(uv), "pip", "compile", "--quiet", "--generate-hashes", *universal, *bare]
    command += [*options, str(PROJECT), "--output-file", str(lock)]
    # uv looks for dependency groups in the folder it is run from.
    subprocess.run(command, check=True, cwd=PROJECT.parent)
    text = lock.read_text(encoding="utf-8")
    lock.write_text(HEADER + text.removeprefix(HEADER), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
