"""Connect a system: choose, sign in, rights, company, codes, a first look; left and resumed."""

from typing import Final

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from app.ui.desk import Desk
from app.ui.messages import ErrorPanel, told
from app.ui.wizards.connect.choose_page import ChoosePage
from app.ui.wizards.connect.codes_page import CodesPage
from app.ui.wizards.connect.company_page import CompanyPage
from app.ui.wizards.connect.connecting_state import Connecting
from app.ui.wizards.connect.finish_page import FinishPage
from app.ui.wizards.connect.look_page import LookPage
from app.ui.wizards.connect.rights_page import RightsPage
from app.ui.wizards.connect.sign_in_page import SignInPage
from app.ui.wizards.stepped_wizard import SteppedWizard

CHOOSE: Final = 0
SIGN_IN: Final = 1
RIGHTS: Final = 2
COMPANY: Final = 3
CODES: Final = 4
LOOK: Final = 5
FINISH: Final = 6


class ConnectWizard(SteppedWizard):
    """Leads from nothing to a system that is read."""

    go = Signal(str, object)
    part_wanted = Signal(object)
    """A part of Connections is wanted next: the map, or going live."""

    def __init__(
        self,
        desk: Desk,
        parent: QWidget | None = None,
        *,
        wanted: str = "",
        place: int = SIGN_IN,
    ) -> None:
        """``wanted``: a system whose sign-in is given anew, or a role; blank: any, or resumed.

        ``place``: the page to begin at for a system that is wanted.
        """
        self.desk = desk
        self.connecting = Connecting(desk)
        self.choose_page = ChoosePage(self.connecting)
        self.choose_page.wanted = wanted if wanted in {"psa", "accounting"} else ""
        self.sign_in_page = SignInPage(self.connecting)
        self.rights_page = RightsPage(self.connecting)
        self.company_page = CompanyPage(self.connecting)
        self.codes_page = CodesPage(self.connecting)
        self.look_page = LookPage(self.connecting)
        self.finish_page = FinishPage(self.connecting)
        super().__init__(
            "Connect a system",
            [
                self.choose_page,
                self.sign_in_page,
                self.rights_page,
                self.company_page,
                self.codes_page,
                self.look_page,
                self.finish_page,
            ],
            parent,
        )
        self.connecting.setParent(self)
        self._error: ErrorPanel | None = None
        self._wanted = wanted
        self._wanted_place = place
        self._is_resumed = False
        self.connecting.listed.connect(self._listed)
        self.connecting.connected.connect(self._connected)
        self.connecting.failed.connect(self._failed)
        self.connecting.working.connect(self._say)
        self.company_page.other_wanted.connect(self._another)
        self.finish_page.next_wanted.connect(self._next_wanted)
        self.finished.connect(self._closed)
        self.begin_at(CHOOSE)

    # ---- where it was left

    @Slot()
    def _listed(self) -> None:
        """Which systems there are is known: it goes on where it was left, or where it is wanted."""
        if self._is_resumed:
            return
        self._is_resumed = True
        connecting = self.connecting
        if self._wanted in connecting.forms:
            form = connecting.forms[self._wanted]
            connecting.choose(self._wanted, is_practice=form.is_practice)
            self.begin_at(self._wanted_place if form.company else SIGN_IN)
        elif not self._wanted and connecting.kept_key in connecting.forms:
            connecting.choose(connecting.kept_key, is_practice=connecting.kept_practice)
            furthest = LOOK if connecting.is_connected else SIGN_IN
            self.choose_page.want_practice(connecting.kept_practice)
            self.begin_at(min(connecting.kept_place, furthest))

    def entered(self, place: int) -> None:
        """Keeps the page: the wizard is resumed here."""
        title = self.connecting.form.title if self.connecting.form is not None else ""
        self.setWindowTitle(
            f"Connect a system - {title}" if title and place else "Connect a system"
        )
        self._clear_error()
        if self._is_resumed:
            self.connecting.keep(place)

    @Slot()
    def _connected(self) -> None:
        if self.currentId() == SIGN_IN:
            self.go_on()

    @Slot()
    def _another(self) -> None:
        self.connecting.state = None
        self.begin_at(SIGN_IN)

    @Slot(str)
    def _next_wanted(self, name: str) -> None:
        key = self.connecting.key
        self.connecting.forget()
        self.accept()
        self.part_wanted.emit((name, key))

    @Slot(int)
    def _closed(self, _: int) -> None:
        self.connecting.stop()

    # ---- errors

    def _clear_error(self) -> None:
        if self._error is not None:
            self._error.hide()
            self._error.deleteLater()
            self._error = None

    @Slot(object)
    def _failed(self, error: object) -> None:
        self._clear_error()
        if not self.isVisible():
            return
        self._error = ErrorPanel(told(error))
        self.page_shown.body.insertWidget(1, self._error)
        self._say()
