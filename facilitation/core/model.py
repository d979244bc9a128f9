"""What a conversation consists of: flat frozen dataclasses, one for each table of the store.

Rule: values only. Times are unix milliseconds (``int``), durations milliseconds, and ``None``
says that something is not (yet) there. Whatever can be derived from these rows is derived.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

__all__ = [
    "EVENING_LINKS",
    "Agreement",
    "Circle",
    "Conversation",
    "Correction",
    "Count",
    "Link",
    "LinkKind",
    "Note",
    "Participant",
    "Phase",
    "PhaseName",
    "Place",
    "Question",
    "Role",
    "Status",
    "Text",
    "replace",
]


class PhaseName(StrEnum):
    """The steps of an evening, by the names of the contract."""

    LOBBY = "lobby"
    OPENING = "opening"
    DISCUSSION = "discussion"
    COLLECTION = "collection"
    QUESTIONS = "questions"
    SUMMARY = "summary"
    RESPONSE = "response"
    CLOSING = "closing"
    ENDED = "ended"
    BREAK = "break"


class Role(StrEnum):
    """Who somebody is towards one conversation. ``SYSTEM`` is the program's own housekeeping."""

    CHAIR = "chair"
    MINUTE_TAKER = "minute_taker"
    SCREEN = "screen"
    PARTICIPANT = "participant"
    ORGANISER = "organiser"
    SYSTEM = "system"


class LinkKind(StrEnum):
    """The links of a conversation that can be renewed; the first three are seats by themselves."""

    CHAIR = "chair"
    MINUTE_TAKER = "minute_taker"
    SCREEN = "screen"
    JOIN = "join"
    SHARE = "share"
    """The final minutes, for whoever the organiser gives the link. Made when it is asked for."""


EVENING_LINKS = (LinkKind.CHAIR, LinkKind.MINUTE_TAKER, LinkKind.SCREEN, LinkKind.JOIN)
"""What each conversation has from its beginning, until its retention has passed."""


class Place(StrEnum):
    """Where a note lies on the chair's table."""

    TABLE = "table"
    SELECTED = "selected"
    ASIDE = "aside"
    MERGED = "merged"


class Status(StrEnum):
    """What became of an agreement."""

    OPEN = "open"
    BUSY = "busy"
    DONE = "done"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class Circle:
    """One circle of chairs. ``formal``: people in it are addressed with "u" (else "je")."""

    key: str
    position: int
    name: str
    singular: str
    formal: bool
    colour: str
    present: int | None = None
    """People in the room as counted by the chair, phones or not."""
    joined: int | None = None
    """Phones that took a seat, kept when the seats themselves were erased (retention)."""


@dataclass(frozen=True, slots=True)
class Phase:
    """One step of the agenda with its clock. ``number`` names it, ``position`` orders it."""

    number: int
    position: int
    name: PhaseName
    circle: str | None
    planned_ms: int | None
    """``None`` counts up; 0 means skipped."""
    spent_ms: int = 0
    """Used when the clock last started or stopped."""
    running_since: int | None = None
    started_at: int | None = None
    ended_at: int | None = None
    left_running: bool = False
    """Whether the clock ran when the phase was left, for ``back``."""
    deducted_ms: int = 0
    """What the collection took off this questions phase."""
    floor: str | None = None
    """The note on the floor of this questions phase."""
    list_shown: bool = False
    """The whole selection stands on the hall screen."""
    changed: int = 0
    """Revision at which the phase or its clock last changed."""


@dataclass(frozen=True, slots=True)
class Note:
    """A question on a post-it. Its author is kept apart from it (``Conversation.authors``)."""

    id: str
    phase: int
    """Number of the phase it was written in."""
    to_circle: str
    from_circle: str
    text: str
    language: str
    sent_at: int
    paper: bool = False
    place: Place = Place.TABLE
    position: int | None = None
    """Order among the selected notes for the same circle; ``None`` unless selected."""
    merged_into: str | None = None
    changed: int = 0
    rendering: str = ""
    """What it says in the conversation's language, by chair or minute-taker; "" for none."""


@dataclass(frozen=True, slots=True)
class Question:
    """A note that was put to the circle. ``put_order`` counts through the evening."""

    note: str
    phase: int
    put_order: int
    put_at: int
    answer: str = ""
    answered: bool = False
    listed: bool = False
    """It stood in the list of the whole selection."""
    taken_back: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """What chair or minute-taker wrote: ``summary:<circle>``, ``response``, ``follow_up``."""

    name: str
    text: str
    changed: int


@dataclass(frozen=True, slots=True)
class Agreement:
    """What was agreed, who does it, by when (a date or words)."""

    id: str
    position: int
    what: str
    who: str
    by: str
    changed: int
    status: Status = Status.OPEN
    remark: str = ""
    """A short line on the status."""
    status_at: int | None = None
    """When status or remark was last set; ``None``: never since it was agreed."""


@dataclass(frozen=True, slots=True)
class Participant:
    """A phone's seat. ``id`` is the hash of its ticket; there is nothing else to know."""

    id: str
    circle: str
    language: str


@dataclass(frozen=True, slots=True)
class Link:
    """One of the links: how often it was renewed, and the hash of its present key."""

    kind: LinkKind
    generation: int
    hash: str


@dataclass(frozen=True, slots=True)
class Count:
    """What is left of one circle's notes to another once they were erased (retention)."""

    from_circle: str
    to_circle: str
    sent: int
    selected: int
    asked: int


