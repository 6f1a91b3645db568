"""Random edits of a network, as hands of all kinds might make them.

Each is a function of a generator and an experiment; it returns the edited one, the surgery that
goes with it, and may raise `Refusal` where the edit can't be made.
"""

from bpstudio.experiment import edits
from bpstudio.experiment.edits import OUTPUT, Choice
from bpstudio.experiment.surgery import NO_SURGERY
from bpstudio.refusal import Refusal

MOST_LAYERS, MOST_UNITS = 5, 6
ACTIVATIONS = ("sigmoid", "tanh", "relu", "leaky_relu", "identity")
OPTIMIZERS = ("sgd", "momentum", "nesterov", "rmsprop", "adam")
NOTHING_TO_EDIT = ("network.hidden", "has no layer, or as many as it may have here")


def add_layer(rng, experiment):
    _check_room(experiment)
    place, units = _place(rng, experiment), int(rng.integers(1, MOST_UNITS + 1))
    return edits.add_layer(experiment, place, str(rng.choice(ACTIVATIONS)), units), NO_SURGERY


def duplicate_layer(rng, experiment):
    _check_room(experiment)
    layer = _layer(rng, experiment)
    return edits.insert_layers(experiment, _place(rng, experiment), [layer]), NO_SURGERY


def remove_layers(rng, experiment):
    return edits.remove_layers(experiment, _some_layers(rng, experiment)), NO_SURGERY


def move_layers(rng, experiment):
    moved = _some_layers(rng, experiment)
    return edits.move_layers(experiment, moved, _place(rng, experiment)), NO_SURGERY


def set_units(rng, experiment):
    units = int(rng.integers(1, MOST_UNITS + 1))
    return edits.set_units(experiment, _layer(rng, experiment).id, units), NO_SURGERY


def remove_units(rng, experiment):
    layer = _layer(rng, experiment)
    some = rng.choice(layer.units, int(rng.integers(1, layer.units + 1)), replace=False)
    return edits.remove_units(experiment, layer.id, tuple(some.tolist()))


def set_activation(rng, experiment):
    name = str(rng.choice(ACTIVATIONS))
    return edits.set_activation(experiment, _layer(rng, experiment).id, name), NO_SURGERY


def set_skip(rng, experiment):
    layer = _layer(rng, experiment)
    return edits.set_skip(experiment, layer.id, not layer.skip), NO_SURGERY


def write_number(rng, experiment, inputs=2, outputs=2):
    ids = [*(layer.id for layer in experiment.hidden), OUTPUT]
    widths = [inputs, *(layer.units for layer in experiment.hidden), outputs]
    place = int(rng.integers(len(ids)))
    unit, source = int(rng.integers(widths[place + 1])), int(rng.integers(-1, widths[place]))
    value = float(rng.integers(-8, 9)) / 8  # a float32, too
    surgery = edits.write_number(
        experiment, ids[place], unit, None if source < 0 else source, value
    )
    return edits.replace(experiment), surgery


def set_batch_size(rng, experiment):
    size = (1, 2, 7, 10, 42, "all")[rng.integers(6)]
    return edits.set_training(experiment, batch_size=size), NO_SURGERY


def set_optimizer(rng, experiment):
    return edits.set_optimizer(experiment, Choice(str(rng.choice(OPTIMIZERS)))), NO_SURGERY


def set_loss(rng, experiment):
    other = {"cross_entropy": "squared_error", "squared_error": "cross_entropy"}
    return edits.set_loss(experiment, other[experiment.loss]), NO_SURGERY


def set_rate(rng, experiment):
    rate = (0.0, 0.0, 0.001, 0.01)[rng.integers(4)]
    return edits.set_training(experiment, learning_rate=rate), NO_SURGERY


def set_penalty(rng, experiment):
    return edits.set_training(experiment, l2=(0.0, 0.001)[rng.integers(2)]), NO_SURGERY


OF_LAYERS = (
    *(add_layer, add_layer, duplicate_layer, remove_layers, move_layers, set_units, set_units),
    *(remove_units, remove_units, set_activation, set_skip, set_skip, write_number, write_number),
)
OF_TRAINING = (set_batch_size, set_optimizer, set_loss, set_penalty)
OF_RATE = (set_rate, set_rate)


def _check_room(experiment):
    if len(experiment.hidden) >= MOST_LAYERS:
        raise Refusal(*NOTHING_TO_EDIT)


def _layer(rng, experiment):
    if not experiment.hidden:
        raise Refusal(*NOTHING_TO_EDIT)
    return experiment.hidden[rng.integers(len(experiment.hidden))]


def _some_layers(rng, experiment):
    first, second = _layer(rng, experiment), _layer(rng, experiment)
    return (first.id,) if rng.integers(2) else tuple({first.id, second.id})


def _place(rng, experiment):
    return int(rng.integers(len(experiment.hidden) + 1))
