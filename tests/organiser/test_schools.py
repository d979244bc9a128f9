"""Several schools on one server, several organisers of a school: who sees and may what."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from facilitation import accounts
from facilitation.core.schools import HOME, Office, Organiser, School
from facilitation.store.sqlite import SqliteStore
from facilitation.web.signin import MOST_WAITING, Lines, first_link, organisers, place
from tests.organiser.conftest import PASSWORD, PUBLIC, Desk, words

OTHER = "linde boom zacht"


def signed_in(desk: Desk, account: Organiser, password: str = OTHER) -> Desk:
    """Another browser, in which that account has just set its password."""
    link = first_link(desk.service, PUBLIC, account=account.id) or ""
    browser = Desk(desk.client.application.test_client(), desk.service)
    answer = browser.post(urlsplit(link).path, password=password, again=password)
    assert answer.status_code == 303
    return browser


def added(desk: Desk, name: str, school: str = HOME, office: Office = Office.ORGANISER) -> Desk:
    return signed_in(desk, accounts.add(desk.service, name=name, school=school, office=office))


@pytest.fixture
def linde(desk: Desk) -> School:
    """A second school on the server."""
    return accounts.add_school(desk.service, "De Linde")


@pytest.fixture
def fatma(desk: Desk, linde: School) -> Desk:
    """The browser of the second school's organiser."""
    return added(desk, "Fatma", linde.id)


# --- each its own


def every_route_of(desk: Desk, conversation: str) -> list[tuple[str, str]]:
    """Each method and path of the URL map that names a conversation, of every sort there is."""
    blanks = {"kind": "chair", "format": "json", "sheet": "posters", "id": conversation}
    found = []
    for rule in desk.client.application.url_map.iter_rules():
        if not rule.endpoint.startswith("organiser.") or "id" not in rule.arguments:
            continue
        path = re.sub(r"<(?:[^:<>]*:)?(\w+)>", lambda m: blanks.get(m[1], "x"), rule.rule)
        found += [(one, path) for one in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})]
    return found


def asked(desk: Desk, method: str, path: str) -> int:
    return (desk.get(path) if method == "GET" else desk.post(path)).status_code


def test_every_route_of_another_schools_conversation_is_not_there(desk: Desk, fatma: Desk) -> None:
    made = desk.make(theme="Geheim van de eerste school")
    before = desk.service.latest(made.id)
    routes = every_route_of(desk, made.id)
    assert len(routes) >= 15
    answers = {one: asked(fatma, *one) for one in routes}
    assert {one: status for one, status in answers.items() if status != 404} == {}
    assert desk.service.latest(made.id) == before


def test_the_same_routes_are_there_for_its_own_school(desk: Desk, fatma: Desk) -> None:
    """Without the guard the test above would not be worth much: most of them answer here."""
    made = fatma.make(theme="Van de Linde")
    reading = [path for method, path in every_route_of(desk, made.id) if method == "GET"]
    found = {path: asked(fatma, "GET", path) for path in reading}
    # (Minutes are refused before the opening; a rehearsal and the like are POSTs.)
    assert [path for path, status in found.items() if status == 404] == []
    assert asked(desk, "GET", f"/organiser/{made.id}") == 404


def test_list_holds_ones_own_schools_conversations(desk: Desk, fatma: Desk) -> None:
    desk.make(theme="Telefoons")
    fatma.make(theme="Huiswerk")
    assert "Telefoons" in desk.text("/organiser")
    assert "Huiswerk" not in desk.text("/organiser")
    assert "Huiswerk" in fatma.text("/organiser")
    assert "Telefoons" not in fatma.text("/organiser")


def test_form_takes_the_schools_name_and_nothing_of_another_school(desk: Desk, fatma: Desk) -> None:
    desk.make(school="De Regenboog", trusted_contact="Mevrouw Jansen, kamer 12")
    form = fatma.get("/organiser/new").get_data(as_text=True)
    assert 'value="De Linde"' in form
    assert "Jansen" not in form
    assert "Jansen" in desk.get("/organiser/new").get_data(as_text=True)


