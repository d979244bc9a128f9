"""Any conversation that the dataclasses allow, for hypothesis."""

from collections.abc import Iterable
from dataclasses import replace
from enum import Enum
from types import NoneType
from typing import Any, get_args, get_type_hints

from hypothesis import strategies as st

from facilitation.core.model import (
    Agreement,
    Circle,
    Conversation,
    Correction,
    Count,
    Link,
    Note,
    Participant,
    Phase,
    Question,
    Text,
)
from facilitation.store.rows import Shape

TEXT = st.sampled_from(["", "a", "b", "é", "\x00", "'; --", "👩‍👧", "\u202e", "\u2028"]) | st.text(
    max_size=3
)
NUMBER = st.sampled_from([0, 1, -1, 2**53 - 1, -(2**53)]) | st.integers(-9, 9)


def _value(hint: Any) -> st.SearchStrategy[Any]:
    """A value of one scalar field."""
    kinds = get_args(hint) or (hint,)
    options: list[st.SearchStrategy[Any]] = []
    for kind in kinds:
        if kind is NoneType:
            options.append(st.none())
        elif kind is bool:
            options.append(st.booleans())
        elif issubclass(kind, Enum):
            options.append(st.sampled_from(list(kind)))
        else:
            options.append(TEXT if kind is str else NUMBER)
    return st.one_of(options)


def _scalars(kind: type) -> st.SearchStrategy[Any]:
    hints = get_type_hints(kind)
    return st.tuples(*(_value(hints[name]) for name in Shape(kind).columns))


def _few(kind: type) -> st.SearchStrategy[list[Any]]:
    return st.lists(_scalars(kind).map(lambda values: kind(*values)), max_size=3)


def _by(key: str, ones: Iterable[Any]) -> dict[Any, Any]:
    return {getattr(one, key): one for one in ones}


def _placed(key: str, ones: Iterable[Any]) -> tuple[Any, ...]:
    """A tuple in the order of ``position``."""
    unique = _by(key, ones).values()
    return tuple(replace(one, position=place) for place, one in enumerate(unique))


def _whole(
    scalars: tuple[Any, ...],
    circles: list[Circle],
    phases: list[Phase],
    notes: list[Note],
    rows: tuple[list[Any], ...],
    authors: list[str],
    quieted: list[str],
) -> Conversation:
    questions, texts, agreements, participants, links, corrections, counts = rows
    on_table = _by("id", notes)
    # Questions and authors hang on notes: so many of them as there are notes.
    asked = [replace(one, note=note) for one, note in zip(questions, on_table, strict=False)]
    return Conversation(
        **dict(zip(Shape(Conversation).columns, scalars, strict=True)) | {"id": "avond"},
        circles=_placed("key", circles),
        phases=_placed("number", phases),
        notes=on_table,
        questions=_by("note", asked),
        texts=_by("name", texts),
        agreements=_by("id", agreements),
        corrections=_by("place", corrections),
        participants=_by("id", participants),
        authors=dict(zip(on_table, authors, strict=False)),
        quieted=frozenset(quieted),
        # No two links have the same key.
        links=_by("kind", (replace(one, hash=f"{one.kind} {one.hash}") for one in links)),
        kept_counts=tuple({(one.from_circle, one.to_circle): one for one in counts}.values()),
    )


CONVERSATIONS = st.builds(
    _whole,
    _scalars(Conversation),
    _few(Circle),
    _few(Phase),
    _few(Note),
    st.tuples(*map(_few, (Question, Text, Agreement, Participant, Link, Correction, Count))),
    st.lists(TEXT, max_size=3),
    st.lists(TEXT, max_size=3),
)
