"""What became of the agreements of the conversation that this one follows, for hall and chair.

Rule: an allow-list. The hall, and so everybody, reads what, who, by when and the status, a page at
a time, and only before the circles speak. The remark is for the chair's table and the minutes:
whoever wrote it did not write it for a projector.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from facilitation.core import model as m
from facilitation.core.corrections import standing_agreements
from facilitation.core.following import PAGE

_BEFORE = (m.PhaseName.LOBBY, m.PhaseName.OPENING)
_SETTLED = (m.Status.DONE, m.Status.DROPPED)


@dataclass(frozen=True, slots=True)
class EarlierAgreed:
    """One agreement of then, as everybody may read it."""

    what: str
    who: str
    by: str
    by_is_date: bool
    status: str


@dataclass(frozen=True, slots=True)
class EarlierPage:
    """As many as can be read from the back of the hall."""

    date: str
    agreements: tuple[EarlierAgreed, ...]
    page: int
    pages: int
    done: int
    total: int


@dataclass(frozen=True, slots=True)
class FollowedAgreement:
    """One agreement of then, on the chair's page, which can tell what became of it."""

    id: str
    what: str
    who: str
    by: str
    by_is_date: bool
    status: str
    remark: str


@dataclass(frozen=True, slots=True)
class Followed:
    """The earlier conversation on the chair's page."""

    date: str
    theme: str
    agreements: tuple[FollowedAgreement, ...]
    settled: int
    """How many are done or dropped."""
    page: int
    """The page that stands on the hall screen, 0 for none."""
    pages: int
    showable: bool
    """Whether they can be put on the hall screen now: before the circles speak."""


def earlier_page(
    conversation: m.Conversation, earlier: m.Conversation | None
) -> EarlierPage | None:
    """What stands on the hall screen of it; ``None`` when nothing does."""
    rows = standing_agreements(earlier) if earlier else ()
    if earlier is None or not rows or not conversation.earlier_page:
        return None
    if conversation.phase.name not in _BEFORE:
        return None
    pages = _pages(len(rows))
    page = min(conversation.earlier_page, pages)
    return EarlierPage(
        date=earlier.date,
        agreements=tuple(
            EarlierAgreed(one.what, one.who, one.by, is_date(one.by), str(one.status))
            for one in rows[(page - 1) * PAGE : page * PAGE]
        ),
        page=page,
        pages=pages,
        done=sum(one.status is m.Status.DONE for one in rows),
        total=len(rows),
    )


def followed(conversation: m.Conversation, earlier: m.Conversation | None) -> Followed | None:
    """The chair's side of it; ``None`` when no conversation is followed, or it is erased."""
    if earlier is None:
        return None
    rows = standing_agreements(earlier)
    pages = _pages(len(rows))
    return Followed(
        date=earlier.date,
        theme=earlier.theme,
        agreements=tuple(
            FollowedAgreement(
                one.id, one.what, one.who, one.by, is_date(one.by), str(one.status), one.remark
            )
            for one in rows
        ),
        settled=sum(one.status in _SETTLED for one in rows),
        page=min(conversation.earlier_page, pages),
        pages=pages,
        showable=conversation.phase.name in _BEFORE,
    )


def _pages(rows: int) -> int:
    return -(-rows // PAGE)


def is_date(words: str) -> bool:
    """Whether ``by`` is a date that a screen can write out."""
    try:
        return len(words) == len("2026-01-31") and bool(date.fromisoformat(words))
    except ValueError:
        return False
