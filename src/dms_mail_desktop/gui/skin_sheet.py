"""The skin: one style sheet for Fusion, made from roles and measures."""

from string import Template

from PySide6.QtGui import QFont

from dms_mail_desktop.gui.look import Look, control_height

SHEET = Template("""
QToolTip { background: $card; color: $text; border: 1px solid $field_line; padding: 4px 6px; }
QMenuBar { background: $page; color: $text; padding: ${u4}px ${u18}px 0 ${u18}px; spacing: 0; }
QMenuBar::item { padding: ${u6}px ${u12}px; border-radius: 4px; background: transparent; }
QMenuBar::item:selected { background: $selected; color: $on_selected; }
QMenu { background: $card; color: $text; border: 1px solid $field_side; padding: 4px; }
QMenu::item { padding: ${u6}px ${u24}px ${u6}px ${u12}px; border-radius: 4px; }
QMenu::item:selected { background: $selected; color: $on_selected; }
QMenu::item:disabled { color: $disabled; background: transparent; }
QMenu::separator { height: 1px; background: $hairline; margin: 4px 8px; }
QTabBar { background: transparent; }
QTabBar::tab { color: $secondary; background: transparent; border: 0; border-bottom: 2px solid transparent;
  padding: ${u10}px ${u2}px ${u10}px ${u2}px; margin: 0 ${tab_gap}px 1px 0; }
QTabBar::tab:last { margin-right: 0; }
QTabBar QToolButton { background: $page; border: 1px solid $button_stroke; border-radius: 4px; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; }
QTabBar:focus::tab:selected { color: $link; }
QLabel[kind="heading"] { font-size: ${heading}pt; font-weight: 600; }
QLabel[kind="title"] { font-size: ${title}pt; font-weight: 600; }
QLabel[kind="strong"] { font-weight: 600; }
QLabel[kind="quiet"] { color: $secondary; }
QLabel[kind="help"] { color: $secondary; font-size: ${help}pt; }
QLabel[kind="advice"] { font-size: ${help}pt; }
QLabel[kind="caption"] { font-size: ${help}pt; font-weight: 600; }
QLabel[kind="fault"] { color: $error; font-size: ${help}pt; }
QLabel[kind="refused"] { color: $error; }
QLabel[kind="code"] { font-size: ${code_size}pt; }
QLineEdit, SpinBox, ComboBox { border: 1px solid $field_side; border-bottom-color: $field_line; border-radius: 4px;
  background: $field; color: $text; selection-background-color: $accent; selection-color: $on_accent;
  padding: 0 ${field_pad}px; min-height: ${inner}px; }
QPlainTextEdit { border: 1px solid $field_side; border-bottom-color: $field_line; border-radius: 4px;
  background: $field; color: $text; padding: ${text_pad}px ${text_side}px; }
ComboBox { background: $button; padding: 0 2px 0 ${combo_pad}px; combobox-popup: 0; }
SpinBox { padding: 0 ${arrow}px 0 0; max-height: ${inner}px; }
QLineEdit:focus, SpinBox:focus, ComboBox:focus { border: 2px solid $accent; min-height: ${inner2}px; }
QLineEdit:focus { padding: 0 ${field_pad1}px; }
ComboBox:focus { padding: 0 1px 0 ${combo_pad1}px; }
SpinBox:focus { padding: 0 ${arrow1}px 0 0; max-height: ${inner2}px; }
QPlainTextEdit:focus { border: 2px solid $accent; padding: ${text_pad1}px ${text_side1}px; }
QLineEdit[readOnly="true"] { background: $card; border-color: $card_stroke; }
QLineEdit:disabled, SpinBox:disabled, ComboBox:disabled, QPlainTextEdit:disabled { color: $disabled; background: $card;
  border-color: $card_stroke; }
QLineEdit[invalid="true"], SpinBox[invalid="true"], ComboBox[invalid="true"], QPlainTextEdit[invalid="true"] {
  border-color: $error; }
ComboBox::drop-down { border: 0; width: ${arrow}px; }
ComboBox::down-arrow { image: none; }
ComboBox QAbstractItemView { background: $card; color: $text; border: 1px solid $field_side; outline: 0; padding: 3px; }
ComboBox QAbstractItemView::item { min-height: ${item}px; padding: 0 ${u6}px; border-radius: 4px; border: 0; }
ComboBox QAbstractItemView::item:selected { background: $selected; color: $on_selected; }
SpinBox::up-button, SpinBox::down-button { border: 0; background: transparent; width: ${arrow}px; }
SpinBox::up-arrow, SpinBox::down-arrow { image: none; width: 0; height: 0; }
QPushButton { background: $button; color: $text; border: 1px solid $button_stroke; border-radius: 4px; outline: 0;
  padding: 0 ${button_pad}px; min-height: ${inner}px; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }
QPushButton:hover { background: $button_hover; }
QPushButton:pressed { background: $button_pressed; }
QPushButton:focus { border: 2px solid $accent; padding: 0 ${button_pad1}px; min-height: ${inner2}px; }
QPushButton:disabled { color: $disabled; background: $card; border-color: $card_stroke; }
QPushButton[primary="true"] { background: $accent; color: $on_accent; border-color: $accent; }
QPushButton[primary="true"]:hover { background: $accent_hover; }
QPushButton[primary="true"]:pressed { background: $accent_pressed; }
QPushButton[primary="true"]:focus { border: 2px solid $text; }
QPushButton[segment="first"] { border-top-right-radius: 0; border-bottom-right-radius: 0; }
QPushButton[segment="last"] { border-top-left-radius: 0; border-bottom-left-radius: 0; border-left: 0; }
QPushButton[segment]:checked { background: $selected; color: $on_selected; border-bottom: 2px solid $accent;
  min-height: ${inner1}px; }
QPushButton[segment]:focus { border: 2px solid $accent; min-height: ${inner2}px; }
QPushButton[segment]:checked:focus { border: 2px solid $text; }
QPushButton[link="true"] { background: transparent; color: $link; border: 1px solid transparent; padding: 0 ${u4}px; }
QPushButton[link="true"]:hover { text-decoration: underline; }
QPushButton[link="true"]:focus { border: 2px solid $accent; padding: 0 ${u3}px; }
CheckBox { spacing: ${u8}px; min-height: ${control}px; }
CheckBox::indicator { width: ${tick}px; height: ${tick}px; border: 1px solid $field_line; border-radius: 4px;
  background: $field; }
CheckBox::indicator:checked { background: $accent; border-color: $accent; }
CheckBox::indicator:focus { border: 2px solid $accent; width: ${tick2}px; height: ${tick2}px; }
CheckBox::indicator:checked:focus { border-color: $text; }
CheckBox[invalid="true"]::indicator { border-color: $error; }
QToolButton[kind="inside"] { border: 1px solid transparent; border-radius: 4px; background: transparent; padding: 0; }
QToolButton[kind="inside"]:hover { background: $button_pressed; }
QToolButton[kind="inside"]:focus { border: 2px solid $accent; }
ComboBox QLineEdit, ComboBox QLineEdit:focus { background: transparent; border: 0; padding: 0; min-height: 0; }
QTableView { background: transparent; color: $text; border: 0; outline: 0; selection-background-color: $selected;
  selection-color: $on_selected; }
QTableView::item { padding: 0 ${u10}px; border: 0; }
QTableView::item:selected { background: $selected; color: $on_selected; }
QListWidget { background: $card; color: $text; border: 1px solid $card_stroke; border-radius: 4px; outline: 0;
  padding: ${u4}px; }
QListWidget:focus { border: 2px solid $accent; padding: ${u3}px; }
QListWidget::item { min-height: ${item}px; padding: 0 ${u6}px; border-radius: 4px; border: 0; }
QListWidget::item:selected { background: $selected; color: $on_selected; }
QHeaderView { background: transparent; border: 0; }
QHeaderView::section { background: transparent; color: $secondary; border: 0; border-bottom: 1px solid $card_stroke;
  padding: 0 ${head_pad}px; }
QHeaderView::section:hover { color: $text; }
QScrollArea { background: transparent; border: 0; }
QScrollArea[details="true"]:focus { border: 2px solid $accent; border-radius: 6px; }
QScrollBar:vertical { background: transparent; width: ${bar}px; margin: ${u4}px 0; }
QScrollBar::handle:vertical { background: $scroll; border-radius: ${u2}px; min-height: ${u32}px;
  margin: 0 ${u4}px 0 ${u4}px; }
QScrollBar::handle:vertical:disabled { background: transparent; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
""")


