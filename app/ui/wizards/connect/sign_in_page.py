"""The sign-in: the form of the system as it is declared, and consent in the browser."""

from itertools import pairwise
from typing import Final

from PySide6.QtCore import Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QWidget

from app.operations.connecting import FormField
from app.ui.inputs import Field, TextField
from app.ui.parts.controls import Button, Card, Choice, IconLabel, beside, label
from app.ui.wizards.connect.connecting_state import Connecting
from app.ui.wizards.stepped_wizard import StepPage

_KEPT: Final = "\u2022" * 8
_COLUMNS: Final = 2


class SignInPage(StepPage):
    """What the system has to be told, once."""

    def __init__(self, connecting: Connecting) -> None:
        super().__init__("Sign in", "Sign in")
        self.connecting = connecting
        self.fields: dict[str, TextField | Choice] = {}
        self._boxes: list[tuple[FormField, Field]] = []
        self._shown_for = ("", False)
        self.practice = Card()
        self.practice_words = label("", wraps=True)
        row = beside(IconLabel("play", "accent", 19), self.practice_words, spacing=10)
        row.setStretch(1, 1)
        self.practice.rows.addLayout(row)
        self.form = QWidget()
        self.grid = QGridLayout(self.form)
        self.grid.setContentsMargins(0, 0, 0, 0)
        self.grid.setHorizontalSpacing(14)
        self.grid.setVerticalSpacing(10)
        self.grid.setColumnStretch(0, 1)
        self.grid.setColumnStretch(1, 1)
        self.more = Button("More settings", kind="quiet", icon_name="settings")
        self.more.setCheckable(True)
        self.more.toggled.connect(self._arrange)
        self._make_asked()
        self.body.addWidget(self.practice)
        self.body.addWidget(self.asked)
        self.body.addWidget(self.form)
        self.body.addLayout(beside(self.more, None))
        self.body.addStretch(1)
        consent = connecting.consent
        consent.browsing.connect(self._browsing)
        consent.pasting.connect(self._pasting)
        consent.choosing.connect(self._choosing)
        connecting.listed.connect(self._listed)
        connecting.working.connect(self._working)

    def _make_asked(self) -> None:
        """What is asked while the sign-in is under way."""
        self.asked = Card("chosen")
        self.asked_title = label("", "strong", wraps=True)
        self.asked_why = label("", "muted", wraps=True)
        self.address = TextField("Address to open")
        self.address.setReadOnly(True)
        self.copy = Button("Copy", icon_name="copy", on_press=self._copy)
        self.pasted = TextField("Address that the browser shows", hint="https://…?code=…")
        self.take = Button("Take this address", icon_name="check", on_press=self._take)
        self.company = Choice("Which company")
        self.pick = Button("Use this company", icon_name="check", on_press=self._pick)
        self.asked.rows.addWidget(self.asked_title)
        self.asked.rows.addWidget(self.asked_why)
        rows = ((self.address, self.copy), (self.pasted, self.take), (self.company, self.pick))
        for field, button in rows:
            line = beside(field, button)
            line.setStretch(0, 1)
            self.asked.rows.addLayout(line)
        self.asked.hide()

    # ---- showing

    def enter(self) -> None:
        """Shows the form of the system chosen."""
        self._listed()

    @Slot()
    def _listed(self) -> None:
        form = self.connecting.form
        wanted = (self.connecting.key, self.connecting.is_practice)
        if form is None:
            return
        practice = self.connecting.is_practice
        title = f"Sign in to {form.title}"
        if practice:
            line = "The practice system asks nobody."
        elif form.by_files:
            line = "Say where its files lie."
        elif form.asks_consent:
            line = "Your browser opens; sign in there, and choose the company."
        else:
            line = "The keys of a user that may use its API."
        self.say(f"Where are the files of {form.title}?" if form.by_files else title, line)
        self.practice.setVisible(practice)
        self.practice_words.setText(
            f"A practice {form.title} with a made-up company is started on this computer and "
            "connected. It lives as long as Switchbook is open."
        )
        self.form.setVisible(not practice)
        self.more.setVisible(not practice and any(each.is_rare for each in form.fields))
        if wanted != self._shown_for:
            self._shown_for = wanted
            self._make_fields(form.fields)
        self.said.emit()

    def _make_fields(self, fields: tuple[FormField, ...]) -> None:
        for _, box in self._boxes:
            self.grid.removeWidget(box)
            box.hide()
            box.deleteLater()
        self.fields = {}
        self._boxes = []
        for each in fields:
            field = _made(each)
            self.fields[each.name] = field
            note = "Kept in this computer's keyring alone" if each.is_secret else each.doc
            box = Field(each.title, field, note=note)
            box.setParent(self.form)
            self._boxes.append((each, box))
        self._arrange()

    @Slot()
    def _arrange(self, *_: object) -> None:
        place = 0
        for each, box in self._boxes:
            self.grid.removeWidget(box)
            shown = self.more.isChecked() or not each.is_rare
            if shown:
                self.grid.addWidget(box, place // _COLUMNS, place % _COLUMNS)
                place += 1
            box.setVisible(shown)
        order = [self.fields[each.name] for each, box in self._boxes if box.parent() is self.form]
        for before, after in pairwise([*order, self.more]):
            QWidget.setTabOrder(before, after)

    # ---- being asked

    @Slot(str)
    def _browsing(self, url: str) -> None:
        title = self.connecting.title
        self._ask(
            f"Sign in to {title} in your browser",
            "It has opened there. When you have given your consent, this page goes on by itself.",
            url=url,
        )

    @Slot(str)
    def _pasting(self, url: str) -> None:
        self._ask(
            f"Sign in to {self.connecting.title}, then paste the address",
            "When you have given your consent, the browser shows a page that need not open. Copy "
            "its whole address from the browser, from https to its end, and paste it here.",
            url=url,
        )
        self._show_row(self.pasted, self.take)
        self.pasted.setFocus()

    @Slot(object)
    def _choosing(self, found: object) -> None:
        self._ask("Which company is meant?", "The sign-in reaches several.", url="")
        self.company.clear()
        for key, name in found if isinstance(found, list) else ():
            self.company.addItem(name, key)
        self._show_row(self.company, self.pick)
        self.company.setFocus()

    def _ask(self, title: str, why: str, *, url: str) -> None:
        for part in (self.address, self.copy, self.pasted, self.take, self.company, self.pick):
            part.hide()
        self.asked_title.setText(title)
        self.asked_why.setText(why)
        if url:
            self.address.setText(url)
            self.address.setCursorPosition(0)
            self._show_row(self.address, self.copy)
        self.asked.show()

    def _show_row(self, field: QWidget, button: Button) -> None:
        field.show()
        button.show()

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.address.text())

    def _take(self) -> None:
        if self.pasted.text().strip():
            self.connecting.consent.answer(self.pasted.text().strip())
            self.pasted.clear()

    def _pick(self) -> None:
        self.connecting.consent.answer(str(self.company.currentData()))

    @Slot()
    def _working(self) -> None:
        if not self.connecting.is_working:
            self.asked.hide()
        self.said.emit()

    # ---- going on

    def verb(self) -> str:
        """What going on does."""
        form = self.connecting.form
        if self.connecting.is_working:
            return "Connecting…"
        if self.connecting.is_practice:
            return "Start and connect"
        if form is None or form.by_files:
            return "Connect"
        return "Sign in"

    def note(self) -> str:
        """Where secrets go."""
        return "Keys are kept in the keyring of this computer, never in the company file."

    def act(self) -> bool:
        """Connects; the wizard goes on when that is done."""
        if self.connecting.is_working:
            return False
        given = {} if self.connecting.is_practice else self._given()
        if given is not None:
            self.connecting.connect_system(given)
        return False

    def _given(self) -> dict[str, str] | None:
        """What was typed; None where something lacks, which its field tells."""
        found: dict[str, str] = {}
        is_whole = True
        for each, _ in self._boxes:
            field = self.fields[each.name]
            text = _typed(field)
            lacks = each.is_needed and not text
            if isinstance(field, TextField):
                field.refuse("It is needed" if lacks else "")
            is_whole = is_whole and not lacks
            if each.is_secret and text == _KEPT:
                continue
            if text or not each.is_secret:
                found[each.name] = text
        return found if is_whole else None


def _made(each: FormField) -> TextField | Choice:
    if each.choices:
        box = Choice(each.title)
        for value in each.choices:
            box.addItem(value, value)
        box.setCurrentIndex(max(0, box.findData(each.value)))
        return box
    field = TextField(each.title)
    if each.is_secret:
        field.setEchoMode(TextField.EchoMode.Password)
        field.setText(_KEPT if each.is_kept else "")
    else:
        field.setText(each.value)
    return field


def _typed(field: TextField | Choice) -> str:
    return str(field.currentData()) if isinstance(field, Choice) else field.text().strip()
