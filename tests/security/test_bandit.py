"""bandit finds nothing, and each exception says what is excepted and why, on its own line."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
EXPLAINED = re.compile(r"# nosec B\d{3}(,B\d{3})*  # \w.+")


def test_bandit_finds_nothing() -> None:
    words = ["--quiet", "--configfile", "pyproject.toml", "--recursive", "app.py", "facilitation"]
    done = subprocess.run(
        [sys.executable, "-m", "bandit", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout
    assert "Skipped" not in done.stdout


def test_every_exception_is_explained() -> None:
    files = [ROOT / "app.py", *(ROOT / "facilitation").rglob("*.py")]
    bare = [
        f"{file.relative_to(ROOT)}:{number}"
        for file in files
        for number, line in enumerate(file.read_text("utf-8").splitlines(), 1)
        if "nosec" in line and not EXPLAINED.search(line)
    ]
    assert bare == []
