"""How the example evening ends: from wherever it was left to its minutes, in every format.

Rule: by the program's own commands, each at its own time, like the beginning. The time goes on from
now without waiting, so the minutes of a demo are those of an evening that ran to its end.
"""

from __future__ import annotations

from pathlib import Path

from facilitation import keys, minutes
from facilitation.core import commands as c
from facilitation.core.model import Conversation, PhaseName, Place
from facilitation.locale import translations
from facilitation.service import Service
from facilitation.web.locale import circle_names

from .example import CHAIR, MINUTE_TAKER, Evening
from .questions import DECKS

LENGTH_S = {PhaseName.DISCUSSION: 860, PhaseName.COLLECTION: 140, PhaseName.QUESTIONS: 700}
SUMMARIES = {
    "pupils": "Leerlingen willen liever een vraag dan een controle.",
    "parents": (
        "Ouders willen weten hoe het gaat, en rust aan tafel.\n"
        "Ze helpen graag, maar niet met elke som. Een vast moment in de week werkt."
    ),
    "teachers": (
        "Docenten willen minder opgeven en meer bespreken.\n"
        "Toetsweken vallen nu samen; dat kan met één jaarplanner anders."
    ),
}
ANSWERS = (
    "Ja, als we van tevoren weten welke week het wordt.",
    "Liever een appje in de week dan een gesprek na het rapport.",
)
RESPONSE = "We voelden ons gehoord. De planner willen we zelf mee maken."
AGREEMENTS = (
    (
        "Het huiswerk van een week staat op maandag vast",
        "Docenten van klas 3",
        "2027-01-11",
    ),
    (
        "De laatste tien minuten van de les beginnen we eraan",
        "Alle docenten",
        "2027-02-01",
    ),
    ("Eén avond per week zonder huiswerk: de woensdag", "Team en leerlingenraad", "na de kerst"),
)
FOLLOW_UP = "In de nieuwsbrief van februari lees je wat er van elke afspraak is geworden."
CHOSEN = 3
FORMATS = (*((form, "full") for form in minutes.FORMATS), ("pdf", "public"), ("pdf", "brief"))


def end(service: Service, conversation: str, now: int) -> Conversation:
    """Bring the evening to its end, from whatever step it is in."""
    evening = Evening(service, conversation, now)
    service.clock = lambda: evening.at
    while (state := service.latest(conversation)).phase.name is not PhaseName.ENDED:
        _step(evening, state)
        evening.after(LENGTH_S.get(state.phase.name, 170), c.Advance(actor=CHAIR))
    return service.latest(conversation)


def _step(evening: Evening, state: Conversation) -> None:
    """What happens in the present step before the chair goes on."""
    circle = state.phase.circle or ""
    if state.phase.name is PhaseName.DISCUSSION and circle == "teachers":
        _paper(evening, circle)
    elif state.phase.name is PhaseName.COLLECTION:
        _choose(evening, state, circle)
    elif state.phase.name is PhaseName.QUESTIONS:
        _ask(evening, state, circle)
    elif state.phase.name is PhaseName.SUMMARY:
        text = SUMMARIES.get(circle, "")
        if text and not state.text(f"summary:{circle}"):
            evening.after(60, c.WriteSummary(actor=MINUTE_TAKER, circle=circle, text=text))
    elif state.phase.name is PhaseName.RESPONSE:
        evening.after(60, c.WriteResponse(actor=MINUTE_TAKER, text=RESPONSE))
    elif state.phase.name is PhaseName.CLOSING:
        _close(evening, state)


def _paper(evening: Evening, circle: str) -> None:
    """The phones are gone: what the others ask now comes on paper."""
    for asks in ("pupils", "parents"):
        for words in DECKS[asks, circle][:6]:
            note = c.AddPaperNote(
                actor=MINUTE_TAKER, fresh_id=keys.identifier(), circle=asks, text=words
            )
            evening.after(20, note)


def _choose(evening: Evening, state: Conversation, circle: str) -> None:
    waiting = [
        one for one in state.notes.values() if one.to_circle == circle and one.place is Place.TABLE
    ]
    for note in waiting[: CHOSEN - len(state.selected(circle))]:
        evening.after(15, c.SelectNote(actor=CHAIR, note=note.id))


def _ask(evening: Evening, state: Conversation, circle: str) -> None:
    left = [one for one in state.selected(circle) if not state.is_put(one.id)]
    for number, note in enumerate(left):
        evening.after(30, c.PutQuestion(actor=CHAIR, note=note.id))
        if number < len(ANSWERS):
            answer = ANSWERS[number]
            evening.after(60, c.AnswerQuestion(actor=MINUTE_TAKER, note=note.id, answer=answer))


def _close(evening: Evening, state: Conversation) -> None:
    for what, who, by in () if state.agreements else AGREEMENTS:
        agreement = c.AddAgreement(
            actor=MINUTE_TAKER, fresh_id=keys.identifier(), what=what, who=who, by=by
        )
        evening.after(40, agreement)
    if not state.text("follow_up"):
        evening.after(30, c.WriteFollowUp(actor=MINUTE_TAKER, text=FOLLOW_UP))


def write(conversation: Conversation, folder: Path) -> list[Path]:
    """Its minutes in every format, and the public and the short edition; gives the files."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    language = conversation.language
    made = []
    for form, edition in FORMATS:
        written, _, name = minutes.write(
            conversation,
            form,
            words=translations(language),
            language=language,
            now=conversation.ended_at or conversation.created_at,
            edition=edition,
            names=circle_names(conversation, language),
        )
        (folder / name).write_bytes(written)
        made.append(folder / name)
    return made
