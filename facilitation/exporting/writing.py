"""A conversation as the bytes of its export."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from facilitation.core import counts
from facilitation.core.model import Conversation, replace

from .fields import EXPORTED, FORMAT, PARTS, VERSION


def exported(conversation: Conversation) -> bytes:
    """UTF-8, indented by two, with a line feed at the end; the same state gives the same bytes."""
    document = {"format": FORMAT, "version": VERSION, "conversation": _values(conversation)}
    parts = _parts(conversation)
    document |= {name: [_values(one) for one in parts[name]] for name in PARTS}
    return (json.dumps(document, ensure_ascii=False, indent=2) + "\n").encode()


def _values(one: Any) -> dict[str, Any]:
    return {name: getattr(one, name) for name in EXPORTED[type(one)]}


def _parts(conversation: Conversation) -> Mapping[str, Iterable[Any]]:
    """Each in an order that follows from what is exported, and tells nothing that is not."""
    joined = (
        replace(one, joined=counts.joined(conversation, one.key)) for one in conversation.circles
    )
    return {
        "circles": joined,
        "phases": conversation.phases,
        "notes": sorted(conversation.notes.values(), key=lambda one: (one.phase, one.id)),
        "questions": sorted(
            conversation.questions.values(), key=lambda one: (one.put_order, one.note)
        ),
        "texts": sorted(conversation.texts.values(), key=lambda one: one.name),
        "agreements": sorted(
            conversation.agreements.values(), key=lambda one: (one.position, one.id)
        ),
        "corrections": sorted(conversation.corrections.values(), key=lambda one: one.place),
        "counts": sorted(
            conversation.kept_counts, key=lambda one: (one.from_circle, one.to_circle)
        ),
    }
