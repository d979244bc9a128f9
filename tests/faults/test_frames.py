"""What no client of ours sends ends its own connection, and stands in no log."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.security.raw import RawSocket

from .harness import Evening, falls_without

UNHEARD_OF = [
    '427["connect",{}]',
    '452-7["command",{"_placeholder":true,"num":0}]',
    '42/elsewhere,7["command",{}]',
    "42" + "[" * 20_000,
    '427["command",{"id":NaN,',
    "9",
]
"""Reserved names, binary events, other namespaces, depth, half a packet, no kind of packet."""


def unheard_of_frames_end_their_connection(one: Evening) -> None:
    """Each of them; a frame that is merely ignored leaves a phone waiting for its answer."""
    for frame in UNHEARD_OF:
        line = RawSocket(one.server.url, one.seat())
        assert line.seated
        line.send(frame)
        line.wait(lambda: False, 5)  # until it is hung up
        assert line.closed, frame
    assert "Traceback" not in one.server.log()
    assert one.phone().done("submit_note", text="Gaat het nog?")["note"]


def second_seat_ends_its_connection(one: Evening) -> None:
    """Two seats on one line would leave the first in the room with nobody behind it."""
    line = RawSocket(one.server.url, one.seat())
    line.send("40" + json.dumps({"ticket": one.seat()}))
    line.wait(lambda: False, 5)
    assert line.closed


@pytest.mark.parametrize(
    "scenario", [unheard_of_frames_end_their_connection, second_seat_ends_its_connection]
)
def test_p03_frames_that_nobody_sends_end_their_connection(
    one: Evening, scenario: Callable[[Evening], None]
) -> None:
    scenario(one)


def test_p03_falls_when_every_frame_is_taken(data: Path) -> None:
    falls_without("frames", data, unheard_of_frames_end_their_connection)


def test_p03_falls_when_a_line_may_take_two_seats(data: Path) -> None:
    falls_without("frames", data, second_seat_ends_its_connection)
