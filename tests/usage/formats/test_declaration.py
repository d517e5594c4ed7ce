import pytest

from app.usage.formats import FORMATS
from app.usage.formats.declaration import STAMP, UNIQUEID, Answered, Key, word


@pytest.mark.parametrize(
    ("text", "fits"),
    [
        ("2026-11-02 15:00:05", True),
        ("2026/11/02 3:00:05 PM", True),
        ("1/9/2017 16:33:01", True),
        ("20261102150004.312", True),
        ("Mon, 02 Nov 2026 15:00:05 +0000", True),
        ("13105550123", False),
        ("95", False),
        ("", False),
    ],
)
def test_a_stamp_looks_like_one(text: str, fits: bool) -> None:  # noqa: FBT001
    assert STAMP.fits(text) is fits


def test_a_look_may_allow_blanks() -> None:
    assert UNIQUEID.or_blank().fits("")
    assert not UNIQUEID.fits("")
    assert word("a letter", "a", "b").fits("B")


def test_an_answer_is_told_by_a_word_a_stamp_or_nothing() -> None:
    by_word = Answered(meaning="disposition", words=frozenset({"answered"}), blank=True)
    by_stamp = Answered(meaning="answer")
    assert by_word.holds({"disposition": "Answered"})
    assert by_word.holds({})
    assert not by_word.holds({"disposition": "busy"})
    assert by_stamp.holds({"answer": "1793631605"})
    assert not by_stamp.holds({"answer": "0"})
    assert not by_stamp.holds({})
    assert Answered().holds({})


def test_a_key_needs_its_parts() -> None:
    key = Key(meanings=("a", "b"), joined_by=":")
    assert key.of({"a": "1", "b": "2"}) == "1:2"
    assert key.of({"a": "1"}) is None
    loose = Key(meanings=("a", "b"), joined_by="|", needed=("a",))
    assert loose.of({"a": "1"}) == "1|"


def test_every_format_is_known_by_its_name() -> None:
    assert sorted(FORMATS) == [
        "asterisk",
        "asterisk-custom",
        "bandwidth",
        "broadworks",
        "canonical",
        "cucm",
        "freepbx",
        "freeswitch",
        "freeswitch-asterisk",
        "freeswitch-json",
        "netsapiens",
        "twilio",
    ]
    assert all(FORMATS[name].name == name for name in FORMATS)
    for fmt in FORMATS.values():
        assert {variant.name for variant in fmt.variants} <= {fmt.name}
