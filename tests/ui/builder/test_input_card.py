"""The card of the input: what the tooltip says of each place."""

import pytest
from PySide6.QtCore import QPointF

from bpstudio.ui.builder import NetworkCanvas
from bpstudio.ui.builder.layout import image_rect
from bpstudio.ui.document import Document
from bpstudio.ui.given_names import feature_names
from tests.ui.builder.networks import experiment, snapshot_of


@pytest.fixture
def canvas(qtbot, session):
    """A network of digits, 8 by 8 pixels, with a sample."""
    made = NetworkCanvas(Document(experiment((4, "sigmoid"), data="digits")), session)
    qtbot.addWidget(made)
    made.resize(900, 660)
    made.show()
    session.publish(snapshot_of(made.document))
    return made


def picture_of(canvas):
    return image_rect(canvas.network.input_card.rect, canvas.document.dataset.image)


@pytest.mark.parametrize(
    ("right", "down", "pixel"),
    [
        (0, 0, 0),
        (0.99, 0, 7),
        (1, 0, 7),
        (1, 0.3, 23),
        (0.3, 1, 58),
        (1, 1, 63),
    ],
)
def test_each_place_of_a_picture_is_of_the_pixel_there_to_its_edges(canvas, right, down, pixel):
    picture = picture_of(canvas)
    at = picture.topLeft() + QPointF(right * picture.width(), down * picture.height())
    said = canvas.tip_at(at)
    assert f"<b>{feature_names(canvas.document.dataset)[pixel]}</b>" in said
