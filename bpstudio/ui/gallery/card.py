"""How an example looks in the gallery: its data, its network, a title, a sentence."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from bpstudio.refusal import Refusal
from bpstudio.ui.gallery.data_picture import draw_data
from bpstudio.ui.gallery.network_picture import draw_network
from bpstudio.ui.gallery.sketch import Sketch, sketch
from bpstudio.ui.gallery.words import network_words, training_words
from bpstudio.ui.theme import (
    BOLD,
    GAP,
    GRID,
    HINT,
    RADIUS_CARD,
    REGULAR,
    VALUE,
    blend,
    font,
    theme,
)
from bpstudio.ui.widgets.card import (
    HEIGHT,
    LINE,
    PADDING,
    PICTURE,
    SENTENCE_LINES,
    TITLE_LINE,
    WORDS,
)

if TYPE_CHECKING:
    from bpstudio.experiment.spec import Experiment
    from bpstudio.ui.gallery.catalogue import Example

log = logging.getLogger(__name__)

EXAMPLE = Qt.ItemDataRole.UserRole  # under which the model has the `Example`
ROW_GAP = 12  # px; across, cards are `GAP` apart

Index = QModelIndex | QPersistentModelIndex


class CardDelegate(QStyledItemDelegate):
    """Draws the cards of a list whose `size` is that of a card and the gap after it."""

    size = QSize(1, HEIGHT + ROW_GAP)

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """Return the size of a cell: a card and the gaps after it."""
        return self.size

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one card."""
        place = QRectF(card_rect(option))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _draw_ground(painter, place, option.state)
        _draw_example(painter, place.adjusted(PADDING, PADDING, -PADDING, 0), index.data(EXAMPLE))
        painter.restore()


def card_rect(option: QStyleOptionViewItem) -> QRectF:
    """Return the place of the card within its cell."""
    return QRectF(option.rect).adjusted(0, 0, -GAP, -ROW_GAP)


def _draw_ground(painter: QPainter, place: QRectF, state: QStyle.StateFlag) -> None:
    """Draw the card: a frame of ink where it is selected, within it a line where keys go to it."""
    colors = theme().colors
    is_selected = bool(state & QStyle.StateFlag.State_Selected)
    is_hovered = bool(state & QStyle.StateFlag.State_MouseOver)
    width = 2 if is_selected else 1
    frame = colors.accent if is_selected else colors.strong if is_hovered else colors.border
    inset = width / 2
    painter.setPen(QPen(frame, width))
    painter.setBrush(blend(colors.raised, colors.sunken, 0.5) if is_selected else colors.raised)
    box = place.adjusted(inset, inset, -inset, -inset)
    painter.drawRoundedRect(box, RADIUS_CARD, RADIUS_CARD)
    if is_selected and state & QStyle.StateFlag.State_HasFocus:
        painter.setPen(QPen(colors.accent, 1, Qt.PenStyle.DotLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(place.adjusted(4.5, 4.5, -4.5, -4.5), 4, 4)


def _draw_example(painter: QPainter, place: QRectF, example: Example) -> None:
    colors = theme().colors
    known = _sketch(example)
    picture = QRectF(place.left(), place.top(), PICTURE, PICTURE)
    draw_data(painter, picture, known.drawn if known else None)
    beside = QRectF(picture.right() + PADDING, place.top(), 0, PICTURE)
    beside.setRight(place.right())
    _draw_network(painter, beside, example.experiment, known)
    title = QRectF(place.left(), picture.bottom() + GRID, place.width(), TITLE_LINE)
    _write(painter, title, example.title, colors.text, font(VALUE, BOLD))
    sentence = QRectF(title.left(), title.bottom() + 2, place.width(), SENTENCE_LINES * LINE)
    _write(painter, sentence, example.sentence, colors.text2)


def _draw_network(
    painter: QPainter, place: QRectF, experiment: Experiment, known: Sketch | None
) -> None:
    """Draw the network as a chain, and below it two lines on it and on the training."""
    colors = theme().colors
    chain = place.adjusted(0, 0, 0, -2 * LINE - GRID / 2)
    if known is not None:
        hidden = experiment.hidden
        widths = (known.inputs, *(layer.units for layer in hidden), known.outputs)
        draw_network(painter, chain, widths, [layer.skip for layer in hidden])
    line = QRectF(place.left(), place.bottom() - 2 * LINE, place.width(), LINE)
    _write(painter, line, network_words(experiment), colors.text2)
    _write(painter, line.translated(0, LINE), training_words(experiment), colors.text3)


def _write(
    painter: QPainter, place: QRectF, words: str, color: QColor, face: QFont | None = None
) -> None:
    painter.setFont(face or font(HINT, REGULAR))
    painter.setPen(color)
    painter.drawText(place, WORDS, words)


def _sketch(example: Example) -> Sketch | None:
    try:
        return sketch(example.experiment)
    except Refusal as refusal:
        log.warning("no picture of %s: %s", example.path.name, refusal)
        return None
