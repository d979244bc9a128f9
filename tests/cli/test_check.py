"""What ``driegesprek check`` makes of other machines than this one."""

from __future__ import annotations

from pathlib import Path

import pytest

from facilitation.check import address, clock, data_directory, sleep, sqlite
from facilitation.check.machine import clock_is_synchronised, sleep_settings
from facilitation.web.settings import Settings

WINDOWS = """
    Index huidige instelling voor netstroom: 0x{plugged:08x}
    Index huidige instelling voor gelijkstroom: 0x0000012c
"""

IN_HALF_AN_HOUR = WINDOWS.format(plugged=1800)
LID = "closing the lid sends Windows to sleep"


def answers(told: dict[str, str]) -> object:
    """Asks a machine that knows only this, by the first word or a word of the command."""

    def asking(command: list[str]) -> str | None:
        return next((text for word, text in told.items() if word in command), None)

    return asking


@pytest.mark.parametrize(
    ("system", "told", "wishes"),
    [
        ("linux", {}, None),
        ("linux", {"busctl": 's "suspend"'}, ["closing the lid means suspend"]),
        ("linux", {"busctl": 's "ignore"', "gsettings": "'nothing'"}, []),
        ("linux", {"gsettings": "'suspend'"}, ["left alone, the machine goes to suspend"]),
        ("linux", {"busctl": "something else"}, None),
        ("darwin", {"pmset": " sleep   1 (prevented by …)"}, ["the Mac sleeps after 1 minutes"]),
        ("darwin", {"pmset": " sleep                0"}, []),
        ("win32", {"STANDBYIDLE": IN_HALF_AN_HOUR}, ["Windows sleeps after 30 minutes"]),
        ("win32", {"LIDACTION": WINDOWS.format(plugged=0)}, []),
        ("win32", {"LIDACTION": WINDOWS.format(plugged=1)}, [LID]),
        ("plan9", {}, None),
    ],
)  # fmt: skip
def test_sleep_settings_are_told_in_words(
    system: str, told: dict[str, str], wishes: list[str] | None
) -> None:
    assert sleep_settings(answers(told), system) == wishes  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("wishes", "level"), [(None, "warning"), ([], "ok"), (["it sleeps"], "warning")]
)
def test_sleep_never_stops_an_evening(wishes: list[str] | None, level: str) -> None:
    assert sleep(wishes).level == level


@pytest.mark.parametrize(("told", "known"), [("yes", True), ("no", False), ("?", None)])
def test_synchronised_clock_is_told(told: str, known: bool | None) -> None:
    assert clock_is_synchronised(answers({"timedatectl": told}), "linux") is known  # type: ignore[arg-type]


def test_clock_of_1970_is_noticed() -> None:
    assert clock(0.0, None).level == "warning"
    assert clock(1_900_000_000.0, True).level == "ok"


def test_machine_without_network_is_told_what_to_do(tmp_path: Path) -> None:
    found = address(Settings(tmp_path), list)
    assert (found.level, "router" in found.told) == ("warning", True)


def test_data_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    assert data_directory(file / "data").level == "error"
    assert data_directory(tmp_path / "data").level == "ok"


def test_old_sqlite_is_only_a_warning() -> None:
    assert sqlite((3, 37, 0)).level == "warning"
    assert sqlite((3, 45, 1)).level == "ok"
