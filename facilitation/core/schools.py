"""Whose a conversation is on a server that several schools share: schools and their organisers.

Rule: values only, one flat frozen dataclass for each table, like ``model.py``. The evening itself
knows nothing of this: a school decides who may see a conversation, never what happens in it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

HOME = "home"
"""The school that every installation has; on most servers the only one."""
FIRST = "first"
"""The account that every installation has: its administrator."""
FIRST_NAME = "organiser"
RETENTION_DAYS = 30


class Office(StrEnum):
    """What an account may do. An administrator is an organiser who also keeps the accounts."""

    ORGANISER = "organiser"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class School:
    """One school. ``retention_days``: what the form of a new conversation says at first."""

    id: str
    name: str
    retention_days: int
    created_at: int


@dataclass(frozen=True, slots=True)
class Organiser:
    """One account: whoever signs in with it sees the conversations of its school, no others."""

    id: str
    name: str
    """What is typed to sign in; no two are alike, capitals aside."""
    school: str
    office: Office
    created_at: int
    password: str | None = None
    """Hash of the password; ``None`` until it is set."""
    version: str | None = None
    """Another one with each password: who signed in with an earlier one is out."""
    first_link: str | None = None
    """Hash of the one-time link that sets the password."""


@dataclass(frozen=True, slots=True)
class Belonging:
    """Which school's a conversation is, and since when it lies in the archive (unix ms)."""

    school: str
    archived_at: int | None = None
