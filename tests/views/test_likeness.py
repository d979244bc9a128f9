"""Which notes are offered for merging: the same question in nearly the same letters, no more."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import pairwise

import pytest

from facilitation.core import commands as c
from facilitation.core.model import Conversation, Note, Place, Role
from facilitation.views import likeness
from facilitation.views.chair import chair_view
from facilitation.web.locale import speech
from tests import evening as e
from tests.hall.drawing import Door, application

SAME = [
    ("Hoeveel huiswerk krijgen jullie per dag?", "Hoeveel huiswerk hebben jullie per dag"),
    ("Hoeveel huiswerk krijg je per dag?", "Hoeveel huiswerk krijgen jullie elke dag?"),
    ("Waarom mogen telefoons niet in de les?", "IN DE LES MOGEN TELEFOONS NIET, WAAROM??"),
    ("Waarom mag de telefoon niet in de les?", "Waarom mogen telefoons niet in de klas?"),
    ("Hoe laat gaan jullie slapen?", "Hoe laat ga je slapen?"),
    ("Één idee over het café?", "Een idee over het cafe"),
    ("هل تستخدمون الهاتف في الفصل؟", "هل تَستخدمون الهاتف في الفصل"),
    ("Waarom?", "waarom"),
]
OTHER = [
    ("Hoeveel tijd kost het?", "Hoeveel geld kost het?"),
    ("Wat doe je als je vastloopt?", "Wat doe je als je ruzie hebt?"),
    ("Helpt het?", "Helpt het niet?"),
    ("Mag de telefoon thuis aan tafel?", "Mag de telefoon in de les?"),
    ("Is 20 minuten huiswerk genoeg?", "Is 30 minuten huiswerk genoeg?"),
    ("Wat vinden jullie van de docenten?", "Wat vinden jullie van de ouders?"),
    ("Vraag 1?", "Vraag 2?"),
    ("❤️", "👍"),
]


def lying(*texts: str) -> list[Note]:
    """Notes in this order, named by their number."""
    return [
        Note(str(number), 2, "pupils", "parents", text, "nl", e.START + number)
        for number, text in enumerate(texts)
    ]


@pytest.mark.parametrize("pair", SAME)
def test_same_question_is_found_in_other_words(pair: tuple[str, str]) -> None:
    assert likeness.likest("same", lying(*pair)) == {"1": "0"}


@pytest.mark.parametrize("pair", OTHER)
def test_other_question_in_the_same_words_is_not(pair: tuple[str, str]) -> None:
    assert likeness.likest("other", lying(*pair)) == {}


def test_note_without_any_letters_is_like_nothing() -> None:
    assert likeness.likest("emoji", lying("🎉", "🎈", "?!", "…")) == {}


def test_likest_of_several_is_named() -> None:
    texts = ("Hoe laat gaan jullie slapen?", "Hoe laat ga je slapen?", "Hoe laat ga je slapen")
    assert likeness.likest("several", lying(*texts)) == {"1": "0", "2": "1"}


def test_answer_is_the_same_whatever_was_compared_before() -> None:
    texts = [text for pair in SAME + OTHER for text in pair]
    notes = lying(*texts, *reversed(texts))
    fresh = likeness.likest("fresh", notes)
    for count in range(len(notes) + 1):
        likeness.likest("grown", notes[:count])
    likeness.likest("grown", notes[::2])
    assert likeness.likest("grown", notes) == fresh
    assert len(fresh) > len(texts)


def test_changed_note_is_compared_anew_with_what_came_after_it() -> None:
    notes = lying("Hoe laat begint het?", "Hoe laat gaan jullie slapen?")
    assert likeness.likest("changed", notes) == {}
    changed = [replace(notes[0], text="Hoe laat ga je slapen?"), notes[1]]
    assert likeness.likest("changed", changed) == {"1": "0"}


def test_memory_holds_no_words_and_no_note_that_is_gone() -> None:
    notes = lying("Hoe laat gaan jullie slapen?", "Hoe laat ga je slapen?")
    likeness.likest("kept", notes)
    assert "slapen" not in repr(likeness._compared)
    likeness.likest("kept", notes[1:])
    assert [one[0] for one in likeness._compared["kept"]] == ["1"]


def test_memory_holds_few_tables() -> None:
    for number in range(3 * likeness.MOST_TABLES):
        likeness.likest(f"table {number}", lying("Waarom?"))
    assert len(likeness._compared) <= likeness.MOST_TABLES


# --- on the table


def offers(conversation: Conversation, role: Role = Role.CHAIR) -> dict[str, str]:
    """What is offered: note and the one that it is like."""
    piles = chair_view(conversation, role, e.START, {}).piles
    notes = [note for pile in piles for note in (*pile.notes, *pile.aside)]
    return {note.id: note.like.id for note in notes if note.like}


def with_twin(*commands: c.Command) -> Conversation:
    """The pupils' discussion in which meneer De Wit asks what Joost asked before him."""
    twin = e.note("tafel", e.DE_WIT, "Mag de telefoon bij jullie aan tafel?")
    return e.run(e.conversation(), *e.TO_PUPILS, twin, *commands)


