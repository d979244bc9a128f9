"""The organiser's pages: prepare, hand out links, renew them, fetch the minutes, delete.

Rule: signed in or sent to the sign-in and back. Everything works by plain forms; script only adds
copying and hints. What a form holds is judged by ``facilitation.preparation`` alone, and whatever
was typed comes back with the errors beside it.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

from flask import Blueprint, g, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response

from facilitation import minutes, preparation
from facilitation.core import commands as c
from facilitation.core import permissions
from facilitation.core.model import Conversation, LinkKind, PhaseName, Role
from facilitation.core.refusals import Refused
from facilitation.core.schools import Office
from facilitation.locale import known, languages, translations

from . import (
    access,
    accounts,
    agreements,
    archive,
    carrying,
    desk,
    editing,
    paper,
    posters,
    refusals,
    rehearsing,
    sharing,
    signin,
)
from .locale import LANGUAGE_COOKIE, Speech, circle_names, current, speech

blueprint = Blueprint("organiser", __name__)
blueprint.register_blueprint(signin.blueprint)
blueprint.register_blueprint(accounts.blueprint)
blueprint.register_blueprint(archive.blueprint)
blueprint.register_blueprint(carrying.blueprint)
blueprint.register_blueprint(posters.blueprint)
blueprint.register_blueprint(rehearsing.desk)
blueprint.register_blueprint(agreements.blueprint)
blueprint.register_blueprint(editing.desk)

ACTOR = c.Actor(Role.ORGANISER)
_OPEN = "organiser.signin"
_STATUS = {"unknown_conversation": 404, "not_allowed": 403}
_NEWS = ("made", "saved", "renewed", "imported", "already", "archived", "back")
_LATE = ("theme", "question", "wifi_name", "wifi_password", "follows")
"""Fields that an unfinished evening still takes."""


@blueprint.before_request
def guard() -> Response | None:
    """Signed in, or to the sign-in page and back."""
    asked = request.args.get("lang", "")
    if asked in languages():
        g.speech = speech(asked)
    if request.blueprint == _OPEN or signin.signed_in():
        return None
    back = request.full_path.rstrip("?") if request.method == "GET" else request.path
    return redirect(url_for("organiser.signin.page", back=back), 303)


@blueprint.after_request
def keep_language(response: Response) -> Response:
    """A language chosen on a page stays chosen in this browser."""
    asked = request.args.get("lang", "")
    if asked in languages():
        access.remember(response, LANGUAGE_COOKIE, asked)
    return response


@blueprint.context_processor
def desk_context() -> dict[str, Any]:
    """What every page of the organiser's shows around its own."""
    found = signin.signed_in()
    return {
        "signed_in": found,
        "administrator": found is not None and found.office is Office.ADMINISTRATOR,
        "desk_languages": [(code, desk.language_name(code)) for code in languages()],
        "here": request.path,
        "goes_on": carrying.goes_on,
    }


@blueprint.errorhandler(Refused)
def refused(error: Refused) -> tuple[str, int]:
    """A refusal, said on a page that leads back to the list."""
    status = _STATUS.get(error.code, 409)
    message = {
        404: current().gettext("This conversation is no longer there."),
        403: current().gettext("Only the administrator of this server can do that."),
    }.get(status) or refusals.sentence(error, current())
    return render_template("organiser/refused.html", message=message), status


def _conversation(conversation_id: str) -> Conversation:
    return rehearsing.real(conversation_id)


def _now() -> int:
    return access.service().clock()


# --- the list


@blueprint.get("/organiser")
def index() -> str:
    """All conversations: running, coming, over."""
    found, now = rehearsing.shown(), _now()
    put_away = archive.put_away()
    return render_template(
        "organiser/index.html",
        groups=desk.groups((one for one in found if one.id not in put_away), now),
        any=bool(found),
        archived=len(put_away),
        leaving=carrying.leaving(found, now),
        address=desk.address(),
    )


# --- preparing


@blueprint.get("/organiser/new")
def new() -> str:
    """An empty form, with what the last conversation says of the school."""
    return _form(desk.first_form(current().language, _now()), {})


@blueprint.post("/organiser/new")
def create() -> Any:
    """Make the conversation, or the form again with what is wrong."""
    form = request.form.to_dict()
    if desk.changes_circles(form):
        return _form(desk.with_circles_changed(form), {})
    try:
        plan = preparation.read(form)
        agreements.check(form)
    except preparation.Invalid as invalid:
        return _form(form, invalid.errors), 422
    made = desk.make(plan)
    agreements.follow(made, form)
    return redirect(url_for(".show", id=made.id, made=1), 303)


