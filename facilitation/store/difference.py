"""Which rows differ between two states of one part of a conversation.

Rule: by identity first. `decide` copies a mapping to change one entry of it, so that of five
thousand notes all but one are the very same objects in the very same order; this is asked for
every note that comes in, and the usual case stays out of Python's own loop.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from itertools import compress, islice
from operator import is_, is_not
from typing import Any

_NONE = object()


def difference(
    before: Mapping[Any, Any], after: Mapping[Any, Any]
) -> tuple[Collection[Any], Collection[Any]]:
    """The keys that are gone, and the keys that are new or whose value is another."""
    if len(before) <= len(after) and all(map(is_, before, after)):
        replaced = compress(before, map(is_not, before.values(), after.values()))
        other = [key for key in replaced if before[key] != after[key]]
        return (), [*other, *islice(after, len(before), None)]
    gone = [key for key in before if key not in after]
    return gone, [key for key, one in after.items() if before.get(key, _NONE) != one]
