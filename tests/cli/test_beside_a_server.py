"""Commands beside a running server on the same data: both see what the other does."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests

from tests.clients import connected, join, ticket_of
from tests.servers import Server, running_server


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server that runs while the commands do."""
    with running_server(tmp_path_factory.mktemp("beside") / "data") as one:
        yield one


def test_serve_prints_sign_in_link_address_and_data(server: Server) -> None:
    printed = server.log()
    assert f"http://localhost:{server.port}/sign-in/first/" in printed
    assert server.url in printed
    assert str(server.data.resolve()) in printed


def test_minutes_show_what_was_just_said(server: Server) -> None:
    made = server.new()
    with connected(server, ticket_of(made["chair_url"])) as (chair,):
        chair.done("write_summary", circle="parents", text="Zojuist gezegd", revision=None)
    done = server.cli("minutes", made["code"], "--format", "md")
    assert done.returncode == 0
    assert "Zojuist gezegd" in done.stdout


def test_backup_while_running_holds_the_conversation(server: Server, tmp_path: Path) -> None:
    made = server.new(theme="Vastgelegd")
    assert server.cli("backup", tmp_path / "copy.sqlite").returncode == 0
    elsewhere = Server(tmp_path / "data")
    elsewhere.data.mkdir()
    assert elsewhere.cli("restore", tmp_path / "copy.sqlite").returncode == 0
    assert elsewhere.minutes(made["code"])["conversation"]["theme"] == "Vastgelegd"


def test_restore_is_refused_while_the_server_runs(server: Server, tmp_path: Path) -> None:
    assert server.cli("backup", tmp_path / "copy.sqlite").returncode == 0
    done = server.cli("restore", tmp_path / "copy.sqlite")
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert requests.get(f"{server.url}/healthz", timeout=5).status_code == 200


def test_reset_password_link_opens_the_running_server(server: Server) -> None:
    link = server.cli("reset-password", "--public-url", server.url).stdout.strip()
    assert requests.get(link, headers={"Accept": "text/html"}, timeout=5).status_code == 200


def test_reset_password_knows_where_the_server_was_reached(server: Server) -> None:
    link = server.cli("reset-password").stdout.strip()
    assert link.startswith(f"http://localhost:{server.port}/sign-in/first/")


def test_tickets_stay_good_over_a_restart(server: Server) -> None:
    made = server.new()
    ticket = join(server, made["join_url"], "teachers")
    server.restart()
    with connected(server, ticket, ticket_of(made["chair_url"])) as (phone, chair):
        assert phone.stage == chair.stage


def test_minutes_read_as_the_minute_taker_corrected_them(server: Server) -> None:
    made = server.new()
    tickets = ticket_of(made["chair_url"]), ticket_of(made["minute_taker_url"])
    with connected(server, *tickets) as [chair, minute_taker]:
        chair.done("write_response", revision=None, text="We voelen ons gehoort.")
        for _ in range(16):
            chair.done("advance", revision=None)
        minute_taker.wait(lambda one: one.stage["phase"] == "ended")
        fixed = {"place": "response", "text": "We voelen ons gehoord."}
        minute_taker.done("correct_minutes", revision=None, **fixed)
    read = server.cli("minutes", made["code"], "--format", "json").stdout
    noted = server.cli("minutes", made["code"], "--format", "json", "--as-noted").stdout
    assert [json.loads(one)["response"] for one in (read, noted)] == [
        "We voelen ons gehoord.",
        "We voelen ons gehoort.",
    ]
