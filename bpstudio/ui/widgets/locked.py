"""Fields that show what was: they can be read, not changed, and say why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QAbstractSpinBox, QCheckBox, QComboBox, QPushButton, QWidget

from bpstudio.ui.tooltips import literal

if TYPE_CHECKING:
    from collections.abc import Iterable

FIELDS = (QAbstractSpinBox, QComboBox, QCheckBox, QPushButton)
LOCKED, HINT = "past", "hintOfNow"


def lock(fields: Iterable[QWidget], why: str) -> None:
    """Lock fields, with `why` as their tooltips; where there is no reason, they are as before."""
    for field in fields:
        if bool(field.property(LOCKED)) != bool(why):
            if why:
                field.setProperty(HINT, field.toolTip())
            else:
                field.setToolTip(field.property(HINT))
            field.setProperty(LOCKED, bool(why))
            field.setEnabled(not why)
            field.style().polish(field)
        if why:
            field.setToolTip(literal(why))


def fields_of(widget: QWidget) -> list[QWidget]:
    """Return what can be set within a widget."""
    return [child for child in widget.findChildren(QWidget) if isinstance(child, FIELDS)]
