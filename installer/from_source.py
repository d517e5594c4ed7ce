"""Runs Switchbook from its source tree: makes `.venv` when it is missing or stale, then one verb.

    python installer/from_source.py demo [args]           the sample company
    python installer/from_source.py run [args]            the program itself
    python installer/from_source.py test [--all] [args]   every check; args go to pytest
    python installer/from_source.py bench [args]          how fast it is

Standard library only. It is not an installer for users: it writes nothing outside the tree.
The file must stay readable by Python 3.7, so that an old Python gets words, not a traceback.
"""

from __future__ import annotations

import ctypes.util
import hashlib
import importlib.util
import os
import platform
import shutil
import subprocess
import sys
import time
from pathlib import Path

TREE = Path(__file__).resolve().parent.parent
OLDEST_PYTHON = (3, 11)
STAMP_NAME = "switchbook-stamp.txt"
PATH_FILE_NAME = "switchbook-source.pth"
LOCKS = {"runtime": "lock.txt", "dev": "lock-dev.txt"}

# What tests need that comes as source alone; it is Python, and compiles nothing.
SOURCE_ALONE = "xero-python"

# What pip says, and what it means to the person who waits. The first match counts.
PIP_TROUBLES = {
    "DO NOT MATCH THE HASHES": """\
A downloaded package is not the one this version of Switchbook was made with.
Nothing was installed. Try again; if it stays so, something between this computer and
the package index changes files: ask whoever runs the network.""",
    "No space left on device": """\
The disk is full. Free about 1 GB, then run the same command again.""",
    "CERTIFICATE_VERIFY_FAILED": """\
The package index could not be trusted: its certificate did not check out.
On a company network, point pip to the company's certificate (pip config set
global.cert FILE), then run the same command again.""",
    "connection broken by": """\
The package index could not be reached. Check the network connection (and the proxy, if
there is one), then run the same command again.""",
    "timed out": """\
The package index answered too slowly. Run the same command again.""",
    "No matching distribution found": """\
A package has no ready-made build for this Python on this computer.
Use a 64-bit Python 3.11 to 3.14, then run the same command again.""",
}

# The library Qt's xcb platform loads, and Debian's package of it.
LIBRARIES = {
    "EGL": "libegl1",
    "GL": "libgl1",
    "fontconfig": "libfontconfig1",
    "dbus-1": "libdbus-1-3",
    "xkbcommon": "libxkbcommon0",
    "xkbcommon-x11": "libxkbcommon-x11-0",
    "xcb-cursor": "libxcb-cursor0",
    "xcb-icccm": "libxcb-icccm4",
    "xcb-image": "libxcb-image0",
    "xcb-keysyms": "libxcb-keysyms1",
    "xcb-randr": "libxcb-randr0",
    "xcb-render-util": "libxcb-render-util0",
    "xcb-shape": "libxcb-shape0",
    "xcb-xkb": "libxcb-xkb1",
}

# Programs that tests under a real X server use.
TEST_PROGRAMS = {"Xvfb": "xvfb"}


class SetupError(Exception):
    """The environment cannot be made; the text tells the person what to do."""


# ------------------------------------------------------------------------------- clear words


def words_for_python(version: tuple[int, int]) -> str | None:
    """Return what to do about a Python that is too old, or None when it will do."""
    if version >= OLDEST_PYTHON:
        return None
    return (
        "Switchbook needs Python {}.{} or newer; this is Python {}.{}.\n"
        "Install a newer Python, then run this command with it, for example\n"
        "    python3.12 installer/from_source.py demo"
    ).format(*OLDEST_PYTHON, *version)


def words_for_missing_venv(version: tuple[int, int], *, debian: bool) -> str:
    """Return what to do when Python came without `venv` or pip, as Debian's does."""
    if debian:
        remedy = f"    sudo apt install python{version[0]}.{version[1]}-venv"
    else:
        remedy = "    the complete Python of your system, or the one from python.org"
    return (
        "This Python cannot make virtual environments: its modules `venv` and `ensurepip` are\n"
        f"not installed. Install\n{remedy}\nthen run the same command again."
    )


def words_for_pip(output: str) -> str:
    """Return what a failed pip run means, with the last lines that pip said."""
    meaning = next((words for sign, words in PIP_TROUBLES.items() if sign in output), None)
    said = "\n".join("    " + line for line in output.strip().splitlines()[-6:])
    return f"{meaning or 'The packages could not be installed.'}\n\npip said:\n{said}"


# ------------------------------------------------------------------------- fresh, stale, made


