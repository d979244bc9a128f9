"""What the organiser decides beforehand, from the web's form and from the command line alike.

Rule: pure. See README.md in this folder.
"""

from .making import conversation, copy, links, of, prepare_command, sequel, wifi_command
from .options import CIRCLE_SYNTAX, from_options
from .plan import (
    COLOURS,
    TIMEZONE,
    Preparation,
    PreparedCircle,
    as_form,
    circle_fields,
    default_circles,
    defaults,
    ground_rules,
    next_day,
    positions,
)
from .problems import LABELS, Invalid, Problem, label_of
from .reading import FEWEST_CIRCLES, LIMITS, MOST_CIRCLES, read, timezones
from .themes import SUGGESTIONS, OneGroup, touches_one_group

__all__ = [
    "CIRCLE_SYNTAX",
    "COLOURS",
    "FEWEST_CIRCLES",
    "LABELS",
    "LIMITS",
    "MOST_CIRCLES",
    "SUGGESTIONS",
    "TIMEZONE",
    "Invalid",
    "OneGroup",
    "Preparation",
    "PreparedCircle",
    "Problem",
    "as_form",
    "circle_fields",
    "conversation",
    "copy",
    "default_circles",
    "defaults",
    "from_options",
    "ground_rules",
    "label_of",
    "links",
    "next_day",
    "of",
    "positions",
    "prepare_command",
    "read",
    "sequel",
    "timezones",
    "touches_one_group",
    "wifi_command",
]
