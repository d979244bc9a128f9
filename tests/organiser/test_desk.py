"""The archive, the search, what is kept how long, and what is carried out and in."""

from __future__ import annotations

import time
import zipfile
from dataclasses import replace
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

import pytest
from werkzeug.test import TestResponse

from facilitation import accounts, exporting
from facilitation.core.model import Conversation
from facilitation.core.retention import DAY_MS
from facilitation.core.schools import School
from facilitation.web import carrying
from tests import evening
from tests.organiser.conftest import PUBLIC, Desk, words
from tests.organiser.test_schools import added
from tests.store.keeping import on_disk

EVENING = evening.run(evening.conversation(code="ABC234"), *evening.TO_END)


@pytest.fixture
def linde(desk: Desk) -> School:
    return accounts.add_school(desk.service, "De Linde")


@pytest.fixture
def fatma(desk: Desk, linde: School) -> Desk:
    return added(desk, "Fatma", linde.id)


@pytest.fixture
def over(desk: Desk) -> Conversation:
    """An evening that was held, two days ago."""
    desk.service.clock = lambda: evening.START + 2 * DAY_MS
    return desk.service.create(EVENING)


def upload(desk: Desk, data: bytes, name: str = "gesprek.json") -> TestResponse:
    headers = {"Accept-Language": "en", "Origin": PUBLIC}
    form: dict[str, Any] = {"file": (BytesIO(data), name)}
    return desk.client.post("/organiser/import", data=form, headers=headers)


def ended(desk: Desk, answer: TestResponse) -> str:
    """The path of the task that this answer leads to, once it is done."""
    assert answer.status_code == 303
    path = urlsplit(answer.location).path
    assert path.startswith("/organiser/task/")
    until = time.monotonic() + 20
    while "data-task" in desk.get(path).get_data(as_text=True):
        assert time.monotonic() < until
        time.sleep(0.05)
    return path


# --- archive


def test_archived_conversation_leaves_the_list_and_nothing_else(
    desk: Desk, over: Conversation
) -> None:
    desk.post(f"/organiser/{over.id}/archive")
    assert over.theme not in desk.text("/organiser")
    assert over.theme in desk.text("/organiser/archive")
    assert desk.get(f"/organiser/{over.id}/minutes").status_code == 200
    assert over.theme in desk.text("/organiser/search?q=telefoons")
    assert desk.service.latest(over.id) == over
    desk.post(f"/organiser/{over.id}/unarchive")
    assert over.theme in desk.text("/organiser")
    assert over.theme not in desk.text("/organiser/archive")


def test_evening_that_goes_on_cannot_be_archived(desk: Desk) -> None:
    running = desk.service.create(evening.run(evening.conversation(), *evening.TO_PUPILS))
    assert desk.post(f"/organiser/{running.id}/archive").status_code == 409
    assert running.theme in desk.text("/organiser")


# --- search


@pytest.mark.parametrize(
    ("query", "where"),
    [
        ("bakje deur", "Agreement"),
        ("PAUZE", "Summary"),
        ("gehoord", "Response"),
        ("nieuwsbrief", "Follow-up"),
        ("opzoeken", "Answer"),
        ("thuis aan tafel", "Question"),
        ("bed", "Note"),
        ("stoort hij", "Central question"),
    ],
)
def test_search_finds_words_and_says_where(
    desk: Desk, over: Conversation, query: str, where: str
) -> None:
    page = desk.text(f"/organiser/search?q={query}")
    assert "Found in 1 conversation" in page
    assert where in page


def test_search_folds_accents_and_takes_beginnings(desk: Desk, over: Conversation) -> None:
    desk.service.create(replace(evening.conversation("cafe", code="CAF234"), theme="Café après"))
    assert "Found in 1 conversation" in desk.text("/organiser/search?q=cafe")
    assert "Found in 1 conversation" in desk.text("/organiser/search?q=apr")


@pytest.mark.parametrize(
    "query", ['"', "*", "NEAR(", "a OR", "-x", "theme:x", "(", "^", "'", "%00"]
)
def test_no_sign_in_a_search_breaks_it(desk: Desk, over: Conversation, query: str) -> None:
    assert desk.get(f"/organiser/search?q={query}").status_code == 200


def test_words_that_look_like_marks_are_text(desk: Desk) -> None:
    theme = "<mark>kanarie</mark>"
    desk.service.create(replace(evening.conversation(), theme=theme))
    page = desk.get("/organiser/search?q=kanarie").get_data(as_text=True)
    assert "&lt;<mark>" not in page.replace("&lt;mark&gt;<mark>kanarie</mark>", "")
    assert "&lt;mark&gt;<mark>kanarie</mark>&lt;/mark&gt;" in page


def test_search_is_of_ones_own_school(desk: Desk, fatma: Desk, over: Conversation) -> None:
    assert "Found in" in desk.text("/organiser/search?q=telefoons")
    assert "Nothing found" in fatma.text("/organiser/search?q=telefoons")