def stamp_line(kind: str, tree: Path) -> str:
    """Return what a whole environment of this kind is stamped with.

    It changes with the lock, the Python version and the place of the tree, as an environment
    holds absolute paths.
    """
    lock = (tree / "installer" / LOCKS[kind]).read_bytes()
    python = f"{platform.python_implementation()} {platform.python_version()}"
    parts = [hashlib.sha256(lock).hexdigest(), python, platform.machine(), str(tree)]
    return f"{kind} {hashlib.sha256(repr(parts).encode()).hexdigest()}"


def stamps_of(venv: Path) -> list[str]:
    """Return the stamps an environment carries; one that was not finished carries none."""
    if not venv_python(venv).exists():
        return []
    try:
        return (venv / STAMP_NAME).read_text(encoding="utf-8").splitlines()
    except OSError:
        return []


def is_fresh(kind: str, tree: Path) -> bool:
    """Tell whether `.venv` holds what this kind of work needs; dev holds runtime too."""
    enough = [kind, "dev"]
    stamps = stamps_of(tree / ".venv")
    return any(stamp_line(each, tree) in stamps for each in enough)


def make_fresh(kind: str, tree: Path) -> None:
    """Make `.venv` of this kind: add to a good one, else start anew.

    The stamp goes first and comes last, so a run that was killed between leaves none.
    """
    venv = tree / ".venv"
    if Path(sys.prefix).resolve() == venv.resolve():
        message = (
            "This is the Python inside .venv, and .venv must be made anew.\n"
            "Run the same command with the Python of your system."
        )
        raise SetupError(message)
    _say("Making .venv: about a minute, longer on a slow line. Only needed now and then.")
    kinds = [kind]
    if kind == "dev" and is_fresh("runtime", tree):
        kinds = ["runtime", "dev"]
        (venv / STAMP_NAME).unlink()
    else:
        _make_empty(venv)
    _install(tree / "installer" / LOCKS[kind], venv)
    _make_importable(tree, venv)
    _compile_ahead(tree, venv)
    unfinished = venv / (STAMP_NAME + ".new")
    unfinished.write_text(
        "".join(stamp_line(each, tree) + "\n" for each in kinds), encoding="utf-8"
    )
    unfinished.replace(venv / STAMP_NAME)


def _make_empty(venv: Path) -> None:
    version = sys.version_info[:2]
    missing_venv = words_for_missing_venv(version, debian=Path("/etc/debian_version").exists())
    if not all(importlib.util.find_spec(name) for name in ("venv", "ensurepip")):
        raise SetupError(missing_venv)
    try:
        if venv.exists():
            shutil.rmtree(str(venv))
    except OSError as problem:
        message = (
            f"The old environment could not be removed: {problem}.\n"
            "Close Switchbook and whatever else uses the folder .venv, then try again."
        )
        raise SetupError(message) from problem
    made = _quietly([sys.executable, "-m", "venv", str(venv)])
    if made.returncode:
        raise SetupError(missing_venv if "ensurepip" in made.stdout else made.stdout)


def _install(lock: Path, venv: Path) -> None:
    command = [str(venv_python(venv)), "-m", "pip", "install", "--require-hashes"]
    # Only ready-made packages: a compiler is nothing to ask of a bookkeeper's computer.
    command += ["--only-binary=:all:", "--no-binary=" + SOURCE_ALONE]
    command += ["--disable-pip-version-check", "--no-input"]
    done = _quietly([*command, "--quiet", "-r", str(lock)])
    if done.returncode:
        raise SetupError(words_for_pip(done.stdout))


def _make_importable(tree: Path, venv: Path) -> None:
    """Let the environment's Python find `app` in the tree, whatever folder it is run from."""
    ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
    site_packages = Path(_quietly([str(venv_python(venv)), "-c", ask]).stdout.strip())
    # Python reads path files in the locale's encoding before 3.13, as UTF-8 since.
    encoding = "utf-8" if sys.version_info >= (3, 13) else "locale"
    (site_packages / PATH_FILE_NAME).write_text(f"{tree}\n", encoding=encoding)


def _compile_ahead(tree: Path, venv: Path) -> None:
    """Compile `app` once, so that also the first start is quick, and one that may write nothing."""
    _quietly([str(venv_python(venv)), "-m", "compileall", "-q", str(tree / "app")])


def venv_python(venv: Path) -> Path:
    """Return where an environment's Python lies on this system."""
    return _scripts(venv) / ("python.exe" if os.name == "nt" else "python")


def _scripts(venv: Path) -> Path:
    return venv / ("Scripts" if os.name == "nt" else "bin")


def _quietly(command: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command,
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        errors="replace",
    )


