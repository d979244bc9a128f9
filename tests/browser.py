"""Which Chromium the tests drive: the one place that knows.

The system's own or $DRIEGESPREK_CHROMIUM when there is one, else Playwright's download.
`tests/browser.sh` makes sure that one of them is there.
"""

import os
from pathlib import Path

SYSTEM = Path("/usr/bin/chromium")

# No sandbox: tests may run as root in a container. The rest keeps the browser off the network.
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def executable_path() -> str | None:
    """For `p.chromium.launch(executable_path=…)`; None means Playwright's own."""
    if chosen := os.environ.get("DRIEGESPREK_CHROMIUM"):
        return chosen
    return str(SYSTEM) if SYSTEM.exists() else None
