"""The accessibility engine is byte for byte the one that is named, and stays out of the product."""

import hashlib
import json

from tests.servers import ROOT

VENDOR = ROOT / "tests" / "vendor"
LISTED = json.loads((VENDOR / "VENDOR.json").read_text("utf-8"))["packages"]


def test_files_are_byte_for_byte_those_listed() -> None:
    for package in LISTED:
        found = {
            name: hashlib.sha256((VENDOR / name).read_bytes()).hexdigest()
            for name in package["files"]
        }
        assert found == package["files"]


def test_every_file_is_listed_with_its_licence() -> None:
    listed = {"VENDOR.json"}
    for package in LISTED:
        listed |= {*package["files"], *package["licence_files"]}
        texts = [(VENDOR / name).read_text("utf-8") for name in package["licence_files"]]
        assert texts[0].startswith("Mozilla Public License, version 2.0")
    assert {path.name for path in VENDOR.iterdir()} == listed


def test_engine_says_the_version_listed() -> None:
    start = (VENDOR / "axe.min.js").read_text("utf-8")[:100]
    assert start.startswith(f"/*! axe v{LISTED[0]['version']}\n")


def test_engine_is_not_among_the_static_files() -> None:
    assert [path for path in (ROOT / "static").rglob("*") if "axe" in path.name] == []
