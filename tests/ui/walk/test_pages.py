"""Points 2, 11 to 14, 19, 37 and 38, on every page of the window."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.ui.appearance.look import LOOK
from app.ui.appearance.tokens import Density, Theme
from app.ui.grid.table_view import TableView
from app.ui.main_window import MainWindow
from app.ui.menus import MENUS
from app.ui.page import Page
from app.ui.parts.focus_ring import FocusRing
from tests.ui.walk import checks
from tests.ui.walk.screens import laid_out

Walk = Callable[[MainWindow], Iterator[tuple[str, Page]]]
WORK_LISTS = {"usage", "bills", "connections", "invoices", "components"}


def _all(walk: Walk, window: MainWindow, check: Callable[[Page], list[str]]) -> str:
    told = []
    for where, page in walk(window):
        found = check(page)
        if found:
            # A page that is still being laid out is not what a person sees.
            laid_out(window)
            found = check(page)
        told += [f"{where}: {each}" for each in found]
    return "\n".join(told)


def test_names_order_keys_and_filled_buttons(october: MainWindow, walk: Walk) -> None:
    """Points 2 and 11, in one walk: names, reading order, clashes, letters, one filled button."""
    october.resize(1366, 768)
    found = _all(walk, october, lambda page: _faults(october, page))
    assert found == ""


def _faults(window: MainWindow, page: Page) -> list[str]:
    worked = [view for view in page.findChildren(TableView) if view.letters]
    filled = checks.filled(page)
    return [
        *(f"no name: {each}" for each in checks.without_name(page)),
        *(f"no words: {each}" for each in checks.cells_without_words(page)),
        *(f"order: {each}" for each in checks.out_of_order(page)),
        *(f"two answers: {each}" for each in checks.clashes(window)),
        *(f"taken from who types: {each}" for each in checks.keys_that_type(window)),
        *(f"letters: {checks.named(view)}" for view in worked if page.name not in WORK_LISTS),
        *(f"filled: {each}" for each in (filled if len(filled) > 1 else ())),
    ]


def test_point_2_every_act_has_a_key(window: MainWindow) -> None:
    """No act of a page or the window is without a key, and no key has two acts in one place."""
    every = window.menus.acts()
    without = [f"{_place(page)}: {act.title}" for act, page in every if not act.key]
    assert without == []
    twice = []
    for shown in (None, *window.pages.values()):
        acts_of: dict[str, list[str]] = {}
        for act, page in every:
            if page in {None, shown}:
                key = QKeySequence(act.key).toString()
                assert key, act
                acts_of.setdefault(key, []).append(act.title)
        twice += [
            f"{_place(shown)} {key}: {', '.join(acts)}"
            for key, acts in acts_of.items()
            if len(acts) > 1
        ]
    assert twice == []


def test_point_2_help_lists_the_key_of_every_act(window: MainWindow) -> None:
    for page in window.pages.values():
        window.menus.show_for_page(page)
        own, everywhere = window.menus.keys()
        told = {line.title for line in (*own, *everywhere)}
        acts = [act for act, owner in window.menus.acts() if owner in {None, page}]
        assert [act.title for act in acts if act.title.rstrip("…") not in told] == []


def _place(page: Page | None) -> str:
    return page.name if page is not None else "window"


def test_the_window_around_the_pages_has_names_too(window: MainWindow) -> None:
    assert checks.without_name(window) == []


def test_point_2_every_entry_of_a_menu_has_a_letter_of_its_own(window: MainWindow) -> None:
    for title in MENUS:
        name = title.replace("&", "")
        texts = window.menus.opened(name)
        letters = checks.menu_letters(texts)
        assert "" not in letters, (name, texts)
        assert len(set(letters)) == len(letters), (name, texts)


def test_no_two_menus_share_a_letter() -> None:
    letters = checks.menu_letters(list(MENUS))
    assert len(set(letters)) == len(MENUS)


def test_point_12_the_keyboard_s_place_is_always_seen(october: MainWindow, walk: Walk) -> None:
    october.activateWindow()
    unseen = []
    for where, page in walk(october):
        for stop in checks.stops(page):
            stop.setFocus(Qt.FocusReason.TabFocusReason)
            QApplication.processEvents()
            if not _is_seen(october, stop):
                unseen.append(f"{where}: {checks.named(stop)}")
    assert "\n".join(unseen) == ""


def _is_seen(window: MainWindow, stop: QWidget) -> bool:
    if isinstance(stop, QAbstractItemView):
        return stop.model().rowCount(stop.rootIndex()) == 0 or stop.currentIndex().isValid()
    ring = window.findChild(FocusRing, "focus ring", Qt.FindChildOption.FindDirectChildrenOnly)
    if ring is None or not ring.isVisible():
        return False
    place = QRect(stop.mapTo(window, QPoint(0, 0)), stop.size())
    return ring.geometry().intersects(place)


def test_point_38_every_page_has_help(window: MainWindow) -> None:
    without = [name for name, page in window.pages.items() if len(page.help_text) < 60]
    assert without == []


def test_point_14_no_page_needs_to_scroll_on_the_screen_it_was_designed_for(
    october: MainWindow, walk: Walk
) -> None:
    october.resize(1366, 768)
    wider = []
    for where, page in walk(october):
        QApplication.processEvents()
        need, room = page.minimumSizeHint(), october.stack.parentWidget()
        if room is not None and (need.width() > room.width() or need.height() > room.height()):
            wider.append(
                f"{where}: {need.width()}x{need.height()} in {room.width()}x{room.height()}"
            )
    assert [each for each in wider if not each.startswith("components")] == []


QUICK = [((1366, 768), Theme.LIGHT, Density.NORMAL, 10)]
MORE = [
    (size, theme, density, body)
    for size in ((1366, 768), (1093, 614), (911, 512), (683, 384))
    for theme in Theme
    for density in Density
    for body in (9, 10, 16)
]


def _nothing_cut(
    window: MainWindow, walk: Walk, how: tuple[tuple[int, int], Theme, Density, int]
) -> None:
    """The sizes are 1366x768 at 100, 125, 150 and 200 %."""
    size, theme, density, body = how
    LOOK.choose(theme=theme, density=density, body_pt=body)
    window.setMinimumSize(0, 0)
    window.resize(*size)
    QApplication.processEvents()
    assert (window.width(), window.height()) == size
    assert _all(walk, window, checks.cut_off) == ""


@pytest.mark.parametrize("how", QUICK, ids=str)
def test_point_14_nothing_is_cut_off(
    october: MainWindow,
    walk: Walk,
    qtbot: QtBot,
    how: tuple[tuple[int, int], Theme, Density, int],
) -> None:
    del qtbot
    _nothing_cut(october, walk, how)


@pytest.mark.slow
@pytest.mark.parametrize("how", MORE, ids=str)
def test_point_14_nothing_is_cut_off_in_any_size_and_look(
    october: MainWindow, walk: Walk, how: tuple[tuple[int, int], Theme, Density, int]
) -> None:
    _nothing_cut(october, walk, how)
