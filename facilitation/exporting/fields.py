"""What an exported conversation holds: the list of fields, by table."""

from __future__ import annotations

from facilitation.core.model import (
    Agreement,
    Circle,
    Conversation,
    Correction,
    Count,
    Note,
    Phase,
    Question,
    Text,
)

FORMAT = "driegesprek-conversation"
VERSION = 1

EXPORTED: dict[type, tuple[str, ...]] = {
    Conversation: (
        *("code", "school", "theme", "question", "ground_rules", "date", "time", "timezone"),
        *("starts_at", "language", "trusted_contact", "retention_days", "full_quarter"),
        *("late_notes", "created_at", "current", "ended_at", "links_cut", "door_open"),
        *("join_shown", "details_changed", "revision", "purged_at", "final_at"),
    ),
    Circle: ("key", "position", "name", "singular", "formal", "colour", "present", "joined"),
    Phase: (
        *("number", "position", "name", "circle", "planned_ms", "spent_ms", "running_since"),
        *("started_at", "ended_at", "left_running", "deducted_ms", "floor", "list_shown"),
        "changed",
    ),
    Note: (
        *("id", "phase", "to_circle", "from_circle", "text", "language", "paper", "place"),
        *("position", "merged_into", "rendering"),
    ),
    Question: (
        *("note", "phase", "put_order", "put_at", "answer", "answered", "listed"),
        "taken_back",
    ),
    Text: ("name", "text", "changed"),
    Agreement: (
        *("id", "position", "what", "who", "by", "changed", "status", "remark", "status_at"),
    ),
    Correction: ("place", "original", "text", "hidden", "role", "at", "changed"),
    Count: ("from_circle", "to_circle", "sent", "selected", "asked"),
}

LEFT_OUT: dict[type, tuple[str, ...]] = {
    # A fresh id makes fresh keys; seats, authors and links are what nobody may carry away. Which
    # conversation it follows would name one that need not be there.
    Conversation: (
        *("id", "wifi_name", "wifi_password", "wifi_hidden", "follows", "earlier_page", "shared"),
    ),
    # Together they would tell which notes came from one phone's outbox at once.
    Note: ("sent_at", "changed"),
}

PARTS: dict[str, type] = {
    "circles": Circle,
    "phases": Phase,
    "notes": Note,
    "questions": Question,
    "texts": Text,
    "agreements": Agreement,
    "corrections": Correction,
    "counts": Count,
}
