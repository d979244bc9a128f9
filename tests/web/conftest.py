"""One real server for each concurrency mode, shared by the tests of a module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.servers import Server, running_server

MODES = ("eventlet", "gevent", "threading")


@pytest.fixture(scope="module", params=MODES)
def server(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """A server, in each of the three modes."""
    with running_server(tmp_path_factory.mktemp(request.param) / "data", mode=request.param) as one:
        yield one


@pytest.fixture(scope="module")
def eventlet_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server in the default mode, where the mode makes no difference."""
    with running_server(tmp_path_factory.mktemp("eventlet") / "data") as one:
        yield one
