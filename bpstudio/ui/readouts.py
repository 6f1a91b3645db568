"""The numbers of the run that are always in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpstudio.runtime.snapshot import EMPTY
from bpstudio.ui.numbers import count, finite, percent
from bpstudio.ui.sentence import speed_text
from bpstudio.ui.widgets.readout import Readout

if TYPE_CHECKING:
    from bpstudio.runtime.snapshot import Snapshot

ACCURACY, LOSS = "accuracy, test", "loss, test"


class Readouts:
    """Epoch, step, loss, accuracy and speed, each a widget for the toolbar."""

    def __init__(self) -> None:
        self.epoch = Readout("epoch", "00 000", "How often all training samples have been used")
        self.step = Readout("step", "0 000 000", "How many updates have been carried out")
        self.loss = Readout(
            "loss, batch", "0.00·10⁻¹⁰", "The mean loss of this step's batch, before its update"
        )
        self.test = Readout(
            ACCURACY, "100.0 %", "On the test part, which the network is never trained on"
        )
        self.speed = Readout("steps/s", "000 000", "Updates a second, while training")
        self.show_snapshot(EMPTY)

    @property
    def all(self) -> tuple[Readout, ...]:
        """The readouts from left to right."""
        return (self.epoch, self.step, self.loss, self.test, self.speed)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Show the numbers of `snapshot`."""
        self.epoch.show_value(count(snapshot.epoch))
        self.step.show_value(count(snapshot.step))
        self.loss.show_value(finite(snapshot.loss, 4))
        if snapshot.experiment is not None and snapshot.experiment.loss == "squared_error":
            self.test.show_value(finite(snapshot.test_loss, 4), LOSS)
        else:
            self.test.show_value(percent(snapshot.test_accuracy), ACCURACY)
        self.speed.show_value(speed_text(snapshot.steps_per_second))
