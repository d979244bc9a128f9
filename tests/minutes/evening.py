"""One evening about homework, held command by command through the core."""

from __future__ import annotations

from typing import Any

from facilitation.core import agenda, commands
from facilitation.core.decide import decide
from facilitation.core.model import Circle, Conversation, Role

START = 1_795_633_200_000
"""25 November 2026, 20:00 in Amsterdam."""
MINUTE = 60_000

CIRCLES = (
    Circle("pupils", 0, "Leerlingen", "leerling", False, "orange"),
    Circle("parents", 1, "Ouders", "ouder", True, "blue"),
    Circle("teachers", 2, "Docenten", "docent", True, "purple"),
)


def conversation(**given: Any) -> Conversation:
    """A conversation in its lobby."""
    turns = [agenda.Turn(circle.key, 15 * MINUTE, 15 * MINUTE) for circle in CIRCLES]
    values: dict[str, Any] = {
        "id": "c1",
        "code": "K7M2PX",
        "school": "Het Anker",
        "theme": "Huiswerk",
        "question": "Wanneer helpt huiswerk ons echt vooruit?",
        "ground_rules": "",
        "date": "2026-11-25",
        "time": "20:00",
        "timezone": "Europe/Amsterdam",
        "starts_at": START,
        "language": "nl",
        "trusted_contact": "",
        "retention_days": 30,
        "full_quarter": False,
        "late_notes": False,
        "created_at": START - 24 * 60 * MINUTE,
        "circles": CIRCLES,
        "phases": agenda.build(turns),
    }
    return Conversation(**(values | given))


class Evening:
    """A conversation that moves on: ``do`` gives one command, ``later`` lets time pass."""

    def __init__(self, begin: Conversation | None = None) -> None:
        self.now = START
        self.conversation = begin or conversation()
        self._made = 0

    def later(self, minutes: float) -> Evening:
        """Let ``minutes`` pass."""
        self.now += round(minutes * MINUTE)
        return self

    def do(
        self, name: str, role: Role = Role.CHAIR, seat: str | None = None, **given: Any
    ) -> dict[str, Any]:
        """Give a command; anything that makes a row gets the next id (n1, n2 …)."""
        command = commands.ALL[name]
        if name in ("submit_note", "add_paper_note", "add_agreement"):
            self._made += 1
            given["fresh_id"] = f"n{self._made}"
        actor = commands.Actor(role, seat)
        decision = decide(self.conversation, command(actor=actor, **given), self.now)
        self.conversation = decision.conversation
        return decision.result

    def join(self, who: str, circle: str, language: str = "nl") -> None:
        """Somebody takes a seat."""
        self.do("join", Role.PARTICIPANT, who, participant=who, circle=circle, language=language)

    def write(self, who: str, text: str) -> str:
        """Somebody writes a note; gives its id."""
        return str(self.do("submit_note", Role.PARTICIPANT, who, text=text)["note"])


def seated() -> Evening:
    """Everybody is in, the opening runs."""
    evening = Evening()
    for who, circle, language in (
        ("amira", "pupils", "nl"),
        ("joost", "pupils", "nl"),
        ("mevrouw-bakker", "parents", "nl"),
        ("meneer-yilmaz", "parents", "tr"),
        ("meneer-de-wit", "teachers", "nl"),
    ):
        evening.join(who, circle, language)
    for circle, number in (("pupils", 12), ("parents", 9)):
        evening.do("set_present", circle=circle, number=number)
    evening.later(4).do("advance")
    return evening


def pupils_turn(evening: Evening) -> None:
    """The pupils talk; four notes, two of them merged, one put, one set aside."""
    evening.later(5).do("advance")
    first = evening.write("mevrouw-bakker", "Wat doe je als je vastloopt?")
    same = evening.write("meneer-de-wit", "Wat doe je als het niet lukt?")
    turkish = evening.write("meneer-yilmaz", "Ödev için ne kadar zaman harcıyorsun?")
    aside = evening.write("meneer-de-wit", "Wie controleert het nakijkblad?")
    evening.later(15.5).do("advance")
    evening.do("render_note", note=turkish, text="Hoeveel tijd besteed je aan huiswerk?")
    evening.do("merge_notes", note=same, into=first)
    evening.do("select_note", note=first)
    evening.do("set_aside_note", note=aside)
    evening.do("add_paper_note", circle="parents", text="Mogen wij helpen of juist niet?")
    evening.later(2.25).do("advance")
    evening.do("put_question", note=first)
    evening.do("answer_question", note=first, answer="Eerst een klasgenoot vragen.\nDan de docent.")


def parents_turn(evening: Evening) -> None:
    """The parents talk; two questions are shown together as a list."""
    evening.later(13).do("advance")
    for who, text in (
        ("amira", "Waarom wilt u altijd mijn cijfers zien?"),
        ("meneer-de-wit", "Hoe merkt u thuis dat het te veel is?"),
    ):
        evening.do("select_note", note=evening.write(who, text))
    evening.later(15).do("advance")
    evening.later(1).do("advance")
    evening.do("show_selection")


def teachers_turn(evening: Evening) -> None:
    """The teachers talk and nobody has a question."""
    evening.later(14).do("advance")
    evening.later(10).do("advance")
    evening.later(0.5).do("advance")


def closing(evening: Evening) -> None:
    """Summaries, response, agreements, follow-up, end."""
    evening.later(9).do("advance")
    summary = "Leerlingen willen kortere opdrachten.\n\nZe beginnen er liever in de les aan."
    evening.do("write_summary", circle="pupils", text=summary)
    evening.do("write_summary", circle="parents", text="Ouders willen rust aan tafel.")
    for minutes in (3, 3, 3):
        evening.later(minutes).do("advance")
    evening.do("write_response", text="We voelden ons gehoord.")
    evening.later(4).do("advance")
    evening.do("add_agreement", what="Huiswerk begint in de les", who="Docenten", by="2027-01-11")
    evening.do("add_agreement", what="Eén avond per week zonder huiswerk", who="Het team")
    evening.do("write_follow_up", text="In januari hoort iedereen hoe het gaat.")
    evening.later(6).do("advance")


def held() -> Evening:
    """The whole evening, lobby to ended."""
    evening = seated()
    pupils_turn(evening)
    parents_turn(evening)
    teachers_turn(evening)
    closing(evening)
    return evening
