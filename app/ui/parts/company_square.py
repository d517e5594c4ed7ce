"""The square with a company's two letters on its colour."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import QWidget

from app.ui.appearance.look import LOOK
from app.ui.appearance.tokens import Theme, tokens


def letters_of(name: str) -> str:
    """The two letters that stand for a company: of its first words, or of its first."""
    words = [word for word in name.split() if word[:1].isalnum()]
    if len(words) > 1:
        return (words[0][0] + words[1][0]).upper()
    return (words[0][:2] if words else "SB").upper()


def colour_of(number: int) -> QColor:
    """One of the eight colours."""
    colours = tokens().company_colours
    return QColor(colours[number % len(colours)])


def draw_square(painter: QPainter, box: QRectF, name: str, colour: int) -> None:
    """Draws the square into a box."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    path = QPainterPath()
    path.addRoundedRect(box, 5, 5)
    painter.fillPath(path, colour_of(colour))
    painter.setPen(QColor(tokens().themes[Theme.LIGHT]["on_accent"]))
    font = LOOK.font("body", 600)
    font.setPixelSize(max(8, round(box.height() * 0.42)))
    painter.setFont(font)
    painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), letters_of(name))


def square_icon(name: str, colour: int) -> QIcon:
    """The square as a window's icon."""
    made = QIcon()
    for side in (16, 32, 64):
        pixmap = QPixmap(side, side)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        draw_square(painter, QRectF(0, 0, side, side), name, colour)
        painter.end()
        made.addPixmap(pixmap)
    return made


class CompanySquare(QWidget):
    """The square beside the company's name."""

    def __init__(self, name: str, colour: int) -> None:
        super().__init__()
        self._name, self._colour = name, colour
        self.setFixedSize(self.sizeHint())

    def show_company(self, name: str, colour: int) -> None:
        """Shows another company."""
        self._name, self._colour = name, colour
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """As high as two lines of text."""
        return QSize(30, 30)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draws the square."""
        del event
        draw_square(QPainter(self), QRectF(self.rect()), self._name, self._colour)
