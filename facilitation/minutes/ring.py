"""The ring of chairs as the picture of planned and used time: the clock's drawing, standing still.

Rule: the same geometry as ``static/js/ring.js`` (a view box of 200 by 200, clockwise from twelve).
Here a chair is filled for the time that was used; used beyond the plan, all of them are.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import pi

LEAST, MOST = 10, 40
SECONDS_PER_CHAIR = 60
"""A turn of half an hour has thirty chairs, like the clock's quarter."""
_OUTER = 99
_WIDEST_STEP = 30


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of a chair that stands at twelve o'clock."""

    x: float
    y: float
    width: float
    height: float
    corner: float


@dataclass(frozen=True, slots=True)
class Chair:
    """One chair: its angle in degrees, and whether its time was used."""

    angle: float
    used: bool


@dataclass(frozen=True, slots=True)
class Ring:
    """Chairs around the middle."""

    seat: Box
    back: Box
    chairs: tuple[Chair, ...]


def ring(planned_s: float | None, used_s: float) -> Ring:
    """The ring of a turn; without a plan ten chairs, all used as soon as it began."""
    planned = planned_s or 0
    number = min(MOST, max(LEAST, round(planned / SECONDS_PER_CHAIR)))
    share = used_s / planned if planned else float(used_s > 0)
    filled = min(number, round(share * number))
    seat, back = _chair(number)
    chairs = (Chair(round((i + 0.5) * 360 / number, 3), i < filled) for i in range(number))
    return Ring(seat, back, tuple(chairs))


def _chair(number: int) -> tuple[Box, Box]:
    step_angle = 2 * pi / number
    step = min(_OUTER / (1 + step_angle * 0.49) * step_angle, _WIDEST_STEP)
    width, depth, height, gap = step * 0.69, step * 0.5, step * 0.15, step * 0.09
    x = 100 - width / 2
    y = 100 - (_OUTER - step * 0.49) - depth / 2
    seat = Box(*(round(n, 2) for n in (x, y, width, depth, step * 0.13)))
    back = Box(*(round(n, 2) for n in (x, y - gap - height, width, height, height / 2)))
    return seat, back
