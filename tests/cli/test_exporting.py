"""``export`` and ``import`` on the command line, and accounts by name."""

from __future__ import annotations

import json
import re
from pathlib import Path

from facilitation import accounts
from facilitation.concurrency import run_here
from facilitation.core.schools import HOME, Office
from facilitation.service import Service
from facilitation.store.sqlite import SqliteStore
from tests.servers import Server, run_cli

PUBLIC = ("--public-url", "http://192.0.2.7:8000")


def test_export_forget_import_export_gives_the_same_bytes(tmp_path: Path) -> None:
    data, file, again = tmp_path / "data", tmp_path / "een.json", tmp_path / "twee.json"
    made = Server(data).new(school="De Regenboog")
    assert run_cli("export", "--data", data, made["code"], "-o", file).returncode == 0
    told = run_cli("minutes", "--data", data, made["code"], "--format", "json").stdout
    assert run_cli("import", "--data", data, file).returncode == 1  # it is here already
    assert run_cli("forget", "--data", data, made["code"]).returncode == 0
    done = run_cli("import", "--data", data, file, *PUBLIC)
    assert (done.returncode, done.stderr) == (0, "")
    taken = json.loads(done.stdout)
    assert set(taken) == set(made)
    assert taken["code"] == made["code"]
    assert taken["chair_url"].rpartition("/")[2] != made["chair_url"].rpartition("/")[2]
    assert run_cli("export", "--data", data, taken["code"], "-o", again).returncode == 0
    assert again.read_bytes() == file.read_bytes()
    assert run_cli("minutes", "--data", data, made["code"], "--format", "json").stdout == told


def test_import_of_something_else_is_one_line_and_keeps_nothing(tmp_path: Path) -> None:
    file = tmp_path / "brief.json"
    file.write_text('{"format": "letter"}', encoding="utf-8")
    done = run_cli("import", "--data", tmp_path / "data", file)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.strip() == (
        "driegesprek: this file is not a conversation that driegesprek exported"
    )


def test_new_and_reset_password_know_schools_and_accounts(tmp_path: Path) -> None:
    data = tmp_path / "data"
    data.mkdir()
    service = Service(lambda: SqliteStore(data / "driegesprek.sqlite"), run_here)
    linde = accounts.add_school(service, "De Linde")
    accounts.add(service, name="Fatma", school=linde.id, office=Office.ORGANISER)
    service.close()
    made = [Server(data).new(school=one)["code"] for one in ("de linde", "Een andere school")]
    link = run_cli("reset-password", "--data", data, "--account", "fatma", *PUBLIC)
    assert re.fullmatch(r"http://192\.0\.2\.7:8000/sign-in/first/[\w-]+\n", link.stdout)
    unknown = run_cli("reset-password", "--data", data, "--account", "nobody", *PUBLIC)
    assert (unknown.returncode, unknown.stdout) == (1, "")
    store = SqliteStore(data / "driegesprek.sqlite")
    found = [store.belonging(store.by_code(code) or "") for code in made]
    invited = {one.name: one.first_link is not None for one in store.organisers()}
    store.close()
    assert [one and one.school for one in found] == [linde.id, HOME]
    assert invited == {"organiser": False, "Fatma": True}
