"""What a trial found, in figures and in words, and how to repeat what went wrong."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

KEPT = Path(tempfile.gettempdir()) / "bpstudio-trials"  # the files that something failed with
TOLD = 10  # failures told in words; the others are counted


@dataclass(frozen=True)
class Failure:
    """One attempt that went wrong.

    Parameters
    ----------
    seed
        Repeats it, with a count of 1.
    words
        What happened.
    kept
        The file that it happened with, if any.
    """

    seed: int
    words: str
    kept: Path | None = None


@dataclass
class Outcome:
    """The attempts of one trial.

    Parameters
    ----------
    name
        The trial's.
    """

    name: str
    tried: int = 0
    failures: list[Failure] = field(default_factory=list)
    worst: dict[str, float] = field(default_factory=dict)  # the largest of each, by its unit
    kinds: dict[str, int] = field(default_factory=dict)  # how many attempts ended how
    seconds: float = 0.0

    @property
    def passed(self) -> int:
        """How many attempts went well."""
        return self.tried - len({failure.seed for failure in self.failures})

    def note(self, **figures: float) -> None:
        """Keep the largest of each figure, such as ``ms=3.5`` or ``MB=12``."""
        for unit, figure in figures.items():
            self.worst[unit] = max(figure, self.worst.get(unit, figure))

    def count(self, kind: str) -> None:
        """Count one more of a kind of attempts, told in the table, too."""
        self.kinds[kind] = self.kinds.get(kind, 0) + 1

    def fail(self, seed: int, words: str, content: bytes | Path | None = None) -> None:
        """Add a failure, with the bytes or the file that it happened with, which are kept."""
        kept = None
        if content is not None:
            KEPT.mkdir(parents=True, exist_ok=True)
            kept = KEPT / f"{self.name}-{seed}{content.suffix if isinstance(content, Path) else ''}"
            kept.write_bytes(content.read_bytes() if isinstance(content, Path) else content)
        self.failures.append(Failure(seed, words, kept))

    @contextmanager
    def attempt(self, seed: int) -> Iterator[None]:
        """Count an attempt; whatever it raises is its failure, and the next one goes on."""
        self.tried += 1
        try:
            yield
        except Exception as error:
            self.fail(seed, f"{type(error).__name__}: {error}")

    def __str__(self) -> str:
        """Tell all failures, each with how to repeat it."""
        lines = [f"{self.name}: {self.passed:,} of {self.tried:,}"]
        for failure in self.failures[:TOLD]:
            lines.append(f"  {failure.words}")
            lines.append(
                f"    again: python -m tests.trials {self.name} --count 1 --seed {failure.seed}"
            )
            if failure.kept:
                lines.append(f"    the file: {failure.kept}")
        if len(self.failures) > TOLD:
            lines.append(f"  and {len(self.failures) - TOLD:,} more")
        return "\n".join(lines)


def row(asked: str, full: int, outcome: Outcome) -> str:
    """Return a trial's row of the table in CONTRIBUTING.md."""
    figures = [f"{figure:,.3g} {unit}" for unit, figure in outcome.worst.items()]
    figures += [f"{number:,} {kind}" for kind, number in outcome.kinds.items()]
    worst = ", ".join(figures)
    reached = f"{outcome.passed:,} of {outcome.tried:,}"
    time_taken = f"{outcome.seconds:,.0f} s"
    return f"| {outcome.name}: {asked} | {full:,} | {reached} | {worst} | {time_taken} |"
