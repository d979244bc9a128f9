"""Static files under an address that changes with their content, so browsers may keep them long.

Rule: one version for the whole folder, so that modules and stylesheets can refer to each other
relatively and never mix two versions. Text travels compressed, without the comments of our own
files: a phone on a slow link waits for each kilobyte.
"""

from __future__ import annotations

import gzip
import hashlib
import re
from functools import cache
from pathlib import Path

from flask import Blueprint, Response, send_from_directory
from werkzeug.security import safe_join

from facilitation.paths import STATIC

from .compression import accepts_gzip, compressed

blueprint = Blueprint("static_files", __name__)

_TEXT = (".js", ".css", ".svg")
KEEP_S = 365 * 24 * 3600
_IMPORT = re.compile(r"""(?:import|from)\s*["'](\.{1,2}/[^"']+)["']""")
_REMARK = re.compile(r"^[ \t]*(?:/\*(?:(?!\*/).)*\*/|//[^\n]*)[ \t]*\n", re.MULTILINE | re.DOTALL)
"""A comment that has its lines to itself; no other, since telling those needs a parser."""
_INDENT = re.compile(r"^[ \t]+", re.MULTILINE)

JOINED = {"css/phone-page.css": ("fonts", "tokens", "base", "components", "phone")}
"""Stylesheets that travel as one, in this order: one request of a phone instead of five."""


@cache
def version() -> str:
    """A digest of all static files."""
    digest = hashlib.sha256()
    for path in sorted(one for one in STATIC.rglob("*") if one.is_file()):
        digest.update(str(path.relative_to(STATIC)).encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


def url(path: str) -> str:
    """The address of a static file."""
    return f"/static/{version()}/{path}"


@cache
def modules(entry: str) -> tuple[str, ...]:
    """The addresses of all modules that ``entry`` imports, directly or not, for preloading.

    So that loading stays one step deep without an import map (which would be inline).
    """
    found: dict[str, None] = {}
    todo = [entry]
    while todo:
        name = todo.pop()
        if name in found:
            continue
        found[name] = None
        folder = (STATIC / name).parent
        text = (STATIC / name).read_text("utf-8")
        for reference in _IMPORT.findall(text):
            path = (folder / reference).resolve()
            if path.is_relative_to(STATIC.resolve()):
                todo.append(path.relative_to(STATIC.resolve()).as_posix())
    return tuple(url(name) for name in found if name != entry)


@blueprint.get("/static/<version>/<path:path>")
def file(version: str, path: str) -> Response:
    """A file of the present version; another version's address still finds it, kept briefly.

    So does an address without a version (``/static/css/base.css``), as the minutes' page has it.
    """
    plain = safe_join(str(STATIC), version, path)
    if plain is not None and Path(plain).is_file():
        path = f"{version}/{path}"
    response = _answer(path)
    response.headers["Vary"] = "Accept-Encoding"
    current = version == globals()["version"]()
    keep = f"public, max-age={KEEP_S}, immutable" if current else "no-cache"
    response.headers["Cache-Control"] = keep
    return response


def _answer(path: str) -> Response:
    if path in JOINED:
        return compressed(_squeezed(path), "text/css")
    response = send_from_directory(STATIC, path, conditional=True)
    response.headers.pop("Content-Disposition", None)
    if path.endswith(_TEXT) and response.status_code == 200 and accepts_gzip():
        return compressed(_squeezed(path), str(response.mimetype))
    return response


@cache
def _squeezed(path: str) -> bytes:
    """A text file compressed once, or the sheets that are joined under this name."""
    paths = [f"css/{name}.css" for name in JOINED.get(path, ())] or [path]
    return gzip.compress("".join(_text(one) for one in paths).encode(), mtime=0)


def _text(path: str) -> str:
    """A file's text; of our own scripts and sheets without remarks and indents."""
    text = (STATIC / path).read_text("utf-8")
    if path.startswith("vendor/") or path.endswith(".svg"):
        return text
    return _INDENT.sub("", _REMARK.sub("", text))
