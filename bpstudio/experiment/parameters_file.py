"""Parameters as a safetensors file: ``layers.0.weight`` (fan_out, fan_in), ``layers.0.bias``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import safetensors
from safetensors import SafetensorError
from safetensors.numpy import save

from bpstudio.data.source import read_file
from bpstudio.experiment.schema import shown, shown_key
from bpstudio.experiment.storage import write_atomically
from bpstudio.refusal import Refusal

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from numpy.typing import NDArray

    from bpstudio.engine.parameters import Parameters

Tensor = dict[str, Any]  # its dtype, shape and data

_deserialize: Callable[[bytes], list[tuple[str, Tensor]]] = safetensors.deserialize

KINDS = {"F16": "<f2", "F32": "<f4", "F64": "<f8"}


def write_parameters(parameters: Parameters, path: Path) -> None:
    """Write the parameters of all layers; a refusal has the path."""
    try:
        write_atomically(path, save(_tensors(parameters)))
    except Refusal as refusal:
        raise Refusal(str(path), refusal.reason) from None


def read_parameters(parameters: Parameters, path: Path) -> None:
    """Fill `parameters` with the numbers of a file, of their names and shapes exactly.

    Raises
    ------
    Refusal
        With the path and the name of the tensor that is missing, unknown, of another shape, or
        not finite.
    """
    try:
        found = dict(_deserialize(read_file(path)))
    except SafetensorError:
        raise Refusal(str(path), "isn't a whole safetensors file, or is none at all") from None
    wanted = _tensors(parameters)
    for name in found:
        if name not in wanted:
            raise Refusal(f"{path}: {shown_key(name)}", "is no parameter of this network")
    read = {}
    for name, numbers in wanted.items():
        if name not in found:
            raise Refusal(f"{path}: {name}", "is missing")
        read[name] = _like(numbers, found[name], f"{path}: {name}")
    for place, block in enumerate(parameters.blocks):
        block[:, :-1] = read[f"layers.{place}.weight"]
        block[:, -1] = read[f"layers.{place}.bias"]


def _tensors(parameters: Parameters) -> dict[str, NDArray[Any]]:
    tensors = {}
    for place, (weights, biases) in enumerate(
        zip(parameters.weights, parameters.biases, strict=True)
    ):
        tensors[f"layers.{place}.weight"] = np.ascontiguousarray(weights)
        tensors[f"layers.{place}.bias"] = np.ascontiguousarray(biases)
    return tensors


def _like(wanted: NDArray[Any], tensor: Tensor, where: str) -> NDArray[Any]:
    """Return the numbers of a tensor, of the shape and the kind of `wanted`."""
    kind, shape = tensor["dtype"], tuple(tensor["shape"])
    if kind not in KINDS:
        raise Refusal(where, f"holds {kind} numbers; {', '.join(KINDS)} can be read")
    if shape != wanted.shape:
        raise Refusal(where, f"has the shape {shown(shape)}, and the network needs {wanted.shape}")
    numbers = np.frombuffer(tensor["data"], KINDS[kind]).reshape(shape)
    with np.errstate(over="ignore"):  # what float32 can't hold is infinite
        numbers = numbers.astype(wanted.dtype)
    if not np.isfinite(numbers).all():
        raise Refusal(where, f"holds numbers that aren't finite in {wanted.dtype}")
    return numbers
