"""The two pictures of the minutes: time per circle, and who asked whom.

Rule: a drawing is plain shapes in one direction, so that SVG, and PNG by way of it, look alike.
Nothing is told by colour alone: bars have their numbers beside them and keep their order. Shapes
carry a class for the web's style sheets and a colour of paper for everything else.
"""

from __future__ import annotations

import textwrap
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from html import escape

INK, SOFT, LINE, PALE = "#1B1B23", "#5B5866", "#8A8172", "#F4EDE1"
COLOURS = {
    "orange": "#B34A00",
    "blue": "#0A58CA",
    "purple": "#4A0E4E",
    "green": "#122C0E",
    "grey": "#756560",
}
"""The circles on paper; ``static/css/tokens.css`` has the same, a test compares."""
FONTS = (
    "Atkinson Hyperlegible Next, Noto Sans, Noto Sans Arabic, Noto Sans Hebrew,"
    " Noto Sans Ethiopic, Noto Emoji, sans-serif"
)
LONGEST_NAME = 16


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle."""

    x: float
    y: float
    width: float
    height: float
    look: str
    fill: str = "none"
    stroke: str = "none"
    corner: float = 0


@dataclass(frozen=True, slots=True)
class Mark:
    """A short text. ``x`` is its start, middle or end, as ``anchor`` says."""

    x: float
    y: float
    text: str
    look: str
    size: float = 13
    anchor: str = "start"
    fill: str = INK
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Drawing:
    """Shapes on a sheet of ``width`` by ``height``."""

    name: str
    width: float
    height: float
    shapes: tuple[Box | Mark, ...]


@dataclass(frozen=True, slots=True)
class Time:
    """One circle's turn: seconds, and how they are written."""

    name: str
    colour: str
    planned_s: float | None
    used_s: float
    planned: str
    used: str


@dataclass(frozen=True, slots=True)
class Cell:
    """What one circle had for another."""

    sent: int
    chosen: int
    asked: int


# --- time per circle

_WIDTH, _ROW, _NAME, _NUMBERS = 520.0, 46.0, 130.0, 118.0


def times(turns: Sequence[Time], rtl: bool = False) -> Drawing:
    """A bar for each circle: the outline is what was planned, the filling what was used."""
    longest = max([1.0, *(max(one.planned_s or 0, one.used_s) for one in turns)])
    scale = (_WIDTH - _NAME - _NUMBERS) / longest
    shapes = [shape for row, one in enumerate(turns) for shape in _turn(one, row * _ROW + 4, scale)]
    drawing = Drawing("times", _WIDTH, _ROW * len(turns) + 4, tuple(shapes))
    return mirrored(drawing) if rtl else drawing


def _turn(one: Time, top: float, scale: float) -> Iterator[Box | Mark]:
    colour = COLOURS.get(one.colour, INK)
    used, planned = one.used_s * scale, (one.planned_s or 0) * scale
    yield from _name(_NAME - 12, top + 23, one.name, 14, "end")
    yield Box(_NAME, top + 6, planned, 26, "planned", PALE, LINE, 4)
    yield Box(_NAME, top + 11, used, 16, f"used circle-{one.colour}", colour, corner=2)
    numbers = f"{one.used} / {one.planned}"
    yield Mark(_NAME + max(used, planned) + 10, top + 24, numbers, "number", 13)


# --- who asked whom

_SIDE, _GAP, _HEAD = 116.0, 8.0, 30.0
_LEFT = 130.0


def asked(
    names: Sequence[tuple[str, str]],
    cells: dict[tuple[int, int], Cell],
    labels: tuple[str, str, str],
    rtl: bool = False,
) -> Drawing:
    """A square for each pair of circles: from the row to the column, three bars with numbers.

    ``names`` are (name, colour); ``cells`` go by (row, column); ``labels`` are sent, chosen, asked.
    """
    most = max([1, *(cell.sent for cell in cells.values())])
    count = len(names)
    width = _LEFT + count * (_SIDE + _GAP)
    shapes: list[Box | Mark] = []
    for at, (name, _) in enumerate(names):
        middle = _LEFT + at * (_SIDE + _GAP) + _SIDE / 2
        shapes += _name(middle, 20, name, 13, "middle")
        across = _HEAD + at * (_ROW_HEIGHT + _GAP) + _ROW_HEIGHT / 2 + 5
        shapes += _name(_LEFT - 12, across, name, 13, "end")
    for row in range(count):
        for column in range(count):
            cell = cells.get((row, column))
            shapes += _cell(row, column, cell, names[row][1], most)
    bottom = _HEAD + count * (_ROW_HEIGHT + _GAP) + 14
    shapes += _legend(labels, bottom)
    drawing = Drawing("asked", max(width, 520), bottom + 12, tuple(shapes))
    return mirrored(drawing) if rtl else drawing


