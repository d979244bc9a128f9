"""What each audience's live page consists of: its page template, its regions, its view.

Rule: first paint and live update use the same region templates, so there is one renderer. A region
that is the same for many is rendered once (``Shared``); a phone's own notes only for that phone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import Flask
from markupsafe import Markup

from facilitation.core.model import Conversation, PhaseName, Role
from facilitation.store import Seat
from facilitation.views import chair, hall, participant

from . import qr
from .locale import Speech, speech

Regions = dict[str, str]


@dataclass(frozen=True, slots=True)
class JoinDoor:
    """How phones get in, as the hall and the chair show it."""

    url: str
    address: str
    """Short, to read aloud and type: without http:// and without a key."""
    code: str

    @property
    def qr(self) -> Markup:
        """The QR code as SVG."""
        return Markup(qr.svg(self.url))  # nosec B704  # our own drawing

    @property
    def spaced_code(self) -> str:
        """The code in two halves, as people read it."""
        half = len(self.code) // 2
        return f"{self.code[:half]} {self.code[half:]}"


@dataclass(frozen=True, slots=True)
class Scene:
    """All that a screen may depend on, read once for one publishing."""

    conversation: Conversation
    now: int
    phones: Mapping[str, int]
    door: JoinDoor
    clock_jump_s: int = 0
    """By how much the server's own clock jumped in this phase; 0 normally. For the chair."""
    earlier: Conversation | None = None
    """The conversation that this one follows, for what became of its agreements."""


PAGES = {
    Role.CHAIR: "chair/page.html",
    Role.MINUTE_TAKER: "chair/page.html",
    Role.SCREEN: "hall/page.html",
    Role.PARTICIPANT: "participant/page.html",
}

_FOLDERS = {
    Role.CHAIR: "chair",
    Role.MINUTE_TAKER: "chair",
    Role.SCREEN: "hall",
    Role.PARTICIPANT: "participant",
}


def view_of(scene: Scene, seat: Seat) -> Any:
    """The allow-list view of a seat's audience."""
    conversation, now, earlier = scene.conversation, scene.now, scene.earlier
    if seat.role in (Role.CHAIR, Role.MINUTE_TAKER):
        return chair.chair_view(
            conversation, seat.role, now, scene.phones, scene.clock_jump_s, earlier
        )
    if seat.role is Role.SCREEN:
        return hall.hall_view(conversation, now, scene.phones, earlier)
    return participant.participant_view(conversation, seat.participant or "", now, earlier)


def region_names(role: Role) -> tuple[str, ...]:
    """The regions of a role's page, in the order of the page."""
    if role in (Role.CHAIR, Role.MINUTE_TAKER):
        return chair.REGIONS
    return hall.REGIONS if role is Role.SCREEN else participant.REGIONS


def language_of(conversation: Conversation, seat: Seat) -> str:
    """A phone speaks its person's language, the other screens the conversation's."""
    if seat.participant is not None and seat.participant in conversation.participants:
        return conversation.participants[seat.participant].language
    return conversation.language


def formal_for(conversation: Conversation, seat: Seat) -> bool:
    """Whether this audience is addressed with "u"; the chair and the hall are."""
    if seat.participant is not None and seat.participant in conversation.participants:
        return conversation.circle(conversation.participants[seat.participant].circle).formal
    return True


def stage(conversation: Conversation) -> dict[str, Any]:
    """The contract's ``stage``: the phase and its clock, the same for everybody."""
    phase = conversation.phase
    return {
        "phase": str(phase.name),
        "number": phase.number,
        "circle": phase.circle,
        "planned_s": None if phase.planned_ms is None else phase.planned_ms / 1000,
        "spent_s": phase.spent_ms / 1000,
        "running_since": phase.running_since,
    }


class Renderer:
    """Renders regions outside and inside requests, always in an explicit language."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    def regions(self, scene: Scene, seat: Seat, names: tuple[str, ...] | None = None) -> Regions:
        """The regions (all, or the named ones) of one seat's screen."""
        talk = speech(language_of(scene.conversation, seat))
        context = self.context(scene, seat, talk)
        folder = _FOLDERS[seat.role]
        return {
            name: self._render(f"{folder}/regions/{name}.html", context)
            for name in names or region_names(seat.role)
        }

    def context(self, scene: Scene, seat: Seat, talk: Speech) -> dict[str, Any]:
        """What the templates of a live page get."""
        return {
            **talk.context(formal_for(scene.conversation, seat)),
            "view": view_of(scene, seat),
            "door": scene.door,
            "role": str(seat.role),
        }

    def _render(self, template: str, context: dict[str, Any]) -> str:
        return self._app.jinja_env.get_template(template).render(context).strip()


def ended(conversation: Conversation) -> bool:
    """Whether the evening is over."""
    return conversation.phase.name is PhaseName.ENDED


Emit = Callable[[str, dict[str, Any], str], None]
