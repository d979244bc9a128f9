"""What is compressed, for whom, and that a personal page's length tells nothing."""

from __future__ import annotations

import gzip

import pytest
from flask import Flask

from facilitation.paths import STATIC
from facilitation.web import compression, static_files

GZIP = {"Accept-Encoding": "gzip, deflate"}


@pytest.fixture
def app() -> Flask:
    made = Flask(__name__, static_folder=None)
    made.register_blueprint(static_files.blueprint)
    made.add_url_rule("/page", "page", lambda: compression.personal("<p>Één pagina</p>" * 50))
    return made


def test_personal_page_is_the_same_page_for_every_browser(app: Flask) -> None:
    plain = app.test_client().get("/page")
    squeezed = app.test_client().get("/page", headers=GZIP)
    assert "Content-Encoding" not in plain.headers
    assert squeezed.headers["Content-Encoding"] == "gzip"
    assert squeezed.headers["Vary"] == "Accept-Encoding"
    assert gzip.decompress(squeezed.data) == plain.data
    assert plain.mimetype == squeezed.mimetype == "text/html"


def test_length_of_a_personal_page_is_blurred(app: Flask) -> None:
    client = app.test_client()
    assert len({len(client.get("/page", headers=GZIP).data) for _ in range(50)}) > 10


def test_joined_sheets_are_their_parts_in_order(app: Flask) -> None:
    whole = app.test_client().get(static_files.url("css/phone-page.css"))
    assert (whole.status_code, whole.mimetype) == (200, "text/css")
    marks = ["@font-face", "--paper: #FBF7EF", "box-sizing", ".button-main", ".phone-head"]
    assert sorted(marks, key=whole.text.index) == marks
    squeezed = app.test_client().get(static_files.url("css/phone-page.css"), headers=GZIP)
    assert gzip.decompress(squeezed.data) == whole.data
    assert "immutable" in squeezed.headers["Cache-Control"]


def test_other_peoples_files_travel_as_they_are(app: Flask) -> None:
    path = "vendor/socket.io.esm.min.js"
    answer = app.test_client().get(static_files.url(path), headers=GZIP)
    assert gzip.decompress(answer.data) == (STATIC / path).read_bytes()


def test_own_scripts_travel_without_remarks(app: Flask) -> None:
    answer = app.test_client().get(static_files.url("js/page.js"), headers=GZIP)
    script = gzip.decompress(answer.data).decode()
    assert script.startswith("import ")
    assert "export function boot() {" in script
    assert "/**" not in script


@pytest.mark.parametrize("script", sorted(STATIC.glob("js/*.js")), ids=lambda path: path.name)
def test_no_text_in_our_scripts_looks_like_a_remark(script) -> None:
    """A text over several lines would lose its indents, and lines like remarks, on the way."""
    odd = [line for line in script.read_text("utf-8").splitlines() if line.count("`") % 2]
    assert odd == []