def test_search_forgets_what_was_erased_and_never_writes_it(desk: Desk, over: Conversation) -> None:
    """No word of the index is in a file, and after ``forget`` and ``purge`` none is found."""
    assert "Found in 1" in desk.text("/organiser/search?q=opzoeken")
    desk.service.clock = lambda: evening.START + 40 * DAY_MS
    assert desk.service.purge() == [over.id]
    folder = desk.client.application.extensions["settings"].data
    assert on_disk(folder, "opzoeken") == set()
    assert "Nothing found" in desk.text("/organiser/search?q=opzoeken")
    assert "Found in 1" in desk.text("/organiser/search?q=bakje")
    desk.service.forget(over.id)
    assert on_disk(folder, "bakje", "piece_fts") == set()
    assert "Nothing found" in desk.text("/organiser/search?q=bakje")


def test_deleting_drops_the_index(desk: Desk, over: Conversation) -> None:
    desk.get("/organiser/search?q=bakje")
    assert len(desk.client.application.extensions["indexes"]) == 1
    desk.post(f"/organiser/{over.id}/delete")
    assert desk.client.application.extensions["indexes"] == {}


# --- kept how long


def test_countdown_says_when_notes_go(desk: Desk, over: Conversation) -> None:
    assert "Notes are erased in 29 days (8 Feb 2026)" in desk.text(f"/organiser/{over.id}")
    assert "Notes are erased" not in desk.text("/organiser")
    desk.service.clock = lambda: evening.START + 25 * DAY_MS
    assert "Telefoons in de klas : Notes are erased in 6 days (8 Feb 2026)" in desk.text(
        "/organiser"
    )
    assert "Notes are erased in 6 days" in desk.text("/organiser/keeping")
    desk.service.clock = lambda: evening.START + 31 * DAY_MS
    assert "Notes are erased today" in desk.text(f"/organiser/{over.id}")


def test_term_of_the_school_is_that_of_its_next_conversations(
    desk: Desk, fatma: Desk, over: Conversation
) -> None:
    assert desk.post("/organiser/keeping", retention_days="14").status_code == 303
    form = desk.get("/organiser/new").get_data(as_text=True)
    assert 'name="retention_days" type="text" value="14"' in form
    assert 'name="retention_days" type="text" value="30"' in fatma.get("/organiser/new").get_data(
        as_text=True
    )
    # Who sat in the earlier one was told thirty days.
    assert desk.service.latest(over.id).retention_days == 30


@pytest.mark.parametrize("days", ["", "0", "731", "-3", "ten", "٣"])
def test_term_that_cannot_be_is_said_and_changes_nothing(desk: Desk, days: str) -> None:
    answer = desk.post("/organiser/keeping", retention_days=days)
    assert answer.status_code == 422
    assert "Fill in a number of days from 1 to 730." in words(answer)
    [school] = desk.service.read(lambda store: store.schools())
    assert school.retention_days == 30


def test_all_that_goes_can_be_downloaded_first_and_then_erased(
    desk: Desk, over: Conversation
) -> None:
    desk.service.clock = lambda: evening.START + 31 * DAY_MS
    path = ended(desk, desk.post("/organiser/export", chosen=over.id))
    data = desk.get(f"{path}/file").data
    [(_, written)] = exporting.exports_in(data)
    assert written == exporting.exported(over)
    path = ended(desk, desk.post("/organiser/keeping/erase"))
    assert "Notes of 1 conversation are erased." in desk.text(path)
    assert desk.service.latest(over.id).notes == {}
    assert "no conversation here has notes" in desk.text("/organiser/keeping")


def test_erasing_touches_ones_own_school_only(desk: Desk, fatma: Desk, over: Conversation) -> None:
    desk.service.clock = lambda: evening.START + 31 * DAY_MS
    ended(fatma, fatma.post("/organiser/keeping/erase"))
    assert desk.service.latest(over.id) == over


# --- out and in


@pytest.mark.parametrize("patience", [20, 0], ids=["at once", "with a page to watch"])
def test_one_click_takes_everything_of_a_conversation(
    desk: Desk, over: Conversation, patience: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(carrying, "BRIEF_S", patience)
    answer = desk.post(f"/organiser/{over.id}/export.zip")
    if not patience:
        answer = desk.get(f"{ended(desk, answer)}/file")
    name = f"{exporting.name_of(over)}.zip"
    assert answer.headers["Content-Disposition"] == f"attachment; filename={name}"
    names = zipfile.ZipFile(BytesIO(answer.data)).namelist()
    assert {one.rpartition(".")[2] for one in names} >= {"html", "md", "csv", "json"}
    [(_, written)] = exporting.exports_in(answer.data)
    assert written == desk.get(f"/organiser/{over.id}/export.json").data


def test_export_forget_import_export_through_the_pages(desk: Desk, over: Conversation) -> None:
    written = desk.get(f"/organiser/{over.id}/export.json").data
    told = desk.get(f"/organiser/{over.id}/minutes.json").data
    desk.post(f"/organiser/{over.id}/delete")
    answer = upload(desk, written)
    assert answer.status_code == 303
    path = urlsplit(answer.location).path
    assert path != f"/organiser/{over.id}"
    assert desk.get(f"{path}/export.json").data == written
    assert desk.get(f"{path}/minutes.json").data == told


def test_import_of_what_is_here_leads_to_it_and_changes_nothing(
    desk: Desk, over: Conversation
) -> None:
    answer = upload(desk, exporting.exported(over))
    assert urlsplit(answer.location).path == f"/organiser/{over.id}"
    assert "This conversation is here already." in desk.text(answer.location)
    assert len(desk.service.read(lambda store: store.conversations())) == 1


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "Choose a file."),
        (b"hello", "This is not a conversation that was exported here"),
        (b"PK hello", "This is not a conversation that was exported here"),
        (exporting.exported(EVENING).replace(b'"version": 1', b'"version": 9'), "newer version"),
        (exporting.exported(EVENING).replace(b'"pupils"', b'"p upils"'), "This file is damaged"),
    ],
)
def test_file_that_will_not_do_is_said_and_changes_nothing(
    desk: Desk, data: bytes, said: str
) -> None:
    answer = upload(desk, data)
    assert (answer.status_code, said in words(answer)) == (422, True)
    assert desk.service.read(lambda store: store.conversations()) == []


