"""The documents: golden files of one evening, the schema, empty and full, editions.

`UPDATE_GOLDEN=1` writes the golden files anew; read the difference before committing it.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from facilitation import locale, minutes
from facilitation.core.model import Conversation
from facilitation.minutes import drawings

from . import evening

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = Path(__file__).with_name("golden")


NOW = evening.START + 2 * 60 * evening.MINUTE
TEXTS = ("html", "md", "csv", "json")


def has(form: str, edition: str) -> bool:
    """Whether there is such a document: the short edition is a page to read."""
    return edition != "brief" or form in minutes.READ


def file(conversation: Conversation, form: str, language: str = "nl", **asked: Any) -> bytes:
    """A document as bytes; ``asked`` as in ``minutes.write``."""
    words = locale.translations(language)
    made, _, _ = minutes.write(conversation, form, words=words, language=language, now=NOW, **asked)
    return made


def document(conversation: Conversation, form: str, language: str = "nl", **asked: Any) -> str:
    """The same as text."""
    return file(conversation, form, language, **asked).decode()


def body(page: str) -> str:
    """The page without its style sheets: those are not this test's."""
    start, end = page.index("<style>"), page.index("</style>")
    return page[:start] + page[end + len("</style>") :]


@pytest.mark.parametrize(
    ("form", "edition"),
    [(form, edition) for form in TEXTS for edition in minutes.EDITIONS if has(form, edition)],
)
def test_document_of_the_sample_evening(form: str, edition: str) -> None:
    made = document(evening.held().conversation, form, edition=edition)
    if form == "html":
        made = body(made)
    # git keeps text files with line feeds; what the CSV ends its lines with is tested below.
    made = made.replace("\r\n", "\n")
    golden = GOLDEN / f"{'evening' if edition == 'full' else edition}.{form}"
    if os.environ.get("UPDATE_GOLDEN"):
        golden.write_bytes(made.encode())
    assert made.encode() == golden.read_bytes()


@pytest.mark.parametrize("form", list(minutes.DATA))
def test_short_edition_is_no_table_and_no_data(form: str) -> None:
    with pytest.raises(minutes.NotInThisEdition, match=form):
        document(evening.held().conversation, form, edition="brief")


@pytest.mark.parametrize(
    "conversation",
    [
        evening.conversation(),
        evening.seated().conversation,
        evening.held().conversation,
    ],
    ids=["lobby", "opening", "ended"],
)
def test_json_is_valid_at_any_time(conversation: Conversation) -> None:
    schema = json.loads((ROOT / "docs" / "minutes.schema.json").read_text("utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    validator.check_schema(schema)
    assert list(validator.iter_errors(json.loads(document(conversation, "json")))) == []


def test_json_has_the_keys_of_the_contract_in_their_order() -> None:
    made = json.loads(document(evening.held().conversation, "json"))
    circle = made["circles"][0]
    assert list(made) == [
        "conversation",
        "phases",
        "circles",
        "response",
        "agreements",
        "follow_up",
        "matrix",
        "earlier",
    ]
    assert list(circle) == ["key", "name", "joined", "present", "summary", "questions", "notes"]
    assert list(circle["questions"][0]) == ["text", "from_circles", "answer", "merged"]
    assert list(made["phases"][0]) == [
        "number",
        "name",
        "circle",
        "planned_s",
        "used_s",
        "started_at",
        "ended_at",
    ]
    assert list(made["matrix"][0]) == ["from", "to", "sent", "selected", "asked"]


@pytest.mark.parametrize("form", ["html", "md", "csv", "json"])
def test_document_without_appendix_holds_no_note_that_was_not_put(form: str) -> None:
    conversation = evening.held().conversation
    assert "nakijkblad" in document(conversation, form)
    assert "nakijkblad" not in document(conversation, form, appendix=False)


@pytest.mark.parametrize("form", ["html", "md", "csv"])
def test_document_speaks_the_language_that_is_asked(form: str) -> None:
    made = document(evening.held().conversation, form, language="en")
    assert "Follow-up" in made
    assert "Vervolg" not in made


@pytest.mark.parametrize("form", ["html", "md", "csv", "json"])
def test_document_of_a_conversation_that_did_not_begin(form: str) -> None:
    assert "Huiswerk" in document(evening.conversation(), form)


def test_document_holds_every_one_of_two_hundred_notes() -> None:
    sample = evening.seated()
    sample.later(5).do("advance")
    for number in range(200):
        sample.join(f"ouder {number}", "parents")
        sample.write(f"ouder {number}", f"Vraag nummer {number}?")
    made = document(sample.conversation, "html")
    assert [n for n in range(200) if f"Vraag nummer {n}?" not in made] == []


def test_unknown_format_is_refused() -> None:
    with pytest.raises(minutes.UnknownFormat, match="exe"):
        document(evening.conversation(), "exe")


@pytest.mark.parametrize(
    ("theme", "name"),
    [
        ("Huiswerk", "verslag-huiswerk-2026-11-25.md"),
        ("Pauze & café / ../..", "verslag-pauze-cafe-2026-11-25.md"),
        ("واجبات", "verslag-واجبات-2026-11-25.md"),
        ("Sınavlar ‮exe", "verslag-sınavlar-exe-2026-11-25.md"),
    ],
)
def test_file_name_is_safe_everywhere(theme: str, name: str) -> None:
    conversation = evening.conversation(theme=theme)
    words = locale.translations("nl")
    _, _, made = minutes.write(conversation, "md", words=words, language="nl", now=evening.START)
    assert made == name


def test_csv_begins_with_a_byte_order_mark_and_ends_its_lines_for_windows() -> None:
    made = document(evening.conversation(), "csv")
    assert made.startswith('\ufeff"onderdeel";')
    assert made.count("\n") == made.count("\r\n")


def test_page_of_the_web_has_no_style_of_its_own() -> None:
    page = minutes.page(
        evening.held().conversation,
        words=locale.translations("nl"),
        language="nl",
        now=evening.START,
        downloads=[("/minutes/1.csv", "CSV")],
        back="/conversations",
    )
    assert "<style" not in page
    assert "style=" not in page
    assert "<script" not in page
    assert '<link rel="stylesheet" href="/static/css/minutes.css">' in page
    assert '<a href="/minutes/1.csv" download>CSV</a>' in page


def test_page_as_a_file_needs_nothing_else() -> None:
    page = document(evening.held().conversation, "html")
    assert "<link" not in page
    assert "<script" not in page
    assert "/static/" not in page
    assert 'url("../' not in page


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Ouders", ["Ouders"]),
        ("Schülerinnen und Schüler", ["Schülerinnen und", "Schüler"]),
        ("Ouders en verzorgers van alle groepen", ["Ouders en", "verzorgers van…"]),
        ("Meervoudigonderwijs", ["Meervoudigonderw", "ijs"]),
        ("", [""]),
    ],
)
def test_name_in_a_picture_has_two_lines_at_most(name: str, lines: list[str]) -> None:
    assert drawings.fitted(name) == lines
