"""The same points on pages that show other systems, with a PSA and books beside the company."""

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from app.operations.map_customers import accept_exact
from app.store.onboarding import CardItem, Item, keep_item
from app.ui.appearance.look import LOOK
from app.ui.appearance.tokens import Density, Theme
from app.ui.main_window import MainWindow
from app.ui.page import Page, Tabs
from tests.ui.conftest import settled
from tests.ui.in_step import BOOKS, PSA
from tests.ui.walk import checks

Place = tuple[str, Page]
ACCOUNT = "10001"


def linked(window: MainWindow) -> None:
    """Some are linked, some are not; one customer has a card of open questions."""
    for system in (PSA, BOOKS):
        accept_exact(window.desk.office, system)
    with window.desk.office.write() as conn:
        keep_item(conn, CardItem(account_number=ACCOUNT, item=Item.CERTIFICATE))


def places(window: MainWindow, *names: str) -> Iterator[Place]:
    """Each part of these pages, ready to be looked at."""
    for name in names:
        window.show_page(name, ACCOUNT if name == "customers" else None)
        settled(window.desk)
        page = window.pages[name]
        tabs = next((each for each in page.findChildren(Tabs) if each.isVisible()), None)
        parts = range(tabs.bar.count() if tabs is not None and name != "customers" else 1)
        for part in parts:
            if tabs is not None and name != "customers":
                tabs.bar.setCurrentIndex(part)
            settled(window.desk)
            for _ in range(4):
                QApplication.processEvents()
            yield f"{name}/{tabs.current if tabs is not None else ''}", page


def _faults(window: MainWindow, page: Page) -> list[str]:
    filled = checks.filled(page)
    return [
        *(f"no name: {each}" for each in checks.without_name(page)),
        *(f"no words: {each}" for each in checks.cells_without_words(page)),
        *(f"order: {each}" for each in checks.out_of_order(page)),
        *(f"two answers: {each}" for each in checks.clashes(window)),
        *(f"taken from who types: {each}" for each in checks.keys_that_type(window)),
        *(f"filled: {each}" for each in (filled if len(filled) > 1 else ())),
    ]


def test_names_order_keys_and_filled_buttons_beside_other_systems(both: MainWindow) -> None:
    both.resize(1366, 768)
    linked(both)
    found = [
        f"{where}: {fault}"
        for where, page in places(both, "connections", "customers")
        for fault in _faults(both, page)
    ]
    assert "\n".join(found) == ""


def test_names_order_and_keys_of_payments(paid: MainWindow) -> None:
    paid.resize(1366, 768)
    found = [
        f"{where}: {fault}"
        for where, page in places(paid, "payments")
        for fault in _faults(paid, page)
    ]
    assert "\n".join(found) == ""


def test_nothing_has_to_scroll_on_the_screen_it_was_designed_for(
    both: MainWindow, paid_file: object
) -> None:
    del paid_file
    both.resize(1366, 768)
    linked(both)
    wider = []
    for where, page in places(both, "connections"):
        need, room = page.minimumSizeHint(), both.stack.parentWidget()
        if room is not None and (need.width() > room.width() or need.height() > room.height()):
            wider.append(f"{where}: {need} in {room.size()}")
    assert wider == []


QUICK = [
    ((1366, 768), Theme.LIGHT, Density.NORMAL, 10),
    ((683, 384), Theme.DARK, Density.COMPACT, 9),
    ((1366, 768), Theme.HIGH_CONTRAST, Density.ROOMY, 16),
]


@pytest.mark.slow
@pytest.mark.parametrize("how", QUICK, ids=str)
def test_nothing_is_cut_off_beside_other_systems(
    both: MainWindow, how: tuple[tuple[int, int], Theme, Density, int]
) -> None:
    size, theme, density, body = how
    linked(both)
    LOOK.choose(theme=theme, density=density, body_pt=body)
    both.setMinimumSize(0, 0)
    both.resize(*size)
    found = [
        f"{where}: {cut}"
        for where, page in places(both, "connections", "customers")
        for cut in checks.cut_off(page)
    ]
    assert "\n".join(found) == ""


@pytest.mark.slow
@pytest.mark.parametrize("how", QUICK, ids=str)
def test_nothing_of_payments_is_cut_off(
    paid: MainWindow, how: tuple[tuple[int, int], Theme, Density, int]
) -> None:
    size, theme, density, body = how
    LOOK.choose(theme=theme, density=density, body_pt=body)
    paid.setMinimumSize(0, 0)
    paid.resize(*size)
    found = [
        f"{where}: {cut}"
        for where, page in places(paid, "payments")
        for cut in checks.cut_off(page)
    ]
    assert "\n".join(found) == ""
