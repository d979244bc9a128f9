"""Themes for a driegesprek: suggestions, and a hint when one seems to be only one group's business.

Rule: a theme that concerns pupils, parents and teachers alike suits the form best. The hint is a
short list of words that anybody can read below; it explains itself and never refuses anything.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from .problems import N_

SUGGESTIONS = (
    N_("Preventing dropping out of school"),
    N_("Healthy habits"),
    N_("Working independently"),
    N_("Homework"),
    N_("Tests"),
)
"""The examples that the form was described with."""

_NAMES = {
    "pupils": r"leerling(?:en)?|scholier(?:en)?|kind(?:eren)?|pupils?|students?|child(?:ren)?",
    "parents": r"ouders?|verzorgers?|vaders?|moeders?|parents?|carers?",
    "teachers": r"docent(?:en)?|lera(?:ar|ren)|leerkracht(?:en)?|mentor(?:en|s)?|teachers?|staff",
}
_OWN_BUSINESS = {
    "pupils": r"leerlingenraad|klassenvertegenwoordigers?|examenstunt|(?:pupil|student) council",
    "parents": r"oudercommissie|ouderraad|ouderbijdrage|hulpouders?|overblijfouders?"
    r"|parent(?:s')? council|parental contribution",
    "teachers": r"werkdruk|lerarentekort|personeelstekort|personeelsbeleid|nascholing|bijscholing"
    r"|functioneringsgesprek(?:ken)?|teamvergadering(?:en)?|sectieoverleg|docentenkamer|cao"
    r"|workload|teacher shortage|staff ?room|staff meetings?|teacher training",
}
_ONLY_FOR = r"(?:voor|onder|tussen|for|among|between) (?:de |alle |the |all )?(?:{names})"


@dataclass(frozen=True, slots=True)
class OneGroup:
    """Which default circle the theme seems to be about, and the words that say so."""

    circle: str
    words: str


def touches_one_group(theme: str) -> OneGroup | None:
    """The one group that ``theme`` seems to concern; ``None`` as soon as another is named too."""
    found = {circle: hit for circle in _NAMES if (hit := _own_words(circle, theme))}
    if len(found) != 1:
        return None
    circle, words = found.popitem()
    others = "|".join(names for other, names in _NAMES.items() if other != circle)
    return None if _search(others, theme) else OneGroup(circle, words)


def _own_words(circle: str, theme: str) -> str:
    only_for = _ONLY_FOR.format(names=_NAMES[circle])
    return _search(f"{_OWN_BUSINESS[circle]}|{only_for}", theme)


def _search(pattern: str, theme: str) -> str:
    found = re.search(rf"\b(?:{pattern})\b", theme, re.IGNORECASE)
    return found.group() if found else ""
