"""Each command of the command line, in a process of its own: what it prints and its exit code."""

from __future__ import annotations

import csv
import io
import json
import socket
import sqlite3
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from facilitation import __version__, cli
from facilitation.concurrency import run_here
from facilitation.service import Service
from facilitation.store.sqlite import SqliteStore
from tests.servers import ROOT, Server, free_port, run_cli

NEW = ("--theme", "Huiswerk", "--question", "Wanneer helpt het?", "--json")
PUBLIC = ("--public-url", "http://192.0.2.7:8000")


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data directory with one conversation in it."""
    directory = tmp_path_factory.mktemp("cli") / "data"
    Server(directory).new(school="De Regenboog")
    return directory


@pytest.fixture(scope="module")
def code(data: Path) -> str:
    """The code of the conversation in ``data``."""
    return Server(data).new()["code"]


def test_version_is_printed() -> None:
    done = run_cli("--version")
    assert (done.returncode, done.stdout) == (0, f"driegesprek {__version__}\n")


def test_new_prints_its_code_and_links(tmp_path: Path) -> None:
    done = run_cli("new", "--data", tmp_path / "fresh", *NEW, *PUBLIC)
    assert (done.returncode, done.stderr) == (0, "")
    made = json.loads(done.stdout)
    assert set(made) == {"code", "join_url", "screen_url", "chair_url", "minute_taker_url"}
    assert len(made["code"]) == 6
    paths = {"join_url": "j", "screen_url": "screen", "chair_url": "chair"}
    for link, path in paths.items():
        assert made[link].startswith(f"http://192.0.2.7:8000/{path}/")


def test_options_have_environment_variables(tmp_path: Path) -> None:
    env = {
        "DRIEGESPREK_DATA": str(tmp_path / "elsewhere"),
        "DRIEGESPREK_THEME": "Roken",
        "DRIEGESPREK_QUESTION": "Waar mag het?",
        "DRIEGESPREK_SCHOOL": "De Linde",
        "DRIEGESPREK_PUBLIC_URL": "https://gesprek.example",
    }
    done = run_cli("new", env=env)
    made = json.loads(done.stdout)
    assert made["join_url"].startswith("https://gesprek.example/j/")
    told = Server(tmp_path / "elsewhere").minutes(made["code"])["conversation"]
    assert (told["theme"], told["question"], told["school"]) == (
        "Roken",
        "Waar mag het?",
        "De Linde",
    )


def options() -> dict[tuple[str, str], Any]:
    """Each command's options, by command and long name, with their defaults."""
    commands = next(one for one in cli._parser()._actions if isinstance(one.choices, dict))
    return {
        (name, action.option_strings[-1]): action.default
        for name, parser in commands.choices.items()  # type: ignore[union-attr]
        for action in parser._actions
        if action.option_strings and action.dest != "help"
    }


def test_every_option_has_its_environment_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = options()
    del plain["new", "--json"]  # Changes nothing: it is the only form.
    assert len(plain) > 50
    names = {one.removeprefix("--").upper().replace("-", "_") for _, one in plain}
    for name in names:
        monkeypatch.setenv(f"DRIEGESPREK_{name}", "123")
    assert [one for one, default in plain.items() if default == options()[one]] == []


@pytest.mark.parametrize(("value", "on"), [("1", True), ("yes", True), ("0", False), ("", False)])
def test_variable_of_a_switch_is_on_or_off(
    monkeypatch: pytest.MonkeyPatch, value: str, on: bool
) -> None:
    monkeypatch.setenv("DRIEGESPREK_PROXIED", value)
    monkeypatch.setenv("DRIEGESPREK_AS_NOTED", value)
    told = options()
    assert (told["serve", "--proxied"], told["minutes", "--as-noted"]) == (on, on)


def test_new_follows_an_earlier_conversation(tmp_path: Path) -> None:
    server = Server(tmp_path / "data")
    before = server.new(theme="Telefoons")
    after = server.new(follows=before["code"])
    told = server.minutes(after["code"])["earlier"]
    assert [(one["theme"], one["agreements"]) for one in told] == [("Telefoons", [])]


def test_new_that_follows_what_is_not_there_makes_nothing(tmp_path: Path) -> None:
    data = tmp_path / "data"
    done = run_cli("new", "--data", data, *NEW, *PUBLIC, "--follows", "ZZZ999")
    assert (done.returncode, done.stdout) == (1, "")
    assert "there is no conversation with the code ZZZ999" in done.stderr
    service = Service(lambda: SqliteStore(data / "driegesprek.sqlite"), run_here)
    assert service.read(lambda store: store.conversations()) == []
    service.close()


