"""Sixty steps beside PyTorch, where it is installed: ``make bench`` does that."""

import numpy as np
import pytest

from bpstudio.engine.activations import ACTIVATIONS
from bpstudio.engine.descent import Descent
from bpstudio.engine.losses import LOSSES
from bpstudio.engine.optimizers import OPTIMIZERS
from bpstudio.engine.rule import Rule
from bpstudio.engine.schedules import SCHEDULES
from tests.engine.networks import make_network, random_parameters, random_samples

torch = pytest.importorskip("torch", reason="PyTorch is for make bench")

torch.set_num_threads(1)  # more are slower on such small networks

RATE, STEPS, SAMPLES, BATCH = 0.02, 60, 7, 3
L1, L2 = 0.01, 0.02
THEIRS = {
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "leaky_relu": torch.nn.functional.leaky_relu,
    "identity": lambda a: a,
}
DESCENTS = {
    "sgd": lambda numbers: torch.optim.SGD(numbers, RATE),
    "momentum": lambda numbers: torch.optim.SGD(numbers, RATE, momentum=0.9),
    "nesterov": lambda numbers: torch.optim.SGD(numbers, RATE, momentum=0.9, nesterov=True),
    "rmsprop": lambda numbers: torch.optim.RMSprop(numbers, RATE, alpha=0.9, eps=1e-8),
    "adam": lambda numbers: torch.optim.Adam(numbers, RATE),
}
SCHEDULERS = {
    "constant": ({}, lambda o: torch.optim.lr_scheduler.ConstantLR(o, 1.0)),
    "step": ({"epochs": 3, "factor": 0.5}, lambda o: torch.optim.lr_scheduler.StepLR(o, 3, 0.5)),
    "exponential": ({"factor": 0.9}, lambda o: torch.optim.lr_scheduler.ExponentialLR(o, 0.9)),
    "cosine": (
        {"epochs": 70, "least": 0.2},
        lambda o: torch.optim.lr_scheduler.CosineAnnealingLR(o, 70, 0.2 * RATE),
    ),
}


def order(epoch):
    return np.random.default_rng([3, epoch]).permutation(SAMPLES)


def loss_of(network, Ws, bs, x, t):
    z = x
    for place, (W, b) in enumerate(zip(Ws, bs, strict=True)):
        a = z @ W.T + b
        if place < len(network.activations):
            f = THEIRS[network.activations[place].name](a)
            z = f + z if network.has_skip(place + 1) else f
    if network.loss.name == "cross_entropy":
        mean = torch.nn.functional.cross_entropy(a, t)
    else:
        mean = 0.5 * ((a - t) ** 2).sum(1).mean()
    return mean, mean + sum(L1 * W.abs().sum() + L2 / 2 * (W**2).sum() for W in Ws)


@pytest.mark.parametrize(
    ("schedule", "clip"),
    [("constant", 0.0), ("constant", 0.3), ("step", 0.3), ("exponential", 0.3), ("cosine", 0.0)],
)
@pytest.mark.parametrize("loss", LOSSES)
@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_same_way(optimizer, loss, schedule, clip):
    options, scheduler_of = SCHEDULERS[schedule]
    rule = Rule(
        OPTIMIZERS[optimizer],
        RATE,
        l1=L1,
        l2=L2,
        schedule=SCHEDULES[schedule],
        schedule_options=options,
        clip_norm=clip,
    )
    for activation in ACTIVATIONS:
        network = make_network([3, 4, 4, 17], [activation, "tanh"], loss, (False, True))
        x, t = random_samples(network, SAMPLES)
        parameters = random_parameters(network)
        Ws, bs = (
            [torch.tensor(part.copy(), requires_grad=True) for part in parts]
            for parts in (parameters.weights, parameters.biases)
        )
        theirs = DESCENTS[optimizer]([*Ws, *bs])
        scheduler = scheduler_of(theirs)
        losses = []
        for epoch in range(1, STEPS // 3 + 1):
            for chosen in np.split(order(epoch), [BATCH, 2 * BATCH]):
                mean, whole = loss_of(
                    network, Ws, bs, torch.tensor(x[chosen]), torch.tensor(t[chosen])
                )
                losses.append(mean.item())
                theirs.zero_grad()
                whole.backward()
                if clip:
                    torch.nn.utils.clip_grad_norm_([*Ws, *bs], clip)
                theirs.step()
            scheduler.step()
        descent = Descent(network, parameters, x, t, batch=BATCH, rule=rule, permutation=order)
        np.testing.assert_allclose(descent.advance(STEPS), losses, rtol=0, atol=1e-9)
        for ours, peers in ((parameters.weights, Ws), (parameters.biases, bs)):
            for part, peer in zip(ours, peers, strict=True):
                np.testing.assert_allclose(part, peer.detach().numpy(), rtol=0, atol=1e-9)
