"""Predict, then reveal: numbers are covered until the user has said what they are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple, cast

from PySide6.QtCore import QObject, Signal

from bpstudio.ui.circuit.panels.guess import read_guess, verdict
from bpstudio.ui.names import counted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from bpstudio.ui.circuit.state import CircuitState

Kind = Literal["value", "gradient"]
Covered = tuple[int, Kind]  # a node, and which of its two numbers

NO_NUMBER = "{} is no number; type one such as −0.25."


@dataclass(frozen=True)
class Answer:
    """What is said to a prediction."""

    words: str
    is_right: bool


class Predicted(NamedTuple):
    """What there is of the predictions of a circuit.

    `scores` are the numbers of those that were right, wrong and revealed.
    """

    is_on: bool
    told: frozenset[Covered]
    answers: dict[Covered, Answer]
    scores: tuple[int, int, int]


class Predictions(QObject):
    """Covers numbers of a circuit, judges what is typed for them, keeps the score.

    Gradients are covered from the moment at which they are there; values only while someone steps
    through the forward pass, since the gradients are made of them. What was told stays told.

    Signals
    -------
    changed
        It was switched, or something was typed or revealed.
    """

    changed = Signal()

    def __init__(self, state: CircuitState) -> None:
        super().__init__(state)
        self._state = state
        self.is_on = False
        self._told: set[Covered] = set()
        self._wiring = self._wired  # that what was told is of
        self._answers: dict[Covered, Answer] = {}
        self._right = self._missed = self._revealed = 0
        state.circuit_changed.connect(self._follow)
        state.shown_changed.connect(self._cover)
        state.document.opened.connect(self.begin_again)

    def set_on(self, is_on: bool) -> None:
        """Cover what isn't told yet, or show everything; either way the score begins anew."""
        if is_on != self.is_on:
            self.is_on = is_on
            self.begin_again()

    def ask_for(self, gradients: Iterable[int]) -> None:
        """Cover the gradients of these nodes alone, or nothing where there are none."""
        wanted = frozenset(gradients)
        self.is_on = bool(wanted)
        self._forget()
        others = self._state.circuit.by_id.keys() - wanted
        self._told |= {(node, "gradient") for node in others}
        self._tell()

    def put_aside(self) -> Predicted:
        """Return all that there is of them, for `take_back`."""
        scores = self._right, self._missed, self._revealed
        return Predicted(self.is_on, frozenset(self._told), dict(self._answers), scores)

    def take_back(self, aside: Predicted) -> None:
        """Have it all again."""
        self.is_on, self._told, self._answers = aside.is_on, set(aside.told), aside.answers
        self._right, self._missed, self._revealed = aside.scores
        self._wiring = self._wired
        self._tell()

    def begin_again(self) -> None:
        """Cover everything again, and forget the score."""
        self._forget()
        self._tell()

    def _forget(self) -> None:
        self._told.clear()
        self._answers.clear()
        self._right = self._missed = self._revealed = 0

    def is_covered(self, node: int, kind: Kind) -> bool:
        """Whether a number is there but not told: it is to be predicted."""
        covered = self._state.covered_values if kind == "value" else self._state.covered
        return node in covered

    @property
    def covered(self) -> tuple[Covered, ...]:
        """All numbers that are to be predicted now."""
        values = ((node, "value") for node in sorted(self._state.covered_values))
        gradients = ((node, "gradient") for node in sorted(self._state.covered))
        return cast("tuple[Covered, ...]", (*values, *gradients))

    def answer(self, node: int, kind: Kind) -> Answer | None:
        """Return what was said last about a number."""
        return self._answers.get((node, kind))

    def guess(self, node: int, kind: Kind, text: str) -> Answer:
        """Judge what was typed for a covered number; the right one is told from now on."""
        actual, shown = self._actual(node, kind)
        guess = read_guess(text)
        if guess is None or actual is None:
            what = f"“{text.strip()}”" if text.strip() else "Nothing"
            answer = Answer(NO_NUMBER.format(what), False)
        else:
            answer = Answer(verdict(guess, actual, shown), guess.is_right(actual))
            self._count(answer.is_right)
        self._answers[node, kind] = answer
        if answer.is_right:
            self._told.add((node, kind))
        self._tell()
        return answer

    def reveal(self, node: int, kind: Kind) -> None:
        """Tell a number to a user who gives it up."""
        if self.is_covered(node, kind):
            _, shown = self._actual(node, kind)
            self._revealed += 1
            self._told.add((node, kind))
            self._answers[node, kind] = Answer(f"Revealed: {shown}.", False)
            self._tell()

    def reveal_all(self) -> None:
        """Tell all that is covered now."""
        covered = self.covered
        self._revealed += len(covered)
        self._told.update(covered)
        self._tell()

    @property
    def left(self) -> int:
        """How many numbers are covered now."""
        return len(self.covered)

    @property
    def score(self) -> str:
        """How it goes, in words."""
        parts = [f"{self._right} right"]
        if self._missed:
            parts.append(f"{self._missed} wrong")
        if self._revealed:
            parts.append(f"{self._revealed} revealed")
        return f"{', '.join(parts)}; {counted(self.left, 'number')} to go"

    def _count(self, is_right: bool) -> None:
        self._right += is_right
        self._missed += not is_right

    def _actual(self, node: int, kind: Kind) -> tuple[float | None, str]:
        """Return a number and how it stands on the screen."""
        numbers = self._state.numbers
        if kind == "value":
            value = numbers.values.values.get(node)
            return value, numbers.value_digits.text(value)
        gradient = numbers.gradients.gradients.get(node)
        return gradient, numbers.gradient_digits.text(gradient)

    def _follow(self) -> None:
        """Cover everything where what leads to L is wired otherwise: all gradients are others."""
        if self._wired != self._wiring:
            self._wiring = self._wired
            self._told.clear()
            self._answers.clear()
        self._cover()

    @property
    def _wired(self) -> object:
        circuit = self._state.circuit
        leading = (circuit.by_id[number] for number in sorted(circuit.leading))
        return circuit.output, tuple((node.id, node.gate, node.inputs) for node in leading)

    def _tell(self) -> None:
        self._cover()
        self.changed.emit()

    def _cover(self) -> None:
        """Cover what is there and not told; the state tells everyone where that is news."""
        gradients = self._gradients if self.is_on else frozenset()
        values = self._values if self.is_on else frozenset()
        if (gradients, values) != (self._state.covered, self._state.covered_values):
            self._state.cover(gradients, values)

    @property
    def _gradients(self) -> frozenset[int]:
        """The covered gradients; what comes in at the output is given."""
        circuit = self._state.circuit
        there = circuit.leading & self._state.gradients.gradients.keys() - {circuit.output}
        if not self._state.is_done:
            there &= self._state.progress.so_far.keys()
        return frozenset(node for node in there if (node, "gradient") not in self._told)

    @property
    def _values(self) -> frozenset[int]:
        if self._state.is_done or self._state.progress.wires:
            return frozenset()
        return frozenset(
            node.id
            for node in self._state.circuit.nodes
            if node.id in self._state.progress.valued
            and not node.kind.is_source
            and (node.id, "value") not in self._told
        )
