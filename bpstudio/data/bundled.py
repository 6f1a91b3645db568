"""Bundled data sets: small classic tables that ship with bpstudio.

Where each comes from, under which licence, is told in ``resources/data/README.md``.
"""

import gzip
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from bpstudio.data.dataset import Samples
from bpstudio.data.format import Format, TableOptions
from bpstudio.data.table import parse_table
from bpstudio.resources import resource


@dataclass(frozen=True, kw_only=True)
class BundledSet:
    """A bundled table and how to read it.

    Attributes
    ----------
    name, label, description
        What files call it, what the screen calls it, and one line on what it is about.
    is_regression
        Whether its target is a number.
    image
        Height and width where the features are the pixels of an image.
    standardize
        Whether it is usually standardised.
    brightest
        What the features are divided by: the brightest pixel of images.
    target
        Name of the target column; None is the last one.
    columns
        The kinds of columns that aren't numbers, as `read_table` takes them.
    """

    name: str
    label: str
    description: str
    is_regression: bool = False
    image: tuple[int, int] | None = None
    standardize: bool = True
    brightest: float = 1.0
    target: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)

    def load(self) -> Samples:
        """Read the samples, without those that lack a number or a name."""
        file = resource("data", f"{self.name}.csv.gz")
        samples = parse_table(
            gzip.decompress(file.read_bytes()),
            str(file),
            TableOptions(
                format=Format(missing_values=("NA",)),
                target=self.target,
                numeric_target=self.is_regression,
                columns=self.columns,
                missing="drop",
            ),
        )
        return replace(samples, x=samples.x / self.brightest, image=self.image, report=None)


BUNDLED = {
    bundled.name: bundled
    for bundled in (
        BundledSet(
            name="digits",
            label="Digits",
            description="1,797 handwritten digits, images of 8 x 8 pixels",
            image=(8, 8),
            standardize=False,
            brightest=16.0,
        ),
        BundledSet(
            name="iris",
            label="Iris",
            description="150 flowers of three species, told by four lengths",
        ),
        BundledSet(
            name="wine",
            label="Wine",
            description="178 wines of three cultivars, told by 13 chemical measurements",
        ),
        BundledSet(
            name="breast_cancer",
            label="Breast cancer",
            description="569 tumours, benign or malignant, told by 30 measurements of their cells",
        ),
        BundledSet(
            name="penguins",
            label="Penguins",
            description="333 penguins of three species, told by their size, island and sex",
            target="species",
            columns={"island": "category", "sex": "category", "year": "ignore"},
        ),
        BundledSet(
            name="diabetes",
            label="Diabetes",
            description="442 patients: how far diabetes will have progressed in a year",
            is_regression=True,
        ),
    )
}
