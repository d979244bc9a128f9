"""The sentence for each refusal, in the language and form of address of whoever is refused.

Rule: a sentence says what is the case and what can be done, blames nobody, and gives nothing away.
"""

from __future__ import annotations

from typing import Any

from facilitation.core.refusals import CODES, Refused

from .locale import N_, Speech

SENTENCES = {
    "bad_request": N_("This could not be understood. Reload the page and try again."),
    "unknown_command": N_("This program does not know that command."),
    "not_allowed": N_("You cannot do that from this screen."),
    "unknown_ticket": N_("This link no longer works. Ask the organiser for a new one."),
    "unknown_conversation": N_("There is no conversation with this code, or it is closed."),
    "conversation_ended": N_("The conversation has ended."),
    "conversation_full": N_("All places are taken. You can follow on the big screen."),
    "door_closed": N_("Joining is closed at the moment. Ask the chair to open it."),
    "stale_screen": N_("Somebody else was just ahead of you. This is how it stands now."),
    "wrong_phase": N_("That is not possible in this step."),
    "your_circle_speaks": N_("Your circle is speaking now. Questions come from the others."),
    "already_collected": N_("The questions have been collected. This note stays on your phone."),
    "empty_note": N_("There is nothing on this note yet."),
    "note_too_long": N_("This note is too long: at most %(limit)s characters."),
    "too_many_notes": N_("You have sent %(limit)s notes in this step. That is the most."),
    "no_more_notes": N_("There are %(limit)s notes in this conversation. That is the most."),
    "quieted": N_("The chair has closed writing for this phone for this evening."),
    "unknown_note": N_("This note is no longer there."),
    "already_put": N_("This question was already put to the circle."),
    "not_put": N_("This question was not put to the circle."),
    "not_selected": N_("No question has been chosen yet."),
    "no_author": N_("This note came on paper, not from a phone."),
    "change_circle_too_late": N_("You already sent a question in this step. Change afterwards."),
    "unknown_circle": N_("There is no such circle in this conversation."),
    "unknown_phase": N_("There is no such step in this conversation."),
    "unknown_agreement": N_("This agreement is no longer there."),
    "no_plan": N_("This step counts up: there is no time to add or take off."),
    "no_room_to_fit": N_("That is too early: even a minute for each step takes longer."),
    "too_many_phases": N_("There are already %(limit)s steps. That is the most."),
    "too_many_agreements": N_("There are already %(limit)s agreements. That is the most."),
    "empty_text": N_("Nothing is filled in here yet."),
    "text_too_long": N_("This text is too long: at most %(limit)s characters."),
    "minutes_final": N_("The minutes are final. The organiser can open them again."),
    "minutes_not_final": N_("The minutes are not final yet."),
    "unknown_line": N_("This line is no longer in the minutes."),
    "too_fast": N_("That went too fast. Wait a moment."),
    "server_busy": N_("The server is busy. We will try again."),
}

if missing := CODES ^ set(SENTENCES):
    raise RuntimeError(f"refusals without a sentence, or the other way round: {missing}")


def sentence(refused: Refused, speech: Speech) -> str:
    """What the person reads."""
    return (
        speech.gettext(SENTENCES[refused.code], **refused.data)
        if refused.data
        else (speech.gettext(SENTENCES[refused.code]))
    )


def as_json(refused: Refused, speech: Speech) -> dict[str, Any]:
    """The refusal as the contract's object; what stands there now goes along as ``current``."""
    error: dict[str, Any] = {
        "code": refused.code,
        "message": sentence(refused, speech),
        "retry": refused.retry,
    }
    if "current" in refused.data:
        error["current"] = refused.data["current"]
    return {"ok": False, "error": error}
