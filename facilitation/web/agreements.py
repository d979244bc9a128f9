"""What comes after an evening: a school's agreements, their calendar, a reminder, its timeline.

Rule: an organiser sees what `rehearsing.shown` lets them see, and changes nothing else; everything
works by plain forms. Which earlier conversation one follows is chosen on the form that prepares it.
"""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any

from flask import Blueprint, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from facilitation import preparation, series
from facilitation.core import commands as c
from facilitation.core.corrections import standing_agreements
from facilitation.core.following import REMARK_CHARACTERS
from facilitation.core.model import Agreement, Conversation, PhaseName, Role, Status, replace
from facilitation.core.refusals import Refused
from facilitation.minutes.wording import slug

from . import access, refusals, rehearsing
from .locale import N_, P_, Speech, current

blueprint = Blueprint("agreements", __name__)
"""Within the organiser's pages, behind their guard."""

key_of = series.key_of

ACTOR = c.Actor(Role.ORGANISER)
STATUSES = {
    Status.OPEN: P_("agreement", "Open"),
    Status.BUSY: P_("agreement", "In progress"),
    Status.DONE: P_("agreement", "Done"),
    Status.DROPPED: P_("agreement", "Dropped"),
}

# --- a school's agreements


@blueprint.get("/organiser/agreements")
def index() -> Any:
    """The schools, with what is still to be done; straight to it when there is only one."""
    found = series.schools(rehearsing.shown())
    if len(found) == 1:
        return redirect(url_for(".school", school=found[0].key), 303)
    rows = [(one, [item for item in _items(one) if item.to_do]) for one in found]
    return render_template("organiser/schools.html", rows=rows)


@blueprint.get("/organiser/agreements/<school>")
def school(school: str) -> str:
    """All agreements of a school: late, to do, settled."""
    return _page(_school(school))


def _page(
    school: series.School,
    typed: Mapping[str, str] | None = None,
    errors: Mapping[str, str] | None = None,
) -> str:
    """``typed`` and ``errors``: of the agreement ``typed["agreement"]``, when it was refused."""
    items = _items(school)
    groups = [
        ("late", [one for one in items if one.late]),
        ("todo", [one for one in items if one.to_do and not one.late]),
        ("settled", [one for one in items if not one.to_do]),
    ]
    return render_template(
        "organiser/agreements.html",
        school=school,
        groups=[(name, members) for name, members in groups if members],
        dated=any(one.to_do and one.due for one in items),
        reminder=series.reminder(items, current(), status_word),
        statuses=[(str(one), status_word(one)) for one in Status],
        kept=request.args.get("kept", ""),
        typed=typed or {},
        errors=errors or {},
        remark_characters=REMARK_CHARACTERS,
    )


@blueprint.post("/organiser/<id>/agreements/<agreement>")
def tell(id: str, agreement: str) -> Any:  # noqa: A002 - the address names it
    """What became of one agreement; back to where it stands, or the page with what is wrong."""
    conversation = rehearsing.real(id)
    status, remark = request.form.get("status", ""), request.form.get("remark", "")
    command = c.SetAgreementStatus(actor=ACTOR, agreement=agreement, status=status, remark=remark)
    key = key_of(conversation.school)
    try:
        access.service().run(id, command)
    except Refused as refused:
        if refused.code not in ("text_too_long", "bad_request"):
            raise
        field = "remark" if refused.code == "text_too_long" else "status"
        typed = {"agreement": agreement, "status": status, "remark": remark}
        return _page(_school(key), typed, {field: refusals.sentence(refused, current())}), 422
    anchor = f"agreement-{agreement}"
    return redirect(url_for(".school", school=key, kept=agreement, _anchor=anchor), 303)


@blueprint.get("/organiser/agreements/<school>/calendar.ics")
def calendar(school: str) -> Response:
    """The days on which something is due, for anybody's calendar."""
    found = _school(school)
    say = current()
    name = f"{say.gettext('Agreements')} {found.name}".strip()
    written = series.calendar(name, _items(found), _now())
    file_name = f"{slug(name) or 'driegesprek'}.ics"
    return send_file(
        BytesIO(written),
        "text/calendar; charset=utf-8",
        as_attachment=True,
        download_name=file_name,
    )


@blueprint.get("/organiser/agreements/<school>/timeline")
def timeline(school: str) -> str:
    """Themes, dates, who were there, and agreements kept."""
    found = _school(school)
    seats = access.service().read(lambda store: store.seats_taken())
    evenings = series.timeline(found, _standing(found), seats)
    return render_template("organiser/timeline.html", school=found, evenings=evenings)


def _school(key: str) -> series.School:
    for one in series.schools(rehearsing.shown()):
        if one.key == key:
            return one
    raise Refused("unknown_conversation")


def _items(school: series.School) -> tuple[series.Item, ...]:
    return series.items(school, _standing(school), _now())


def _standing(school: series.School) -> dict[str, dict[str, Agreement]]:
    """A school's agreements as they read after corrections, without what was hidden."""
    agreements, corrections = access.service().read(
        lambda store: (store.agreements(), store.corrections())
    )
    whole = (
        replace(one, agreements=agreements[one.id], corrections=corrections.get(one.id, {}))
        for one in school.conversations
        if one.id in agreements
    )
    return {one.id: {row.id: row for row in standing_agreements(one)} for one in whole}


def _now() -> int:
    return access.service().clock()


def status_word(status: str) -> str:
    """A status in the language of this request."""
    say: Speech = current()
    return say.pgettext("agreement", STATUSES[Status(status)])


# --- which conversation another one follows


def choices(conversation: Conversation | None) -> list[Conversation]:
    """What a conversation can follow: any other that has begun, the newest first."""
    own = conversation.id if conversation else ""
    chosen = conversation.follows if conversation else ""
    return [
        one
        for one in rehearsing.shown()
        if one.id != own and (one.phase.name is not PhaseName.LOBBY or one.id == chosen)
    ]


def check(form: Mapping[str, str], conversation: Conversation | None = None) -> None:
    """Whether the form's choice is one. Raises ``preparation.Invalid``."""
    wanted = form.get("follows", "")
    if wanted and wanted not in {one.id for one in choices(conversation)}:
        gone = N_("This earlier conversation is no longer there. Choose again.")
        raise preparation.Invalid({"follows": preparation.Problem(gone)})


def follow(conversation: Conversation, form: Mapping[str, str]) -> None:
    """Keep the form's choice, already checked. A form without one changes nothing."""
    wanted = form.get("follows", conversation.follows)
    if wanted != conversation.follows:
        access.service().run(conversation.id, c.Follow(actor=ACTOR, earlier=wanted))


def followed(conversation: Conversation) -> Conversation | None:
    """The earlier conversation, for a link to its page."""
    return next((one for one in rehearsing.shown() if one.id == conversation.follows), None)
