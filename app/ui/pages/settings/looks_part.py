"""Looks: theme, density, text size, key hints, language of figures; for the person, at once."""

from typing import Final

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QComboBox, QRadioButton, QSpinBox

from app.operations.decide import Checklist
from app.ui import words
from app.ui.appearance.look import LOOK
from app.ui.appearance.tokens import Density, Theme, tokens
from app.ui.desk import Desk
from app.ui.inputs import Field
from app.ui.pages.settings.part import Part
from app.ui.parts.controls import Card, beside, label
from app.values.money import from_counts

_THEMES: Final = (
    ("", "As the system has it"),
    (Theme.LIGHT.value, "Light"),
    (Theme.DARK.value, "Dark"),
    (Theme.HIGH_CONTRAST.value, "High contrast"),
)
_DENSITIES: Final = (
    (Density.COMPACT.value, "Compact"),
    (Density.NORMAL.value, "Normal"),
    (Density.ROOMY.value, "Roomy"),
)
_LOCALES: Final = ("", "en_US", "en_CA", "fr_CA", "es_US", "es_PR", "en_GB")
_SAMPLE_COUNTS: Final = 123_456_789_000_000


class LooksPart(Part):
    """How the window looks for this person, whatever company is open."""

    name = "looks"
    title = "Looks"
    line = "For you on this computer, in every company. Changes show at once."
    icon = "layout-grid"

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self.themes = self._choices("Theme", _THEMES, self._theme_chosen)
        self.densities = self._choices("Density", _DENSITIES, self._density_chosen)
        self.text_size = QSpinBox()
        limits = tokens().body_pt
        self.text_size.setRange(limits["min"], limits["max"])
        self.text_size.setSuffix(" pt")
        self.text_size.setAccessibleName("Text size")
        self.text_size.setToolTip("Ctrl plus and Ctrl minus do the same")
        self.text_size.valueChanged.connect(self._size_chosen)
        self.inside.addLayout(beside(Field("Text size", self.text_size), None))
        self.hints = QCheckBox("Show keys on buttons")
        self.hints.toggled.connect(self._hints_chosen)
        self.inside.addWidget(self.hints)
        self.language = QComboBox()
        self.language.setAccessibleName("Language of dates, money and numbers")
        for name in _LOCALES:
            self.language.addItem(_locale_words(name), name)
        self.language.activated.connect(self._locale_chosen)
        self.sample = label("", "muted")
        self.inside.addWidget(label("Dates, money and numbers", "section"))
        self.inside.addLayout(beside(self.language, 8, self.sample, None))
        text = "Files that are written always have plain figures: 2026-10-05 and 1234.56."
        self.inside.addWidget(label(text, "caption", wraps=True))
        self.inside.addStretch(1)
        LOOK.changed.connect(self.show_look)
        self.show_look()

    def _choices(
        self, title: str, choices: tuple[tuple[str, str], ...], chosen: object
    ) -> QButtonGroup:
        self.inside.addWidget(label(title, "section"))
        group = QButtonGroup(self)
        card = Card(margin=10, spacing=2)
        row = beside(spacing=20)
        for place, (value, text) in enumerate(choices):
            button = QRadioButton(text)
            button.setAccessibleName(f"{title}: {text}")
            button.setProperty("value", value)
            group.addButton(button, place)
            row.addWidget(button)
        row.addStretch(1)
        card.rows.addLayout(row)
        self.inside.addWidget(card)
        group.buttonClicked.connect(chosen)
        return group

    def show_checklist(self, checklist: Checklist) -> None:
        """Nothing here is the company's."""
        del checklist
        self.show_look()

    def show_look(self) -> None:
        """Shows what is chosen now."""
        theme = LOOK.chosen.value if LOOK.chosen else ""
        for group, value in ((self.themes, theme), (self.densities, LOOK.density.value)):
            for button in group.buttons():
                button.setChecked(button.property("value") == value)
        self.text_size.blockSignals(True)  # noqa: FBT003  of Qt
        self.text_size.setValue(LOOK.body_pt)
        self.text_size.blockSignals(False)  # noqa: FBT003  of Qt
        self.hints.setChecked(LOOK.shows_keys)
        kept = str(self.desk.settings.value("program/locale") or "")
        self.language.setCurrentIndex(max(0, self.language.findData(kept)))
        today = self.desk.clock.today(self.desk.zone)
        money = words.money(from_counts(_SAMPLE_COUNTS))
        self.sample.setText(f"{words.day(today)}   {money}")

    def _theme_chosen(self, button: QRadioButton) -> None:
        value = str(button.property("value"))
        self.desk.settings.setValue("program/theme", value)
        LOOK.choose(theme=Theme(value) if value else None, follow_system=not value)

    def _density_chosen(self, button: QRadioButton) -> None:
        value = str(button.property("value"))
        self.desk.settings.setValue("program/density", value)
        LOOK.choose(density=Density(value))

    def _size_chosen(self, points: int) -> None:
        self.desk.settings.setValue("program/body_pt", points)
        LOOK.choose(body_pt=points)

    def _hints_chosen(self, shown: bool) -> None:  # noqa: FBT001  of the signal
        if shown != LOOK.shows_keys:
            self.desk.settings.setValue("program/key_hints", shown)
            LOOK.choose(key_hints=shown)

    def _locale_chosen(self, place: int) -> None:
        name = str(self.language.itemData(place))
        self.desk.settings.setValue("program/locale", name)
        QLocale.setDefault(QLocale(name) if name else QLocale.system())
        self.show_look()
        self.desk.period_chosen.emit(self.desk.period)


def _locale_words(name: str) -> str:
    if not name:
        return "As the system has it"
    locale = QLocale(name)
    return (
        f"{QLocale.languageToString(locale.language())}, "
        f"{QLocale.territoryToString(locale.territory())}"
    )