@blueprint.get("/organiser/<id>/copy")
def copy(id: str) -> str:  # noqa: A002 - the address names it
    """The form for another evening like this one; with ``?next``, one that follows it."""
    earlier = _conversation(id)
    if "next" not in request.args:
        return _form(preparation.as_form(preparation.copy(earlier, _now())), {}, copied=True)
    form = preparation.as_form(preparation.sequel(earlier, _now())) | {"follows": id}
    return _form(form, {}, copied=True)


@blueprint.get("/organiser/<id>/edit")
def edit(id: str) -> str:  # noqa: A002
    """The form while it waits; once begun, only theme, question and Wi-Fi."""
    conversation = _conversation(id)
    form = preparation.as_form(preparation.of(conversation)) | {"follows": conversation.follows}
    return _form(form, {}, conversation)


@blueprint.post("/organiser/<id>/edit")
def save(id: str) -> Any:  # noqa: A002
    """Bring the conversation to what the form says."""
    conversation = _conversation(id)
    form = request.form.to_dict()
    if not desk.editable(conversation):
        return _correct(conversation, form)
    if desk.changes_circles(form):
        return _form(desk.with_circles_changed(form), {}, conversation)
    try:
        plan = preparation.read(form, desk.shortest_minutes(conversation))
        agreements.check(form, conversation)
    except preparation.Invalid as invalid:
        return _form(form, invalid.errors, conversation), 422
    access.service().run(id, preparation.prepare_command(plan, conversation))
    agreements.follow(conversation, form)
    return redirect(url_for(".show", id=id, saved=1), 303)


def _correct(conversation: Conversation, form: dict[str, str]) -> Any:
    """What can still change of an evening that has begun: typing errors, and the guests' Wi-Fi."""
    before = preparation.of(conversation)
    whole = preparation.as_form(before) | {name: form[name] for name in _LATE if name in form}
    if "wifi_name" in form:
        whole["wifi_hidden"] = form.get("wifi_hidden", "")
    try:
        plan = preparation.read(whole, desk.shortest_minutes(conversation))
        agreements.check(form, conversation)
    except preparation.Invalid as invalid:
        return _form(whole, invalid.errors, conversation), 422
    command = c.EditConversation(actor=ACTOR, theme=plan.theme, question=plan.question)
    access.service().run(conversation.id, command)
    wifi = preparation.wifi_command(plan)
    if wifi != preparation.wifi_command(before):
        access.service().run(conversation.id, wifi)
    agreements.follow(conversation, form)
    return redirect(url_for(".show", id=conversation.id, saved=1), 303)


def _form(
    form: dict[str, str],
    errors: dict[str, preparation.Problem],
    conversation: Conversation | None = None,
    copied: bool = False,
) -> str:
    say = current().gettext
    told = {field: problem.sentence(say) for field, problem in errors.items()}
    return render_template(
        "organiser/form.html",
        form=form,
        places=preparation.positions(form),
        errors=told,
        labels={field: preparation.label_of(field, say) for field in told},
        conversation=conversation,
        begun=conversation is not None and not desk.editable(conversation),
        copied=copied,
        hint=desk.theme_hint(form.get("theme", "")),
        choices=desk.choices(),
        earlier=agreements.choices(conversation),
    )


@blueprint.get("/organiser/theme-hint")
def theme_hint() -> str:
    """The hint for a theme being typed, as a piece of a page (nothing when there is none)."""
    hint = desk.theme_hint(request.args.get("theme", "")[:200])
    return render_template("organiser/hint.html", hint=hint)


# --- one conversation


@blueprint.get("/organiser/<id>")
def show(id: str) -> str:  # noqa: A002
    """Links, minutes, and what else can be done."""
    conversation = _conversation(id)
    return render_template(
        "organiser/conversation.html",
        conversation=conversation,
        state=desk.state(conversation),
        past=desk.day_is_past(conversation, _now()),
        editable=desk.editable(conversation),
        cards=desk.cards(conversation),
        here_too=desk.visitor_is_here(),
        address=desk.address(),
        formats=tuple(minutes.FORMATS),
        short_formats=tuple(minutes.READ),
        has_minutes=conversation.phase.name is not PhaseName.LOBBY,
        ends_at=paper.ends_at(conversation),
        hint=desk.theme_hint(conversation.theme),
        news=next((one for one in _NEWS if one in request.args), ""),
        over=permissions.is_over(conversation),
        share_url=sharing.url_of(conversation),
        archived=accounts.belonging(id).archived_at is not None,
        left=carrying.days_left(conversation, _now()),
        follows=agreements.followed(conversation),
        school=agreements.key_of(conversation.school),
        **rehearsing.context(conversation),
    )


@blueprint.get("/organiser/<id>/renew/<kind>")
def ask_renew(id: str, kind: str) -> str:  # noqa: A002
    """What renewing a link does, before it is done."""
    conversation = _conversation(id)
    card = desk.card(conversation, _kind(kind))
    return render_template("organiser/renew.html", conversation=conversation, card=card)


