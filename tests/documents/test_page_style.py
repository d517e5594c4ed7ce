import json
from pathlib import Path

import pytest

from app.documents import page_style
from app.documents.page_style import PageStyle, Paper, contrast_with_white, readable, tint

TOKENS = Path(__file__).resolve().parents[3] / "shared" / "design" / "tokens.json"


def test_letter_is_eight_and_a_half_by_eleven_inches() -> None:
    assert Paper.LETTER.value == (8.5 * page_style.INCH, 11 * page_style.INCH)


def test_a_dark_accent_stays_as_it_is() -> None:
    assert readable("#0E5A70") == "#0E5A70"


@pytest.mark.parametrize("accent", ["#FFD24A", "#FFFFFF", "#58B7CE"])
def test_a_light_accent_is_darkened_until_it_can_be_read(accent: str) -> None:
    assert contrast_with_white(readable(accent)) >= 4.5


def test_a_tint_mixes_into_white() -> None:
    assert tint("#000000", 0.5) == "#7F7F7F"


def test_what_is_no_colour_is_refused() -> None:
    with pytest.raises(ValueError, match="#RRGGBB"):
        _ = PageStyle(fonts=Path(), accent="teal").ink


@pytest.mark.skipif(not TOKENS.exists(), reason="the design tokens are not here")
def test_the_colours_are_those_of_the_design() -> None:
    light = json.loads(TOKENS.read_text(encoding="utf-8"))["theme"]["light"]
    ours = {
        "text": page_style.TEXT,
        "text_muted": page_style.MUTED,
        "line": page_style.LINE,
        "line_strong": page_style.LINE_STRONG,
        "sunken": page_style.SUNKEN,
        "surface": page_style.SURFACE,
        "accent": page_style.ACCENT,
        "header": page_style.WATERMARK,
    }
    assert ours == {role: light[role] for role in ours}
