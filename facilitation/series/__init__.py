"""Agreements and conversations of one school, from one evening to the next (see README.md)."""

from .calendar import calendar
from .dates import due_date
from .reminder import reminder
from .schools import Evening, Item, School, items, key_of, schools, timeline

__all__ = [
    "Evening",
    "Item",
    "School",
    "calendar",
    "due_date",
    "items",
    "key_of",
    "reminder",
    "schools",
    "timeline",
]
