"""The rows of the chair's page: circles, notes, questions, texts, the plan.

Rule: an allow-list of plain values (see ``chair.py``, which puts them together). Never an author.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from facilitation.core import model as m

Circles = Mapping[str, "ChairCircle"]


@dataclass(frozen=True, slots=True)
class ChairCircle:
    """A circle, as its pill and its sentences need it."""

    key: str
    name: str
    singular: str
    colour: str


@dataclass(frozen=True, slots=True)
class Step:
    """A phase by its name and its circle; the template words it."""

    name: str
    circle: ChairCircle | None


def circle_of(circle: m.Circle) -> ChairCircle:
    """A circle of the model as a screen shows it."""
    return ChairCircle(circle.key, circle.name, circle.singular, circle.colour)


def step_of(phase: m.Phase, circles: Circles) -> Step:
    """A phase as a screen words it."""
    return Step(str(phase.name), circles[phase.circle] if phase.circle else None)


@dataclass(frozen=True, slots=True)
class ChairNote:
    """A note on the table. Never its author."""

    id: str
    text: str
    language: str
    rendering: str
    """What it says in the conversation's language; "" for none."""
    foreign: bool
    """It may need one: its writer reads another language, or it is in another script."""
    circle: ChairCircle
    place: str
    position: int | None
    """Its place among the chosen, 0 the first."""
    put: bool
    paper: bool
    beneath: tuple[ChairNote, ...]
    from_phone: bool
    """Whether there still is a phone behind it that could be silenced."""


@dataclass(frozen=True, slots=True)
class Pile:
    """One circle's notes for the circle whose round it is."""

    circle: ChairCircle
    count: int
    notes: tuple[ChairNote, ...]
    hidden: int
    """Notes beyond what is shown."""
    aside: tuple[ChairNote, ...]


@dataclass(frozen=True, slots=True)
class Chosen:
    """A chosen question and how far it is: ``waiting``, ``floor``, ``asked`` or ``answered``."""

    note: ChairNote
    circles: tuple[ChairCircle, ...]
    state: str
    answer: str
    changed: int
    can_take_back: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """The questions that were put to one circle, in that order."""

    circle: ChairCircle
    questions: tuple[Chosen, ...]


@dataclass(frozen=True, slots=True)
class Written:
    """A text and the revision at which it last changed."""

    text: str
    changed: int


@dataclass(frozen=True, slots=True)
class Summary:
    """One circle's summary."""

    circle: ChairCircle
    written: Written


@dataclass(frozen=True, slots=True)
class ChairAgreement:
    """One agreement."""

    id: str
    what: str
    who: str
    by: str
    changed: int


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A phase ahead and what can be done with its plan."""

    number: int
    step: Step
    planned_s: int | None
    estimate_s: int
    skipped: bool
    editable: bool
    usual_s: int | None
    """What to plan when a skipped phase is taken up after all, or one that counts up is planned."""


@dataclass(frozen=True, slots=True)
class People:
    """How many of one circle: counted in the room, and phones connected."""

    circle: ChairCircle
    present: int | None
    phones: int
    few: bool
    """Fewer than five, so that a note can be guessed."""


@dataclass(frozen=True, slots=True)
class Expected:
    """The parts of the expected end (``agenda.Outlook``), and the end by the plan."""

    present_ms: int
    ahead_ms: int
    plan_at: int
