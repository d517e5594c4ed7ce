"""The place of the pages: the one that is shown, which scrolls where the window is too small."""

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import QApplication, QFrame, QScrollArea, QStackedWidget, QWidget


class _Stack(QStackedWidget):
    """A stack as large as the page that is shown, not as the largest one."""

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """What the page that is shown needs."""
        page = self.currentWidget()
        return page.minimumSizeHint() if page is not None else QSize()

    def sizeHint(self) -> QSize:  # noqa: N802
        """The same: a page takes what room there is."""
        return self.minimumSizeHint()


class PageArea(QScrollArea):
    """Shows one page. On a small screen or with large text it scrolls rather than cuts."""

    def __init__(self, page: QWidget | None = None) -> None:
        super().__init__()
        self.stack = _Stack()
        if page is not None:
            self.stack.addWidget(page)
        self.setWidget(self.stack)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.stack.currentChanged.connect(self.stack.updateGeometry)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """As small as need be: what does not fit is reached by scrolling."""
        return QSize(240, 160)

    @Slot(QWidget, QWidget)
    def _follow(self, _: QWidget | None, new: QWidget | None) -> None:
        if new is not None and self.stack.isAncestorOf(new):
            self.ensureWidgetVisible(new, 8, 8)
