"""What chair and minute-taker see: everything except whose a note is.

Rule: an allow-list of plain values. Nothing here depends on the second: a screen counts by itself
(``Outlook``), so an unchanged conversation gives an unchanged view. No words: templates speak.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from facilitation.core import agenda
from facilitation.core import model as m
from facilitation.core.permissions import GRACE_MS, in_grace

from . import chair_plan, chair_table
from . import earlier as series
from .chair_parts import (
    Asked,
    ChairAgreement,
    ChairCircle,
    Chosen,
    Circles,
    Expected,
    People,
    Pile,
    PlanRow,
    Step,
    Summary,
    Written,
    circle_of,
    step_of,
)

REGIONS = (
    "head",
    "now",
    "earlier",
    "plan",
    "hall",
    "people",
    "table",
    "pile1",
    "pile2",
    "pile3",
    "pile4",
    "asked",
    "chosen",
    "texts",
    "followed",
)

ANONYMOUS_FROM = 5
"""In a circle of fewer people, everybody can guess who wrote a note (reliability.md, Privacy)."""

_ROUND = (m.PhaseName.DISCUSSION, m.PhaseName.COLLECTION, m.PhaseName.QUESTIONS)


@dataclass(frozen=True, slots=True)
class ChairView:
    """The page of chair or minute-taker (``role``)."""

    role: str
    school: str
    theme: str
    question: str
    details_changed: int
    ground_rules: tuple[str, ...]
    language: str
    timezone: str
    starts_at: int
    phase: Step
    number: int
    planned_s: int | None
    running: bool
    has_clock: bool
    following: Step | None
    can_go_back: bool
    later_circle: bool
    """A circle that takes along what it heard from the circles before it."""
    expected: Expected
    ended_at: int | None
    grace_until: int | None
    final: bool
    """The minutes are final: nothing is written and the end is not taken back."""
    clock_jump_s: int
    circles: tuple[ChairCircle, ...]
    people: tuple[People, ...]
    round: ChairCircle | None
    """The circle whose notes lie on the table."""
    folded: bool
    sorting: bool
    """Whether notes can be sorted now."""
    piles: tuple[Pile, ...]
    chosen: tuple[Chosen, ...]
    unheard: tuple[ChairCircle, ...]
    """Circles that asked something of which nothing was chosen."""
    list_shown: bool
    asking: bool
    """Whether questions can be put now."""
    paper: bool
    """Whether a note from paper can be typed now."""
    asked: tuple[Asked, ...]
    summaries: tuple[Summary, ...]
    earlier: tuple[Summary, ...]
    response: Written
    follow_up: Written
    responding: ChairCircle | None
    agreements: tuple[ChairAgreement, ...]
    followed: series.Followed | None
    """What became of the agreements of the conversation that this one follows."""
    plan: tuple[PlanRow, ...]
    door_open: bool
    join_shown: bool
    silenced: bool
    """Whether any phone is. Not how many: silencing two notes would tell that one phone sent both.
    """

    @property
    def chair(self) -> bool:
        """Whether this is the chair's own page."""
        return self.role == "chair"

    @property
    def writable(self) -> bool:
        """Whether texts can be written: until a quarter of an hour after the end."""
        return not self.final and (self.ended_at is None or self.grace_until is not None)


