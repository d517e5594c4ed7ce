"""Points 11 to 14 on every page of every wizard: names, order, keys, nothing cut off."""

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QScrollArea

from app.ui.appearance.look import LOOK
from app.ui.main_window import MainWindow
from app.ui.wizards.stepped_wizard import SteppedWizard
from tests.ui.walk import checks
from tests.ui.walk.screens import LAPTOP, LARGEST, MORE, QUICK, How, Screen, laid_out
from tests.ui.walk.wizards import every_page


def _faults(wizard: SteppedWizard) -> list[str]:
    filled = checks.filled(wizard)
    return [
        *(f"no name: {each}" for each in checks.without_name(wizard)),
        *(f"no words: {each}" for each in checks.cells_without_words(wizard)),
        *(f"order: {each}" for each in checks.out_of_order(wizard.page_shown)),
        *(f"two answers: {each}" for each in checks.clashes(wizard)),
        *(f"filled: {each}" for each in (filled if len(filled) > 1 else ())),
    ]


def test_points_11_and_12_names_order_and_keys_of_each_page(october: MainWindow) -> None:
    found: list[str] = []
    for where, wizard in every_page(october):
        laid_out(october)
        found += [f"{where}: {each}" for each in _faults(wizard)]
        if not _answers_enter(wizard):
            found.append(f"{where}: Enter")
    assert found == []


def _answers_enter(wizard: SteppedWizard) -> bool:
    return any(each.isDefault() for each in (wizard.next_button, wizard.finish_button))


def test_point_12_esc_leaves_each_wizard(october: MainWindow) -> None:
    stays, last = [], dict[str, SteppedWizard]()
    for _, wizard in every_page(october):
        last[type(wizard).__name__] = wizard
    for title, wizard in last.items():
        wizard.show()
        wizard.activateWindow()
        QTest.keyClick(wizard, Qt.Key.Key_Escape)
        if wizard.isVisible():
            stays.append(title)
    assert len(last) == 8
    assert stays == []


def _out_of_view(wizard: SteppedWizard, room: QSize) -> list[str]:
    found = []
    if wizard.width() > room.width() or wizard.height() > room.height():
        found.append(f"{wizard.width()}x{wizard.height()} in {room.width()}x{room.height()}")
    areas = [each for each in wizard.findChildren(QScrollArea) if each.isVisible()]
    # The largest text on the smallest screens scrolls sideways too: nothing is out of reach.
    is_largest = LOOK.body_pt == LARGEST and room.width() < LAPTOP
    wider = [] if is_largest else [each.horizontalScrollBar().maximum() for each in areas]
    found += [f"{each} wider than it can be" for each in wider if each > 0]
    for button in (wizard.leave, wizard.back_button, wizard.next_button, wizard.finish_button):
        place = QRect(button.mapTo(wizard, QPoint(0, 0)), button.size())
        if button.isVisible() and not wizard.rect().contains(place):
            found.append(f"out of view: {checks.named(button)}")
    return found


def _nothing_cut(window: MainWindow, screen: Screen, how: How) -> None:
    size, theme, density, body = how
    room = screen(size)
    LOOK.choose(theme=theme, density=density, body_pt=body)
    window.setMinimumSize(0, 0)
    window.resize(*size)
    found: list[str] = []
    for where, wizard in every_page(window):
        laid_out(window)
        found += [f"{where}: {each}" for each in checks.cut_off(wizard)]
        found += [f"{where}: {each}" for each in _out_of_view(wizard, room)]
    assert found == []


@pytest.mark.parametrize("how", QUICK, ids=str)
def test_point_14_nothing_is_cut_off_in_a_wizard(
    october: MainWindow, screen: Screen, how: How
) -> None:
    _nothing_cut(october, screen, how)


@pytest.mark.slow
@pytest.mark.parametrize("how", MORE, ids=str)
def test_point_14_nothing_is_cut_off_in_a_wizard_of_any_size(
    october: MainWindow, screen: Screen, how: How
) -> None:
    _nothing_cut(october, screen, how)