def test_new_takes_circles_and_seconds(tmp_path: Path) -> None:
    circles = ["clients:Cliënten:10:5", "family:Familie:0.1:0.1"]
    server = Server(tmp_path / "data")
    made = server.new(circle=circles, lang="en", date="2026-11-24", time="20:00")
    told = server.minutes(made["code"])
    assert [(one["key"], one["name"]) for one in told["circles"]] == [
        ("clients", "Cliënten"),
        ("family", "Familie"),
    ]
    assert told["conversation"]["language"] == "en"


@pytest.mark.parametrize(
    "wrong",
    [
        ("--date", "2026-02-30"),
        ("--time", "25:00"),
        ("--timezone", "Europe/Atlantis"),
        ("--circle", "one:Alleen:15:15"),
        ("--circle", "too:many:1:2:3", "--circle", "b:B:1:1"),
        ("--theme", " "),
        ("--public-url", "ftp://x"),
    ],
)
def test_new_refuses_a_wrong_field_in_one_line(tmp_path: Path, wrong: tuple[str, ...]) -> None:
    done = run_cli("new", "--data", tmp_path / "data", *NEW, *wrong)
    _refused_in_one_line(done.returncode, done.stdout, done.stderr)


def _refused_in_one_line(returncode: int, stdout: str, stderr: str) -> None:
    assert returncode == 1, stderr
    assert stdout == ""
    assert stderr.startswith("driegesprek: ")
    assert len(stderr.splitlines()) == 1
    assert "Traceback" not in stderr


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("dance",),
        ("new", "--theme", "x"),
        ("serve", "--port", "0"),
        ("serve", "--port", "door"),
        ("serve", "--async-mode", "twisted"),
        ("minutes",),
        ("minutes", "ABCDEF", "--format", "xls"),
        ("minutes", "ABCDEF", "--edition", "secret"),
        ("minutes", "ABCDEF", "--lang", "xx"),
        ("backup",),
    ],
)
def test_wrong_usage_is_exit_code_2(arguments: tuple[str, ...]) -> None:
    done = run_cli(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    "variable", ["DRIEGESPREK_PORT", "DRIEGESPREK_ASYNC_MODE", "DRIEGESPREK_FORMAT"]
)
def test_wrong_variable_is_exit_code_2(tmp_path: Path, variable: str) -> None:
    command = ("minutes", "ABCDEF") if variable == "DRIEGESPREK_FORMAT" else ("serve",)
    done = run_cli(*command, env={variable: "door"}, cwd=tmp_path, timeout=30)
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)


