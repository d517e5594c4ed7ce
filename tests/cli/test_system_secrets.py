"""Secrets of other systems, searched for in every byte that the commands write.

Each command runs over practice systems on this computer: connected, tested, read, posted to and
paid, with faults that make them speak of what they were asked.
"""

import json
import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, cast

import httpx
import pytest

from app.connectors.registry import ACCOUNTING_SYSTEMS, PSA_SYSTEMS
from app.connectors.system import SignInKind
from app.host.clock import Clock
from app.operations.serve_practice import serving_practice
from app.operations.system_connection import NETWORK
from tests.cli.command_line import CommandLine
from tests.connectors.openings import VirtualTime
from tests.keyrings import MemoryKeyring, memory_keyring

TREE: Final = Path(__file__).parents[2]
KEYS: Final = [
    key
    for key in ("connectwise", "halopsa", "autotask", "revio", "quickbooks", "xero", "sage")
    if key in PSA_SYSTEMS or key in ACCOUNTING_SYSTEMS
]
NOISY: Final = ("server_error:1", "half_answer:1", "html_gateway:1", "expired_token:1")


@pytest.fixture
def kept() -> Iterator[MemoryKeyring]:
    with memory_keyring() as ring:
        yield ring


@pytest.fixture
def places(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    """A home of its own for everything that the program writes outside the company's folder."""
    home = tmp_path_factory.mktemp("home")
    for name in ("CACHE", "STATE", "DATA", "CONFIG"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(home / name.lower()))
    monkeypatch.setenv("HOME", str(home))
    return {"home": home}


@pytest.fixture
def served(places: dict[str, Path]) -> Iterator[Mapping[str, Any]]:
    """The systems on sockets; their limits and our waits go by one virtual time."""
    assert places["home"].is_dir()
    time = VirtualTime()
    before = NETWORK.elapsed, NETWORK.sleep
    _go_by(time.elapsed, time.sleep)
    try:
        with serving_practice(cast("Clock", time)) as told:
            yield told
    finally:
        _go_by(*before)


def _go_by(elapsed: Callable[[], float], sleep: Callable[[float], None]) -> None:
    # Commands take this value as it is, wherever it is named.
    object.__setattr__(NETWORK, "elapsed", elapsed)
    object.__setattr__(NETWORK, "sleep", sleep)


@pytest.mark.slow
@pytest.mark.parametrize("key", KEYS)
def test_no_secret_is_in_any_byte_that_is_written(
    key: str,
    billed: Path,
    switchbook: CommandLine,
    kept: MemoryKeyring,
    served: Mapping[str, Any],
    places: dict[str, Path],
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    caplog.set_level(logging.DEBUG)
    # The command line fixture has a cache of its own; the note of the practice systems lies here.
    monkeypatch.setenv("XDG_CACHE_HOME", str(places["home"] / "cache"))
    faults = served[key]["faults_url"]
    plan = billed.parent / "plan.json"
    secrets = _secrets(kept, key)
    said: list[str] = []

    def call(*words: object) -> int:
        answer = switchbook(*words)
        said.extend([answer.out, answer.err])
        secrets.update(_secrets(kept, key))
        return answer.code

    assert call("connect", billed, key, "--practice") == 0, said
    for armed in ((), NOISY):
        httpx.post(faults, json={"faults": list(armed)}).raise_for_status()
        call("connect", billed, key, "--test", "--json")
        call("pull", billed, key, "--full")
        if call("post", billed, key, "--plan", plan) == 0:
            call("post", billed, key, "--apply", plan, "--json")
        call("payments", billed, key)
    httpx.post(faults, json={"faults": ["revoked_token:500"]}).raise_for_status()
    assert call("pull", billed, key) != 0
    call("backup", billed, billed.parent / "kept.backup")
    call("check", billed)
    said += [record.getMessage() for record in caplog.records]
    assert secrets
    leaks = _leaks(secrets, said, _files(billed.parent, places["home"]))
    assert leaks == set()


def _secrets(kept: MemoryKeyring, key: str) -> set[str]:
    """Every secret that the program ever held of a system."""
    found: set[str] = set()
    for (_, name), secret in kept.secrets.items():
        if f"/{key}/" not in name:
            continue
        try:
            parts = json.loads(secret)
        except ValueError:
            parts = {"": secret}
        if isinstance(parts, dict):
            found |= {
                value
                for part, value in parts.items()
                if isinstance(value, str) and part in {"", "access", "refresh"}
            }
    return {each for each in found if len(each) > 7}


def _files(*folders: Path) -> Iterator[tuple[str, bytes]]:
    for folder in folders:
        for path in folder.rglob("*"):
            # Who serves practice systems tells their made-up credentials to everyone.
            if path.is_file() and path.name != "practice.json":
                yield path.name, path.read_bytes()


def _leaks(
    secrets: set[str], said: list[str], files: Iterator[tuple[str, bytes]]
) -> set[tuple[str, str]]:
    written = [("what it said", text.encode()) for text in said]
    return {
        (where, secret[:6])
        for where, held in (*written, *files)
        for secret in secrets
        if secret.encode() in held
    }


# ----------------------------------------------------------------------------- a real keyring

_STEPS: Final = """
import json, sys
from app.host.keychain import forget_secret, keep_secret, secret_of
import keyring
long = "k" * 1800
keep_secret("company", "sage/tokens", json.dumps({"refresh": long}))
keep_secret("company", "sage/tokens", json.dumps({"refresh": long + "2"}))
first = secret_of("company", "sage/tokens")
forget_secret("company", "sage/tokens")
forget_secret("company", "sage/tokens")
print(json.dumps({
    "backend": type(keyring.get_keyring()).__module__,
    "kept": first == json.dumps({"refresh": long + "2"}),
    "gone": secret_of("company", "sage/tokens") is None,
}))
"""
_FLOW: Final = """
import contextlib, io, json, sys
from pathlib import Path
from app.cli.main import run
from app.host.clock import Clock
from app.operations.serve_practice import serving_practice
company, key = sys.argv[1:]
codes, said = [], io.StringIO()
with serving_practice(Clock()), contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
    codes.append(run(["connect", company, key, "--practice"]))
    codes.append(run(["connect", company, key, "--test"]))
    codes.append(run(["pull", company, key]))
    codes.append(run(["connect", company, key, "--off"]))
    codes.append(run(["pull", company, key]))
print(json.dumps({"codes": codes, "said": said.getvalue()[-2000:]}))
"""


def _with_real_keyring(tmp_path: Path, script: str, *arguments: str) -> dict[str, Any]:
    """What a script prints that runs beside a keyring of its own, unlocked and empty."""
    for program in ("dbus-run-session", "gnome-keyring-daemon"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
    pytest.importorskip("secretstorage", reason="the keyring of this system is another")
    home = tmp_path / "home"
    for name in ("run", "data"):
        (home / name).mkdir(parents=True)
    (home / "run").chmod(0o700)
    file = tmp_path / "steps.py"
    file.write_text(script, encoding="utf-8")
    environment = {
        **{name: value for name, value in os.environ.items() if "KEYRING" not in name},
        "HOME": str(home),
        "XDG_RUNTIME_DIR": str(home / "run"),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "PYTHONPATH": str(TREE),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.SecretService.Keyring",
    }
    # The daemon takes the password that unlocks it from stdin, up to its end.
    inner = (
        "printf practice | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1;"
        ' exec "$@"'
    )
    done = subprocess.run(
        ["dbus-run-session", "--", "sh", "-c", inner, "sh", sys.executable, file, *arguments],  # noqa: S607  by the path, as a user has it
        env=environment,
        cwd=TREE,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def test_a_real_keyring_keeps_a_long_secret_and_forgets_it(tmp_path: Path) -> None:
    found = _with_real_keyring(tmp_path, _STEPS)
    assert found == {"backend": "keyring.backends.SecretService", "kept": True, "gone": True}


def test_a_company_is_connected_by_a_real_keyring(company: Path, tmp_path: Path) -> None:
    key = next(key for key in KEYS if _consents(key))
    found = _with_real_keyring(tmp_path, _FLOW, str(company), key)
    assert found["codes"][:4] == [0, 0, 0, 0], found
    assert found["codes"][4] != 0


def _consents(key: str) -> bool:
    system = ACCOUNTING_SYSTEMS.get(key)
    return system is not None and system.sign_in is SignInKind.CONSENT
