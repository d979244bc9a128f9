"""The closed list: every command is ruled and decided, and every payload is checked for shape."""

import json
import re
from dataclasses import fields
from itertools import product
from pathlib import Path

import pytest

from facilitation.core import commands as c
from facilitation.core import permissions, refusals
from facilitation.core.decide import DECIDERS
from facilitation.core.model import PhaseName, Role

from .builders import AMIRA, CHAIR, JOOST, decided, ended, evening, in_phase, refusal, refused

_CONTRACT = """
submit_note edit_note withdraw_note set_language change_circle advance back pause resume
adjust_time backdate_start plan_phase fit_to_end add_break open_door close_door show_join hide_join
edit_conversation set_present select_note unselect_note set_aside_note restore_note move_note
merge_notes unmerge_note add_paper_note render_note erase_note quiet_author unquiet_authors
show_selection hide_selection put_question take_back_question answer_question write_summary
write_response write_follow_up add_agreement change_agreement remove_agreement
set_agreement_status show_earlier hide_earlier
correct_minutes hide_line show_line restore_line mark_final
"""
CONTRACT = _CONTRACT.split()

ARGUMENTS = {
    "text": "Waarom?",
    "phase": 2,
    "status": "done",
    "remark": "Gelukt",
    "page": 2,
    "note": "n1",
    "into": "n2",
    "lang": "tr",
    "circle": "parents",
    "seconds": 60,
    "number": 3,
    "ends_at": 1_700_000_000_000,
    "theme": "Huiswerk",
    "question": "Hoeveel?",
    "position": 0,
    "answer": "Ja",
    "what": "Telefoons thuis",
    "who": "Joost",
    "by": "1 mei",
    "agreement": "a1",
    "place": "summary:pupils",
}


def payload(name: str, **given) -> dict:
    wanted = {one.name for one in fields(c.PUBLIC[name])} - {"actor", "revision", "fresh_id"}
    arguments = {key: ARGUMENTS[key] for key in sorted(wanted)}
    return {"id": "x1", "name": name, "revision": 7, **arguments, **given}


def code(asked: object) -> tuple[str, object]:
    caught = refusal(lambda: c.parse(asked, CHAIR, "fresh"))
    return caught.code, caught.data.get("field")


def test_public_commands_are_those_of_the_contract() -> None:
    assert list(c.PUBLIC) == CONTRACT


def test_class_names_are_the_names() -> None:
    for name, command in c.ALL.items():
        assert re.sub("(?<!^)([A-Z])", r"_\1", command.__name__).lower() == name


@pytest.mark.parametrize("name", c.ALL)
def test_command_has_a_rule_a_decider_and_somebody_who_may(name: str) -> None:
    command = c.ALL[name]
    assert command in DECIDERS
    assert permissions.RULES[command].roles
    assert c.NAMES[command] == name


def test_nothing_else_is_ruled_or_decided() -> None:
    assert set(DECIDERS) == set(permissions.RULES) == set(c.ALL.values())


@pytest.mark.parametrize("name", c.PUBLIC)
def test_parse_takes_a_whole_payload(name: str) -> None:
    command = c.parse(json.loads(json.dumps(payload(name))), CHAIR, "fresh")
    assert (type(command), command.actor, command.revision) == (c.PUBLIC[name], CHAIR, 7)
    given = {one.name: getattr(command, one.name) for one in fields(command)}
    expected = {**ARGUMENTS, "actor": CHAIR, "revision": 7, "fresh_id": "fresh"}
    assert given == {key: expected[key] for key in given}


@pytest.mark.parametrize("name", c.PUBLIC)
def test_parse_ignores_unknown_arguments_and_what_only_the_server_gives(name: str) -> None:
    asked = payload(name, actor="chair", role="chair", fresh_id="mine", colour={"a": [1]})
    command = c.parse(asked, JOOST, "fresh")
    assert command == c.parse(payload(name), JOOST, "fresh")


WRONG = [True, 1.5, float("nan"), float("inf"), [], {}, ["a"], b"bytes", 2**53, -(2**64), 10**400]


@pytest.mark.parametrize("name", c.PUBLIC)
def test_parse_of_a_wrong_value_names_its_field(name: str) -> None:
    for field, wrong in product(payload(name).keys() - {"id", "name"}, WRONG):
        assert code(payload(name, **{field: wrong})) == ("bad_request", field)


@pytest.mark.parametrize("name", c.PUBLIC)
def test_parse_without_a_required_argument_names_it(name: str) -> None:
    optional = {"phase", "theme", "question", "who", "by", "revision"}
    optional |= {"status", "remark", "page"}
    for field in payload(name).keys() - {"id", "name"} - optional:
        less = {key: value for key, value in payload(name).items() if key != field}
        assert code(less) == ("bad_request", field)


