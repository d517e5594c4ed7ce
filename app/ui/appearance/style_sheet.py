"""The style sheet of controls, filled in from the roles; cells are drawn by delegates."""

from string import Template
from typing import Final, Protocol

from app.ui.appearance.marks import marks
from app.ui.appearance.tokens import Theme, tokens


class Sizes(Protocol):
    """The look in force, as far as the sheet asks."""

    @property
    def theme(self) -> Theme:
        """The colours."""
        ...

    def points(self, kind: str) -> float:
        """The size of a kind of text."""
        ...

    def metric(self, name: str) -> int:
        """A height of the density."""
        ...

    def scaled(self, pixels: int) -> int:
        """A height grown with the text."""
        ...

    def size(self, name: str) -> int:
        """A size of the tokens."""
        ...


_SHEET: Final = Template("""
QWidget { color: $text; }
QMainWindow, QDialog, QWizard, QWidget[kind="ground"] { background: $window; }
QLabel { background: transparent; }
QLabel[kind="muted"], QLabel[kind="caption"] { color: $text_muted; }
QLabel[kind="caption"] { font-size: ${pt_caption}pt; }
QLabel[kind="strong"] { font-weight: 600; }
QLabel[kind="section"] { font-size: ${pt_section}pt; font-weight: 600; }
QLabel[kind="pane"] { font-size: ${pt_pane}pt; font-weight: 600; }
QLabel[kind="page"] { font-size: ${pt_page}pt; font-weight: 600; }
QLabel[kind="hero"] { font-size: ${pt_hero}pt; font-weight: 600; }
QLabel[kind="refused"] { color: $bad; font-size: ${pt_caption}pt; }
QLabel[kind="warn"] { color: $warn; font-weight: 500; }
QLabel[kind="key"] {
  border: 1px solid $line_strong; border-radius: 3px; padding: 0 4px;
  font-size: ${pt_caption}pt; font-weight: 500; color: $text_muted; background: $surface;
}
QFrame[kind="card"] { background: $surface; border: 1px solid $line; border-radius: ${r_card}px; }
QFrame[kind="chosen"] {
  background: $accent_soft; border: 2px solid $accent; border-radius: ${r_card}px;
}
QFrame[kind="error"] {
  background: $surface; border: 1px solid $bad; border-left: 4px solid $bad;
  border-radius: ${r_card}px;
}
QFrame[kind="done"] {
  background: $raised; border: 1px solid $line; border-left: 4px solid $ok;
  border-radius: ${r_card}px;
}
QFrame[kind="closes"] {
  background: $ok_soft; border: 1px solid $ok; border-radius: ${r_card}px;
}
QFrame[kind="step"] { background: $accent_soft; border-radius: ${r_item}px; }
QLabel[kind="current"] { color: $accent_text; font-weight: 600; }
QFrame[kind="upright"] { background: $line; border: none; max-width: 1px; min-width: 1px; }
QFrame[kind="notice"] { background: $run_soft; border: none; }
QFrame[kind="foot"] {
  background: $sunken; border: none; border-top: 1px solid $line;
  border-bottom-left-radius: ${r_card}px; border-bottom-right-radius: ${r_card}px;
}
QFrame[kind="line"] { background: $line; border: none; max-height: 1px; min-height: 1px; }
QFrame[kind="rail"] { background: $window; border: none; border-right: 1px solid $line; }

QPushButton {
  background: $surface; border: 1px solid $line_strong; border-radius: ${r_control}px;
  padding: 0 12px; min-height: ${control}px; font-weight: 500;
}
QPushButton:hover { background: $hover; }
QPushButton:pressed { background: $header; }
QPushButton:disabled { color: $text_disabled; border-color: $line; }
QPushButton[kind="primary"] { background: $accent; color: $on_accent; border: 1px solid $accent; }
QPushButton[kind="primary"]:hover { background: $accent_hover; border-color: $accent_hover; }
QPushButton[kind="primary"]:pressed { background: $accent_pressed; border-color: $accent_pressed; }
QPushButton[kind="primary"]:disabled {
  background: $header; color: $text_disabled; border-color: $line;
}
QPushButton[kind="quiet"] { background: transparent; border: none; color: $accent_text; }
QPushButton[kind="quiet"]:hover { background: $hover; }
QPushButton[kind="quiet"]:disabled { color: $text_disabled; }
QPushButton[kind="danger"] { color: $bad; border-color: $bad; }
QToolButton {
  background: transparent; border: none; border-radius: ${r_control}px; padding: 4px 8px;
}
QToolButton:hover { background: $hover; }
QToolButton::menu-indicator { image: none; }
QToolButton[kind="company"] {
  background: $surface; border: 1px solid $line; border-radius: ${r_item}px; padding: 6px;
}

QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractSpinBox {
  background: $surface; border: 1px solid $line_strong; border-radius: ${r_control}px;
  padding: 0 8px; min-height: ${field}px; placeholder-text-color: $text_muted;
  selection-background-color: $selection; selection-color: $selection_text;
}
QPlainTextEdit, QTextEdit { padding: 6px 8px; }
QLineEdit:disabled, QComboBox:disabled { color: $text_disabled; border-color: $line; }
QTableView QLineEdit, QTableView QComboBox {
  border: 2px solid $focus; border-radius: 0; min-height: 0; padding: 0 6px;
}
QTableView QComboBox { padding-right: 24px; }
QLineEdit[state="refused"] { border: 2px solid $bad; }
QLineEdit[state="owned"], QLineEdit:read-only { background: $sunken; border-color: $line; }
QComboBox { padding-right: 26px; }
QComboBox::drop-down { border: none; width: 24px; }
QComboBox::down-arrow { image: url("${mark_down}"); width: 14px; height: 14px; }
QComboBox::down-arrow:disabled { image: url("${mark_down_off}"); }
QAbstractSpinBox::up-button, QAbstractSpinBox::down-button { border: none; width: 20px; }
QAbstractSpinBox::up-arrow { image: url("${mark_up}"); width: 12px; height: 12px; }
QAbstractSpinBox::down-arrow { image: url("${mark_down}"); width: 12px; height: 12px; }
QComboBox QAbstractItemView {
  background: $raised; border: 1px solid $line_strong; outline: none;
  selection-background-color: $selection; selection-color: $selection_text;
}
QCheckBox, QRadioButton { spacing: 8px; min-height: 24px; background: transparent; }
QCheckBox::indicator, QTreeView::indicator, QListView::indicator, QGroupBox::indicator {
  width: 14px; height: 14px; border: 1px solid $line_strong; border-radius: 3px;
  background: $surface;
}
QCheckBox::indicator:checked, QTreeView::indicator:checked, QListView::indicator:checked,
QGroupBox::indicator:checked {
  background: $accent; border-color: $accent; image: url("${mark_check}");
}
QCheckBox::indicator:disabled { border-color: $line; background: $header; }
QCheckBox::indicator:checked:disabled { image: url("${mark_check_off}"); }
QRadioButton::indicator {
  width: 14px; height: 14px; border: 1px solid $line_strong; border-radius: 8px;
  background: $surface;
}
QRadioButton::indicator:checked {
  width: 6px; height: 6px; border: 5px solid $accent; background: $on_accent;
}
QRadioButton::indicator:disabled { border-color: $line; background: $header; }
QMenu::indicator { width: 14px; height: 14px; left: 8px; }
QMenu::indicator:checked { image: url("${mark_tick}"); }
QGroupBox { border: none; margin-top: 20px; font-weight: 600; }
QGroupBox::title { subcontrol-origin: margin; left: 0; }

QMenuBar { background: $window; padding: 2px 8px; }
QMenuBar::item { padding: 4px 10px; border-radius: ${r_badge}px; background: transparent; }
QMenuBar::item:selected { background: $accent_soft; }
QMenu { background: $raised; border: 1px solid $line_strong; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 28px; border-radius: ${r_badge}px; }
QMenu::item:selected { background: $selection; color: $selection_text; }
QMenu::item:disabled { color: $text_disabled; }
QMenu::separator { height: 1px; background: $line; margin: 4px 8px; }
QMenu::icon { left: 6px; }

QStatusBar { background: $header; border-top: 1px solid $line; min-height: ${status_strip}px; }
QStatusBar::item { border: none; }
QToolTip {
  background: $raised; color: $text; border: 1px solid $line_strong; padding: 4px 8px;
}
QTabBar { background: transparent; border: none; }
QTabBar::tab {
  background: transparent; border: none; border-bottom: 2px solid transparent;
  padding: 8px 10px; color: $text_muted; font-weight: 500;
}
QTabBar::tab:selected { color: $accent_text; border-bottom-color: $accent; font-weight: 600; }
QTabBar::tab:hover { color: $text; }
QTabWidget::pane { border: none; }

QAbstractItemView {
  background: $surface; border: none; outline: none; alternate-background-color: $surface;
  selection-background-color: $selection; selection-color: $selection_text;
}
QListView[kind="rail"] { background: transparent; border: none; }
QHeaderView { background: $header; border: none; }
QHeaderView::section {
  background: $header; border: none; border-right: 1px solid $line;
  border-bottom: 1px solid $line; padding: 0 ${pad_x}px; font-weight: 600; color: $text_muted;
}
QTableView QTableCornerButton::section { background: $header; border: none; }
QSplitter::handle { background: transparent; }
QScrollBar:vertical { background: transparent; width: 12px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 12px; margin: 0; }
QScrollBar::handle { background: $line_strong; border-radius: 4px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QProgressBar {
  background: $header; border: none; border-radius: 3px; max-height: 6px; min-height: 6px;
}
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QScrollArea { background: transparent; border: none; }
QScrollArea > QWidget > QWidget[kind="ground"] { background: transparent; }
QCalendarWidget QWidget { alternate-background-color: $sunken; }
""")


def style_sheet(look: Sizes) -> str:
    """The sheet in the theme, density and text size of a look."""
    colours = tokens().themes[look.theme]
    kinds = {f"pt_{kind}": f"{look.points(kind):g}" for kind in tokens().ratio}
    corners = {f"r_{name}": str(pixels) for name, pixels in tokens().radius.items()}
    control = look.metric("control")
    sheet = _SHEET.substitute(
        colours,
        **marks(look.theme.value, dict(colours)),
        **kinds,
        **corners,
        control=control - 2,
        field=control - 2,
        pad_x=look.metric("pad_x"),
        status_strip=look.scaled(look.size("status_strip")),
    )
    if look.theme is Theme.HIGH_CONTRAST:
        sheet += "\nQMenu::item:selected { border: 1px solid " + colours["text"] + "; }"
    return sheet
