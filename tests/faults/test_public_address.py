"""A server that was told its public address: a page's own requests carry no Origin and get in."""

from __future__ import annotations

from pathlib import Path

import requests

from .harness import evening

POLLING = "/socket.io/?EIO=4&transport=polling"


def test_browser_without_an_origin_connects_when_a_public_address_is_set(data: Path) -> None:
    with evening(data, extra=("--public-url", "http://school.example")) as one:
        answer = requests.get(one.server.url + POLLING, timeout=10)
        assert answer.status_code == 200
        assert answer.text.startswith("0{")
