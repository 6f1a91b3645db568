"""Every colour, font and space on the screen, once.

`theme()` is the one `Theme` of the application. Widgets and items ask it while they paint
(``theme().colors.forward``) and repaint on its `changed` signal; nobody keeps a colour.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette

Mode = Literal["system", "light", "dark"]

GRID = 8  # px: every space is a multiple, or a half
MARGIN = 24
GAP = 16
RADIUS_FIELD, RADIUS_CARD, RADIUS_GATE = 4, 6, 8
MENU_HEIGHT, TOOLBAR_HEIGHT, TAB_HEIGHT, DOCK_TITLE_HEIGHT, STATUS_HEIGHT = 24, 48, 32, 28, 24
PALETTE_WIDTH, DOCK_WIDTH = 128, 384
CONTROL_HEIGHT, SEGMENT_HEIGHT, ITEM_HEIGHT, ITEM_PITCH = 28, 22, 28, 32

HINT, BODY, VALUE, TITLE, FIGURE = 11, 12, 13, 16, 20  # px: the type scale
# In front of a class the whole picture is laid out so high, in px, and enlarged to the projector's
# height: twice with 720 lines, three times with 1080. So fonts, pens and spaces grow as one.
ROOM_HEIGHT = 360
LEAST_TEXT = 0.02  # of the picture's height: what can be read from the last row
REGULAR, MEDIUM, BOLD = QFont.Weight.Normal, QFont.Weight.Medium, QFont.Weight.DemiBold


@dataclass(frozen=True, eq=False)  # each is itself: a key of what was drawn in it
class Colors:
    """The colours of one theme, named for what they are used for.

    `forward`, `backward`, `positive` and `negative` are for shapes, their ``_text`` twins for
    words (contrast of 4.6:1 or more on every ground), the ``_fill`` ones for grounds.
    """

    window: QColor
    canvas: QColor
    surface: QColor
    raised: QColor
    sunken: QColor
    border: QColor
    strong: QColor
    grid: QColor
    text: QColor
    text2: QColor
    text3: QColor
    accent: QColor
    on_accent: QColor
    forward: QColor
    forward_text: QColor
    forward_fill: QColor
    backward: QColor
    backward_text: QColor
    backward_fill: QColor
    positive: QColor
    negative: QColor
    negative_text: QColor

    @property
    def pressed(self) -> QColor:
        """The ground of what is pressed or chosen, which is told from every other ground."""
        return blend(self.window, self.text, 0.12)


def _colors(*names: str) -> Colors:
    return Colors(*(QColor(name) for name in names))


LIGHT = _colors(
    *("#F3F4F6", "#FAFBFC", "#FFFFFF", "#FFFFFF", "#E8EAEE", "#D8DBE0", "#AEB4BE", "#ECEEF1"),
    *("#1B1F24", "#505863", "#66707C", "#1B1F24", "#FFFFFF"),
    *("#009E73", "#00785A", "#E3F4EE", "#D55E00", "#B04E00", "#FCEDE2"),
    *("#0072B2", "#E69F00", "#8A5F00"),
)
DARK = _colors(
    *("#1C1E22", "#15171A", "#17191C", "#202328", "#121316", "#31353C", "#555C67", "#24272C"),
    *("#E8EAED", "#B0B7C1", "#8C95A1", "#E8EAED", "#17191C"),
    *("#1FBF92", "#3CCDA4", "#15332B", "#F07F3A", "#F79A60", "#3A2417"),
    *("#58ACE6", "#EFB73E", "#EFB73E"),
)

# In front of a class: ink on white or white on black, lines and hues that a pale projector leaves.
BOLD_LIGHT = _colors(
    *("#FFFFFF", "#FFFFFF", "#FFFFFF", "#FFFFFF", "#E2E5EA", "#8A929E", "#5A6270", "#D5D9DF"),
    *("#000000", "#20262D", "#363E48", "#000000", "#FFFFFF"),
    *("#008560", "#005F47", "#D5F0E6", "#C65200", "#8F3F00", "#FCE3D2"),
    *("#005F9E", "#C98200", "#6B4A00"),
)
BOLD_DARK = _colors(
    *("#000000", "#000000", "#000000", "#101216", "#2A2E34", "#868E9A", "#AEB6C1", "#363B42"),
    *("#FFFFFF", "#E4E8EC", "#CDD3DA", "#FFFFFF", "#000000"),
    *("#2FE0AC", "#63F0C6", "#0F4032", "#FF8F4A", "#FFB685", "#4D2B14"),
    *("#72C4FF", "#FFCB45", "#FFCB45"),
)

# cividis, the heat map of everyone's eyes (Nunez, Anderton, Renslow 2018), at nine even places
CIVIDIS = tuple(
    QColor(name)
    for name in (
        *("#00224E", "#123570", "#3B496C", "#575D6D", "#707173"),
        *("#8A8678", "#A59C74", "#C3B369", "#FEE838"),
    )
)

# the classes of samples, told apart by markers, too: Okabe-Ito, the sign's hues first
CLASSES_LIGHT, CLASSES_DARK = (
    tuple(QColor(name) for name in names)
    for names in (
        ("#0072B2", "#E69F00", "#009E73", "#D55E00", "#CC79A7", "#56B4E9", "#B3A200", "#66707C"),
        ("#58ACE6", "#EFB73E", "#1FBF92", "#F07F3A", "#DB96BC", "#A5DBFA", "#F0E442", "#B0B7C1"),
    )
)


class Theme(QObject):
    """Which of the two themes is on; follows the system unless told otherwise."""

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._mode: Mode = "system"
        self._height, self.magnification = 0.0, 1.0
        self.colors = LIGHT
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._apply)
        self._apply()

    @property
    def is_dark(self) -> bool:
        """Whether the dark theme is on."""
        return self.colors in (DARK, BOLD_DARK)

    def least_zoom(self, letters: float) -> float:
        """Return how small a picture with `letters`, in px, may become; 0 seen from near."""
        return LEAST_TEXT * self._height / letters

    @property
    def mode(self) -> Mode:
        """What was asked for: one of the themes, or the system's."""
        return self._mode

    def set_mode(self, mode: Mode) -> None:
        """Ask for a theme; "system" follows the desktop live."""
        self._mode = mode
        self._apply()

    def present(self, height: float, magnification: float = 1.0) -> None:
        """Be seen from afar, on a picture that is laid out `height` px high; 0 is from near.

        What Qt shows in windows of its own, as tooltips, isn't part of that picture: it is to be
        as many times larger as `magnification` says.
        """
        self._height = height
        grown = magnification != self.magnification
        self.magnification = magnification
        if not self._apply() and grown:
            self.changed.emit()

    def _apply(self) -> bool:
        """Take the colours that are asked for; return whether they are others."""
        dark = self._mode == "dark" or (
            self._mode == "system"
            and QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        )
        near, far = (DARK, BOLD_DARK) if dark else (LIGHT, BOLD_LIGHT)
        colors = far if self._height else near
        if colors is self.colors:  # to dress all anew takes half a second
            return False
        self.colors = colors
        self.changed.emit()
        return True

    def class_color(self, number: int) -> QColor:
        """Return the colour of class `number`, from 0; with many, colours come again."""
        known = CLASSES_DARK if self.is_dark else CLASSES_LIGHT
        return known[number % len(known)]

    def heat(self, share: float) -> QColor:
        """Return cividis at `share`, 0 to 1, in 256 steps."""
        return _heat(round(255 * min(max(share, 0.0), 1.0)))


