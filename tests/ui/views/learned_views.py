"""The view of what was learned, on a run, with its axes and its numbers."""

import numpy as np
from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot

from bpstudio.ui.views.learned import BoundaryView
from bpstudio.ui.widgets.segmented import Segmented
from tests.ui.views.real_runs import look
from tests.ui.views.runs import opened

SIZE = (384, 220)


def shown(qtbot: QtBot, run, size=SIZE) -> BoundaryView:
    view = opened(qtbot, BoundaryView, *size)
    look(view, run)
    return view


def axes_of(view: BoundaryView):
    return view.plot.face.axes


def px(view: BoundaryView, x: float, y: float) -> QPointF:
    axes = axes_of(view)
    return QPointF(float(axes.x_of(np.array(x))), float(axes.y_of(np.array(y))))


def number(text: str) -> float:
    return float(text.replace("−", "-").replace("\u202f", "").partition("·")[0])


def part_of(view: BoundaryView) -> Segmented:
    return view.header().findChild(Segmented)
