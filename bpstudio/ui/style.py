"""The application's style: Fusion in our palette, and the style sheet in the theme's tokens."""

from __future__ import annotations

from string import Template
from typing import TYPE_CHECKING

from PySide6.QtGui import QFont, QFontDatabase

from bpstudio.resources import resource
from bpstudio.ui.icons import style_icons
from bpstudio.ui.theme import BODY, Colors, blend, forget_fonts, qt_palette, theme, tokens

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

FAMILIES = ("Inter", "Segoe UI", "SF Pro Text", "Noto Sans", "Cantarell", "Ubuntu")


def style_sheet(colors: Colors) -> str:
    """Return the style sheet of the application in `colors`."""
    states = {
        "hover": blend(colors.window, colors.text, 0.06).name(),
        "pressed": colors.pressed.name(),
        "accent_hover": blend(colors.accent, colors.window, 0.16).name(),
        "accent_pressed": blend(colors.accent, colors.window, 0.28).name(),
        "focus_on_accent": colors.text3.name(),
        "tip_size": f"{round(BODY * theme().magnification)}px",
    }
    template = Template(resource("style.qss").read_text(encoding="utf-8"))
    return template.substitute(tokens(colors), **states, **style_icons(colors))


def apply_style(app: QApplication) -> None:
    """Dress `app` in the theme that is on, now and whenever the theme changes."""
    app.setStyle("Fusion")
    app.setFont(interface_font(app.font()))
    forget_fonts()

    def dress() -> None:
        app.setPalette(qt_palette(theme().colors))
        app.setStyleSheet("")  # from one sheet to the next directly takes Qt five times as long
        app.setStyleSheet(style_sheet(theme().colors))

    theme().changed.connect(dress)
    dress()


def interface_font(system: QFont) -> QFont:
    """Return the interface's font: a family drawn for screens if there is one, else `system`."""
    installed = set(QFontDatabase.families())
    chosen = [family for family in FAMILIES if family in installed]
    made = QFont(system)
    made.setFamilies([*chosen[:1], *system.families()])
    made.setPixelSize(BODY)
    made.setFeature(QFont.Tag("tnum"), 1)
    return made
