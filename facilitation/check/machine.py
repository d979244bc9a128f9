"""What the operating system tells about its clock, its sleep and its browsers; best effort.

Rule: each question is asked of a tool that only shows settings, for two seconds at most. No tool,
no answer or an answer in another form gives ``None``: "could not tell".
"""

from __future__ import annotations

import re
import shutil
import subprocess  # nosec B404  # fixed words only
import sys
from collections.abc import Callable
from pathlib import Path

Ask = Callable[[list[str]], str | None]
PATIENCE_S = 2

BROWSERS = {
    "Chrome": ("google-chrome", "google-chrome-stable", "chrome"),
    "Chromium": ("chromium", "chromium-browser"),
    "Edge": ("msedge", "microsoft-edge", "microsoft-edge-stable"),
    "Firefox": ("firefox", "firefox-esr"),
}
APPLICATIONS = {
    "Chrome": "/Applications/Google Chrome.app",
    "Edge": "/Applications/Microsoft Edge.app",
    "Firefox": "/Applications/Firefox.app",
    "Safari": "/Applications/Safari.app",
}


def ask(command: list[str]) -> str | None:
    """What a command prints, ``None`` when it is not there, fails or takes long."""
    path = shutil.which(command[0])
    if path is None:
        return None
    try:
        done = subprocess.run(  # nosec B603  # fixed words only
            [path, *command[1:]],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=PATIENCE_S,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.strip() if done.returncode == 0 and done.stdout.strip() else None


def clock_is_synchronised(asking: Ask, system: str = sys.platform) -> bool | None:
    """Whether the network sets the clock."""
    if system.startswith("linux"):
        told = asking(["timedatectl", "show", "--property=NTPSynchronized", "--value"])
        return {"yes": True, "no": False}.get(told or "")
    return None


def sleep_settings(asking: Ask, system: str = sys.platform) -> list[str] | None:
    """What would send the machine to sleep, in words; empty: nothing; ``None``: could not tell."""
    if system.startswith("linux"):
        return _told([_linux_lid(asking), _linux_idle(asking)])
    if system == "darwin":
        return _told([_mac_idle(asking)])
    if system == "win32":
        return _told([_windows_idle(asking), _windows_lid(asking)])
    return None


def _told(answers: list[str | None]) -> list[str] | None:
    """All that could be told; "" stands for: looked, and nothing found."""
    known = [one for one in answers if one is not None]
    return [one for one in known if one] if known else None


def _linux_lid(asking: Ask) -> str | None:
    manager = [
        "org.freedesktop.login1",
        "/org/freedesktop/login1",
        "org.freedesktop.login1.Manager",
    ]
    told = asking(["busctl", "get-property", *manager, "HandleLidSwitch"])
    found = re.fullmatch(r's "([a-z-]+)"', told or "")
    if not found:
        return None
    return "" if found[1] in ("ignore", "lock") else f"closing the lid means {found[1]}"


def _linux_idle(asking: Ask) -> str | None:
    schema = "org.gnome.settings-daemon.plugins.power"
    told = asking(["gsettings", "get", schema, "sleep-inactive-ac-type"])
    found = re.fullmatch(r"'([a-z-]+)'", told or "")
    if not found:
        return None
    idle = found[1] not in ("nothing", "blank")
    return f"left alone, the machine goes to {found[1]}" if idle else ""


def _mac_idle(asking: Ask) -> str | None:
    told = asking(["pmset", "-g"])
    found = re.search(r"^\s*sleep\s+(\d+)", told or "", re.MULTILINE)
    if not found:
        return None
    return f"the Mac sleeps after {found[1]} minutes" if int(found[1]) else ""


def _windows_index(asking: Ask, *setting: str) -> int | None:
    """The setting while plugged in: the last but one number, whatever the language."""
    told = asking(["powercfg", "/query", "SCHEME_CURRENT", *setting])
    numbers = re.findall(r":\s*0x([0-9a-fA-F]{8})\s*$", told or "", re.MULTILINE)
    return int(numbers[-2], 16) if len(numbers) >= 2 else None


def _windows_idle(asking: Ask) -> str | None:
    seconds = _windows_index(asking, "SUB_SLEEP", "STANDBYIDLE")
    if seconds is None:
        return None
    return f"Windows sleeps after {seconds // 60} minutes" if seconds else ""


def _windows_lid(asking: Ask) -> str | None:
    action = _windows_index(asking, "SUB_BUTTONS", "LIDACTION")
    if action is None:
        return None
    return "closing the lid sends Windows to sleep" if action else ""


def browsers(system: str = sys.platform) -> list[str]:
    """Browsers that can be found without looking hard."""
    if system == "darwin":
        return [name for name, path in APPLICATIONS.items() if Path(path).exists()]
    return [name for name, commands in BROWSERS.items() if any(map(shutil.which, commands))]
