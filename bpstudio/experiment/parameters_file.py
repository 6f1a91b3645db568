"""Parameters as a safetensors file: ``layers.0.weight`` (fan_out, fan_in), ``layers.0.bias``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from safetensors import SafetensorError
from safetensors.numpy import load, save

from bpstudio.data.source import read_file
from bpstudio.experiment.storage import write_atomically
from bpstudio.refusal import Refusal

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from bpstudio.engine.parameters import Parameters


def write_parameters(parameters: Parameters, path: Path) -> None:
    """Write the parameters of all layers."""
    write_atomically(path, save(_tensors(parameters)))


def read_parameters(parameters: Parameters, path: Path) -> None:
    """Fill `parameters` with the numbers of a file, of their names and shapes exactly.

    Raises
    ------
    Refusal
        With the path and the name of the tensor that is missing, unknown, of another shape, or
        not finite.
    """
    try:
        found = load(read_file(path))
    except SafetensorError as error:
        raise Refusal(str(path), f"isn't a safetensors file: {error}") from None
    except (KeyError, TypeError):  # numbers of a kind that NumPy hasn't
        raise Refusal(str(path), "holds numbers of a kind that can't be read") from None
    wanted = _tensors(parameters)
    for name in [*wanted, *found]:
        if name not in wanted:
            raise Refusal(f"{path}: {name}", "is no parameter of this network")
        _check(found, name, wanted[name].shape, path)
    for place, block in enumerate(parameters.blocks):
        block[:, :-1] = found[f"layers.{place}.weight"]
        block[:, -1] = found[f"layers.{place}.bias"]


def _tensors(parameters: Parameters) -> dict[str, NDArray[Any]]:
    tensors = {}
    for place, (weights, biases) in enumerate(
        zip(parameters.weights, parameters.biases, strict=True)
    ):
        tensors[f"layers.{place}.weight"] = np.ascontiguousarray(weights)
        tensors[f"layers.{place}.bias"] = np.ascontiguousarray(biases)
    return tensors


def _check(found: dict[str, NDArray[Any]], name: str, shape: tuple[int, ...], path: Path) -> None:
    where = f"{path}: {name}"
    if name not in found:
        raise Refusal(where, "is missing")
    tensor = found[name]
    if tensor.shape != shape:
        raise Refusal(where, f"has the shape {tensor.shape}, and the network needs {shape}")
    if not np.issubdtype(tensor.dtype, np.floating) or not np.isfinite(tensor).all():
        raise Refusal(where, "holds something else than finite numbers")
