"""Point 13: the contrast of every pair in use, worked out again from the colours."""

import pytest

from app.ui.appearance.contrast import contrast
from app.ui.appearance.tokens import Theme, tokens

TEXT, LINES = 4.5, 3.0
PAIRS = [(theme, *pair) for theme in Theme for pair in tokens().text_pairs]
OTHERS = [(theme, *pair) for theme in Theme for pair in tokens().other_pairs]


def test_black_on_white_is_twenty_one_and_equal_colours_are_one() -> None:
    assert round(contrast("#000000", "#FFFFFF"), 1) == 21.0
    assert contrast("#123456", "#123456") == 1.0


@pytest.mark.parametrize(("theme", "ink", "ground"), PAIRS)
def test_text_can_be_read(theme: Theme, ink: str, ground: str) -> None:
    if theme is Theme.HIGH_CONTRAST and (ink, ground) in tokens().spared_pairs:
        pytest.skip("badges on a selected row take the selection's text there")
    colours = tokens().themes[theme]
    assert contrast(colours[ink], colours[ground]) >= TEXT


@pytest.mark.parametrize(("theme", "ink", "ground"), OTHERS)
def test_lines_rings_and_charts_can_be_seen(theme: Theme, ink: str, ground: str) -> None:
    colours = tokens().themes[theme]
    assert contrast(colours[ink], colours[ground]) >= LINES


@pytest.mark.parametrize("colour", tokens().company_colours)
def test_a_company_s_letters_can_be_read_on_its_colour(colour: str) -> None:
    assert contrast(tokens().themes[Theme.LIGHT]["on_accent"], colour) >= TEXT


@pytest.mark.parametrize("theme", list(Theme))
def test_the_focus_in_a_selected_row_can_be_seen(theme: Theme) -> None:
    colours = tokens().themes[theme]
    ring = "selection_text" if theme is Theme.HIGH_CONTRAST else "focus"
    assert contrast(colours[ring], colours["selection"]) >= LINES
