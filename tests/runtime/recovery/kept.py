"""Work that is kept, as a window has it."""

from pathlib import Path

from bpstudio.experiment.document_file import read_contents
from bpstudio.runtime.recovery import About
from bpstudio.runtime.saved_run import saved
from bpstudio.runtime.saver import CircuitDraft, ExperimentDraft, Saver
from tests.runtime.experiments import make_experiment
from tests.runtime.test_documents import trained

SOON = 10.0  # seconds


def draft(units: int, origin: Path | None = None, at: float = 0.0) -> ExperimentDraft:
    about = About.now(origin)
    about = About(about.origin, at or about.kept_at, 7)
    return ExperimentDraft(make_experiment(units), None, about)


def with_run(units: int, *, steps: int = 5) -> ExperimentDraft:
    """Return an experiment with its run."""
    run, record = trained(make_experiment(units), steps)
    about = About(kept_at=1e9, step=steps)
    return ExperimentDraft(run.trainer.experiment, (saved(run), record), about)


def crashed(shelf: Path, *drafts: ExperimentDraft | CircuitDraft) -> None:
    """Keep these as a window does that is then gone without a word."""
    saver = Saver(shelf)
    for one in drafts:
        saver.keep(one).result(SOON)
    saver.stop(keep=True, timeout=SOON)


def units_of(path: Path) -> list[int]:
    return [layer.units for layer in read_contents(path).experiment.hidden]
