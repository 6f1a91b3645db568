"""A reverse-mode differentiator of single numbers, to check the engine against.

It knows nothing of layers or matrices: each operation notes its operands and local derivatives.
"""

import math

import numpy as np

from bpstudio.engine.parameters import Parameters


class Number:
    def __init__(self, value, parents=()):
        self.value = float(value)
        self.parents = parents  # pairs of a number and the derivative by it
        self.gradient = 0.0

    def __add__(self, other):
        other = as_number(other)
        return Number(self.value + other.value, ((self, 1.0), (other, 1.0)))

    def __mul__(self, other):
        other = as_number(other)
        return Number(self.value * other.value, ((self, other.value), (other, self.value)))

    def __neg__(self):
        return self * -1.0

    def __sub__(self, other):
        return self + -as_number(other)

    __radd__, __rmul__ = __add__, __mul__

    def apply(self, value, derivative):
        return Number(value, ((self, derivative),))

    def exp(self):
        return self.apply(math.exp(self.value), math.exp(self.value))

    def log(self):
        return self.apply(math.log(self.value), 1 / self.value)

    def inverse(self):
        return self.apply(1 / self.value, -1 / self.value**2)

    def backward(self):
        order, seen = [], set()

        def visit(number):
            if id(number) not in seen:
                seen.add(id(number))
                for parent, _ in number.parents:
                    visit(parent)
                order.append(number)

        visit(self)
        self.gradient = 1.0
        for number in reversed(order):
            for parent, derivative in number.parents:
                parent.gradient += number.gradient * derivative


def as_number(value):
    return value if isinstance(value, Number) else Number(value)


ACTIVATIONS = {
    "sigmoid": lambda a: ((-a).exp() + 1.0).inverse(),
    "tanh": lambda a: as_number(1.0) - 2.0 * ((2.0 * a).exp() + 1.0).inverse(),
    "relu": lambda a: a * float(a.value > 0),
    "leaky_relu": lambda a: a * (1.0 if a.value > 0 else 0.01),
    "identity": lambda a: a * 1.0,
}


def cross_entropy(a, t):
    total = sum((logit.exp() for logit in a), Number(0))
    return total.log() - sum((logit * one for logit, one in zip(a, t, strict=True)), Number(0))


def squared_error(a, t):
    return sum(((y - k) * (y - k) for y, k in zip(a, t, strict=True)), Number(0)) * 0.5


LOSSES = {"cross_entropy": cross_entropy, "squared_error": squared_error}


def gradient(network, flat, x, t, l1=0.0, l2=0.0):
    """Return dL/dparameters of the mean loss of a batch, penalties included."""
    numbers = [Number(value) for value in flat]
    places = Parameters(network.shape, np.arange(len(numbers)))
    layers = [[[numbers[k] for k in row] for row in block] for block in places.blocks]
    total = Number(0)
    for sample, target in zip(x, t, strict=True):
        z = [Number(value) for value in sample]
        for place, rows in enumerate(layers):
            a = [
                sum((w * source for w, source in zip(row, z, strict=False)), Number(0)) + row[-1]
                for row in rows
            ]
            if place < len(network.activations):
                f = [ACTIVATIONS[network.activations[place].name](logit) for logit in a]
                skips = network.has_skip(place + 1)
                z = [out + into for out, into in zip(f, z, strict=True)] if skips else f
        total = total + LOSSES[network.loss.name](a, target) * (1 / len(x))
    for rows in layers:
        for row in rows:
            for w in row[:-1]:
                total = total + w * w * (l2 / 2) + w * math.copysign(l1, w.value)
    total.backward()
    return [number.gradient for number in numbers]
