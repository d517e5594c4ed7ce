"""The look in force: themes follow the system, sizes grow with the text, icons are sharp."""

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QApplication, QCheckBox, QComboBox
from pytestqt.qtbot import QtBot

from app.ui.appearance.icons import icon
from app.ui.appearance.look import LOOK
from app.ui.appearance.marks import marks
from app.ui.appearance.tokens import Density, Theme, tokens


def test_the_system_s_colours_are_followed_until_somebody_chooses() -> None:
    LOOK.choose(follow_system=True)
    LOOK._follow(Qt.ColorScheme.Dark)  # noqa: SLF001  what the system tells
    followed = LOOK.theme
    LOOK.choose(theme=Theme.HIGH_CONTRAST)
    LOOK._follow(Qt.ColorScheme.Light)  # noqa: SLF001
    assert (followed, LOOK.theme) == (Theme.DARK, Theme.HIGH_CONTRAST)


def test_text_is_nine_to_sixteen_points() -> None:
    LOOK.choose(body_pt=30)
    assert LOOK.body_pt == 16
    LOOK.choose(body_pt=2)
    assert LOOK.body_pt == 9


def test_rows_grow_with_the_text_and_follow_the_density() -> None:
    LOOK.choose(body_pt=16, density=Density.ROOMY)
    assert LOOK.metric("row") == round(36 * 1.6)
    LOOK.choose(body_pt=9, density=Density.COMPACT)
    assert LOOK.metric("row") == 26


def test_who_uses_the_look_hears_of_a_change(qtbot: QtBot) -> None:
    with qtbot.waitSignal(LOOK.changed):
        LOOK.choose(theme=Theme.DARK)
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    assert application.palette().window().color() == LOOK.colour("window")


@pytest.mark.parametrize("scale", [1.0, 1.25, 1.5, 2.0])
def test_icons_are_drawn_at_the_screen_s_own_size(scale: float) -> None:
    shown = icon("check", "ok").pixmap(QSize(16, 16), scale)
    assert shown.width() == round(16 * scale)
    assert shown.devicePixelRatio() == scale


def test_a_disabled_icon_has_another_colour() -> None:
    plain = icon("square", "text").pixmap(QSize(32, 32), 1.0, QIcon.Mode.Normal).toImage()
    grey = icon("square", "text").pixmap(QSize(32, 32), 1.0, QIcon.Mode.Disabled).toImage()
    assert plain != grey


@pytest.mark.parametrize("theme", list(Theme))
def test_the_marks_of_controls_have_the_colours_of_the_theme(theme: Theme) -> None:
    colours = dict(tokens().themes[theme])
    for path in marks(theme.value, colours).values():
        with open(path, encoding="utf-8") as file:  # noqa: PTH123
            text = file.read()
        assert "currentColor" not in text
        assert any(colour in text for colour in colours.values())


@pytest.mark.parametrize("theme", list(Theme))
def test_an_empty_box_and_a_list_can_be_seen_in_every_theme(qtbot: QtBot, theme: Theme) -> None:
    LOOK.choose(theme=theme)
    box, combo = QCheckBox(""), QComboBox()
    combo.addItem("All")
    for widget in (box, combo):
        qtbot.addWidget(widget)
        widget.show()
        image = widget.grab().toImage()
        wide, high = image.width(), image.height()
        seen = {image.pixelColor(x, y).name() for x in range(wide) for y in range(high)}
        assert QColor(LOOK.hex("line_strong")).name() in seen
