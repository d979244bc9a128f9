"""What must not be in the repository, and the import rules that keep the house standing."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# Each has a letter in brackets, so that this file does not find itself.
REGISTRIES = re.compile(r"py[p]i\.org|python[h]osted|npm[j]s\.|npm[m]irror")
INDEX_OPTIONS = re.compile(r"--(extra-)?index-url|--find-links|--trusted-host|https?://|file:")
# facilitation/<part> may import these parts of facilitation, besides itself.
MAY_IMPORT: dict[str, set[str]] = {
    "core": set(),
    "views": {"core"},
    "store": {"core"},
    "minutes": {"core", "views", "moments", "paths"},
}
SIDE_EFFECTS = frozenset(
    ("io", "os", "pathlib", "random", "secrets", "socket", "sqlite3", "threading", "time")
)


def tracked() -> list[Path]:
    # A source archive has no git; then everything beside the virtualenv counts.
    git = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if git.returncode == 0:
        return [path for name in git.stdout.split("\0") if name and (path := ROOT / name).is_file()]
    return [p for p in ROOT.rglob("*") if p.is_file() and ".venv" not in p.parts]


def imports(path: Path) -> Iterator[str]:
    """Every module a file imports, anywhere in it; relative ones made absolute."""
    package = path.relative_to(ROOT).with_suffix("").parts[:-1]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else ()
            module = ".".join([*base, *([node.module] if node.module else [])])
            yield from (f"{module}.{alias.name}" for alias in node.names)


def part(module: str) -> str | None:
    """`facilitation.core.timer` → `core`."""
    names = module.split(".")
    return names[1] if names[0] == "facilitation" and len(names) > 1 else None


def test_no_file_names_a_package_registry() -> None:
    found = [
        path.relative_to(ROOT).as_posix()
        for path in tracked()
        if REGISTRIES.search(path.read_text(encoding="utf-8", errors="ignore"))
    ]
    assert found == []


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_lock_has_no_url_and_no_index(lock: str) -> None:
    assert INDEX_OPTIONS.findall((ROOT / lock).read_text()) == []


def test_package_does_not_know_the_concurrency_mode() -> None:
    modes = {"eventlet", "gevent", "geventwebsocket"}
    found = {
        (path.relative_to(ROOT).as_posix(), module)
        for path in (ROOT / "facilitation").rglob("*.py")
        for module in imports(path)
        if module.split(".")[0] in modes
    }
    assert found == set()


@pytest.mark.parametrize("name", sorted(MAY_IMPORT))
def test_part_imports_only_what_it_may(name: str) -> None:
    allowed = MAY_IMPORT[name] | {name, "__version__"}
    found = {
        (path.relative_to(ROOT).as_posix(), module)
        for path in (ROOT / "facilitation" / name).rglob("*.py")
        for module in imports(path)
        if (other := part(module)) and other not in allowed
    }
    assert found == set()


def test_core_uses_only_the_standard_library_and_regex() -> None:
    allowed = (sys.stdlib_module_names - SIDE_EFFECTS) | {"regex", "facilitation"}
    found = {
        (path.relative_to(ROOT).as_posix(), module)
        for path in (ROOT / "facilitation" / "core").rglob("*.py")
        for module in imports(path)
        if module.split(".")[0] not in allowed
    }
    assert found == set()


def test_only_link_knows_socket_io() -> None:
    found = {
        path.name
        for path in (ROOT / "static" / "js").rglob("*.js")
        if "socket.io" in path.read_text(encoding="utf-8")
    }
    assert found <= {"link.js"}


@pytest.mark.parametrize(
    "folder",
    sorted(p.name for p in (ROOT / "facilitation").iterdir() if (p / "__init__.py").exists()),
)
def test_folder_says_its_rule(folder: str) -> None:
    assert (ROOT / "facilitation" / folder / "README.md").is_file()
