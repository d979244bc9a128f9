"""Preparing, handing out links, minutes, deleting: the pages by plain forms."""

from __future__ import annotations

import html
import json
import re
from urllib.parse import urlsplit

import pytest

from facilitation import keys
from facilitation.core import commands as c
from facilitation.core.model import LinkKind, Role
from facilitation.web.access import links
from tests.organiser.conftest import PUBLIC, Desk, good_form, words

CHAIR = c.Actor(Role.CHAIR)
ADVANCE = c.Advance(actor=CHAIR)


def chair_path(desk: Desk, conversation_id: str) -> str:
    secret = desk.client.application.extensions["secret"]
    return urlsplit(links(desk.service.latest(conversation_id), secret, PUBLIC).chair_url).path


def test_list_is_empty_at_first_and_says_how_to_begin(desk: Desk) -> None:
    text = desk.text("/organiser")
    assert "No conversation yet" in text
    assert "Prepare the first one" in text


def test_list_puts_what_runs_first_then_the_next_then_what_is_over(desk: Desk) -> None:
    later = desk.make(theme="Later", date="2199-02-01")
    desk.make(theme="Eerder", date="2199-01-01")
    running = desk.make(theme="Bezig", date="2199-03-01")
    desk.service.run(running.id, ADVANCE)
    desk.make(theme="Gemist", date="2020-01-01")
    text = desk.text("/organiser")
    places = [text.index(word) for word in ("Bezig", "Eerder", "Later", "Gemist")]
    assert places == sorted(places)
    assert later.theme == "Later"


def test_form_with_mistakes_says_so_twice_and_keeps_what_was_typed(desk: Desk) -> None:
    typed = {"theme": "Huiswerk <b>", "date": "31-02-2026", "circle_1_discussion": "veel"}
    answer = desk.post("/organiser/new", **good_form(**typed))
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert page.count("This date does not exist.") == 2
    assert 'href="#circle-1-discussion"' in page
    for value in ("Huiswerk &lt;b&gt;", 'value="31-02-2026"', 'value="veel"'):
        assert value in page
    assert "No conversation yet" in desk.text("/organiser")


def test_circles_are_added_moved_and_removed_without_script(desk: Desk) -> None:
    form = good_form(theme="", circle_0_name="Cliënten")
    page = desk.post("/organiser/new", **form, do="add").get_data(as_text=True)
    assert 'name="circle-3-name"' in page
    assert 'value="Cliënten"' in page
    assert 'class="errors"' not in page
    page = desk.post("/organiser/new", **form, do="up-1").get_data(as_text=True)
    assert page.index('value="parents"') < page.index('value="pupils"')
    page = desk.post("/organiser/new", **form, do="remove-1").get_data(as_text=True)
    assert 'value="parents"' not in page
    assert 'name="circle-2-name"' not in page


@pytest.mark.parametrize("do", ["remove-9", "remove-x", "up-0", "up-", "add-²", "remove-²"])
def test_nonsense_buttons_change_nothing(desk: Desk, do: str) -> None:
    answer = desk.post("/organiser/new", **good_form(), do=do)
    assert answer.status_code == 200


def test_made_conversation_shows_its_links(desk: Desk) -> None:
    made = desk.make()
    page = desk.get(f"/organiser/{made.id}").get_data(as_text=True)
    secret = desk.client.application.extensions["secret"]
    found = links(made, secret, PUBLIC)
    for url in (found.join_url, found.chair_url, found.screen_url, found.minute_taker_url):
        assert f'value="{url}"' in page
    assert page.count("<svg xmlns=") == 5  # those four, and the page that tests a phone
    assert f"{made.code[:3]} {made.code[3:]}" in page
    assert made.links[LinkKind.CHAIR].hash == keys.hashed(found.chair_url.rpartition("/")[2])


def test_visitor_on_the_serving_machine_gets_local_buttons(desk: Desk) -> None:
    made = desk.make()
    assert 'href="http://localhost:8000/chair/' in desk.get(f"/organiser/{made.id}").text
    there = desk.client.get(
        f"/organiser/{made.id}", environ_overrides={"REMOTE_ADDR": "203.0.113.9"}
    )
    assert "localhost" not in there.text


def test_edit_changes_it_while_it_waits(desk: Desk) -> None:
    made = desk.make()
    page = desk.get(f"/organiser/{made.id}/edit").get_data(as_text=True)
    assert 'value="Huiswerk"' in page
    changed = good_form(theme="Toetsen", circle_0_discussion="20")
    assert desk.post(f"/organiser/{made.id}/edit", **changed).status_code == 303
    after = desk.service.latest(made.id)
    assert (after.theme, after.phase_by_number(2).planned_ms) == ("Toetsen", 20 * 60_000)


