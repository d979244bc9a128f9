"""What the organiser's pages show and ask, apart from the pages: groups, cards, forms, hints.

Rule: reads the store and the settings, changes nothing but what it says it does.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from babel.core import Locale
from flask import current_app, request
from markupsafe import Markup

from facilitation import preparation
from facilitation.core.model import Conversation, LinkKind, PhaseName
from facilitation.core.refusals import Refused
from facilitation.creating import create
from facilitation.locale import languages

from . import access, accounts, addresses, qr, rehearsing
from .locale import N_, Speech, current

SHOWN = "public_url_shown"
"""Setting: the phones' address that the organiser saw last."""
LATE_MS = 12 * 3600 * 1000
"""An evening that did not begin within half a day of its time is not coming any more."""

# --- the list


def state(conversation: Conversation) -> str:
    """``coming``, ``running`` or ``over``."""
    if conversation.ended_at is not None:
        return "over"
    return "coming" if conversation.phase.name is PhaseName.LOBBY else "running"


def groups(conversations: Iterable[Conversation], now: int) -> list[tuple[str, list[Conversation]]]:
    """What is running, what is coming (the next first), what is over (the last first)."""
    ordered = sorted(conversations, key=lambda one: (one.starts_at, one.created_at))
    running = [one for one in ordered if state(one) == "running"]
    coming = [one for one in ordered if state(one) == "coming" and not _missed(one, now)]
    missed = [one for one in reversed(ordered) if state(one) == "coming" and _missed(one, now)]
    over = [one for one in reversed(ordered) if state(one) == "over"]
    found = [("running", running), ("coming", coming), ("missed", missed), ("over", over)]
    return [(name, members) for name, members in found if members]


def _missed(conversation: Conversation, now: int) -> bool:
    return now > conversation.starts_at + LATE_MS


def day_is_past(conversation: Conversation, now: int) -> bool:
    """Whether it still waits although its day has gone by."""
    return state(conversation) == "coming" and _missed(conversation, now)


# --- the form


EVENING = "19:30"


def first_form(language: str, now: int) -> dict[str, str]:
    """The form at first: the next evening, and what the last conversation says of the school."""
    form = preparation.as_form(preparation.defaults(language, now)) | of_last_time()
    day = preparation.next_day(now, form["timezone"], EVENING)
    return form | {"date": day, "time": EVENING}


def of_last_time() -> dict[str, str]:
    """What the school's page and its newest conversation say, for the next one's form."""
    school = accounts.school()
    own = {"school": school.name, "retention_days": str(school.retention_days)}
    found = rehearsing.shown()
    if not found:
        return own
    last = max(found, key=lambda one: one.created_at)
    return own | {
        "school": last.school or school.name,
        "timezone": last.timezone,
        "trusted_contact": last.trusted_contact,
    }


def changes_circles(form: Mapping[str, str]) -> bool:
    """Whether a button was pressed that adds, removes or moves a circle."""
    return form.get("do", "").partition("-")[0] in ("add", "remove", "up")


def with_circles_changed(form: Mapping[str, str]) -> dict[str, str]:
    """The same form with a circle more, less or moved; everything typed still there."""
    rows = [_row(form, place) for place in preparation.positions(form)]
    what, _, number = form.get("do", "").partition("-")
    place = int(number) if number.isascii() and number.isdigit() else -1
    index = preparation.positions(form).index(place) if place in preparation.positions(form) else -1
    if what == "add" and len(rows) < preparation.MOST_CIRCLES:
        rows.append(_fresh_row(rows))
    elif what == "remove" and index >= 0 and len(rows) > preparation.FEWEST_CIRCLES:
        del rows[index]
    elif what == "up" and index > 0:
        rows.insert(index - 1, rows.pop(index))
    kept = {name: value for name, value in form.items() if not name.startswith("circle-")}
    kept.pop("do", None)
    for position, row in enumerate(rows):
        kept |= {f"circle-{position}-{name}": value for name, value in row.items()}
    return kept


def _row(form: Mapping[str, str], place: int) -> dict[str, str]:
    start = f"circle-{place}-"
    return {name[len(start) :]: value for name, value in form.items() if name.startswith(start)}


def _fresh_row(rows: list[dict[str, str]]) -> dict[str, str]:
    taken = {row.get("colour") for row in rows}
    colour = next(one for one in preparation.COLOURS if one not in taken)
    circle = preparation.PreparedCircle("", "", "", True, colour)
    start = len("circle-0-")
    return {name[start:]: value for name, value in preparation.circle_fields(0, circle).items()}


def shortest_minutes(conversation: Conversation) -> float:
    """A conversation made by the command line may have shorter turns than the form allows."""
    plan = preparation.of(conversation)
    turns = [one.discussion_minutes for one in plan.circles]
    return min(1.0, *turns, *(one.questions_minutes for one in plan.circles))


