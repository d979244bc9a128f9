"""A built wheel runs in an empty environment: templates and static files are inside."""

import json
import os
import re
import subprocess
import sys
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from socket import AF_INET, SOCK_STREAM, socket

import pytest

ROOT = Path(__file__).resolve().parents[2]
STARTING = 30  # seconds; a cold start on a busy machine takes about 5
pytestmark = [pytest.mark.slow, pytest.mark.timeout(400)]


def run(*command: str | Path, cwd: Path) -> str:
    # Away from the checkout and without its settings, so that nothing of it is imported.
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "DRIEGESPREK"))}
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=clean,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command: list[str | Path] = [sys.executable, "-m", "build", "--wheel", "--no-isolation"]
    run(*command, "--outdir", folder, ROOT, cwd=folder)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def program(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The `driegesprek` command of an environment that holds the wheel and the runtime lock."""
    folder = tmp_path_factory.mktemp("empty")
    run(sys.executable, "-m", "venv", folder / "venv", cwd=folder)
    scripts = folder / "venv" / ("Scripts" if os.name == "nt" else "bin")
    pip: list[str | Path] = [
        scripts / "python",
        "-m",
        "pip",
        "--disable-pip-version-check",
        "install",
        "--quiet",
    ]
    run(*pip, "-r", ROOT / "requirements.lock", cwd=folder)
    run(*pip, "--no-deps", wheel, cwd=folder)
    run(scripts / "python", "-m", "pip", "check", cwd=folder)
    return scripts / "driegesprek"


def free_port() -> int:
    with socket(AF_INET, SOCK_STREAM) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def get(url: str) -> tuple[int, str, str]:
    """Status, content type and body."""
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return answer.status, answer.headers.get_content_type(), answer.read().decode()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.headers.get_content_type(), refused.read().decode()


@contextmanager
def served(program: Path, data: Path) -> Iterator[str]:
    base = f"http://127.0.0.1:{(port := free_port())}"
    log = data.with_suffix(".log")
    with log.open("w") as output:
        process = subprocess.Popen(
            [program, "serve", "--data", data, "--host", "127.0.0.1", "--port", str(port)],
            cwd=data.parent,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        until = time.monotonic() + STARTING
        while not answers(base):
            assert process.poll() is None, log.read_text()
            assert time.monotonic() < until, f"no answer in {STARTING} s\n{log.read_text()}"
            time.sleep(0.1)
        yield base
    finally:
        process.terminate()
        process.wait(timeout=20)


def answers(base: str) -> bool:
    try:
        return get(f"{base}/healthz")[0] == 200
    except OSError:
        return False


def test_wheel_holds_code_templates_static_files_and_catalogues(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    folders = ("templates", "static/vendor", "static/fonts", "static/js", "locale")
    present = {f for f in folders if any(n.startswith(f"facilitation/{f}/") for n in names)}
    assert "app.py" in names
    assert present == set(folders)
    assert [name for name in names if name.startswith(("templates", "static", "tests"))] == []


def test_program_explains_itself_from_the_wheel(program: Path, tmp_path: Path) -> None:
    assert "serve" in run(program, "--help", cwd=tmp_path)


def test_program_makes_a_conversation_from_the_wheel(program: Path, tmp_path: Path) -> None:
    theme = ["--theme", "Telefoons in de klas", "--question", "Wat helpt ons leren?"]
    printed = run(program, "new", "--data", tmp_path / "data", *theme, "--json", cwd=tmp_path)
    expected = {"code", "join_url", "screen_url", "chair_url", "minute_taker_url"}
    assert expected <= set(json.loads(printed))


def test_program_serves_from_the_wheel(program: Path, tmp_path: Path) -> None:
    with served(program, tmp_path / "data") as base:
        status, kind, body = get(f"{base}/healthz")
        assert (status, kind, json.loads(body)["ok"]) == (200, "application/json", True)

        status, kind, body = get(f"{base}/")
        assert (status, kind) == (200, "text/html")
        assert "<html" in body

        status, kind, body = get(f"{base}/static/vendor/VENDOR.json")
        assert (status, "idiomorph" in body) == (200, True)
        for sheet in re.findall(
            r'<link[^>]+rel="stylesheet"[^>]+href="([^"]+)"', get(base + "/")[2]
        ):
            assert get(base + sheet)[:2] == (200, "text/css")
