"""Export, forget, import, export: the same bytes; and what is in no export."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from dataclasses import fields, replace
from io import BytesIO
from pathlib import Path

import pytest

from facilitation import exporting, minutes
from facilitation.concurrency import run_here
from facilitation.core import commands as c
from facilitation.core.model import Conversation, LinkKind
from facilitation.core.retention import DAY_MS, erased
from facilitation.core.schools import HOME
from facilitation.exporting.fields import EXPORTED, LEFT_OUT
from facilitation.locale import translations
from facilitation.service import Service
from facilitation.store.rows import Shape
from facilitation.store.sqlite import SqliteStore
from tests import evening
from tests.security import stand

SECRET = b"s" * 32
NOW = evening.START + DAY_MS


def changed_by_hand() -> Conversation:
    """An evening with everything that an organiser, too, can put into it."""
    whole = evening.run(evening.conversation(code="ABC234"), *evening.TO_END)
    return replace(whole, wifi_name="Gasten-wifi", wifi_password="welkom-in-de-aula")


STATES: dict[str, Conversation] = {
    "in the lobby": evening.conversation(code="ABC234"),
    "in a discussion": evening.run(evening.conversation(code="ABC234"), *evening.TO_PUPILS),
    "in the questions": evening.run(evening.conversation(code="ABC234"), *evening.TO_QUESTIONS),
    "with breaks": evening.run(
        evening.conversation(code="ABC234"),
        *evening.TO_QUESTIONS,
        c.AddBreak(actor=evening.CHAIR, seconds=300),
        c.AdjustTime(actor=evening.CHAIR, seconds=-60),
        c.BackdateStart(actor=evening.CHAIR, seconds=120),
        c.PlanPhase(actor=evening.CHAIR, number=9, seconds=None),
        c.PlanPhase(actor=evening.CHAIR, number=8, seconds=0),
        c.Back(actor=evening.CHAIR),
        evening.ADVANCE,
        evening.ADVANCE,
        c.AddBreak(actor=evening.CHAIR, seconds=60),
        c.Pause(actor=evening.CHAIR),
    ),
    "over": changed_by_hand(),
    "erased": erased(changed_by_hand(), NOW),
    "corrected and final": evening.run(
        replace(changed_by_hand(), code="CDE234"),
        c.CorrectMinutes(actor=evening.ORGANISER, place="note:les", text="Wat doe je dan?"),
        c.CorrectMinutes(actor=evening.ORGANISER, place="functions:parents", text="Een voogd"),
        c.HideLine(actor=evening.MINUTE_TAKER, place="agreement:bakje"),
        c.SetAgreementStatus(
            actor=evening.ORGANISER, agreement="bakje", status="done", remark="Het staat er."
        ),
        c.MarkFinal(actor=evening.ORGANISER),
    ),
    "a long one": replace(stand.conversation_in("16"), code="XYZ234"),
}


@pytest.fixture
def service(tmp_path: Path) -> Iterator[Service]:
    service = Service(lambda: SqliteStore(tmp_path / "driegesprek.sqlite"), run_here, lambda: NOW)
    yield service
    service.close()


def minutes_of(conversation: Conversation) -> bytes:
    words = translations("nl")
    return minutes.write(conversation, "json", words=words, language="nl", now=NOW)[0]


@pytest.mark.parametrize("state", STATES)
def test_export_forget_import_export_gives_the_same_bytes(service: Service, state: str) -> None:
    kept = service.create(STATES[state])
    written, told = exporting.exported(kept), minutes_of(kept)
    service.forget(kept.id)
    taken = exporting.take_in(service, SECRET, written, HOME)
    for again in (taken, service.read(lambda store: store.load(taken.id))):
        assert exporting.exported(again) == written
        assert minutes_of(again) == told


def test_links_are_made_anew(service: Service) -> None:
    kept = service.create(STATES["over"])
    service.forget(kept.id)
    taken = exporting.take_in(service, SECRET, exporting.exported(kept), HOME)
    assert taken.id != kept.id
    assert set(taken.links) == set(LinkKind) - {LinkKind.SHARE}
    before = {one.hash for one in kept.links.values()}
    assert before & {one.hash for one in taken.links.values()} == set()


def test_erased_conversation_gets_no_links_back(service: Service) -> None:
    taken = exporting.take_in(service, SECRET, exporting.exported(STATES["erased"]), HOME)
    assert taken.links == {}


@pytest.mark.parametrize("state", STATES)
def test_no_secret_and_nothing_of_a_phone_is_exported(state: str) -> None:
    conversation = STATES[state]
    written = exporting.exported(conversation).decode()
    secrets = {"Gasten-wifi", "welkom-in-de-aula", *conversation.participants}
    secrets |= {one.hash for one in conversation.links.values()}
    assert [one for one in secrets if one in written] == []


def test_export_does_not_tie_notes_of_one_phone_together() -> None:
    """Neither their authors nor when they were sent nor their order in the table is in it."""
    base = STATES["a long one"]
    people = {evening.JOOST: evening.DE_WIT, evening.DE_WIT: evening.JOOST}
    swapped = {note: people.get(one, one) for note, one in base.authors.items()}
    later = {
        one.id: replace(one, sent_at=one.sent_at + number * 7, changed=number)
        for number, one in enumerate(reversed(base.notes.values()))
    }
    one = exporting.exported(base)
    assert one == exporting.exported(replace(base, authors=swapped, notes=later))


def test_each_field_is_exported_or_left_out_on_purpose() -> None:
    """A new field of the model belongs in one of the two lists; nothing leaves by default."""
    for kind, exported in EXPORTED.items():
        left_out = LEFT_OUT.get(kind, ())
        assert set(exported) & set(left_out) == set()
        assert {*exported, *left_out} == set(Shape(kind).columns)
    held = {one.name for one in fields(Conversation)} - set(Shape(Conversation).columns)
    parts = {"circles", "phases", "notes", "questions", "texts", "agreements", "kept_counts"}
    parts |= {"corrections"}
    assert held - parts == {"participants", "authors", "quieted", "links"}


def test_conversation_that_is_here_is_not_taken_in_twice(service: Service) -> None:
    kept = service.create(STATES["over"])
    with pytest.raises(exporting.AlreadyHere, match=kept.id):
        exporting.take_in(service, SECRET, exporting.exported(kept), HOME)
    assert len(service.read(lambda store: store.conversations())) == 1


def test_code_that_another_conversation_has_by_now_is_replaced(service: Service) -> None:
    service.create(replace(evening.conversation("ander", code="ABC234"), created_at=1))
    taken = exporting.take_in(service, SECRET, exporting.exported(STATES["over"]), HOME)
    assert taken.code != "ABC234"
    assert service.by_code("ABC234") == "ander"


def test_import_is_in_the_journal(service: Service) -> None:
    taken = exporting.take_in(service, SECRET, exporting.exported(STATES["over"]), HOME)
    [entry] = service.read(lambda store: store.journal(taken.id))
    assert (entry.name, entry.revision) == ("import", taken.revision)


def bundled(*held: Conversation) -> bytes:
    with exporting.Bundle() as bundle:
        for one in held:
            for file in exporting.files(one, NOW):
                bundle.add(file)
        return bundle.finished()


def test_zip_holds_minutes_and_a_file_to_import_of_each() -> None:
    held = (STATES["over"], STATES["a long one"], STATES["in the lobby"])
    data = bundled(*(replace(one, code=f"{one.code[:5]}{len(one.notes) % 7}") for one in held))
    names = zipfile.ZipFile(BytesIO(data)).namelist()
    assert len(names) == 2 * (len(minutes.FORMATS) + 1) + 1
    assert len({one.partition("/")[0] for one in names}) == 3
    found = exporting.exports_in(data)
    assert [exporting.exported(exporting.read(written)) for _, written in found] == [
        written for _, written in found
    ]


# --- what is not believed


def document() -> dict[str, object]:
    found: dict[str, object] = json.loads(exporting.exported(STATES["over"]))
    return found


BROKEN: dict[str, tuple[str, ...]] = {
    "conversation": (
        *("retention_days=100000", "timezone=Mars/Olympus", "date=2026-13-01", "date=20260109"),
        *("language=xx", "starts_at=99999999999999", "created_at=-1", "current=99", "revision=-1"),
    ),
    "circles": ("colour=red;background", "key=Pupils!", "position=7", "joined=true"),
    "phases": ("number=3", "circle=nobody", "name=party", "planned_ms=1.5", "floor=none"),
    "notes": (
        "from_circle=x",
        "phase=99",
        "merged_into=none",
        "place=floor",
        "text=\x00",
        "language=zz",
    ),
    "questions": ("note=none", "phase=99", "answered=1"),
    "texts": ("name=diary",),
    "counts": ("to_circle=x",),
}


@pytest.mark.parametrize(
    ("part", "change"), [(part, one) for part, ones in BROKEN.items() for one in ones]
)
def test_file_that_does_not_hold_together_is_refused(part: str, change: str) -> None:
    held = json.loads(exporting.exported(STATES["erased" if part == "counts" else "over"]))
    name, _, value = change.partition("=")
    try:
        given = json.loads(value)
    except ValueError:
        given = value
    row = held[part] if part == "conversation" else held[part][0]
    assert name in row
    row[name] = given
    with pytest.raises(exporting.NotAnExport, match="broken"):
        exporting.read(json.dumps(held).encode())


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not_ours"),
        (b"\xff\xfe", "not_ours"),
        (b"[" * 100_000, "not_ours"),
        (b'{"format": "something"}', "not_ours"),
        (json.dumps({**document(), "version": 2}).encode(), "newer"),
        (json.dumps({**document(), "journal": []}).encode(), "newer"),
        (json.dumps({**document(), "notes": {}}).encode(), "broken"),
        (json.dumps({k: v for k, v in document().items() if k != "phases"}).encode(), "broken"),
    ],
)
def test_other_files_are_refused(data: bytes, code: str) -> None:
    with pytest.raises(exporting.NotAnExport, match=code):
        exporting.read(data)


def test_zip_that_is_damaged_inside_is_refused() -> None:
    data = bytearray(bundled(STATES["over"]))
    place = data.rindex(b"-complete.json", 0, data.index(b"PK\x01\x02")) + 40
    data[place : place + 200] = b"\xff" * 200
    with pytest.raises(exporting.NotAnExport, match="not_ours"):
        exporting.exports_in(bytes(data))


def test_zip_without_exports_or_too_large_a_file_in_it_is_refused() -> None:
    held = BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("x-complete.json", b" " * (exporting.LARGEST_FILE + 1))
    assert len(held.getvalue()) < 100_000
    for data in (b"PK\x03\x04", held.getvalue(), b"PK"):
        with pytest.raises(exporting.NotAnExport, match="not_ours"):
            exporting.exports_in(data)
