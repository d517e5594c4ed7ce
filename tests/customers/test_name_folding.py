import pytest

from app.customers.name_folding import (
    digits_of,
    folded_emails,
    folded_name,
    folded_phone,
    folded_postal_code,
    folded_street,
    name_words,
    own_domain,
    street_number,
)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Harbor & Pine", "HARBOR AND PINE"),
        ("Redstone Physical Therapy LLC", "Redstone Physical Therapy"),
        ("Figueroa Imports, Inc.", "figueroa  imports"),
        ("The Daily Grind Co., Ltd.", "Daily Grind"),
        ("Café Montréal", "Cafe Montreal"),
        ("O\u2019Brien's", "OBriens"),
    ],
)
def test_what_people_write_differently_is_one_name(one: str, other: str) -> None:
    assert folded_name(one) == folded_name(other)


def test_a_name_is_never_folded_away() -> None:
    assert folded_name("The Company") == "the"
    assert folded_name("LLC") == "llc"
    assert folded_name("") == ""


def test_words_and_numbers_of_a_name() -> None:
    assert name_words("bank of the west") == {"bank", "west"}
    assert digits_of("shop 12 north 3b") == {"12", "3b"}


def test_streets_and_houses() -> None:
    assert folded_street("88 North Quarry Street") == folded_street("88 N. Quarry St")
    assert street_number("88-B Quarry Street") == "88"
    assert street_number("PO Box 4") == street_number("") == ""


def test_postal_codes_and_telephones() -> None:
    assert folded_postal_code("80226-1234") == "80226"
    assert folded_postal_code("H2T 1S1") == "h2t1s1"
    assert folded_phone("+1 (303) 555-0142") == folded_phone("303.555.0142") == "3035550142"
    assert folded_phone("x12") == ""


def test_mail_addresses() -> None:
    assert folded_emails("AP@Granite.example; bob@x.example,, no") == {
        "ap@granite.example",
        "bob@x.example",
    }
    assert folded_emails(None) == frozenset()
    assert own_domain("ap@granite.example") == "granite.example"
    assert own_domain("somebody@gmail.com") == ""
