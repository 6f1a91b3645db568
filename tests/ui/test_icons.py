from pathlib import Path
from xml.etree import ElementTree

import pytest
from PySide6.QtGui import QAction, QColor, QIcon
from pytestqt.qtbot import QtBot

import bpstudio
from bpstudio.engine.activations import ACTIVATIONS
from bpstudio.resources import resource
from bpstudio.ui.actions import COMMANDS
from bpstudio.ui.icons import SIZE, application_icon, pixmap, set_icon, tinted_file
from bpstudio.ui.theme import DARK, LIGHT, theme

NAMES = sorted({path.stem for path in resource("icons").glob("*.svg")} - {"bpstudio"})


@pytest.mark.parametrize("name", NAMES)
def test_an_icon_is_one_stroke_in_the_colour_that_it_is_given(name: str) -> None:
    root = ElementTree.parse(resource("icons", f"{name}.svg")).getroot()
    assert root.get("viewBox") == "0 0 16 16"
    assert root.get("stroke") == "currentColor"
    assert root.get("stroke-width") == "1.5"
    assert root.get("stroke-linecap") == "round"
    assert root.get("fill") == ("currentColor" if name == "play" else "none")


def test_every_name_in_use_has_its_icon() -> None:
    used = {command.icon for command in COMMANDS if command.icon} | set(ACTIVATIONS)
    assert used <= set(NAMES)


def test_every_icon_is_in_use() -> None:
    package = Path(bpstudio.__file__).parent
    text = "\n".join(path.read_text(encoding="utf-8") for path in package.rglob("*.py"))
    assert [name for name in NAMES if f'"{name}"' not in text] == []


def test_a_pixmap_has_the_colour_and_the_device_pixels(qtbot: QtBot) -> None:
    red = QColor("#FF0000")
    picture = pixmap("plus", red, 2.0)
    assert picture.size().width() == 2 * SIZE
    assert picture.deviceIndependentSize().width() == SIZE
    assert picture.toImage().pixelColor(16, 16) == red
    assert picture.toImage().pixelColor(0, 0).alpha() == 0


def test_icons_follow_the_theme(qtbot: QtBot) -> None:
    theme().set_mode("light")
    action = QAction()
    set_icon(action, "close")
    set_icon(action, "plus")  # the last name counts, on later changes too
    assert _middle(action.icon()) == LIGHT.text
    theme().set_mode("dark")
    assert _middle(action.icon()) == DARK.text
    assert _middle(action.icon(), QIcon.Mode.Disabled) == DARK.strong
    theme().set_mode("system")


def _middle(icon: QIcon, mode: QIcon.Mode = QIcon.Mode.Normal) -> QColor:
    image = icon.pixmap(SIZE, SIZE, mode).toImage()
    return image.pixelColor(image.width() // 2, image.height() // 2)


def test_style_sheets_get_files_of_one_colour(qtbot: QtBot) -> None:
    with open(tinted_file("chevron-down", "#123456"), encoding="utf-8") as file:
        text = file.read()
    assert "#123456" in text
    assert "currentColor" not in text


def test_the_application_has_an_icon(qtbot: QtBot) -> None:
    assert not application_icon().pixmap(64, 64).isNull()
