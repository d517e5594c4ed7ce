from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.documents.fonts import register_fonts
from app.documents.page_style import BODY, PageStyle
from app.documents.pen import About, Pen, elided, width_of, wrapped
from tests.documents.printed import pages

ABOUT = About(
    title="Title \u2013 1",
    author="Ana",
    subject="Subject",
    language="en-US",
    dated=date(2026, 11, 2),
)


@pytest.fixture(scope="module")
def fonts_known(style: PageStyle) -> None:
    register_fonts(style.fonts)


def _drawn(style: PageStyle, words: str) -> str:
    pen = Pen(style, ABOUT)
    pen.new_page()
    pen.text(50, 50, words, face=BODY)
    return pages(pen.saved())[0]


@pytest.mark.parametrize(
    "words",
    [
        "Hosted voice (seat) \\ 18",
        "Soci\u00e9t\u00e9 d\u2019\u00c9pargne \u2013 \u2212 12",
        "\u0416\u0443\u043a \u0391\u03b8\u03ae\u03bd\u03b1",
    ],
)
def test_text_can_be_read_back(style: PageStyle, words: str) -> None:
    assert _drawn(style, words) == words


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("\u6771\u4eac Ltd", "?? Ltd"),
        ("a\tb\nc", "a b c"),
        ("\u017d\u00ednka\u200b \U0001f600", "\u017d\u00ednka ?"),
    ],
)
def test_letters_the_font_lacks_are_stood_for(style: PageStyle, words: str, shown: str) -> None:
    assert _drawn(style, words) == shown


def test_more_letters_than_one_cut_of_the_font_holds(style: PageStyle) -> None:
    words = "".join(chr(code) for code in range(0x100, 0x17F)) + "".join(
        chr(code) for code in range(0x400, 0x45F)
    )
    found = "".join(_drawn(style, words).split())
    assert found == words


def test_the_same_drawing_gives_the_same_bytes(style: PageStyle) -> None:
    def drawn() -> bytes:
        pen = Pen(style, ABOUT)
        pen.new_page()
        pen.text(50, 50, "Same \u2013 same", face=BODY)
        return pen.saved()

    assert drawn() == drawn()


@pytest.mark.usefixtures("fonts_known")
@given(st.text(alphabet="abcdefghij \u2013", max_size=120), st.integers(20, 300))
def test_wrapped_words_lose_nothing(words: str, room: int) -> None:
    lines = wrapped(words, room, BODY)
    assert "".join("".join(lines).split()) == "".join(words.split())


@pytest.mark.usefixtures("fonts_known")
@given(st.text(alphabet="abcdefghij mW.", max_size=120), st.integers(20, 300))
def test_wrapped_lines_fit(words: str, room: int) -> None:
    assert max(width_of(line, BODY) for line in wrapped(words, room, BODY)) <= room


@pytest.mark.usefixtures("fonts_known")
@given(st.text(alphabet="abcdefghij mW.", max_size=120), st.integers(20, 300))
def test_elided_words_fit(words: str, room: int) -> None:
    assert width_of(elided(words, room, BODY), BODY) <= room


@pytest.mark.usefixtures("fonts_known")
def test_words_that_are_cut_say_so() -> None:
    assert wrapped("one two three four five six", 40, BODY, lines=2)[-1].endswith("\u2026")
