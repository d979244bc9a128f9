"""The three editions: what each may show, and that the short one is a page in every language."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import fields
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from facilitation import locale, minutes
from facilitation.core.model import Agreement, Conversation, Note, Question, Text, replace
from facilitation.minutes import Asked, pdf
from facilitation.views import editions
from facilitation.views.editions import Edition, edited
from facilitation.views.minutes import minutes as view_of
from facilitation.web.locale import circle_names

from . import evening
from .reading import docx_text, pdf_text
from .test_documents import NOW, document, file, has

SCHEMA = Path(__file__).resolve().parents[2] / "docs" / "minutes.schema.json"
CANARIES = ("nakijkblad", "Mogen wij helpen", "Ödev için", "als het niet lukt")
"""Of notes that nobody heard: set aside, on paper, foreign, merged beneath another."""


def small() -> Conversation:
    """Three circles: twelve people, four, and one phone with nobody counted."""
    sample = evening.held()
    sample.do("set_present", circle="parents", number=4)
    return sample.conversation


def words_of(form: str, made: bytes) -> str:
    readers = {"pdf": pdf_text, "docx": docx_text}
    return readers[form](made) if form in readers else made.decode("utf-8-sig")


@pytest.mark.parametrize(
    ("form", "edition"),
    [(form, one) for form in minutes.FORMATS for one in ("public", "brief") if has(form, one)],
)
def test_nobody_s_unheard_words_are_in_an_edition_for_everybody(form: str, edition: str) -> None:
    whole = words_of(form, file(evening.held().conversation, form))
    assert [one for one in CANARIES if one not in " ".join(whole.split())] == []
    told = words_of(form, file(evening.held().conversation, form, edition=edition))
    assert [one for one in CANARIES if one in " ".join(told.split())] == []


def test_public_edition_does_not_count_a_circle_under_five() -> None:
    made = json.loads(document(small(), "json", edition="public"))
    people = {one["key"]: (one["joined"], one["present"]) for one in made["circles"]}
    assert people == {"pupils": (2, 12), "parents": (None, None), "teachers": (None, None)}
    schema = json.loads(SCHEMA.read_text("utf-8"))
    assert list(jsonschema.Draft202012Validator(schema).iter_errors(made)) == []


def test_public_edition_keeps_all_counts_between_circles() -> None:
    made = json.loads(document(small(), "json", edition="public"))
    assert made["matrix"] == json.loads(document(small(), "json"))["matrix"]


@pytest.mark.parametrize("present", [0, 1, 4])
def test_few_people_are_fewer_than_five(present: int) -> None:
    sample = evening.held()
    sample.do("set_present", circle="parents", number=present)
    told = document(sample.conversation, "md", edition="public")
    assert "| Ouders | minder dan 5 | – |" in told


def test_five_people_are_five() -> None:
    sample = evening.held()
    sample.do("set_present", circle="parents", number=5)
    assert "| Ouders | 5 | 2 |" in document(sample.conversation, "md", edition="public")


def test_full_edition_is_the_view_itself() -> None:
    view = view_of(small(), NOW)
    assert edited(view, Edition.FULL) is view


def test_public_edition_changes_nothing_else() -> None:
    view = view_of(small(), NOW)
    public = edited(view, Edition.PUBLIC)
    for name in (one.name for one in fields(view) if one.name != "circles"):
        assert getattr(public, name) == getattr(view, name)
    assert editions.FEW == 5


# --- in short


def crowded(words: str) -> Conversation:
    """An evening in which everything is as long as it may be."""
    sample = evening.held().conversation
    note = Note("n", 2, "parents", "pupils", cut(words, 280), "nl", evening.START)
    note = replace(note, rendering=cut(words, 280))
    names = ("response", "follow_up", *(f"summary:{one.key}" for one in sample.circles))
    ids = [f"n{number}" for number in range(30)]
    keys = [circle.key for circle in sample.circles]
    return replace(
        sample,
        theme=cut(words, 120),
        question=cut(words, 300),
        texts={name: Text(name, cut(words, 4000), 1) for name in names},
        notes={
            one: replace(note, id=one, to_circle=keys[at % 3], from_circle=keys[(at + 1) % 3])
            for at, one in enumerate(ids)
        },
        questions={
            one: Question(one, 4, at, evening.START, cut(words, 1000), True)
            for at, one in enumerate(ids)
        },
        agreements={
            str(at): Agreement(str(at), at, cut(words, 500), cut(words, 120), cut(words, 60), 1)
            for at in range(100)
        },
        participants={},
        authors={},
    )


def cut(words: str, most: int) -> str:
    return (words * (most // len(words) + 1))[:most].strip()


@pytest.mark.parametrize(
    "words",
    [
        "een woord en nog een ",
        "WWWWWWWWWW ",
        "W" * 60,
        "سؤال عن الواجبات ",
        "漢字仮名交じり文",
        "👨‍👩‍👧‍👦🎉 ",
        "regel\n",
    ],
    ids=["words", "wide", "unbroken", "arabic", "missing", "emoji", "lines"],
)
def test_short_edition_is_one_page_whatever_was_written(words: str) -> None:
    asked = Asked(locale.translations("nl"), "nl", NOW, edition="brief")
    assert pdf.pages(minutes.document(crowded(words), asked)) == 1


@pytest.mark.parametrize("language", locale.languages())
def test_short_edition_speaks_each_language_and_keeps_people_s_words(language: str) -> None:
    conversation = evening.held().conversation
    names = circle_names(conversation, language)
    told = document(conversation, "md", language, edition="brief", names=names)
    words = locale.translations(language)
    for fixed in ("What did we agree?", "What happens next?", "Who were there?"):
        assert words.gettext(fixed) in told
        assert language == "en" or fixed not in told
    for own in ("Huiswerk begint in de les", "In januari hoort iedereen", "Wat doe je als je vast"):
        assert own in told
    assert names["teachers"] in told


def test_short_edition_says_when_it_left_something_out() -> None:
    told = document(crowded("een woord en nog een "), "md", edition="brief")
    whole = document(evening.held().conversation, "md", edition="brief")
    assert "in het hele verslag" in told
    assert "gaat verder" in told
    assert "gaat verder" not in whole
    assert re.findall(r"En nog \d+, in het hele verslag", whole) == []


def test_hall_that_opens_the_short_edition_asks_the_typesetter_once() -> None:
    conversation = replace(evening.held().conversation, theme="Eén keer zetten")
    asked: list[int] = []

    def run(job: Callable[[], Any]) -> Any:
        asked.append(1)
        return job()

    words = locale.translations("nl")
    pages = [
        minutes.page(
            conversation, words=words, language="nl", now=NOW + at, edition="brief", run=run
        )
        for at in range(3)
    ]
    assert (len(asked), len(set(pages))) == (1, 1)


def test_every_format_of_the_short_edition_says_the_same() -> None:
    conversation = crowded("een woord en nog een ")
    told = [
        words_of(form, file(conversation, form, edition="brief")) for form in ("md", "pdf", "docx")
    ]
    counts = [len(re.findall(r"een\s+woord", one)) for one in told]
    assert counts[0] > 20
    assert counts[1] == counts[2] == counts[0]
