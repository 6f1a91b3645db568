"""Reading the data of an experiment beside the window, which asks how far it is."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

from bpstudio.data.progress import Cancelled
from bpstudio.experiment.build import check_fit, load_data
from bpstudio.experiment.memory import check_memory
from bpstudio.refusal import Refusal

if TYPE_CHECKING:
    from pathlib import Path

    from bpstudio.data.dataset import Dataset
    from bpstudio.experiment.spec import Experiment


class Loading:
    """Reads the data of `experiment` on a thread of its own; a table's path is from `folder` on.

    Attributes
    ----------
    share
        The share of it that is done, 0 to 1.
    dataset, problem, error
        Once it is done: the data, why they are refused, or what nobody expected. Of a reading
        that was cancelled there is none.
    """

    def __init__(self, experiment: Experiment, folder: Path) -> None:
        self._experiment, self._folder = experiment, folder
        self._cancelled = threading.Event()
        self._thread = threading.Thread(target=self._run, name="bpstudio loading", daemon=True)
        self.share = 0.0
        self.dataset: Dataset | None = None
        self.problem: Refusal | None = None
        self.error: BaseException | None = None

    def start(self) -> None:
        """Begin; once only."""
        self._thread.start()

    def cancel(self) -> None:
        """End it soon, whatever has been read."""
        self._cancelled.set()

    def join(self, timeout: float | None = None) -> None:
        """Wait until it is done."""
        self._thread.join(timeout)

    @property
    def is_cancelled(self) -> bool:
        """Whether nobody wants it any more."""
        return self._cancelled.is_set()

    @property
    def is_done(self) -> bool:
        """Whether it has begun and ended."""
        return self._thread.ident is not None and not self._thread.is_alive()

    def _run(self) -> None:
        try:
            experiment = self._experiment
            dataset = load_data(experiment.data, experiment.loss, self._folder, self._tell)
            check_fit(experiment, dataset)
            check_memory(experiment, dataset)
            self._tell(1.0)
        except Cancelled:
            pass
        except Refusal as refusal:
            self.problem = refusal
        except MemoryError:
            self.problem = Refusal("data.path", "there isn't enough memory to read it")
        except BaseException as error:  # whoever waits for it must learn of it
            self.error = error
        else:
            self.dataset = dataset

    def _tell(self, share: float) -> None:
        self.share = share
        if self._cancelled.is_set():
            raise Cancelled
