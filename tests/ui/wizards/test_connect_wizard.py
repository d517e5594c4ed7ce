"""Connect a system as a user would, beside practice systems of this process."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.errors import RemoteUnavailable
from app.operations.list_systems import list_systems
from app.ui.application import Program
from app.ui.inputs import TextField
from app.ui.pages.connections.page import ConnectionsPage
from app.ui.pages.connections.syncing import SyncWork
from app.ui.wizards.connect import company_page
from app.ui.wizards.connect_wizard import CHOOSE, COMPANY, FINISH, RIGHTS, SIGN_IN, ConnectWizard
from app.ui.wizards.map_customers_wizard import MapCustomersWizard
from tests.ui.conftest import OpenWindow, settled
from tests.ui.in_step import BOOKS, PSA
from tests.ui.practising import Ground, practising


@pytest.fixture
def ground(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Ground]:
    with practising(monkeypatch, tmp_path) as made:
        yield made


@pytest.fixture
def program(settings: QSettings, ground: Ground) -> Iterator[Program]:
    """The program by the time of the practice systems."""
    made = Program(ground.clock, settings)
    yield made
    for window in list(made.windows):
        window.desk.tasks.cancel_all()
        window.desk.tasks.wait()
        window.close()


@pytest.fixture
def page(open_window: OpenWindow, sample_file: Path) -> ConnectionsPage:
    """Connections of the sample company, to which nothing is connected."""
    window = open_window(sample_file)
    window.show_page("connections")
    settled(window.desk)
    found = window.pages["connections"]
    assert isinstance(found, ConnectionsPage)
    return found


def opened(page: ConnectionsPage, wanted: str = "") -> ConnectWizard:
    page.wizards.connect_system(wanted)
    settled(page.desk)
    wizard = page.wizards.wizard
    assert isinstance(wizard, ConnectWizard)
    return wizard


def go_on(page: ConnectionsPage, wizard: ConnectWizard, *, to: int) -> None:
    """Presses the button below the page until a page is reached."""
    for _ in range(FINISH + 1):
        if wizard.currentId() == to:
            return
        wizard.next_button.click()
        settled(page.desk)
    assert wizard.currentId() == to


def choose(wizard: ConnectWizard, key: str) -> None:
    for _ in wizard.choose_page.list.entries:
        if wizard.choose_page.form is not None and wizard.choose_page.form.key == key:
            return
        QTest.keyClick(wizard.choose_page.list, Qt.Key.Key_Down)


def numbers_there(ground: Ground) -> dict[int, str | None]:
    """Our numbers that the PSA's customers bear."""
    return {e["id"]: e.get("accountNumber") for e in ground.state(PSA)["customers"]}


def connected(page: ConnectionsPage) -> list[str]:
    return [each.key for each in list_systems(page.desk.office)]


def test_the_wish_for_practice_outlives_a_system_that_has_none(page: ConnectionsPage) -> None:
    wizard = opened(page)
    choice = wizard.choose_page
    assert choice.practice.isChecked(), "the sample company is for practice"
    met = []
    for _ in choice.list.entries:
        assert choice.form is not None
        met.append(choice.form.has_practice)
        assert choice.practice.isEnabled() is choice.form.has_practice
        assert choice.practice.isChecked() is choice.form.has_practice
        QTest.keyClick(choice.list, Qt.Key.Key_Down)
    assert set(met) == {True, False}
    wizard.done(0)


def test_a_key_that_lacks_is_refused_at_its_field(page: ConnectionsPage) -> None:
    wizard = opened(page)
    choose(wizard, PSA)
    wizard.choose_page.practice.click()
    go_on(page, wizard, to=SIGN_IN)
    wizard.next_button.click()
    settled(page.desk)
    assert wizard.currentId() == SIGN_IN
    field = wizard.sign_in_page.fields["company_id"]
    assert isinstance(field, TextField)
    assert field.why == "It is needed"
    assert connected(page) == []
    wizard.done(0)


def test_leaving_before_the_sign_in_leaves_nothing_and_is_resumed(page: ConnectionsPage) -> None:
    wizard = opened(page)
    choose(wizard, BOOKS)
    go_on(page, wizard, to=SIGN_IN)
    wizard.leave.click()
    settled(page.desk)
    assert connected(page) == []
    again = opened(page)
    assert again.currentId() == SIGN_IN
    assert again.connecting.key == BOOKS
    assert again.next_button.text() == "Start and connect"
    again.done(0)


def test_nothing_is_written_there_while_it_is_connected(
    page: ConnectionsPage, ground: Ground
) -> None:
    wizard = opened(page)
    choose(wizard, PSA)
    go_on(page, wizard, to=RIGHTS)
    before = numbers_there(ground)
    work = SyncWork.of(page.desk)
    ground.time.sleep(timedelta(hours=2).total_seconds())
    for place in range(COMPANY, FINISH + 1):
        go_on(page, wizard, to=place)
        work.look()
        settled(page.desk)
    assert numbers_there(ground) == before
    wizard.finish_button.click()
    settled(page.desk)
    ground.time.sleep(timedelta(hours=2).total_seconds())
    work.look()
    settled(page.desk)
    assert numbers_there(ground) == before, "nobody is linked yet"


def test_a_company_that_nobody_confirmed_is_not_read_by_the_clock(page: ConnectionsPage) -> None:
    wizard = opened(page)
    choose(wizard, PSA)
    go_on(page, wizard, to=COMPANY)
    wizard.leave.click()
    work = SyncWork.of(page.desk)
    work.look()
    settled(page.desk)
    assert work.connections is not None
    assert [each.pulled_at for each in work.connections.systems] == [None]
    again = opened(page)
    assert again.currentId() == COMPANY
    go_on(page, again, to=FINISH)
    again.finish_button.click()
    settled(page.desk)
    assert all(each.pulled_at for each in work.connections.systems)


def test_what_came_to_nothing_can_be_asked_again(
    page: ConnectionsPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def silent(*_: object) -> None:
        raise RemoteUnavailable("ConnectWise PSA did not answer.")

    wizard = opened(page)
    choose(wizard, PSA)
    with monkeypatch.context() as patch:
        patch.setattr(company_page, "check_right_company", silent)
        go_on(page, wizard, to=COMPANY)
        assert wizard.company_page.name.text() == "ConnectWise PSA did not say whose it is"
        assert wizard.next_button.text() == "Ask again"
        assert wizard.company_page.other.isEnabled()
    wizard.next_button.click()
    settled(page.desk)
    assert wizard.currentId() == COMPANY
    assert wizard.next_button.text() == "Yes, it is Cedar Fork Voice LLC"
    wizard.done(0)


def test_connecting_again_is_the_same_connection_and_leads_to_its_own_map(
    page: ConnectionsPage, qtbot: QtBot
) -> None:
    del qtbot
    for key in (PSA, BOOKS, BOOKS):
        wizard = opened(page)
        assert wizard.currentId() == CHOOSE
        choose(wizard, key)
        go_on(page, wizard, to=FINISH)
        wizard.finish_page.map_button.click()
        settled(page.desk)
        mapping = page.wizards.wizard
        assert isinstance(mapping, MapCustomersWizard)
        assert mapping.state.system.key == key
        mapping.done(0)
        settled(page.desk)
    assert sorted(connected(page)) == sorted([PSA, BOOKS])