def enlargement(width: float, height: float, needed: float) -> float:
    """Return how many times larger everything is in front of a class.

    Parameters
    ----------
    width, height
        Of the picture, in px.
    needed
        How wide it has to be laid out: then all is a little smaller, but never too small to read.
    """
    wanted = min(height / ROOM_HEIGHT, width / needed)
    return max(wanted, LEAST_TEXT * height / HINT)


@cache
def _heat(level: int) -> QColor:
    place = level / 255 * (len(CIVIDIS) - 1)
    low = min(int(place), len(CIVIDIS) - 2)
    return blend(CIVIDIS[low], CIVIDIS[low + 1], place - low)


@cache
def theme() -> Theme:
    """Return the application's theme; there must be an application by now."""
    return Theme()


def blend(first: QColor, second: QColor, share: float) -> QColor:
    """Return the colour `share` of the way (0 to 1) from `first` to `second`."""

    def mix(low: float, high: float) -> float:
        return low + (high - low) * share

    return QColor.fromRgbF(
        mix(first.redF(), second.redF()),
        mix(first.greenF(), second.greenF()),
        mix(first.blueF(), second.blueF()),
        mix(first.alphaF(), second.alphaF()),
    )


def font(size: int = BODY, weight: QFont.Weight = REGULAR) -> QFont:
    """Return the interface's font at `size` px, with figures of one width."""
    return QFont(_font(size, weight))


def forget_fonts() -> None:
    """Make the fonts anew: the application has another one."""
    _font.cache_clear()


@cache
def _font(size: int, weight: QFont.Weight) -> QFont:
    made = QFont(QGuiApplication.font().family())
    made.setPixelSize(size)
    made.setWeight(weight)
    made.setFeature(QFont.Tag("tnum"), 1)
    return made


SERIFS = ("STIX Two Text", "STIX", "Cambria", "Times New Roman", "Liberation Serif")


def serif(size: int = TITLE, *, is_italic: bool = True) -> QFont:
    """Return the font of the names in equations at `size` px."""
    return QFont(_serif(size, is_italic))


@cache
def _serif(size: int, is_italic: bool) -> QFont:
    made = QFont()
    made.setFamilies([*SERIFS, "DejaVu Serif"])
    made.setStyleHint(QFont.StyleHint.Serif)
    made.setPixelSize(size)
    made.setItalic(is_italic)
    return made


def qt_palette(colors: Colors) -> QPalette:
    """Return `colors` as the palette that Qt's own widgets take."""
    role = QPalette.ColorRole
    palette = QPalette()
    for key, color in {
        role.Window: colors.window,
        role.WindowText: colors.text,
        role.Base: colors.raised,
        role.AlternateBase: colors.sunken,
        role.Text: colors.text,
        role.PlaceholderText: colors.text3,
        role.Button: colors.raised,
        role.ButtonText: colors.text,
        role.BrightText: colors.backward,
        role.Highlight: colors.accent,
        role.HighlightedText: colors.on_accent,
        role.ToolTipBase: colors.raised,
        role.ToolTipText: colors.text,
        role.Link: colors.positive,
        role.Light: colors.raised,
        role.Midlight: colors.sunken,
        role.Mid: colors.border,
        role.Dark: colors.strong,
        role.Shadow: colors.strong,
    }.items():
        palette.setColor(key, color)
    for key in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, key, colors.strong)
    return palette


def tokens(colors: Colors) -> dict[str, str]:
    """Return the colours by name as ``#rrggbb``, for style sheets and icons."""
    return {field.name: getattr(colors, field.name).name() for field in fields(Colors)}