def test_two_organisers_of_a_school_share_its_conversations(desk: Desk) -> None:
    joris = added(desk, "Joris")
    made = desk.make(theme="Samen")
    assert joris.get(f"/organiser/{made.id}").status_code == 200
    assert "Samen" in joris.text("/organiser")


# --- signing in


def test_with_one_account_nobody_is_asked_for_a_name(desk: Desk) -> None:
    desk.post("/sign-out")
    assert "Name to sign in with" not in desk.text("/sign-in")
    assert desk.post("/sign-in", password=PASSWORD, username="whatever").status_code == 303


def test_with_two_accounts_name_and_password_belong_together(desk: Desk, fatma: Desk) -> None:
    fatma.post("/sign-out")
    assert "Name to sign in with" in fatma.text("/sign-in")
    wrong = fatma.post("/sign-in", username="Fatma", password=PASSWORD)
    assert wrong.status_code == 403
    assert "do not belong together" in words(wrong)
    assert fatma.post("/sign-in", username="nobody", password=OTHER).status_code == 403
    assert fatma.post("/sign-in", username=" FATMA ", password=OTHER).status_code == 303


def test_hammering_one_name_does_not_make_another_wait(desk: Desk, fatma: Desk) -> None:
    fatma.post("/sign-out")
    fatma.client.delete_cookie("organiser-known")
    app = desk.client.application
    lines = app.extensions.setdefault("sign_in_lines", Lines())
    with app.app_context():
        hers = place("fatma")
        other = next(name for name in map(str, range(99)) if place(name) != hers)
        lines.strangers[place(other)]._waiting = lines.here[place(other)]._waiting = MOST_WAITING
    assert fatma.post("/sign-in", username=other, password=OTHER).status_code == 429
    assert fatma.post("/sign-in", username="Fatma", password=OTHER).status_code == 303


def test_known_browsers_of_another_account_cannot_fill_ones_line(desk: Desk, fatma: Desk) -> None:
    """Whoever has an account of their own is a stranger to everybody else's."""
    lines = desk.client.application.extensions.setdefault("sign_in_lines", Lines())
    [first, _] = organisers(desk.service)
    for line in (*lines.strangers, *lines.here):
        line._waiting = MOST_WAITING
    fatma.post("/sign-out")
    assert fatma.post("/sign-in", username=first.name, password="geraden").status_code == 429
    assert lines.known(first.id)._waiting == 0
    desk.post("/sign-out")
    assert desk.post("/sign-in", username=first.name, password=PASSWORD).status_code == 303


# --- keeping the accounts


def test_first_account_is_the_administrator(desk: Desk) -> None:
    [account] = organisers(desk.service)
    assert (account.office, account.school) == (Office.ADMINISTRATOR, HOME)
    assert desk.get("/organiser/accounts").status_code == 200


def test_administrators_pages_are_closed_to_organisers(desk: Desk, fatma: Desk) -> None:
    kept = organisers(desk.service)
    [first, *_] = kept
    for rule in desk.client.application.url_map.iter_rules():
        if rule.endpoint.startswith("organiser.accounts."):
            path = rule.rule.replace("<account>", first.id).replace("<one>", HOME)
            for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
                assert (path, asked(fatma, method, path)) == (path, 403)
    assert organisers(desk.service) == kept
    assert "Organisers and schools" not in fatma.text("/organiser")


def test_account_is_added_with_a_link_that_is_shown_once(desk: Desk) -> None:
    answer = desk.post("/organiser/accounts", name="Joris")
    [token] = re.findall(r"/sign-in/first/[\w-]+", answer.get_data(as_text=True))
    assert "/sign-in/first/" not in desk.get("/organiser/accounts").get_data(as_text=True)
    browser = Desk(desk.client.application.test_client(), desk.service)
    assert browser.post(token, password=OTHER, again=OTHER).status_code == 303
    assert browser.get("/organiser").status_code == 200
    assert browser.get("/organiser/accounts").status_code == 403


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("", "Fill in a name."),
        ("\u200b", "Fill in a name."),
        ("ORGANISER", "This name is taken."),
        ("x" * 101, "That is too long."),
    ],
)
def test_name_that_will_not_do_is_said_and_adds_nobody(desk: Desk, name: str, said: str) -> None:
    answer = desk.post("/organiser/accounts", name=name)
    assert (answer.status_code, said in words(answer)) == (422, True)
    assert len(organisers(desk.service)) == 1


