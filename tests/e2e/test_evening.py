"""A whole evening on five screens, as people hold it: from the lobby to the minutes.

Every press is on a button or a field of a page, every look at visible words. What was said is
written down here once (``SAID``) and compared with the minutes at the end.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from .house import MAIN, Five, at, go_on, holds_nothing_of, sees, sees_not, stage, write

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

THEME = "Telefoons in de klas"
QUESTION = "Wanneer helpt een telefoon en wanneer stoort hij?"
SECONDS = ("pupils:Leerlingen:0.1:0.3", "parents:Ouders:0.2:0.2", "teachers:Docenten:0.2:0.2")

BREAK_NUMBER = 17  # what is added during the evening is numbered after what was planned

TABLE = "Mag de telefoon bij jullie thuis aan tafel?"
LESSON = "Would you look things up with it in my lesson?"
LESSON_TOO = "Waarvoor gebruik je hem in de les?"
BREAK = "En in de pauze, op het plein?"
WITHDRAWN = "Is dit een vraag?"
MARKS = "Kijken jullie overdag naar onze cijfers?"
HOMEWORK = "Do you look whether the homework is done?"
RULE = "Wie heeft die regel bedacht?"
LESSON_ANSWER = "Iets opzoeken, en hem dan weer wegleggen."
PUPILS_SAID = "In de les alleen als hij helpt. In de pauze vrij."
PARENTS_SAID = "Thuis gelden dezelfde regels, ook voor ons."
RESPONSE = "We voelen ons gehoord."
AGREEMENT = {"what": "Een telefoontas in elk lokaal", "who": "meneer De Wit", "by": "1 maart"}
FOLLOW_UP = "In de nieuwsbrief van maart staat wat er is gebeurd."


def gong(page: Page) -> None:
    """Count the gongs of a page that will be opened or has just been."""
    page.evaluate(
        "window.gongs = 0; document.addEventListener('gong:struck', () => { window.gongs += 1; })"
    )


def everybody(evening: Five, number: int, **expected: str | tuple[str, ...]) -> None:
    """Each of the five shows the phase with this number, and these words."""
    for name, page in evening.pages.items():
        at(page, number)
        words = expected[name]
        sees(page, *((words,) if isinstance(words, str) else words))
    assert len({str(stage(page)) for page in evening.pages.values()}) == 1


def press_on(evening: Five, button: str) -> None:
    """The main button says what comes next, is in view without scrolling, and does it."""
    chair = evening.chair
    expect(chair.locator(MAIN)).to_have_text(button)
    expect(chair.locator(MAIN)).to_be_in_viewport(ratio=1)
    if stage(chair)["phase"] != "lobby":
        expect(chair.locator(".chair-clock .clock-digits")).to_be_in_viewport(ratio=1)
    go_on(chair)
    expect(chair.locator("#notice")).to_be_empty()


def save(page: Page, box: str, text: str) -> None:
    """Write in a box that saves itself, and leave it."""
    page.fill(f"#{box}", text)
    page.locator(f"#{box}").blur()
    expect(page.locator(f"#state-{box}")).to_have_text("opgeslagen")


def choose(chair: Page, note: str) -> None:
    """Choose a note on the table."""
    chair.click(f'#note-{note} [data-do="select_note"]')
    expect(chair.locator(f"#chosen-{note}")).to_be_visible()


def unfold(page: Page, words: str) -> None:
    """Open what lies folded beneath these words."""
    page.locator("summary", has_text=words).click()


def own_state(phone: Page, note: str) -> Any:
    """What the phone says of an own note."""
    return phone.locator(f"#note-{note} .state")


# --- the steps


def lobby(evening: Five) -> None:
    spaced = f"{evening.links['code'][:3]} {evening.links['code'][3:]}"
    everybody(
        evening,
        0,
        chair=(THEME, "Voor het begin", "telefoons doen mee", "verbonden"),
        hall=("Welkom bij het driegesprek", QUESTION, spaced, "Doe mee met uw telefoon"),
        amira=("Welkom", "Je zit in de kring leerlingen.", "Je hoeft nog niets te doen."),
        joost=("Welkom", "U zit in de kring ouders.", "U hoeft nog niets te doen."),
        de_wit=("Welcome", "You are in the circle of teachers.", THEME),
    )
    for circle in ("pupils", "parents", "teachers"):
        expect(evening.hall.locator(f"#lobby-{circle} .clock-digits")).to_have_text("1")
    gong(evening.hall)
    evening.hall.get_by_role("button", name="Zet geluid aan").click()
    sees_not(evening.hall, "De gong heeft nog geen geluid.")
    unfold(evening.chair, "Mensen in de zaal")
    evening.chair.fill("#present-pupils-number", "11")
    evening.chair.locator("#present-pupils button").click()
    expect(evening.chair.locator("#notice")).to_be_empty()


def opening(evening: Five) -> None:
    press_on(evening, "Start de opening")
    everybody(
        evening,
        1,
        chair=("Vertel de spelregels, het thema en de centrale vraag.", "De voorzitter bewaakt"),
        hall=(
            "Zo doen we het",
            "We praten met elkaar, niet over elkaar.",
            QUESTION,
            "Nog niet mee?",
        ),
        amira=("De voorzitter opent het gesprek", "Je hoeft nog niets te doen.", QUESTION),
        joost=("De voorzitter opent het gesprek", "U hoeft nog niets te doen.", QUESTION),
        de_wit=("The chair opens the conversation", QUESTION),
    )


def pupils_talk(evening: Five) -> dict[str, str]:
    press_on(evening, "Start kring leerlingen")
    everybody(
        evening,
        2,
        chair=("Kring leerlingen · in gesprek", "Bewaak alleen de tijd."),
        hall=("Kring leerlingen", "De leerlingen praten met elkaar.", "Draai uw stoel", QUESTION),
        amira=("Je bent aan het woord", "Leg je telefoon weg.", QUESTION),
        joost=("U luistert nu", "Draai uw stoel", "Eén vraag per briefje", "Verstuur mijn vraag"),
        de_wit=("You are listening now", "Turn your chair", "Send my question"),
    )
    joost, de_wit = evening.joost, evening.de_wit
    notes = {
        "table": write(joost, "Mag de telefoon bij jullie thuis"),
        "lesson": write(de_wit, LESSON),
        "lesson_too": write(joost, LESSON_TOO),
    }
    expect(own_state(joost, notes["table"])).to_have_text("Ontvangen door de voorzitter")
    expect(own_state(de_wit, notes["lesson"])).to_have_text("Received by the chair")
    joost.click(f'[data-edit="{notes["table"]}"]')
    joost.fill("#edit-text", TABLE)
    joost.get_by_role("button", name="Bewaar").click()
    expect(joost.locator(f"#note-{notes['table']} .text")).to_have_text(TABLE)
    gone = write(joost, WITHDRAWN)
    joost.click(f'[data-withdraw="{gone}"] button')
    joost.click('#confirm button[value="yes"]')
    expect(joost.locator(f"#note-{gone}")).to_have_count(0)
    the_time_is_over(evening)
    expect(evening.chair.locator("#pile-parents h2")).to_have_text("Ouders · 2")
    sees_not(evening.chair, TABLE)
    evening.chair.locator("#pile-parents > summary").click()
    sees(evening.chair, TABLE, LESSON_TOO)
    holds_nothing_of((evening.hall, evening.amira), TABLE, LESSON, LESSON_TOO, WITHDRAWN)
    holds_nothing_of((evening.joost,), LESSON)
    holds_nothing_of((evening.de_wit, evening.chair), WITHDRAWN)
    return notes


def the_time_is_over(evening: Five) -> None:
    sees(evening.hall, "over de tijd")
    for page in evening.pages.values():
        shown = page.locator('[data-clock="digits"]').filter(visible=True).first
        expect(shown).to_contain_text("+")
    assert evening.hall.evaluate("window.gongs") == 1


def pupils_notes_are_sorted(evening: Five, notes: dict[str, str]) -> None:
    press_on(evening, "Vragen ophalen")
    everybody(
        evening,
        3,
        chair=("Kring leerlingen · vragen ophalen", "Lees de briefjes en kies de vragen"),
        hall=("De voorzitter leest de briefjes en kiest vragen.", QUESTION),
        amira=("De voorzitter leest de vragen", "Zo hoor je welke vragen gesteld worden."),
        joost=("De voorzitter leest de vragen", "Zo hoort u welke vragen", TABLE),
        de_wit=("The chair reads the questions", LESSON),
    )
    expect(evening.joost.locator("#region-own button")).to_have_count(0)
    chair = evening.chair
    chair.locator("#paper-teachers > summary").click()
    chair.fill("#paper-text-teachers", BREAK)
    chair.locator("#paper-form-teachers button").click()
    card = chair.locator("#pile-teachers article", has_text=BREAK)
    expect(card).to_be_visible()
    expect(chair.locator("#paper-text-teachers")).to_have_value("")
    notes["break"] = card.get_attribute("data-note") or ""
    chair.click(f'#note-{notes["lesson_too"]} [data-do="merge"]')
    sees(chair, "Kies het briefje waar dit op lijkt.")
    chair.click(f'#note-{notes["lesson"]} [data-do="merge"]')
    sees(chair, "+ 1 die hierop lijkt")
    choose(chair, notes["table"])
    choose(chair, notes["lesson"])
    chair.click(f'#note-{notes["break"]} [data-do="set_aside_note"]')
    sees(chair, "1 weggelegd")
    chair.click(f"#up-{notes['lesson']}")
    expect(chair.locator("#chosen-list > li .text")).to_have_text([LESSON, TABLE])
    expect(own_state(evening.joost, notes["table"])).to_have_text("Ontvangen door de voorzitter")
    holds_nothing_of((evening.hall, evening.amira), TABLE, LESSON, LESSON_TOO, BREAK)


def pupils_are_asked(evening: Five, notes: dict[str, str]) -> None:
    press_on(evening, "Naar de vragen")
    everybody(
        evening,
        4,
        chair=("Kring leerlingen · de vragen", "Leg de gekozen vragen één voor één voor"),
        hall="De leerlingen praten verder en nemen de vragen mee.",
        amira=("Je bent aan het woord", "Praat verder en neem de vragen mee."),
        joost=("U luistert nu", "Kring leerlingen praat verder", "Gekozen"),
        de_wit=("You are listening now", "The circle of pupils talks on", "Chosen"),
    )
    the_lesson_is_asked(evening, notes["lesson"])
    the_table_is_asked(evening, notes["table"])
    save(evening.chair, "summary-pupils", PUPILS_SAID)
    holds_nothing_of((evening.hall, *evening.phones), PUPILS_SAID, LESSON_ANSWER, BREAK)


def the_lesson_is_asked(evening: Five, note: str) -> None:
    chair = evening.chair
    chair.click(f"#put-{note}")
    sees(evening.hall, "Vraag aan de kring leerlingen", LESSON, "Ouders", "Docenten")
    sees_not(evening.hall, TABLE)
    sees(evening.amira, "Een vraag voor je kring", LESSON)
    sees(evening.joost, "Deze vraag wordt nu gesteld", LESSON)
    sees(evening.de_wit, "This question is being asked now", "Is being asked now")
    sees(chair, "nu voorgelegd")
    chair.fill(f"#answer-{note}", LESSON_ANSWER)
    chair.click(f"#done-{note}")
    expect(chair.locator(f"#chosen-{note}")).to_have_attribute("data-state", "answered")
    sees_not(evening.hall, LESSON)
    sees(evening.de_wit, "Has been asked")


def the_table_is_asked(evening: Five, note: str) -> None:
    chair = evening.chair
    chair.click(f"#put-{note}")
    sees(evening.hall, TABLE, "Van een ouder")
    expect(own_state(evening.joost, note)).to_have_text("Wordt nu gesteld")
    chair.click(f"#back-{note}")
    sees_not(evening.hall, TABLE)
    expect(own_state(evening.joost, note)).to_have_text("Gekozen")
    expect(chair.locator(f"#chosen-{note}")).to_have_attribute("data-state", "waiting")
    chair.click(f"#put-{note}")
    sees(evening.hall, TABLE)
    sees(evening.amira, TABLE)


def parents_talk(evening: Five) -> tuple[str, str]:
    press_on(evening, "Start kring ouders")
    everybody(
        evening,
        5,
        chair=("Kring ouders · in gesprek", "Deze kring beantwoordt dezelfde vraag", PUPILS_SAID),
        hall=(
            "Kring ouders",
            "De ouders praten met elkaar.",
            "Dezelfde vraag, met wat al gezegd is",
        ),
        amira=(
            "Je luistert nu",
            "Draai je stoel",
            "beantwoordt dezelfde vraag",
            "Verstuur mijn vraag",
        ),
        joost=("U bent aan het woord", "dezelfde vraag", "Is gesteld"),
        de_wit=("You are listening now", "answers the same question", "Has been asked"),
    )
    sees_not(evening.hall, TABLE)
    marks, homework = write(evening.amira, MARKS), write(evening.de_wit, HOMEWORK)
    sees(evening.amira, "Ontvangen door de voorzitter")
    expect(evening.chair.locator("#pile-pupils h2")).to_have_text("Leerlingen · 1")
    expect(evening.chair.locator("#pile-teachers h2")).to_have_text("Docenten · 1")
    holds_nothing_of((evening.hall, evening.joost), MARKS, HOMEWORK)
    return marks, homework


def parents_are_asked(evening: Five, marks: str, homework: str) -> None:
    press_on(evening, "Vragen ophalen")
    everybody(
        evening,
        6,
        chair="Kring ouders · vragen ophalen",
        hall="De voorzitter leest de briefjes en kiest vragen.",
        amira="Zo hoor je welke vragen gesteld worden.",
        joost="Zo hoort u welke vragen gesteld worden.",
        de_wit="The chair reads the questions",
    )
    choose(evening.chair, marks)
    choose(evening.chair, homework)
    press_on(evening, "Naar de vragen")
    the_list_is_shown(evening)
    evening.chair.click(f"#again-{marks}")
    everybody(
        evening,
        7,
        chair=("Kring ouders · de vragen", "nu voorgelegd"),
        hall=("Vraag aan de kring ouders", "Van een leerling", MARKS),
        amira=("Deze vraag wordt nu gesteld", "Wordt nu gesteld"),
        joost=("Een vraag voor uw kring", MARKS),
        de_wit=("This question is being asked now", MARKS, "Has been asked"),
    )
    sees_not(evening.hall, HOMEWORK)


def the_list_is_shown(evening: Five) -> None:
    evening.chair.get_by_role("button", name="Toon de hele lijst in de zaal").click()
    everybody(
        evening,
        7,
        chair="Haal de lijst van het grote scherm",
        hall=("Vragen aan de kring ouders", MARKS, HOMEWORK),
        amira=("Deze vragen liggen nu in de kring", MARKS, HOMEWORK),
        joost=("Vragen voor uw kring", MARKS, HOMEWORK),
        de_wit=("These questions are in the circle now", MARKS, "Is being asked now"),
    )
    evening.chair.get_by_role("button", name="Haal de lijst van het grote scherm").click()
    sees_not(evening.hall, MARKS, HOMEWORK)
    sees_not(evening.joost, MARKS, HOMEWORK)


def all_have_a_break(evening: Five) -> None:
    unfold(evening.chair, "Rest van de avond")
    evening.chair.fill("#break-minutes", "1")
    evening.chair.locator("#break-form button").click()
    unfold(evening.chair, "Rest van de avond")
    evening.chair.locator("#chair-clock").scroll_into_view_if_needed()
    press_on(evening, "Begin de pauze")
    everybody(
        evening,
        BREAK_NUMBER,
        chair=("Pauze", "Ga verder als iedereen terug is."),
        hall=("Pauze", "Daarna:", "Kring docenten"),
        amira=("Pauze", "We gaan zo verder.", "Is gesteld"),
        joost=("Pauze", "We gaan zo verder."),
        de_wit=("Break", "We go on in a moment."),
    )
    sees_not(evening.hall, MARKS)


def teachers_talk(evening: Five) -> None:
    press_on(evening, "Start kring docenten")
    everybody(
        evening,
        8,
        chair=("Kring docenten · in gesprek", PUPILS_SAID),
        hall=("Kring docenten", "De docenten praten met elkaar."),
        amira=("Je luistert nu", "Verstuur mijn vraag"),
        joost=("U luistert nu", "Verstuur mijn vraag"),
        de_wit=("It is your turn to speak", "Put your phone away", "You answer the same question"),
    )
    write(evening.amira, RULE)
    press_on(evening, "Vragen ophalen")
    everybody(
        evening,
        9,
        chair=("Kring docenten · vragen ophalen", RULE),
        hall=("Kring docenten", "De voorzitter leest de briefjes"),
        amira=("De voorzitter leest de vragen", RULE),
        joost="De voorzitter leest de vragen",
        de_wit="The chair reads the questions",
    )
    press_on(evening, "Naar de vragen")
    everybody(
        evening,
        10,
        chair=("Kring docenten · de vragen", "Gekozen vragen · 0"),
        hall="De docenten praten verder en nemen de vragen mee.",
        amira=("Je luistert nu", "Kring docenten praat verder", "Ontvangen door de voorzitter"),
        joost=("U luistert nu", "Kring docenten praat verder"),
        de_wit=("It is your turn to speak", "Talk on and take the questions along."),
    )
    holds_nothing_of((evening.hall, evening.joost, evening.de_wit), RULE)


def summaries(evening: Five) -> None:
    press_on(evening, "Samenvatting leerlingen")
    everybody(
        evening,
        11,
        chair=("Samenvatting leerlingen", "Vat samen wat deze kring zei."),
        hall=("Samenvatting", "Kring leerlingen", PUPILS_SAID),
        amira=("Samenvatting", PUPILS_SAID),
        joost=("Samenvatting", PUPILS_SAID),
        de_wit=("Summary", PUPILS_SAID),
    )
    press_on(evening, "Samenvatting ouders")
    everybody(
        evening,
        12,
        chair="Samenvatting ouders",
        hall=("Kring ouders", "De voorzitter vat samen wat in deze kring is gezegd."),
        amira=("Samenvatting", "Hier staat nog geen tekst."),
        joost=("Samenvatting", "Hier staat nog geen tekst."),
        de_wit=("Summary", "there is no text here yet"),
    )
    save(evening.chair, "summary-parents", PARENTS_SAID)
    for page in (evening.hall, *evening.phones):
        sees(page, PARENTS_SAID)
    press_on(evening, "Samenvatting docenten")
    everybody(
        evening,
        13,
        chair="Samenvatting docenten",
        hall="Kring docenten",
        amira="wat er in de kring docenten is gezegd",
        joost="wat er in de kring docenten is gezegd",
        de_wit="The chair sums up what was said in the circle of teachers.",
    )


def response(evening: Five) -> None:
    press_on(evening, "Reactie leerlingen")
    everybody(
        evening,
        14,
        chair=("Reactie leerlingen", "Wat zei de kring leerlingen als reactie?"),
        hall=("Kring leerlingen", "De leerlingen zeggen kort wat zij vinden"),
        amira=("Je bent aan het woord", "wat neem je mee van vanavond?"),
        joost=("Kring leerlingen reageert", "U luistert."),
        de_wit=("The circle of pupils responds", "You are listening."),
    )
    save(evening.chair, "response", RESPONSE)
    sees(evening.hall, RESPONSE)


def closing(evening: Five) -> None:
    press_on(evening, "Naar de afsluiting")
    everybody(
        evening,
        15,
        chair=("Spreek af wat er nu gebeurt", "Nieuwe afspraak: wat?"),
        hall=("Dit spreken we af", "Hoe het verdergaat", "Er zijn nog geen afspraken."),
        amira=("We sluiten af", "De voorzitter vertelt wat we afspreken"),
        joost=("We sluiten af", "De voorzitter vertelt wat we afspreken"),
        de_wit=("We are closing", "The chair tells what we agreed"),
    )
    chair = evening.chair
    for name, words in AGREEMENT.items():
        chair.fill(f"#agreement-{name}", words)
    chair.get_by_role("button", name="Voeg afspraak toe").click()
    expect(chair.locator("#agreement-what")).to_have_value("")
    sees(evening.hall, *AGREEMENT.values())
    chair.get_by_role("tab", name="Vervolg").click()
    save(chair, "follow-up", FOLLOW_UP)
    sees(evening.hall, FOLLOW_UP)


def ended(evening: Five) -> None:
    press_on(evening, "Gesprek afsluiten")
    everybody(
        evening,
        16,
        chair=("Het gesprek is afgelopen", "Bedank iedereen.", "kunt u het einde terugdraaien"),
        hall=("Bedankt, allemaal", AGREEMENT["what"], FOLLOW_UP),
        amira=(
            "Dank je wel",
            "Het gesprek is afgelopen.",
            FOLLOW_UP,
            "Je briefjes worden gewist op",
        ),
        joost=("Dank u wel", FOLLOW_UP, "Uw briefjes worden gewist op"),
        de_wit=("Thank you", FOLLOW_UP, "Your notes are erased on"),
    )


# --- the minutes


def the_minutes_say_it(minutes: dict[str, Any]) -> None:
    told = minutes["conversation"]
    assert (told["theme"], told["question"], told["language"]) == (THEME, QUESTION, "nl")
    assert told["school"] == "Lyceum De Regenboog"
    assert told["started_at"] < told["ended_at"]
    pupils, parents, teachers = minutes["circles"]
    assert [(one["joined"], one["present"]) for one in minutes["circles"]] == [
        (1, 11),
        (1, None),
        (1, None),
    ]
    assert pupils["questions"] == [
        {
            "text": LESSON,
            "from_circles": ["parents", "teachers"],
            "answer": LESSON_ANSWER,
            "merged": [{"text": LESSON_TOO, "from_circle": "parents"}],
        },
        {"text": TABLE, "from_circles": ["parents"], "answer": "", "merged": []},
    ]
    assert pupils["notes"] == [{"text": BREAK, "from_circle": "teachers", "language": "nl"}]
    assert [one["text"] for one in parents["questions"]] == [MARKS, HOMEWORK]
    assert parents["notes"] == []
    assert teachers["questions"] == []
    assert [one["text"] for one in teachers["notes"]] == [RULE]
    assert [one["summary"] for one in minutes["circles"]] == [PUPILS_SAID, PARENTS_SAID, ""]
    assert minutes["response"] == RESPONSE
    (noted,) = minutes["agreements"]
    assert {name: noted[name] for name in AGREEMENT} == AGREEMENT
    assert minutes["follow_up"] == FOLLOW_UP
    assert WITHDRAWN not in str(minutes)


def the_minutes_count_it(minutes: dict[str, Any]) -> None:
    counted = {
        (one["from"], one["to"]): (one["sent"], one["selected"], one["asked"])
        for one in minutes["matrix"]
    }
    assert counted == {
        ("parents", "pupils"): (2, 2, 2),
        ("teachers", "pupils"): (2, 1, 1),
        ("pupils", "parents"): (1, 1, 1),
        ("teachers", "parents"): (1, 1, 1),
        ("pupils", "teachers"): (1, 0, 0),
        ("parents", "teachers"): (0, 0, 0),
    }


def the_minutes_timed_it(minutes: dict[str, Any]) -> None:
    phases = minutes["phases"]
    talk = ["discussion", "collection", "questions"]
    assert [one["name"] for one in phases] == [
        *("opening", *talk, *talk, "break", *talk),
        *("summary", "summary", "summary", "response", "closing"),
    ]
    assert [one["number"] for one in phases] == [*range(1, 8), BREAK_NUMBER, *range(8, 16)]
    first = phases[1]
    assert (first["circle"], first["planned_s"]) == ("pupils", 6)
    assert first["used_s"] > 6
    assert all(one["started_at"] <= one["ended_at"] for one in phases)


def test_evening_goes_through_every_phase_on_five_screens(evening: Callable[..., Five]) -> None:
    held = evening(
        school="Lyceum De Regenboog", theme=THEME, question=QUESTION, circle=list(SECONDS)
    )
    lobby(held)
    opening(held)
    notes = pupils_talk(held)
    pupils_notes_are_sorted(held, notes)
    pupils_are_asked(held, notes)
    parents_are_asked(held, *parents_talk(held))
    all_have_a_break(held)
    teachers_talk(held)
    summaries(held)
    response(held)
    closing(held)
    ended(held)
    minutes = held.minutes()
    the_minutes_say_it(minutes)
    the_minutes_count_it(minutes)
    the_minutes_timed_it(minutes)
