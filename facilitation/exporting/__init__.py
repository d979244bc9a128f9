"""Conversations carried out of an installation and into one (see README.md)."""

from .bundle import COMPLETE, LARGEST_ZIP, Bundle, exports_in, files, name_of
from .keeping import AlreadyHere, take_in
from .reading import LARGEST_FILE, NotAnExport, read
from .writing import exported

__all__ = [
    "COMPLETE",
    "LARGEST_FILE",
    "LARGEST_ZIP",
    "AlreadyHere",
    "Bundle",
    "NotAnExport",
    "exported",
    "exports_in",
    "files",
    "name_of",
    "read",
    "take_in",
]