def test_edit_corrects_only_words_once_begun(desk: Desk) -> None:
    made = desk.make()
    desk.service.run(made.id, ADVANCE)
    page = desk.get(f"/organiser/{made.id}/edit").get_data(as_text=True)
    assert 'name="date"' not in page
    form = {"theme": "Thuiswerk", "question": "Wanneer?", "date": "2030-01-01"}
    assert desk.post(f"/organiser/{made.id}/edit", **form).status_code == 303
    after = desk.service.latest(made.id)
    assert (after.theme, after.question, after.date) == ("Thuiswerk", "Wanneer?", made.date)
    assert desk.post(f"/organiser/{made.id}/edit", theme="", question="?").status_code == 422


def test_short_turns_of_the_command_line_survive_an_edit(desk: Desk) -> None:
    from facilitation import preparation

    options = {"theme": "Kort", "question": "Wat?", "circle": ["a:A:0.1:0.1", "b:B:1:1"]}
    plan = preparation.from_options(options, now=desk.service.clock())
    made = desk.service.create(
        preparation.conversation(
            plan, id="kort", code="K7M2PX", links=preparation.links(b"x", "kort"), now=0
        )
    )
    form = preparation.as_form(preparation.of(made)) | {"theme": "Korter"}
    form = {name: value for name, value in form.items() if value}
    assert desk.post("/organiser/kort/edit", **form).status_code == 303
    assert desk.service.latest("kort").phase_by_number(2).planned_ms == 6000


def test_copy_fills_the_form_and_keeps_nothing(desk: Desk) -> None:
    made = desk.make(theme="Gezond gedrag", school="De Regenboog")
    page = desk.get(f"/organiser/{made.id}/copy").get_data(as_text=True)
    assert 'value="Gezond gedrag"' in page
    assert 'action="/organiser/new"' in page
    assert desk.get("/organiser/new").text.count("De Regenboog") == 1
    assert len(desk.service.read(lambda store: store.conversations())) == 1


def test_theme_of_one_group_is_hinted_and_never_refused(desk: Desk) -> None:
    made = desk.make(theme="Werkdruk")
    hint = "“Werkdruk” sounds like something of the teachers alone."
    assert hint in desk.text(f"/organiser/{made.id}")
    assert hint in desk.text("/organiser/theme-hint?theme=Werkdruk")
    assert desk.text("/organiser/theme-hint?theme=Huiswerk") == ""


def test_renewing_the_chairs_link_puts_the_old_one_out(desk: Desk) -> None:
    made = desk.make()
    old = chair_path(desk, made.id)
    assert desk.get(old, Accept="application/json").status_code == 200
    assert "stops working at once" in desk.text(f"/organiser/{made.id}/renew/chair")
    answer = desk.post(f"/organiser/{made.id}/renew/chair")
    assert answer.location == f"/organiser/{made.id}?renewed=chair#link-chair"
    assert desk.get(old, Accept="application/json").status_code == 403
    assert desk.get(chair_path(desk, made.id), Accept="application/json").status_code == 200


def test_renewing_the_phones_link_makes_a_new_code(desk: Desk) -> None:
    made = desk.make()
    desk.post(f"/organiser/{made.id}/renew/join")
    after = desk.service.latest(made.id)
    assert after.code != made.code
    assert after.links[LinkKind.CHAIR] == made.links[LinkKind.CHAIR]
    assert desk.post(f"/organiser/{made.id}/renew/else").status_code == 404


def test_minutes_are_there_from_the_first_step_on(desk: Desk) -> None:
    made = desk.make()
    assert desk.get(f"/organiser/{made.id}/minutes").status_code == 409
    desk.service.run(made.id, ADVANCE)
    for name in ("html", "md", "csv", "json", "pdf", "docx"):
        answer = desk.get(f"/organiser/{made.id}/minutes.{name}")
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"].startswith("attachment; filename=")
    written = json.loads(desk.get(f"/organiser/{made.id}/minutes.json").data)
    assert written["conversation"]["theme"] == "Huiswerk"
    assert "Huiswerk" in desk.text(f"/organiser/{made.id}/minutes?appendix=no")
    assert desk.get(f"/organiser/{made.id}/minutes.exe").status_code == 404


def test_every_format_and_edition_can_be_downloaded_from_the_page(desk: Desk) -> None:
    made = desk.make()
    desk.service.run(made.id, ADVANCE)
    page = html.unescape(desk.get(f"/organiser/{made.id}").get_data(as_text=True))
    links = re.findall(rf'href="(/organiser/{made.id}/minutes\.[^"]+)"', page)
    assert len(links) == 18
    for link in links:
        assert desk.get(link).status_code == 200
    assert [one for one in links if "edition=public" in one] == links[2::3]


