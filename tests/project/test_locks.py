"""The locks pin everything, agree with each other, and hold no version known to be unsafe."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

ROOT = Path(__file__).resolve().parents[2]
FLOORS = {
    name: Version(entry["version"])
    for name, entry in tomllib.loads((ROOT / "docs/minimum-versions.toml").read_text()).items()
}
PIN = re.compile(r"(?P<name>[a-z0-9][a-z0-9-]*)==(?P<version>[0-9][^ ;]*)( ; .+)?")
# The Pythons and systems people run this on; a marker of a lock line is tried on each.
SYSTEMS = [
    {
        "python_version": f"3.{minor}",
        "python_full_version": f"3.{minor}.0",
        "sys_platform": platform,
        "os_name": "nt" if platform == "win32" else "posix",
        "platform_python_implementation": "CPython",
        "implementation_name": "cpython",
    }
    for minor in (11, 12, 13)
    for platform in ("linux", "win32", "darwin")
]


def pins(lock: str) -> dict[str, Version]:
    found = {}
    for line in (ROOT / lock).read_text().splitlines():
        match = PIN.fullmatch(line)
        assert match, f"{lock}: not a plain pin: {line}"
        found[match["name"]] = Version(match["version"])
    return found


def declared(extra: str = "") -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    lines = project["optional-dependencies"][extra] if extra else project["dependencies"]
    return [Requirement(line) for line in lines]


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_lock_holds_only_safe_versions(lock: str) -> None:
    pinned = pins(lock)
    unsafe = {name: str(pinned[name]) for name in FLOORS if pinned[name] < FLOORS[name]}
    assert unsafe == {}


@pytest.mark.parametrize(
    ("lock", "requirements"),
    [
        ("requirements.lock", declared()),
        ("requirements-dev.lock", declared() + declared("dev")),
    ],
)
def test_lock_satisfies_what_is_declared(lock: str, requirements: list[Requirement]) -> None:
    pinned = pins(lock)
    missing = [str(r) for r in requirements if pinned[r.name] not in r.specifier]
    assert missing == []


def test_declared_dependencies_exclude_unsafe_versions() -> None:
    too_low = [
        str(requirement)
        for requirement in declared()
        if (floor := FLOORS.get(requirement.name))
        and any(Version(s.version) < floor for s in requirement.specifier if s.operator == ">=")
    ]
    assert too_low == []


def test_development_lock_has_the_same_runtime_versions() -> None:
    runtime, development = pins("requirements.lock"), pins("requirements-dev.lock")
    assert {name: development[name] for name in runtime} == runtime


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_lock_markers_can_be_read_everywhere(lock: str) -> None:
    requirements = [Requirement(line) for line in (ROOT / lock).read_text().splitlines()]
    markers = [r.marker for r in requirements if r.marker]
    assert all(isinstance(m.evaluate(dict(s)), bool) for m in markers for s in SYSTEMS)
