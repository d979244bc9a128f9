"""Conversations carried out and in: one at a click, many as a ZIP, and what was exported back.

Rule: what belongs to another school is not there. An upload is held in memory, never in a file.
"""

from __future__ import annotations

import time
from datetime import datetime
from functools import partial
from io import BytesIO
from operator import methodcaller
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, current_app, redirect, render_template, request, send_file, url_for
from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Response

from facilitation import exporting
from facilitation.accounts import keep_days
from facilitation.core import retention
from facilitation.core.model import Conversation, PhaseName
from facilitation.core.refusals import Refused
from facilitation.preparation.reading import MOST_RETENTION_DAYS

from . import access, accounts, rehearsing
from .locale import N_, current
from .tasks import Task, Tasks

blueprint = Blueprint("carrying", __name__)

SOON_DAYS = 7
BRIEF_S = 1.0
"""A file that is made sooner comes at once, without a page to watch."""
LOOK_AGAIN_S = 0.05
_WRONG = {
    "not_ours": N_("This is not a conversation that was exported here, nor a ZIP of them."),
    "newer": N_("This file was made by a newer version of the program."),
    "broken": N_("This file is damaged (%(where)s). Nothing was imported."),
}


def tasks() -> Tasks:
    """The application's tasks."""
    failed = current_app.extensions["publisher"].log_failure
    made = Tasks(access.service().clock, failed)
    found: Tasks = current_app.extensions.setdefault("tasks", made)
    return found


def _begin(kind: str, total: int, work: Any) -> Response:
    task = tasks().start(accounts.me().id, kind, total, work)
    return redirect(url_for("organiser.carrying.watch", id_=task.id), 303)


# --- out


@blueprint.get("/organiser/<id>/export.json")
def one_json(id: str) -> Response:  # noqa: A002 - the address names it
    """The complete export of one conversation."""
    conversation = rehearsing.real(id)
    name = f"{exporting.name_of(conversation)}{exporting.COMPLETE}"
    written = access.service().aside(lambda: exporting.exported(conversation))
    return send_file(BytesIO(written), "application/json", as_attachment=True, download_name=name)


@blueprint.post("/organiser/<id>/export.zip")
def one_zip(id: str) -> Response:  # noqa: A002
    """Everything of one conversation: minutes in all formats, export; at once if it can."""
    conversation = rehearsing.real(id)
    work = _zipping([conversation.id], f"{exporting.name_of(conversation)}.zip")
    task = tasks().start(accounts.me().id, "export", 1, work)
    until = time.monotonic() + BRIEF_S
    while task.running and time.monotonic() < until:
        time.sleep(LOOK_AGAIN_S)
    if task.result:
        return result(task.id)
    return redirect(url_for(".watch", id_=task.id), 303)


@blueprint.get("/organiser/export")
def choose() -> str:
    """Which conversations to put into one ZIP."""
    found = sorted(rehearsing.shown(), key=lambda one: (one.starts_at, one.id), reverse=True)
    return render_template("organiser/export.html", conversations=found)


@blueprint.post("/organiser/export")
def export() -> Response:
    """Begin the ZIP of the chosen ones."""
    own = {one.id for one in rehearsing.shown()}
    chosen = [one for one in dict.fromkeys(request.form.getlist("chosen")) if one in own]
    if not chosen:
        return redirect(url_for(".choose", none=1), 303)
    return _begin("export", len(chosen), _zipping(chosen))


def _zipping(chosen: list[str], name: str = "driegesprek.zip") -> Any:
    service = access.service()

    def work(task: Task) -> None:
        with exporting.Bundle() as bundle:
            for number, one in enumerate(chosen):
                conversation: Conversation | None = service.read(methodcaller("load", one))
                if conversation is None:
                    continue
                earlier = service.earlier(conversation)
                files = exporting.files(conversation, service.clock(), earlier)
                for at, file in enumerate(files):
                    task.progress(number + at / len(files), len(chosen))
                    service.in_turn(partial(bundle.add, file))
            task.result = service.aside(bundle.finished)
        task.file_name = name
        task.progress(len(chosen), len(chosen))

    return work


# --- in


@blueprint.get("/organiser/import")
def ask() -> str:
    """A file to choose."""
    return render_template("organiser/import.html", error="")


@blueprint.post("/organiser/import")
def take() -> Any:
    """One export at once, a ZIP of them as a task; or what is wrong with the file."""
    request.max_content_length = exporting.LARGEST_ZIP
    # Without this an upload lies in a file of the system's temp folder while it is read.
    setattr(request, "_get_file_stream", lambda *_, **__: BytesIO())  # noqa: B010
    try:
        given = request.files.get("file")
        data = given.read() if given else b""
    except RequestEntityTooLarge:
        return _again(current().gettext("This file is too large."))
    if not data:
        return _again(current().gettext("Choose a file."))
    try:
        if not data.startswith(b"PK"):
            return _one(data)
        found = access.service().aside(lambda: exporting.exports_in(data))
    except exporting.NotAnExport as refused:
        return _again(current().gettext(_WRONG[refused.code], where=refused.where))
    return _begin("import", len(found), _taking(found))


