"""A state in a word and an icon on its soft colour; a colour never stands alone."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPainterPath, QPen

from app.ui.appearance.icons import draw_icon
from app.ui.appearance.look import LOOK
from app.ui.appearance.tokens import Theme, tokens

_ICON_GAP: Final = 5


@dataclass(frozen=True, slots=True)
class Badge:
    """A state in a word and an icon on its soft colour."""

    word: str
    icon: str
    role: str
    """ok, warn, bad, run, away or idle."""
    tip: str = ""


@dataclass(frozen=True, slots=True)
class Mark(Badge):
    """An icon in the colour of its role before a plain word; for cells that are mostly alike."""

    is_strong: bool = False
    """Whether the word stands out too."""


def draw_mark(painter: QPainter, mark: Mark, box: QRect, *, selected: bool = False) -> None:
    """Draws a mark at the left of a box, in its middle."""
    strong = LOOK.theme is Theme.HIGH_CONTRAST and selected
    ink = "selection_text" if strong else mark.role
    side = LOOK.size("icon")
    place = QRect(box.left(), box.center().y() - side // 2 + 1, side, side)
    draw_icon(painter, mark.icon, place, ink)
    is_plain = mark.role in {"ok", "idle"} and not mark.is_strong
    if selected:
        painter.setPen(LOOK.colour("selection_text"))
    else:
        painter.setPen(LOOK.colour("text" if is_plain else ink))
    painter.setFont(LOOK.font("body", 600 if mark.is_strong else 400))
    text = box.adjusted(side + _ICON_GAP + 2, 0, 0, 0)
    word = painter.fontMetrics().elidedText(mark.word, Qt.TextElideMode.ElideRight, text.width())
    painter.drawText(text, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), word)


def badge_width(badge: Badge) -> int:
    """How wide a badge is drawn."""
    metrics = QFontMetrics(LOOK.font("caption", 500))
    return metrics.horizontalAdvance(badge.word) + 14 + _ICON_GAP + 2 * 7


def draw_badge(painter: QPainter, badge: Badge, box: QRect, *, selected: bool = False) -> None:
    """Draws a badge at the left of a box, in its middle."""
    height = LOOK.scaled(LOOK.size("badge"))
    width = min(badge_width(badge), box.width())
    frame = QRect(box.left(), box.center().y() - height // 2 + 1, width, height)
    role = badge.role
    strong = LOOK.theme is Theme.HIGH_CONTRAST
    ink = "selection_text" if strong and selected else role
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    path = QPainterPath()
    radius = tokens().radius["badge"]
    path.addRoundedRect(QRectF(frame).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    if not (strong and selected):
        painter.fillPath(path, LOOK.colour(f"{role}_soft"))
    if strong:
        painter.setPen(QPen(LOOK.colour(ink), 1))
        painter.drawPath(path)
    side = 14
    place = QRect(frame.left() + 7, frame.center().y() - side // 2 + 1, side, side)
    draw_icon(painter, badge.icon, place, ink)
    painter.setPen(LOOK.colour(ink))
    painter.setFont(LOOK.font("caption", 500))
    text = frame.adjusted(7 + side + _ICON_GAP, 0, -4, 0)
    metrics = QFontMetrics(painter.font())
    word = metrics.elidedText(badge.word, Qt.TextElideMode.ElideRight, text.width())
    painter.drawText(text, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), word)
    painter.restore()
