"""One unit under the pointer, wherever it is: the canvas and all views light it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bpstudio.runtime.portrait import Asked
    from bpstudio.ui.builder.canvas import NetworkCanvas
    from bpstudio.ui.session import Session
    from bpstudio.ui.views.view import View


def connect_view(view: View, others: list[View], canvas: NetworkCanvas, session: Session) -> None:
    """Connect a view with the canvas, with all views (`others` may still grow), and the session."""

    def light(asked: Asked | None) -> None:
        canvas.light(asked)
        for other in others:
            if other is not view:
                other.point_at(asked)

    view.unit_pointed.connect(light)
    view.unit_chosen.connect(canvas.ask_about)
    view.sample_chosen.connect(session.show_sample)
    view.threshold_chosen.connect(session.set_threshold)
    canvas.unit_pointed.connect(view.point_at)
