"""How the bundled data sets were made from scikit-learn's: the texts in resources/data.

``python tests/data/bundled_recipe.py`` writes them again, apart from the penguins, whose file is
a copy as it stands.
"""

import csv
import gzip
import io
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray
from sklearn import datasets
from sklearn.utils import Bunch

from bpstudio.resources import resource

TARGETS = {
    "digits": "digit",
    "iris": "species",
    "wine": "cultivar",
    "breast_cancer": "diagnosis",
    "diabetes": "progression",
}


def bunch(name: str) -> Bunch:
    """Return scikit-learn's own set, in the units in which it was measured."""
    if name == "diabetes":
        return datasets.load_diabetes(scaled=False)
    return getattr(datasets, f"load_{name}")()


def target_names(name: str) -> NDArray[np.str_] | None:
    """Return the name of each of scikit-learn's classes, or None for a numeric target."""
    if name == "diabetes":
        return None
    if name == "wine":
        return np.array(["cultivar 1", "cultivar 2", "cultivar 3"])
    return np.array([str(label) for label in bunch(name).target_names])


def table(name: str) -> str:
    """Return the text of a bundled table."""
    source, names = bunch(name), target_names(name)
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow([*source.feature_names, TARGETS[name]])
    for x, t in zip(source.data, source.target, strict=True):
        writer.writerow([*_numbers(x), *(_numbers([t]) if names is None else [names[t]])])
    return text.getvalue()


def _numbers(values: Iterable[float]) -> list[str]:
    # repr is the shortest text that reads back as the same float64
    return [repr(float(value)).removesuffix(".0") for value in values]


if __name__ == "__main__":
    for name in TARGETS:
        packed = gzip.compress(table(name).encode(), compresslevel=9, mtime=0)
        resource("data", f"{name}.csv.gz").write_bytes(packed)