def test_file_larger_than_any_form_is_taken_and_one_too_large_refused(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    padded = exporting.exported(EVENING) + b" " * 400_000
    assert upload(desk, padded).status_code == 303
    monkeypatch.setattr(exporting, "LARGEST_ZIP", 10_000)
    answer = upload(desk, padded)
    assert (answer.status_code, "This file is too large." in words(answer)) == (422, True)


def test_zip_of_many_goes_out_and_comes_back(desk: Desk, fatma: Desk, over: Conversation) -> None:
    other = desk.service.create(
        replace(
            EVENING,
            id="tweede",
            code="DEF234",
            created_at=1,
            links={},
            participants={},
            authors={},
            quieted=frozenset(),
        )
    )
    form = {"chosen": [over.id, other.id, "of-nobody"]}
    headers = {"Accept-Language": "en", "Origin": PUBLIC}
    path = ended(desk, desk.client.post("/organiser/export", data=form, headers=headers))
    assert "2 of 2" in desk.text(path)
    data = desk.get(f"{path}/file").data
    broken = BytesIO(data)
    with zipfile.ZipFile(broken, "a") as added_to:
        added_to.writestr("kapot/kapot-complete.json", b"{}")
    desk.post(f"/organiser/{over.id}/delete")
    page = desk.text(ended(desk, upload(desk, broken.getvalue(), "alle.zip")))
    assert "1 conversation was imported." in page
    assert "1 conversation was here already." in page
    assert "kapot-complete.json" in page
    # Another school may take them in as well; they are other conversations there.
    page = fatma.text(ended(fatma, upload(fatma, data, "alle.zip")))
    assert "2 conversations were imported." in page
    assert len(desk.service.read(lambda store: store.conversations())) == 4


def test_another_schools_conversation_is_not_put_into_a_zip(
    desk: Desk, fatma: Desk, over: Conversation
) -> None:
    answer = fatma.post("/organiser/export", chosen=over.id)
    assert urlsplit(answer.location).path == "/organiser/export"
    assert "Choose at least one conversation." in fatma.text(answer.location)


def test_task_is_its_own_accounts_alone(desk: Desk, fatma: Desk, over: Conversation) -> None:
    path = ended(desk, desk.post("/organiser/export", chosen=over.id))
    assert [fatma.get(one).status_code for one in (path, f"{path}/file")] == [404, 404]
    assert [desk.get(one).status_code for one in (path, f"{path}/file")] == [200, 200]


def test_task_shows_its_progress_without_script_and_survives_a_reload(
    desk: Desk, over: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    import threading

    hold = threading.Event()
    add = exporting.Bundle.add

    def slow(self: exporting.Bundle, *given: Any) -> None:
        hold.wait(20)
        add(self, *given)

    monkeypatch.setattr(exporting.Bundle, "add", slow)
    answer = desk.post("/organiser/export", chosen=over.id)
    path = urlsplit(answer.location).path
    for _ in range(2):
        page = desk.get(path).get_data(as_text=True)
        assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in page
        assert "0 of 1" in page
    assert desk.get(f"{path}/file").status_code == 404
    assert desk.post("/organiser/export", chosen=over.id).status_code == 409  # one at a time
    hold.set()
    assert "Download the ZIP" in desk.text(ended(desk, answer))
    assert "http-equiv" not in desk.get(path).get_data(as_text=True)


def test_task_is_gone_after_a_quarter_of_an_hour(desk: Desk, over: Conversation) -> None:
    path = ended(desk, desk.post("/organiser/export", chosen=over.id))
    desk.client.application.extensions["tasks"]._clock = lambda: evening.START + 3 * DAY_MS
    assert desk.get(path).status_code == 404


def test_task_that_fails_says_so(
    desk: Desk, over: Conversation, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise OSError("pulled the plug")

    monkeypatch.setattr(exporting.Bundle, "add", broken)
    assert "This went wrong." in desk.text(
        ended(desk, desk.post("/organiser/export", chosen=over.id))
    )
