"""Paragraphs, and what scrolls them."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QScrollArea, QSizePolicy, QWidget

from bpstudio.ui.numbers import NARROW
from bpstudio.ui.widgets.wrapped import wrapped


def paragraph(text: str, role: str = "reading") -> QLabel:
    """Return text that is no wider than there is room, its figures in groups."""
    label = wrapped(role, grouped(text), is_selectable=True)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    return label


def grouped(text: str) -> str:
    """Return text with its figures in groups as they are on the screen: 15,052 is 15 052."""
    return re.sub(r"(?<=\d),(?=\d{3}(?!\d))", NARROW, text)


def scrolled(content: QWidget, name: str) -> QScrollArea:
    """Return what scrolls `content` up and down."""
    area = QScrollArea()
    area.setAccessibleName(name)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(content)
    return area
