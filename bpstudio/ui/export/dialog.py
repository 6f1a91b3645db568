"""Asks where a file shall go."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFileDialog, QWidget

if TYPE_CHECKING:
    from bpstudio.ui.export.kinds import Kind


def ask_where(parent: QWidget, title: str, proposed: Path, kind: Kind) -> Path | None:
    """Let the user pick where to write a file of this kind; None where they don't."""
    dialog = QFileDialog(parent, title, str(proposed.parent), kind.filter)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(kind.suffix)  # before Qt asks about a file that it would replace
    dialog.selectFile(proposed.name)
    picked = dialog.exec() and dialog.selectedFiles()
    dialog.deleteLater()
    return Path(picked[0]) if picked else None
