"""A real server in its own process, as an outside program meets it: through sockets alone.

Rule: it ends only the process that it started, and whatever that printed is kept in a file.
"""

from __future__ import annotations

import io
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import requests

from facilitation import cli
from facilitation.concurrency import Tools, run_here

ROOT = Path(__file__).resolve().parents[1]
START_S = 20.0
STOP_S = 5.0


def free_port() -> int:
    """A port on which nobody listens at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def environment(extra: Mapping[str, str] | None = None) -> dict[str, str]:
    """This process's environment without settings of ours that a developer may have."""
    kept = {name: value for name, value in os.environ.items() if "DRIEGESPREK" not in name}
    return {**kept, "PYTHONUNBUFFERED": "1", **(extra or {})}


def run_cli(
    *arguments: str | Path,
    env: Mapping[str, str] | None = None,
    cwd: Path = ROOT,
    timeout: int = 60,
) -> subprocess.CompletedProcess[str]:
    """One command of the command line, to its end."""
    return subprocess.run(
        [sys.executable, str(ROOT / "app.py"), *map(str, arguments)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environment(env),
        cwd=cwd,
        timeout=timeout,
        check=False,
    )


@dataclass
class Server:
    """``driegesprek serve`` on a port of 127.0.0.1."""

    data: Path
    mode: str = "eventlet"
    port: int = field(default_factory=free_port)
    extra: Sequence[str] = ()
    env: Mapping[str, str] | None = None
    process: subprocess.Popen[bytes] | None = None
    program = ROOT / "app.py"

    @property
    def url(self) -> str:
        """The address, without a slash at the end; also the Origin of its own pages."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def log_file(self) -> Path:
        """Where everything that it prints goes."""
        return self.data.with_name(f"{self.data.name}-{self.port}.log")

    def start(self) -> None:
        """Start, and wait until it answers."""
        self.data.mkdir(parents=True, exist_ok=True)
        arguments = ["serve", "--host", "127.0.0.1", "--port", str(self.port)]
        arguments += ["--data", str(self.data), "--async-mode", self.mode, *self.extra]
        with self.log_file.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, str(self.program), *arguments],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=ROOT,
                env=environment(self.env),
                start_new_session=True,
            )
        self._await_health()

    def _await_health(self) -> None:
        until = time.monotonic() + START_S
        while time.monotonic() < until:
            if self.process is None or self.process.poll() is not None:
                break
            try:
                if requests.get(f"{self.url}/healthz", timeout=2).status_code == 200:
                    return
            except requests.RequestException:
                time.sleep(0.05)
        self.stop()
        raise RuntimeError(f"the server does not answer:\n{self.log()}")

    def kill(self) -> None:
        """As if the power went: SIGKILL."""
        self.stop(signal.SIGKILL)

    def stop(self, with_signal: int = signal.SIGTERM) -> None:
        """End the process that was started here, and only that."""
        process, self.process = self.process, None
        if process is None:
            return
        process.send_signal(with_signal)
        try:
            process.wait(STOP_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(STOP_S)

    def restart(self) -> None:
        """Again on the same port and data; kills it first if it runs."""
        self.kill()
        self.start()

    def _here(self, command: str, *arguments: str) -> Any:
        """A command that prints JSON, on this server's data but in this process, which is quick.

        The command line itself, in a process of its own, has its tests in tests/cli.
        """
        printed = io.TextIOWrapper(io.BytesIO(), encoding="utf-8")
        told = io.StringIO()
        with redirect_stdout(printed), redirect_stderr(told):
            tools = Tools("threading", run_here, lambda application, listener: None)
            code = cli.main([command, "--data", str(self.data), *arguments], tools)
        if code != 0:
            raise RuntimeError(f"{command}: {told.getvalue()}")
        printed.flush()
        return json.loads(printed.buffer.getvalue())

    def cli(self, command: str, *arguments: str | Path) -> subprocess.CompletedProcess[str]:
        """A command on this server's data directory, beside it."""
        return run_cli(command, "--data", self.data, *arguments, env=self.env)

    def new(self, **options: Any) -> dict[str, str]:
        """``driegesprek new … --json``; ``circle`` may be a list. Gives code and links."""
        given = {"theme": "Huiswerk", "question": "Wanneer helpt huiswerk?", **options}
        given.setdefault("public_url", self.url)
        arguments: list[str] = ["--json"]
        for name, value in given.items():
            for one in value if isinstance(value, list | tuple) else [value]:
                arguments += [f"--{name.replace('_', '-')}", str(one)]
        made: dict[str, str] = self._here("new", *arguments)
        return made

    def minutes(self, code: str) -> dict[str, Any]:
        """The minutes as the contract's JSON."""
        written: dict[str, Any] = self._here("minutes", code, "--format", "json")
        return written

    def log(self) -> str:
        """Everything that it printed so far."""
        return self.log_file.read_text("utf-8", "replace") if self.log_file.exists() else ""


@contextmanager
def running_server(
    data: Path,
    *,
    mode: str = "eventlet",
    port: int | None = None,
    extra: Sequence[str] = (),
    env: Mapping[str, str] | None = None,
) -> Iterator[Server]:
    """A server on ``data`` for as long as the block lasts."""
    server = Server(data, mode, port or free_port(), extra, env)
    server.start()
    try:
        yield server
    finally:
        server.stop()
