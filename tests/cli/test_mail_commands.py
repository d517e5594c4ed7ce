from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.command_line import CommandLine
from tests.connectors.smtp_server import MailBox, mail_server
from tests.keyrings import memory_keyring


@pytest.fixture
def box() -> Iterator[MailBox]:
    with memory_keyring(), mail_server() as made:
        yield made


def setting(box: MailBox) -> tuple[str, ...]:
    wanted = ("server=127.0.0.1", "security=none", f"port={box.port}", "sender=a@cedar.example")
    return tuple(part for each in wanted for part in ("--set", each))


def test_mail_is_set_and_tried(company: Path, box: MailBox, switchbook: CommandLine) -> None:
    facts = switchbook.facts("mail", company, *setting(box), "--test", "me@cedar.example")
    assert (facts["server"], facts["security"]) == ("127.0.0.1", "none")
    assert facts["test"] == "250 2.0.0 queued as 1"
    assert switchbook("mail", company, "--set", "colour=red").code == 2
    assert switchbook("mail", company, "--set", "port=many").code == 2


def test_a_run_is_shown_and_then_sent_once(
    billed: Path, box: MailBox, switchbook: CommandLine
) -> None:
    switchbook("mail", billed, *setting(box))
    shown = switchbook.facts("send", billed, "--run", "1")
    assert [mail["way"] for mail in shown["mails"]] == ["print", "print"]
    assert shown["result"] is None
    sent = switchbook.facts("send", billed, "--run", "1", "--apply")
    assert sent["result"]["sent"] == 0
    assert box.taken == []
