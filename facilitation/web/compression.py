"""Compressed answers: a phone on a slow link waits for each kilobyte.

Rule: a page that holds a secret (its seat's ticket) is blurred by a random number of bytes, so that
its length tells nothing to somebody who listens along (BREACH).
"""

from __future__ import annotations

import gzip
import io
import secrets

from flask import Response, request

BLUR_BYTES = 64


def accepts_gzip() -> bool:
    """Whether the browser that asks takes compressed answers."""
    return "gzip" in request.headers.get("Accept-Encoding", "")


def compressed(squeezed: bytes, mimetype: str) -> Response:
    """An answer of gzip's bytes, or of what is in them for a browser that does not know gzip."""
    if accepts_gzip():
        response = Response(squeezed, mimetype=mimetype)
        response.headers["Content-Encoding"] = "gzip"
    else:
        response = Response(gzip.decompress(squeezed), mimetype=mimetype)
    response.headers["Vary"] = "Accept-Encoding"
    return response


def personal(html: str) -> Response:
    """A page that is somebody's own."""
    if not accepts_gzip():
        return Response(html, mimetype="text/html")
    return compressed(_blurred(html.encode()), "text/html")


def _blurred(plain: bytes) -> bytes:
    """Compressed; the file name that gzip may carry, and nobody reads, makes the length vary."""
    out = io.BytesIO()
    name = "x" * (1 + secrets.randbelow(BLUR_BYTES))
    with gzip.GzipFile(name, "wb", 6, out, mtime=0) as file:
        file.write(plain)
    return out.getvalue()
