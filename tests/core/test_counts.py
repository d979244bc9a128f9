"""What is counted, and what goes when its time has passed, without losing count."""

from dataclasses import replace

from facilitation.core import counts, retention
from facilitation.core.model import Conversation, Count
from tests import evening

MONTH = 31 * retention.DAY_MS


def asked(conversation: Conversation) -> list[Count]:
    return [one for one in counts.matrix(conversation) if one.sent]


def test_question_merged_from_two_circles_counts_once_for_each() -> None:
    ended = evening.run(evening.conversation(), *evening.TO_END)
    assert asked(ended) == [
        Count("parents", "pupils", 3, 2, 2),
        Count("teachers", "pupils", 2, 1, 1),
    ]


def test_matrix_has_every_ordered_pair_of_different_circles() -> None:
    pairs = [(one.from_circle, one.to_circle) for one in counts.matrix(evening.conversation())]
    assert pairs == [
        ("pupils", "parents"),
        ("pupils", "teachers"),
        ("parents", "pupils"),
        ("parents", "teachers"),
        ("teachers", "pupils"),
        ("teachers", "parents"),
    ]


def test_counts_are_the_same_after_notes_and_seats_are_erased() -> None:
    ended = evening.run(evening.conversation(), *evening.TO_END)
    after = retention.erased(ended, evening.START + MONTH)
    assert counts.matrix(after) == counts.matrix(ended)
    assert [counts.joined(after, one.key) for one in after.circles] == [1, 1, 1]


def test_what_is_erased_twice_is_counted_once() -> None:
    ended = evening.run(evening.conversation(), *evening.TO_END)
    once = retention.erased(ended, evening.START + MONTH)
    twice = retention.erased(once, evening.START + MONTH)
    assert replace(twice, revision=once.revision) == once


def test_running_evening_with_a_wrong_date_is_not_due() -> None:
    wrong = evening.conversation(starts_at=0, created_at=0)
    running = evening.run(wrong, *evening.TO_PUPILS)
    assert not retention.due(running, evening.START + evening.MINUTE)


def test_conversation_without_notes_phones_and_links_is_never_due() -> None:
    ended = evening.run(evening.conversation(), *evening.TO_END)
    after = retention.erased(ended, evening.START + MONTH)
    assert not retention.due(after, evening.START + 99 * MONTH)
