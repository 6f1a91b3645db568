"""Small tables in files, and their dialog."""

from pathlib import Path

from pytestqt.qtbot import QtBot

from bpstudio.data.head import read_head
from bpstudio.experiment import edits
from bpstudio.experiment.spec import DataSpec, Experiment
from bpstudio.ui.table.dialog import TableDialog
from bpstudio.ui.table.plan import Plan

SOON = 10_000  # ms
FLOWERS = "width,colour,garden,species\n" + "".join(
    f"{n % 7}.5,{'red' if n % 2 else 'blue'},north,{'ab'[n % 3 == 0]}\n" for n in range(30)
)


def flowers_in(folder: Path) -> Path:
    """Write the table of flowers to a file in a folder."""
    path = folder / "flowers.csv"
    path.write_text(FLOWERS)
    return path


def experiment_with(spec: DataSpec, loss: str) -> Experiment:
    """Return an experiment on a table."""
    return edits.set_loss(Experiment(data=spec), loss)


def plan_of(folder: Path, text: str | bytes, name: str = "mine.csv") -> Plan:
    """Return what is planned for a table at first."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return Plan(read_head(path), str(path))


def dialog_of(qtbot: QtBot, folder: Path, text: str | bytes) -> TableDialog:
    """Return the dialog of a table, shown."""
    dialog = TableDialog(plan_of(folder, text), experiment_with)
    qtbot.addWidget(dialog, before_close_func=lambda widget: widget.reader.stop())
    dialog.show()
    qtbot.waitExposed(dialog)
    return dialog


def read(qtbot: QtBot, dialog: TableDialog) -> None:
    """Wait until the table has been read, or refused."""
    reader = dialog.reader
    qtbot.waitUntil(lambda: reader.found is not None or reader.refusal is not None, timeout=SOON)
