"""The window described as lessons see it."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from bpstudio.experiment.build import network
from bpstudio.experiment.lessons.scene import CircuitScene, LayerScene, RunScene, Scene
from bpstudio.runtime.task import TaskStatus
from bpstudio.runtime.tasks.brute_force import BruteForce
from bpstudio.ui.names import layer_names

if TYPE_CHECKING:
    from bpstudio.runtime.snapshot import LayerSnapshot, Standing
    from bpstudio.runtime.task import Report
    from bpstudio.runtime.tasks.brute_force import Comparison
    from bpstudio.ui.document import Document
    from bpstudio.ui.parts import Parts
    from bpstudio.ui.session import Session

VIEW = "View"  # how the object names of views end


class WindowScene(QObject):
    """Describes what the window shows, when it is asked."""

    def __init__(self, document: Document, session: Session, parts: Parts) -> None:
        super().__init__(document)
        self._document, self._session, self._parts = document, session, parts
        self._check: Report[Comparison] | None = None
        session.report_changed.connect(self._note_report)
        document.opened.connect(self._forget)

    def _note_report(self) -> None:
        report = self._session.report
        if report is not None and report.found_by(BruteForce):
            self._check = report

    def _forget(self) -> None:
        self._check = None

    def describe(self) -> Scene:
        """Return what there is now."""
        parts = self._parts
        state, asked = parts.circuit.state, parts.stage.canvas.network.asking.about
        found = None if self._check is None else self._check.found
        passes = parts.stage.passes
        step = passes.state.step if passes.is_on else None
        number = passes.state.number if passes.is_on else None
        return Scene(
            run=self._run(),
            circuit=CircuitScene(
                diagram=state.diagram, steps_done=state.done, steps=len(state.steps)
            ),
            page=parts.pages.current.title,
            views=frozenset(name.removesuffix(VIEW) for name in parts.docks.in_sight),
            instruction="" if step is None else step.makes,
            opened="" if number is None else number.name.text,
            layer=self._layer(),
            unit=0 if asked is None else asked.unit + 1,
            check=_outcome(self._check),
            passes=0 if found is None else found.passes,
            error=None if found is None else _known(found.largest_error),
        )

    def _layer(self) -> str:
        current = self._parts.stage.canvas.selection.current
        names = layer_names(self._document.experiment)
        return "" if current is None else names.get(current, "")

    def _run(self) -> RunScene:
        snapshot, document = self._session.snapshot, self._document
        sample, standing = snapshot.sample, snapshot.standing
        return RunScene(
            experiment=document.experiment,
            parameters=network(document.experiment, document.dataset).shape.size,
            status=snapshot.status.value,
            step=snapshot.step,
            epoch=snapshot.epoch,
            loss=_known(snapshot.loss),
            test_loss=_known(snapshot.test_loss),
            test_accuracy=_known(snapshot.test_accuracy),
            probe_accuracy=_known(snapshot.probe_accuracy),
            sample_loss=None if sample is None else _known(sample.loss),
            sample=0 if sample is None else sample.position,
            runs=1 + len(snapshot.aside),
            racing=0 if standing is None else len(standing.runs),
            race=_race(standing),
            is_past=snapshot.is_past,
            layers=tuple(_layer(layer) for layer in snapshot.layers),
        )


def _known(number: float | None) -> float | None:
    return float(number) if number is not None and math.isfinite(number) else None


def _layer(layer: LayerSnapshot) -> LayerScene:
    shares = layer.saturation
    return LayerScene(
        name=layer.name,
        gradient=layer.gradient_norm,
        saturation=float(shares.mean()) if len(shares) else None,
        update_ratio=layer.update_ratio,
    )


def _race(standing: Standing | None) -> str:
    if standing is None:
        return ""
    return "over" if standing.over else "running" if standing.running else "paused"


def _outcome(report: Report[Comparison] | None) -> str:
    """Return how the race to the same gradient stands, in a word."""
    if report is None:
        return ""
    if report.status is TaskStatus.FINISHED and report.found is not None:
        return report.found.verdict.value
    return "stopped" if report.is_over else "running"
