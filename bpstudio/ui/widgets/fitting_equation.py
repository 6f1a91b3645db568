"""An equation where there is room for it, else the same in a line of letters."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from bpstudio.ui.tex.words import in_words, plain_text
from bpstudio.ui.theme import TITLE
from bpstudio.ui.widgets.equation import Equation, equation_extent

MOST_LETTERS = 120  # what is longer isn't even set to be measured


class FittingEquation(QWidget):
    """Takes no more than `room` px of width; what is too wide is written as text that wraps.

    Parameters
    ----------
    room
        The width that there is, px.
    size, color
        As an `Equation` has them.
    least
        The size that its letters may shrink to before it is written as text.
    """

    def __init__(
        self,
        room: int,
        size: int = TITLE,
        *,
        color: str = "text",
        least: int | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._room, self._sizes = room, range(size, (size if least is None else least) - 1, -1)
        self.tex = ""
        self._equation = Equation("", size, color=color)
        self._text = QLabel()
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._equation)
        column.addWidget(self._text)
        self.hide()

    def set_tex(self, tex: str) -> None:
        """Show `tex`; "" hides it."""
        if tex == self.tex:
            return
        self.tex = tex
        self._fit()

    def set_room(self, room: int) -> None:
        """Fit into another width, px."""
        if room != self._room:
            self._room = room
            self._fit()

    def _fit(self) -> None:
        tex = self.tex
        size = self._fitting_size(tex)
        fits = size is not None
        self._equation.set_tex(tex if fits else "")
        if size is not None:
            self._equation.set_size(size)
        self._text.setText("" if fits else plain_text(tex))
        self._equation.setVisible(fits)
        self._text.setVisible(not fits)
        self.setVisible(bool(tex))
        self.setAccessibleName(in_words(tex))

    @property
    def width_wanted(self) -> int:
        """How wide it is where there is room for it."""
        return (
            self._equation.sizeHint().width() if self._equation.tex else self._room * bool(self.tex)
        )

    def _fitting_size(self, tex: str) -> int | None:
        """Return the largest size in which it fits; None where it doesn't in any."""
        if len(plain_text(tex)) > MOST_LETTERS:
            return None
        fitting = (size for size in self._sizes if equation_extent(tex, size).width <= self._room)
        return next(fitting, None)
