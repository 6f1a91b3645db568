"""How large a card is that offers something: a picture, a title, a sentence below it."""

from PySide6.QtCore import Qt

from bpstudio.ui.theme import GRID

PADDING, PICTURE = 12, 80  # px
TITLE_LINE, LINE = 18, 15  # px, the heights of lines
SENTENCE_LINES = 3
HEIGHT = 2 * PADDING + PICTURE + GRID + TITLE_LINE + SENTENCE_LINES * LINE
WORDS = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
