"""A preparation made into a conversation, brought to one that waits, and read back from one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from facilitation import keys
from facilitation.core import agenda
from facilitation.core import commands as c
from facilitation.core.model import (
    EVENING_LINKS,
    Circle,
    Conversation,
    Link,
    LinkKind,
    Phase,
    PhaseName,
    Role,
)

from .plan import QUARTER, Preparation, PreparedCircle, next_day


def _circles(preparation: Preparation, before: Conversation | None = None) -> tuple[Circle, ...]:
    present = {one.key: one.present for one in before.circles} if before else {}
    return tuple(
        Circle(
            key=one.key,
            position=position,
            name=one.name,
            singular=one.singular,
            formal=one.formal,
            colour=one.colour,
            present=present.get(one.key),
        )
        for position, one in enumerate(preparation.circles)
    )


def _phases(preparation: Preparation) -> tuple[Phase, ...]:
    return agenda.build(
        [
            agenda.Turn(one.key, _ms(one.discussion_minutes), _ms(one.questions_minutes))
            for one in preparation.circles
        ]
    )


def _ms(minutes: float) -> int:
    """Whole seconds, at least one: nought would mean skipped."""
    return max(1, round(minutes * 60)) * agenda.SECOND


def links(secret: bytes, conversation_id: str) -> dict[LinkKind, Link]:
    """The first links of a conversation, as the store keeps them: hashed."""
    return {
        kind: Link(kind, 0, keys.hashed(keys.link_key(secret, conversation_id, kind, 0)))
        for kind in EVENING_LINKS
    }


def conversation(
    preparation: Preparation,
    *,
    id: str,  # noqa: A002 - the model's word
    code: str,
    links: Mapping[LinkKind, Link],
    now: int,
) -> Conversation:
    """A new conversation in its lobby. ``id``, ``code`` and ``links`` are the caller's to make."""
    return Conversation(
        id=id,
        code=code,
        school=preparation.school,
        theme=preparation.theme,
        question=preparation.question,
        ground_rules=preparation.ground_rules,
        date=preparation.date,
        time=preparation.time,
        timezone=preparation.timezone,
        starts_at=preparation.starts_at,
        language=preparation.language,
        trusted_contact=preparation.trusted_contact,
        retention_days=preparation.retention_days,
        full_quarter=preparation.full_quarter,
        late_notes=preparation.late_notes,
        wifi_name=preparation.wifi_name,
        wifi_password=preparation.wifi_password,
        wifi_hidden=preparation.wifi_hidden,
        created_at=now,
        circles=_circles(preparation),
        phases=_phases(preparation),
        links=dict(links),
    )


def prepare_command(preparation: Preparation, before: Conversation) -> c.Prepare:
    """The command that brings ``before``, still in its lobby, to what the form says."""
    return c.Prepare(
        actor=c.Actor(Role.ORGANISER),
        school=preparation.school,
        theme=preparation.theme,
        question=preparation.question,
        ground_rules=preparation.ground_rules,
        date=preparation.date,
        time=preparation.time,
        timezone=preparation.timezone,
        starts_at=preparation.starts_at,
        language=preparation.language,
        trusted_contact=preparation.trusted_contact,
        retention_days=preparation.retention_days,
        full_quarter=preparation.full_quarter,
        late_notes=preparation.late_notes,
        wifi_name=preparation.wifi_name,
        wifi_password=preparation.wifi_password,
        wifi_hidden=preparation.wifi_hidden,
        circles=_circles(preparation, before),
        phases=_phases(preparation),
    )


def wifi_command(preparation: Preparation) -> c.SetWifi:
    """The command that changes the guests' Wi-Fi alone, at any time."""
    return c.SetWifi(
        actor=c.Actor(Role.ORGANISER),
        wifi_name=preparation.wifi_name,
        wifi_password=preparation.wifi_password,
        wifi_hidden=preparation.wifi_hidden,
    )


def of(conversation: Conversation) -> Preparation:
    """The preparation that a conversation was made of, for the form that edits it."""
    return Preparation(
        school=conversation.school,
        theme=conversation.theme,
        question=conversation.question,
        ground_rules=conversation.ground_rules,
        date=conversation.date,
        time=conversation.time,
        timezone=conversation.timezone,
        language=conversation.language,
        trusted_contact=conversation.trusted_contact,
        retention_days=conversation.retention_days,
        full_quarter=conversation.full_quarter,
        late_notes=conversation.late_notes,
        wifi_name=conversation.wifi_name,
        wifi_password=conversation.wifi_password,
        wifi_hidden=conversation.wifi_hidden,
        circles=tuple(_prepared(conversation, one) for one in conversation.circles),
    )


def _prepared(conversation: Conversation, circle: Circle) -> PreparedCircle:
    return PreparedCircle(
        key=circle.key,
        name=circle.name,
        singular=circle.singular,
        formal=circle.formal,
        colour=circle.colour,
        discussion_minutes=_minutes_of(conversation, circle.key, PhaseName.DISCUSSION),
        questions_minutes=_minutes_of(conversation, circle.key, PhaseName.QUESTIONS),
    )


def _minutes_of(conversation: Conversation, circle: str, name: PhaseName) -> float:
    """The planned minutes, those that the collection has taken off since included."""
    for phase in conversation.phases:
        if phase.circle == circle and phase.name is name and phase.planned_ms:
            return round((phase.planned_ms + phase.deducted_ms) / agenda.MINUTE, 3)
    return QUARTER


def copy(conversation: Conversation, now: int) -> Preparation:
    """The same evening once more, for a new conversation: all but the day."""
    wanted = of(conversation)
    return replace(wanted, date=next_day(now, wanted.timezone, wanted.time))


def sequel(conversation: Conversation, now: int) -> Preparation:
    """The same evening once more, on a later day than the one that it follows."""
    wanted = copy(conversation, now)
    day_after = date.fromisoformat(of(conversation).date) + timedelta(days=1)
    return replace(wanted, date=max(wanted.date, day_after.isoformat()))
