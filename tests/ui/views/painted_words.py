"""What words a widget paints, and where."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QPainter

if TYPE_CHECKING:
    import pytest
    from PySide6.QtWidgets import QWidget


def painted_words(monkeypatch: pytest.MonkeyPatch, widget: QWidget) -> list[tuple[QRect, str]]:
    """Paint a widget, and return where the letters are, in px, and the words."""
    found: list[tuple[QRect, str]] = []
    draw = QPainter.drawText

    def note(painter: QPainter, place: Any, *more: Any) -> None:
        draw(painter, place, *more)
        words = next(part for part in more if isinstance(part, str))
        if isinstance(place, QRect | QRectF):
            box = painter.boundingRect(QRectF(place), more[0], words)
        else:
            size = painter.fontMetrics().size(0, words)
            box = QRectF(QPointF(place) - QPointF(0, size.height()), size.toSizeF())
        if words.strip():
            found.append((painter.transform().mapRect(box).toRect(), words))

    with monkeypatch.context() as patch:
        patch.setattr(QPainter, "drawText", note)
        widget.grab()
    return found
