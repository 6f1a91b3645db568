"""What is written on the card of the output."""

import dataclasses

import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPixmap

from bpstudio.ui.builder import class_rows
from bpstudio.ui.builder.output_card import OutputCard


@pytest.mark.parametrize(
    ("names", "start"),
    [
        ([f"class {number}" for number in range(1, 21)], ["1", "2", "3"]),
        (["a name that is long, 1", "another that is long, 2"] * 10, None),
    ],
)
def test_names_of_classes_are_told_apart(document, monkeypatch, names, start):
    written = []
    monkeypatch.setattr(class_rows, "write", lambda _p, _at, words, *_, **__: written.append(words))
    card = OutputCard()
    card.put(QRectF(0, 0, 104, 480))
    card.set_structure(dataclasses.replace(document.dataset, classes=tuple(names)), "softmax", 1)
    picture = QPixmap(200, 500)
    painter = QPainter(picture)
    card.draw_still(painter)
    painter.end()
    shown = [words for words in written if words not in ("y", "δ", "target class")][:20]
    if start:
        assert shown[:3] == start
    else:
        assert shown[0] != shown[1]
        assert shown[0].endswith("1"), "the middle is cut, not the end"
