"""The program, started with the tests' switches turned. Otherwise ``python app.py``.

``WARM=1``: everything is imported at once, then it waits for a line on standard input before it
opens anything. The soak starts the next server so while the present one is still being killed.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

import app

patch = app.patch


def patch_and_turn(mode: str) -> None:
    """The mode's own patching, then ours."""
    patch(mode)
    from tests.faults import switches

    switches.turn(os.environ)
    if os.environ.get("WARM"):
        from facilitation import cli, serving  # noqa: F401

        os.read(0, 1)


app.patch = patch_and_turn

if __name__ == "__main__":
    sys.exit(app.main())
