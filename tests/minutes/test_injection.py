"""Whatever people write stays text: in HTML, in Markdown, in a spreadsheet."""

from __future__ import annotations

import csv
import io
from html.parser import HTMLParser

import pytest
from markdown_it import MarkdownIt

from facilitation.core.model import (
    Agreement,
    Circle,
    Conversation,
    Note,
    Question,
    Status,
    Text,
    replace,
)
from facilitation.minutes.csv import cell
from facilitation.minutes.markdown import escaped, paragraphs

from . import evening, test_documents

CORPUS = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style><svg onload=alert(1)>",
    "{{ 7 * 7 }}{% raw %}",
    "%(num)s %s 100%",
    "&lt;b&gt; &amp;",
    "=1+1",
    "+31612345678",
    "-2+3",
    "@SUM(A1)",
    '=HYPERLINK("http://kwaad.example";"klik")',
    "＝1+1",
    "；=1+1",
    "# Kop",
    "## Kop ##",
    "- punt",
    "1. eerste",
    "1) eerste",
    "> citaat",
    "---",
    "===",
    "***",
    "```",
    "~~~",
    "[klik](http://kwaad.example)",
    "![beeld](http://kwaad.example/x.png)",
    "<http://kwaad.example>",
    "*nadruk* _nadruk_ `code` ~~weg~~",
    "a | b | c",
    "schuine \\| streep \\",
    "[a]: http://kwaad.example",
    "regel\u2028<b>twee</b>",
    "omgekeerd \u202etxet\u202c klaar",
    "שלום \u2067abc",
    '=1+1;"=2+2",=3+3',
)


def everywhere(text: str) -> Conversation:
    """A conversation in which everything that somebody can write is ``text``."""
    note = Note("n1", 2, "pupils", "parents", text, "nl", evening.START, rendering=text)
    texts = ("response", "follow_up", "summary:pupils")
    held = evening.held().conversation
    circles = tuple(
        replace(one, name=text, singular=text) if one.key == "teachers" else one
        for one in evening.CIRCLES
    )
    return replace(
        held,
        school=text,
        theme=text,
        question=text,
        circles=circles,
        notes={"n1": note, "n2": replace(note, id="n2"), "n3": replace(note, id="n3")}
        | {"n3": replace(note, id="n3", merged_into="n1", from_circle="teachers")},
        questions={"n1": Question("n1", 4, 1, evening.START, text, True)},
        texts={name: Text(name, text, 1) for name in texts},
        agreements={
            "a1": Agreement("a1", 0, text, text, text, 1, Status.BUSY, text, evening.START)
        },
        participants={},
        authors={},
    )


def document(conversation: Conversation, form: str) -> str:
    """Its minutes, in which it also follows an evening that said the same."""
    return test_documents.document(conversation, form, earlier=conversation)


class Reader(HTMLParser):
    """The texts of a page, and its tags and attributes."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self._within = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self._within = tag
        self.attributes.update(name for name, _ in attrs)

    def handle_data(self, data: str) -> None:
        if self._within != "text":  # in a picture names are shortened
            self.texts.append(data)


@pytest.mark.parametrize("text", CORPUS)
def test_html_holds_the_words_as_text(text: str) -> None:
    plain = Reader(document(everywhere("gewone woorden"), "html"))
    page = Reader(document(everywhere(text), "html"))
    assert page.tags == plain.tags
    assert page.attributes == plain.attributes
    assert page.texts.count(text) == plain.texts.count("gewone woorden")


@pytest.mark.parametrize("text", CORPUS)
def test_csv_holds_no_cell_that_runs(text: str) -> None:
    made = document(everywhere(text), "csv").removeprefix("\ufeff")
    for delimiter in ";,\t":
        for row in csv.reader(io.StringIO(made, newline=""), delimiter=delimiter):
            for one in row:
                assert one.lstrip()[:1] not in tuple("=+-@＝＋－＠\t\r")


def test_csv_has_as_many_cells_in_every_row() -> None:
    for text in CORPUS:
        made = document(everywhere(text), "csv").removeprefix("\ufeff")
        rows = csv.reader(io.StringIO(made, newline=""), delimiter=";")
        assert {len(row) for row in rows} == {10}


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Waarom?", "Waarom?"),
        ("=1+1", "'=1+1"),
        ("\t=1+1", "' =1+1"),
        ("\u200e=1+1", "'\u200e=1+1"),
        ("＋1", "'＋1"),
        ("﹣1", "'﹣1"),
        ("een\ntwee", "een / twee"),
        ("1 - 1", "1 - 1"),
        ("Ja, =1+1", "Ja,' =1+1"),
        ('Ja;"=1+1"', 'Ja;\'"=1+1"'),
        ("Ja, en nee; of -1", "Ja, en nee; of -1"),
        ("", ""),
    ],
)
def test_csv_cell(text: str, shown: str) -> None:
    assert cell(text) == shown


def markup(source: str) -> set[str]:
    """What Markdown makes of ``source`` besides a paragraph of text."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(source)
    inner = [child for token in tokens for child in token.children or ()]
    found = {token.type for token in (*tokens, *inner)}
    return found - {"paragraph_open", "paragraph_close", "inline", "text", "text_special"}


@pytest.mark.parametrize("text", CORPUS)
def test_markdown_of_somebody_s_words_is_text(text: str) -> None:
    assert markup(escaped(text)) == set()
    assert markup(f"woorden {escaped(text)}") == set()
    assert markup(f"kop\n{escaped(text)}") <= {"softbreak"}
    assert markup(paragraphs(f"{text}\n{text}")) == {"hardbreak"}


@pytest.mark.parametrize("text", CORPUS)
def test_markdown_document_keeps_its_shape(text: str) -> None:
    parser = MarkdownIt("commonmark").enable(["table"])
    expected = parser.parse(document(everywhere("gewone woorden"), "md"))
    made = parser.parse(document(everywhere(text), "md"))
    assert [one.type for one in made] == [one.type for one in expected]


def test_markdown_shows_what_was_written() -> None:
    for text in CORPUS[:31]:
        tokens = MarkdownIt("commonmark").parse(f"x {escaped(text)}")
        shown = "".join(child.content for child in tokens[1].children or ())
        assert shown == f"x {text}"


def test_text_files_hold_nothing_that_turns_the_direction() -> None:
    for form in ("csv", "md"):
        made = document(everywhere("\u202eomgekeerd\u2066"), form)
        assert "\u202e" not in made
        assert "\u2066" not in made


def test_circle_of_another_colour_is_drawn() -> None:
    guests = Circle("guests", 2, "Gasten", "gast", True, "green")
    circles = (*evening.CIRCLES[:2], guests)
    assert "#icon-circle-green" in document(evening.conversation(circles=circles), "html")
