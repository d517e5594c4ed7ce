"""The client against a real socket; waits are noted, not waited."""

import logging
from collections.abc import Iterator
from decimal import Decimal

import pytest

from app.connectors.http import Ask, Client, Host, Patience
from app.connectors.reply import vendor_words
from app.errors import AppError, InputError, RemoteRefused, RemoteUnavailable, SignInNeeded
from tests.connectors.afc_server import CLIENT, PASSWORD, USER, AfcServer, afc_server

READ = Ask(method="GET", path="/api/v2/afc/serviceinfo", words="The look", may_repeat=True)
WRITE = Ask(
    method="POST",
    path="/api/v2/afc/Commit",
    words="Document X",
    body='{"doc":"X","cmmt":true}',
    may_repeat=False,
)


@pytest.fixture
def server() -> Iterator[AfcServer]:
    with afc_server() as server:
        yield server


@pytest.fixture
def waits() -> list[float]:
    return []


@pytest.fixture
def client(server: AfcServer, waits: list[float]) -> Iterator[Client]:
    with _client(server.url, waits) as client:
        yield client


def _client(url: str, waits: list[float], *, password: str = PASSWORD) -> Client:
    host = Host(
        title="The Service",
        base_url=url,
        headers={"client_id": CLIENT},
        basic=(USER, password),
        secrets=(PASSWORD,),
    )
    return Client(host, patience=Patience(answer_seconds=Decimal("0.4")), sleep=waits.append)


def test_an_answer_comes_with_its_text(client: Client) -> None:
    answer = client.ask(READ)
    assert isinstance(answer.value, dict)
    assert '"EngineVersion": "9.21.1"' in answer.text


@pytest.mark.parametrize("kind", ["drop_before", "status", "html", "half"])
def test_a_read_is_asked_again(
    server: AfcServer, client: Client, waits: list[float], kind: str
) -> None:
    server.fail("/serviceinfo", kind)
    client.ask(READ)
    assert (len(server.asked), waits) == (2, [0.04])


def test_a_storm_ends_the_tries(server: AfcServer, client: Client, waits: list[float]) -> None:
    for _ in range(5):
        server.fail("/serviceinfo", "status", status=503)
    with pytest.raises(
        RemoteUnavailable, match=r"status 503, saying: Sorry\. It was tried 3 times"
    ):
        client.ask(READ)
    assert (len(server.asked), waits) == (3, [0.04, 0.08])


def test_who_says_how_long_to_wait_is_believed(
    server: AfcServer, client: Client, waits: list[float]
) -> None:
    server.fail("/serviceinfo", "status", status=429, headers=(("Retry-After", "7"),))
    client.ask(READ)
    assert waits == [7.0]


def test_a_moment_to_wait_for_is_told_against_the_answer_s_own_date(
    server: AfcServer, client: Client, waits: list[float]
) -> None:
    moments = (
        ("Date", "Mon, 02 Nov 2026 16:00:00 GMT"),
        ("Retry-After", "Mon, 02 Nov 2026 16:00:09 GMT"),
    )
    server.fail("/serviceinfo", "status", status=503, headers=moments)
    client.ask(READ)
    assert waits == [9.0]


def test_who_is_to_wait_too_long_gives_up(
    server: AfcServer, client: Client, waits: list[float]
) -> None:
    server.fail("/serviceinfo", "status", status=429, headers=(("Retry-After", "3600"),))
    with pytest.raises(RemoteUnavailable):
        client.ask(READ)
    assert waits == []


@pytest.mark.parametrize("kind", ["drop_before", "drop_after", "status", "html", "half"])
def test_a_write_is_never_sent_again_blindly(
    server: AfcServer, client: Client, waits: list[float], kind: str
) -> None:
    server.fail("/Commit", kind)
    with pytest.raises(RemoteUnavailable) as raised:
        client.ask(WRITE)
    assert (raised.value.may_have_happened, len(server.asked), waits) == (True, 1, [])


def test_a_write_that_was_turned_away_for_being_too_many_is_sent_again(
    server: AfcServer, client: Client, waits: list[float]
) -> None:
    server.fail("/Commit", "status", status=429)
    client.ask(WRITE)
    assert (len(server.asked), waits) == (2, [0.04])


def test_a_write_that_reached_nobody_did_not_happen(waits: list[float]) -> None:
    with afc_server() as gone:
        url = gone.url
    with _client(url, waits) as client, pytest.raises(RemoteUnavailable) as raised:
        client.ask(WRITE)
    assert (raised.value.may_have_happened, len(waits)) == (False, 2)


@pytest.mark.parametrize("kind", ["hang_after", "slow"])
def test_an_answer_has_one_time_from_asking_to_its_last_letter(
    server: AfcServer, client: Client, kind: str
) -> None:
    server.fail("/Commit", kind)
    with pytest.raises(RemoteUnavailable, match=r"did not answer within 0\.4 seconds"):
        client.ask(WRITE)


def test_credentials_that_are_not_taken_are_asked_for(
    server: AfcServer, waits: list[float]
) -> None:
    with (
        _client(server.url, waits, password="old") as client,  # noqa: S106  of nobody
        pytest.raises(SignInNeeded),
    ):
        client.ask(READ)
    assert (len(server.asked), waits) == (1, [])


def test_a_refusal_gives_the_vendor_s_words_and_number_without_secrets(
    server: AfcServer, client: Client
) -> None:
    server.fail("/Commit", "refuse")
    with pytest.raises(RemoteRefused) as raised:
        client.ask(WRITE)
    assert raised.value.why == (
        "It gave status 400, saying: Refused for cedar, *** (-2000). Its number for this is req-77."
    )


def test_no_redirect_is_followed(server: AfcServer, client: Client) -> None:
    server.fail("/serviceinfo", "status", status=302, headers=(("Location", "/elsewhere"),))
    with pytest.raises(RemoteRefused):
        client.ask(READ)
    assert len(server.asked) == 1


@pytest.mark.parametrize("url", ["ftp://a.example", "a.example", "http://a.example"])
def test_only_an_encrypted_address_or_this_computer_is_spoken_to(
    waits: list[float], url: str
) -> None:
    with pytest.raises(InputError):
        _client(url, waits)


def test_no_log_holds_a_secret(
    server: AfcServer, client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    server.fail("/Commit", "refuse")
    with caplog.at_level(logging.DEBUG):
        client.ask(READ)
        with pytest.raises(AppError):
            client.ask(WRITE)
    assert "/api/v2/afc/serviceinfo answered at try 1" in caplog.text
    assert PASSWORD not in caplog.text
    assert "Basic" not in caplog.text


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ({"err": [{"code": -28, "msg": "Bad pair."}, {"msg": "Worse"}]}, "Bad pair (-28); Worse"),
        ({"message": "<b>No</b> way", "code": 3}, "No way (3)"),
        ({"error": {"detail": "gone"}}, "gone"),
        ({"ok": False}, ""),
        (None, ""),
    ],
)
def test_a_vendor_s_words_are_found_where_vendors_put_them(value: object, words: str) -> None:
    assert vendor_words(value) == words