@blueprint.post("/organiser/<id>/renew/<kind>")
def renew(id: str, kind: str) -> Response:  # noqa: A002
    """A fresh link; whoever has the old one is out."""
    conversation = _conversation(id)
    desk.card(conversation, _kind(kind))
    access.renew(id, _kind(kind), Role.ORGANISER)
    return redirect(url_for(".show", id=id, renewed=kind, _anchor=f"link-{kind}"), 303)


def _kind(kind: str) -> LinkKind:
    try:
        return LinkKind(kind)
    except ValueError:
        raise Refused("unknown_conversation") from None


@blueprint.get("/organiser/<id>/delete")
def ask_delete(id: str) -> str:  # noqa: A002
    """What deleting takes along, before it is done."""
    conversation = _conversation(id)
    return render_template(
        "organiser/delete.html", conversation=conversation, state=desk.state(conversation)
    )


@blueprint.post("/organiser/<id>/delete")
def delete(id: str) -> Response:  # noqa: A002
    """Erase it, words and all."""
    _conversation(id)
    rehearsing.rehearsals().stop_of(id)
    access.service().forget(id)
    archive.drop_index()
    return redirect(url_for(".index", deleted=1), 303)


@blueprint.post("/organiser/address")
def address_seen() -> Response:
    """The organiser has seen that the phones' address changed."""
    desk.address_seen()
    return redirect(signin.safe_path(request.form.get("back", "")), 303)


# --- minutes and paper


_CHOICES = ("appendix", "as_noted", "edition", "in")
"""What an address may say about which minutes it asks for."""


@blueprint.get("/organiser/<id>/minutes")
def read_minutes(id: str) -> str:  # noqa: A002
    """The minutes as a page."""
    conversation = _begun(id)
    asked = _asked(conversation)
    told: dict[str, Any] = {name: value for name, value in request.args.items() if name in _CHOICES}
    return minutes.page(
        conversation,
        **asked,
        downloads=[
            (url_for(".download", id=id, format=name, **told), name.upper())
            for name in minutes.FORMATS
            if asked["edition"] != "brief" or name in minutes.READ
        ],
        back=url_for(".show", id=id),
    )


@blueprint.get("/organiser/<id>/minutes.<format>")
def download(id: str, format: str) -> Response:  # noqa: A002
    """The minutes as a file."""
    return _file(_begun(id), format)


@blueprint.get("/organiser/<id>/in-short")
def in_short(id: str) -> Response:  # noqa: A002
    """The short edition, in the language and format that a form asks for."""
    instead = {"edition": "brief", "as_noted": False}
    return _file(_begun(id), request.args.get("format", "pdf"), **instead)


def _file(conversation: Conversation, format: str, **instead: Any) -> Response:  # noqa: A002
    try:
        written, mimetype, name = minutes.write(
            conversation, format, **(_asked(conversation) | instead)
        )
    except (minutes.UnknownFormat, minutes.NotInThisEdition):
        raise Refused("unknown_conversation") from None
    return send_file(BytesIO(written), mimetype, as_attachment=True, download_name=name)


def _asked(conversation: Conversation) -> dict[str, Any]:
    """Which minutes the address asks for; what it does not say is as it always was."""
    edition, language = request.args.get("edition", "full"), request.args.get("in", "")
    if language not in languages():
        language = conversation.language
    return {
        "words": translations(language),
        "language": language,
        "names": circle_names(conversation, language),
        "now": _now(),
        "appendix": request.args.get("appendix") != "no",
        "edition": edition if edition in minutes.EDITIONS else "public",
        "earlier": access.service().earlier(conversation),
        # What was hidden stays hidden in what others get to read.
        "as_noted": edition == "full" and request.args.get("as_noted") == "yes",
        "run": access.service().in_turn,
    }


def _begun(conversation_id: str) -> Conversation:
    conversation = _conversation(conversation_id)
    if conversation.phase.name is PhaseName.LOBBY:
        raise Refused("wrong_phase", phase=str(conversation.phase.name))
    return conversation


@blueprint.get("/organiser/<id>/paper")
def on_paper(id: str) -> str:  # noqa: A002
    """The whole script of this evening, to print."""
    conversation = _conversation(id)
    return _paper(conversation, known(conversation.language), real=True)


@blueprint.get("/organiser/paper")
def on_paper_generic() -> str:
    """The same for an evening that nobody prepared yet."""
    return _paper(paper.example(current().language, _now()), current().language, real=False)


def _paper(conversation: Conversation, language: str, real: bool) -> str:
    talk: Speech = speech(language)
    g.speech = talk
    return render_template(
        "organiser/paper.html",
        conversation=conversation,
        steps=paper.steps(conversation),
        ends_at=paper.ends_at(conversation),
        rules=conversation.ground_rules.splitlines(),
        real=real,
        **talk.context(),
    )