def _again(error: str) -> tuple[str, int]:
    return render_template("organiser/import.html", error=error), 422


def _one(data: bytes) -> Response:
    secret: bytes = current_app.extensions["secret"]
    try:
        made = exporting.take_in(access.service(), secret, data, accounts.me().school)
    except exporting.AlreadyHere as here:
        return redirect(url_for("organiser.show", id=here.id, already=1), 303)
    return redirect(url_for("organiser.show", id=made.id, imported=1), 303)


def _taking(found: list[tuple[str, bytes]]) -> Any:
    service, school = access.service(), accounts.me().school
    secret: bytes = current_app.extensions["secret"]

    def work(task: Task) -> None:
        task.told = {"imported": 0, "already": 0, "wrong": []}
        for number, (name, data) in enumerate(found):
            task.progress(number, len(found))
            try:
                exporting.take_in(service, secret, data, school)
                task.told["imported"] += 1
            except exporting.AlreadyHere:
                task.told["already"] += 1
            except exporting.NotAnExport:
                task.told["wrong"].append(name.rpartition("/")[2])
        task.progress(len(found), len(found))

    return work


# --- kept how long


@blueprint.get("/organiser/keeping")
def keeping() -> str:
    """What goes when: each conversation that still has notes, the next one first."""
    now = access.service().clock()
    return render_template(
        "organiser/keeping.html",
        school=accounts.school(),
        going=going(rehearsing.shown(), now),
        error="",
        kept="kept" in request.args,
    )


@blueprint.post("/organiser/keeping")
def keep() -> Any:
    """Another term, for conversations that are made from now on: people were told theirs."""
    given = request.form.get("retention_days", "").strip()
    days = int(given) if given.isascii() and given.isdigit() and len(given) < 6 else 0
    if not 1 <= days <= MOST_RETENTION_DAYS:
        message = N_("Fill in a number of days from 1 to %(most)s.")
        return render_template(
            "organiser/keeping.html",
            school=accounts.school(),
            going=going(rehearsing.shown(), access.service().clock()),
            error=current().gettext(message, most=MOST_RETENTION_DAYS),
            given=given[:20],
        ), 422
    keep_days(access.service(), accounts.me().school, days)
    return redirect(url_for(".keeping", kept=1), 303)


@blueprint.post("/organiser/keeping/erase")
def erase() -> Response:
    """Erase now what has passed its term, instead of at the next daily round."""
    service = access.service()
    over = [one.id for one, left in going(rehearsing.shown(), service.clock()) if left <= 0]

    def work(task: Task) -> None:
        task.told = {"erased": len(service.purge(over, task.progress))}

    return _begin("purge", len(over), work)


def days_left(conversation: Conversation, now: int) -> int | None:
    """Whole days until its notes go, 0 on the last day and after; ``None`` when they are gone."""
    if conversation.purged_at is not None:
        return None
    return max(0, -(-(retention.due_at(conversation) - now) // retention.DAY_MS))


def goes_on(conversation: Conversation) -> str:
    """The day on which its notes go, in its own time zone (ISO 8601)."""
    at = datetime.fromtimestamp(
        retention.due_at(conversation) / 1000, ZoneInfo(conversation.timezone)
    )
    return at.date().isoformat()


def going(conversations: list[Conversation], now: int) -> list[tuple[Conversation, int]]:
    """Those that began and are not erased, with the days they have left, the next one first."""
    begun = (one for one in conversations if one.phase.name is not PhaseName.LOBBY)
    found = [(one, left) for one in begun if (left := days_left(one, now)) is not None]
    return sorted(found, key=lambda one: retention.due_at(one[0]))


def leaving(conversations: list[Conversation], now: int) -> list[tuple[Conversation, int]]:
    """Those whose notes go within a week."""
    found = going(conversations, now)
    return [one for one in found if one[1] <= SOON_DAYS]


# --- how far


@blueprint.get("/organiser/task/<id_>")
def watch(id_: str) -> str:
    """How far a task is; asks for itself again until it is done."""
    return render_template("organiser/task.html", task=_task(id_))


@blueprint.get("/organiser/task/<id_>/file")
def result(id_: str) -> Response:
    """What it made."""
    task = _task(id_)
    if not task.result:
        raise Refused("unknown_conversation")
    return send_file(
        BytesIO(task.result), "application/zip", as_attachment=True, download_name=task.file_name
    )


def _task(id_: str) -> Task:
    found = tasks().of(accounts.me().id, id_)
    if found is None:
        raise Refused("unknown_conversation")
    return found
