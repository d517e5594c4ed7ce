from collections.abc import Iterator
from dataclasses import replace

import pytest

from app.billing.mailing import MailSettings, Security
from app.errors import InputError, NotAllowed, SignInNeeded
from app.operations.keep_mail import keep_mail, kept_mail, try_mail
from app.operations.office import Office
from tests.connectors.smtp_server import PASSWORD, USER, MailBox, mail_server
from tests.keyrings import MemoryKeyring, memory_keyring


@pytest.fixture(autouse=True)
def ring() -> Iterator[MemoryKeyring]:
    with memory_keyring() as made:
        yield made


@pytest.fixture
def box() -> Iterator[MailBox]:
    with mail_server() as made:
        yield made


def settings(box: MailBox, user: str = "") -> MailSettings:
    return MailSettings(
        server="127.0.0.1",
        port=box.port,
        security=Security.NONE,
        user=user,
        sender="billing@cedarfork.example",
    )


def test_the_password_is_in_the_keyring_alone(
    office: Office, box: MailBox, ring: MemoryKeyring
) -> None:
    found = keep_mail(office, settings(box, USER), password=PASSWORD)
    assert found.has_password
    assert list(ring.secrets.values()) == [PASSWORD]
    assert PASSWORD.encode() not in office.file.path.read_bytes()
    assert keep_mail(office, settings(box, USER)).has_password
    assert not keep_mail(office, settings(box)).has_password
    assert ring.secrets == {}


def test_where_the_keyring_refuses_nothing_is_kept(
    office: Office, box: MailBox, ring: MemoryKeyring
) -> None:
    ring.is_locked = True
    with pytest.raises(NotAllowed, match="keyring"):
        keep_mail(office, settings(box, USER), password=PASSWORD)
    ring.is_locked = False
    assert not kept_mail(office).settings.is_set


def test_a_test_mail_tells_the_servers_answer(office: Office, box: MailBox) -> None:
    box.wants_sign_in = True
    keep_mail(office, settings(box, USER), password=PASSWORD)
    assert try_mail(office, "me@cedarfork.example") == "250 2.0.0 queued as 1"
    assert box.taken[0][0] == ["me@cedarfork.example"]


def test_without_server_or_password_nobody_is_asked(office: Office, box: MailBox) -> None:
    with pytest.raises(InputError, match="No mail server"):
        try_mail(office, "me@cedarfork.example")
    keep_mail(office, settings(box, USER))
    with pytest.raises(SignInNeeded, match="no password"):
        try_mail(office, "me@cedarfork.example")
    with pytest.raises(InputError, match="missing"):
        try_mail(office, "")
    with pytest.raises(InputError, match="no port"):
        keep_mail(office, replace(settings(box), port=0))
