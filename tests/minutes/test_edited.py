"""The minutes with their corrections: in every format, and on no other line than theirs."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import jsonschema
import pytest

from facilitation.core.model import Role
from facilitation.locale import translations
from facilitation.minutes import FORMATS, NotInThisEdition, write
from facilitation.views.edited import edited
from facilitation.views.minutes import Minutes, minutes
from tests.servers import ROOT

from . import evening
from .reading import docx_text, pdf_text


def corrected() -> evening.Evening:
    """The evening about homework: a question hidden, a typing error mended, a function added."""
    sample = evening.held()
    put = sample.conversation.put_questions("parents")
    for name, given in (
        ("hide_line", {"place": f"note:{put[0].note}"}),
        ("correct_minutes", {"place": f"note:{put[1].note}", "text": "Hoe merkt u dat thuis?"}),
        ("correct_minutes", {"place": "summary:parents", "text": "Ouders willen rust."}),
        ("correct_minutes", {"place": "functions:teachers", "text": "mentor, teamleider"}),
        ("correct_minutes", {"place": "theme", "text": "Huiswerk thuis"}),
        ("hide_line", {"place": "response"}),
        ("hide_line", {"place": f"agreement:{list(sample.conversation.agreements)[1]}"}),
    ):
        sample.do(name, Role.ORGANISER, **given)
    return sample


def views() -> tuple[Minutes, Minutes]:
    sample = corrected()
    noted = minutes(sample.conversation, sample.now)
    return noted, edited(noted, sample.conversation.corrections)


def test_only_the_corrected_lines_read_otherwise() -> None:
    noted, read = views()
    parents, teachers = read.circles[1], read.circles[2]
    assert [one.text for one in parents.questions] == ["Hoe merkt u dat thuis?"]
    assert (parents.summary, teachers.functions) == ("Ouders willen rust.", "mentor, teamleider")
    assert (read.conversation.theme, read.response) == ("Huiswerk thuis", "")
    assert [one.what for one in read.agreements] == ["Huiswerk begint in de les"]
    back = replace(
        read,
        conversation=noted.conversation,
        response=noted.response,
        agreements=noted.agreements,
        circles=(
            read.circles[0],
            replace(
                parents,
                summary=noted.circles[1].summary,
                questions=noted.circles[1].questions,
            ),
            replace(teachers, functions=""),
        ),
    )
    assert back == noted


def test_numbers_stay_what_they_were() -> None:
    noted, read = views()
    assert (read.matrix, read.phases) == (noted.matrix, noted.phases)


def test_minutes_without_corrections_are_the_very_same() -> None:
    noted, _ = views()
    assert edited(noted, {}) is noted


def test_translation_merged_originals_and_notes_are_corrected_too() -> None:
    sample = evening.held()
    merged = next(iter(sample.conversation.merged_beneath("n1")))
    turkish = next(one for one in sample.conversation.notes.values() if one.rendering)
    for place, text in (
        (f"note:{merged.id}", "Wat als het mislukt?"),
        (f"rendering:{turkish.id}", "Hoeveel tijd kost het?"),
        ("answer:n1", "Een klasgenoot."),
    ):
        sample.do("correct_minutes", Role.MINUTE_TAKER, place=place, text=text)
    read = edited(minutes(sample.conversation, sample.now), sample.conversation.corrections)
    (question,) = read.circles[0].questions
    assert (question.answer, question.merged[0].text) == ("Een klasgenoot.", "Wat als het mislukt?")
    assert "Hoeveel tijd kost het?" in {one.rendering for one in read.circles[0].notes}
    sample.do("hide_line", Role.MINUTE_TAKER, place=f"note:{merged.id}")
    read = edited(minutes(sample.conversation, sample.now), sample.conversation.corrections)
    assert read.circles[0].questions[0].merged == ()


def document(form: str, **given: Any) -> str:
    sample = corrected()
    written, *_ = write(
        sample.conversation,
        form,
        words=translations("nl"),
        language="nl",
        now=sample.now,
        **given,
    )
    readers = {"pdf": pdf_text, "docx": docx_text}
    told = readers[form](written) if form in readers else written.decode()
    return told if form == "json" else " ".join(told.split())


HIDDEN = ("Waarom wilt u altijd mijn cijfers zien?", "We voelden ons gehoord.", "Eén avond per")
ADDED = ("mentor, teamleider", "Hoe merkt u dat thuis?", "Ouders willen rust.")


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_corrected(form: str) -> None:
    read = document(form)
    assert [one for one in HIDDEN if one in read] == []
    assert [one for one in ADDED if one not in read] == []


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_there_as_it_was_noted(form: str) -> None:
    noted = document(form, as_noted=True)
    assert [one for one in HIDDEN if one not in noted] == []
    assert [one for one in ADDED if one in noted] == []


@pytest.mark.parametrize("form", FORMATS)
def test_what_is_hidden_is_hidden_in_the_editions_for_everybody(form: str) -> None:
    public = document(form, edition="public")
    assert [one for one in HIDDEN if one in public] == []
    assert [one for one in ADDED if one not in public] == []
    with pytest.raises(NotInThisEdition, match="as noted"):
        document(form, edition="public", as_noted=True)


@pytest.mark.parametrize("form", ["html", "md", "pdf", "docx"])
def test_what_is_hidden_is_hidden_in_short_too(form: str) -> None:
    short = document(form, edition="brief")
    assert [one for one in HIDDEN if one in short] == []
    assert [one for one in ADDED[1:] if one not in short] == []


def test_corrected_minutes_keep_to_the_schema() -> None:
    schema = json.loads((ROOT / "docs" / "minutes.schema.json").read_text("utf-8"))
    told = json.loads(document("json"))
    jsonschema.validate(told, schema)
    assert [one.get("functions") for one in told["circles"]] == [None, None, "mentor, teamleider"]


def test_page_does_not_say_that_nothing_was_asked_when_it_was_hidden() -> None:
    sample = evening.held()
    sample.do("hide_line", Role.ORGANISER, place="note:n1")
    words = translations("nl")
    page, *_ = write(sample.conversation, "html", words=words, language="nl", now=sample.now)
    # The teachers were asked nothing, and the page says so of them alone.
    assert page.decode().count("Aan deze kring zijn geen vragen voorgelegd") == 1