def chair_view(
    conversation: m.Conversation,
    role: m.Role,
    now: int,
    phones: Mapping[str, int],
    clock_jump_s: int = 0,
    earlier: m.Conversation | None = None,
) -> ChairView:
    """The page of ``role`` (chair or minute-taker). ``phones``: connected, by circle.

    ``earlier`` is the conversation that this one follows.
    """
    phase = conversation.phase
    circles = {one.key: circle_of(one) for one in conversation.circles}
    here = _round(conversation)
    following = agenda.next_phase(conversation)
    piles = chair_table.piles(conversation, here, circles)
    chosen = chair_table.chosen(conversation, here, circles)
    return ChairView(
        role=str(role),
        school=conversation.school,
        theme=conversation.theme,
        question=conversation.question,
        details_changed=conversation.details_changed,
        ground_rules=tuple(conversation.ground_rules.splitlines()),
        language=conversation.language,
        timezone=conversation.timezone,
        starts_at=conversation.starts_at,
        phase=step_of(phase, circles),
        number=phase.number,
        planned_s=None if phase.planned_ms is None else phase.planned_ms // 1000,
        running=phase.running_since is not None,
        has_clock=phase.name not in (m.PhaseName.LOBBY, m.PhaseName.ENDED),
        following=None if following is None else step_of(following, circles),
        can_go_back=_can_go_back(conversation, now),
        later_circle=here is not None and here != conversation.circles[0].key,
        expected=chair_plan.expected(conversation),
        ended_at=conversation.ended_at,
        grace_until=_grace_until(conversation, now),
        final=conversation.final_at is not None,
        clock_jump_s=clock_jump_s,
        circles=tuple(circles.values()),
        people=tuple(_people(conversation, one, phones) for one in conversation.circles),
        round=circles[here] if here else None,
        folded=role is m.Role.CHAIR and phase.name is m.PhaseName.DISCUSSION,
        sorting=here is not None and conversation.ended_at is None,
        piles=piles,
        chosen=chosen,
        unheard=chair_table.unheard(piles, chosen),
        list_shown=phase.list_shown,
        asking=phase.name is m.PhaseName.QUESTIONS,
        paper=phase.name in (m.PhaseName.DISCUSSION, m.PhaseName.COLLECTION),
        asked=chair_table.asked(conversation, here, circles),
        summaries=_summaries(conversation, circles),
        earlier=_earlier(conversation, here, circles),
        response=_written(conversation, "response"),
        follow_up=_written(conversation, "follow_up"),
        responding=_responding(conversation, circles),
        agreements=_agreements(conversation),
        followed=series.followed(conversation, earlier),
        plan=tuple(
            chair_plan.row(conversation, one, circles) for one in chair_plan.ahead(conversation)
        ),
        door_open=conversation.door_open,
        join_shown=conversation.join_shown,
        silenced=bool(conversation.quieted),
    )


# --- the evening


def _can_go_back(conversation: m.Conversation, now: int) -> bool:
    over = conversation.ended_at is not None and not in_grace(conversation, now)
    if over or conversation.final_at is not None:
        return False
    return agenda.previous_phase(conversation) is not None


def _grace_until(conversation: m.Conversation, now: int) -> int | None:
    ended = conversation.ended_at
    return ended + GRACE_MS if ended is not None and in_grace(conversation, now) else None


def _round(conversation: m.Conversation) -> str | None:
    """The circle whose round it is; a break in the middle of a round belongs to it."""
    phase = conversation.phase
    if phase.name in _ROUND:
        return phase.circle
    if phase.name is not m.PhaseName.BREAK:
        return None
    before, after = agenda.previous_phase(conversation), agenda.next_phase(conversation)
    if before is None or after is None or {before.name, after.name} - set(_ROUND):
        return None
    return before.circle if before.circle == after.circle else None


def _people(conversation: m.Conversation, circle: m.Circle, phones: Mapping[str, int]) -> People:
    connected = phones.get(circle.key, 0)
    counted = circle.present if circle.present is not None else connected
    begun = circle.present is not None or conversation.phase.name not in (
        m.PhaseName.LOBBY,
        m.PhaseName.OPENING,
    )
    over = conversation.ended_at is not None
    few = begun and not over and counted < ANONYMOUS_FROM
    return People(circle_of(circle), circle.present, connected, few)


# --- texts


def _written(conversation: m.Conversation, name: str) -> Written:
    row = conversation.texts.get(name)
    return Written(row.text, row.changed) if row else Written("", 0)


def _summaries(conversation: m.Conversation, circles: Circles) -> tuple[Summary, ...]:
    return tuple(
        Summary(circle, _written(conversation, f"summary:{key}")) for key, circle in circles.items()
    )


def _earlier(
    conversation: m.Conversation, here: str | None, circles: Circles
) -> tuple[Summary, ...]:
    """The summaries of the circles before the one whose round it is."""
    if here is None:
        return ()
    summaries = _summaries(conversation, circles)
    before = list(circles).index(here)
    return tuple(one for one in summaries[:before] if one.written.text)


def _responding(conversation: m.Conversation, circles: Circles) -> ChairCircle | None:
    for phase in conversation.phases:
        if phase.name is m.PhaseName.RESPONSE and phase.circle:
            return circles[phase.circle]
    return None


def _agreements(conversation: m.Conversation) -> tuple[ChairAgreement, ...]:
    rows = sorted(conversation.agreements.values(), key=lambda row: row.position)
    return tuple(ChairAgreement(row.id, row.what, row.who, row.by, row.changed) for row in rows)