def editable(conversation: Conversation) -> bool:
    """Whether the whole form can still be changed: it waits, and nobody has written anything."""
    return conversation.phase.name is PhaseName.LOBBY and not conversation.notes


@dataclass(frozen=True, slots=True)
class Choices:
    """What the form offers to choose from."""

    themes: tuple[str, ...]
    timezones: tuple[str, ...]
    languages: tuple[tuple[str, str], ...]
    most_circles: int
    fewest_circles: int


def choices() -> Choices:
    """In the language of this request."""
    near = (
        "Europe/",
        "America/Aruba",
        "America/Curacao",
        "America/Kralendijk",
        "America/Paramaribo",
    )
    zones = (one for one in preparation.timezones().values() if one.startswith(near))
    return Choices(
        themes=tuple(current().gettext(one) for one in preparation.SUGGESTIONS),
        timezones=tuple(sorted(zones)),
        languages=tuple((code, language_name(code)) for code in languages()),
        most_circles=preparation.MOST_CIRCLES,
        fewest_circles=preparation.FEWEST_CIRCLES,
    )


def language_name(code: str) -> str:
    """A language's own name, as its speakers look for it."""
    name = Locale.parse(code).get_display_name(code) or code
    return name[:1].upper() + name[1:]


_HINTS = {
    "pupils": N_("“%(words)s” sounds like something of the pupils alone."),
    "parents": N_("“%(words)s” sounds like something of the parents alone."),
    "teachers": N_("“%(words)s” sounds like something of the teachers alone."),
}


def theme_hint(theme: str) -> str:
    """A friendly sentence when the theme seems to be one group's business, else ""."""
    found = preparation.touches_one_group(theme)
    return current().gettext(_HINTS[found.circle], words=found.words) if found else ""


def make(plan: preparation.Preparation) -> Conversation:
    """Keep a new conversation."""
    secret: bytes = current_app.extensions["secret"]
    return create(access.service(), secret, plan, accounts.me().school)


# --- links

_CARDS = {
    LinkKind.JOIN: (
        N_("Everybody’s phone"),
        N_("The same QR code stands on the hall screen. Print it or put it in the invitation."),
    ),
    LinkKind.CHAIR: (
        N_("Chair"),
        N_("Runs the evening. Open it on the chair’s laptop, and on the chair’s phone as well."),
    ),
    LinkKind.SCREEN: (
        N_("Hall screen"),
        N_("Open it on the computer at the projector and press F11 for the whole screen."),
    ),
    LinkKind.MINUTE_TAKER: (
        N_("Minute-taker"),
        N_("Sorts the notes and writes along. Not needed: the chair can do it alone."),
    ),
}


@dataclass(frozen=True, slots=True)
class Card:
    """One link to hand out. ``local`` is its address on the serving laptop itself."""

    kind: str
    title: str
    about: str
    url: str
    local: str

    @property
    def qr(self) -> Markup:
        """The QR code of the address that others can reach."""
        return Markup(qr.svg(self.url, self.title))  # nosec B704  # our own drawing


def cards(conversation: Conversation) -> tuple[Card, ...]:
    """The links that are there (none are, once their time has passed)."""
    return tuple(card(conversation, kind) for kind in _CARDS if kind in conversation.links)


def card(conversation: Conversation, kind: LinkKind) -> Card:
    """One link. Refuses ``conversation_ended`` when its time has passed."""
    if kind not in conversation.links or kind not in _CARDS:
        raise Refused("conversation_ended")
    say: Speech = current()
    key = access.link_key(conversation, current_app.extensions["secret"], kind)
    path = f"/{access.PATHS[kind]}/{key}"
    title, about = _CARDS[kind]
    return Card(
        kind=str(kind),
        title=say.gettext(title),
        about=say.gettext(about),
        url=f"{current_app.extensions['public_url']()}{path}",
        local=f"{addresses.local_url(access.settings())}{path}",
    )


def visitor_is_here() -> bool:
    """Whether this browser runs on the serving machine, which also answers to ``localhost``."""
    settings = access.settings()
    listens = settings.host in ("0.0.0.0", "::", "", "127.0.0.1", "localhost")  # nosec B104  # comparing
    return listens and not settings.proxied and addresses.is_this_machine(request.remote_addr or "")


# --- the address for phones


@dataclass(frozen=True, slots=True)
class Address:
    """The phones' address. ``before`` is what it was, when it has changed since."""

    url: str
    only_here: bool
    before: str


def address() -> Address:
    """The address now; the first one ever is remembered as seen."""
    url = str(current_app.extensions["public_url"]())
    seen = access.service().setting(SHOWN)
    if seen is None:
        access.service().set_setting(SHOWN, url)
    return Address(url, addresses.only_here(url), seen if seen not in (None, url) else "")


def address_seen() -> None:
    """From now on the present address is the one that was seen."""
    access.service().set_setting(SHOWN, str(current_app.extensions["public_url"]()))
