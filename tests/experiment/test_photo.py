"""The network at the scale of a photo: its counts, and the experiment that trains it."""

from bpstudio.experiment import photo
from bpstudio.experiment.photo import (
    PHOTO,
    PRINTED_WEIGHTS,
    WEIGHTS,
    photo_experiment,
    photo_memory,
)
from bpstudio.experiment.schema import validate


def test_the_product_is_what_the_chapter_meant() -> None:
    # 224 * 224 = 50,176; times 3 colours = 150,528; times 100 units
    assert WEIGHTS == 15_052_800
    assert PHOTO.size == 15_052_900  # with 100 biases
    assert PRINTED_WEIGHTS - WEIGHTS == 30_000


def test_the_experiment_is_of_that_network_and_any_file_may_have_it() -> None:
    experiment = photo_experiment()
    validate(experiment)
    assert (experiment.data.features, experiment.data.classes) == PHOTO.widths
    assert experiment.hidden == ()
    assert experiment.data.samples >= experiment.training.batch_size


def test_its_memory_is_that_of_images_and_parameters() -> None:
    # at least the parameters and the images, 4 bytes each; less than 1 GB
    images = photo.SAMPLES * 150_528
    assert 4 * (15_052_900 + images) < photo_memory() < 1e9
