"""How a tax service is connected: its settings in the file, its secret in the keyring alone."""

from collections.abc import Mapping
from functools import partial
from itertools import pairwise
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from app.operations.changes import Changes
from app.operations.connect_tax_service import (
    ServiceState,
    Setting,
    TaxSystem,
    connect_service,
    known_services,
)
from app.operations.office import Office
from app.progress import Progress
from app.ui.appearance.look import LOOK
from app.ui.desk import Desk
from app.ui.inputs import Field, TextField
from app.ui.messages import ErrorPanel, told
from app.ui.parts.controls import Button, Choice, beside, label
from app.ui.parts.dialog import Dialog

_KEPT: Final = "\u2022" * 8
_COLUMNS: Final = 2


class TaxServiceDialog(Dialog):
    """The form of one service, as its declaration has it."""

    def __init__(self, desk: Desk, state: ServiceState, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.state = state
        self.setWindowTitle("Tax service")
        self.resize(LOOK.scaled(680), LOOK.scaled(600))
        self.systems = {each.key: each for each in known_services()}
        self.system_choice = Choice("Tax service")
        for key, each in self.systems.items():
            self.system_choice.addItem(each.title, key)
        self.fields: dict[str, TextField | Choice] = {}
        self.secret = TextField("Password or key")
        self.secret.setEchoMode(TextField.EchoMode.Password)
        self.errors = QVBoxLayout()
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.verb = Button("Connect", kind="primary", on_press=self.connect_it)
        self.verb.setDefault(True)
        self.not_now = Button("Not now", key="Esc", on_press=self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 14)
        column.setSpacing(12)
        column.addWidget(label("Let a tax service work taxes out", "pane", wraps=True))
        about = (
            "Drafts ask the service through your own account there; approvals file with it. "
            "Your own tables rest meanwhile. The password stays in this computer's keyring."
        )
        column.addWidget(label(about, "muted", wraps=True))
        column.addLayout(self.errors)
        column.addWidget(self.area, 1)
        column.addLayout(beside(None, self.not_now, self.verb))
        self._build()
        self.fields[next(iter(self.fields))].setFocus()

    @property
    def system(self) -> TaxSystem:
        """The service that is chosen."""
        return self.systems[str(self.system_choice.currentData())]

    def _build(self) -> None:
        inside = QWidget()
        grid = QGridLayout(inside)
        grid.setHorizontalSpacing(14)
        grid.setVerticalSpacing(10)
        is_same = self.state.service == self.system.key
        known = self.state.settings if is_same else {}
        boxes = [Field("Tax service", self.system_choice)]
        for setting in self.system.settings:
            field = self.fields[setting.name] = _field(setting, known)
            boxes.append(Field(_title(setting), field))
        if is_same and self.state.has_secret:
            self.secret.setText(_KEPT)
        secret = self.system.secret
        note = "Kept in this computer's keyring alone"
        boxes.insert(4, Field(f"{secret[:1].upper()}{secret[1:]}", self.secret, note=note))
        for place, box in enumerate(boxes):
            grid.addWidget(box, place // _COLUMNS, place % _COLUMNS)
        self.area.setWidget(inside)
        # The fields were made before their neighbours: the order of Tab is the order of reading.
        order = [*(box.field for box in boxes), self.not_now, self.verb]
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)
        grid.setColumnStretch(0, 1)
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(len(boxes), 1)

    # ---- connecting

    @Slot()
    def connect_it(self) -> None:
        """Keeps the settings, and the secret in the keyring; what lacks is said at its field."""
        given = {name: _typed(field) for name, field in self.fields.items()}
        if not self._is_whole(given):
            return
        typed = self.secret.text()
        secret = None if typed == _KEPT else typed
        self._clear_errors()
        self.verb.setEnabled(False)
        self.desk.do(
            f"Connecting {self.system.title}",
            partial(_connect, self.system.key, given, secret),
            changes=Changes.TAXES | Changes.CONNECTIONS | Changes.COMPANY,
            done=self._done,
            failed=self._failed,
            key="connect tax service",
            told=_connected_words,
        )

    def _is_whole(self, given: Mapping[str, str]) -> bool:
        lacking: list[TextField] = []
        for setting in self.system.settings:
            field = self.fields[setting.name]
            if isinstance(field, TextField):
                why = "It is needed." if setting.default is None and not given[setting.name] else ""
                field.refuse(why)
                lacking += [field] if why else []
        self.secret.refuse("" if self.secret.text() else f"The {self.system.secret} is needed.")
        lacking += [self.secret] if self.secret.why else []
        if lacking:
            lacking[0].setFocus()
        return not lacking

    @Slot(object)
    def _done(self, found: object) -> None:
        if isinstance(found, ServiceState):
            self.accept()

    @Slot(object)
    def _failed(self, error: object) -> None:
        self.verb.setEnabled(True)
        self.errors.addWidget(ErrorPanel(told(error)))

    def _clear_errors(self) -> None:
        while self.errors.count():
            entry = self.errors.takeAt(0)
            widget = entry.widget() if entry is not None else None
            if widget is not None:
                widget.deleteLater()


def _connect(
    key: str, given: Mapping[str, str], secret: str | None, office: Office, _: Progress
) -> ServiceState:
    return connect_service(office, key, given, secret=secret)


def _connected_words(found: ServiceState) -> str:
    return f"Taxes come from {found.title}"


def _title(setting: Setting) -> str:
    """What a field asks for, without the words it may be answered with."""
    return setting.doc.partition(":")[0]


def _field(setting: Setting, known: Mapping[str, str]) -> TextField | Choice:
    value = known.get(setting.name, setting.default or "")
    if setting.choices:
        box = Choice(setting.doc)
        for each in setting.choices:
            box.addItem(each.replace("_", " "), each)
        box.setCurrentIndex(max(0, box.findData(value)))
        return box
    text = TextField(setting.doc)
    text.setText(value)
    return text


def _typed(field: TextField | Choice) -> str:
    return field.text().strip() if isinstance(field, TextField) else str(field.currentData())
