"""The Socket.IO half of the contract, over real sockets and in every concurrency mode."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
import requests

from tests.clients import Ack, Phone, Turned, connected, join, ticket_of
from tests.servers import Server

from .halls import Hall, hall

DISCUSSION = 2
COLLECTION = 3


@pytest.fixture(scope="module")
def talking(server: Server) -> Iterator[Hall]:
    """The pupils' discussion, in which Joost and meneer De Wit may write."""
    with hall(server, DISCUSSION) as here:
        yield here


@pytest.mark.parametrize("transport", ["websocket", "polling"])
def test_connecting_with_a_bad_ticket_is_refused_with_a_reason(
    server: Server, transport: str
) -> None:
    with pytest.raises(Turned) as turned:
        Phone(server, "no-such-ticket", [transport]).connect(first_view=False)
    assert turned.value.data["code"] == "unknown_ticket"
    assert turned.value.message == turned.value.data["message"] != ""


@pytest.mark.parametrize("auth", [None, {}, {"ticket": None}, {"ticket": "x" * 5000}, "ticket", []])
def test_connecting_without_a_proper_ticket_is_refused(server: Server, auth: object) -> None:
    phone = Phone(server, "")
    refusals: list[object] = []
    phone.client.on("connect_error", refusals.append)
    with pytest.raises(Exception, match=r"."):
        phone.client.connect(server.url, auth=auth, transports=["websocket"], wait_timeout=5)
    assert [one["data"]["code"] for one in refusals if isinstance(one, dict)] == ["unknown_ticket"]


def test_accepted_command_is_answered_with_revision_and_result(talking: Hall) -> None:
    before = talking.joost.revision
    ack = talking.joost.command("submit_note", text="Hoe laat begin je?", phase=DISCUSSION)
    assert set(ack) == {"ok", "revision", "result"}
    assert ack["ok"] is True
    assert ack["revision"] > before
    assert set(ack["result"]) == {"note"}
    assert isinstance(ack["result"]["note"], str)


def test_refused_command_is_answered_with_a_translated_sentence(talking: Hall) -> None:
    dutch = talking.amira.command("submit_note", text="Mag ik ook?")
    assert set(dutch) == {"ok", "error"}
    assert set(dutch["error"]) == {"code", "message", "retry"}
    assert dutch["error"]["code"] == "your_circle_speaks"
    assert dutch["error"]["retry"] is False
    english = talking.joost.command("submit_note", text="")["error"]
    assert english["code"] == "empty_note"
    assert english["message"] == "There is nothing on this note yet."
    assert talking.de_wit.command("submit_note", text="")["error"]["message"] != english["message"]


@pytest.mark.parametrize(
    ("payload", "code"),
    [
        ({"id": "a", "name": "dance"}, "unknown_command"),
        ({"id": "a", "name": "join", "circle": "pupils"}, "unknown_command"),
        ({"id": "a", "name": 7}, "unknown_command"),
        ({"id": "a", "name": "submit_note"}, "bad_request"),
        ({"id": "a", "name": "submit_note", "text": 7}, "bad_request"),
        ({"id": "a", "name": "submit_note", "text": "x", "phase": 1.5}, "bad_request"),
        ({"id": "a", "name": "submit_note", "text": "x", "phase": 2**60}, "bad_request"),
        ({"id": "a", "name": "submit_note", "text": "x", "revision": "1"}, "bad_request"),
        ({"id": "", "name": "submit_note", "text": "x"}, "bad_request"),
        ({"id": "a" * 65, "name": "submit_note", "text": "x"}, "bad_request"),
        ({"name": "submit_note", "text": "x"}, "bad_request"),
        ([], "bad_request"),
        ("submit_note", "bad_request"),
        (None, "bad_request"),
        ({"id": "a", "name": "advance"}, "not_allowed"),
    ],
)
def test_malformed_or_forged_command_is_answered(talking: Hall, payload: object, code: str) -> None:
    ack = talking.joost.send(payload)
    assert (ack["ok"], ack["error"]["code"]) == (False, code)


