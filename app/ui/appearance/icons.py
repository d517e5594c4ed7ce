"""Icons: Lucide's outlines in the colour of a role, sharp at every size and scaling.

The files say ``currentColor``, which Qt does not resolve; the colour is written in when an icon is
drawn, so that a change of theme needs no new icons. Our own mark lies in ``resources/icons``.
"""

from functools import lru_cache

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from app.ui.appearance.drawings import svg
from app.ui.appearance.look import LOOK
from app.ui.appearance.tokens import tokens


def icon(name: str, role: str = "text") -> QIcon:
    """The icon of that name in the colour of a role; KeyError for an unknown name."""
    svg(name)
    return QIcon(_Engine(name, role))


def draw_icon(painter: QPainter, name: str, box: QRect, role: str) -> None:
    """Draws an icon into a box, in a delegate's own painter."""
    ratio = painter.device().devicePixelRatioF()
    painter.drawPixmap(box, _pixmap(name, LOOK.hex(role), box.width(), ratio))


@lru_cache(maxsize=1024)
def _pixmap(name: str, colour: str, pixels: int, ratio: float) -> QPixmap:
    stroke = tokens().size["icon_stroke"]
    text = svg(name).replace("currentColor", colour)
    text = text.replace('stroke-width="2"', f'stroke-width="{stroke}"')
    size = round(pixels * ratio)
    pixmap = QPixmap(size, size)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(QByteArray(text.encode("utf-8"))).render(painter, QRectF(0, 0, size, size))
    painter.end()
    pixmap.setDevicePixelRatio(ratio)
    return pixmap


class _Engine(QIconEngine):
    """Draws one icon in the look in force at the moment of drawing."""

    def __init__(self, name: str, role: str) -> None:
        super().__init__()
        self._name = name
        self._role = role

    def _colour(self, mode: QIcon.Mode) -> str:
        return LOOK.hex("text_disabled" if mode is QIcon.Mode.Disabled else self._role)

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """Draws into the middle of the rectangle."""
        del state
        side = min(rect.width(), rect.height())
        ratio = painter.device().devicePixelRatioF()
        box = QRect(0, 0, side, side)
        box.moveCenter(rect.center())
        if rect.width() > rect.height():
            box.moveLeft(rect.left())
        painter.drawPixmap(box, _pixmap(self._name, self._colour(mode), side, ratio))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """The icon as a picture of that many device pixels."""
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(  # noqa: N802  Qt's name
        self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float
    ) -> QPixmap:
        """The icon as a picture for a screen of that scaling; ``size`` is as at 100 %.

        Where more width is asked for than height, the rest stays clear at the right: so a button
        keeps its words off its icon.
        """
        del state
        side = min(size.width(), size.height())
        drawn = _pixmap(self._name, self._colour(mode), side, scale)
        if size.width() <= side:
            return drawn
        wide = QPixmap(round(size.width() * scale), round(size.height() * scale))
        wide.fill(Qt.GlobalColor.transparent)
        wide.setDevicePixelRatio(scale)
        painter = QPainter(wide)
        painter.drawPixmap(0, 0, drawn)
        painter.end()
        return wide

    def clone(self) -> QIconEngine:
        """Another engine that draws the same."""
        return _Engine(self._name, self._role)
