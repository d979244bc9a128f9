"""All parts of the interface on one page, to look at while building: ``/-/patterns``.

Rule: only there when the server was started with ``--patterns`` (or ``DRIEGESPREK_PATTERNS=1``);
otherwise the address is as unknown as any other. What it lists (colours, icons) is read from the
files themselves, so that nothing is shown that is not in use. The words of its own are English and
not in the catalogues: people who build read it, nobody in a school.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from flask import Blueprint, g, render_template, request

from facilitation.locale import known
from facilitation.paths import STATIC

from . import qr
from .locale import speech

blueprint = Blueprint("patterns", __name__)

_TOKEN = re.compile(r"--([a-z-]+):\s*(#[0-9A-Fa-f]{6});")
_ICON = re.compile(r'<symbol id="icon-([a-z-]+)"')
EXAMPLE_URL = "http://192.168.178.41:8000/j/7h3k9vq2mzc81xtp4wnd"


@dataclass(frozen=True, slots=True)
class Token:
    """A colour of tokens.css; ``dark`` is the same as ``light`` where the dark theme keeps it."""

    name: str
    light: str
    dark: str


@dataclass(frozen=True, slots=True)
class Example:
    """A circle as the shared macros take it."""

    name: str
    colour: str
    one: str


CIRCLES = (
    Example("Leerlingen", "orange", "Van een leerling"),
    Example("Ouders", "blue", "Van een ouder"),
    Example("Docenten", "purple", "Van een docent"),
    Example("Mentoren", "green", "Van een mentor"),
    Example("Gemeente", "grey", "Van de gemeente"),
)


@cache
def tokens() -> tuple[Token, ...]:
    """The colours in the order of the file."""
    text = (STATIC / "css" / "tokens.css").read_text("utf-8")
    light_text, _, rest = text.partition("@media (prefers-color-scheme: dark)")
    dark = dict(_TOKEN.findall(rest.partition("@media")[0]))
    return tuple(
        Token(name, colour, dark.get(name, colour)) for name, colour in _TOKEN.findall(light_text)
    )


@cache
def icons() -> tuple[str, ...]:
    """The names of all icons."""
    return tuple(_ICON.findall((STATIC / "icons.svg").read_text("utf-8")))


@blueprint.get("/-/patterns")
def page() -> str:
    """The page; ``?lang=`` and ``?dir=rtl`` show the parts in another language and direction."""
    g.speech = speech(known(request.args.get("lang", "nl")))
    given = request.args.get("dir")
    return render_template(
        "patterns/page.html",
        direction=given if given in ("ltr", "rtl") else g.speech.direction,
        tokens=tokens(),
        icons=icons(),
        circles=CIRCLES,
        qr=qr.svg(EXAMPLE_URL),
    )