_ROW_HEIGHT = 62.0
_BARS = (("sent", 0.25), ("chosen", 0.55), ("asked", 1.0))


def _cell(row: int, column: int, cell: Cell | None, colour: str, most: int) -> Iterator[Box | Mark]:
    left, top = _LEFT + column * (_SIDE + _GAP), _HEAD + row * (_ROW_HEIGHT + _GAP)
    if cell is None:
        yield Box(left, top, _SIDE, _ROW_HEIGHT, "nobody", PALE, corner=6)
        return
    yield Box(left, top, _SIDE, _ROW_HEIGHT, "cell", "#FFFFFF", LINE, 6)
    for at, (look, strength) in enumerate(_BARS):
        number = (cell.sent, cell.chosen, cell.asked)[at]
        length = number / most * (_SIDE - 46)
        fill = tint(COLOURS.get(colour, INK), strength)
        across = top + 8 + at * 17
        if number:
            yield Box(
                left + 8, across, max(length, 2), 12, f"{look} circle-{colour}", fill, corner=2
            )
        yield Mark(
            left + 12 + (max(length, 2) if number else 0), across + 11, str(number), "number", 12
        )


def _legend(labels: tuple[str, str, str], y: float) -> Iterator[Box | Mark]:
    """The three bars in the order in which they lie in each square, from top to bottom."""
    for at, ((look, strength), label) in enumerate(zip(_BARS, labels, strict=True)):
        left = _LEFT + at * (_SIDE + _GAP)
        yield Box(left, y - 10, 22, 12, f"{look} circle-none", tint(INK, strength), corner=2)
        yield Mark(left + 28, y, label, "soft", 12, fill=SOFT)


def tint(colour: str, strength: float) -> str:
    """``colour`` thinned with white."""
    parts = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - part) * strength):02X}" for part in parts)


# --- drawing


def _name(x: float, y: float, name: str, size: float, anchor: str) -> Iterator[Mark]:
    """A circle's name around the line ``y``, on two lines when it is long."""
    lines = fitted(name)
    first = y - (len(lines) - 1) * (size + 2) / 2
    for at, line in enumerate(lines):
        yield Mark(x, first + at * (size + 2), line, "name", size, anchor, bold=True)


def fitted(name: str) -> list[str]:
    """A name on at most two lines beside the bars; the whole of it stands in the words."""
    lines = textwrap.wrap(name, LONGEST_NAME, max_lines=2, placeholder="…", break_on_hyphens=False)
    return lines or [""]


def with_texts(drawing: Drawing, say: Callable[[str], str]) -> Drawing:
    """The same with each of its texts as ``say`` gives it."""
    shapes = (
        replace(one, text=say(one.text)) if isinstance(one, Mark) else one for one in drawing.shapes
    )
    return replace(drawing, shapes=tuple(shapes))


def mirrored(drawing: Drawing) -> Drawing:
    """The same for who reads from right to left."""
    turned = {"start": "end", "end": "start", "middle": "middle"}
    shapes = (
        replace(one, x=drawing.width - one.x - one.width)
        if isinstance(one, Box)
        else replace(one, x=drawing.width - one.x, anchor=turned[one.anchor])
        for one in drawing.shapes
    )
    return replace(drawing, shapes=tuple(shapes))


def svg(drawing: Drawing, *, alone: bool = False, label: str = "") -> str:
    """As SVG: ``alone`` as a file of its own, else as a part of a page with ``label`` read out."""
    size = f'viewBox="0 0 {_n(drawing.width)} {_n(drawing.height)}"'
    if alone:
        across, down = _n(drawing.width), _n(drawing.height)
        size += f' xmlns="http://www.w3.org/2000/svg" width="{across}" height="{down}"'
    else:
        size += (
            f' class="minutes-drawing is-{drawing.name}" role="img" aria-label="{escape(label)}"'
        )
    return f"<svg {size}>{''.join(_shapes(drawing.shapes))}</svg>"


def _shapes(shapes: Iterable[Box | Mark]) -> Iterator[str]:
    for one in shapes:
        if isinstance(one, Box):
            at = (
                f'x="{_n(one.x)}" y="{_n(one.y)}" width="{_n(one.width)}" height="{_n(one.height)}"'
            )
            yield (
                f'<rect class="{one.look}" {at} rx="{_n(one.corner)}"'
                f' fill="{one.fill}" stroke="{one.stroke}"/>'
            )
        else:
            weight = ' font-weight="700"' if one.bold else ""
            at = f'x="{_n(one.x)}" y="{_n(one.y)}" font-size="{_n(one.size)}"'
            yield (
                f'<text class="{one.look}" {at}'
                f' text-anchor="{one.anchor}" fill="{one.fill}"{weight} font-family="{FONTS}">'
                f"{escape(one.text)}</text>"
            )


def _n(number: float) -> str:
    return f"{round(number, 2):g}"
