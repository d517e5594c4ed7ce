import re
from pathlib import Path

from app.connectors.avalara import declaration
from app.connectors.avalara.declaration import AVALARA, HOSTS


def test_each_quirk_names_a_test_that_is_there() -> None:
    named = set(re.findall(r"``(test_\w+)``", declaration.__doc__ or ""))
    texts = [path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py")]
    there = {name for text in texts for name in re.findall(r"def (test_\w+)", text)}
    assert len(named) > 8
    assert named - there == set()


def test_its_hosts_are_encrypted() -> None:
    assert set(HOSTS) == {"production", "sandbox"}
    assert all(host.startswith("https://") for host in HOSTS.values())


def test_its_secret_is_no_setting() -> None:
    assert not {"password", "secret", "api_key"} & {each.name for each in AVALARA.settings}
