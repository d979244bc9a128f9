"""An evening that follows another, over real sockets in every concurrency mode."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from tests.clients import Phone, connected, join, ticket_of
from tests.servers import Server


@dataclass
class Series:
    """Chairs of both evenings; the second one's hall and a phone in it."""

    codes: tuple[str, str]
    earlier: Phone
    chair: Phone
    hall: Phone
    joost: Phone
    agreement: str


@pytest.fixture
def series(server: Server) -> Iterator[Series]:
    one = server.new(theme="Telefoons")
    two = server.new(theme="Huiswerk", follows=one["code"])
    tickets = [ticket_of(one["chair_url"]), ticket_of(two["chair_url"])]
    tickets += [ticket_of(two["screen_url"]), join(server, two["join_url"], "parents")]
    with connected(server, *tickets) as (earlier, chair, hall, joost):
        made = earlier.done("add_agreement", what="Telefoontassen", who="Docenten")
        codes = (one["code"], two["code"])
        yield Series(codes, earlier, chair, hall, joost, made["agreement"])


def test_hall_phone_and_chair_see_it_at_once_and_the_minutes_keep_it(
    server: Server, series: Series
) -> None:
    series.chair.wait(lambda phone: "Telefoontassen" in phone.regions["followed"])
    assert "Telefoontassen" not in series.hall.regions["stage"]
    before = series.chair.command("advance")["revision"]
    series.hall.wait(lambda phone: "Telefoontassen" in phone.regions["stage"])
    series.joost.wait(lambda phone: "Telefoontassen" in phone.regions["screen"])
    told = {"agreement": series.agreement, "status": "done", "remark": "Sinds maandag"}
    answer = series.chair.command("set_agreement_status", **told)
    assert (answer["ok"], answer["revision"]) == (True, before)
    series.hall.wait(lambda phone: "is-done" in phone.regions["stage"])
    series.joost.wait(lambda phone: "Gedaan" in phone.regions["screen"])
    series.chair.wait(lambda phone: "Sinds maandag" in phone.regions["followed"])
    assert "Sinds maandag" not in series.hall.regions["stage"] + series.joost.regions["screen"]
    series.chair.done("hide_earlier")
    series.hall.wait(lambda phone: "Telefoontassen" not in phone.regions["stage"])
    one, two = (server.minutes(code) for code in series.codes)
    (agreed,) = one["agreements"]
    assert {"status": "done", "remark": "Sinds maandag"}.items() <= agreed.items()
    assert agreed["status_at"] is not None
    assert [(row["theme"], row["agreements"]) for row in two["earlier"]] == [
        ("Telefoons", [agreed])
    ]


def test_phone_and_hall_may_not_tell_it(series: Series) -> None:
    for who in (series.joost, series.hall):
        refused = who.refused("set_agreement_status", agreement=series.agreement, status="done")
        assert refused == "not_allowed"
        assert who.refused("show_earlier", page=1) == "not_allowed"


def test_chair_of_the_earlier_evening_may_not_touch_the_following_one(series: Series) -> None:
    own = series.chair.done("add_agreement", what="Boeken")["agreement"]
    told = {"agreement": own, "status": "done"}
    assert series.earlier.refused("set_agreement_status", **told) == "unknown_agreement"


def test_erased_earlier_evening_is_gone_from_the_screens(server: Server, series: Series) -> None:
    series.chair.done("advance")
    series.hall.wait(lambda phone: "Telefoontassen" in phone.regions["stage"])
    assert server.cli("forget", series.codes[0]).returncode == 0
    series.hall.wait(lambda phone: "Telefoontassen" not in phone.regions["stage"])
    series.chair.wait(lambda phone: "Telefoontassen" not in phone.regions["followed"])
