"""What everybody in the hall may read: the projected screen.

Rule: an allow-list, and the strictest one. Of all notes only the question on the floor and the list
that the chair shows; of all texts only the summary of the circle whose summary phase it is, the
response in its phase, agreements and follow-up from the closing on; of an earlier conversation
only what became of its agreements, where the chair shows it. Counts of phones, no people.
The guests' Wi-Fi only while the door is open.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from facilitation.core import agenda, timer, wifi
from facilitation.core.corrections import shown, standing_agreements
from facilitation.core.model import Circle, Conversation, Phase, PhaseName

from .earlier import EarlierPage, earlier_page, is_date

REGIONS = ("stage", "strip", "join")

_TURN = frozenset({PhaseName.DISCUSSION, PhaseName.COLLECTION, PhaseName.QUESTIONS})
_LAST = frozenset({PhaseName.CLOSING, PhaseName.ENDED})

CHAIRS_LEAST, CHAIRS_STEP, CHAIRS_MOST = 12, 6, 40
"""Chairs in a ring of the lobby: they are put ready by the half dozen, the same for all circles."""


@dataclass(frozen=True, slots=True)
class HallCircle:
    """A circle by its name and colour. ``phones``: how many of its phones are connected."""

    key: str
    name: str
    singular: str
    colour: str
    phones: int
    state: str
    """Its turn was (``done``), is (``now``) or comes (``ahead``)."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A question that was put to the circle, and the circles that ask it."""

    text: str
    language: str
    rendering: str
    """The same in the conversation's language, where chair or minute-taker wrote it."""
    asked_by: tuple[HallCircle, ...]
    several: bool
    """It was merged from several notes."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """An agreement: what, who, by when (a date or words)."""

    what: str
    who: str
    by: str
    by_is_date: bool


@dataclass(frozen=True, slots=True)
class HallWifi:
    """The guests' network, to read and (``payload``) to scan."""

    name: str
    password: str
    payload: str


@dataclass(frozen=True, slots=True)
class HallView:
    """All that the hall screen's templates get."""

    phase: str
    number: int
    circle: HallCircle | None
    """Whose turn it is."""
    circles: tuple[HallCircle, ...]
    chairs: int
    planned_ms: int | None
    same_question: bool
    """Circles before this one answered the central question already."""
    may_write: bool
    """Listeners may write notes now."""
    school: str
    theme: str
    question: str
    ground_rules: tuple[str, ...]
    date: str
    timezone: str
    starts_at: int
    starts_today: bool
    goes_on_at: int | None
    """When a running break is over."""
    next_phase: str
    next_circle: HallCircle | None
    door_open: bool
    join_shown: bool
    """The QR code stands full screen."""
    wifi: HallWifi | None
    floor: Shown | None
    floor_number: int
    chosen: int
    """How many questions were chosen for this circle, those already asked included."""
    listed: tuple[Shown, ...]
    text: str
    """The summary or the response, in its own phase."""
    agreements: tuple[Agreed, ...]
    follow_up: str
    earlier: EarlierPage | None
    """Agreements of the conversation that this one follows, while the chair shows them."""


def hall_view(
    conversation: Conversation,
    now: int,
    phones: Mapping[str, int],
    earlier: Conversation | None = None,
) -> HallView:
    """What the hall screen shows at ``now`` (unix ms); ``phones`` counts those connected.

    ``earlier`` is the conversation that this one follows.
    """
    phase = conversation.phase
    circles = {one.key: _circle(conversation, one, phones) for one in conversation.circles}
    following = agenda.next_phase(conversation)
    listed = _listed(conversation)
    return HallView(
        phase=str(phase.name),
        number=phase.number,
        circle=circles.get(phase.circle or ""),
        circles=tuple(circles.values()),
        chairs=_chairs(max(one.phones for one in circles.values())),
        planned_ms=phase.planned_ms,
        same_question=_others_before(conversation, phase),
        may_write=any(conversation.listening(key) for key in circles),
        school=conversation.school,
        theme=conversation.theme,
        question=conversation.question,
        ground_rules=_rules(conversation),
        date=conversation.date,
        timezone=conversation.timezone,
        starts_at=conversation.starts_at,
        starts_today=_today(conversation, now),
        goes_on_at=timer.deadline(phase) if phase.name is PhaseName.BREAK else None,
        next_phase=str(following.name) if following else "",
        next_circle=circles.get((following.circle if following else None) or ""),
        door_open=_door_open(conversation),
        join_shown=conversation.join_shown,
        wifi=_wifi(conversation),
        floor=_shown(conversation, phase.floor, circles) if phase.floor else None,
        floor_number=_floor_number(conversation, phase),
        chosen=len(conversation.selected(phase.circle or "")) if phase.floor else 0,
        listed=tuple(_shown(conversation, note, circles) for note in listed),
        text=_text(conversation, phase),
        agreements=_agreements(conversation),
        follow_up=shown(conversation, "follow_up") if phase.name in _LAST else "",
        earlier=earlier_page(conversation, earlier),
    )


