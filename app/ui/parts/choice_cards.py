"""Cards of which one is chosen: what it does, what follows, and the letter that chooses it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import (
    QAbstractButton,
    QBoxLayout,
    QButtonGroup,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from app.ui.appearance.look import LOOK

_MARK: Final = 16
_PAD: Final = 11
_KEY: Final = 34


@dataclass(frozen=True, slots=True, kw_only=True)
class CardChoice:
    """One of the choices."""

    value: str
    title: str
    words: str
    letter: str
    is_barred: bool = False
    """Whether it cannot be chosen now; its words tell why."""


class ChoiceCard(QAbstractButton):
    """One card; Space chooses it."""

    def __init__(self, choice: CardChoice) -> None:
        super().__init__()
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.choice = choice
        self.show_choice(choice)
        LOOK.changed.connect(self.updateGeometry)

    def show_choice(self, choice: CardChoice) -> None:
        """Other words."""
        self.choice = choice
        self.setEnabled(not choice.is_barred)
        self.setText(choice.title)
        self.setToolTip(choice.words)
        self.setAccessibleName(f"{choice.title}, {choice.letter}")
        self.setAccessibleDescription(choice.words)
        self.updateGeometry()
        self.update()

    def _text_width(self, width: int) -> int:
        return max(width - 2 * _PAD - _MARK - 10 - _KEY, 40)

    def _heights(self, width: int) -> tuple[int, int]:
        room = QRect(0, 0, self._text_width(width), 10_000)
        flags = int(Qt.TextFlag.TextWordWrap)
        title = QFontMetrics(LOOK.font("body", 600)).boundingRect(room, flags, self.choice.title)
        words = QFontMetrics(LOOK.font("caption")).boundingRect(room, flags, self.choice.words)
        return title.height(), words.height() if self.choice.words else 0

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        """As high as its lines are."""
        title, words = self._heights(width)
        return title + words + 2 + 2 * 8

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        """Its words wrap."""
        return True

    def sizeHint(self) -> QSize:  # noqa: N802
        """Wide enough to be read."""
        width = LOOK.scaled(320)
        return QSize(width, self.heightForWidth(max(self.width(), width)))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """As high as its lines are at its width."""
        return QSize(LOOK.scaled(160), self.heightForWidth(max(self.width(), LOOK.scaled(160))))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Asks for other room where its lines break otherwise than they did."""
        super().resizeEvent(event)
        if self.heightForWidth(event.oldSize().width()) != self.heightForWidth(self.width()):
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draws the card, its radio mark, its words and its letter."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        chosen = self.isChecked()
        wide = 2 if chosen else 1
        inset = wide / 2
        path = QPainterPath()
        path.addRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), 8, 8)
        hover = self.underMouse() and self.isEnabled()
        ground = "accent_soft" if chosen else "hover" if hover else "surface"
        painter.fillPath(path, LOOK.colour(ground))
        painter.setPen(QPen(LOOK.colour("accent" if chosen else "line"), wide))
        painter.drawPath(path)
        self._mark(painter, chosen=chosen)
        title, words = self._heights(self.width())
        left = _PAD + _MARK + 10
        room = self._text_width(self.width())
        flags = int(Qt.TextFlag.TextWordWrap)
        ink = "text" if self.isEnabled() else "text_disabled"
        painter.setPen(LOOK.colour(ink))
        painter.setFont(LOOK.font("body", 600))
        painter.drawText(QRect(left, 8, room, title), flags, self.choice.title)
        painter.setPen(LOOK.colour("text_muted" if not chosen else ink))
        painter.setFont(LOOK.font("caption"))
        painter.drawText(QRect(left, 8 + title + 2, room, words), flags, self.choice.words)
        self._letter(painter)

    def _mark(self, painter: QPainter, *, chosen: bool) -> None:
        ring = QRectF(_PAD + 0.5, 10.5, _MARK - 1, _MARK - 1)
        painter.setPen(QPen(LOOK.colour("accent" if chosen else "line_strong"), 1.5))
        painter.setBrush(LOOK.colour("accent" if chosen else "surface"))
        painter.drawEllipse(ring)
        if chosen:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(LOOK.colour("on_accent"))
            painter.drawEllipse(ring.center(), 3, 3)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    def _letter(self, painter: QPainter) -> None:
        if not self.choice.letter or not LOOK.shows_keys:
            return
        painter.setFont(LOOK.font("caption", 500))
        wide = painter.fontMetrics().horizontalAdvance(self.choice.letter) + 9
        box = QRect(self.width() - _PAD - wide, 9, wide, LOOK.scaled(16))
        painter.setPen(QPen(LOOK.colour("line_strong"), 1))
        painter.drawRoundedRect(box, 3, 3)
        painter.setPen(LOOK.colour("text_muted"))
        painter.drawText(box, int(Qt.AlignmentFlag.AlignCenter), self.choice.letter)


class ChoiceCards(QWidget):
    """The cards below each other; up and down go from one to the next."""

    picked = Signal(str)
    committed = Signal()
    """Enter on a card."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self._group = QButtonGroup(self)
        self._cards: dict[str, ChoiceCard] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)

    def lay_across(self, *, is_wide: bool) -> None:
        """Puts the cards beside each other where there is room, else below each other."""
        way = QBoxLayout.Direction.LeftToRight if is_wide else QBoxLayout.Direction.TopToBottom
        self._column.setDirection(way)

    @property
    def cards(self) -> Sequence[ChoiceCard]:
        """The cards in their order."""
        return list(self._cards.values())

    @property
    def value(self) -> str:
        """What is chosen; blank: nothing."""
        return next((value for value, card in self._cards.items() if card.isChecked()), "")

    def show_choices(self, choices: Sequence[CardChoice], chosen: str) -> None:
        """Shows the choices with one of them chosen."""
        if list(self._cards) != [each.value for each in choices]:
            self._make(choices)
        for each in choices:
            card = self._cards[each.value]
            card.show_choice(each)
            card.setChecked(each.value == chosen)

    def _make(self, choices: Sequence[CardChoice]) -> None:
        for card in self._cards.values():
            self._group.removeButton(card)
            self._column.removeWidget(card)
            card.deleteLater()
        self._cards = {each.value: ChoiceCard(each) for each in choices}
        for value, card in self._cards.items():
            self._group.addButton(card)
            self._column.addWidget(card)
            card.clicked.connect(self._teller(value))

    def _teller(self, value: str) -> Callable[[], None]:
        def tell() -> None:
            self.picked.emit(value)

        return tell

    def pick(self, value: str) -> None:
        """Chooses one, as a click would; one that is barred stays as it is."""
        card = self._cards.get(value)
        if card is not None and card.isEnabled():
            card.setChecked(True)
            self.picked.emit(value)

    def pick_letter(self, letter: str) -> bool:
        """Chooses the card of a letter; whether there is one."""
        for value, card in self._cards.items():
            if card.choice.letter.casefold() == letter.casefold():
                self.pick(value)
                return True
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Letters choose; Enter does what is chosen."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            self.committed.emit()
        elif not (event.text().strip() and self.pick_letter(event.text())):
            super().keyPressEvent(event)
