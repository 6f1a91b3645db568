"""What is said above the histogram of a unit's logits."""

from bpstudio.ui.views.unit_histogram import sample_words, share_words
from bpstudio.ui.views.unit_subject import subject_of
from tests.ui.views.units import dataset, layer, pixels, portrait, shown


def test_the_share_and_the_sample_are_said_in_words() -> None:
    subject = subject_of(pixels())
    assert subject is not None
    assert share_words(subject) == "25.0\u202f% saturated"
    assert sample_words(subject)[-2:] == [
        "sample 11: a 0.500, f′(a) 0.235",
        "sample 11: a 0.500",
    ]
    assert sample_words(subject)[0].endswith("the curve is f, sigmoid")
    never = subject_of(shown(portrait([1], [0.0]), None, layer("leaky_relu")))
    assert never is not None
    assert share_words(never) == "never saturates"
    last = subject_of(shown(portrait([1], [0.0], layer=0), dataset(1, 3)))
    assert last is not None
    assert share_words(last) == ""
    assert sample_words(last) == ["sample 11: a 0"]
