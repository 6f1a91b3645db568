from dataclasses import replace

import numpy as np
import pytest

from bpstudio.data.dataset import Dataset
from bpstudio.experiment.build import load_data
from bpstudio.experiment.spec import DataSpec, Experiment, LayerSpec, NetworkSpec
from bpstudio.runtime.snapshot import EMPTY, Edges, LayerSnapshot, Snapshot, Status
from bpstudio.ui.sentence import run_sentence, run_summary, shape_text, speed_text

NOBODY = np.zeros(0)


@pytest.fixture(scope="module")
def circle(tmp_path_factory: pytest.TempPathFactory) -> Dataset:
    return load_data(DataSpec(name="circle"), "cross_entropy", tmp_path_factory.getbasetemp())


def layer(name: str, norm: float, saturation: np.ndarray = NOBODY) -> LayerSnapshot:
    units = np.zeros(max(len(saturation), 1))
    index = np.zeros(0, np.intp)
    return LayerSnapshot(
        id=0 if name == "output" else 1,
        name=name,
        activation="sigmoid",
        parameters=0,
        weights=None,
        biases=units,
        strongest=Edges(unit=index, source=index, weight=NOBODY),
        a=units,
        z=units,
        slope=units,
        delta=units,
        saturated=units.astype(bool),
        saturation=saturation,
        dead=units.astype(bool),
        batch_delta=units,
        gradient_norm=norm,
        gradient_mean=norm,
    )


def at_step(step: int, status: Status, *layers: LayerSnapshot) -> Snapshot:
    return replace(EMPTY, step=step, status=status, loss=1.6843, layers=layers)


def test_before_the_first_step_it_tells_of_the_data(circle: Dataset) -> None:
    text = run_sentence(EMPTY, circle)
    assert text == "Circle: 350 samples to train on, 150 to test on. Press Train."


def test_it_compares_the_gradient_of_layer_1_with_the_outputs(circle: Dataset) -> None:
    layers = layer("layer 1", 0.06, np.array([1.0, 0.42])), layer("output", 0.312)
    text = run_sentence(at_step(540, Status.RUNNING, *layers), circle)
    # 0.06 / 0.312 = 0.192; (1 + 0.42) / 2 = 0.71
    assert text == (
        "Training. ‖∂L/∂W‖ of layer 1 is 19\u202f% of the output layer’s; "
        "71\u202f% of its units are saturated on the probe set."
    )


def test_a_vanished_gradient_is_a_power_of_ten(circle: Dataset) -> None:
    layers = layer("layer 1", 2.3e-7, np.array([0.0])), layer("output", 1.0)
    text = run_sentence(at_step(9, Status.PAUSED, *layers), circle)
    assert text.startswith(
        "Paused. Hardly any gradient reaches layer 1: 2.3·10⁻⁷ times the output layer’s"
    )


def test_a_linear_model_has_its_loss_alone(circle: Dataset) -> None:
    text = run_sentence(at_step(9, Status.FINISHED, layer("output", 1.0)), circle)
    assert text == (
        "The epochs are done; Train carries on for as many again. The loss of this batch is 1.684."
    )


@pytest.mark.parametrize("status", [Status.DIVERGED, Status.FAILED])
def test_why_a_run_stopped_is_said_in_its_own_words(circle: Dataset, status: Status) -> None:
    stopped = replace(EMPTY, step=3, status=status, message="Diverged: at step 3 ...")
    assert run_sentence(stopped, circle) == "Diverged: at step 3 ..."


def test_the_summary_names_widths_seed_and_speed(circle: Dataset) -> None:
    hidden = tuple(LayerSpec(units=units, id=units) for units in (8, 4))
    experiment = Experiment(data=DataSpec(name="circle"), network=NetworkSpec(hidden=hidden))
    assert run_summary(experiment, circle, 0.0) == "2–8–4–2 · 70 parameters · float32 · seed 0"
    assert run_summary(experiment, circle, 31432.7).endswith(" · 31\u202f400 steps/s")


@pytest.mark.parametrize(
    ("widths", "text"),
    [([64, 10], "64–10"), ([2, 8, 8, 2], "2–8–8–2"), ([30, *[24] * 12, 2], "30–24 × 12–2")],
)
def test_long_runs_of_equal_layers_are_counted(widths: list[int], text: str) -> None:
    assert shape_text(widths) == text


@pytest.mark.parametrize(
    ("speed", "text"),
    [
        *[(0.0, "0"), (0.04, "0.040"), (0.38, "0.38"), (7.4, "7.4"), (9.97, "10")],
        *[(12.4, "12"), (99.6, "100"), (12_345.0, "12\u202f300")],
    ],
)
def test_a_speed_has_three_digits_and_a_slow_one_two(speed: float, text: str) -> None:
    assert speed_text(speed) == text