@dataclass(frozen=True, slots=True)
class Correction:
    """Other words for one line of the minutes, or the line left out; what was noted stays."""

    place: str
    """Which line: see ``corrections.py``."""
    original: str
    """What stood there when it was corrected."""
    text: str
    hidden: bool
    role: Role
    """Who corrected: organiser or minute-taker."""
    at: int
    changed: int


@dataclass(frozen=True, slots=True)
class Conversation:
    """One driegesprek, whole. ``revision`` goes up by one with every accepted command."""

    id: str
    code: str
    """Six characters to type, without look-alikes."""
    school: str
    theme: str
    question: str
    ground_rules: str
    """One rule a line."""
    date: str
    """ISO 8601 date."""
    time: str
    """HH:MM in ``timezone``."""
    timezone: str
    starts_at: int
    language: str
    trusted_contact: str
    """Where somebody can turn with what is not for the room; "" for the default text."""
    retention_days: int
    full_quarter: bool
    """The collection is not taken off the questions phase."""
    late_notes: bool
    """Notes may still be written in the questions phase."""
    created_at: int
    current: int = 0
    """Number of the present phase."""
    ended_at: int | None = None
    links_cut: bool = False
    """The link from notes to phones is gone."""
    door_open: bool = True
    join_shown: bool = False
    details_changed: int = 0
    """Revision at which theme or question last changed."""
    revision: int = 0
    purged_at: int | None = None
    """When notes, answers, seats and links were erased because their time had passed."""
    wifi_name: str = ""
    """The guests' network; "" when phones find theirs by themselves."""
    wifi_password: str = ""
    """ "" for an open network."""
    wifi_hidden: bool = False
    """The network does not tell its name."""
    follows: str = ""
    """Id of the earlier conversation whose agreements this one opens with; "" for none."""
    earlier_page: int = 0
    """Which page of those agreements stands on the hall screen; 0 for none."""
    final_at: int | None = None
    """When the minutes were marked as final; ``None`` while they can be corrected."""
    shared: bool = False
    """The link to the final minutes works."""
    circles: tuple[Circle, ...] = ()
    phases: tuple[Phase, ...] = ()
    """In the order of the evening."""
    notes: Mapping[str, Note] = field(default_factory=dict)
    questions: Mapping[str, Question] = field(default_factory=dict)
    """By note id."""
    texts: Mapping[str, Text] = field(default_factory=dict)
    agreements: Mapping[str, Agreement] = field(default_factory=dict)
    participants: Mapping[str, Participant] = field(default_factory=dict)
    authors: Mapping[str, str] = field(default_factory=dict)
    """Note id → participant id; emptied 15 minutes after the end."""
    quieted: frozenset[str] = frozenset()
    """Participants whose phone was silenced."""
    links: Mapping[LinkKind, Link] = field(default_factory=dict)
    kept_counts: tuple[Count, ...] = ()
    """Counts of notes that were erased; empty until then."""
    corrections: Mapping[str, Correction] = field(default_factory=dict)
    """By place, over the lines of the minutes."""

    @property
    def phase(self) -> Phase:
        """The present phase."""
        return self.phase_by_number(self.current)

    def phase_by_number(self, number: int) -> Phase:
        """The phase with that number; ``KeyError`` if there is none."""
        for phase in self.phases:
            if phase.number == number:
                return phase
        raise KeyError(number)

    def circle(self, key: str) -> Circle:
        """The circle with that key; ``KeyError`` if there is none."""
        for circle in self.circles:
            if circle.key == key:
                return circle
        raise KeyError(key)

    def has_circle(self, key: str) -> bool:
        """Whether there is a circle with that key."""
        return any(circle.key == key for circle in self.circles)

    @property
    def floor(self) -> str | None:
        """The note that is on the floor now, if any."""
        return self.phase.floor

    def listening(self, circle: str) -> bool:
        """Whether people of ``circle`` may write notes now (the agenda's last column)."""
        phase = self.phase
        if phase.circle is None or phase.circle == circle:
            return False
        late = phase.name is PhaseName.QUESTIONS and self.late_notes
        return phase.name is PhaseName.DISCUSSION or late

    def merged_beneath(self, note: str) -> tuple[Note, ...]:
        """The originals that were merged into ``note``, oldest first."""
        return tuple(one for one in self.notes.values() if one.merged_into == note)

    def selected(self, circle: str) -> tuple[Note, ...]:
        """The notes chosen for ``circle``, in their order (those already put included)."""
        chosen = (
            one
            for one in self.notes.values()
            if one.to_circle == circle and one.place is Place.SELECTED
        )
        return tuple(sorted(chosen, key=lambda one: (one.position or 0, one.sent_at, one.id)))

    def put_questions(self, circle: str) -> tuple[Question, ...]:
        """What was put to ``circle`` and not taken back, in the order in which it was put."""
        put = (
            one
            for one in self.questions.values()
            if not one.taken_back and self.notes[one.note].to_circle == circle
        )
        return tuple(sorted(put, key=lambda one: (one.phase, one.put_order)))

    def is_put(self, note: str) -> bool:
        """Whether ``note`` was put to its circle and not taken back."""
        question = self.questions.get(note)
        return question is not None and not question.taken_back

    def text(self, name: str) -> str:
        """A written text, "" when nobody wrote it yet."""
        written = self.texts.get(name)
        return written.text if written else ""
