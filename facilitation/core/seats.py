"""Seats and preparation: joining, a phone's circle and language, the organiser's form, links.

Rule: of a participant exactly the hash of the ticket, the circle and the language are kept.
"""

from __future__ import annotations

import re
from typing import Any

from . import commands as c
from .model import Conversation, Link, LinkKind, Participant, replace
from .permissions import in_grace
from .refusals import Refused

MOST_SEATS = 3000
"""Seats ever taken in one conversation. How many are connected at once is the web's to bound."""

_LANGUAGE = re.compile("[a-z]{2,3}(-[A-Za-z0-9]{2,4}){0,2}")
"""A language tag and nothing else: it stands beside notes, so no words must fit in it."""

Decided = tuple[Conversation, dict[str, Any]]


def join(conversation: Conversation, command: c.Join, now: int) -> Decided:
    """A phone takes a seat in a circle. Refuses when the door is closed or all seats are taken."""
    if not conversation.door_open:
        raise Refused("door_closed")
    if not conversation.has_circle(command.circle):
        raise Refused("unknown_circle")
    if len(conversation.participants) >= MOST_SEATS:
        raise Refused("conversation_full")
    seat = Participant(command.participant, command.circle, command.language)
    seats = {**conversation.participants, seat.id: seat}
    return replace(conversation, participants=seats), {"circle": seat.circle}


def set_language(conversation: Conversation, command: c.SetLanguage, now: int) -> Decided:
    """Another language for this phone."""
    if not _LANGUAGE.fullmatch(command.lang):
        raise Refused("bad_request", field="lang")
    seat = _seat(conversation, command.actor)
    return _seated(conversation, replace(seat, language=command.lang)), {}


def change_circle(conversation: Conversation, command: c.ChangeCircle, now: int) -> Decided:
    """Another circle, as long as no note of this phone is in the present phase."""
    seat = _seat(conversation, command.actor)
    if not conversation.has_circle(command.circle):
        raise Refused("unknown_circle")
    own = (note for note, author in conversation.authors.items() if author == seat.id)
    if any(conversation.notes[note].phase == conversation.current for note in own):
        raise Refused("change_circle_too_late")
    return _seated(conversation, replace(seat, circle=command.circle)), {"circle": command.circle}


def _seat(conversation: Conversation, actor: c.Actor) -> Participant:
    seat = conversation.participants.get(actor.participant or "")
    if seat is None:
        raise Refused("not_allowed")
    return seat


def _seated(conversation: Conversation, seat: Participant) -> Conversation:
    return replace(conversation, participants={**conversation.participants, seat.id: seat})


def prepare(conversation: Conversation, command: c.Prepare, now: int) -> Decided:
    """The organiser's form replaces what it holds; phones of a circle that is gone join anew."""
    if conversation.notes:
        # The evening had begun and was taken back: its notes belong to these phases and circles.
        raise Refused("wrong_phase", phase=str(conversation.phase.name))
    revision = conversation.revision + 1
    keys = {circle.key for circle in command.circles}
    seats = {key: seat for key, seat in conversation.participants.items() if seat.circle in keys}
    prepared = replace(
        conversation,
        school=command.school,
        theme=command.theme,
        question=command.question,
        ground_rules=command.ground_rules,
        date=command.date,
        time=command.time,
        timezone=command.timezone,
        starts_at=command.starts_at,
        language=command.language,
        trusted_contact=command.trusted_contact,
        retention_days=command.retention_days,
        full_quarter=command.full_quarter,
        late_notes=command.late_notes,
        wifi_name=command.wifi_name,
        wifi_password=command.wifi_password,
        wifi_hidden=command.wifi_hidden,
        circles=command.circles,
        phases=tuple(replace(phase, changed=revision) for phase in command.phases),
        participants=seats,
        details_changed=revision,
    )
    return prepared, {}


def set_wifi(conversation: Conversation, command: c.SetWifi, now: int) -> Decided:
    """Another network for the guests. The form has judged it."""
    changed = replace(
        conversation,
        wifi_name=command.wifi_name,
        wifi_password=command.wifi_password,
        wifi_hidden=command.wifi_hidden,
    )
    return changed, {}


def renew_link(conversation: Conversation, command: c.RenewLink, now: int) -> Decided:
    """A fresh key for one link: whoever holds the old one is out. Join: a new code as well."""
    if command.actor.role == "chair" and command.kind is not LinkKind.JOIN:
        raise Refused("not_allowed")
    if command.kind is LinkKind.SHARE:  # It is shared and withdrawn; see ``corrections.py``.
        raise Refused("not_allowed")
    before = conversation.links.get(command.kind)
    generation = before.generation + 1 if before else 0
    link = Link(command.kind, generation, command.hash)
    links = {**conversation.links, command.kind: link}
    return replace(conversation, links=links, code=command.code or conversation.code), {}


def cut_links(conversation: Conversation, command: c.CutLinks, now: int) -> Decided:
    """Who wrote which note is nobody's to know any more, once the end cannot be taken back."""
    if conversation.ended_at is None or in_grace(conversation, now):
        raise Refused("wrong_phase", phase=str(conversation.phase.name))
    return replace(conversation, authors={}, quieted=frozenset(), links_cut=True), {}


DECIDERS: dict[type[c.Command], Any] = {
    c.Join: join,
    c.SetLanguage: set_language,
    c.ChangeCircle: change_circle,
    c.Prepare: prepare,
    c.SetWifi: set_wifi,
    c.RenewLink: renew_link,
    c.CutLinks: cut_links,
}