@pytest.mark.parametrize("form", ["pdf", "docx", "html", "md"])
def test_short_edition_comes_in_the_language_that_is_chosen(desk: Desk, form: str) -> None:
    made = desk.make()
    desk.service.run(made.id, ADVANCE)
    answer = desk.get(f"/organiser/{made.id}/in-short?in=de&format={form}")
    assert answer.status_code == 200
    assert "in-kurze-huiswerk" in answer.headers["Content-Disposition"]
    assert desk.get(f"/organiser/{made.id}").headers.get("Set-Cookie") is None  # not the page's


@pytest.mark.parametrize("form", ["csv", "json", "exe"])
def test_there_is_no_short_edition_as_data(desk: Desk, form: str) -> None:
    made = desk.make()
    desk.service.run(made.id, ADVANCE)
    assert desk.get(f"/organiser/{made.id}/in-short?format={form}").status_code == 404


def test_edition_that_nobody_knows_is_the_public_one(desk: Desk) -> None:
    made = desk.make()
    desk.service.run(made.id, ADVANCE)
    odd = json.loads(desk.get(f"/organiser/{made.id}/minutes.json?edition=everything").data)
    assert {one["joined"] for one in odd["circles"]} == {None}


def test_minutes_without_the_appendix_hold_no_note(desk: Desk) -> None:
    made = desk.make()
    for _ in range(2):
        desk.service.run(made.id, ADVANCE)
    note = c.AddPaperNote(actor=CHAIR, fresh_id="n", circle="parents", text="Kanarie van Joost?")
    desk.service.run(made.id, note)
    path = f"/organiser/{made.id}/minutes.md"
    assert b"Kanarie" in desk.get(path).data
    assert b"Kanarie" not in desk.get(f"{path}?appendix=no").data


def test_delete_asks_first_and_then_forgets(desk: Desk) -> None:
    made = desk.make()
    assert "cannot be restored" in desk.text(f"/organiser/{made.id}/delete")
    assert desk.get(f"/organiser/{made.id}").status_code == 200
    assert desk.post(f"/organiser/{made.id}/delete").location == "/organiser?deleted=1"
    answer = desk.get(f"/organiser/{made.id}")
    assert answer.status_code == 404
    assert "This conversation is no longer there." in words(answer)


def test_changed_address_is_told_until_seen(desk: Desk) -> None:
    desk.get("/organiser")
    desk.client.application.extensions["public_url"] = lambda: "http://192.0.2.7:8000"
    text = desk.text("/organiser")
    assert f"It was {PUBLIC} and is now http://192.0.2.7:8000." in text
    assert desk.post("/organiser/address", back="/organiser").location == "/organiser"
    assert "has changed" not in desk.text("/organiser")


@pytest.mark.parametrize(
    "url", ["http://localhost:8000", "http://127.0.0.1:8000", "http://[::1]:8000"]
)
def test_address_that_phones_cannot_reach_is_told(desk: Desk, url: str) -> None:
    desk.client.application.extensions["public_url"] = lambda: url
    assert f"Phones cannot reach this address: {url}" in desk.text("/organiser")


def test_paper_holds_every_step_with_its_time_of_day(desk: Desk) -> None:
    made = desk.make(time="19:00", date="2026-01-09")
    text = desk.text(f"/organiser/{made.id}/paper")
    # 5 + 3 x 30, the collections within; then 3 x 3, 5 and 5.
    for time in ("19:00", "19:05", "19:20", "19:35", "20:35", "20:38", "20:44", "20:49", "20:54"):
        assert time in text
    for rule in made.ground_rules.splitlines():
        assert rule in text
    assert made.question in text


def test_generic_paper_needs_no_conversation(desk: Desk) -> None:
    answer = desk.get("/organiser/paper")
    assert answer.status_code == 200
    assert "Script of an evening" in words(answer)


def test_markup_in_every_field_stays_text(desk: Desk) -> None:
    nasty = "<script>alert(1)</script>\"'&"
    made = desk.make(theme=nasty, question=nasty, school=nasty, circle_0_name=nasty)
    desk.service.run(made.id, ADVANCE)
    for path in ("", "/edit", "/copy", "/delete", "/paper", "/renew/chair", "/minutes"):
        page = desk.get(f"/organiser/{made.id}{path}")
        assert page.status_code == 200
        assert "<script>alert" not in page.get_data(as_text=True)


def test_chosen_language_stays(desk: Desk) -> None:
    assert 'lang="nl"' in desk.get("/organiser?lang=nl").get_data(as_text=True)
    assert '<html lang="nl"' in desk.get("/organiser").get_data(as_text=True)


def test_minutes_page_finds_its_styles(desk: Desk) -> None:
    made = desk.make()
    desk.service.run(made.id, ADVANCE)
    page = desk.get(f"/organiser/{made.id}/minutes").get_data(as_text=True)
    sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)"', page)
    assert len(sheets) > 3
    assert [one for one in sheets if desk.get(one).status_code != 200] == []
