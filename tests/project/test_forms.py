"""Fields are named so that they hide nothing: `form.id` is the field named id, if there is one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.servers import ROOT

HIDDEN = {
    "action",
    "attributes",
    "children",
    "dataset",
    "elements",
    "id",
    "length",
    "matches",
    "method",
    "nodeName",
    "reset",
    "submit",
    "tagName",
    "target",
}
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_no_field_hides_a_property_of_its_form(template: Path) -> None:
    names = re.findall(r'\bname="([\w-]+)"', template.read_text("utf-8"))
    assert not HIDDEN & set(names)
