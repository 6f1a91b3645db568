"""What goes wrong in a Python override of one of Qt's methods is heard of, and isn't the end.

PySide looks into the exception that leaves an override. Before Python 3.12 one that was raised in
C, such as an IndexError, becomes an object only where it is caught; PySide, up to 6.11 at least,
takes it for one all the same, and the process ends.
"""

from __future__ import annotations

import sys
from functools import wraps
from types import FunctionType
from typing import TYPE_CHECKING, Any

from shiboken6 import Shiboken

if TYPE_CHECKING:
    from collections.abc import Callable

QT = "PySide6."  # the modules of Qt's own classes
ROOT: Any = Shiboken.Object  # of all that Qt has, commands and items among it


def catch_in_overrides() -> None:
    """Have each override caught once, in all classes of Qt's that are defined from now on."""
    if sys.version_info < (3, 12):
        ROOT.__init_subclass__ = classmethod(_catch_in)


def _catch_in(cls: Any, /, **options: Any) -> None:
    super(ROOT, cls).__init_subclass__(**options)
    qts = [base for base in cls.__mro__[1:] if base.__module__.startswith(QT)]
    for name, method in list(vars(cls).items()):
        is_own = name.startswith("__") or not isinstance(method, FunctionType)
        if not is_own and any(name in vars(base) for base in qts):
            setattr(cls, name, _caught(method))


def _caught(method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def override(*arguments: Any, **named: Any) -> Any:
        try:
            return method(*arguments, **named)
        except BaseException:
            raise  # as an object, by now

    return override
