"""The third-party files are exactly those that VENDOR.json names, and their safe versions."""

import hashlib
import json
from typing import NotRequired, TypedDict

import pytest

from facilitation.paths import STATIC


class Package(TypedDict):
    npm_package: str
    version: str
    licence: str
    licence_file: str
    files: dict[str, str]
    made: NotRequired[dict[str, str]]


def packages() -> list[Package]:
    listed: list[Package] = json.loads((STATIC / "vendor" / "VENDOR.json").read_text())["packages"]
    return listed


def text(name: str) -> str:
    return (STATIC / "vendor" / name).read_text(encoding="utf-8")


def files_of(package: Package) -> dict[str, str]:
    """What is as in the package, and what was made of it."""
    return {**package["files"], **package.get("made", {})}


@pytest.mark.parametrize("package", packages(), ids=lambda p: p["npm_package"])
def test_files_are_byte_for_byte_those_listed(package: Package) -> None:
    found = {
        path: hashlib.sha256((STATIC / path).read_bytes()).hexdigest() for path in files_of(package)
    }
    assert found == files_of(package)
    assert (STATIC / package["licence_file"]).stat().st_size > 0


def test_every_third_party_file_is_listed() -> None:
    listed = {path for package in packages() for path in files_of(package)}
    listed |= {package["licence_file"] for package in packages()} | {"vendor/VENDOR.json"}
    present = {
        path.relative_to(STATIC).as_posix()
        for folder in ("vendor", "fonts")
        for path in (STATIC / folder).rglob("*")
        if path.is_file()
    }
    assert present == listed


def test_socket_io_client_is_the_version_listed() -> None:
    versions = {package["npm_package"]: package["version"] for package in packages()}
    assert f"Socket.IO v{versions['socket.io-client']}\n" in text("socket.io.esm.min.js")


def test_bundled_parser_limits_attachments() -> None:
    # socket.io-parser before 4.2.6 keeps any number of binary attachments in memory.
    assert "too many attachments" in text("socket.io.esm.min.js")


def test_third_party_scripts_are_what_the_page_takes_them_for() -> None:
    assert " as io," in text("socket.io.esm.min.js")
    assert text("idiomorph.min.js").startswith("var Idiomorph=")
