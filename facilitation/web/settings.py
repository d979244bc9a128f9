"""What an installation is told at its start: where its data is, where it listens."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Settings:
    """``public_url``: the address that phones use, without a slash at the end; ``None``: the LAN's.

    ``proxied``: a reverse proxy stands in front and its X-Forwarded headers may be believed.
    ``most_phones``: phones connected at once to one conversation.
    ``patterns``: the page of all parts, ``/-/patterns``, is there; for development.
    """

    data: Path
    host: str = "0.0.0.0"  # nosec B104  # phones reach the laptop over the school's network
    port: int = 8000
    public_url: str | None = None
    proxied: bool = False
    most_phones: int = 400
    patterns: bool = False
