from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from app.ui.side import RAIL, Side


def test_the_company_and_its_month_are_spoken(qtbot: QtBot) -> None:
    side = Side()
    qtbot.addWidget(side)
    side.show_company("Cedar Fork Voice", "2026-10", 3)
    spoken = side.company_button.accessibleName()
    assert spoken == "Cedar Fork Voice, October 2026. Switch company or period"


def test_the_menu_has_the_periods_and_what_else_can_be_done(qtbot: QtBot) -> None:
    side = Side()
    qtbot.addWidget(side)
    more = QAction("Open company file…", side)
    side.fill_menu(["2026-10", "2026-09"], "2026-10", [more])
    first, second, gap, last = side.menu.actions()
    assert (first.text(), first.isChecked()) == ("October 2026", True)
    assert (second.text(), second.isChecked()) == ("September 2026", False)
    assert gap.isSeparator()
    assert last is more
    with qtbot.waitSignal(side.period_wanted) as wanted:
        second.trigger()
    assert wanted.args == ["2026-09"]


def test_folded_it_is_narrower_and_keeps_every_name(qtbot: QtBot) -> None:
    side = Side()
    qtbot.addWidget(side)
    side.show()
    wide = side.width()
    side.fold(folded=True)
    assert side.is_folded
    assert side.width() < wide
    side.fold(folded=False)
    assert side.width() == wide


def test_no_two_pages_share_a_name_or_a_key() -> None:
    entries = [entry for entry in RAIL if entry is not None]
    assert len({name for name, *_ in entries}) == len(entries)
    assert len({key for *_, key in entries}) == len(entries)