def sheet(look: Look, font: QFont) -> str:
    """The style sheet for this look and body font."""
    unit, size = look.unit, font.pointSizeF()
    control = control_height(font)
    measures = {f"u{length}": round(length * unit) for length in (2, 3, 4, 6, 8, 10, 12, 18, 24, 28, 32)} | {
        "control": control,
        "inner": control - 2,
        "inner1": control - 3,
        "inner2": control - 4,
        "item": control - 4,
        "field_pad": round(7 * unit),
        "field_pad1": round(7 * unit) - 1,
        "combo_pad": round(9 * unit),
        "combo_pad1": round(9 * unit) - 1,
        "text_pad": round(3 * unit),
        "text_pad1": round(3 * unit) - 1,
        "text_side": round(5 * unit),
        "text_side1": round(5 * unit) - 1,
        "head_pad": round(10 * unit) + 3,
        "button_pad": round(13 * unit),
        "button_pad1": round(13 * unit) - 1,
        "tab_gap": round(26 * unit),
        "arrow": round(28 * unit),
        "arrow1": round(28 * unit) - 1,
        "tick": round(16 * unit),
        "tick2": round(16 * unit) - 2,
        "bar": round(12 * unit),
        "heading": f"{size * 1.1:.2f}",
        "title": f"{size * 1.6:.2f}",
        "help": f"{size * 0.93:.2f}",
        "code_size": f"{size * 0.9:.2f}",
    }
    return SHEET.substitute(look.roles._asdict() | measures)
