"""The minutes as a page, to read on a screen and to print on A4.

Rule: one template, two coats. As a file it stands alone: style and typeface are inside it. In the
web it links the style sheets, because the Content-Security-Policy lets no style stand in a page.
Neither has a script. Jinja escapes everything; only our own files are put in as they are.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Sequence
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from facilitation.paths import STATIC, TEMPLATES

from . import drawings
from .document import Document, Figure

STYLE_SHEETS = ("tokens.css", "fonts.css", "base.css", "components.css", "minutes.css")
_FONT = re.compile(r'url\("\.\./fonts/([\w-]+\.woff2)"\)')


def write(document: Document) -> bytes:
    """The page as one file that needs nothing else."""
    return _drawn(document, css=_css(), downloads=(), back="").encode("utf-8", "replace")


def page(
    document: Document,
    *,
    downloads: Sequence[tuple[str, str]] = (),
    back: str = "",
) -> str:
    """The page for the web. ``downloads`` are (address, name) and ``back`` an address, on top."""
    return _drawn(document, css="", downloads=downloads, back=back)


def _drawn(
    document: Document,
    *,
    css: str,
    downloads: Sequence[tuple[str, str]],
    back: str,
) -> str:
    return (
        _environment()
        .get_template("minutes/page.html")
        .render(
            document=document,
            kind_of=lambda block: type(block).__name__.lower(),
            drawn=_svg,
            css=css,
            style_sheets=STYLE_SHEETS,
            icons=_icons(),
            downloads=downloads,
            back=back,
        )
    )


def _svg(figure: Figure) -> Markup:
    """A picture as part of the page; its texts are escaped where it is drawn."""
    return Markup(drawings.svg(figure.drawing, label=figure.alternative))  # nosec B704  # its texts are escaped


def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _css() -> str:
    """All style in one piece, with the typeface in it."""
    sheets = "\n".join((STATIC / "css" / name).read_text("utf-8") for name in STYLE_SHEETS)
    return _FONT.sub(_embedded, sheets)


def _embedded(found: re.Match[str]) -> str:
    font = (STATIC / "fonts" / found.group(1)).read_bytes()
    return f'url("data:font/woff2;base64,{base64.b64encode(font).decode()}")'


@cache
def _icons() -> str:
    """The circles' icons as a hidden sprite."""
    symbols = re.findall(
        r'<symbol id="icon-circle-.*?</symbol>', (STATIC / "icons.svg").read_text("utf-8"), re.S
    )
    return f'<svg width="0" height="0" hidden>{"".join(symbols)}</svg>'
