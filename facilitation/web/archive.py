"""Putting a conversation away, and finding it again: the archive and the search.

Rule: the archive takes a conversation off the list and changes nothing else of it: its term runs
on, its minutes are there, the search finds it.
"""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from facilitation.core.model import Conversation
from facilitation.core.refusals import Refused
from facilitation.core.schools import Belonging

from . import access, accounts, desk, rehearsing
from .finding import Found, Index

blueprint = Blueprint("archive", __name__)

LONGEST_QUERY = 200
MOST_PLACES = 3
MOST_CONVERSATIONS = 50


def put_away() -> set[str]:
    """The conversations of one's own school that lie in the archive."""
    mine = accounts.me().school
    found: dict[str, Belonging] = access.service().read(lambda store: store.belongings(mine))
    return {one for one, belonging in found.items() if belonging.archived_at is not None}


@blueprint.get("/organiser/archive")
def index() -> str:
    """What was put away, the last evening first."""
    away = put_away()
    found = [one for one in rehearsing.shown() if one.id in away]
    found.sort(key=lambda one: (one.starts_at, one.created_at), reverse=True)
    return render_template("organiser/archive.html", conversations=found)


@blueprint.post("/organiser/<id>/archive")
def put(id: str) -> Response:  # noqa: A002 - the address names it
    """Off the list; refused while the evening goes on."""
    if desk.state(rehearsing.real(id)) == "running":
        raise Refused("wrong_phase", phase=str(rehearsing.real(id).phase.name))
    _belong(id, access.service().clock())
    return redirect(url_for("organiser.show", id=id, archived=1), 303)


@blueprint.post("/organiser/<id>/unarchive")
def take_out(id: str) -> Response:  # noqa: A002
    """Back on the list."""
    rehearsing.real(id)
    _belong(id, None)
    return redirect(url_for("organiser.show", id=id, back=1), 303)


def _belong(conversation: str, archived_at: int | None) -> None:
    belonging = Belonging(accounts.me().school, archived_at)
    access.service().write(lambda store: store.belong(conversation, belonging))


# --- searching


@dataclass(frozen=True, slots=True)
class Hit:
    """One conversation, and the best places in it."""

    conversation: Conversation
    places: tuple[Found, ...]
    archived: bool


@blueprint.get("/organiser/search")
def search() -> str:
    """Conversations in which all the words stand somewhere, each with the places."""
    words = request.args.get("q", "")[:LONGEST_QUERY].strip()
    shown = rehearsing.shown()
    found = _index().look(access.service(), shown, words) if words else []
    return render_template("organiser/search.html", words=words, hits=_hits(found, shown))


def _hits(found: list[Found], shown: list[Conversation]) -> list[Hit]:
    known, away = {one.id: one for one in shown}, put_away()
    places: dict[str, list[Found]] = {}
    for one in found:
        places.setdefault(one.conversation, []).append(one)
    return [
        Hit(known[one], tuple(those[:MOST_PLACES]), one in away)
        for one, those in list(places.items())[:MOST_CONVERSATIONS]
        if one in known
    ]


def _index() -> Index:
    """The index of one's own school; made when it is first asked for."""
    indexes: dict[str, Index] = current_app.extensions.setdefault("indexes", {})
    mine = accounts.me().school
    if mine not in indexes:
        indexes[mine] = Index()
    return indexes[mine]


def drop_index() -> None:
    """After something was deleted: its words are not kept in memory until the next search."""
    current_app.extensions.get("indexes", {}).pop(accounts.me().school, None)
