"""Whose conversations somebody may see, and the pages on which an administrator keeps accounts.

Rule: an account sees the conversations of its own school and no others, an administrator's too:
keeping the accounts is no reason to read what another school's people said. Asked anew for every
request, from the store; what is not there and what is not yours is the same answer.
"""

from __future__ import annotations

from typing import Any

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from facilitation import accounts
from facilitation.core.model import Conversation
from facilitation.core.refusals import Refused
from facilitation.core.schools import Belonging, Office, Organiser, School

from . import access, signin
from .locale import current

blueprint = Blueprint("accounts", __name__)


# --- whose


def me() -> Organiser:
    """Who asks. Refuses ``not_allowed`` when nobody is signed in."""
    found = signin.signed_in()
    if found is None:
        raise Refused("not_allowed")
    return found


def school() -> School:
    """The school of whoever asks."""
    wanted = me().school
    return next(one for one in schools() if one.id == wanted)


def schools() -> list[School]:
    """All schools on this server."""
    found: list[School] = access.service().read(lambda store: store.schools())
    return found


def belonging(conversation_id: str) -> Belonging:
    """Where a conversation of one's own school lies. Refuses ``unknown_conversation``."""
    found = access.service().read(lambda store: store.belonging(conversation_id))
    if not isinstance(found, Belonging) or found.school != me().school:
        raise Refused("unknown_conversation")
    return found


def conversations() -> list[Conversation]:
    """Those of one's own school, the archive's too."""
    wanted = me().school
    found: list[Conversation] = access.service().read(lambda store: store.conversations(wanted))
    return found


# --- the administrator's pages


@blueprint.before_request
def administrators_only() -> None:
    """Everybody else is refused, whatever the page."""
    if me().office is not Office.ADMINISTRATOR:
        raise Refused("not_allowed")


@blueprint.get("/organiser/accounts")
def index() -> str:
    """Schools, and who may sign in for each."""
    return _page()


@blueprint.post("/organiser/accounts")
def add() -> Any:
    """A new account; its one-time link is shown on the page that answers, and never again."""
    try:
        made = accounts.add(
            access.service(),
            name=request.form.get("name", ""),
            school=request.form.get("school") or me().school,
            office=_office(),
        )
    except accounts.Wrong as wrong:
        return _page(form=request.form.to_dict(), wrong=wrong), 422
    return _page(made, _link(made))


def _office() -> Office:
    chosen = bool(request.form.get("administrator"))
    return Office.ADMINISTRATOR if chosen else Office.ORGANISER


@blueprint.post("/organiser/accounts/<account>/link")
def renew(account: str) -> str:
    """A new one-time link for somebody who forgot the password; signed out until it is used."""
    found = _other(account)
    return _page(found, _link(found))


@blueprint.get("/organiser/accounts/<account>/remove")
def ask_remove(account: str) -> str:
    """What removing an account does, before it is done."""
    return render_template("organiser/account-remove.html", account=_other(account))


@blueprint.post("/organiser/accounts/<account>/remove")
def remove(account: str) -> Response:
    """Take an account off the list."""
    accounts.remove(access.service(), _other(account))
    return redirect(url_for(".index", kept=1), 303)


@blueprint.post("/organiser/schools")
def add_school() -> Any:
    """One more school on this server."""
    try:
        accounts.add_school(access.service(), request.form.get("school_name", ""))
    except accounts.Wrong as wrong:
        return _page(form=request.form.to_dict(), wrong=wrong), 422
    return redirect(url_for(".index", kept=1, _anchor="schools"), 303)


@blueprint.post("/organiser/schools/<one>/name")
def rename_school(one: str) -> Any:
    """Correct a school's name."""
    try:
        accounts.rename_school(access.service(), _school(one), request.form.get(f"name-{one}", ""))
    except accounts.Wrong as wrong:
        return _page(form=request.form.to_dict(), wrong=wrong), 422
    return redirect(url_for(".index", kept=1, _anchor="schools"), 303)


@blueprint.post("/organiser/schools/<one>/remove")
def remove_school(one: str) -> Any:
    """Drop a school that has no conversations, with its accounts."""
    try:
        accounts.remove_school(access.service(), _school(one))
    except accounts.Wrong as wrong:
        return _page(wrong=wrong), 409
    return redirect(url_for(".index", kept=1, _anchor="schools"), 303)


def _school(wanted: str) -> School:
    for one in schools():
        if one.id == wanted:
            return one
    raise Refused("not_allowed")


def _other(account: str) -> Organiser:
    """Somebody else's account: nobody shuts the door behind themselves."""
    for one in signin.organisers(access.service()):
        if one.id == account and one.id != me().id:
            return one
    raise Refused("not_allowed")


def _link(account: Organiser) -> str:
    public = str(current_app.extensions["public_url"]())
    return str(signin.first_link(access.service(), public, reset=True, account=account.id))


def _page(
    made: Organiser | None = None,
    link: str = "",
    form: dict[str, str] | None = None,
    wrong: accounts.Wrong | None = None,
) -> str:
    found = access.service().read(accounts.overview)
    return render_template(
        "organiser/accounts.html",
        overview=found,
        made=made,
        link=link,
        form=form or {},
        errors={wrong.field: current().gettext(wrong.message)} if wrong else {},
        news="kept" in request.args,
        me=me(),
    )
