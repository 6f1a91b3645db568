"""The views of a run, in the order in which they stand; a new one is a file and a line here."""

from bpstudio.ui.views.doctor import DoctorView
from bpstudio.ui.views.gradient import GradientView
from bpstudio.ui.views.histograms import HistogramView
from bpstudio.ui.views.learned import BoundaryView
from bpstudio.ui.views.loss import LossView
from bpstudio.ui.views.runs import RunsView
from bpstudio.ui.views.saturation import SaturationView
from bpstudio.ui.views.unit import UnitView

VIEWS = (
    LossView,
    RunsView,
    GradientView,
    SaturationView,
    HistogramView,
    BoundaryView,
    UnitView,
    DoctorView,
)