@pytest.mark.parametrize("field", ["text", "phase"])
def test_parse_tells_numbers_from_words(field: str) -> None:
    other = {"text": 5, "phase": "2"}[field]
    assert code(payload("submit_note", **{field: other})) == ("bad_request", field)


def test_parse_takes_null_only_where_it_means_something() -> None:
    command = c.parse(payload("plan_phase", seconds=None, revision=None), CHAIR, "fresh")
    assert command == c.PlanPhase(actor=CHAIR, number=3, seconds=None)
    assert code(payload("adjust_time", seconds=None)) == ("bad_request", "seconds")
    assert code(payload("submit_note", text=None)) == ("bad_request", "text")


def test_parse_takes_numbers_up_to_the_largest() -> None:
    command = c.parse(payload("fit_to_end", ends_at=2**53 - 1), CHAIR, "fresh")
    assert command == c.FitToEnd(actor=CHAIR, revision=7, ends_at=2**53 - 1)


@pytest.mark.parametrize("bad", ["\ud800", "a\udfffb", "x" * (c.LONGEST_STRING + 1)])
def test_parse_of_a_lone_surrogate_or_an_endless_text_is_a_bad_request(bad: str) -> None:
    assert code(payload("submit_note", text=bad)) == ("bad_request", "text")
    assert code(payload("select_note", note=bad)) == ("bad_request", "note")


@pytest.mark.parametrize("asked", [None, True, 5, "advance", ["advance"], float("nan"), b"x"])
def test_parse_of_no_object_is_a_bad_request(asked: object) -> None:
    assert code(asked) == ("bad_request", "")


@pytest.mark.parametrize(
    "name", [None, 5, "", "Advance", "join", "prepare", "cut_links", "renew_link", [], {}, "\ud800"]
)
def test_parse_of_another_name_is_an_unknown_command(name: object) -> None:
    assert code({"id": "x", "name": name}) == ("unknown_command", None)
    assert code({"id": "x"}) == ("unknown_command", None)


def test_unknown_command_comes_before_a_bad_shape() -> None:
    assert code({"name": "fly", "revision": "now"}) == ("unknown_command", None)


def test_not_allowed_comes_before_the_end() -> None:
    assert refused(ended(), c.Advance(actor=JOOST), 9999) == "not_allowed"


def test_ended_comes_before_a_stale_screen() -> None:
    assert refused(ended(), c.Pause(actor=CHAIR, revision=0), 1) == "conversation_ended"


def test_stale_screen_comes_before_the_phase() -> None:
    conversation = in_phase(5)
    assert refused(conversation, c.ShowSelection(actor=CHAIR, revision=2)) == "stale_screen"
    assert refused(conversation, c.ShowSelection(actor=CHAIR, revision=5)) == "wrong_phase"


def test_phase_comes_before_the_content() -> None:
    assert refused(evening(), c.SelectNote(actor=CHAIR, note="none")) == "wrong_phase"
    wordless = c.SubmitNote(actor=AMIRA, fresh_id="n1", text="")
    assert refused(in_phase(2), wordless) == "your_circle_speaks"


def test_refused_code_must_be_known() -> None:
    with pytest.raises(ValueError, match="nonsense"):
        refusals.Refused("nonsense")


def test_refused_says_whether_to_try_again() -> None:
    retry = {one for one in refusals.CODES if refusals.Refused(one).retry}
    assert retry == {"too_fast", "server_busy"}


def test_refusal_codes_hold_those_of_the_contract() -> None:
    contract = """bad_request unknown_command not_allowed wrong_phase your_circle_speaks empty_note
    note_too_long too_many_notes quieted unknown_note already_collected stale_screen
    conversation_ended conversation_full door_closed unknown_conversation too_fast server_busy"""
    assert set(contract.split()) <= refusals.CODES


def test_refusal_codes_in_the_core_are_all_in_the_list() -> None:
    # Refused() itself would raise only when it is reached; this finds the ones that never are.
    folder = Path(refusals.__file__).parent
    given = {
        found
        for file in folder.glob("*.py")
        for found in re.findall(r'Refused\(\s*"(\w+)"', file.read_text(encoding="utf-8"))
    }
    assert given <= refusals.CODES


def test_decide_answers_with_revision_entry_and_result() -> None:
    command = c.SubmitNote(actor=JOOST, fresh_id="n1", text="Waarom?")
    decision = decided(in_phase(2), command, 5)
    assert decision.result == {"note": "n1"}
    assert decision.conversation.revision == 3
    entry = decision.entry
    assert (entry.revision, entry.role, entry.name, entry.data) == (
        3,
        Role.PARTICIPANT,
        "submit_note",
        {"note": "n1"},
    )


def test_phase_names_are_those_of_the_contract() -> None:
    assert " ".join(PhaseName) == (
        "lobby opening discussion collection questions summary response closing ended break"
    )