@pytest.mark.parametrize(
    "arguments",
    [
        ("minutes", "ABCDEF"),
        ("forget", "ABCDEF"),
        ("purge",),
        ("backup", "copy.sqlite"),
        ("restore", "nowhere.sqlite"),
    ],
)
def test_command_without_a_database_is_refused(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    done = run_cli(arguments[0], "--data", tmp_path / "none", *arguments[1:], cwd=tmp_path)
    _refused_in_one_line(done.returncode, done.stdout, done.stderr)
    assert not (tmp_path / "none" / "driegesprek.sqlite").exists()


@pytest.mark.parametrize("command", ["minutes", "forget"])
def test_unknown_code_is_refused(data: Path, command: str) -> None:
    done = run_cli(command, "--data", data, "QQQQQQ")
    _refused_in_one_line(done.returncode, done.stdout, done.stderr)


def test_minutes_are_written_in_each_format(data: Path, code: str, tmp_path: Path) -> None:
    written = {}
    for form in ("html", "md", "csv", "json", "pdf", "docx"):
        target = tmp_path / f"minutes.{form}"
        typed = f"{code[:3].lower()} {code[3:]}"
        done = run_cli("minutes", "--data", data, typed, "--format", form, "-o", target)
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
        written[form] = target.read_bytes()
    assert written["html"].startswith(b"<!doctype html>")
    assert b"\n# " in written["md"]
    assert written["pdf"].startswith(b"%PDF-")
    assert written["docx"].startswith(b"PK")
    assert len(list(csv.reader(io.StringIO(written["csv"].decode("utf-8-sig"))))) > 1
    schema = json.loads((ROOT / "docs" / "minutes.schema.json").read_text("utf-8"))
    jsonschema.validate(json.loads(written["json"]), schema)


def test_minutes_go_to_standard_output_without_a_file(data: Path, code: str) -> None:
    done = run_cli("minutes", "--data", data, code, "--format", "json", "--without-appendix")
    assert done.returncode == 0
    assert json.loads(done.stdout)["conversation"]["code"] == code


@pytest.mark.parametrize(("language", "heading"), [("nl", "In het kort"), ("pl", "W skrócie")])
def test_short_edition_is_written_in_a_language(
    data: Path, code: str, language: str, heading: str
) -> None:
    options = ("--edition", "brief", "--lang", language, "--format", "html")
    done = run_cli("minutes", "--data", data, code, *options)
    assert done.returncode == 0
    assert f"<title>{heading}: " in done.stdout


def test_public_edition_is_for_everybody(data: Path, code: str) -> None:
    options = ("--edition", "public", "--format", "json")
    done = run_cli("minutes", "--data", data, code, *options)
    circles = json.loads(done.stdout)["circles"]
    assert {(one["joined"], one["present"]) for one in circles} == {(None, None)}


def test_public_edition_as_noted_is_refused_clearly(data: Path, code: str) -> None:
    done = run_cli("minutes", "--data", data, code, "--edition", "public", "--as-noted")
    _refused_in_one_line(done.returncode, done.stdout, done.stderr)
    assert "only the full edition" in done.stderr


@pytest.mark.parametrize("form", ["csv", "json"])
def test_short_edition_as_data_is_refused_clearly(data: Path, code: str, form: str) -> None:
    done = run_cli("minutes", "--data", data, code, "--edition", "brief", "--format", form)
    _refused_in_one_line(done.returncode, done.stdout, done.stderr)
    assert "pdf or docx" in done.stderr


def test_minutes_to_a_place_that_is_not_there_are_refused(data: Path, code: str) -> None:
    done = run_cli("minutes", "--data", data, code, "-o", data / "no" / "such" / "place")
    _refused_in_one_line(done.returncode, done.stdout, done.stderr)


def test_forget_erases_one_conversation(data: Path) -> None:
    server = Server(data)
    gone, stays = server.new(theme="Gaat weg"), server.new(theme="Blijft")
    done = run_cli("forget", "--data", data, gone["code"])
    assert done.returncode == 0
    assert gone["code"] in done.stdout
    assert run_cli("minutes", "--data", data, gone["code"]).returncode == 1
    assert server.minutes(stays["code"])["conversation"]["theme"] == "Blijft"


def test_purge_says_how_many(data: Path) -> None:
    done = run_cli("purge", "--data", data)
    assert (done.returncode, done.stderr) == (0, "")
    assert "0 conversation" in done.stdout


def test_backup_and_restore_bring_a_conversation_back(tmp_path: Path) -> None:
    server, copy = Server(tmp_path / "data"), tmp_path / "copy.sqlite"
    made = server.new(theme="Vóór de kopie")
    assert run_cli("backup", "--data", server.data, copy).returncode == 0
    assert run_cli("forget", "--data", server.data, made["code"]).returncode == 0
    done = run_cli("restore", "--data", server.data, copy)
    assert (done.returncode, done.stderr) == (0, "")
    assert server.minutes(made["code"])["conversation"]["theme"] == "Vóór de kopie"


@pytest.mark.parametrize("kind", ["text", "other database"])
def test_restore_refuses_what_is_not_a_backup(data: Path, tmp_path: Path, kind: str) -> None:
    file = tmp_path / "file"
    if kind == "text":
        file.write_text("Dit is geen kopie.")
    else:
        with sqlite3.connect(file) as other:
            other.execute("CREATE TABLE recipes (name TEXT)")
    done = run_cli("restore", "--data", data, file)
    _refused_in_one_line(done.returncode, done.stdout, done.stderr)


def test_reset_password_prints_one_link(data: Path) -> None:
    done = run_cli("reset-password", "--data", data, "--public-url", "http://192.0.2.7:8000")
    assert (done.returncode, done.stderr) == (0, "")
    (line,) = done.stdout.splitlines()
    assert line.startswith("http://192.0.2.7:8000/sign-in/first/")


def test_serve_on_a_taken_port_is_refused(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen(1)
        port = str(taken.getsockname()[1])
        where = ("--host", "127.0.0.1", "--port", port)
        done = run_cli("serve", "--data", tmp_path / "data", *where)
        _refused_in_one_line(done.returncode, done.stdout, done.stderr)
        checked = run_cli("check", "--data", tmp_path / "data", *where)
    assert checked.returncode == 1
    assert [line.split()[0] for line in checked.stdout.splitlines()].count("error") == 1


def test_check_prints_a_line_for_each_thing(tmp_path: Path) -> None:
    port = str(free_port())
    done = run_cli("check", "--data", tmp_path / "data", "--host", "127.0.0.1", "--port", port)
    assert (done.returncode, done.stderr) == (0, "")
    lines = [line.split()[:2] for line in done.stdout.splitlines()]
    assert [about for _, about in lines] == [
        "data:",
        "port:",
        "phones:",
        "clock:",
        "sleep:",
        "SQLite:",
        "browser:",
    ]
    assert {level for level, _ in lines} <= {"ok", "warning"}