def test_same_id_is_answered_the_same_over_any_transport(talking: Hall) -> None:
    first = talking.joost.command("submit_note", command_id="één", text="Eén keer maar")
    with connected(talking.server, talking.joost.ticket, transports=["polling"]) as (other_tab,):
        again = other_tab.command("submit_note", command_id="één", text="Heel iets anders")
        otherwise = other_tab.command("advance", command_id="één")
    assert first["ok"] is True
    assert again == otherwise == first
    notes = talking.server.minutes(talking.made["code"])["circles"][0]["notes"]
    assert [one["text"] for one in notes].count("Eén keer maar") == 1
    assert "Heel iets anders" not in [one["text"] for one in notes]


def test_refused_id_is_judged_anew(talking: Hall) -> None:
    assert talking.joost.refused("submit_note", command_id="anew", text=" ") == "empty_note"
    assert talking.joost.command("submit_note", command_id="anew", text="Nu wel")["ok"] is True


def test_ids_of_another_ticket_are_its_own(talking: Hall) -> None:
    mine = talking.joost.done("submit_note", command_id="shared", text="Van Joost")
    theirs = talking.de_wit.done("submit_note", command_id="shared", text="Van De Wit")
    assert mine["note"] != theirs["note"]


def test_first_view_holds_all_regions_and_later_ones_the_changed(talking: Hall) -> None:
    with connected(talking.server, talking.de_wit.ticket) as (phone,):
        first = phone.views[0]
        assert set(first) == {"revision", "now", "stage", "regions"}
        assert set(first["stage"]) == {
            "phase", "number", "circle", "planned_s", "spent_s", "running_since"
        }  # fmt: skip
        ack = phone.command("submit_note", text="Wie helpt je thuis?")
        phone.wait(lambda one: any("Wie helpt je thuis?" in r for r in one.regions.values()))
        later = phone.views[1:]
        assert all(set(view["regions"]) < set(first["regions"]) for view in later)
        assert phone.revision >= ack["revision"]
        revisions = [view["revision"] for view in phone.views]
        assert revisions == sorted(revisions)


def test_stage_tells_phase_and_clock(talking: Hall) -> None:
    view = talking.joost.views[-1]
    stage = view["stage"]
    assert (stage["phase"], stage["number"], stage["circle"]) == ("discussion", 2, "pupils")
    assert stage["planned_s"] == 900
    assert 0 <= view["now"] - stage["running_since"] < 600_000


def test_screen_shows_no_word_of_a_note_that_was_not_put(talking: Hall) -> None:
    talking.joost.done("submit_note", text="Kanariepietje in de kooi")
    ticket = ticket_of(talking.made["screen_url"])
    with connected(talking.server, ticket) as (screen,):
        talking.chair.wait(lambda one: "Kanariepietje" in "".join(one.regions.values()))
        assert "Kanariepietje" not in str(screen.views) + str(talking.amira.views)


def test_clock_event_tells_the_time_of_the_server(talking: Hall) -> None:
    told = talking.amira.client.call("clock", timeout=5)
    assert abs(told["now"] - talking.chair.views[-1]["now"]) < 60_000


def test_renewed_link_is_out_at_once(server: Server) -> None:
    with hall(server) as here:
        browser = _browser(here.made["chair_url"])
        seat = browser.get(here.made["chair_url"]).url
        renewed = browser.post(f"{seat}renew-join", headers={"Origin": server.url})
        assert renewed.status_code == 200
        old = browser.get(here.made["join_url"])
        assert old.status_code == 404
        assert here.amira.command("set_language", lang="en")["ok"] is True


def _browser(url: str) -> requests.Session:
    session = requests.Session()
    session.headers["Accept"] = "text/html"
    return session


