"""A filled-in evening at about half time: the pupils had their half hour, the parents now speak.

Rule: made by the program's own commands, each at its own time before now, so that everything is as
if the evening had been: nothing is written past the rules. One example at a time: a demo forgets
the one before it, and only that.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from facilitation import keys, preparation
from facilitation.core import commands as c
from facilitation.core.model import Conversation, Role
from facilitation.creating import create
from facilitation.service import Service

from .questions import DECKS

THEME = "Huiswerk"
QUESTION = "Wanneer helpt huiswerk ons echt vooruit?"
SCHOOL = "De Regenboog"
BEGAN_S = 42 * 60
"""How long ago the evening began."""
REMEMBERED = "demo_conversation"
HALL = {"pupils": 13, "parents": 10, "teachers": 7}
"""Simulated phones."""
ASKED_ALREADY = 4
"""Of each circle's questions to the parents, the first few are on the table already."""
CHAIR = c.Actor(Role.CHAIR)
MINUTE_TAKER = c.Actor(Role.MINUTE_TAKER)

SUMMARY = (
    "Huiswerk helpt als je snapt waarvoor het is en als er iets mee gebeurt in de les.\n"
    "Lastig zijn weken waarin alles tegelijk komt, en thuis beginnen als je moe bent.\n"
    "Leerlingen willen liever een vraag dan een controle."
)
ANSWERS = (
    "Oefentoetsen, en opdrachten die de docent bespreekt. Overschrijven helpt niet.",
    "Vraag eerst hoe het was. En daarna pas of er nog iets af moet.",
    "Het beginnen. Als je eenmaal bezig bent, valt het vaak mee.",
)


@dataclass
class Evening:
    """The example while it is being made; ``at`` is the time of the next command (unix ms)."""

    service: Service
    id: str
    at: int
    seats: dict[str, list[str]] = field(default_factory=dict)

    def after(self, seconds: float, command: c.Command) -> dict[str, object]:
        """The command, so many seconds after the one before."""
        self.at += round(seconds * 1000)
        return dict(self.service.run(self.id, command).result)

    def note(self, seconds: float, asks: str, asked: str, number: int) -> str:
        """A note from one of the seats of a circle, in the words of its deck."""
        seats = self.seats[asks]
        actor = c.Actor(Role.PARTICIPANT, seats[number % len(seats)])
        deck = DECKS[asks, asked]
        words = deck[number % len(deck)]
        note = c.SubmitNote(actor=actor, fresh_id=keys.identifier(), text=words)
        return str(self.after(seconds, note)["note"])


def make(service: Service, secret: bytes, now: int) -> Conversation:
    """The example, made through a service of its own, whose clock goes through the evening."""
    forget_the_one_before(service)
    conversation = _create(service, secret, now)
    evening = Evening(service, conversation.id, now - BEGAN_S * 1000)
    service.clock = lambda: evening.at
    _lobby(evening)
    _pupils(evening)
    evening.at = now - 5 * 60 * 1000
    _parents(evening)
    return service.latest(conversation.id)


def forget_the_one_before(service: Service) -> None:
    """The example that an earlier demo made on this data; no other conversation."""
    before = service.setting(REMEMBERED)
    if before and service.read(lambda store: store.revision(before)) is not None:
        service.forget(before)


def _create(service: Service, secret: bytes, now: int) -> Conversation:
    options = {"theme": THEME, "question": QUESTION, "school": SCHOOL, "lang": "nl"}
    prepared = preparation.from_options(options, now=now)
    service.clock = lambda: now - BEGAN_S * 1000
    conversation = create(service, secret, prepared)
    service.set_setting(REMEMBERED, conversation.id)
    return conversation


def _lobby(evening: Evening) -> None:
    """A few people who were there, and whose phones have gone to sleep since."""
    for circle, number in (("pupils", 4), ("parents", 4), ("teachers", 3)):
        for _ in range(number):
            seat = keys.hashed(keys.ticket())
            evening.seats.setdefault(circle, []).append(seat)
            actor = c.Actor(Role.PARTICIPANT, seat)
            evening.after(1, c.Join(actor=actor, participant=seat, circle=circle, language="nl"))
    for circle, present in (("pupils", 14), ("parents", 12), ("teachers", 8)):
        evening.after(2, c.SetPresent(actor=MINUTE_TAKER, circle=circle, number=present))
    evening.after(20, c.Advance(actor=CHAIR))


def _pupils(evening: Evening) -> None:
    """The pupils' half hour: discussion, collection, questions."""
    evening.after(5 * 60 + 20, c.Advance(actor=CHAIR))
    asked = [evening.note(50, "teachers", "pupils", n) for n in range(8)]
    asked += [evening.note(45, "parents", "pupils", n) for n in range(8)]
    evening.after(150, c.Advance(actor=CHAIR))
    chosen = (asked[0], asked[8], asked[13], asked[4])
    for note in chosen:
        evening.after(20, c.SelectNote(actor=CHAIR, note=note))
    evening.after(10, c.SetAsideNote(actor=MINUTE_TAKER, note=asked[3]))
    evening.after(30, c.Advance(actor=CHAIR))
    for note, answer in zip(chosen, ANSWERS, strict=False):
        evening.after(40, c.PutQuestion(actor=CHAIR, note=note))
        answered = c.AnswerQuestion(actor=MINUTE_TAKER, note=note, answer=answer)
        evening.after(120, answered)
    evening.after(30, c.PutQuestion(actor=CHAIR, note=chosen[3]))
    written = c.WriteSummary(actor=MINUTE_TAKER, circle="pupils", text=SUMMARY)
    evening.after(90, written)


def _parents(evening: Evening) -> None:
    """The parents have been talking for a few minutes; the first notes lie on the table."""
    evening.after(0, c.Advance(actor=CHAIR))
    for number in range(ASKED_ALREADY):
        evening.note(30, "pupils", "parents", number)
        evening.note(20, "teachers", "parents", number)
