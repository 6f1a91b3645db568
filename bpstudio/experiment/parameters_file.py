"""Parameters as a safetensors file: ``layers.0.weight`` (fan_out, fan_in), ``layers.0.bias``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bpstudio.data.source import read_file
from bpstudio.experiment.atomic import write_atomically
from bpstudio.experiment.tensors import LARGEST, MAX_HEADER, Tensors, pack
from bpstudio.refusal import Refusal

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from bpstudio.engine.parameters import Parameters

MEMORY_PER_BYTE = 5  # the file, its arrays, and these as numbers that may be twice as wide


def write_parameters(parameters: Parameters, path: Path) -> None:
    """Write the parameters of all layers; a refusal has the path."""
    try:
        write_atomically(path, parameters_bytes(parameters))
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
    most = MAX_HEADER + LARGEST * parameters.flat.size  # with room for the list of arrays
    content = read_file(path, most, memory_per_byte=MEMORY_PER_BYTE)
    fill_parameters(parameters, Tensors(content, str(path)))


def parameters_bytes(parameters: Parameters) -> bytes:
    """Return the bytes of such a file."""
    return pack(_tensors(parameters))


def fill_parameters(parameters: Parameters, tensors: Tensors) -> None:
    """Fill `parameters` with these tensors, all of them; a refusal leaves them as they were."""
    dtype = parameters.flat.dtype
    wanted = _tensors(parameters)
    tensors.refuse_others(wanted, reason="is no parameter of this network")
    read = {name: tensors.decimals(name, old.shape, dtype) for name, old in wanted.items()}
    for place, block in enumerate(parameters.blocks):
        block[:, :-1] = read[f"layers.{place}.weight"]
        block[:, -1] = read[f"layers.{place}.bias"]


def _tensors(parameters: Parameters) -> dict[str, NDArray[Any]]:
    tensors = {}
    for place, (weights, biases) in enumerate(
        zip(parameters.weights, parameters.biases, strict=True)
    ):
        tensors[f"layers.{place}.weight"] = weights
        tensors[f"layers.{place}.bias"] = biases
    return tensors