@pytest.mark.parametrize("role", [Role.CHAIR, Role.MINUTE_TAKER])
def test_twin_of_another_circle_is_offered_to_chair_and_minute_taker(role: Role) -> None:
    assert offers(with_twin(), role) == {"tafel": "thuis"}


def test_offer_shows_the_other_note_and_who_asked_it() -> None:
    teachers = chair_view(with_twin(), Role.CHAIR, e.START, {}).piles[1]
    like = teachers.notes[-1].like
    assert like is not None
    assert (like.id, like.text, like.language, like.circle.key) == (
        "thuis",
        "Mag de telefoon bij jullie thuis aan tafel?",
        "nl",
        "parents",
    )


def test_nothing_is_offered_of_a_note_set_aside_merged_or_withdrawn() -> None:
    aside = c.SetAsideNote(actor=e.CHAIR, note="thuis")
    merged = c.MergeNotes(actor=e.CHAIR, note="tafel", into="thuis")
    gone = c.WithdrawNote(actor=e.phone(e.JOOST), note="thuis")
    assert [offers(with_twin(one)) for one in (aside, merged, gone)] == [{}, {}, {}]


def test_chosen_note_is_offered_to_the_one_that_comes_after_it() -> None:
    assert offers(with_twin(c.SelectNote(actor=e.CHAIR, note="thuis"))) == {"tafel": "thuis"}


def test_question_that_was_put_is_not_laid_beneath_another() -> None:
    chosen = c.SelectNote(actor=e.CHAIR, note="tafel")
    put = c.PutQuestion(actor=e.CHAIR, note="tafel")
    assert offers(with_twin(chosen, e.ADVANCE, e.ADVANCE)) == {"tafel": "thuis"}
    assert offers(with_twin(chosen, e.ADVANCE, e.ADVANCE, put)) == {}


# --- what it costs

WORDS = (
    *("hoeveel", "huiswerk", "krijgen", "jullie", "per", "dag", "waarom", "mogen", "telefoons"),
    *("niet", "in", "de", "les", "wat", "vind", "je", "van", "toetsen", "helpt", "iemand"),
    *("thuis", "slapen", "laat", "school", "docent", "ouder", "pauze", "rust", "geluid", "sport"),
)


def full_table(number: int) -> Conversation:
    """The pupils' collection with so many different notes of the parents."""
    discussion = e.run(e.conversation(), *e.JOINS, *(e.ADVANCE,) * 3)
    notes = [
        Note(
            f"n{n:03}",
            2,
            "pupils",
            "parents",
            " ".join(WORDS[(n * n + n * place) % len(WORDS)] for place in range(7 + n % 6)),
            "nl",
            e.START + n,
            place=Place.TABLE,
        )
        for n in range(number)
    ]
    return replace(discussion, notes={note.id: note for note in notes})


def best_ms(*takes: float) -> float:
    return min(takes) * 1000


def test_one_more_note_costs_a_small_part_of_drawing_the_table() -> None:
    """A ratio of the best of some takes: a slow machine makes both slower."""
    before, after = full_table(300), full_table(301)
    with application().app_context():
        renderer = application().jinja_env
        renderer.globals.update(speech("nl").context())
        template = renderer.get_template("chair/regions/pile1.html")
        comparing, drawing = [], []
        for _ in range(5):
            likeness._compared.clear()
            chair_view(before, Role.CHAIR, e.START, {})
            began = time.perf_counter()
            likeness.likest(f"{after.id}:pupils", list(after.notes.values()))
            comparing.append(time.perf_counter() - began)
            view = chair_view(after, Role.CHAIR, e.START, {})
            began = time.perf_counter()
            html = template.render(view=view, door=Door(), role="chair")
            drawing.append(time.perf_counter() - began)
    assert html.count("<article") == 300
    ratio = best_ms(*comparing) / best_ms(*drawing)
    print(
        f"comparing {best_ms(*comparing):.2f} ms, drawing {best_ms(*drawing):.2f} ms: {ratio:.3f}"
    )
    assert ratio < 0.5


def test_what_lies_there_already_is_not_compared_again(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    real = likeness.process.extract

    def counting(text: str, *rest: object, **options: object) -> object:
        asked.append(text)
        return real(text, *rest, **options)

    monkeypatch.setattr(likeness.process, "extract", counting)
    notes = lying(*(f"{one} {other}" for one, other in pairwise(WORDS)))
    likeness.likest("once", notes[:-1])
    first = len(asked)
    likeness.likest("once", notes[:-1])
    assert len(asked) == first
    likeness.likest("once", notes)
    assert len(asked) - first <= 2
