"""The house's import rules for every part (tests/project holds those of single modules)."""

from pathlib import Path

import pytest

from tests.project.test_tree import ROOT, imports, part

PACKAGE = ROOT / "facilitation"
# What each part may import of facilitation, besides itself; paths.py and __version__ are anybody's.
MAY_IMPORT = {
    "core": set(),
    "views": {"core"},
    "store": {"core"},
    "minutes": {"core", "views"},
    "series": {"core"},
    "locale": set(),
    "preparation": {"core", "keys", "locale"},
    "exporting": {
        *("core", "views", "minutes", "preparation", "locale", "keys", "service", "creating"),
    },
    "service": {"core", "store", "keys", "worker"},
}
ANYBODYS = {"__version__", "moments", "paths"}
EVERYTHING = {"web", "check", "demo", "rehearsal"}


def files(name: str) -> list[Path]:
    folder = PACKAGE / name
    return sorted(folder.rglob("*.py")) if folder.is_dir() else [folder.with_suffix(".py")]


def imported(name: str) -> set[str]:
    return {
        other
        for path in files(name)
        if path.exists()
        for module in imports(path)
        if (other := part(module)) and other != name
    }


@pytest.mark.parametrize("name", sorted(MAY_IMPORT))
def test_part_imports_only_what_the_design_lets_it(name: str) -> None:
    assert imported(name) - MAY_IMPORT[name] - ANYBODYS == set()


def test_core_imports_nothing_of_ours_at_all() -> None:
    assert imported("core") == set()


def test_every_folder_with_python_has_a_rule_or_may_import_everything() -> None:
    folders = {one.name for one in PACKAGE.iterdir() if one.is_dir() and list(one.glob("*.py"))}
    assert folders - set(MAY_IMPORT) - EVERYTHING == set()


def test_every_folder_with_python_has_a_readme_of_a_few_lines() -> None:
    folders = {one.parent for one in PACKAGE.rglob("*.py")} - {PACKAGE}
    tops = {PACKAGE / one.relative_to(PACKAGE).parts[0] for one in folders}
    missing = {one.name for one in tops if not (one / "README.md").is_file()}
    assert missing == set()
    assert {one.name for one in tops if len((one / "README.md").read_text()) < 40} == set()


def test_imports_are_seen_wherever_they_stand(tmp_path: Path) -> None:
    found = set(imports(PACKAGE / "core" / "decide.py"))
    assert {"facilitation.core.asking", "facilitation.core.commands", "typing.Any"} <= found
