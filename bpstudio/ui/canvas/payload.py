"""What travels in a drag from a palette to its canvas."""

from __future__ import annotations

from PySide6.QtCore import QMimeData

LAYER = "application/x-bpstudio-layer"
DATA = "application/x-bpstudio-data"
GATE = "application/x-bpstudio-gate"


def pack(kind: str, name: str) -> QMimeData:
    """Return the name of an activation, a data set or a gate as mime data of its kind."""
    mime = QMimeData()
    mime.setData(kind, name.encode())
    return mime


def unpack(mime: QMimeData, kind: str) -> str | None:
    """Return the name in `mime`, None if it is of another kind."""
    if not mime.hasFormat(kind):
        return None
    return bytes(mime.data(kind).data()).decode("utf-8", "replace")
