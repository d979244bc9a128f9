"""'No' is normal: a refusal has a code for machines and data for a translated sentence.

Rule: a refusal changes nothing. Every code that the program can give stands in ``CODES``; a test
holds that each has its sentence in every language. Bugs are ordinary exceptions, never refusals.
"""

from __future__ import annotations

CODES = frozenset(
    {
        "already_collected",
        "already_put",
        "bad_request",
        "conversation_ended",
        "conversation_full",
        "door_closed",
        "empty_note",
        "minutes_final",
        "minutes_not_final",
        "empty_text",
        "change_circle_too_late",
        "no_author",
        "no_plan",
        "no_room_to_fit",
        "no_more_notes",
        "not_allowed",
        "not_put",
        "not_selected",
        "note_too_long",
        "quieted",
        "server_busy",
        "stale_screen",
        "text_too_long",
        "too_fast",
        "too_many_agreements",
        "too_many_notes",
        "too_many_phases",
        "unknown_agreement",
        "unknown_circle",
        "unknown_command",
        "unknown_conversation",
        "unknown_line",
        "unknown_note",
        "unknown_phase",
        "unknown_ticket",
        "wrong_phase",
        "your_circle_speaks",
    }
)

RETRY = frozenset({"too_fast", "server_busy"})
"""Codes after which the same command may be sent again unchanged (contract.md)."""


class Refused(Exception):
    """A command was refused. ``code`` is one of ``CODES``; ``data`` fills the sentence."""

    def __init__(self, code: str, **data: object) -> None:
        if code not in CODES:
            raise ValueError(f"unknown refusal code: {code}")
        super().__init__(code)
        self.code = code
        self.data = data

    @property
    def retry(self) -> bool:
        """Whether sending the same again may help."""
        return self.code in RETRY
