"""A whole evening through the contract alone, lobby to ended, as an outside program holds it.

Every step: what is said goes in through the command line, HTTP JSON and Socket.IO; at the end the
minutes are compared with it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import partial
from typing import Any

import jsonschema
import pytest

from tests.clients import Phone, connected, join, ticket_of
from tests.servers import ROOT, Server, running_server

NAMES = ["opening"] + ["discussion", "collection", "questions"] * 3
NAMES += ["summary"] * 3 + ["response", "closing"]
CIRCLES = ["pupils", "parents", "teachers"]
ORDER = [None, *(circle for circle in CIRCLES for _ in range(3)), *CIRCLES, "pupils", None]
ASKED = {
    "pupils": {"parents": "Wat helpt jou thuis?", "teachers": "Wat werkt in de klas?"},
    "parents": {"pupils": "Waarom zo streng?", "teachers": "Wie helpt er thuis?"},
    "teachers": {"pupils": "Waarom zoveel?", "parents": "Kan het minder?"},
}
SUMMARIES = {key: f"Samenvatting van {key}.\nTweede regel." for key in CIRCLES}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server in the default mode."""
    with running_server(tmp_path_factory.mktemp("evening") / "data") as one:
        yield one


def test_evening_by_contract_is_minuted_as_it_was_said(server: Server) -> None:
    made = json.loads(
        server.cli(
            "new", "--theme", "Huiswerk", "--question", "Wanneer helpt huiswerk?",
            "--school", "De Regenboog", "--date", "2026-11-24", "--time", "19:30",
            *(one for key in CIRCLES for one in ("--circle", f"{key}::1:1")),
            "--public-url", server.url, "--json",
        ).stdout
    )  # fmt: skip
    assert set(made) == {"code", "join_url", "screen_url", "chair_url", "minute_taker_url"}
    tickets = [ticket_of(made[link]) for link in ("chair_url", "minute_taker_url", "screen_url")]
    tickets += [join(server, made["join_url"], key) for key in CIRCLES]
    with connected(server, *tickets) as (chair, minute_taker, screen, *phones):
        _evening(chair, minute_taker, screen, dict(zip(CIRCLES, phones, strict=True)))
    _compare(server.cli("minutes", made["code"], "--format", "json").stdout)


def _next(chair: Phone, others: list[Phone]) -> None:
    revision = chair.command("advance")["revision"]
    for one in (chair, *others):
        one.wait_revision(revision)


def _evening(chair: Phone, minute_taker: Phone, screen: Phone, phones: dict[str, Phone]) -> None:
    everybody = [minute_taker, screen, *phones.values()]
    assert chair.stage["phase"] == "lobby"
    chair.done("set_present", circle="pupils", number=11)
    chosen: list[str] = []
    for number, (name, circle) in enumerate(zip(NAMES, ORDER, strict=True), start=1):
        _next(chair, everybody)
        stages = [(s["phase"], s["number"], s["circle"]) for s in (p.stage for p in everybody)]
        assert stages == [(name, number, circle)] * len(everybody)
        if name == "discussion":
            chosen = _discuss(circle or "", chair, phones)
        elif name == "questions":
            _ask(circle or "", chosen, chair, minute_taker, screen)
        else:
            _write(name, circle or "", chair, minute_taker, screen)
    _next(chair, everybody)
    assert chair.stage["phase"] == "ended"
    assert phones["pupils"].refused("submit_note", text="Nog één") == "conversation_ended"
    minute_taker.done("write_follow_up", text="In de nieuwsbrief van maart.", revision=None)


def _write(name: str, circle: str, chair: Phone, writer: Phone, screen: Phone) -> None:
    if name == "summary":
        writer.done("write_summary", circle=circle, text=SUMMARIES[circle], revision=None)
        screen.wait(lambda one: f"Samenvatting van {circle}." in "".join(one.regions.values()))
    elif name == "response":
        writer.done("write_response", text="We voelen ons gehoord.", revision=None)
    elif name == "closing":
        chair.done("add_agreement", what="Minder toetsen", who="Meneer De Wit", by="1 maart")


def _discuss(circle: str, chair: Phone, phones: dict[str, Phone]) -> list[str]:
    number = chair.stage["number"]
    assert phones[circle].refused("submit_note", text="Mag ik?") == "your_circle_speaks"
    chosen = []
    for asks, text in ASKED[circle].items():
        note = phones[asks].done("submit_note", text=text, phase=number)["note"]
        phones[asks].done("submit_note", text=f"Niet gekozen van {asks}", phase=number)
        gone = phones[asks].done("submit_note", text="Toch maar niet", phase=number)["note"]
        phones[asks].done("withdraw_note", note=gone)
        chosen.append(note)
    for note in reversed(chosen):
        chair.done("select_note", note=note, revision=None)
    chair.done("move_note", note=chosen[0], position=0, revision=None)
    return chosen


def _ask(circle: str, chosen: list[str], chair: Phone, writer: Phone, screen: Phone) -> None:
    texts = list(ASKED[circle].values())
    for note, text in zip(chosen, texts, strict=True):
        assert not _shows(text, screen)
        chair.done("put_question", note=note, revision=None)
        screen.wait(partial(_shows, text))
        writer.done("answer_question", note=note, answer=f"Antwoord op: {text}", revision=None)


def _shows(text: str, screen: Phone) -> bool:
    return any(text in html for html in screen.regions.values())


def _compare(printed: str) -> None:
    minutes = json.loads(printed)
    schema = json.loads((ROOT / "docs" / "minutes.schema.json").read_text("utf-8"))
    jsonschema.validate(minutes, schema)
    told = minutes["conversation"]
    assert (told["school"], told["date"], told["time"], told["theme"], told["question"]) == (
        "De Regenboog", "2026-11-24", "19:30", "Huiswerk", "Wanneer helpt huiswerk?"
    )  # fmt: skip
    assert [(p["number"], p["name"], p["circle"]) for p in minutes["phases"]] == [
        (number, *both) for number, both in enumerate(zip(NAMES, ORDER, strict=True), start=1)
    ]
    for circle in minutes["circles"]:
        _compare_circle(circle)
    assert minutes["circles"][0]["present"] == 11
    assert minutes["response"] == "We voelen ons gehoord."
    assert minutes["follow_up"] == "In de nieuwsbrief van maart."
    agreements = [(one["what"], one["who"], one["by"]) for one in minutes["agreements"]]
    assert agreements == [("Minder toetsen", "Meneer De Wit", "1 maart")]
    assert {(one["from"], one["to"]): (one["sent"], one["selected"], one["asked"])
            for one in minutes["matrix"]} == {
        (asks, asked): (2, 1, 1) for asked in CIRCLES for asks in CIRCLES if asks != asked
    }  # fmt: skip


def _compare_circle(circle: dict[str, Any]) -> None:
    key = str(circle["key"])
    asked = ASKED[key]
    assert (circle["joined"], circle["summary"]) == (1, SUMMARIES[key])
    questions = [(one["text"], one["from_circles"], one["answer"]) for one in circle["questions"]]
    assert questions == [(text, [asks], f"Antwoord op: {text}") for asks, text in asked.items()]
    left = {(one["text"], one["from_circle"]) for one in circle["notes"]}
    assert left == {(f"Niet gekozen van {asks}", asks) for asks in asked}
