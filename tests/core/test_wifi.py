"""The guests' Wi-Fi: the text of its code, and what a name and a password may be."""

import pytest

from facilitation.core import commands as c
from facilitation.core import retention, wifi
from facilitation.core.decide import decide
from tests import evening
from tests.evening import ADVANCE, ORGANISER

NETWORK = c.SetWifi(
    actor=ORGANISER, wifi_name="Gasten", wifi_password="regenboog", wifi_hidden=True
)


@pytest.mark.parametrize(
    ("name", "password", "hidden", "said"),
    [
        ("Gasten", "regenboog", False, "WIFI:T:WPA;S:Gasten;P:regenboog;;"),
        ("Gasten", "regenboog", True, "WIFI:T:WPA;S:Gasten;P:regenboog;H:true;;"),
        ("Gasten", "", False, "WIFI:T:nopass;S:Gasten;;"),
        ('A\\B;C,D:E"F', "", False, 'WIFI:T:nopass;S:A\\\\B\\;C\\,D\\:E\\"F;;'),
        ("A", 'a;b,c:d\\e"', False, 'WIFI:T:WPA;S:A;P:a\\;b\\,c\\:d\\\\e\\";;'),
        ("Café ☕", "twee  spaties", False, "WIFI:T:WPA;S:Café ☕;P:twee  spaties;;"),
    ],
)  # fmt: skip
def test_payload_is_what_cameras_know(name: str, password: str, hidden: bool, said: str) -> None:
    assert wifi.payload(name, password, hidden) == said


@pytest.mark.parametrize(
    ("name", "fits"),
    [("x" * 32, True), ("x" * 33, False), ("é" * 16, True), ("é" * 17, False), ("a\nb", False)],
)
def test_name_is_at_most_32_bytes(name: str, fits: bool) -> None:
    assert wifi.name_fits(name) is fits


@pytest.mark.parametrize(("count", "fits"), [(7, False), (8, True), (63, True), (64, False)])
def test_password_has_8_to_63_characters(count: int, fits: bool) -> None:
    assert wifi.password_fits("x" * count) is fits


@pytest.mark.parametrize(
    ("password", "can"), [("a b~!\\", True), ("wachtwóórd", False), ("“regenboog”", False)]
)
def test_password_is_what_every_network_takes(password: str, can: bool) -> None:
    assert wifi.password_typeable(password) is can


def test_network_changes_in_the_middle_of_the_evening_and_the_journal_holds_no_word() -> None:
    here = evening.run(evening.conversation(), *(ADVANCE,) * 5)
    made = decide(here, NETWORK, evening.START)
    after = made.conversation
    assert (after.wifi_name, after.wifi_password, after.wifi_hidden) == (
        "Gasten",
        "regenboog",
        True,
    )
    assert (made.entry.name, made.entry.data, made.result) == ("set_wifi", {}, {})


def test_network_goes_with_the_notes() -> None:
    here = evening.run(evening.conversation(), NETWORK)
    assert retention.due(here, retention.due_at(here) - 1) is False
    assert retention.due(here, retention.due_at(here)) is True
    kept = retention.erased(here, retention.due_at(here))
    assert (kept.wifi_name, kept.wifi_password, kept.wifi_hidden) == ("", "", False)
    assert retention.due(kept, retention.due_at(here)) is False
