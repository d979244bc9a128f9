"""The copy that is rehearsed with, and who sits in its circles.

Rule: pure. The copy is an ordinary conversation with shorter plans: nobody's clock runs faster, so
every screen, warning and button behaves as it does on the evening itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from facilitation import preparation
from facilitation.core import agenda
from facilitation.core.model import Conversation, Phase
from facilitation.locale import translations
from facilitation.preparation.reading import LIMITS

SECONDS_A_MINUTE = 4
"""How long a planned minute lasts; a quarter takes one minute."""
PHONES = 15
"""Five in each of three circles: in a smaller one the chair is warned of who may be recognised."""
VOICES = ("pupils", "parents", "teachers")
"""Circles whose questions the simulated phones know; others borrow theirs."""


def prepared(original: Conversation, now: int) -> preparation.Preparation:
    """The same evening beginning now, its theme marked.

    Choosing questions takes a chair as long as on the evening itself, so it is not taken off a
    quarter that lasts one minute.
    """
    _ = translations(original.language).gettext
    theme = _("Rehearsal: %(theme)s") % {"theme": original.theme}
    moment = datetime.fromtimestamp(now / 1000, UTC).astimezone(ZoneInfo(original.timezone))
    return replace(
        preparation.of(original),
        theme=theme[: LIMITS["theme"]],
        date=moment.date().isoformat(),
        time=f"{moment:%H:%M}",
        full_quarter=True,
    )


def fast(conversation: Conversation) -> Conversation:
    """The conversation with each planned minute made a few seconds."""
    return replace(conversation, phases=tuple(_fast(one) for one in conversation.phases))


def _fast(phase: Phase) -> Phase:
    if not phase.planned_ms:
        return phase
    shorter = phase.planned_ms * SECONDS_A_MINUTE // 60
    return replace(phase, planned_ms=max(agenda.SECOND, shorter))


def hall(conversation: Conversation) -> Mapping[str, int]:
    """How many simulated phones sit in each circle."""
    circles = [one.key for one in conversation.circles]
    each, rest = divmod(PHONES, len(circles))
    return {key: each + (place < rest) for place, key in enumerate(circles)}


def voices(conversation: Conversation) -> Mapping[str, str]:
    """Whose questions each circle's phones ask."""
    return {
        one.key: one.key if one.key in VOICES else VOICES[one.position % len(VOICES)]
        for one in conversation.circles
    }
