"""The guests' Wi-Fi: what its name and password may be, and what its QR code says.

Rule: a name is at most 32 bytes (IEEE 802.11); a password is 8 to 63 characters of the printable
ASCII that every WPA network takes; no password means an open network. The code's text is the form
that phone cameras know: ``WIFI:T:WPA;S:name;P:password;;``, a backslash before ``\\ ; , : "``.
"""

from __future__ import annotations

import re

NAME_BYTES = 32
PASSWORD_LEAST, PASSWORD_MOST = 8, 63

_SPECIAL = re.compile(r'([\\;,:"])')
_TYPEABLE = re.compile(r"[\x20-\x7e]*")


def name_fits(name: str) -> bool:
    """Whether a network can be called so: short enough, and nothing in it that nobody can see."""
    return name.isprintable() and len(name.encode("utf-8", "surrogatepass")) <= NAME_BYTES


def password_fits(password: str) -> bool:
    """Whether its length is that of a WPA password."""
    return PASSWORD_LEAST <= len(password) <= PASSWORD_MOST


def password_typeable(password: str) -> bool:
    """Whether every character of it may stand in a WPA password."""
    return _TYPEABLE.fullmatch(password) is not None


def payload(name: str, password: str, hidden: bool) -> str:
    """The text of the QR code that joins the network."""
    fields = {"T": "WPA", "S": name, "P": password} if password else {"T": "nopass", "S": name}
    if hidden:
        fields["H"] = "true"
    return f"WIFI:{''.join(f'{key}:{_escaped(value)};' for key, value in fields.items())};"


def _escaped(value: str) -> str:
    return _SPECIAL.sub(r"\\\1", value)