def _say(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


# ----------------------------------------------------------------- what Qt needs of Linux


def missing_packages(*, for_tests: bool) -> list[str]:
    """Return the Debian packages of what is not there; none on other systems."""
    if not sys.platform.startswith("linux"):
        return []
    missing = [p for name, p in LIBRARIES.items() if not ctypes.util.find_library(name)]
    if for_tests:
        missing += [p for name, p in TEST_PROGRAMS.items() if not shutil.which(name)]
    return missing


def provide_packages(*, for_tests: bool) -> str:
    """Install what is missing where that is allowed; return what is left to do, in words."""
    missing = missing_packages(for_tests=for_tests)
    if not missing:
        return ""
    command = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
    if not shutil.which("apt-get"):
        return (
            "The window needs libraries that this system lacks. Install what your system calls\n"
            "    " + " ".join(missing)
        )
    if os.geteuid() == 0 and _installed(command):
        return ""
    return "The window needs libraries that this system lacks:\n    sudo " + " ".join(command)


def _installed(command: list[str]) -> bool:
    """Run apt-get, with fresh lists where the first try finds nothing; tell whether it worked."""
    if _silently(command) == 0:
        return True
    return _silently(["apt-get", "update"]) == 0 and _silently(command) == 0


def _silently(command: list[str]) -> int:
    environment = dict(os.environ, DEBIAN_FRONTEND="noninteractive")
    nowhere = subprocess.DEVNULL
    return subprocess.call(command, env=environment, stdout=nowhere, stderr=nowhere)


# -------------------------------------------------------------------------------------- verbs


def run_module(arguments: list[str], tree: Path) -> int:
    """Run one of our modules in the person's own folder, so that file names mean what they say."""
    # -P: a folder named `app` where the person happens to be must not stand in for ours.
    return subprocess.call([str(venv_python(tree / ".venv")), "-P", "-m", *arguments])


def static_checks(tree: Path) -> list[tuple[str, list[str]]]:
    """Return the checks that run no code of ours: a name and a command each."""
    venv = tree / ".venv"
    python = str(venv_python(venv))
    lint_imports = "lint-imports.exe" if os.name == "nt" else "lint-imports"
    return [
        ("ruff check", [python, "-m", "ruff", "check", "."]),
        ("ruff format", [python, "-m", "ruff", "format", "--check", "."]),
        ("mypy", [python, "-m", "mypy"]),
        ("lint-imports", [str(_scripts(venv) / lint_imports), "--no-logo"]),
    ]


def pytest_command(arguments: list[str], tree: Path) -> list[str]:
    """Return the pytest run: `--all` takes in the slow tests and the coverage of the rules."""
    command = [str(venv_python(tree / ".venv")), "-m", "pytest", "-n", "auto", "--maxprocesses=8"]
    if "--all" in arguments:
        command += ["-m", "", "--cov", "--cov-report=term"]
    return command + [each for each in arguments if each != "--all"]


def run_checks(arguments: list[str], tree: Path) -> int:
    """Run every check, also after one has failed, and sum them up; 0 when all passed."""
    os.chdir(str(tree))
    failed = []
    for name, command in static_checks(tree):
        begun = time.perf_counter()
        done = _quietly(command)
        result = "failed" if done.returncode else "ok"
        print(f"{name:<13} {result:<7} {time.perf_counter() - begun:.1f} s", flush=True)
        if done.returncode:
            failed.append(name)
            print(done.stdout, flush=True)
    if subprocess.call(pytest_command(arguments, tree)):
        failed.append("pytest")
    if failed:
        print("Failed: " + ", ".join(failed))
    return 1 if failed else 0


def run_verb(verb: str, arguments: list[str], tree: Path) -> int:
    """Make the environment if need be and do what the verb says; returns the exit code."""
    kind = "dev" if verb in ("test", "bench") else "runtime"
    if not is_fresh(kind, tree):
        make_fresh(kind, tree)
    if verb in ("demo", "run", "test", "bench"):
        left_to_do = provide_packages(for_tests=verb == "test")
        if left_to_do:
            _say(left_to_do)
    if verb == "test":
        return run_checks(arguments, tree)
    module = {"demo": ["app", "demo"], "run": ["app"], "bench": ["tests.bench.run"]}[verb]
    return run_module([*module, *arguments], tree)


def main(arguments: list[str]) -> int:
    """Run one verb; returns the exit code, 2 when the start itself was not possible."""
    too_old = words_for_python(sys.version_info[:2])
    if too_old:
        _say(too_old)
        return 2
    if not arguments or arguments[0] not in ("demo", "run", "test", "bench"):
        _say(str(__doc__).split("\n\n")[1])
        return 0 if arguments in (["--help"], ["-h"]) else 2
    try:
        return run_verb(arguments[0], arguments[1:], TREE)
    except SetupError as problem:
        _say(str(problem))
        return 2
    except KeyboardInterrupt:
        return 130  # what a shell says of a program stopped by Ctrl-C


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