def test_account_cannot_be_added_to_a_school_that_is_not_there(desk: Desk) -> None:
    answer = desk.post("/organiser/accounts", name="Joris", school="x")
    assert (answer.status_code, len(organisers(desk.service))) == (403, 1)


def test_removed_account_is_out_at_once(desk: Desk, fatma: Desk) -> None:
    [_, hers] = organisers(desk.service)
    assert fatma.get("/organiser").status_code == 200
    assert desk.post(f"/organiser/accounts/{hers.id}/remove").status_code == 303
    assert fatma.get("/organiser").status_code == 303
    assert fatma.post("/sign-in", username="Fatma", password=OTHER).status_code == 403


def test_new_link_signs_that_account_out_and_no_other(desk: Desk, fatma: Desk) -> None:
    [_, hers] = organisers(desk.service)
    answer = desk.post(f"/organiser/accounts/{hers.id}/link")
    assert "/sign-in/first/" in answer.get_data(as_text=True)
    assert fatma.get("/organiser").status_code == 303
    assert desk.get("/organiser").status_code == 200


def test_nobody_removes_themselves(desk: Desk) -> None:
    [mine] = organisers(desk.service)
    assert desk.post(f"/organiser/accounts/{mine.id}/remove").status_code == 403
    assert organisers(desk.service) == [mine]


def test_school_is_added_named_and_removed(desk: Desk) -> None:
    desk.post("/organiser/schools", school_name="De Linde")
    [home, linde] = desk.service.read(lambda store: store.schools())
    same = desk.post("/organiser/schools", school_name="de linde")
    assert "This name is taken." in words(same)
    desk.post(f"/organiser/schools/{home.id}/name", **{f"name-{home.id}": "De Regenboog"})
    assert desk.post(f"/organiser/schools/{linde.id}/remove").status_code == 303
    assert [one.name for one in desk.service.read(lambda store: store.schools())] == [
        "De Regenboog"
    ]


def test_school_with_conversations_stays(desk: Desk, fatma: Desk, linde: School) -> None:
    fatma.make()
    answer = desk.post(f"/organiser/schools/{linde.id}/remove")
    assert (answer.status_code, "still has conversations" in words(answer)) == (409, True)
    assert fatma.get("/organiser").status_code == 200


def test_administrator_sees_how_many_but_not_what(desk: Desk, fatma: Desk) -> None:
    fatma.make(theme="Alleen voor de Linde")
    page = desk.text("/organiser/accounts")
    assert "De Linde 1 conversation" in page
    assert "Alleen voor de Linde" not in page


# --- the store


def test_password_of_an_older_version_is_the_administrators(tmp_path: Path) -> None:
    from facilitation.store import migrations

    path = tmp_path / "old.sqlite"
    # As the version before this one left it: no schools, the password a setting.
    place_of = [one.__module__ for one in migrations.MIGRATIONS].index("facilitation.store.desk")
    whole = migrations.MIGRATIONS
    migrate: Any = migrations.migrate
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(
            "facilitation.store.sqlite.migrate", lambda db: migrate(db, whole[:place_of])
        )
        store = SqliteStore(path)
        with store.batch():
            for name in ("password", "password_version", "first_link", "health"):
                store.set_setting(name, f"kept-{name}")
        store.close()
    store = SqliteStore(path)
    [account] = store.organisers()
    assert (account.password, account.version) == ("kept-password", "kept-password_version")
    assert (account.first_link, account.office) == ("kept-first_link", Office.ADMINISTRATOR)
    assert [store.setting(one) for one in ("password", "first_link")] == [None, None]
    assert store.setting("health") == "kept-health"
    store.close()
