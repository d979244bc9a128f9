"""Reads the palette out of tokens.css, so that a colour is written down in one place only.

Also holds the arithmetic: WCAG contrast, CIE76 distance, and how a colour looks to somebody with
protanopia, deuteranopia or tritanopia: the matrices for severity 1.0 of G. M. Machado, M. M.
Oliveira and L. A. F. Fernandes, "A Physiologically-based Model for Simulation of Color Vision
Deficiency", IEEE Transactions on Visualization and Computer Graphics 15(6), 2009, in linear light.
"""

import math
import re
from pathlib import Path

STYLES = Path(__file__).parents[2] / "static" / "css"
TOKENS = STYLES / "tokens.css"
CIRCLES = ("orange", "blue", "purple", "green", "grey")

Triple = tuple[float, float, float]
Matrix = tuple[Triple, Triple, Triple]

SIGHTS: dict[str, Matrix] = {
    "normal": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "protanopia": (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    ),
    "deuteranopia": (
        (0.367322, 0.860646, -0.227968),
        (0.280085, 0.672501, 0.047413),
        (-0.011820, 0.042940, 0.968881),
    ),
    "tritanopia": (
        (1.255528, -0.076749, -0.178779),
        (-0.078411, 0.930809, 0.147602),
        (0.004733, 0.691367, 0.303900),
    ),
}
WHITE_POINT = (0.95047, 1.0, 1.08883)  # D65


def themes() -> dict[str, dict[str, str]]:
    """Token name to hex for the light theme, and for the dark one laid over it."""
    text = TOKENS.read_text(encoding="utf-8")
    light_text, _, rest = text.partition("@media (prefers-color-scheme: dark)")
    dark_text = rest.partition("@media")[0]
    light = _hexes(light_text)
    return {"light": light, "dark": light | _hexes(dark_text)}


def hall_themes() -> dict[str, dict[str, str]]:
    """The same with what the hall screen lays over it (``html.hall`` in hall.css)."""
    text = (STYLES / "hall.css").read_text(encoding="utf-8")
    first, second = re.findall(r"html\.hall \{([^}]*--soft:[^}]*)\}", text)
    plain = themes()
    light = plain["light"] | _hexes(first)
    return {"light": light, "dark": plain["dark"] | _hexes(second)}


def _hexes(text: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+):\s*(#[0-9A-F]{6});", text))


def linear(colour: str) -> Triple:
    """The colour's linear-light red, green and blue, each from 0 to 1."""
    red, green, blue = (_linear(int(colour[at : at + 2], 16) / 255) for at in (1, 3, 5))
    return red, green, blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def contrast(one: str, other: str) -> float:
    """WCAG 2 contrast ratio, from 1 to 21."""
    darker, lighter = sorted(_luminance(linear(colour)) for colour in (one, other))
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(light: Triple) -> float:
    return 0.2126 * light[0] + 0.7152 * light[1] + 0.0722 * light[2]


def blend(over: str, under: str, opacity: float) -> str:
    """A colour that lies with this opacity over another, mixed as browsers do it."""
    parts = [
        round(int(over[at : at + 2], 16) * opacity + int(under[at : at + 2], 16) * (1 - opacity))
        for at in (1, 3, 5)
    ]
    return "#" + "".join(f"{part:02X}" for part in parts)


def seen(colour: str, sight: str) -> Triple:
    """Linear-light channels as somebody with this sight sees them."""
    light = linear(colour)
    mixed = [
        sum(part * channel for part, channel in zip(row, light, strict=True))
        for row in SIGHTS[sight]
    ]
    red, green, blue = (min(1.0, max(0.0, channel)) for channel in mixed)
    return red, green, blue


def lab(light: Triple) -> Triple:
    """CIE L*a*b* under D65."""
    red, green, blue = light
    xyz = (
        0.4124 * red + 0.3576 * green + 0.1805 * blue,
        _luminance(light),
        0.0193 * red + 0.1192 * green + 0.9505 * blue,
    )
    x, y, z = (_root(value / white) for value, white in zip(xyz, WHITE_POINT, strict=True))
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _root(value: float) -> float:
    return value ** (1 / 3) if value > 0.008856 else 7.787 * value + 16 / 116


def distance(one: str, other: str, sight: str) -> float:
    """CIE76: the straight line between the two in L*a*b*."""
    return math.dist(lab(seen(one, sight)), lab(seen(other, sight)))
