"""What can be wrong with a preparation, field by field, and what the fields are called.

Rule: message ids are English and are only named here; whoever shows them translates them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

CIRCLE_FIELD = re.compile(r"circle-(\d)-\w+")


def N_(message: str) -> str:  # noqa: N802 - gettext's usual name
    """Mark a message for the catalogues; whoever shows it translates it."""
    return message


LABELS = {
    "follows": N_("Follows on an earlier conversation"),
    "school": N_("School"),
    "theme": N_("Theme"),
    "question": N_("Central question"),
    "ground_rules": N_("Ground rules"),
    "date": N_("Date"),
    "time": N_("Begins at"),
    "timezone": N_("Time zone"),
    "language": N_("Language"),
    "trusted_contact": N_("Where somebody can turn"),
    "retention_days": N_("Days that notes are kept"),
    "wifi_name": N_("Name of the network"),
    "wifi_password": N_("Password of the network"),
    "circles": N_("Circles"),
    "key": N_("Short name"),
    "name": N_("Name of the circle"),
    "singular": N_("One person of it"),
    "discussion": N_("Minutes: conversation"),
    "questions": N_("Minutes: with the questions"),
}
"""What each field is called, on the form and in the command line's refusals."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field: a message id and what fills it."""

    message: str
    values: Mapping[str, object]

    def __init__(self, message: str, **values: object) -> None:
        object.__setattr__(self, "message", message)
        object.__setattr__(self, "values", values)

    def sentence(self, gettext: Callable[[str], str]) -> str:
        """What the person reads."""
        said = gettext(self.message)
        return said % self.values if self.values else said


class Invalid(Exception):
    """Some fields are not right. ``errors`` by field name; a circle's as ``circle-0-name``."""

    def __init__(self, errors: Mapping[str, Problem]) -> None:
        super().__init__(*errors)
        self.errors = dict(errors)

    def __str__(self) -> str:
        return self.line(lambda message: message)

    def line(self, gettext: Callable[[str], str]) -> str:
        """Everything that is wrong, in one line."""
        return " ".join(
            f"{label_of(field, gettext)}: {problem.sentence(gettext)}"
            for field, problem in self.errors.items()
        )


def label_of(field: str, gettext: Callable[[str], str]) -> str:
    """What a field is called; a circle's field with the circle's number."""
    number = CIRCLE_FIELD.fullmatch(field)
    label = gettext(LABELS[field.rpartition("-")[2]])
    return f"{label} ({int(number[1]) + 1})" if number else label
