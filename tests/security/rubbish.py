"""What hostile and broken clients send: payloads, texts and raw frames, generated from a seed.

Rule: every generator takes its ``random.Random``, so that a failure can be repeated.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from facilitation.core import commands as c

TEXTS = (
    "",
    " ",
    "\x00",
    "\u200b\u200d\ufeff",
    "👩‍👩‍👧‍👦" * 300,
    "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
    "a" + "\u0301" * 5000,
    "\u202egnirts\u202c",
    "\u2028\u2029\u0085",
    "ﷺ" * 400,
    "\ud800",
    "ok\udfff",
    "'; DROP TABLE note; --",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "{{ 7*7 }}{% raw %}%(n)s%s{0}",
    "=cmd|' /C calc'!A0",
    "../../etc/passwd",
    "\r\nSet-Cookie: seat-x=1",
    "ا" * 280,
    "é" * 281,
    "x" * 20_000,
    "x" * 20_001,
    "A question?",
    "Mag dat?",
)
NUMBERS = (0, 1, -1, 2, 2.5, 60, 900, -(10**9), 2**53 - 1, 2**53, -(2**63), 2**64, 10**90, 1e308)
OTHERS: tuple[Any, ...] = (
    None,
    True,
    False,
    [],
    {},
    [[]],
    {"a": {"b": []}},
    float("nan"),
    float("inf"),
    [None] * 50,
)
CIRCLES = ("pupils", "parents", "teachers", "nobody", "")

PLAUSIBLE: dict[str, tuple[Any, ...]] = {
    "circle": CIRCLES,
    "lang": ("nl", "en", "tr", "zz-Latn-NL", "<b>", ""),
    "seconds": (60, -60, 0, 900, None, 86_400, 86_401),
    "number": tuple(range(-1, 19)),
    "position": (0, 1, 5, -1, 2**31),
    "phase": (None, *range(17)),
    "ends_at": (0, 1_800_000_000_000, 4_000_000_000_000),
    "revision": (None, 0, 5, 10**6),
    "place": ("theme", "response", "summary:pupils", "functions:", "note:", "nowhere", ":"),
}


class Payloads:
    """Commands that are nearly right, wrong, or nothing at all; ids seen in answers come back."""

    def __init__(self, seed: int) -> None:
        self._random = random.Random(seed)
        self._count = 0
        self.ids: list[str] = ["unknown"]

    def another(self) -> Any:
        """The next payload."""
        self._count += 1
        if self._random.random() < 0.03:
            return self._random.choice((*OTHERS, *NUMBERS, *TEXTS))
        name = self._random.choice(list(c.PUBLIC))
        payload: dict[str, Any] = {"id": f"fuzz-{self._count}", "name": name}
        for one in fields(c.PUBLIC[name]):
            if one.name not in ("actor", "fresh_id") and self._random.random() < 0.93:
                payload[one.name] = self._value(one.name)
        self._break(payload)
        return payload

    def learn(self, result: Any) -> None:
        """An answer may name a note or an agreement to go on with."""
        if isinstance(result, dict):
            found = [result[name] for name in ("note", "agreement") if name in result]
            self.ids = [*self.ids, *found][-40:]

    def _value(self, name: str) -> Any:
        roll = self._random.random()
        if roll < 0.12:
            return self._random.choice((*OTHERS, *NUMBERS))
        if roll < 0.2:
            return self._random.choice(TEXTS)
        if name in ("note", "into", "agreement"):
            return self._random.choice(self.ids)
        if name in PLAUSIBLE:
            return None if name == "revision" else self._random.choice(PLAUSIBLE[name])
        return self._random.choice(TEXTS)

    def _break(self, payload: dict[str, Any]) -> None:
        if self._random.random() < 0.04:
            broken = self._random.choice(("id", "name", "revision"))
            payload[broken] = self._random.choice((*OTHERS, *NUMBERS, *TEXTS))
        if self._random.random() < 0.04:
            payload[self._random.choice(TEXTS)] = self._random.choice(OTHERS)


def _command(name: str = "submit_note", **arguments: Any) -> str:
    return json.dumps(["command", {"id": "raw", "name": name, **arguments}])


DEEP = "[" * 20_000 + "]" * 20_000
DEEP_OBJECT = '{"a":' * 20_000 + "1" + "}" * 20_000

FRAMES: tuple[str | bytes, ...] = (
    "",
    "0",
    "2",
    "2probe",
    "5",
    "6",
    "7",
    "9",
    "x",
    "bAAAA",
    "b!!!",
    "4",
    "40",
    '40{"ticket":"again"}',
    "40/admin,",
    "41/admin,",
    "42",
    "42{}",
    "42[]",
    "42[1]",
    "42[[]]",
    '42["connect",{},{"ticket":"x"}]',
    '42["\\u0063onnect"]',
    '42["disconnect"]',
    '42["connect_error"]',
    '42/other,["command",{}]',
    '42/?x=1,["command",{}]',
    "43[]",
    "431[]",
    "44{}",
    '451-["command",{"_placeholder":true,"num":0}]',
    '459999999999-["command"]',
    '450-["command"]',
    "461-1[]",
    "47",
    "49",
    "4" + DEEP,
    f'427["command",{DEEP}]',
    f'427["command",{{"id":"a","name":"submit_note","text":{DEEP_OBJECT}}}]',
    '427["command",{"id":NaN,"name":Infinity,"text":-Infinity}]',
    f'427["command",{{"id":"a","name":"adjust_time","seconds":{"9" * 4000}}}]',
    f'427["command",{{"id":"a","name":"adjust_time","seconds":{"9" * 5000}}}]',
    '427["command",{"id":"a","name":"adjust_time","seconds":1e999}]',
    '427["command",{"id":"\\ud800","name":"submit_note","text":"\\udfff"}]',
    f"42{'7' * 101}{_command()}",
    f"42{'7' * 99}{_command()}",
    '427["command"]',
    '427["command",1,2,3]',
    '427["command",{},"x"]',
    '427["unknown"]',
    '427["\\u0000"]',
    '427["__class__",{}]',
    "42" + "x" * 60_000,
    "42" + "x" * 70_000,
    f"427{_command(text='x' * 66_000)}",
    b"",
    b"\x00",
    b"\xff\xfe",
    b"4" * 1000,
    b"2" * 70_000,
)


def frames(seed: int, count: int) -> Iterator[str | bytes]:
    """The corpus first, then pieces of it broken, glued and repeated."""
    dice = random.Random(seed)
    yield from FRAMES[:count]
    short = [one for one in FRAMES if len(one) < 2000]
    for _ in range(count - len(FRAMES)):
        one = dice.choice(short)
        text = one if isinstance(one, str) else one.decode("latin-1")
        for _ in range(dice.randrange(1, 4)):
            place = dice.randrange(len(text) + 1)
            piece = dice.choice(
                ('"', "{", "]", "\\", "4", "2", "\x00", "é", "/", ",", "-", "7", "")
            )
            text = text[:place] + piece + text[place + dice.randrange(3) :]
        yield text if dice.random() < 0.9 else text.encode()


def bodies(seed: int, count: int) -> Iterator[bytes]:
    """Bodies of a long-polling POST: frames glued together, and what is no frame."""
    dice = random.Random(seed)
    yield from (b"", b"\x1e", b"\xff\xff", b"d=", b"d=4", b"d=%ff", b"4" * 65_537, b"4" * 200_000)
    yield b"\x1e".join([b'42["command",{}]'] * 501)
    yield b"\x1e".join([b"6"] * 500)
    yield b"\x1e".join([b"3"] * 500)
    made = frames(seed, count * 3)
    for _ in range(count - 11):
        pieces = [next(made, "") for _ in range(dice.randrange(1, 4))]
        yield b"\x1e".join(
            one if isinstance(one, bytes) else one.encode("utf-8", "surrogatepass")
            for one in pieces
        )
