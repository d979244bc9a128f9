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

from facilitation.paths import STATIC, TEMPLATES
from facilitation.views.minutes import Minutes

from .ring import ring
from .wording import Wording, Words

STYLE_SHEETS = ("tokens.css", "fonts.css", "base.css", "components.css", "minutes.css")
_FONT = re.compile(r'url\("\.\./fonts/([\w-]+\.woff2)"\)')


def write(view: Minutes, wording: Wording, now: int) -> bytes:
    """The page as one file that needs nothing else."""
    return _drawn(view, wording, now, css=_css(), downloads=(), back="").encode()


def page(
    view: Minutes,
    wording: Wording,
    now: int,
    *,
    downloads: Sequence[tuple[str, str]] = (),
    back: str = "",
) -> str:
    """The page for the web. ``downloads`` are (address, name) and ``back`` an address, on top."""
    return _drawn(view, wording, now, css="", downloads=downloads, back=back)


def _drawn(
    view: Minutes,
    wording: Wording,
    now: int,
    *,
    css: str,
    downloads: Sequence[tuple[str, str]],
    back: str,
) -> str:
    return (
        _environment(wording.words)
        .get_template("minutes/page.html")
        .render(
            view=view,
            wording=wording,
            circles={circle.key: circle for circle in view.circles},
            ring=ring,
            now=now,
            css=css,
            style_sheets=STYLE_SHEETS,
            icons=_icons(),
            downloads=downloads,
            back=back,
        )
    )


def _environment(words: Words) -> Environment:
    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_translations(words, newstyle=True)  # type: ignore[attr-defined]
    return made


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
