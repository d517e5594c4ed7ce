from dataclasses import replace

import pytest

from app.billing.mailing import (
    BODY,
    FIELDS,
    MailSettings,
    Way,
    addresses,
    checked_mail,
    filled,
    one_line,
    ways_of,
)
from app.errors import InputError

GOOD = MailSettings(server="smtp.example.com", sender="billing@cedarfork.example")


def test_good_settings_are_taken_as_they_are() -> None:
    assert checked_mail(GOOD) == GOOD
    assert GOOD.is_set
    assert not MailSettings().is_set


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        (replace(GOOD, server=" "), "needs a server"),
        (replace(GOOD, port=0), "no port"),
        (replace(GOOD, subject="a\nb"), "more than one line"),
        (replace(GOOD, sender=""), "is missing"),
        (replace(GOOD, reply_to="nobody"), "no e-mail address"),
        (replace(GOOD, bcc="a@b.example, c"), "no e-mail address"),
        (replace(GOOD, body="{amount}"), "no field {amount}"),
        (replace(GOOD, body="{total:>9}"), "no field {total}"),
        (replace(GOOD, body="a { b"), "stands alone"),
    ],
)
def test_what_cannot_be_used_is_named(settings: MailSettings, words: str) -> None:
    with pytest.raises(InputError, match=words):
        checked_mail(settings)


def test_addresses_are_parted_by_commas_and_semicolons() -> None:
    assert addresses("a@b.example; c@d.example,", what="To") == ["a@b.example", "c@d.example"]
    with pytest.raises(InputError):
        addresses("a@b.example c@d.example", what="To")


def test_fields_are_filled_in_and_braces_doubled_stay() -> None:
    assert filled("{number} {{x}}", {"number": "CF-1"}) == "CF-1 {x}"
    assert "{" not in filled(BODY, dict.fromkeys(FIELDS, "x"))


def test_a_header_has_one_line() -> None:
    assert one_line("a\r\n b") == "a b"


@pytest.mark.parametrize(
    ("delivery", "address", "ways"),
    [
        ("email", "a@b.example", (Way.MAIL,)),
        ("email", " ", (Way.PRINT,)),
        ("print", "a@b.example", (Way.PRINT,)),
        ("both", "a@b.example", (Way.MAIL, Way.PRINT)),
        ("both", None, (Way.PRINT,)),
        ("none", "a@b.example", ()),
    ],
)
def test_how_invoices_go_out(delivery: str, address: str | None, ways: tuple[Way, ...]) -> None:
    assert ways_of(delivery, address) == ways
