"""What became of agreements, in every format: this evening's and those of the one before."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest

from facilitation.core import commands as c
from facilitation.core.decide import decide
from facilitation.core.model import Conversation, Role, replace

from . import evening
from .reading import docx_text, pdf_text
from .test_documents import ROOT, document, file

ORGANISER = c.Actor(Role.ORGANISER)
DAY_LATER = evening.START + 24 * 60 * evening.MINUTE


def before() -> Conversation:
    """An evening about telephones whose first agreement is done."""
    held = replace(evening.held().conversation, theme="Telefoons", date="2026-09-10")
    first = min(held.agreements.values(), key=lambda one: one.position)
    told = c.SetAgreementStatus(
        actor=ORGANISER, agreement=first.id, status="done", remark="Sinds maandag"
    )
    return decide(held, told, DAY_LATER).conversation


def test_json_tells_it_and_follows_the_schema() -> None:
    made = json.loads(document(evening.held().conversation, "json", earlier=before()))
    (earlier,) = made["earlier"]
    assert (earlier["date"], earlier["theme"]) == ("2026-09-10", "Telefoons")
    assert [(one["status"], one["remark"], one["status_at"]) for one in earlier["agreements"]] == [
        ("done", "Sinds maandag", "2026-11-26T19:00:00Z"),
        ("open", "", None),
    ]
    assert [one["status"] for one in made["agreements"]] == ["open", "open"]
    schema = json.loads((ROOT / "docs" / "minutes.schema.json").read_text("utf-8"))
    assert list(jsonschema.Draft202012Validator(schema).iter_errors(made)) == []


@pytest.mark.parametrize(
    ("form", "line"),
    [
        ("md", "| Gedaan (26 nov 2026): Sinds maandag |"),
        ("html", ">Gedaan (26 nov 2026): <bdi>Sinds maandag</bdi></td>"),
        ("csv", '"Gedaan";"Huiswerk begint in de les";"Sinds maandag";"Docenten"'),
    ],
)
def test_other_formats_tell_it_of_both_evenings(form: str, line: str) -> None:
    told = before()
    assert line in document(told, form)
    assert line in document(evening.held().conversation, form, earlier=told)
    assert line not in document(evening.held().conversation, form)


def read(conversation: Conversation, form: str, **asked: Any) -> str:
    """The words of a document that is not text."""
    readers = {"pdf": pdf_text, "docx": docx_text}
    return " ".join(readers[form](file(conversation, form, **asked)).split())


@pytest.mark.parametrize("form", ["pdf", "docx"])
def test_documents_to_print_tell_it_of_both_evenings(form: str) -> None:
    told, line = before(), "Gedaan (26 nov 2026): Sinds maandag"
    assert line in read(told, form)
    following = read(evening.held().conversation, form, earlier=told)
    assert line in following
    assert "Afspraken van donderdag 10 september 2026" in following
    assert line not in read(evening.held().conversation, form)


def test_shared_edition_tells_it_too() -> None:
    held = evening.held().conversation
    assert "Sinds maandag" in document(held, "md", edition="public", earlier=before())


def test_short_edition_tells_it_of_its_own_agreements() -> None:
    short = document(before(), "md", edition="brief")
    assert "| Gedaan (26 nov 2026): Sinds maandag |" in short
    assert "| Open |" in short
    following = document(evening.held().conversation, "md", edition="brief", earlier=before())
    assert "Telefoons" not in following


@pytest.mark.parametrize("form", ["md", "html"])
def test_column_is_not_there_before_anybody_told_anything(form: str) -> None:
    assert "Wat ervan is gekomen" not in document(evening.held().conversation, form)
    assert "Wat ervan is gekomen" in document(before(), form)


@pytest.mark.parametrize("form", ["md", "html"])
def test_earlier_evening_without_agreements_says_so(form: str) -> None:
    none = replace(before(), agreements={})
    assert "Afspraken van donderdag 10 september 2026" in document(
        evening.held().conversation, form, earlier=none
    )
