"""The minutes as a document: what stands in it and in which order, before anybody draws it.

Rule: ``compose`` and ``brief`` make one, every writer of a format that people read draws it, and no
writer knows more than stands here. What people wrote is in ``Run`` and ``Words`` as they wrote it,
with its language; each writer makes it harmless for its own format.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from .drawings import Drawing


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of a line. ``language`` is "" for the document's own words."""

    text: str
    language: str = ""
    colour: str = ""
    """Of the circle, where this is its name."""

    @property
    def own(self) -> bool:
        """Whether a person wrote it."""
        return bool(self.language)


Line = tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading within a section; the section's own is level 2."""

    line: Line
    level: int = 3


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A line of text. ``remark`` must be seen, ``soft`` and ``lead`` may be passed over.

    ``by`` and ``lead`` stay with what follows.
    """

    line: Line
    look: Literal["", "soft", "lead", "remark", "by"] = ""


@dataclass(frozen=True, slots=True)
class Words:
    """A longer text as somebody wrote it, line breaks and all."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Table:
    """``numbers``: how many of the last columns hold numbers. ``look`` names its style."""

    label: str
    """What is in it, for who cannot see it."""
    head: tuple[str, ...]
    rows: tuple[tuple[Line, ...], ...]
    numbers: int = 0
    look: Literal["", "agreements"] = ""


@dataclass(frozen=True, slots=True)
class Note:
    """Somebody's question: in their own words, and what it says in the conversation's language."""

    text: Run
    rendering: Run | None = None
    by: Run | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A question that was put to the circle."""

    asking: tuple[Run, ...]
    note: Note
    merged: tuple[Note, ...]
    answer: Run | None


@dataclass(frozen=True, slots=True)
class Questions:
    """Numbered, in the order in which they were put."""

    items: tuple[Question, ...]
    answer: str
    """What stands before an answer."""
    merged: str
    """What the originals below a question are."""
    label: str = ""
    """A line above them, where no heading says what they are."""


@dataclass(frozen=True, slots=True)
class Notes:
    """Notes side by side; who asked stands above them."""

    items: tuple[Note, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture with what it says in words. ``caption`` stands below it."""

    drawing: Drawing
    alternative: str
    caption: str


Block = Heading | Paragraph | Words | Table | Questions | Notes | Figure


@dataclass(frozen=True, slots=True)
class Section:
    """A heading and what is below it. ``colour``: the section is this circle's."""

    id: str
    heading: Line
    blocks: tuple[Block, ...]
    colour: str = ""
    own_page: bool = False


@dataclass(frozen=True, slots=True)
class Fact:
    """A name and its value: School, Het Anker."""

    name: str
    value: Run


@dataclass(frozen=True, slots=True)
class Document:
    """The whole, in one language. ``made_at`` (unix ms) is when; ``code`` names the evening."""

    title: str
    """Of the window or file; theme and all, so people's words are in it."""
    language: str
    direction: str
    edition: str
    kind: str
    """What sort of document this is, above the theme."""
    theme: Run
    question_label: str
    question: Run
    facts: tuple[Fact, ...]
    remarks: tuple[str, ...]
    sections: tuple[Section, ...]
    foot: tuple[str, ...]
    made_at: int
    size: float = 10.5
    """Points; the short edition takes what fits on its page."""
    signs: dict[str, str] = field(default_factory=dict)
    """Fixed words that a writer needs by itself (``compose.signs``)."""
