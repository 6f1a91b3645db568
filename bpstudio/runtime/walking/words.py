"""What each instruction does, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bpstudio.runtime.walking.names import Kind, Name

if TYPE_CHECKING:
    from bpstudio.engine.rule import Rule
    from bpstudio.runtime.walking.numbers import Numbers


def layer_name(numbers: Numbers, layer: int) -> str:
    """Return what a layer is called on the screen."""
    if layer == 0:
        return "the input"
    return "the output" if layer == numbers.network.layers else f"layer {layer}"


def sentence(name: Name, numbers: Numbers) -> str:
    """Return what the instruction that makes an array does, without a full stop."""
    kind, layer = name
    of, is_one = layer_name(numbers, layer), numbers.batch == 1
    softmax = numbers.network.loss.output == "softmax"
    match kind:
        case Kind.Z if layer == 0:
            return f"the features of {_samples(numbers)} come in; nothing is computed yet"
        case Kind.A:
            return f"each unit of {of} adds up its inputs, each times its weight, and its bias"
        case Kind.Z:
            return _activation(numbers, layer)
        case Kind.Y if softmax:
            return "the logits become shares of 1: e to the power of each, over the sum of all"
        case Kind.Y:
            return "the output is the last a as it stands"
        case Kind.LOSS:
            rule = (
                "the loss is −log of the share that the target’s class was given"
                if softmax
                else "the loss is half the square of what is missing to the target"
            )
            return rule if is_one else f"{rule}; L is the mean over the {numbers.batch} samples"
        case Kind.DW:
            rule = "a weight’s gradient is the δ of its unit times what came in over it"
            return rule if is_one else f"{rule}, added up over the samples"
        case Kind.DB:
            rule = "a bias is added straight to a, so its gradient is its unit’s δ"
            return rule if is_one else f"{rule}, added up over the samples"
    return _delta(numbers, layer)


def _samples(numbers: Numbers) -> str:
    return "the sample" if numbers.batch == 1 else f"the {numbers.batch} samples"


def _activation(numbers: Numbers, layer: int) -> str:
    words = numbers.network.activations[layer - 1].words
    rule = f"each unit of layer {layer} sends out {words} of its own a"
    if numbers.network.has_skip(layer):
        rule += ", and the skip adds what came in"
    return rule


def _delta(numbers: Numbers, layer: int) -> str:
    if layer == numbers.network.layers:
        rule = "at the output the gradient is what came out minus what was wanted"
        return rule if numbers.batch == 1 else f"{rule}, over B since L is a mean"
    skip = ", and what the skip hands back" if numbers.network.has_skip(layer + 1) else ""
    return (
        f"each unit of layer {layer} gathers the gradient of the outputs it feeds{skip}, then "
        "scales it by its own slope"
    )


def takes_gradient_off(rule: Rule) -> bool:
    """Whether an update takes the rate times the gradient off, as it is."""
    return rule.optimizer.is_plain and not (rule.l1 or rule.l2 or rule.clip_norm)


SYMBOLS = {"beta1": "β₁", "beta2": "β₂", "epsilon": "ε", "momentum": "μ", "decay": "ρ"}


def update_sentence(rule: Rule, rate: float, batch: int) -> str:
    """Return what the update does, without a full stop."""
    parts = []
    if rule.l1 or rule.l2:
        parts.append(f"the penalties add {_penalties(rule)} to the gradient of each weight")
    if rule.clip_norm:
        parts.append(f"a gradient longer than {rule.clip_norm:g} is shortened to that")
    if rule.optimizer.is_plain:
        mean = "" if batch == 1 else f"; the 1/{batch} of the mean is in δ already"
        parts.append(f"η = {rate:g} times its gradient is taken off each parameter{mean}")
    else:
        options = {**rule.optimizer.options, **rule.options}
        set_to = (f"{SYMBOLS.get(name, name)} = {_short(of)}" for name, of in options.items())
        numbers = ", ".join([f"η = {_short(rate)}", *set_to])
        parts.append(f"{rule.optimizer.label} says how much is taken off, with {numbers}")
    return "; ".join(parts)


def _short(value: float) -> str:
    return f"{value:g}".replace("e-0", "e-").replace("-", "−")


def _penalties(rule: Rule) -> str:
    l1, l2 = f"{rule.l1:g} sign(w)" * bool(rule.l1), f"{rule.l2:g} w" * bool(rule.l2)
    return " + ".join(part for part in (l1, l2) if part)
