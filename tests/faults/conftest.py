"""One unharmed server for all tests that need no switch; a compiled slow disk."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from .harness import Evening, Faulty, evening_on, running


@pytest.fixture(scope="session")
def unharmed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Faulty]:
    with running(Faulty(tmp_path_factory.mktemp("unharmed") / "data")) as server:
        yield server


@pytest.fixture
def one(unharmed: Faulty) -> Iterator[Evening]:
    """A conversation in the pupils' discussion, on the unharmed server."""
    with evening_on(unharmed) as made:
        yield made


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """For a test's own server."""
    return tmp_path / "data"


@pytest.fixture(scope="session")
def slow_disk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shim, compiled. No compiler is a failure: these tests must not be skipped unseen."""
    compiler = shutil.which("cc") or shutil.which("gcc")
    assert compiler, "these tests need a C compiler (cc or gcc)"
    built = tmp_path_factory.mktemp("shim") / "slow_disk.so"
    source = Path(__file__).with_name("slow_disk.c")
    command = [compiler, "-shared", "-fPIC", "-O1", "-o", str(built), str(source), "-ldl"]
    subprocess.run(command, check=True, timeout=60)
    return built
