"""What all tests share. Fixtures of one area stand in that area's own conftest.py.

Hypothesis gets two profiles: the default is quick enough for every `make test`, and
`HYPOTHESIS_PROFILE=thorough` searches long.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser

settings.register_profile(
    "quick",
    deadline=None,  # a slow machine is not a wrong answer
    max_examples=60,
    stateful_step_count=40,
    suppress_health_check=[HealthCheck.too_slow],
    print_blob=True,
)
settings.register_profile("thorough", parent=settings.get_profile("quick"), max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "quick"))


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium for a file of tests; people in it get a context each.

    Not for longer than a file: while it is open, Playwright's event loop runs in this thread, and
    tests that begin a loop of their own could not.
    """
    from playwright.sync_api import sync_playwright

    from tests.browser import ARGUMENTS, executable_path

    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=executable_path(), args=ARGUMENTS)
        yield launched
        launched.close()
