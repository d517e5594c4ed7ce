"""The look in force: theme, density and text size, and what follows from them."""

from typing import Final

from PySide6.QtCore import QLocale, QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from app.ui.appearance.fonts import load_fonts
from app.ui.appearance.style_sheet import style_sheet
from app.ui.appearance.tokens import Density, Theme, tokens

_WEIGHTS: Final = {
    400: QFont.Weight.Normal,
    500: QFont.Weight.Medium,
    600: QFont.Weight.DemiBold,
}

_PAPER_PT: Final = {"body": 8.5, "title": 12.0}


class Look(QObject):
    """Theme, density and text size of the program; tells when one of them changes."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.chosen: Theme | None = None
        """What the user chose; None: as the system has it."""
        self.density = Density.NORMAL
        self.body_pt = tokens().body_pt["default"]
        self.shows_keys = True
        """Whether buttons show their keys."""
        self._system = Theme.LIGHT

    @property
    def theme(self) -> Theme:
        """The colours in force."""
        return self.chosen or self._system

    def colour(self, role: str) -> QColor:
        """The colour of a role; KeyError for an unknown one."""
        return QColor(tokens().themes[self.theme][role])

    def hex(self, role: str) -> str:
        """The colour of a role as ``#RRGGBB``."""
        return tokens().themes[self.theme][role]

    def font(self, kind: str = "body", weight: int = 400, *, mono: bool = False) -> QFont:
        """The font for a kind of text: caption, body, strong, section, pane, page or hero."""
        font = QFont(tokens().mono if mono else tokens().family)
        font.setPointSizeF(self.points(kind))
        font.setWeight(_WEIGHTS[weight])
        return font

    def paper_font(self, kind: str = "body", weight: int = 400) -> QFont:
        """The font of a printed list: body or title. Paper knows no text size of the screen."""
        font = QFont(tokens().family)
        font.setPointSizeF(_PAPER_PT[kind])
        font.setWeight(_WEIGHTS[weight])
        return font

    def points(self, kind: str) -> float:
        """The size of a kind of text in points."""
        return self.body_pt * tokens().ratio[kind]

    def scaled(self, pixels: int) -> int:
        """A height of the tokens, grown with the text."""
        return round(pixels * max(1.0, self.body_pt / tokens().body_pt["default"]))

    def metric(self, name: str) -> int:
        """``row``, ``header``, ``control`` or ``pad_x`` of the density, grown with the text."""
        pixels = tokens().density[self.density][name]
        return pixels if name == "pad_x" else self.scaled(pixels)

    def size(self, name: str) -> int:
        """A size of the tokens, such as ``badge`` or ``rail``."""
        return int(tokens().size[name])

    def choose(
        self,
        *,
        theme: Theme | None = None,
        density: Density | None = None,
        body_pt: int | None = None,
        follow_system: bool = False,
        key_hints: bool | None = None,
    ) -> None:
        """Changes what is named and leaves the rest as it is."""
        if theme is not None or follow_system:
            self.chosen = theme
        if density is not None:
            self.density = density
        if body_pt is not None:
            limits = tokens().body_pt
            self.body_pt = min(max(body_pt, limits["min"]), limits["max"])
        if key_hints is not None:
            self.shows_keys = key_hints
        self.apply()

    def start(self, application: QApplication) -> bool:
        """Loads the fonts, dresses the application and follows the system's colours.

        False where the weights of the font have still to be made (``window_fonts``).
        """
        complete = load_fonts()
        if QLocale().language() is QLocale.Language.C:
            # A system without a language: figures without groups help nobody.
            QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
        style = QStyleFactory.create("Fusion")
        if style is not None:
            application.setStyle(style)
        hints = QGuiApplication.styleHints()
        self._system = _theme_of(hints.colorScheme())
        hints.colorSchemeChanged.connect(self._follow)
        self.apply()
        return complete

    def apply(self) -> None:
        """Dresses the running application anew."""
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.setPalette(self._palette())
            application.setFont(self.font())
            application.setStyleSheet(style_sheet(self))
        self.changed.emit()

    def _follow(self, scheme: Qt.ColorScheme) -> None:
        self._system = _theme_of(scheme)
        if self.chosen is None:
            self.apply()

    def _palette(self) -> QPalette:
        palette = QPalette()
        groups = {
            "Disabled": (QPalette.ColorGroup.Disabled,),
            "Inactive": (QPalette.ColorGroup.Inactive,),
            "": (
                QPalette.ColorGroup.Active,
                QPalette.ColorGroup.Inactive,
                QPalette.ColorGroup.Disabled,
            ),
        }
        # Plain entries first: those of one group alone stand above them.
        for entry, role in sorted(tokens().palette.items(), key=lambda item: "." in item[0]):
            group, _, name = entry.rpartition(".")
            for each in groups[group]:
                palette.setColor(each, QPalette.ColorRole[name], self.colour(role))
        return palette


def _theme_of(scheme: Qt.ColorScheme) -> Theme:
    return Theme.DARK if scheme is Qt.ColorScheme.Dark else Theme.LIGHT


LOOK: Final = Look()
"""The one look of the program."""