def test_two_chairs_pressing_at_once_advance_once(server: Server) -> None:
    with hall(server) as here, connected(server, here.chair.ticket) as (second,):
        chairs = [here.chair, second]
        revision = max(one.revision for one in chairs)
        for one in chairs:
            one.wait_revision(revision)
        acks = _at_once(chairs, revision)
        assert sorted(ack["ok"] for ack in acks) == [False, True]
        refused = next(ack for ack in acks if not ack["ok"])
        assert refused["error"]["code"] == "stale_screen"
        for one in chairs:
            one.wait(lambda phone: phone.stage["number"] == 1)


def _at_once(chairs: list[Phone], revision: int) -> list[Ack]:
    acks: list[Ack] = []

    def press(chair: Phone) -> None:
        acks.append(chair.command("advance", revision=revision))

    pressing = [threading.Thread(target=press, args=(one,)) for one in chairs]
    for one in pressing:
        one.start()
    for one in pressing:
        one.join(10)
    return acks


def test_stale_text_is_refused_with_what_stands_there(server: Server) -> None:
    with hall(server) as here:
        old = here.chair.revision
        here.chair.done("write_response", text="Van de notulist")
        ack = here.chair.command("write_response", revision=old, text="Van de voorzitter")
        assert ack["error"]["code"] == "stale_screen"
        assert ack["error"]["current"] == "Van de notulist"


def test_participant_is_never_stale(server: Server) -> None:
    with hall(server, DISCUSSION) as here:
        note = here.joost.done("submit_note", text="Eerst zo", revision=0)["note"]
        here.chair.done("select_note", note=note, revision=None)
        assert here.joost.command("edit_note", note=note, text="En nu zo", revision=0)["ok"] is True


def test_forgotten_conversation_turns_its_screens_away(server: Server) -> None:
    with hall(server) as here:
        done = server.cli("forget", here.made["code"])
        assert done.returncode == 0
        for phone in (here.chair, here.amira):
            phone.wait(lambda one: one.gone)
            assert phone.gone[0]["code"] in ("unknown_conversation", "unknown_ticket")
        assert here.amira.refused("set_language", lang="en") == "unknown_ticket"
        with pytest.raises(Turned):
            Phone(server, here.chair.ticket).connect(first_view=False)


@pytest.mark.parametrize("many", [17, 40, 400])
def test_notes_queued_over_polling_only_all_arrive(server: Server, many: int) -> None:
    with hall(server, DISCUSSION) as here:
        people = -(-many // 20)
        tickets = [join(server, here.made["join_url"], "parents") for _ in range(people)]
        with connected(server, *tickets, transports=["polling"]) as phones:
            acks = _queued(phones, many)
        assert [ack["ok"] for ack in acks] == [True] * many
        notes = server.minutes(here.made["code"])["circles"][0]["notes"]
        assert len({one["text"] for one in notes}) == len(notes) == many


def _queued(phones: list[Phone], many: int) -> list[Ack]:
    """All notes emitted before any answer is awaited, as a phone does that was offline."""
    acks: list[Ack] = []
    all_in = threading.Event()

    def answered(ack: Ack) -> None:
        acks.append(ack)
        if len(acks) == many:
            all_in.set()

    for number in range(many):
        payload = {"id": f"q{number}", "name": "submit_note", "text": f"Vraag {number}"}
        phones[number // 20].client.emit("command", payload, callback=answered)
    assert all_in.wait(60), f"{len(acks)} of {many} answered"
    return acks


def test_contract_floors_are_never_too_fast(server: Server) -> None:
    with hall(server, DISCUSSION) as here:
        acks = [here.chair.command("set_present", circle="pupils", number=n) for n in range(40)]
        acks += [here.joost.command("submit_note", text=f"Vraag {n}") for n in range(20)]
        assert [ack["ok"] for ack in acks] == [True] * 60
        assert here.joost.refused("submit_note", text="Nog een") == "too_many_notes"
