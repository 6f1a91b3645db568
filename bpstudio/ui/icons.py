"""The icons: SVGs of one stroke, in the colours of the theme that is on."""

from __future__ import annotations

import atexit
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QObject, QRectF, Qt, QTemporaryDir
from PySide6.QtGui import QAction, QColor, QIcon, QPainter, QPixmap, QPixmapCache
from PySide6.QtSvg import QSvgRenderer

from bpstudio.resources import resource
from bpstudio.ui.theme import Colors, theme

if TYPE_CHECKING:
    from pathlib import Path

    from PySide6.QtWidgets import QAbstractButton

SIZE = 16  # px
RATIOS = (1, 2, 3)  # device pixels per px that an icon is drawn sharp for


def icon(name: str, color: QColor | None = None) -> QIcon:
    """Return the icon `name` in `color`, or in the text colour of the theme that is on.

    It keeps its colour when the theme changes: use `set_icon` for actions and buttons.
    """
    colors = theme().colors
    made = QIcon()
    for ratio in RATIOS:
        made.addPixmap(pixmap(name, color or colors.text, ratio))
        made.addPixmap(pixmap(name, colors.strong, ratio), QIcon.Mode.Disabled)
    return made


def pixmap(name: str, color: QColor, ratio: float = 1.0, size: int = SIZE) -> QPixmap:
    """Return the icon `name` in `color`, `size` px wide, for `ratio` device pixels per px."""
    key = f"icon {name} {color.name()} {ratio} {size}"
    picture = QPixmap()
    if QPixmapCache.find(key, picture):  # hundreds of a window are the same few
        return picture
    picture = QPixmap(round(size * ratio), round(size * ratio))
    picture.fill(Qt.GlobalColor.transparent)
    with QPainter(picture) as painter:
        QSvgRenderer(QByteArray(_tinted(name, color))).render(painter)
    picture.setDevicePixelRatio(ratio)
    QPixmapCache.insert(key, picture)
    return picture


def paint_icon(painter: QPainter, name: str, place: QRectF, color: QColor) -> None:
    """Draw the icon `name` in `color` at `place`, sharp at any scale."""
    QSvgRenderer(QByteArray(_tinted(name, color))).render(painter, place)


def set_icon(target: QAction | QAbstractButton, name: str) -> None:
    """Give `target` the icon `name`, and give it anew whenever the theme changes."""
    for former in target.findChildren(_Tint, options=Qt.FindChildOption.FindDirectChildrenOnly):
        former.setParent(None)
        former.deleteLater()
    _Tint(target, name)


class _Tint(QObject):
    """Keeps one target's icon in the theme's colours; lives and dies with the target."""

    def __init__(self, target: QAction | QAbstractButton, name: str) -> None:
        super().__init__(target)
        self._target = target
        self._name = name
        theme().changed.connect(self._apply)
        self._apply()

    def _apply(self) -> None:
        self._target.setIcon(icon(self._name))


def application_icon() -> QIcon:
    """Return the icon of the application itself."""
    return QIcon(str(_path("bpstudio")))


@cache
def tinted_file(name: str, color: str) -> str:
    """Return the path of a copy of the icon `name` in `color`, for style sheets."""
    path = f"{_folder().path()}/{name}-{color.lstrip('#')}.svg"
    with open(path, "wb") as file:
        file.write(_tinted(name, QColor(color)))
    return path


@cache
def _folder() -> QTemporaryDir:
    made = QTemporaryDir()
    atexit.register(made.remove)  # Python doesn't end what a cache holds
    return made


def _path(name: str) -> Path:
    return resource("icons", f"{name}.svg")


@cache
def _source(name: str) -> str:
    return _path(name).read_text(encoding="utf-8")


def _tinted(name: str, color: QColor) -> bytes:
    return _source(name).replace("currentColor", color.name()).encode()


def style_icons(colors: Colors) -> dict[str, str]:
    """Return what style sheets call the arrows and marks, by name, as paths."""
    return {
        "arrow_down": tinted_file("chevron-down", colors.text2.name()),
        "arrow_up": tinted_file("chevron-up", colors.text2.name()),
        "arrow_right": tinted_file("chevron-right", colors.text2.name()),
        "arrow_down_off": tinted_file("chevron-down", colors.strong.name()),
        "arrow_up_off": tinted_file("chevron-up", colors.strong.name()),
        "tick": tinted_file("check", colors.text.name()),
        "tick_on_accent": tinted_file("check", colors.on_accent.name()),
    }
