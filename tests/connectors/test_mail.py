from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.connectors.mail import Attachment, Letter, MailServer, dotted, mail_session, written
from app.errors import RemoteRefused, RemoteUnavailable, SignInNeeded
from tests.connectors.smtp_server import PASSWORD, USER, MailBox, mail_server

LETTER = Letter(
    message_id="1@cedarfork.example",
    sender="billing@cedarfork.example",
    sender_name="Cedar Fork Voice",
    to=("ap@granite.example",),
    reply_to=("ask@cedarfork.example",),
    bcc=("books@cedarfork.example",),
    subject="Invoice CF-1043",
    text="Hello,\n.a line with a dot\n",
    dated=datetime(2026, 11, 2, 15, tzinfo=UTC),
    attachments=(Attachment(name="CF-1043.pdf", content=b"%PDF"),),
)


@pytest.fixture
def box() -> Iterator[MailBox]:
    with mail_server() as made:
        yield made


def at(box: MailBox) -> MailServer:
    return MailServer(host="127.0.0.1", port=box.port, security="none", answer_seconds=5)


def test_a_letter_is_sent_once_the_server_took_it(box: MailBox) -> None:
    with mail_session(at(box)) as session:
        assert session.send(LETTER) == "250 2.0.0 queued as 1"
    to, letter = box.taken[0]
    assert to == ["ap@granite.example", "books@cedarfork.example"]
    assert letter["To"] == "ap@granite.example"
    assert letter["Reply-To"] == "ask@cedarfork.example"
    assert letter["Message-ID"] == "<1@cedarfork.example>"
    text, page = (part for part in letter.walk() if not part.is_multipart())
    assert ".a line with a dot" in str(text)
    assert page.get_filename() == "CF-1043.pdf"


def test_a_hidden_copy_stands_nowhere_in_the_letter() -> None:
    assert b"books@" not in written(LETTER)


def test_lines_that_begin_with_a_dot_are_doubled() -> None:
    assert dotted(b".a\r\n.b") == b"..a\r\n..b\r\n.\r\n"


def test_a_refused_address_keeps_the_next_letter_going(box: MailBox) -> None:
    box.refused = {"ap@granite.example": "550 5.1.1 no such mailbox"}
    with mail_session(at(box)) as session:
        with pytest.raises(RemoteRefused) as refusal:
            session.send(LETTER)
        assert refusal.value.why == "550 5.1.1 no such mailbox"
        session.send(replace(LETTER, to=("harbor@harbor.example",)))
    assert [to[0] for to, _ in box.taken] == ["harbor@harbor.example"]


def test_a_refused_letter_tells_the_servers_words(box: MailBox) -> None:
    box.spam = "554 5.7.1 looks like spam"
    with mail_session(at(box)) as session, pytest.raises(RemoteRefused, match="looks like spam"):
        session.send(LETTER)


def test_no_answer_after_the_letter_means_nobody_knows(box: MailBox) -> None:
    box.dies_after_data = True
    with mail_session(at(box)) as session, pytest.raises(RemoteUnavailable) as gone:
        session.send(LETTER)
    assert gone.value.may_have_happened
    assert len(box.taken) == 1


def test_a_connection_that_ends_before_the_letter_sent_nothing(box: MailBox) -> None:
    box.dies_before_data = True
    with mail_session(at(box)) as session, pytest.raises(RemoteUnavailable) as gone:
        session.send(LETTER)
    assert not gone.value.may_have_happened


def test_a_wrong_password_asks_to_sign_in_again(box: MailBox) -> None:
    box.wants_sign_in = True
    wrong = replace(at(box), user=USER, password=PASSWORD[:2])
    with pytest.raises(SignInNeeded, match="wrong password"), mail_session(wrong):
        pass
    with mail_session(replace(at(box), user=USER, password=PASSWORD)) as session:
        session.send(LETTER)
    assert len(box.taken) == 1


def test_nobody_there_is_told_with_the_way_out() -> None:
    with mail_server() as gone:
        server = at(gone)
    with pytest.raises(RemoteUnavailable, match="could not be reached"), mail_session(server):
        pass


def test_a_server_without_starttls_is_not_spoken_to_in_the_open(box: MailBox) -> None:
    server = replace(at(box), security="starttls")
    with pytest.raises(RemoteRefused, match="cannot be kept safe"), mail_session(server):
        pass
