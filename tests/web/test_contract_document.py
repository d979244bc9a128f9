"""docs/contract.md names every command, every argument and every refusal, and no others."""

from __future__ import annotations

import re
from dataclasses import fields

import pytest

from facilitation.core import commands, refusals
from tests.servers import ROOT, run_cli

TEXT = (ROOT / "docs" / "contract.md").read_text("utf-8")


def rows(heading: str) -> list[list[str]]:
    """The cells of the first table after a heading."""
    after = TEXT.split(f"\n{heading}\n", 1)[1]
    table = re.search(r"(?:^\|.*\n)+", after, re.MULTILINE)
    assert table is not None
    lines = table[0].splitlines()[2:]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in lines]


def test_document_names_exactly_the_commands() -> None:
    assert [row[0].strip("`") for row in rows("### Commands")] == list(commands.PUBLIC)


@pytest.mark.parametrize("row", rows("### Commands"), ids=lambda row: row[0].strip("`"))
def test_document_names_exactly_the_arguments(row: list[str]) -> None:
    given = row[1].partition("→")[0]
    named = re.findall(r"`([a-z_]+)`", given)
    taken = {one.name for one in fields(commands.PUBLIC[row[0].strip("`")])}
    assert set(named) == taken - {"actor", "revision", "fresh_id"}


def test_document_names_exactly_the_refusals() -> None:
    named = [row[0].strip("`") for row in rows("### Refusals")]
    assert sorted(named) == sorted(refusals.CODES)


def test_document_names_exactly_the_commands_of_the_command_line() -> None:
    named = {row[0].strip("`").split()[0] for row in rows("## Command line")}
    printed = run_cli("--help").stdout
    listed = set(re.findall(r"^    ([a-z-]+)(?: |$)", printed, re.MULTILINE))
    assert named == listed