# --- circles


def _circle(conversation: Conversation, circle: Circle, phones: Mapping[str, int]) -> HallCircle:
    return HallCircle(
        key=circle.key,
        name=circle.name,
        singular=circle.singular,
        colour=circle.colour,
        phones=phones.get(circle.key, 0),
        state=_state(conversation, circle.key),
    )


def _state(conversation: Conversation, key: str) -> str:
    """Where a circle's own turn stands; summaries and the response are done together."""
    here = conversation.phase
    turns = [one for one in conversation.phases if one.circle == key and one.name in _TURN]
    if here in turns:
        return "now"
    return "done" if turns and turns[-1].position < here.position else "ahead"


def _chairs(most: int) -> int:
    steps = -(-most // CHAIRS_STEP)
    return min(CHAIRS_MOST, max(CHAIRS_LEAST, steps * CHAIRS_STEP))


def _others_before(conversation: Conversation, phase: Phase) -> bool:
    return phase.name in _TURN and any(
        one.name is PhaseName.DISCUSSION
        and one.position < phase.position
        and one.circle != phase.circle
        and one.started_at is not None
        for one in conversation.phases
    )


# --- the evening


def _rules(conversation: Conversation) -> tuple[str, ...]:
    lines = (line.strip() for line in conversation.ground_rules.splitlines())
    return tuple(line for line in lines if line)


def _door_open(conversation: Conversation) -> bool:
    return conversation.door_open and conversation.phase.name is not PhaseName.ENDED


def _wifi(conversation: Conversation) -> HallWifi | None:
    name, password = conversation.wifi_name, conversation.wifi_password
    if not name or not _door_open(conversation):
        return None
    return HallWifi(name, password, wifi.payload(name, password, conversation.wifi_hidden))


def _today(conversation: Conversation, now: int) -> bool:
    here = datetime.fromtimestamp(now / 1000, ZoneInfo(conversation.timezone)).date()
    return here == date.fromisoformat(conversation.date)


# --- questions


def _shown(conversation: Conversation, note_id: str, circles: Mapping[str, HallCircle]) -> Shown:
    note = conversation.notes[note_id]
    merged = conversation.merged_beneath(note_id)
    asking = {note.from_circle, *(one.from_circle for one in merged)}
    return Shown(
        text=note.text,
        language=note.language,
        rendering=note.rendering,
        asked_by=tuple(one for key, one in circles.items() if key in asking),
        several=bool(merged),
    )


def _listed(conversation: Conversation) -> tuple[str, ...]:
    """The list in the chair's order, while it is shown and no single question is on the floor."""
    phase = conversation.phase
    if not phase.list_shown or phase.floor:
        return ()
    put = conversation.put_questions(phase.circle or "")
    here = {one.note for one in put if one.listed and one.phase == phase.number}
    chosen = conversation.selected(phase.circle or "")
    return tuple(note.id for note in chosen if note.id in here)


def _floor_number(conversation: Conversation, phase: Phase) -> int:
    """The how-manieth question to this circle is on the floor; 0 when none is."""
    put = [one.note for one in conversation.put_questions(phase.circle or "")]
    return put.index(phase.floor) + 1 if phase.floor in put else 0


# --- texts


def _text(conversation: Conversation, phase: Phase) -> str:
    if phase.name is PhaseName.SUMMARY:
        return conversation.text(f"summary:{phase.circle}")
    return conversation.text("response") if phase.name is PhaseName.RESPONSE else ""


def _agreements(conversation: Conversation) -> tuple[Agreed, ...]:
    if conversation.phase.name not in _LAST:
        return ()
    rows = standing_agreements(conversation)
    return tuple(Agreed(one.what, one.who, one.by, is_date(one.by)) for one in rows)
